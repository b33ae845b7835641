package read

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func packed(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// zipped packs pairs of name and content.
func zipped(t testing.TB, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// noise is text that does not compress well.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = "abcdefghijklmnopqrstuvwxyz "[r.IntN(27)]
	}
	return string(b)
}

func TestArchives(t *testing.T) {
	bomb := strings.Repeat("a", 10_000_000)
	inner := zipped(t, "in.txt", "Fiji left.")
	for _, c := range []struct {
		name, give string
		opts       Options
		keys, errs string
	}{
		{name: "a.txt.gz", give: packed(t, "Fiji left."), keys: "a"},
		{name: "noise.jsonl.GZ", give: packed(t, lineOf(1)+lineOf(2)), keys: "1 2"},
		{name: "two.jsonl.gz", give: packed(t, lineOf(1)) + packed(t, lineOf(2)), keys: "1 2"},
		{name: "plain.txt", give: packed(t, "Fiji left."), keys: "plain"}, // gz under another name
		{
			name: "sorted.zip", give: zipped(t, "z.txt", "Fiji left.", "d/b.jsonl", lineOf(7), "a.md", "# Head\n\nFiji left.", ".x.txt", "no", "__MACOSX/a.md", "no", "e.bin", "\x00"),
			keys: "a 7 z", errs: "sorted.zip: e.bin: files of the type .bin are not read; name it yourself, or name the format, to have it read",
		},
		{
			name: "out.zip", give: zipped(t, "../evil.txt", "x", "good.txt", "Fiji left.", "/abs.txt", "x", `..\win.txt`, "x", "a/../../b.txt", "x"), keys: "good",
			errs: `out.zip: ../evil.txt: its name leads out of the archive; pack it again with plain names|` +
				`out.zip: /abs.txt: its name leads out of the archive; pack it again with plain names|` +
				`out.zip: a/../../b.txt: its name leads out of the archive; pack it again with plain names`,
		},
		{name: "bomb.txt.gz", give: packed(t, bomb), errs: "bomb.txt.gz: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself"},
		{
			name: "bomb.zip", give: zipped(t, "a.txt", "Fiji left.", "bomb.txt", bomb, "c.txt", "Fiji came."), keys: "a c",
			errs: "bomb.zip: bomb.txt: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself",
		},
		{name: "trusted.txt.gz", give: packed(t, bomb), opts: Options{MaxRatio: 2000}, keys: "trusted"},
		{
			name: "total.jsonl.gz", give: packed(t, lineOf(1)+`{"id":"2","text":"`+noise(100_000)+"\"}\n"), opts: Options{MaxExpand: 50_000},
			keys: "1", errs: "total.jsonl.gz: line 2: it unpacks to more than 48.83 KiB; leave it out; if you trust it, raise the limit or unpack it yourself",
		},
		{name: "nested.zip", give: zipped(t, "b.txt.gz", packed(t, "Fiji left."), "inner.zip", inner), keys: "b in"},
		{
			name: "deep.zip", give: zipped(t, "1.zip", zipped(t, "2.zip", zipped(t, "3.zip", zipped(t, "4.zip", inner), "ok.txt", "Fiji left."))), keys: "ok",
			errs: "deep.zip: 1.zip/2.zip/3.zip/4.zip: archives within archives are read to a depth of 4; unpack the outer ones first",
		},
		{name: "nestbomb.zip", give: zipped(t, "b.txt.gz", packed(t, bomb)), errs: "nestbomb.zip: b.txt.gz: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself"},
		{name: "broken.zip", give: inner[:len(inner)-10], errs: "broken.zip: not a whole zip archive: zip: not a valid zip file; fetch or pack it again"},
		{name: "empty.zip", give: zipped(t), errs: "empty.zip: the archive holds no files; nothing to do, or pack it again"},
		{name: "head.txt.gz", give: packed(t, "x")[:5], errs: "head.txt.gz: it is cut short: unexpected EOF; fetch or pack it again; the documents before the break were read"},
		{name: "a.tgz", give: packed(t, "x"), errs: "a.tgz: not a whole tar archive: unexpected EOF; fetch or pack it again"},
		{name: "empty.txt.gz", give: packed(t, ""), errs: "empty.txt.gz: it is empty; nothing to do, or fetch it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, c.opts, write(t, dir, c.name, c.give))
			if got := keys(docs); got != c.keys {
				t.Errorf("given %s\ngot  documents %s\nwant %s", c.name, got, c.keys)
			}
			got := strings.TrimSuffix(strings.ReplaceAll(strings.ReplaceAll(texts(errs), "read "+dir+"/", ""), "\n", "|"), "|")
			if c.name == "out.zip" { // Go's writer turns the backslash of the third name around
				got = strings.Replace(got, `|out.zip: ../win.txt: its name leads out of the archive; pack it again with plain names`, "", 1)
				got = strings.Replace(got, `|out.zip: ..\win.txt: its name leads out of the archive; pack it again with plain names`, "", 1)
			}
			if got != c.errs {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
		})
	}
}

// A gz that ends too early gives every document before the break.
func TestTruncated(t *testing.T) {
	var lines, rows, items strings.Builder
	rows.WriteString("id,text\n")
	text := strings.Fields(noise(200_000))
	for i := range 1000 {
		w := strings.Join(text[i*5:i*5+5], " ")
		fmt.Fprintf(&lines, "{\"id\":\"%d\",\"text\":%q}\n", i, w)
		fmt.Fprintf(&rows, "%d,\"%s\n%s\"\n", i, w, w)
		fmt.Fprintf(&items, "<item><guid>%d</guid><description>%s</description></item>\n", i, w)
	}
	for name, content := range map[string]string{
		"a.jsonl.gz": lines.String(), "a.csv.gz": rows.String(), "a.rss.gz": feedOf(items.String()), "a.txt.gz": noise(50_000),
	} {
		whole := packed(t, content)
		docs, errs := readAll(t, Options{}, write(t, t.TempDir(), name, whole[:len(whole)/2]))
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), "cut short") {
			t.Errorf("given half of %s\ngot errors %s\nwant one that says so", name, texts(errs))
		}
		if want := 300; len(docs) < want && name != "a.txt.gz" {
			t.Errorf("given half of %s with 1000 documents\ngot  %d\nwant at least %d", name, len(docs), want)
		}
		for i, d := range docs {
			if d.Key != fmt.Sprint(i) || len(strings.Fields(d.Text)) < 5 {
				t.Fatalf("given half of %s\ngot  document %d as %s %q", name, i, d.Key, d.Text)
			}
		}
	}
}

func TestStreamedZipLeavesNoFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	docs, errs := readAll(t, Options{Stdin: strings.NewReader(zipped(t, "a.txt", "Fiji left."))}, "-")
	if keys(docs) != "a" || len(errs) > 0 {
		t.Fatalf("given a zip on standard input\ngot %s and %s", keys(docs), texts(errs))
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("given a zip on standard input\ngot %v left over", left)
	}
	_, errs = readAll(t, Options{MaxExpand: 20, Stdin: strings.NewReader(zipped(t, "a.txt", "Fiji left."))}, "-")
	if len(errs) != 1 || errs[0].Skip != TooLarge {
		t.Errorf("given a zip over the limit on standard input\ngot %s", texts(errs))
	}
}

func TestEncryptedAndLinkedMembers(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	link := &zip.FileHeader{Name: "link.txt"}
	link.SetMode(os.ModeSymlink | 0o777)
	w, _ := z.CreateHeader(link)
	_, _ = w.Write([]byte("/etc/hostname"))
	w, _ = z.CreateHeader(&zip.FileHeader{Name: "locked.txt", Flags: 1})
	_, _ = w.Write([]byte("x"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, errs := readAll(t, Options{Stdin: &b}, "-")
	want := "read standard input: link.txt: it is a symbolic link; pack the file itself\n" +
		"read standard input: locked.txt: it is encrypted; unpack it with its password first\n"
	if texts(errs) != want {
		t.Errorf("given a link and a locked member\ngot  %s\nwant %s", texts(errs), want)
	}
}

// Of an archive that breaks off, what comes before the break is read, and so
// are the inputs after it; the error says where it breaks.
func TestBreaksOff(t *testing.T) {
	var lines strings.Builder
	for n := range 3000 {
		fmt.Fprintf(&lines, "{\"id\":\"%d\",\"text\":\"%s\"}\n", n, noise(60))
	}
	all := lines.String()
	members := []string{"1.txt", "Fiji left.", "2.jsonl", all, "3.txt", "Mali left."}
	crawl := strings.Repeat(crawled("response", "1", "https://w.example/a.txt", answered("200 OK", "Content-Type: text/plain\r\n", talks+noise(500))), 200)
	const again, break1 = "fetch or pack it again", "the documents before the break were read"
	for _, c := range []struct {
		name, give string
		least      int    // documents before the break
		says       string // of the error
	}{
		{"a.jsonl.gz", packed(t, all), 500, "it is cut short: unexpected EOF; " + again + "; " + break1},
		{"a.jsonl.zst", zstded(t, all), 0, "it is cut short: unexpected EOF; " + again},
		{"a.jsonl.xz", xzed(t, all), 0, again},
		{"a.tar", tarred(t, members...), 500, again},
		{"a.tar.gz", packed(t, tarred(t, members...)), 500, again},
		{"a.zip", zipped(t, members...), 0, "not a whole zip archive: zip: not a valid zip file; " + again},
		{"a.warc", crawl, 50, "unexpected EOF; fetch it again; the pages before the break were read"},
		{"a.warc.gz", packed(t, crawl), 10, "unexpected EOF; fetch it again; the pages before the break were read"},
		{"a.zip.gz", packed(t, zipped(t, members...)), 0, again},
	} {
		dir := t.TempDir()
		path := write(t, dir, c.name, c.give[:len(c.give)/2+3])
		docs, errs := readAll(t, Options{Now: now}, path, write(t, dir, "good.txt", "Togo left."))
		n := len(docs)
		if n-1 < c.least || docs[n-1].Key != "good" || len(errs) == 0 || !strings.Contains(errs[len(errs)-1].Error(), c.says) || len(errs) > 2 {
			t.Errorf("given half of %s\ngot  %d documents, %s\nwant %d or more, and %q", c.name, n, texts(errs), c.least, c.says)
		}
	}
}
