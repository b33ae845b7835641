package view

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/internal/drawing"
)

// The page of a picture, in pixels; it grows where names would overlap.
const (
	drawnWidth    = 1200
	drawnLeast    = 600
	drawnPerActor = 16
)

// draw fills a file with the picture as briefings draw it, laid out so that
// nothing overlaps: the strongest lines, among as many actors as there is room
// for.
func (p *picture) draw(f *file, as, note string) error {
	d := &drawing.Drawing{Title: p.title(), Heading: p.title(), Note: note, Width: drawnWidth}
	nodes := map[string]*drawing.Node{}
	node := func(id string) *drawing.Node {
		if nodes[id] == nil {
			a := p.actor(id)
			nodes[id] = &drawing.Node{ID: id, Name: brief.Shortened(a.Name), Kind: a.Kind}
			d.Nodes = append(d.Nodes, nodes[id])
		}
		return nodes[id]
	}
	lines := slices.Clone(p.Lines)
	for i := range lines {
		lines[i].Edges = slices.Clone(lines[i].Edges)
		slices.SortFunc(lines[i].Edges, func(a, b Edge) int {
			return cmp.Or(btoi(a.Inverse)-btoi(b.Inverse), b.Independent-a.Independent, strings.Compare(a.Key, b.Key))
		})
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return b.Edges[0].Independent - a.Edges[0].Independent })
	for _, l := range lines {
		if more := len(nodes) + btoi(nodes[l.A] == nil) + btoi(nodes[l.B] == nil); more > maxDrawn {
			continue
		}
		d.Edges = append(d.Edges, l.drawn(node))
	}
	d.Height = max(drawnLeast, drawnPerActor*float64(len(d.Nodes)))
	d.LayOut()
	var b bytes.Buffer
	var err error
	if as == "svg" {
		f.kind, err = "image/svg+xml", d.WriteSVG(&b)
	} else {
		f.kind, err = "image/png", d.WritePNG(&b, pngScale)
	}
	f.body = b.Bytes()
	return err
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// drawn is a line with its strongest edge's relation.
func (l *Line) drawn(node func(string) *drawing.Node) *drawing.Edge {
	first := l.Edges[0]
	out := &drawing.Edge{From: node(first.From), To: node(first.To), Label: brief.InWords(first.Relation)}
	ways := map[string]bool{} // who acts
	for _, e := range l.Edges {
		switch {
		case e.Inverse:
			ways[e.To] = true
		case !e.Symmetric:
			ways[e.From] = true
		}
		out.Score += e.Score
		out.Independent = max(out.Independent, e.Independent)
	}
	out.Symmetric, out.Mutual = len(ways) == 0, len(ways) == 2
	if len(ways) == 1 && !ways[first.From] {
		out.From, out.To = out.To, out.From
	}
	if more := len(l.Edges) - 1; more > 0 {
		out.Label += fmt.Sprintf(" +%d", more)
	}
	return out
}

// title names those in focus.
func (p *picture) title() string {
	var names []string
	for _, a := range p.Actors {
		if a.Focus {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		return "Network of the best attested edges"
	}
	return "Network of " + strings.Join(names, ", ")
}
