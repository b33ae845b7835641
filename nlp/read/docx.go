package read

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Word is a document of Word or of another program that writes Office Open
// XML. Its paragraphs are the text; headers, footers, notes and what was
// deleted while changes were tracked are not.
var Word = Format{
	Name:       "docx",
	Extensions: []string{".docx", ".docm"},
	Sniff: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.Contains(head, []byte("[Content_Types].xml")) && bytes.Contains(head, []byte("word/"))
	},
	Read:   single(readWord),
	Binary: true,
}

const (
	wordBody  = "word/document.xml"
	wordAbout = "docProps/core.xml"
	saveWord  = "open it and save it again, or save it as text"
)

func readWord(_ context.Context, in Input) (Entry, error) {
	b, err := in.whole()
	if err != nil {
		return Entry{}, err
	}
	if bytes.HasPrefix(b, []byte{0xd0, 0xcf, 0x11, 0xe0}) { // an OLE container, in which Office puts what it encrypts
		return Entry{}, skip(Unsupported, "open it with its password and save it without one", "the document is encrypted, or of an old format")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return Entry{}, problem(saveWord, "not a whole Word document: %w", err)
	}
	var e Entry
	body := false
	spent := &budget{max: in.Options.MaxBytes, ratio: in.Options.MaxRatio, in: int64(len(b))}
	for _, f := range z.File {
		switch f.Name {
		case wordBody:
			body = true
			if err := part(f, spent, func(d *xml.Decoder) error { return wordText(d, &e) }); err != nil {
				return Entry{}, err
			}
		case wordAbout:
			if err := part(f, spent, func(d *xml.Decoder) error { return wordProperties(d, &e) }); err != nil {
				e.Warnings = append(e.Warnings, "its properties cannot be read")
			}
		}
	}
	if !body {
		return Entry{}, problem(saveWord, "not a Word document: it has no %s", wordBody)
	}
	if e.Text = strings.TrimSpace(e.Text); e.Text == "" {
		return Entry{}, skip(NoArticle, "if it shows pictures of pages, run them through OCR", "the document has no text")
	}
	if e.Date == "" {
		e.Date = inName(in.Name)
	}
	return e, nil
}

// part reads one XML file of a document.
func part(f *zip.File, spent *budget, read func(*xml.Decoder) error) error {
	r, err := f.Open()
	if err != nil {
		return problem(saveWord, "%s cannot be unpacked: %w", f.Name, err)
	}
	defer func() { _ = r.Close() }()
	err = read(xml.NewDecoder(&spending{r, spent}))
	var own *Error
	if err != nil && !errors.As(err, &own) {
		return problem(saveWord, "%s: %w", f.Name, err)
	}
	return err
}

// wordText gathers the paragraphs.
func wordText(d *xml.Decoder, e *Entry) error {
	var text strings.Builder
	inText, deleted, style := false, 0, ""
	start := 0 // of the paragraph
	for {
		tok, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			e.Text = text.String()
			return nil
		case err != nil:
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "p":
				start, style = text.Len(), ""
			case "pStyle":
				style = strings.ToLower(value(t, "val"))
			case "del", "moveFrom", "instrText":
				deleted++
			case "t":
				inText = true
			case "tab", "br", "cr":
				text.WriteByte(' ')
			case "noBreakHyphen":
				text.WriteByte('-')
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inText = false
			case "del", "moveFrom", "instrText":
				deleted--
			case "p":
				if style == "title" && e.Title == "" {
					e.Title = strings.TrimSpace(text.String()[start:])
				}
				if text.Len() > start {
					text.WriteString("\n\n")
				}
			}
		case xml.CharData:
			if inText && deleted == 0 {
				text.Write(t)
			}
		}
	}
}

// wordProperties takes title, language and dates. The author of a file is
// seldom who published it, and is left.
func wordProperties(d *xml.Decoder, e *Entry) error {
	at := ""
	for {
		tok, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			at = t.Name.Local
		case xml.EndElement:
			at = ""
		case xml.CharData:
			switch s := strings.TrimSpace(string(t)); at {
			case "title":
				e.Title = first(e.Title, s)
			case "created":
				e.Date = first(e.Date, s)
			case "modified":
				e.Updated = first(e.Updated, s)
			case "language":
				e.Lang = first(e.Lang, s)
			}
		}
	}
}

func value(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
