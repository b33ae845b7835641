package main

import (
	"math"
	"math/rand/v2"
	"unicode/utf8"
)

// The drawing's measures in pixels.
const (
	width, height = 1200.0, 860.0
	margin        = 70.0
	legendHeight  = 46.0
	nameSize      = 15.0
	labelSize     = 10.5
)

// layOut places the nodes so that distances on the page are like distances in
// the graph: stochastic gradient descent over all pairs (Zheng, Pawar and
// Goodman, "Graph Drawing by Stochastic Gradient Descent", IEEE TVCG 2019),
// then fitted to the page, then moved apart where names would overlap.
func layOut(p *picture) {
	n := len(p.nodes)
	at := map[*node]int{}
	for i, v := range p.nodes {
		at[v] = i
		angle := 2 * math.Pi * float64(i) / float64(n)
		v.x, v.y = math.Cos(angle), math.Sin(angle)
	}
	far := distances(p, at)
	type two struct{ i, j int }
	var pairs []two
	for i := range n {
		for j := range i {
			pairs = append(pairs, two{i, j})
		}
	}
	rng := rand.New(rand.NewPCG(1, 2)) // fixed: the same graph, the same picture
	const rounds, least = 200, 0.01
	for round := range rounds {
		rng.Shuffle(len(pairs), func(a, b int) { pairs[a], pairs[b] = pairs[b], pairs[a] })
		step := 25 * math.Pow(least/25, float64(round)/(rounds-1))
		for _, q := range pairs {
			d := far[q.i][q.j]
			a, b := p.nodes[q.i], p.nodes[q.j]
			move := min(1, step/(d*d))
			dx, dy := a.x-b.x, a.y-b.y
			length := max(math.Hypot(dx, dy), 1e-6)
			by := move * (length - d) / 2 / length
			a.x, a.y = a.x-by*dx, a.y-by*dy
			b.x, b.y = b.x+by*dx, b.y+by*dy
		}
	}
	fit(p)
	for range 400 {
		if !apart(p) {
			break
		}
	}
}

// distances are the numbers of edges between nodes.
func distances(p *picture, at map[*node]int) [][]float64 {
	n := len(p.nodes)
	d := make([][]float64, n)
	for i := range d {
		d[i] = make([]float64, n)
		for j := range d[i] {
			d[i][j] = float64(n)
		}
	}
	for _, e := range p.edges {
		i, j := at[e.from], at[e.to]
		d[i][j] = 0.7 + 0.03*float64(len(e.relation)) // a long label needs a long line
		d[j][i] = d[i][j]
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

// fit turns the drawing so that its longest direction lies flat, and stretches
// it over the page.
func fit(p *picture) {
	var sxx, syy, sxy, mx, my float64
	n := float64(len(p.nodes))
	for _, v := range p.nodes {
		mx, my = mx+v.x/n, my+v.y/n
	}
	for _, v := range p.nodes {
		sxx, syy, sxy = sxx+(v.x-mx)*(v.x-mx), syy+(v.y-my)*(v.y-my), sxy+(v.x-mx)*(v.y-my)
	}
	turn := math.Atan2(2*sxy, sxx-syy) / 2
	minX, maxX, minY, maxY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, v := range p.nodes {
		x, y := v.x-mx, v.y-my
		v.x, v.y = x*math.Cos(turn)+y*math.Sin(turn), -x*math.Sin(turn)+y*math.Cos(turn)
		minX, maxX, minY, maxY = min(minX, v.x), max(maxX, v.x), min(minY, v.y), max(maxY, v.y)
	}
	for _, v := range p.nodes {
		v.x = margin + (v.x-minX)/max(maxX-minX, 1e-6)*(width-2*margin)
		v.y = margin/2 + (v.y-minY)/max(maxY-minY, 1e-6)*(height-legendHeight-margin-nameSize)
	}
}

// box is a rectangle around a text or node.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) overlap(o box) (float64, float64) {
	return min(b.x2, o.x2) - max(b.x1, o.x1), min(b.y2, o.y2) - max(b.y1, o.y1)
}

// boxOf is what a node and its name take.
func boxOf(v *node) box {
	half := max(textWidth(v.name, nameSize)/2, radius(v)) + 6
	return box{v.x - half, v.y - radius(v) - 6, v.x + half, v.y + radius(v) + nameSize + 10}
}

// roomOf is boxOf with room for the labels of edges.
func roomOf(v *node) box {
	b := boxOf(v)
	return box{b.x1 - 14, b.y1 - 16, b.x2 + 14, b.y2 + 16}
}

func radius(v *node) float64 { return 11 + 2.2*math.Sqrt(float64(v.degree-1)) }

// textWidth is about how wide a sans-serif text is.
func textWidth(s string, size float64) float64 {
	return 0.56 * size * float64(utf8.RuneCountInString(s))
}

// apart moves overlapping nodes a little from each other, and all within the
// page, and reports whether it had to.
func apart(p *picture) bool {
	moved := false
	for i, a := range p.nodes {
		for _, b := range p.nodes[:i] {
			w, h := roomOf(a).overlap(roomOf(b))
			if w <= 0 || h <= 0 {
				continue
			}
			moved = true
			if w < h {
				d := math.Copysign(w/2+0.5, a.x-b.x)
				a.x, b.x = a.x+d, b.x-d
			} else {
				d := math.Copysign(h/2+0.5, a.y-b.y)
				a.y, b.y = a.y+d, b.y-d
			}
		}
	}
	for _, v := range p.nodes {
		b := boxOf(v)
		v.x += max(0, 8-b.x1) - max(0, b.x2-width+8)
		v.y += max(0, 8-b.y1) - max(0, b.y2-height+legendHeight+8)
	}
	return moved
}
