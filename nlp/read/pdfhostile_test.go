package read

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// drawnPDF is a PDF of one page with this program, font and further objects,
// the first of which is object 6.
func drawnPDF(program, filter, font string, more ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i, s := range append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", font,
		"<< /Type /Page /Parent 2 0 R /Rotate 90 /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>",
		fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(program), filter, program),
	}, more...) {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, s)
	}
	return b.String() + "trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
}

const helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"

func TestDrawnPDF(t *testing.T) {
	wide := "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /DW 1000 /W [1 [600 550] 3 4 250] >>] /ToUnicode 6 0 R >>"
	cmap := "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <0054> <0002> <006f> endbfchar 1 beginbfrange <0003> <0004> <0067> endbfrange"
	stream := func(s, d string) string {
		return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", d, len(s), s)
	}
	for _, c := range []struct{ name, give, want string }{
		{"kerning", drawnPDF("BT /F1 10 Tf 1 0 0 1 72 700 Tm <0001> Tj 1 0 0 1 77.2 700 Tm <0002> Tj 1 0 0 1 82.7 700 Tm <00030002> Tj ET", "", wide, stream(cmap, "")), "Togo"},
		{"names of glyphs", drawnPDF(`BT /F1 10 Tf 72 700 Td (\001\002e \003) Tj ET`, "", "<< /Type /Font /Subtype /Type1 /Encoding << /Differences [1 /L /o /eacute] >> >>"), "Loe é"},
		{"on its side", drawnPDF("BT /F1 10 Tf 0 1 -1 0 100 72 Tm (Mali left) Tj 0 -12 Td (in March.) Tj ET", "", helvetica), "Mali left in March."},
		{"form", drawnPDF("q 1 0 0 1 10 10 cm /X Do Q", "", helvetica, stream("BT /F1 10 Tf 72 700 Td (Mali left.) Tj /X Do ET", "/Subtype /Form")), "Mali left."},
		{"open strings", drawnPDF("BT /F1 10 Tf 72 700 Td (Mali left.) Tj ET <", "", helvetica), "Mali left."},
		{"picture", drawnPDF("BI /W 1 ID (( < EI\nBT /F1 10 Tf 72 700 Td (Mali left.) Tj ET", "", helvetica), "Mali left."},
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.pdf", c.give))
		if len(docs) != 1 || docs[0].Text != c.want || len(errs) > 0 {
			t.Errorf("given %s\ngot  %+v %v\nwant %q", c.name, docs, errs, c.want)
		}
	}
}

// A page that is a picture is told of, where other pages have text.
func TestPictureAmongPages(t *testing.T) {
	two := printed("", []string{"Togo left."}, []string{"\x00"})
	two = strings.Replace(two, "<< /Length 0 >>\nstream\n\nendstream", "<< /Length 5 >>\nstream\n/P Do\nendstream", 1)
	two = strings.Replace(two, "/F1 3 0 R >> >> /Contents 8 0 R", "/F1 3 0 R >> /XObject << /P 20 0 R >> >> /Contents 8 0 R", 1)
	two = strings.Replace(two, "xref\n", "20 0 obj\n<< /Subtype /Image /Length 1 >>\nstream\nx\nendstream\nendobj\nxref\n", 1)
	docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "2025-03-12-a.pdf", two))
	want := "1 of 2 pages are pictures without text, and were not read: 2; run them through OCR (ocrmypdf --skip-text)"
	if len(docs) != 1 || strings.Join(docs[0].Warnings, "|") != want {
		t.Errorf("got  %+v, %s\nwant the warning %s", docs, texts(errs), want)
	}
}

func TestHostilePDF(t *testing.T) {
	packed := func(s string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write([]byte(s))
		_ = z.Close()
		return b.String()
	}
	line := "BT /F1 10 Tf 72 700 Td (Mali left.) Tj ET\n"
	for name, give := range map[string]string{
		"bomb":         drawnPDF(packed(strings.Repeat("(Mali) Tj ", 5<<20)), "/Filter /FlateDecode", helvetica),
		"states":       drawnPDF(line+strings.Repeat("q ", 4<<20), "", helvetica),
		"nested":       drawnPDF(line+strings.Repeat("[", 4<<20), "", helvetica),
		"nested file":  drawnPDF(line, "", strings.Repeat("<< /A ", 1<<20)),
		"letters":      drawnPDF(line, "", "<< /Subtype /Type0 /ToUnicode 6 0 R >>", "<< /Length 70 >>\nstream\n1 begincodespacerange 99999999999 beginbfchar endbfchar <00> <ffffffff> <00> endbfrange\nendstream"),
		"its own form": drawnPDF(line+"/X Do", "", helvetica, "<< /Subtype /Form /Length 30 >>\nstream\n/X Do /X Do /X Do /X Do /X Do  \nendstream"),
		"within itself": "%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 20 >>\nstream\n1 0 << /A 1 0 R >>   \nendstream\nendobj\n" +
			"2 0 obj\n3 0 R\nendobj\n3 0 obj\n2 0 R\nendobj\ntrailer << /Root 1 0 R /Info 2 0 R >>\n%%EOF",
		"pages": "%PDF-1.5\n1 0 obj\n<< /Pages 1 0 R /Kids [1 0 R 1 0 R 2 0 R 2 0 R] /Count 999999999 >>\nendobj\n2 0 obj\n<< /Kids [1 0 R 2 0 R] /Parent 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			good := write(t, dir, "good.pdf", drawnPDF(line, "", helvetica))
			bad := write(t, dir, "bad.pdf", give)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			docs, _ := readAll(t, Options{Now: now}, bad, good)
			runtime.ReadMemStats(&after)
			if took, grew := time.Since(began), after.TotalAlloc-before.TotalAlloc; took > 20*time.Second || grew > 1<<30 {
				t.Errorf("given %d bytes\ngot  %s, %d bytes of memory\nwant seconds, and less than 1 GiB in all", len(give), took, grew)
			}
			if len(docs) == 0 || docs[len(docs)-1].Text != "Mali left." {
				t.Errorf("given a bad document before a good one\ngot  %d documents\nwant the good one", len(docs))
			}
		})
	}
}
