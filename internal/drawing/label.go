package drawing

import (
	"math"

	"github.com/entente-kg/entente/schema"
)

// label is an edge's label at its place.
type label struct {
	edge *Edge
	x, y float64
	at   box
}

// labels finds a place for the label of each edge; one that has none without
// covering a name or another label is left out.
func (p *Drawing) labels() []label {
	taken := make([]box, 0, len(p.Nodes)+len(p.Edges))
	for _, v := range p.Nodes {
		taken = append(taken, boxOf(v))
	}
	for _, e := range p.Edges { // nor may a label hide which way a line points
		const head = 7
		if !e.Symmetric || e.Mutual {
			x, y := rim(e.To, e.From, 3)
			taken = append(taken, box{x - head, y - head, x + head, y + head})
		}
		if e.Mutual {
			x, y := rim(e.From, e.To, 2)
			taken = append(taken, box{x - head, y - head, x + head, y + head})
		}
	}
	var out []label
	for _, e := range p.Edges {
		x, y, covered := p.labelPlace(e, taken)
		at := labelBox(e, x, y)
		if covered > 0.1*(at.x2-at.x1)*(at.y2-at.y1) {
			continue
		}
		taken = append(taken, at)
		out = append(out, label{e, x, y, at})
	}
	return out
}

// Unlabelled is how many edges have no room for their label.
func (p *Drawing) Unlabelled() int { return len(p.Edges) - len(p.labels()) }

func labelBox(e *Edge, x, y float64) box {
	half := textWidth(e.Label, labelSize)/2 + 2
	return box{x - half, y - labelSize/2 - 2, x + half, y + labelSize/2 + 2}
}

// labelPlace is the place along an edge where its label covers least, how much
// it covers, and preferably one where no other line passes.
func (p *Drawing) labelPlace(e *Edge, taken []box) (x, y, covers float64) {
	best := math.Inf(1)
	for _, t := range []float64{0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8} {
		atX, atY := e.From.X+t*(e.To.X-e.From.X), e.From.Y+t*(e.To.Y-e.From.Y)
		at := labelBox(e, atX, atY)
		covered, worse := max(0, 4-at.x1)*20+max(0, at.x2-p.Width+4)*20, math.Abs(t-0.5)*20
		for _, o := range taken {
			if w, h := at.overlap(o); w > 0 && h > 0 {
				covered += w * h
			}
		}
		for _, o := range p.Edges {
			if o != e && at.cutBy(o.From.X, o.From.Y, o.To.X, o.To.Y) {
				worse += 30
			}
		}
		if 10*covered+worse < best {
			best, x, y, covers = 10*covered+worse, atX, atY, covered
		}
	}
	return x, y, covers
}

// key is an entry of the legend: a dot for a kind of actors, else a line.
type key struct {
	dot          bool
	colour, name string
}

func (k key) width() float64 {
	if k.dot {
		return 13 + textWidth(k.name, legendSize) + 18
	}
	return 29 + textWidth(k.name, legendSize) + 18
}

// legendRows are the colours that are used, by row of the page's width.
func (p *Drawing) legendRows() [][]key {
	kinds, lines := map[schema.Kind]bool{}, map[string]bool{}
	for _, v := range p.Nodes {
		kinds[v.Kind] = true
	}
	for _, e := range p.Edges {
		lines[edgeColour(e)] = true
	}
	var keys []key
	for _, k := range colours {
		if kinds[k.kind] {
			keys = append(keys, key{true, k.colour, k.name})
		}
	}
	for _, k := range []key{{false, cooperation, "cooperation"}, {false, conflict, "conflict"}, {false, neutral, "standing tie"}} {
		if lines[k.colour] {
			keys = append(keys, k)
		}
	}
	var rows [][]key
	left := 0.0
	for _, k := range keys {
		if left -= k.width(); len(rows) == 0 || left < 0 {
			rows = append(rows, nil)
			left = p.Width - 2*legendLeft - k.width()
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
	}
	return rows
}

const legendLeft = 20.0
