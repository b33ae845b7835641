package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each case is one file: the keys of the documents that must be kept, and
// every error, word for word after the folder's name.
func TestBadInput(t *testing.T) {
	small := Options{MaxBytes: 200}
	row := "a long enough text, " + strings.Repeat("x", 200)
	for _, c := range []struct {
		name, give string
		opts       Options
		keys, errs string
		skip       Skip
	}{
		{name: "empty.txt", errs: "empty.txt: it is empty; nothing to do, or fetch it again", skip: Empty},
		{name: "blank.txt", give: " \n\t\n", errs: "blank.txt: it has no text; nothing to do, or mend the text", skip: Empty},
		{name: "mark.txt", give: "\xEF\xBB\xBF", errs: "mark.txt: it has no text; nothing to do, or mend the text", skip: Empty},
		{name: "binary.txt", give: "ab\x00\x01\x02", errs: "binary.txt: it is not text; leave it out; if it is UTF-16, save it as UTF-8 or with a byte order mark", skip: Binary},
		{name: "late.txt", give: strings.Repeat("Fiji left. ", 2000) + "\x00", errs: "late.txt: it is not text: it holds NUL bytes; if it is UTF-16, save it as UTF-8 or with a byte order mark", skip: Binary},
		{name: "a.odt", give: "PK\x03\x04\x00\x01", errs: "a.odt: files of the type .odt are not read; convert it to text, HTML or JSON lines", skip: Unsupported},
		{name: "a.xlsx", give: "PK\x03\x04\x00\x00", errs: "a.xlsx: files of the type .xlsx are not read; convert it to text, HTML or JSON lines", skip: Unsupported},
		{name: "cyrillic.txt", give: "\xcc\xee\xeb\xe4\xee\xe2\xe0 \xe2\xfb\xf1\xeb\xe0\xeb\xe0.", errs: "cyrillic.txt: it is neither UTF-8 nor plausible as windows-1252 (byte 0); convert it to UTF-8, or name its charset"},
		{name: "cut.txt", give: "Rīga left \xc4", errs: "cut.txt: it is neither UTF-8 nor plausible as windows-1252 (byte 11); convert it to UTF-8, or name its charset"},
		{name: "large.txt", give: row, opts: small, errs: "large.txt: the document has more than 200 bytes; split it, or raise the limit (--max-document)", skip: TooLarge},
		{name: "none.html", give: "<html><body><p>Menu</p></body></html>", errs: "none.html: the page holds no article; leave the page out, or save its article as text", skip: NoArticle},
		{name: "tags.html", give: strings.Repeat("<b>x", 200_001), errs: "tags.html: the page has more than 200000 tags; save its article as text", skip: TooLarge},
		{name: "page.xml", give: "<?xml version='1.0'?><note><to>x</to></note>", errs: "page.xml: line 1: no feed; only RSS and Atom are read of XML", skip: Unsupported},
		{
			name: "a.jsonl", give: lineOf(1) + lineOf(2) + "\n" + lineOf(4) + lineOf(5) + lineOf(6) + `{"id":"7","text":"cut` + "\n" + lineOf(8),
			keys: "1 2 4 5 6 8", errs: "a.jsonl: line 7: not JSON: unexpected end of JSON input; mend the line or drop it",
		},
		{
			name: "kinds.jsonl", give: `[1]` + "\n" + `"x"` + "\n" + `null` + "\n" + lineOf(4) + `{"text":["x"]}` + "\n" + `{"text":""}` + "\n" + `{"body":"x","a":1}` + "\n" + "\xff\xfe{}\n" + lineOf(9),
			keys: "4 9",
			errs: "kinds.jsonl: line 1: not a JSON object but an array; mend the line or drop it|" +
				"kinds.jsonl: line 2: not a JSON object but a string; mend the line or drop it|" +
				"kinds.jsonl: line 3: not a JSON object but null; mend the line or drop it|" +
				"kinds.jsonl: line 5: field \"text\" holds no string: \"[\\\"x\\\"]\"; mend the line or drop it, or name another field|" +
				"kinds.jsonl: line 6: it has no text; nothing to do, or mend the text|" +
				"kinds.jsonl: line 7: no field \"text\"; there are: a, body; say which field holds the text (--field text=NAME)|" +
				"kinds.jsonl: line 8: it is neither UTF-8 nor plausible as windows-1252 (byte 0); convert it to UTF-8, or name its charset",
		},
		{
			name: "pretty.json", give: "{\n  \"text\": \"x\"\n}\n",
			errs: "pretty.json: line 1: not JSON lines: a value goes over several lines; put each object on a line of its own (jq -c . or jq -c '.[]')",
		},
		{name: "brace.jsonl", give: "{\n" + lineOf(2), keys: "2", errs: "brace.jsonl: line 1: not JSON lines: a value goes over several lines; put each object on a line of its own (jq -c . or jq -c '.[]')"},
		{
			name: "long.jsonl", give: lineOf(1) + `{"text":"` + row + "\"}\n" + lineOf(3), opts: small, keys: "1 3",
			errs: "long.jsonl: line 2: the line has more than 200 bytes; split it, or raise the limit (--max-document)", skip: TooLarge,
		},
		{
			name: "ragged.csv", give: "id,text\n1,a\n2\n3,b,c\n4,d\n", keys: "1 4",
			errs: "ragged.csv: line 3: 1 fields where the first row has 2; mend the row or drop it|ragged.csv: line 4: 3 fields where the first row has 2; mend the row or drop it",
		},
		{
			name: "quote.csv", give: "id,text\n1,a\n2,\"open\n3,c\n4,d\n", keys: "1 3 4",
			errs: "quote.csv: line 3: a quote is opened and not closed before the end of the file; mend the row or drop it",
		},
		{
			name: "last.csv", give: "id,text\n1,a\n2,\"open\nprose, with a comma, and more\nprose\n", keys: "1",
			errs: "last.csv: line 3: a quote is opened and not closed before the end of the file; mend the row or drop it",
		},
		{
			name: "long.csv", give: "id,text\n1,a\n2," + row + "\n3,\"" + strings.Repeat("y\n", 200) + "\"\n4,d\n", opts: small, keys: "1 4",
			errs: "long.csv: line 3: the row has more than 200 bytes; split it, or raise the limit (--max-document)|long.csv: line 4: the row has more than 200 bytes; split it, or raise the limit (--max-document)", skip: TooLarge,
		},
		{name: "names.csv", give: "a,b\n1,2\n", errs: "names.csv: line 1: no field \"text\"; there are: a, b; name the columns in the first row, and say which one holds the text (--field text=NAME)"},
		{name: "none.csv", give: "\n\n", errs: "none.csv: it has no rows; leave it out", skip: Empty},
		{
			name: "bad.rss", give: feedOf(`<item><guid>1</guid><description>a &amp; b</description></item>`, `<item><guid>2</guid><description>open`, `<item><guid>3</guid><description>c <b d="></description></item>`, `<item><guid>4</guid><description>d</description></item>`),
			keys: "1 4",
			errs: "bad.rss: line 2: the item is not closed; mend the item or drop it|" +
				"bad.rss: line 3: not a feed's item: XML syntax error on line 1: unescaped < inside quoted string; mend the item or drop it",
		},
		{
			name: "cut.rss", give: strings.TrimSuffix(feedOf(`<item><guid>1</guid><description>a</description></item>`, `<item><guid>2</guid><descr`), "\n</channel></rss>"),
			keys: "1", errs: "cut.rss: line 2: the feed is cut short: </rss> is missing; fetch it again; the items before the break were read",
		},
		{name: "none.rss", give: feedOf(), errs: "none.rss: the feed has no items; leave it out", skip: Empty},
		{
			name: "long.rss", give: feedOf(`<item><description>`+row+`</description></item>`, `<item><guid>2</guid><description>b</description></item>`), opts: small, keys: "2",
			errs: "long.rss: line 1: the item has more than 200 bytes; split it, or raise the limit (--max-document)", skip: TooLarge,
		},
		{name: "esc\x1b[2J.txt", give: "", errs: `esc\x1b[2J.txt": it is empty; nothing to do, or fetch it again`, skip: Empty},
		{name: "esc.jsonl", give: "\x1b[2J\n", errs: `esc.jsonl: line 1: not JSON: invalid character '\x1b' looking for beginning of value; mend the line or drop it`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := write(t, dir, c.name, c.give)
			docs, errs := readAll(t, c.opts, path)
			if got := keys(docs); got != c.keys {
				t.Errorf("given %.300q\ngot  documents %s\nwant %s", c.give, got, c.keys)
			}
			got := strings.TrimSuffix(strings.ReplaceAll(texts(errs), "\n", "|"), "|")
			got = strings.NewReplacer("read "+dir+"/", "", `read "`+dir+"/", "").Replace(got)
			if got != c.errs {
				t.Errorf("given %.300q\ngot  %s\nwant %s", c.give, got, c.errs)
			}
			if len(errs) > 0 && c.skip != "" && errs[0].Skip != c.skip {
				t.Errorf("given %.300q\ngot  skip %q\nwant %q", c.give, errs[0].Skip, c.skip)
			}
		})
	}
}

func lineOf(n int) string { return fmt.Sprintf("{\"id\":\"%d\",\"text\":\"Fiji left.\"}\n", n) }

func feedOf(items ...string) string {
	return "<rss version='2.0'><channel><title>T</title>" + strings.Join(items, "\n") + "\n</channel></rss>"
}

func TestMissing(t *testing.T) {
	docs, errs := readAll(t, Options{}, "testdata/absent.txt", "testdata/absent*.txt", "testdata/[x.txt", "testdata/heading.md")
	want := "read testdata/absent.txt: file does not exist; check the path\n" +
		"read testdata/absent*.txt: it matches no file; check the pattern\n" +
		"read testdata/[x.txt: not a pattern: syntax error in pattern; quote or mend the pattern\n"
	if texts(errs) != want || keys(docs) != "heading" {
		t.Errorf("given three bad names and a good one\ngot  %s and %s\nwant %s and heading", texts(errs), keys(docs), want)
	}
	if !errors.Is(errs[0], fs.ErrNotExist) {
		t.Errorf("given a missing file\ngot  %v, which is not fs.ErrNotExist", errs[0])
	}
}

func TestUnreadable(t *testing.T) {
	e := broken(&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission})
	if e.Path = "x"; e.Error() != "read x: permission denied; allow reading it (chmod +r) or leave it out" {
		t.Errorf("given a refused file\ngot %s", e)
	}
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	path := write(t, dir, "a.txt", "x")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "b.txt", "Fiji left.")
	docs, errs := readAll(t, Options{}, dir)
	if keys(docs) != "b" || len(errs) != 1 || !errors.Is(errs[0], fs.ErrPermission) {
		t.Errorf("given an unreadable file and a good one\ngot %s, %s", keys(docs), texts(errs))
	}
}

// endless is a reader of one line that goes on for ever.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), e.left))
	for i := range p[:n] {
		p[i] = "abcde "[i%6]
	}
	e.left -= int64(n)
	return n, nil
}

// 50 MB on one line are refused, or read if the limit allows it, and cost no
// more memory than the limit makes necessary.
func TestOneLineOf50MB(t *testing.T) {
	const long = 50_000_000
	line := func() io.Reader {
		return io.MultiReader(strings.NewReader(lineOf(1)+`{"id":"2","text":"`), &endless{long}, strings.NewReader("\"}\n"+lineOf(3)))
	}
	for _, c := range []struct {
		format     string
		give       io.Reader
		max        int64
		keys, errs string
		alloc      uint64
	}{
		{"jsonl", line(), 1 << 20, "1 3", "read standard input: line 2: the line has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"jsonl", line(), 64 << 20, "1 2 3", "", 1 << 30},
		{"text", &endless{long}, 1 << 20, "", "read standard input: the document has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"markdown", &endless{long}, 1 << 20, "", "read standard input: the document has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"html", &endless{long}, 1 << 20, "", "read standard input: the document has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"text", &endless{long}, 64 << 20, "stdin", "", 1 << 30},
		{"csv", io.MultiReader(strings.NewReader("id,text\n1,a\n2,"), &endless{long}, strings.NewReader("\n3,b\n")), 1 << 20, "1 3", "read standard input: line 3: the row has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"feed", io.MultiReader(strings.NewReader("<rss><channel><item><guid>1</guid><description>"), &endless{long}, strings.NewReader("</description></item><item><guid>3</guid><description>b</description></item></channel></rss>")), 1 << 20, "3", "read standard input: line 1: the item has more than 1 MiB; split it, or raise the limit (--max-document)\n", 20 << 20},
		{"feed", io.MultiReader(strings.NewReader("<rss><channel><title>"), &endless{long}, strings.NewReader("</title><item><guid>3</guid><description>b</description></item></channel></rss>")), 1 << 20, "3", "", 30 << 20},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		docs, errs := readAll(t, Options{Format: c.format, MaxBytes: c.max, Stdin: c.give}, "-")
		runtime.ReadMemStats(&after)
		if keys(docs) != c.keys || texts(errs) != c.errs {
			t.Errorf("given 50 MB on a line of %s, limit %d\ngot  %q and %s\nwant %q and %s", c.format, c.max, keys(docs), texts(errs), c.keys, c.errs)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > c.alloc {
			t.Errorf("given 50 MB on a line of %s, limit %d\ngot  %d MiB allocated in all\nwant at most %d", c.format, c.max, got>>20, c.alloc>>20)
		}
		if t.Failed() {
			return
		}
	}
}

// A file of open quotes must not be read over and over.
func TestOpenQuotes(t *testing.T) {
	give := "id,text\n" + strings.Repeat("1,\"b c\n", 200_000)
	docs, errs := readAll(t, Options{Format: "csv", MaxBytes: 1 << 20, Stdin: strings.NewReader(give)}, "-")
	if len(docs) != 0 || len(errs) != 200_000 {
		t.Errorf("given 200,000 rows with an open quote\ngot  %d documents, %d errors\nwant 0, 200000", len(docs), len(errs))
	}
}

func TestPanicInPage(t *testing.T) {
	// html.Parse refuses what is nested too deeply by a panic of its own
	page := "<html><body>" + strings.Repeat("<div>", 600) + "Fiji left, it said."
	_, errs := readAll(t, Options{Format: "html", Stdin: strings.NewReader(page)}, "-")
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "cannot be parsed") {
		t.Errorf("given 600 nested elements\ngot %s", texts(errs))
	}
}

func TestCharsets(t *testing.T) {
	const text = "Ein Gespräch über Öl – „heute“ in Kraków."
	utf16le := []byte{0xFF, 0xFE}
	utf32be := []byte{0, 0, 0xFE, 0xFF}
	for _, r := range text {
		utf16le = append(utf16le, byte(r), byte(r>>8))
		utf32be = append(utf32be, 0, 0, byte(r>>8), byte(r))
	}
	utf16be := []byte{0xFE, 0xFF}
	for i := 2; i < len(utf16le); i += 2 {
		utf16be = append(utf16be, utf16le[i+1], utf16le[i])
	}
	for _, c := range []struct {
		give    []byte
		charset string
		want    string
	}{
		{[]byte(text), "", text},
		{append([]byte{0xEF, 0xBB, 0xBF}, text...), "", text},
		{utf16le, "", text},
		{utf16be, "", text},
		{utf32be, "", text},
		{utf16le[2:], "utf-16le", text},
		{[]byte("Pre\x9aern, \x8alovenija"), "windows-1250", "Prešern, Šlovenija"},
		{[]byte("\xcc\xee\xeb\xe4\xee\xe2\xe0"), "windows-1251", "Молдова"},
		{[]byte("caf\xe9 \x93d\x92accord\x94 \x80 5"), "", "café “d’accord” € 5"},
		{[]byte("Krak\xf3w, Malm\xf6, Curitiba \x96 S\xe3o Paulo"), "", "Kraków, Malmö, Curitiba – São Paulo"},
		{[]byte("caf\x8e de la r\x8epublique"), "", ""},               // MacRoman
		{[]byte("\xb3\xf3d\xb9 \xbfycie za\xbf\xf3\xb3\xe6"), "", ""}, // windows-1250, Polish
		{[]byte("caf\xc3\xa9 and caf\xe9"), "", ""},                   // mixed
		{[]byte("a \x81 b"), "", ""},                                  // undefined
	} {
		for format, wrap := range map[string]func([]byte) []byte{"text": bytes.Clone, "csv": asTable} {
			docs, errs := readAll(t, Options{Format: format, Charset: c.charset, Stdin: bytes.NewReader(wrap(c.give))}, "-")
			got := ""
			if len(docs) == 1 {
				got = docs[0].Text
			}
			if got != c.want || c.want == "" && len(errs) != 1 {
				t.Errorf("given %q as %s, charset %q\ngot  %q and %s\nwant %q", c.give, format, c.charset, got, texts(errs), c.want)
			}
		}
	}
}

func TestFeedCharsets(t *testing.T) {
	feed := func(charset, text string) string {
		return `<?xml version="1.0" encoding="` + charset + `"?><rss><channel><item><guid>1</guid><description>` + text + `</description></item></channel></rss>`
	}
	wide := []byte{0xFF, 0xFE}
	for _, r := range feed("iso-8859-1", "Málaga") {
		wide = append(wide, byte(r), byte(r>>8))
	}
	for _, c := range []struct{ give, want string }{
		{feed("iso-8859-1", "M\xe1laga"), "Málaga"},
		{feed("iso-8859-1", "Málaga"), "Málaga"}, // it is UTF-8 after all
		{feed("windows-1251", "\xcc\xee\xeb\xe4\xee\xe2\xe0"), "Молдова"},
		{feed("utf-8", "M\xe1laga"), "Málaga"},
		{feed("no-such", "Málaga"), "Málaga"},
		{"\xEF\xBB\xBF" + feed("iso-8859-1", "Málaga"), "Málaga"},
		{string(wide), "Málaga"},
	} {
		docs, errs := readAll(t, Options{Format: "feed", Stdin: strings.NewReader(c.give)}, "-")
		if len(docs) != 1 || docs[0].Text != c.want {
			t.Errorf("given %q\ngot  %+v and %s\nwant %s", c.give, docs, texts(errs), c.want)
		}
	}
}

// asTable puts a text below a header "text;id" in the text's own encoding.
func asTable(text []byte) []byte {
	width, order, mark := 1, 0, 0
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		width, mark = 2, 2
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		width, order, mark = 2, 1, 2
	case bytes.HasPrefix(text, []byte{0, 0, 0xFE, 0xFF}):
		width, order, mark = 4, 3, 4
	case bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF}):
		mark = 3
	case len(text) > 1 && text[1] == 0:
		width = 2
	}
	wide := func(s string) []byte {
		b := make([]byte, width*len(s))
		for i := range len(s) {
			b[i*width+order] = s[i]
		}
		return b
	}
	out := append(bytes.Clone(text[:mark]), wide("text;id\n")...)
	return append(append(out, text[mark:]...), wide(";1\n")...)
}

func TestFilesOfManyKindsInOneFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "b/2.txt", "Fiji left.")
	write(t, dir, "b/1.txt", "Fiji came.")
	write(t, dir, "a.txt", "Fiji stays.")
	write(t, dir, "c.log", "2025 started")
	write(t, dir, "noext", "Fiji waits.")
	write(t, dir, ".hidden.txt", "never")
	write(t, dir, ".git/x.txt", "never")
	outside := write(t, t.TempDir(), "secret.txt", "Fiji hides.")
	if err := os.Symlink(outside, filepath.Join(dir, "link.txt")); err != nil {
		t.Skip(err)
	}
	docs, errs := readAll(t, Options{}, dir)
	if got, want := keys(docs), "a 1 2 noext"; got != want {
		t.Errorf("given a folder\ngot  %s\nwant %s", got, want)
	}
	want := "read DIR/c.log: files of the type .log are not read; name it yourself, or name the format, to have it read\n" +
		"read DIR/link.txt: it is a symbolic link; name it yourself to have it read\n"
	if got := strings.ReplaceAll(texts(errs), dir, "DIR"); got != want {
		t.Errorf("given a folder\ngot  %s\nwant %s", got, want)
	}
	docs, errs = readAll(t, Options{}, filepath.Join(dir, "link.txt"), filepath.Join(dir, "c.log"), filepath.Join(dir, ".hidden.txt"))
	if got, want := keys(docs), "link c .hidden"; got != want || len(errs) > 0 {
		t.Errorf("given the same files by name\ngot  %s and %s\nwant %s", got, texts(errs), want)
	}
	docs, _ = readAll(t, Options{Format: "text"}, dir)
	if got, want := keys(docs), "a 1 2 c noext"; got != want {
		t.Errorf("given a folder and the format\ngot  %s\nwant %s", got, want)
	}
	t.Run("folder by link", func(t *testing.T) {
		link := filepath.Join(t.TempDir(), "latest")
		if err := os.Symlink(filepath.Join(dir, "b"), link); err != nil {
			t.Skip(err)
		}
		if docs, errs := readAll(t, Options{}, link); keys(docs) != "1 2" || len(errs) > 0 {
			t.Errorf("given a link to a folder by name\ngot %s and %s\nwant 1 2", keys(docs), texts(errs))
		}
	})
	t.Run("empty folder", func(t *testing.T) {
		if _, errs := readAll(t, Options{}, t.TempDir()); len(errs) != 1 || errs[0].Skip != Empty {
			t.Errorf("given an empty folder\ngot %s\nwant one error", texts(errs))
		}
	})
}

func TestGlobs(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.txt", "x/c.txt", "x/y/d.txt", "x/y/e.md", ".h.txt", "x/.g/f.txt"} {
		write(t, dir, name, "Fiji left.")
	}
	for give, want := range map[string]string{
		"*.txt": "a b", "*": "a b c d e", "**/*.txt": "a b c d", "x/**/*.txt": "c d", "?/**/d.*": "d", ".h*": ".h", "[ab].txt": "a b", "**/y/*": "d e",
	} {
		if docs, errs := readAll(t, Options{}, filepath.Join(dir, filepath.FromSlash(give))); keys(docs) != want || len(errs) > 0 {
			t.Errorf("given %s\ngot  %s and %s\nwant %s", give, keys(docs), texts(errs), want)
		}
	}
	odd := write(t, dir, "odd/[1].txt", "Fiji left.")
	if docs, errs := readAll(t, Options{}, odd); keys(docs) != "[1]" {
		t.Errorf("given a name with brackets that exists\ngot %s and %s", keys(docs), texts(errs))
	}
}
