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
const conflict, neutral, cooperation = "#b4503c", "#8a8a8a", "#4c7f5a"

func edgeColour(e *Edge) string {
	switch {
	case e.Score < 0:
		return conflict
	case e.Score > 0:
		return cooperation
	}
	return neutral
}

// WriteSVG writes the drawing, laid out before, as SVG with its title and a
// legend.
func (p *Drawing) WriteSVG(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">`+"\n", p.Width, p.Height)
	fmt.Fprintf(&b, "<title>%s</title>\n<defs>\n", escaped(p.Title))
	for i, colour := range []string{conflict, neutral, cooperation} {
		fmt.Fprintf(&b, `<marker id="arrow%d" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="%s"/></marker>`+"\n", i, colour)
	}
	fmt.Fprintf(&b, "</defs>\n<rect width=\"%g\" height=\"%g\" rx=\"10\" fill=\"#ffffff\"/>\n", p.Width, p.Height)
	taken := make([]box, 0, len(p.Nodes)+len(p.Edges))
	for _, v := range p.Nodes {
		taken = append(taken, boxOf(v))
	}
	var labels strings.Builder
	for _, e := range p.Edges {
		line(&b, e)
		x, y := labelPlace(e, taken)
		at := labelBox(e, x, y)
		taken = append(taken, at)
		fmt.Fprintf(&labels, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="3" fill="#ffffff" fill-opacity="0.92"/>`+"\n", at.x1, at.y1, at.x2-at.x1, at.y2-at.y1)
		fmt.Fprintf(&labels, `<text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n", x, y+labelSize/3, edgeColour(e), escaped(e.Label))
	}
	fmt.Fprintf(&b, `<g font-size="%g" text-anchor="middle" letter-spacing="0.2">`+"\n%s</g>\n", labelSize, labels.String())
	for _, v := range p.Nodes {
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s" stroke="#ffffff" stroke-width="2"/>`+"\n", v.X, v.Y, radius(v), colourOf(v.Kind))
	}
	fmt.Fprintf(&b, `<g font-size="%g" text-anchor="middle" fill="#222222" paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round">`+"\n", nameSize)
	for _, v := range p.Nodes {
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f">%s</text>`+"\n", v.X, v.Y+radius(v)+nameSize, escaped(v.Name))
	}
	b.WriteString("</g>\n")
	p.legend(&b)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// line draws an edge from rim to rim.
func line(b *strings.Builder, e *Edge) {
	x1, y1 := rim(e.From, e.To, 1)
	x2, y2 := rim(e.To, e.From, 3)
	arrow := ""
	if !e.Symmetric {
		arrow = fmt.Sprintf(` marker-end="url(#arrow%d)"`, map[string]int{conflict: 0, neutral: 1, cooperation: 2}[edgeColour(e)])
	}
	fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%.1f"%s/>`+"\n",
		x1, y1, x2, y2, edgeColour(e), lineWidth(e), arrow)
}

// lineWidth grows with the number of independent sources.
func lineWidth(e *Edge) float64 { return 1.2 + 0.6*float64(min(max(e.Independent, 1), 4)-1) }

// rim is where the line from v to another node leaves v's circle and name,
// with a gap.
func rim(v, to *Node, gap float64) (float64, float64) {
	dx, dy := to.X-v.X, to.Y-v.Y
	length := max(math.Hypot(dx, dy), 1)
	dx, dy = dx/length, dy/length
	half := textWidth(v.Name, nameSize)/2 + gap
	top, bottom := v.Y+radius(v), v.Y+radius(v)+nameSize+3+gap
	at := radius(v) + gap
	for ; at < length/2; at++ {
		x, y := v.X+at*dx, v.Y+at*dy
		if y < top || y > bottom || math.Abs(x-v.X) > half {
			break
		}
	}
	return v.X + at*dx, v.Y + at*dy
}

func labelBox(e *Edge, x, y float64) box {
	half := textWidth(e.Label, labelSize)*1.15/2 + 2
	return box{x - half, y - labelSize/2 - 2, x + half, y + labelSize/2 + 2}
}

// labelPlace is the place along an edge where its label covers least.
func labelPlace(e *Edge, taken []box) (float64, float64) {
	bestX, bestY, least := 0.0, 0.0, math.Inf(1)
	for _, t := range []float64{0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75} {
		x, y := e.From.X+t*(e.To.X-e.From.X), e.From.Y+t*(e.To.Y-e.From.Y)
		covered := math.Abs(t-0.5) * 20
		for _, o := range taken {
			if w, h := labelBox(e, x, y).overlap(o); w > 0 && h > 0 {
				covered += w * h
			}
		}
		if covered < least {
			bestX, bestY, least = x, y, covered
		}
	}
	return bestX, bestY
}

// legend names the colours that are used.
func (p *Drawing) legend(b *strings.Builder) {
	used := map[schema.Kind]bool{}
	for _, v := range p.Nodes {
		used[v.Kind] = true
	}
	x, y := 24.0, p.Height-20
	fmt.Fprintf(b, `<g font-size="13" fill="#444444">`+"\n")
	for _, c := range colours {
		if !used[c.kind] {
			continue
		}
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="7" fill="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n", x, y-4.5, c.colour, x+13, y, c.name)
		x += 13 + textWidth(c.name, 13) + 22
	}
	for _, c := range []struct{ colour, name string }{{cooperation, "cooperation"}, {conflict, "conflict"}} {
		fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="2.4"/><text x="%.1f" y="%.1f">%s</text>`+"\n", x, y-4.5, x+22, y-4.5, c.colour, x+29, y, c.name)
		x += 29 + textWidth(c.name, 13) + 22
	}
	b.WriteString("</g>\n")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
