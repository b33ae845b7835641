package read

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outcome is what a reading gives at one step, without how far it is.
type outcome struct {
	Doc   Document
	Error string
}

// readFrom reads a file from a place to its end.
func readFrom(t *testing.T, o Options, from Place, path string) (all []outcome, reached []Reached) {
	t.Helper()
	o.Now = now
	o.Resume = func(File) (Place, bool) { return from, true }
	for d, err := range Inputs(t.Context(), o, path) {
		reached = append(reached, d.Reached)
		d.Reached = Reached{}
		said := ""
		if err != nil {
			said = err.Error()
		}
		all = append(all, outcome{d, said})
	}
	return all, reached
}

// resumes checks that reading goes on from each place that it tells as if it
// had never ended.
func resumes(t *testing.T, o Options, path string) {
	t.Helper()
	all, reached := readFrom(t, o, Place{}, path)
	for i, r := range reached {
		if r.Whole != (i == len(reached)-1) || r.File == nil || r.File.Path != path || r.File.Sum == "" {
			t.Errorf("given %s\ngot  %+v at %d of %d\nwant the last one alone to be said to be the last", path, r, i+1, len(all))
		}
		rest, last := readFrom(t, o, r.Place, path)
		if r.Whole {
			continue // nobody asks for what comes after it
		}
		if diff := cmp.Diff(all[i+1:], rest); diff != "" {
			t.Errorf("given %s, read on from %+v, after %d of %d: -want +got\n%s", path, r.Place, i+1, len(all), diff)
		}
		if n := len(last); n > 0 && !last[n-1].Whole {
			t.Errorf("given %s, read on from %+v\ngot no word of its end", path, r.Place)
		}
	}
}

// resumable are files of several documents, good and bad, by their names.
func resumable(t testing.TB) map[string]string {
	table := "id,text,title\n1,a b,c\n2,\"two\nlines, and \"\"more\"\"\",x\nbad\n\n4,d,e\n5,f,g\n"
	lines := "\xef\xbb\xbf" + lineOf(1) + "\n" + lineOf(3) + "no JSON\r\n" + strings.ReplaceAll(lineOf(5), "\n", "\r\n") + strings.TrimSuffix(lineOf(6), "\n")
	var box strings.Builder
	for i := range 4 {
		fmt.Fprintf(&box, "From desk@lagoon.example Wed Mar 12 09:30:0%d 2025\n%s\n\n", i, strings.ReplaceAll(strings.Replace(mailed("Subject: S", talks), "m1@", fmt.Sprintf("m%d@", i), 1), "\r", ""))
	}
	html := "Content-Type: text/html\r\n"
	page := "<html><head><title>Talks</title></head><body><article><p>" + talks + "</p></article></body></html>"
	var crawl strings.Builder
	for i := range 3 {
		crawl.WriteString(crawled("request", fmt.Sprint(i, "q"), "https://w.example/a", "GET /a HTTP/1.1\r\n\r\n"))
		crawl.WriteString(crawled("response", fmt.Sprint(i), "https://w.example/a", answered("200 OK", html, page)))
		crawl.WriteString(crawled("response", fmt.Sprint(i, "n"), "https://w.example/nav", answered("200 OK", html, "<html><body><a href=/>x</a></body></html>")))
	}
	lie := strings.Replace(crawl.String(), "Content-Length: 19", "Content-Length: x", 1)
	feed := feedOf(`<item><guid>1</guid><description>a</description></item>`, `<item><guid>2</guid><description>open`, `<item><guid>3</guid><description>c</description></item>`)
	utf16, err := os.ReadFile("testdata/utf16.txt")
	if err != nil {
		t.Fatal(err)
	}
	inner := zipped(t, "1.txt", "Fiji left.", "2.jsonl", lines, "3.bin", "\x00\x01", "../4.txt", "x", "5.mbox", box.String())
	wide := []byte{0xff, 0xfe}
	for _, b := range []byte(table) {
		wide = append(wide, b, 0)
	}
	member := func(n int) string { return packed(t, recordOf(n)) }
	heads := tarred(t, "1.txt", "Fiji left.", "2.txt", "Mali left.", "3.jsonl", lines)
	return map[string]string{
		"members.warc.gz": member(0) + flipped(member(1), 150) + noise(5000) + member(2) + flipped(member(3), len(member(3))-8) + member(4),
		"again.csv":       table + "id,source,text\n6,Wire,g\n7,Wire,h\n", "heads.tar": flipped(heads, 1024+148), "heads.tgz": packed(t, flipped(heads, 1024+148)),
		"a.jsonl": lines, "a.jsonl.gz": packed(t, lines), "spread.json": "{\n" + lineOf(2) + lineOf(3),
		"a.csv": table, "wide.csv": string(wide), "slip.csv": "id,text\n1,a\n2,\"open\n3,c\n4,d\n", "a.tsv": strings.ReplaceAll(table, ",", "\t"),
		"a.mbox": box.String(), "a.mbox.zst": zstded(t, box.String()), "a.warc": crawl.String(), "a.warc.gz": packed(t, crawl.String()), "lie.warc": lie,
		"a.rss": feed, "a.txt": "Fiji left.", "wide.txt": string(utf16), "empty.txt": "",
		"a.zip":    zipped(t, "a/1.txt", "Fiji left.", "a/2.zip", inner, "b.csv", table, "c.odt", "x", "d.txt", "Mali left."),
		"a.tar.gz": packed(t, tarred(t, "1.txt", "Fiji left.", "2.zip", inner, "3.txt", "-> 1.txt", "4.warc.gz", packed(t, crawl.String()), "5.txt", "Mali left.")),
		"half.tar": tarred(t, "1.txt", "Fiji left.", "2.txt", noise(3000))[:2600],
	}
}

func TestResume(t *testing.T) {
	for name, content := range resumable(t) {
		t.Run(name, func(t *testing.T) { resumes(t, Options{}, write(t, t.TempDir(), name, content)) })
	}
}

// A file of plain lines is read from the place on, not from its beginning.
func TestResumeSeeks(t *testing.T) {
	many := strings.Repeat(lineOf(1), 40_000)
	for name, content := range map[string]string{
		"a.jsonl": many, "a.csv": "id,text\n" + strings.Repeat("1,Fiji left.\n", 40_000),
		"a.warc": strings.Repeat(crawled("response", "1", "https://w.example/a.txt", answered("200 OK", "Content-Type: text/plain\r\n", talks)), 3000),
		"a.mbox": strings.Repeat("From desk@lagoon.example Wed Mar 12 09:30:00 2025\n"+strings.ReplaceAll(mailed("Subject: S", talks), "\r", "")+"\n\n", 3000),
	} {
		path := write(t, t.TempDir(), name, content)
		_, reached := readFrom(t, Options{}, Place{}, path)
		late := reached[len(reached)-10].Place
		rest, _ := readFrom(t, Options{}, late, path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		raw := &rawFile{File: f, size: int64(len(content))}
		r, err := newReader(Options{Now: now}, func(Document, error) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		r.raw = raw
		s := &source{origin: Origin{Path: path}, name: name, r: reading(t.Context(), raw), at: raw, size: raw.size, from: late, budget: &budget{max: 1 << 30, ratio: 100, in: raw.size}}
		before := late.Offset
		if r.source(t.Context(), s); raw.n-before > 200_000 || len(rest) != 9 {
			t.Errorf("given %s of %d bytes, read on from %+v\ngot  %d bytes read, %d documents\nwant 9 documents of the end alone", name, len(content), late, raw.n-before, len(rest))
		}
		_ = f.Close()
	}
}

func TestResumeAsks(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", "Fiji left.")
	write(t, dir, "b.jsonl", lineOf(1)+lineOf(2))
	write(t, dir, "c.txt", "Mali left.")
	var asked []string
	o := Options{Now: now, Resume: func(f File) (Place, bool) {
		asked = append(asked, filepath.Base(f.Path))
		return Place{}, f.Size > 12 // c.txt and a.txt are done
	}}
	docs, _ := readAll(t, o, dir)
	if keys(docs) != "1 2" || strings.Join(asked, " ") != "a.txt b.jsonl c.txt" {
		t.Errorf("got  %s, asked about %q\nwant 1 2 and all three", keys(docs), asked)
	}
	listed, size := "", int64(0)
	for path, info := range Files(t.Context(), dir, filepath.Join(dir, "*.txt"), "-", filepath.Join(dir, "none")) {
		listed += filepath.Base(path) + " "
		size += info.Size()
	}
	if listed != "a.txt b.jsonl c.txt a.txt c.txt " || size != 2*20+int64(len(lineOf(1)+lineOf(2))) {
		t.Errorf("got files %s of %d bytes in all", listed, size)
	}
	o = Options{Now: now, Take: func(path string, info fs.FileInfo) bool { return filepath.Base(path) == "c.txt" && info.Size() == 10 }}
	if docs, errs := readAll(t, o, dir); keys(docs) != "c" || len(errs) > 0 {
		t.Errorf("given one file to take\ngot  %s, %v", keys(docs), errs)
	}
	if docs[1].Reached.Bytes != 10+int64(len(lineOf(1)+lineOf(2))) {
		t.Errorf("got %+v, want all bytes up to there", docs[1].Reached)
	}
}

// A file that is written to while it is read is not said to be read whole.
func TestResumeGrowing(t *testing.T) {
	path := write(t, t.TempDir(), "a.jsonl", lineOf(1)+lineOf(2))
	o := Options{Now: now, Resume: func(File) (Place, bool) {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
		}
		_, _ = f.WriteString(lineOf(3))
		return Place{}, f.Close() == nil
	}}
	docs, _ := readAll(t, o, path)
	if len(docs) < 2 || docs[len(docs)-1].Reached.Whole {
		t.Errorf("given a file that grows\ngot %+v", docs)
	}
}

func FuzzResume(f *testing.F) {
	for name, content := range resumable(f) {
		f.Add(name, []byte(content))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		name = "a" + filepath.Ext(filepath.Base(name))
		if strings.ContainsAny(name, "\x00/\\*?[") || len(name) > 20 || len(content) > 4096 {
			return
		}
		path := filepath.Join(t.TempDir(), name)
		if os.WriteFile(path, content, 0o600) != nil {
			return
		}
		resumes(t, Options{MaxBytes: 1 << 12, MaxExpand: 1 << 18}, path)
	})
}
