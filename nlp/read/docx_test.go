package read

import (
	"strings"
	"testing"
)

// worded is a Word document with the body's XML and, if there is any, that of
// its properties.
func worded(t testing.TB, body, properties string) string {
	t.Helper()
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	parts := []string{"[Content_Types].xml", "<Types/>", "word/document.xml", "<?xml version=\"1.0\"?><w:document " + ns + "><w:body>" + body + "</w:body></w:document>"}
	if properties != "" {
		parts = append(parts, "docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">`+properties+`</cp:coreProperties>`)
	}
	return zipped(t, parts...)
}

func TestWord(t *testing.T) {
	run := func(s string) string { return "<w:r><w:t xml:space=\"preserve\">" + s + "</w:t></w:r>" }
	good := worded(t, `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>`+run("Border talks")+`</w:p><w:p>`+run("Togo and ")+run("Benin")+
		`<w:del><w:r><w:delText>never</w:delText></w:r></w:del>`+run(" held &lt;talks&gt;.")+`</w:p><w:p/><w:p>`+run("Ghana<w/>")+`</w:p>`,
		`<dc:title>Ignored</dc:title><dcterms:created>2025-03-12T09:30:00Z</dcterms:created>`)
	for _, c := range []struct{ name, give, title, text, date, errs string }{
		{name: "good.docx", give: good, title: "Border talks", text: "Border talks\n\nTogo and Benin held <talks>.\n\nGhana", date: "2025-03-12"},
		{name: "2024-05-27-plain.docx", give: worded(t, "<w:p>"+run("Togo left.")+"</w:p>", ""), text: "Togo left.", date: "2024-05-27"},
		{name: "locked.docx", give: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600), errs: "locked.docx: the document is encrypted, or of an old format; open it with its password and save it without one"},
		{name: "half.docx", give: good[:len(good)/2], errs: "half.docx: not a whole Word document: zip: not a valid zip file; open it and save it again, or save it as text"},
		{name: "other.docx", give: zipped(t, "a.txt", "x"), errs: "other.docx: not a Word document: it has no word/document.xml; open it and save it again, or save it as text"},
		{name: "scan.docx", give: worded(t, "<w:p/>", ""), errs: "scan.docx: the document has no text; if it shows pictures of pages, run them through OCR"},
		{name: "bomb.docx", give: worded(t, "<w:p>"+run(strings.Repeat("a", 5_000_000))+"</w:p>", ""), errs: "bomb.docx: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself"},
		{name: "xml.docx", give: worded(t, "<w:p>"+run("x")+"</w:q>", ""), errs: "xml.docx: word/document.xml: XML syntax error on line 1: element <p> closed by </q>; open it and save it again, or save it as text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
			if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); got != c.errs {
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

func FuzzWord(f *testing.F) {
	f.Add([]byte(worded(f, "<w:p><w:r><w:t>Togo left.</w:t></w:r></w:p>", "<dc:title>T</dc:title>")))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, Word.Name, b) })
}
