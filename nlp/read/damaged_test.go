package read

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// flipped is content with some bytes changed.
func flipped(content string, at int) string {
	b := []byte(content)
	for i := at; i < min(at+4, len(b)); i++ {
		b[i] ^= 0x5a
	}
	return string(b)
}

// recordOf is a record of a web archive with a page.
func recordOf(n int) string {
	body := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nFiji left the forum on day %d. %s", n, noise(300))
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <r%d>\r\nWARC-Target-URI: http://news.example/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, n, len(body), body)
}

// A record of a packed web archive that is damaged costs that record alone.
func TestDamagedMembers(t *testing.T) {
	var m []string
	for n := range 5 {
		m = append(m, packed(t, recordOf(n)))
	}
	for _, c := range []struct{ name, give, keys, err string }{
		{"in the middle", m[0] + m[1] + flipped(m[2], len(m[2])/2) + m[3] + m[4], "r0 r1 r3 r4", "record 3: it is damaged: "},
		{"a wrong sum", m[0] + flipped(m[1], len(m[1])-8) + m[2], "r0 r2", "record 2: it is damaged: gzip: invalid checksum"},
		{"no head", m[0] + flipped(m[1], 0) + m[2] + m[3], "r0 r2 r3", "record 2: it is damaged: gzip: invalid header"},
		{"cut in the middle", m[0] + m[1][:len(m[1])/2] + m[2] + m[3] + m[4], "", "record 2: it is damaged: "},
		{"the first", flipped(m[0], len(m[0])/2) + m[1] + m[2], "r1 r2", "record 1: it is damaged: "},
		{"the first, at its beginning", flipped(m[0], 30) + m[1] + m[2], "r1 r2", "record 1: it is damaged: flate: corrupt input"},
		{"something between", m[0] + noise(9000) + m[1], "r0 r1", "record 2: it is damaged: gzip: invalid header"},
		{"zeros at the end", m[0] + m[1] + strings.Repeat("\x00", 5000), "r0 r1", ""},
		{"the last cut short", m[0] + m[1] + m[2][:len(m[2])-30], "r0 r1", "record 3: unexpected EOF; fetch it again"},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.warc.gz", c.give))
		got := keys(docs)
		if c.name == "cut in the middle" { // how much of what follows goes with it is chance
			if got = ""; len(docs) < 3 {
				got = keys(docs)
			}
		}
		if got != c.keys || (c.err == "") != (len(errs) == 0) || !strings.Contains(texts(errs), c.err) {
			t.Errorf("given %s\ngot  %s, %s\nwant %s, %s", c.name, keys(docs), texts(errs), c.keys, c.err)
		}
		docs, _ = readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.wacz", zipped(t, "archive/a.warc.gz", c.give)))
		if got := keys(docs); got != c.keys && c.keys != "" {
			t.Errorf("given %s in a WACZ\ngot  %s\nwant %s", c.name, got, c.keys)
		}
	}
}

// A record that says that it is longer than the file costs that record alone, as
// long as others follow.
// TestHeadsWithoutMembers looks for a member among bytes that are nothing but heads
// of one: each may cost its extra field, not the tables of a reader, 40 KB.
func TestHeadsWithoutMembers(t *testing.T) {
	for _, head := range []string{"\x1f\x8b\x08", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"} {
		const heads = 5000
		junk := strings.Repeat(head, heads)
		got := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				m := &members{r: bufio.NewReaderSize(strings.NewReader(junk), bufferSize)}
				if err := m.find(); !errors.Is(err, io.EOF) {
					b.Fatalf("find in %d times %q: %v, want EOF", heads, head, err)
				}
			}
		}).AllocedBytesPerOp()
		if most := int64(heads * 5000); got > most {
			t.Errorf("find in %d times %q takes %d bytes, want at most %d", heads, head, got, most)
		}
	}
}

func TestRecordBeyondTheEnd(t *testing.T) {
	lie := strings.Replace(recordOf(1), "Content-Length: ", "Content-Length: 9", 1)
	for give, want := range map[string]string{
		recordOf(0) + lie + recordOf(2) + recordOf(3): "r0 r2 r3; record 2: its length, 9.",
		recordOf(0) + recordOf(1)[:300]:               "r0; record 2: unexpected EOF; fetch it again",
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.warc", give))
		ids, said, _ := strings.Cut(want, "; ")
		if keys(docs) != ids || !strings.Contains(texts(errs), said) || len(errs) != 1 {
			t.Errorf("given %.60q…\ngot  %s, %s\nwant %s", give, keys(docs), texts(errs), want)
		}
	}
}

// What is damaged in a PDF is said to be, and not taken for a picture.
func TestDamagedPDF(t *testing.T) {
	stream := func(head, body string) string {
		return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", head, len(body), body)
	}
	deflated := func(s string) string {
		var b strings.Builder
		z := zlib.NewWriter(&b)
		_, _ = z.Write([]byte(s))
		_ = z.Close()
		return b.String()
	}
	const objects = "1 0 2 33 3 78 4 188 "
	inner := fmt.Sprintf("%-33s%-45s%-110s%s", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	drawing := "BT /F1 12 Tf 72 700 Td (Fiji left the forum on Monday.) Tj ET"
	pdf := func(container, content string) string {
		return "%PDF-1.5\n5 0 obj\n" + stream("/Filter /FlateDecode", content) + "\nendobj\n6 0 obj\n" + container + "\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
	}
	container := func(first int, body string) string {
		return stream(fmt.Sprintf("/Type /ObjStm /N 4 /First %d /Filter /FlateDecode", first), body)
	}
	body := deflated(objects + inner)
	for _, c := range []struct{ name, give, text, errs string }{
		{"whole", pdf(container(len(objects), body), deflated(drawing)), "Fiji left the forum on Monday.", ""},
		{"objects damaged", pdf(container(len(objects), flipped(body, 4)), deflated(drawing)), "", "no page of the document can be found: it is damaged; open it and print it to a new PDF, or save it as text"},
		{"objects elsewhere", pdf(container(99999, body), deflated(drawing)), "", "no page of the document can be found: it is damaged"},
		{"a page damaged", pdf(container(len(objects), body), flipped(deflated(drawing), 4)), "", "damaged, and what is left has no text"},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.pdf", c.give))
		got := ""
		if len(docs) == 1 {
			got = docs[0].Text
		}
		if got != c.text || !strings.Contains(texts(errs), c.errs) || (c.errs == "") != (len(errs) == 0) {
			t.Errorf("given %s\ngot  %q, %s\nwant %q, %s", c.name, got, texts(errs), c.text, c.errs)
		}
	}
}

// A head of a tar archive that is damaged costs its member alone.
func TestDamagedTar(t *testing.T) {
	whole := tarred(t, "a.txt", "Fiji left.", "b.txt", noise(2000), "c.txt", "Mali left.", "d.txt", "Togo left.")
	const head, bHead = 512, 1024
	for _, c := range []struct{ name, give, keys, errs string }{
		{"its sum", flipped(whole, bHead+148), "a c d", "after member 1: archive/tar: invalid tar header; fetch or pack it again; what comes after it was read"},
		{"its length", flipped(whole, bHead+124), "a c d", "after member 1: archive/tar: invalid tar header"},
		{"the first", flipped(whole, 10), "b c d", "after member 0: "},
		{"the last", flipped(whole, bHead+head+2048+2*head), "a b c", "not a whole tar archive: archive/tar: invalid tar header; fetch or pack it again"},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.tar", c.give))
		if keys(docs) != c.keys || !strings.Contains(texts(errs), c.errs) || len(errs) != 1 {
			t.Errorf("given %s\ngot  %s, %s\nwant %s, %s", c.name, keys(docs), texts(errs), c.keys, c.errs)
		}
	}
}

// Parts in one another that are not closed take no more time than other mail.
func TestMailWithoutEnds(t *testing.T) {
	for _, depth := range []int{3, 12, 40, 500} {
		var b strings.Builder
		b.WriteString("From: a@b.example\nSubject: x\nMIME-Version: 1.0\n")
		for i := range depth {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n", i, i)
		}
		b.WriteString("Content-Type: text/plain\n\nTogo left.\n")
		begun := time.Now()
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.eml", b.String()))
		if depth <= 12 && (len(docs) != 1 || docs[0].Text != "Togo left.") || depth > 12 && !strings.Contains(texts(errs), "nested too deeply") || time.Since(begun) > 20*time.Second {
			t.Errorf("given %d parts in one another\ngot  %d documents, %s, in %s", depth, len(docs), texts(errs), time.Since(begun))
		}
	}
}

// What looks like the line before a message is one only where a message follows,
// and a message that is no text costs no other.
func TestMailboxSeparators(t *testing.T) {
	const from = "From a@b.example Wed Mar 12 10:00:00 2025\n"
	m := func(n int, text string) string {
		return fmt.Sprintf("From: a@b.example\nSubject: x\nMessage-ID: <m%d>\n\n%s\n", n, text)
	}
	for _, c := range []struct{ name, give, keys, errs string }{
		{"prose", from + m(0, "Togo left.\n\nFrom here 10:00 am on it will be in 2025 otherwise.") + "\n" + from + m(1, "Mali left."), "m0 m1", ""},
		{"another notation", from + m(0, "Togo left.") + "\nFrom a@b.example 12/03 10:00:00 2025\n" + m(1, "Mali left."), "m0 m1", ""},
		{"no empty line before", from + m(0, "Togo left.") + from + m(1, "Mali left."), "m0 m1", ""},
		{"prose without an empty line", from + m(0, "Togo left.\nFrom Oslo Wed, 12 March 10:00 of 2025:\n\na word."), "m0", ""},
		{"bytes that are no text", from + m(0, "Togo left.") + "\n" + from + m(1, "\x00\x01\x02") + "\n" + from + m(2, "Mali left."), "m0 m2", "it is not text: it holds NUL bytes"},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.mbox", c.give))
		if keys(docs) != c.keys || !strings.Contains(texts(errs), c.errs) || (c.errs == "") != (len(errs) == 0) {
			t.Errorf("given %s\ngot  %s, %s\nwant %s, %s", c.name, keys(docs), texts(errs), c.keys, c.errs)
		}
	}
}

// Records that are damaged cost no other record.
func TestDamagedRecords(t *testing.T) {
	for _, c := range []struct{ name, give, keys, errs string }{
		{"nul.jsonl", lineOf(1) + strings.Repeat("\x00", 100) + "\n" + lineOf(3), "1 3", `line 2: not JSON: invalid character '\x00'`},
		{"nul.csv", "id,text\n1,a\n2,b\x00\n3,c\n", "1 3", "line 3: the row holds NUL bytes"},
		{"other.csv", "id,text\n1,a\nid,source,text\n2,Wire,b\n", "1 2", ""},
		{"swapped.csv", "id,text\n1,a\nText,Id\nb,2\n", "1 2", ""},
		{"prose.csv", "id,text\ntitle,a\n2,text\n", "title 2", ""},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), c.name, c.give))
		if keys(docs) != c.keys || !strings.Contains(texts(errs), c.errs) || (c.errs == "") != (len(errs) == 0) {
			t.Errorf("given %q\ngot  %s, %s\nwant %s, %s", c.give, keys(docs), texts(errs), c.keys, c.errs)
		}
	}
}
