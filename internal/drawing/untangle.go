package drawing

import "math"

// untangle moves single nodes to near places where fewer lines run over names
// and fewer lines cross, without making names overlap. Each pass tries every
// node at some places around it and keeps the best.
func (p *Drawing) untangle() {
	edges := map[*Node][]*Edge{}
	for _, e := range p.Edges {
		edges[e.From] = append(edges[e.From], e)
		edges[e.To] = append(edges[e.To], e)
	}
	passes, angles := 4, 16
	if len(p.Nodes) > 60 { // there the lines cross whatever one does
		passes, angles = 1, 6
	}
	for range passes {
		moved := false
		boxes := make([]box, len(p.Nodes))
		for i, v := range p.Nodes {
			boxes[i] = boxOf(v)
		}
		for i, v := range p.Nodes {
			x, y := v.X, v.Y
			bestX, bestY, least := x, y, p.tangle(v, edges[v], boxes, math.Inf(1))
			for _, step := range []float64{25, 60, 110, 170} {
				for a := range angles {
					angle := 2 * math.Pi * (float64(a) + 0.5) / float64(angles)
					v.X, v.Y = x+step*math.Cos(angle), y+step*math.Sin(angle)
					if !p.roomFor(v) {
						continue
					}
					if c := p.tangle(v, edges[v], boxes, least) + step/100; c < least-1e-9 {
						bestX, bestY, least = v.X, v.Y, c
					}
				}
			}
			v.X, v.Y = bestX, bestY
			boxes[i] = boxOf(v)
			moved = moved || bestX != x || bestY != y
		}
		if !moved {
			return
		}
	}
}

// roomFor reports whether a node stands within the page and in no other's room.
func (p *Drawing) roomFor(v *Node) bool {
	b, room := boxOf(v), roomOf(v)
	if b.x1 < 8 || b.y1 < 8 || b.x2 > p.Width-8 || b.y2 > p.bottom() {
		return false
	}
	for _, o := range p.Nodes {
		if o != v && math.Abs(o.Y-v.Y) < 200 && room.meets(roomOf(o)) {
			return false
		}
	}
	return true
}

// tangle is what is wrong with a node's place: lines over its name, its own
// lines over other names, crossings of lines, narrow angles, and lines much longer or shorter
// than others. It stops counting above enough.
func (p *Drawing) tangle(v *Node, own []*Edge, boxes []box, enough float64) float64 {
	const overName, crossing = 4.0, 1.0
	cost, b := 0.0, boxOf(v)
	for _, e := range p.Edges {
		if e.From != v && e.To != v && b.cutBy(e.From.X, e.From.Y, e.To.X, e.To.Y) {
			cost += overName
		}
	}
	for _, e := range own {
		length := math.Hypot(e.From.X-e.To.X, e.From.Y-e.To.Y)
		cost += max(0, 90+3*float64(len(e.Label))-length)/20 + length/900
		for i, o := range p.Nodes {
			if o != e.From && o != e.To && boxes[i].cutBy(e.From.X, e.From.Y, e.To.X, e.To.Y) {
				cost += overName
			}
		}
		for _, o := range p.Edges {
			if o != e && cross(e, o) {
				cost += crossing
			}
			if o != e {
				cost += narrow(e, o)
			}
		}
		if cost >= enough {
			return cost
		}
	}
	return cost
}

// narrow is what is wrong with the angle between two lines of one node: below
// 14 degrees they, and their labels, run into each other.
func narrow(a, b *Edge) float64 {
	for _, v := range []*Node{a.From, a.To} {
		if v != b.From && v != b.To {
			continue
		}
		one, two := a.other(v), b.other(v)
		ax, ay, bx, by := one.X-v.X, one.Y-v.Y, two.X-v.X, two.Y-v.Y
		const least = 0.97 // cosine of 14 degrees
		if cos := (ax*bx + ay*by) / max(1, math.Hypot(ax, ay)*math.Hypot(bx, by)); cos > least {
			return 2 * (cos - least) / (1 - least)
		}
	}
	return 0
}

func (e *Edge) other(v *Node) *Node {
	if e.From == v {
		return e.To
	}
	return e.From
}

// cross reports whether two lines without a common end cross.
func cross(a, b *Edge) bool {
	if a.From == b.From || a.From == b.To || a.To == b.From || a.To == b.To {
		return false
	}
	side := func(e *Edge, v *Node) float64 {
		return (e.To.X-e.From.X)*(v.Y-e.From.Y) - (e.To.Y-e.From.Y)*(v.X-e.From.X)
	}
	return side(a, b.From)*side(a, b.To) < 0 && side(b, a.From)*side(b, a.To) < 0
}
