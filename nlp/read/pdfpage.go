package read

import (
	"context"
	"errors"
	"math"
	"slices"
)

// glyphRun is some letters that stand side by side, in points, along and
// across the direction in which they are written.
type glyphRun struct {
	text            string
	x, end, y, size float64
}

// pdfMatrix is a transformation (ISO 32000-1, 8.3.3).
type pdfMatrix [6]float64

var upright = pdfMatrix{1, 0, 0, 1, 0, 0}

func (m pdfMatrix) times(n pdfMatrix) pdfMatrix {
	return pdfMatrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pages are the document's pages, in order, with what they inherit.
func (f *pdfFile) pages() ([]pdfDict, error) {
	var out []pdfDict
	seen := map[pdfRef]bool{}
	var walk func(v any, resources any, depth int) error
	walk = func(v, resources any, depth int) error {
		if ref, ok := v.(pdfRef); ok {
			if seen[ref] {
				return nil
			}
			seen[ref] = true
		}
		d := f.dict(v)
		if own := d.get("Resources"); own != nil {
			resources = own
		}
		kids := f.array(d.get("Kids"))
		switch {
		case d == nil || depth > maxNesting:
			return nil
		case d.get("Type") == pdfName("Page") || kids == nil:
			if len(out) >= maxPages {
				return skip(TooLarge, "split it", "the document has more than %d pages", maxPages)
			}
			out = append(out, append(pdfDict{{"Resources", resources}}, d...))
			return nil
		}
		for _, k := range kids {
			if err := walk(k, resources, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	err := walk(f.dict(f.trailer.get("Root")).get("Pages"), nil, 0)
	return out, err
}

// content are the operators of a page, whose parts are one program.
func (f *pdfFile) content(v any) ([]byte, error) {
	parts, many := f.follow(v).(pdfArray)
	if !many {
		parts = pdfArray{v}
	}
	var out []byte
	for _, p := range parts {
		if s, ok := f.follow(p).(*pdfStream); ok {
			b, err := f.unpack(s)
			if err != nil {
				return nil, err
			}
			if out = append(append(out, b...), '\n'); int64(len(out)) > f.max {
				return nil, errUnpacks
			}
		}
	}
	return out, nil
}

// pdfState is what the operators of a page change.
type pdfState struct {
	ctm                                    pdfMatrix
	font                                   *pdfFont
	size, char, word, stretch, leading, up float64
}

// pdfPainter runs the operators of a page for what they write.
type pdfPainter struct {
	file       *pdfFile
	resources  pdfDict
	within     []pdfRef // the forms under way
	give       func(glyphRun) bool
	saved      []pdfState
	text, line pdfMatrix
	stopped    bool
	pdfState
}

func (p *pdfPainter) run(ctx context.Context, b []byte, depth int) error {
	var args []any
	l := pdfLexer{b: b}
	for n := 0; !p.stopped; n++ {
		l.values = 0
		v, ok := l.next(0)
		if !ok {
			return nil
		}
		w, isWord := v.(pdfWord)
		if !isWord {
			if args = append(args, v); len(args) > 64 {
				args = args[:0]
			}
			continue
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch w {
		case "Do":
			if err := p.form(ctx, args, depth); err != nil {
				return err
			}
		case "ID": // a picture within the page
			for l.at < len(b) && !endsPicture(b, l.at) {
				l.at++
			}
		default:
			p.operate(w, args)
		}
		args = args[:0]
	}
	return errUnpacks
}

// form runs a part of the page that stands by itself.
func (p *pdfPainter) form(ctx context.Context, args []any, depth int) error {
	name, ok := lastOf(args).(pdfName)
	if !ok || depth > 8 {
		return nil
	}
	v := p.file.dict(p.resources.get("XObject")).get(string(name))
	ref, _ := v.(pdfRef)
	s, ok := p.file.follow(v).(*pdfStream)
	if ok && s.get("Subtype") == pdfName("Image") {
		p.file.shown++
	}
	if !ok || slices.Contains(p.within, ref) || s.get("Subtype") != pdfName("Form") {
		return nil
	}
	b, err := p.file.unpack(s)
	if err != nil {
		if errors.Is(err, errUnpacks) {
			return err
		}
		return nil
	}
	inner := &pdfPainter{file: p.file, resources: p.resources, give: p.give, pdfState: p.pdfState, text: upright, line: upright, within: append(slices.Clone(p.within), ref)}
	if own := p.file.dict(s.get("Resources")); own != nil {
		inner.resources = own
	}
	if m := p.file.array(s.get("Matrix")); len(m) == 6 {
		inner.ctm = matrixOf(m).times(p.ctm)
	}
	return inner.run(ctx, b, depth+1)
}

func lastOf(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[len(args)-1]
}

func matrixOf(args []any) (m pdfMatrix) {
	for i := range m {
		m[i], _ = args[i].(float64)
	}
	return m
}

// operate does one operator of those that move or write text (9.3 and 9.4).
func (p *pdfPainter) operate(w pdfWord, args []any) {
	var n [6]float64
	if len(args) <= len(n) {
		for i, a := range args {
			n[i], _ = a.(float64)
		}
	}
	switch w {
	case "q":
		if len(p.saved) < 256 {
			p.saved = append(p.saved, p.pdfState)
		}
	case "Q":
		if k := len(p.saved); k > 0 {
			p.pdfState, p.saved = p.saved[k-1], p.saved[:k-1]
		}
	case "cm":
		if len(args) == 6 {
			p.ctm = pdfMatrix(n).times(p.ctm)
		}
	case "BT":
		p.text, p.line = upright, upright
	case "Tf":
		if name, ok := args0(args).(pdfName); ok {
			p.font, p.size = p.file.font(p.file.dict(p.resources.get("Font")).get(string(name))), n[1]
		}
	case "Tc":
		p.char = n[0]
	case "Tw":
		p.word = n[0]
	case "Tz":
		p.stretch = n[0] / 100
	case "TL":
		p.leading = n[0]
	case "Ts":
		p.up = n[0]
	case "Tm":
		if len(args) == 6 {
			p.text, p.line = n, n
		}
	case "TD", "Td":
		if w == "TD" {
			p.leading = -n[1]
		}
		p.move(n[0], n[1])
	case "T*":
		p.move(0, -p.leading)
	case "'", "\"":
		if w == "\"" {
			p.word, p.char = n[0], n[1]
		}
		p.move(0, -p.leading)
		p.show(lastOf(args))
	case "Tj":
		p.show(lastOf(args))
	case "TJ":
		parts, _ := lastOf(args).(pdfArray)
		for _, v := range parts {
			if back, ok := v.(float64); ok {
				p.text = pdfMatrix{1, 0, 0, 1, -back / 1000 * p.size * p.stretch, 0}.times(p.text)
				continue
			}
			p.show(v)
		}
	}
}

func args0(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

func (p *pdfPainter) move(x, y float64) {
	p.line = pdfMatrix{1, 0, 0, 1, x, y}.times(p.line)
	p.text = p.line
}

// show writes a string.
func (p *pdfPainter) show(v any) {
	s, ok := v.(string)
	if !ok || p.font == nil || p.stopped {
		return
	}
	var text []byte
	x, y, size := p.place()
	p.font.decode(s, func(t string, width float64, space bool) {
		text = append(text, t...)
		by := width/1000*p.size + p.char
		if space {
			by += p.word
		}
		p.text = pdfMatrix{1, 0, 0, 1, by * p.stretch, 0}.times(p.text)
	})
	end, _, _ := p.place()
	if len(text) > 0 && !math.IsNaN(x+y+end+size) {
		p.stopped = !p.give(glyphRun{string(text), x, end, y, size})
	}
}

// place is where the next letter comes, along and across the direction of
// writing: pages that lie on their side have text that does too.
func (p *pdfPainter) place() (along, across, size float64) {
	m := pdfMatrix{p.size * p.stretch, 0, 0, p.size, 0, p.up}.times(p.text).times(p.ctm)
	cos, sin := m[0], m[1]
	if l := math.Hypot(cos, sin); l > 0 {
		cos, sin = cos/l, sin/l
	}
	return m[4]*cos + m[5]*sin, m[5]*cos - m[4]*sin, math.Hypot(m[2], m[3])
}

// endsPicture reports whether the operator EI stands at i, with white space
// around it.
func endsPicture(b []byte, i int) bool {
	return i > 0 && i+2 < len(b) && b[i] == 'E' && b[i+1] == 'I' && pdfSpace(b[i-1]) && pdfSpace(b[i+2])
}
