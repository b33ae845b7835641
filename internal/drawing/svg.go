package drawing

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// colours of the kinds of actors, in the order of the legend.
var colours = []struct {
	kind   schema.Kind
	colour string
	name   string
}{
	{schema.State, "#2f6fb5", "state"},
	{schema.Person, "#e08a1e", "person"},
	{schema.MilitantGroup, "#c0392b", "militant group"},
	{schema.IGO, "#1d8f82", "intergovernmental organisation"},
	{schema.Organization, "#7d5ba6", "other organisation"},
	{schema.Population, "#8a6d3b", "people"},
	{schema.Place, "#6b7b3a", "place"},
}

func colourOf(k schema.Kind) string {
	for _, c := range colours {
		if c.kind == k {
			return c.colour
		}
	}
	return "#777777"
}

// The colours of edges, by the sign of their Goldstein scores.
const conflict, neutral, cooperation = "#a8432f", "#737373", "#3d7350"

func edgeColour(e *Edge) string {
	switch {
	case e.Score < 0:
		return conflict
	case e.Score > 0:
		return cooperation
	}
	return neutral
}

// noteSize is that of the note's letters.
const noteSize = 12.0

// heads are the rooms for a heading above and a note below.
func (p *Drawing) heads() (above, below float64) {
	if p.Heading != "" {
		above = 34
	}
	if n := len(p.noteLines()); n > 0 {
		below = 16*float64(n) + 8
	}
	return above, below
}

// noteLines is the note broken at the page's width.
func (p *Drawing) noteLines() []string {
	var lines []string
	for word := range strings.FieldsSeq(p.Note) {
		n := len(lines) - 1
		if n < 0 || textWidth(lines[n]+" "+word, noteSize) > p.Width-2*legendLeft {
			lines = append(lines, word)
			continue
		}
		lines[n] += " " + word
	}
	return lines
}

// WriteSVG writes the drawing, laid out before, as SVG with its title and a
// legend.
func (p *Drawing) WriteSVG(w io.Writer) error {
	above, below := p.heads()
	height := p.Height + above + below
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-label="%s" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">`+"\n", p.Width, height, p.Width, height, escaped(p.Title))
	fmt.Fprintf(&b, "<title>%s</title>\n<defs>\n", escaped(p.Title))
	for i, colour := range []string{conflict, neutral, cooperation} {
		fmt.Fprintf(&b, `<marker id="arrow%d" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="%s"/></marker>`+"\n", i, colour)
	}
	fmt.Fprintf(&b, "</defs>\n<rect width=\"%g\" height=\"%g\" fill=\"#ffffff\"/>\n", p.Width, height)
	if p.Heading != "" {
		fmt.Fprintf(&b, `<text x="%g" y="25" font-size="19" font-weight="bold" fill="#222222">%s</text>`+"\n", legendLeft, escaped(p.Heading))
	}
	fmt.Fprintf(&b, `<g transform="translate(0 %g)">`+"\n", above)
	for _, e := range p.Edges {
		line(&b, e)
	}
	fmt.Fprintf(&b, `<g font-size="%g" text-anchor="middle">`+"\n", labelSize)
	for _, l := range p.labels() {
		fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="3" fill="#ffffff"/>`+"\n", l.at.x1, l.at.y1, l.at.x2-l.at.x1, l.at.y2-l.at.y1)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n", l.x, l.y+labelSize/3, edgeColour(l.edge), escaped(l.edge.Label))
	}
	b.WriteString("</g>\n")
	for _, v := range p.Nodes {
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s" stroke="#ffffff" stroke-width="2"/>`+"\n", v.X, v.Y, radius(v), colourOf(v.Kind))
	}
	fmt.Fprintf(&b, `<g font-size="%g" text-anchor="middle" fill="#222222" paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round">`+"\n", nameSize)
	for _, v := range p.Nodes {
		x, y := nameAt(v)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f">%s</text>`+"\n", x, y, escaped(v.Name))
	}
	b.WriteString("</g>\n")
	p.legend(&b)
	for i, words := range p.noteLines() {
		fmt.Fprintf(&b, `<text x="%g" y="%.1f" font-size="%g" fill="#555555">%s</text>`+"\n", legendLeft, p.Height+12+16*float64(i), noteSize, escaped(words))
	}
	b.WriteString("</g>\n</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// line draws an edge from rim to rim.
func line(b *strings.Builder, e *Edge) {
	x1, y1 := rim(e.From, e.To, 2)
	x2, y2 := rim(e.To, e.From, 3)
	arrows := ""
	if head := map[string]int{conflict: 0, neutral: 1, cooperation: 2}[edgeColour(e)]; e.Mutual {
		arrows = fmt.Sprintf(` marker-start="url(#arrow%d)" marker-end="url(#arrow%d)"`, head, head)
	} else if !e.Symmetric {
		arrows = fmt.Sprintf(` marker-end="url(#arrow%d)"`, head)
	}
	fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%.1f"%s/>`+"\n",
		x1, y1, x2, y2, edgeColour(e), lineWidth(e), arrows)
}

// lineWidth grows with the number of independent sources.
func lineWidth(e *Edge) float64 { return 1.3 + 0.7*float64(min(max(e.Independent, 1), 4)-1) }

// rim is where the line from v to another node leaves v's circle and name,
// with a gap.
func rim(v, to *Node, gap float64) (float64, float64) {
	dx, dy := to.X-v.X, to.Y-v.Y
	length := max(math.Hypot(dx, dy), 1)
	dx, dy = dx/length, dy/length
	nameX, base := nameAt(v)
	half := textWidth(v.Name, nameSize)/2 + gap
	name := box{nameX - half, base - nameSize + 2 - gap, nameX + half, base + 4 + gap}
	at := radius(v) + gap
	for ; at < length/2; at++ {
		x, y := v.X+at*dx, v.Y+at*dy
		if !name.cutBy(x, y, v.X+length/2*dx, v.Y+length/2*dy) {
			break
		}
	}
	return v.X + at*dx, v.Y + at*dy
}

// legend names the colours that are used.
func (p *Drawing) legend(b *strings.Builder) {
	rows := p.legendRows()
	fmt.Fprintf(b, `<g font-size="%g" fill="#444444">`+"\n", legendSize)
	y := p.Height - legendRow*float64(len(rows)) + 12
	for _, row := range rows {
		x := legendLeft
		for _, k := range row {
			if k.dot {
				fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="6.5" fill="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n", x, y-4.5, k.colour, x+13, y, k.name)
			} else {
				fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="2.4"/><text x="%.1f" y="%.1f">%s</text>`+"\n", x, y-4.5, x+22, y-4.5, k.colour, x+29, y, k.name)
			}
			x += k.width()
		}
		y += legendRow
	}
	b.WriteString("</g>\n")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
