package read

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"

	"github.com/ledongthuc/pdf"
)

// PDF is a document whose text can be selected. Its pages are divided by a
// form feed, so that what is found can be told with its page. Scanned pages
// have no text and need OCR first.
var PDF = Format{
	Name:       "pdf",
	Extensions: []string{".pdf"},
	Binary:     true,
	Sniff:      func(head []byte) bool { return bytes.HasPrefix(head, []byte("%PDF-")) },
	Read:       single(readPDF),
}

const (
	maxPages = 2000
	savePDF  = "open it and print it to a new PDF, or save it as text"
)

func readPDF(ctx context.Context, in Input) (e Entry, err error) {
	b, err := in.whole()
	if err != nil {
		return Entry{}, err
	}
	defer func() { // files are hostile, and the library trusts them
		if p := recover(); p != nil {
			e, err = Entry{}, problem(savePDF, "the document cannot be analysed: %v", p)
		}
	}()
	doc, err := pdf.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		if strings.Contains(err.Error(), "encrypt") || strings.Contains(err.Error(), "password") {
			return Entry{}, skip(Unsupported, "open it with its password and print it to a new PDF", "the document is encrypted")
		}
		return Entry{}, problem(savePDF, "not a whole PDF: %w", err)
	}
	pages := doc.NumPage()
	if pages > maxPages {
		return Entry{}, skip(TooLarge, "split it", "the document has more than %d pages", maxPages)
	}
	var text strings.Builder
	bad := 0
	for i := 1; i <= pages && ctx.Err() == nil; i++ {
		if i > 1 {
			text.WriteByte('\f')
		}
		page, err := pageText(doc, i)
		if err != nil {
			bad++
			e.Warnings = append(e.Warnings, fmt.Sprintf("page %d cannot be read: %v", i, err))
		}
		if int64(text.Len()+len(page)) > in.Options.MaxBytes {
			return Entry{}, tooLarge("the text of the document", in.Options)
		}
		text.WriteString(page)
	}
	e.Text = strings.TrimRight(text.String(), "\f\n ")
	if strings.Trim(e.Text, "\f\n ") == "" {
		if bad > 0 {
			return Entry{}, problem(savePDF, "none of its %d pages can be read", pages)
		}
		return Entry{}, skip(NoArticle, "run it through OCR first (ocrmypdf)", "the document has no text, only pictures of pages")
	}
	if !legible(e.Text) {
		return Entry{}, skip(NoArticle, "run it through OCR first (ocrmypdf --force-ocr)", "the document's fonts do not say which letters they show")
	}
	about := doc.Trailer().Key("Info")
	if title := strings.TrimSpace(about.Key("Title").Text()); !strings.HasPrefix(title, "Microsoft Word - ") {
		e.Title = title
	}
	if e.Date = inName(in.Name); e.Date == "" {
		e.Date = pdfDate(about.Key("CreationDate").Text())
	}
	return e, nil
}

var pdfDay = regexp.MustCompile(`^D:((?:19|20)\d\d)(\d\d)(\d\d)`)

// pdfDate is the day of "D:20250312090000Z".
func pdfDate(s string) string {
	if m := pdfDay.FindStringSubmatch(s); m != nil {
		return calendar(m[1], m[2], m[3]).Value
	}
	return ""
}

// legible reports whether most of a text is letters, marks and spaces.
func legible(s string) bool {
	good, all := 0, 0
	for _, r := range s {
		if all++; unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) || unicode.IsPunct(r) {
			good++
		}
	}
	return good*10 >= all*8
}

// pageText is the text of one page: lines joined to paragraphs, words that
// were divided at the end of a line whole again.
func pageText(doc *pdf.Reader, number int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = "", fmt.Errorf("%v", p)
		}
	}()
	page := doc.Page(number)
	if page.V.IsNull() {
		return "", nil
	}
	var b paragraphs
	for _, g := range page.Content().Text {
		b.add(g)
	}
	return b.String(), nil
}

// paragraphs puts the pieces of a page together, in the order in which the
// page draws them.
type paragraphs struct {
	lines []pageLine
	end   float64 // where the last piece ends, from the left
}

type pageLine struct {
	text          strings.Builder
	left, y, size float64
}

func (p *paragraphs) add(g pdf.Text) {
	var last *pageLine
	if len(p.lines) > 0 {
		last = &p.lines[len(p.lines)-1]
	}
	size := math.Abs(g.FontSize)
	switch {
	case last == nil || math.Abs(g.Y-last.y) > max(size, last.size)/2:
		p.lines = append(p.lines, pageLine{left: g.X, y: g.Y, size: size})
		last = &p.lines[len(p.lines)-1]
	case g.X-p.end > size*0.2 && !strings.HasSuffix(last.text.String(), " "):
		last.text.WriteByte(' ')
	}
	last.text.WriteString(g.S)
	p.end = g.X + g.W
}

var pageNumber = regexp.MustCompile(`^(?:-\s*)?(?:[Pp]age )?\d{1,4}(?:\s*-|(?: of |/)\d{1,4})?$`)

func (p *paragraphs) String() string {
	var out []byte
	var before *pageLine
	for i := range p.lines {
		l := &p.lines[i]
		s := strings.Join(strings.Fields(l.text.String()), " ")
		if s == "" || pageNumber.MatchString(s) && (i == 0 || i == len(p.lines)-1) {
			continue
		}
		switch {
		case before == nil:
		case apart(before, l):
			out = append(out, "\n\n"...)
		case bytes.HasSuffix(out, []byte{'-'}) && unicode.IsLower([]rune(s)[0]):
			out = out[:len(out)-1] // a word that was divided
		default:
			out = append(out, ' ')
		}
		out = append(out, s...)
		before = l
	}
	return string(out)
}

// apart reports whether a line begins a new paragraph: other letters, a gap, a
// jump up to another column after a full stop, or an indent.
func apart(a, b *pageLine) bool {
	down, size := a.y-b.y, max(a.size, b.size)
	ended := strings.HasSuffix(strings.TrimRight(a.text.String(), " \"”’)"), ".")
	return math.Abs(a.size-b.size) > size*0.15 || down > size*1.75 || down < 0 && ended || ended && b.left-a.left > size*0.8
}
