package read

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// printed is a PDF with the pages' lines, in Helvetica, 12 points high and 14
// apart; an empty line leaves a gap, "\x00" makes a page without text.
func printed(info string, pages ...[]string) string {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 5+2*i)
	}
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages)))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< " + info + " >>")
	for i, lines := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 6+2*i))
		var c strings.Builder
		for n, l := range lines {
			if l != "" && l != "\x00" {
				fmt.Fprintf(&c, "BT /F1 12 Tf 1 0 0 1 72 %d Tm (%s) Tj ET\n", 770-14*n, strings.NewReplacer("(", "\\(", ")", "\\)").Replace(l))
			}
		}
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", c.Len(), c.String()))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.String()
}

func TestPDF(t *testing.T) {
	two := printed("/Title (Border talks) /CreationDate (D:20250312093000Z)",
		[]string{"Togo and Benin held talks (in Lome) on their bor-", "der, and Ghana offered to host more.", "", "A second round is due.", "1"},
		[]string{"Mali stayed away.", "2"})
	locked := strings.Replace(two, "/Root 1 0 R", "/Root 1 0 R /Encrypt << /Filter /Standard /V 9 /R 9 /O (x) /U (x) /P 0 >> /ID [(a) (a)]", 1)
	for _, c := range []struct{ name, give, title, text, date, errs string }{
		{name: "two.pdf", give: two, title: "Border talks", text: "Togo and Benin held talks (in Lome) on their border, and Ghana offered to host more.\n\nA second round is due.\fMali stayed away.", date: "2025-03-12"},
		{name: "bare", give: two, title: "Border talks", text: "Togo and Benin held talks (in Lome) on their border, and Ghana offered to host more.\n\nA second round is due.\fMali stayed away.", date: "2025-03-12"},
		{name: "2024-05-27-x.pdf", give: printed("", []string{"Togo left."}), text: "Togo left.", date: "2024-05-27"},
		{name: "scan.pdf", give: printed("", []string{"\x00"}, []string{"\x00"}), errs: "scan.pdf: the document has no text, only pictures of pages; run it through OCR first (ocrmypdf)"},
		{name: "locked.pdf", give: locked, errs: "locked.pdf: the document is encrypted; open it with its password and print it to a new PDF"},
		{name: "half.pdf", give: two[:len(two)/2], errs: "half.pdf: not a whole PDF"},
		{name: "false.pdf", give: "no pdf", errs: "false.pdf: not a whole PDF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
			if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); !strings.HasPrefix(got, c.errs) || c.errs == "" && got != "" {
				t.Fatalf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
			if c.errs != "" {
				return
			}
			if len(docs) != 1 || docs[0].Title != c.title || docs[0].Text != c.text || docs[0].Published.Value != c.date {
				t.Errorf("given %s\ngot  %+v\nwant %q, %q, %s", c.name, docs, c.title, c.text, c.date)
			}
		})
	}
}

func FuzzPDF(f *testing.F) {
	f.Add([]byte(printed("/Title (T)", []string{"Togo left."})))
	files, err := filepath.Glob("testdata/pdf/*.pdf")
	if err != nil || len(files) == 0 {
		f.Fatalf("got %q, %v", files, err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, PDF.Name, b) })
}

// Documents that are encrypted and open without a password are read, those that
// ask for one are not. testdata/README.md says how they were made.
func TestEncryptedPDF(t *testing.T) {
	for _, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256-r5", "aes-256", "streams-aes-128", "streams-aes-256"} {
		docs, errs := readAll(t, Options{Now: now}, "testdata/pdf/"+name+".pdf")
		if len(docs) != 1 || docs[0].Text != "Togo and Benin held talks.\fMali stayed away." || docs[0].Title != "Border talks" || docs[0].Published.Value != "2025-03-12" {
			t.Errorf("given %s\ngot  %+v %s", name, docs, texts(errs))
		}
	}
	_, errs := readAll(t, Options{Now: now}, "testdata/pdf/password.pdf")
	if want := "read testdata/pdf/password.pdf: the document is encrypted; open it with its password and print it to a new PDF\n"; texts(errs) != want {
		t.Errorf("given a document with a password\ngot  %s\nwant %s", texts(errs), want)
	}
}
