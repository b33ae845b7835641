package read

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
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
	doc, err := openPDF(b, in.Options)
	if err != nil {
		return Entry{}, problem(savePDF, "not a whole PDF: %w", err)
	}
	if doc.trailer.get("Encrypt") != nil && doc.crypt == nil {
		return Entry{}, skip(Unsupported, "open it with its password and print it to a new PDF", "the document is encrypted")
	}
	pages, err := doc.pages()
	if err != nil {
		return Entry{}, err
	}
	if len(pages) == 0 {
		return Entry{}, problem(savePDF, "no page of the document can be found: it is damaged")
	}
	drawn := make([]paragraphs, len(pages))
	bad := 0
	var pictures []string // pages that are nothing else
	for i, page := range pages {
		shown, corrupt := doc.shown, doc.corrupt
		err := doc.draw(ctx, page, &drawn[i])
		if err != nil {
			bad++
			e.Warnings = append(e.Warnings, fmt.Sprintf("page %d cannot be read: %v", i+1, err))
		}
		if err == nil && doc.corrupt > corrupt {
			e.Warnings = append(e.Warnings, fmt.Sprintf("page %d is damaged; some of its text may be missing", i+1))
		}
		if len(drawn[i].lines) == 0 && doc.shown > shown {
			pictures = append(pictures, strconv.Itoa(i+1))
		}
		if doc.left < 0 || doc.text > in.Options.MaxBytes {
			return Entry{}, tooLarge("the text of the document", in.Options)
		}
		if ctx.Err() != nil {
			return Entry{}, ctx.Err()
		}
	}
	e.Removed = furniture(drawn)
	texts := make([]string, len(pages))
	for i := range drawn {
		texts[i] = drawn[i].String()
	}
	e.Text = strings.TrimRight(strings.Join(texts, "\f"), "\f\n ")
	if strings.Trim(e.Text, "\f\n ") == "" {
		if bad > 0 {
			return Entry{}, problem(savePDF, "none of its %d pages can be read", len(pages))
		}
		if doc.broken > 0 && len(pictures) == 0 {
			return Entry{}, problem(savePDF, "parts of the document are damaged, and what is left has no text")
		}
		return Entry{}, skip(NoArticle, "run it through OCR first (ocrmypdf)", "the document has no text, only pictures of pages")
	}
	if n := len(pictures); n > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("%d of %d pages are pictures without text, and were not read: %s; run them through OCR (ocrmypdf --skip-text)", n, len(pages), listed(pictures, 10)))
	}
	if !legible(e.Text) {
		return Entry{}, skip(NoArticle, "run it through OCR first (ocrmypdf --force-ocr)", "the document's fonts do not say which letters they show")
	}
	if title := strings.TrimSpace(doc.about("Title")); !strings.HasPrefix(title, "Microsoft Word - ") {
		e.Title = title
	}
	if e.Date = inName(in.Name); e.Date == "" {
		e.Date = pdfDate(doc.about("CreationDate"))
	}
	return e, nil
}

// listed is the first of several words.
func listed(words []string, most int) string {
	if len(words) > most {
		words = append(slices.Clone(words[:most]), "…")
	}
	return strings.Join(words, ", ")
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

const maxLines = 20_000 // of one page

// draw fills in the lines of one page.
func (f *pdfFile) draw(ctx context.Context, page pdfDict, to *paragraphs) error {
	b, err := f.content(page.get("Contents"))
	if err != nil {
		return err
	}
	p := &pdfPainter{file: f, resources: f.dict(lastResources(page)), text: upright, line: upright, pdfState: pdfState{ctm: upright, stretch: 1}}
	p.give = func(g glyphRun) bool {
		f.text += int64(len(g.text))
		to.add(g)
		return len(to.lines) < maxLines && f.text <= f.max
	}
	return p.run(ctx, b, 0)
}

// lastResources are the page's own, else those that it inherits.
func lastResources(page pdfDict) any {
	if own := page[1:].get("Resources"); own != nil {
		return own
	}
	return page[0].value
}

// furniture takes away what stands in the same place on most pages but for
// its numbers: running heads and feet. It gives their length in bytes.
func furniture(pages []paragraphs) (removed int) {
	type place struct {
		text string
		y    int
	}
	at := func(l *pageLine) place {
		return place{digits.ReplaceAllString(strings.Join(strings.Fields(string(l.text)), " "), "0"), int(math.Round(min(max(l.y, -1e6), 1e6)))}
	}
	count := map[place]int{}
	for i := range pages {
		seen := map[place]bool{}
		for k := range pages[i].lines {
			if p := at(&pages[i].lines[k]); !seen[p] {
				seen[p] = true
				count[p]++
			}
		}
	}
	for i := range pages {
		pages[i].lines = slices.DeleteFunc(pages[i].lines, func(l pageLine) bool {
			if count[at(&l)] < max(2, (len(pages)+1)/2) {
				return false
			}
			removed += len(l.text)
			return true
		})
	}
	return removed
}

var digits = regexp.MustCompile(`[0-9]+`)

// paragraphs puts the pieces of a page together, in the order in which the
// page draws them.
type paragraphs struct {
	lines []pageLine
	end   float64 // where the last piece ends, from the left
}

type pageLine struct {
	text          []byte
	left, y, size float64
}

func (p *paragraphs) add(g glyphRun) {
	var last *pageLine
	if len(p.lines) > 0 {
		last = &p.lines[len(p.lines)-1]
	}
	size := g.size
	switch {
	case last == nil || math.Abs(g.y-last.y) > max(size, last.size)/2, g.x < p.end-3*size:
		p.lines = append(p.lines, pageLine{left: g.x, y: g.y, size: size})
		last = &p.lines[len(p.lines)-1]
	case g.x-p.end > size*0.2 && !bytes.HasSuffix(last.text, []byte{' '}):
		last.text = append(last.text, ' ')
	}
	last.text = append(last.text, g.text...)
	p.end = g.end
}

var pageNumber = regexp.MustCompile(`^(?:-\s*)?(?:[Pp]age )?\d{1,4}(?:\s*-|(?: of |/)\d{1,4})?$`)

func (p *paragraphs) String() string {
	var out []byte
	var before *pageLine
	for i := range p.lines {
		l := &p.lines[i]
		s := strings.Join(strings.Fields(string(l.text)), " ")
		if s == "" || pageNumber.MatchString(s) && (i == 0 || i == len(p.lines)-1) {
			continue
		}
		switch {
		case before == nil:
		case apart(before, l):
			out = append(out, "\n\n"...)
		case divided(out) > 0 && unicode.IsLower([]rune(s)[0]):
			out = out[:len(out)-divided(out)]
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
	ended := strings.HasSuffix(strings.TrimRight(string(a.text), " \"”’)"), ".")
	return math.Abs(a.size-b.size) > size*0.15 || down > size*1.75 || down < 0 && ended || ended && b.left-a.left > size*0.8
}

// divided is the length of the hyphen at the end of a line, 0 for none.
func divided(line []byte) int {
	for _, hyphen := range []string{"-", "\u00ad", "\u2010"} {
		if bytes.HasSuffix(line, []byte(hyphen)) {
			return len(hyphen)
		}
	}
	return 0
}
