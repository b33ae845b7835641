package drawing

import (
	"math"
	"math/rand/v2"
	"unicode/utf8"
)

// The drawing's measures in pixels.
const (
	margin       = 70.0
	legendHeight = 46.0
	nameSize     = 15.0
	labelSize    = 10.5
)

// LayOut places the nodes so that distances on the page are like distances in
// the graph: stochastic gradient descent over all pairs (Zheng, Pawar and
// Goodman, "Graph Drawing by Stochastic Gradient Descent", IEEE TVCG 2019),
// then fitted to the page, then moved apart where names would overlap.
func (p *Drawing) LayOut() {
	p.countDegrees()
	n := len(p.Nodes)
	at := map[*Node]int{}
	for i, v := range p.Nodes {
		at[v] = i
		angle := 2 * math.Pi * float64(i) / float64(n)
		v.X, v.Y = math.Cos(angle), math.Sin(angle)
	}
	far := p.distances(at)
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
			a, b := p.Nodes[q.i], p.Nodes[q.j]
			move := min(1, step/(d*d))
			dx, dy := a.X-b.X, a.Y-b.Y
			length := max(math.Hypot(dx, dy), 1e-6)
			by := move * (length - d) / 2 / length
			a.X, a.Y = a.X-by*dx, a.Y-by*dy
			b.X, b.Y = b.X+by*dx, b.Y+by*dy
		}
	}
	p.fit()
	for range 400 {
		if !p.apart() {
			break
		}
	}
}

// distances are the numbers of edges between nodes.
func (p *Drawing) distances(at map[*Node]int) [][]float64 {
	n := len(p.Nodes)
	d := make([][]float64, n)
	for i := range d {
		d[i] = make([]float64, n)
		for j := range d[i] {
			d[i][j] = float64(n)
		}
	}
	for _, e := range p.Edges {
		i, j := at[e.From], at[e.To]
		d[i][j] = 0.7 + 0.03*float64(len(e.Label)) // a long label needs a long line
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
func (p *Drawing) fit() {
	var sxx, syy, sxy, mx, my float64
	n := float64(len(p.Nodes))
	for _, v := range p.Nodes {
		mx, my = mx+v.X/n, my+v.Y/n
	}
	for _, v := range p.Nodes {
		sxx, syy, sxy = sxx+(v.X-mx)*(v.X-mx), syy+(v.Y-my)*(v.Y-my), sxy+(v.X-mx)*(v.Y-my)
	}
	turn := math.Atan2(2*sxy, sxx-syy) / 2
	minX, maxX, minY, maxY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, v := range p.Nodes {
		x, y := v.X-mx, v.Y-my
		v.X, v.Y = x*math.Cos(turn)+y*math.Sin(turn), -x*math.Sin(turn)+y*math.Cos(turn)
		minX, maxX, minY, maxY = min(minX, v.X), max(maxX, v.X), min(minY, v.Y), max(maxY, v.Y)
	}
	for _, v := range p.Nodes {
		v.X = margin + (v.X-minX)/max(maxX-minX, 1e-6)*(p.Width-2*margin)
		v.Y = margin/2 + (v.Y-minY)/max(maxY-minY, 1e-6)*(p.Height-legendHeight-margin-nameSize)
	}
}

// box is a rectangle around a text or node.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) overlap(o box) (float64, float64) {
	return min(b.x2, o.x2) - max(b.x1, o.x1), min(b.y2, o.y2) - max(b.y1, o.y1)
}

// boxOf is what a node and its name take.
func boxOf(v *Node) box {
	half := max(textWidth(v.Name, nameSize)/2, radius(v)) + 6
	return box{v.X - half, v.Y - radius(v) - 6, v.X + half, v.Y + radius(v) + nameSize + 10}
}

// roomOf is boxOf with room for the labels of edges.
func roomOf(v *Node) box {
	b := boxOf(v)
	return box{b.x1 - 14, b.y1 - 16, b.x2 + 14, b.y2 + 16}
}

func radius(v *Node) float64 { return 11 + 2.2*math.Sqrt(max(0, float64(v.degree-1))) }

// textWidth is about how wide a sans-serif text is.
func textWidth(s string, size float64) float64 {
	return 0.56 * size * float64(utf8.RuneCountInString(s))
}

// apart moves overlapping nodes a little from each other, and all within the
// page, and reports whether it had to.
func (p *Drawing) apart() bool {
	moved := false
	for i, a := range p.Nodes {
		for _, b := range p.Nodes[:i] {
			w, h := roomOf(a).overlap(roomOf(b))
			if w <= 0 || h <= 0 {
				continue
			}
			moved = true
			if w < h {
				d := math.Copysign(w/2+0.5, a.X-b.X)
				a.X, b.X = a.X+d, b.X-d
			} else {
				d := math.Copysign(h/2+0.5, a.Y-b.Y)
				a.Y, b.Y = a.Y+d, b.Y-d
			}
		}
	}
	for _, v := range p.Nodes {
		b := boxOf(v)
		v.X += max(0, 8-b.x1) - max(0, b.x2-p.Width+8)
		v.Y += max(0, 8-b.y1) - max(0, b.y2-p.Height+legendHeight+8)
	}
	return moved
}
