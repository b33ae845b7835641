package drawing

import (
	"math"
	"math/rand/v2"
	"slices"
	"unicode/utf8"
)

// The drawing's measures in pixels.
const (
	margin     = 10.0
	nameSize   = 14.0
	labelSize  = 11.5
	legendSize = 12.5
	legendRow  = 20.0
)

// LayOut places the nodes: each connected part in a rectangle of the page as
// large as its share of the nodes, then all moved apart where names would
// overlap, on a larger page where they cannot be.
func (p *Drawing) LayOut() {
	p.countDegrees()
	parts := p.parts()
	p.enlarge()
	p.divide(parts, box{margin, margin, p.Width - margin, p.bottom()})
	p.spread()
	p.untangle()
	p.chooseSides()
}

// spread moves all nodes apart, on a larger page where this one has no room.
func (p *Drawing) spread() {
	for range 16 {
		for range 100 {
			if !p.apart() {
				return
			}
		}
		const more = 1.06
		p.Width, p.Height = math.Round(p.Width*more), math.Round(p.Height*more)
		for _, v := range p.Nodes {
			v.X, v.Y = v.X*more, v.Y*more
		}
	}
}

// enlarge makes the page large enough for all names with as much room between
// them.
func (p *Drawing) enlarge() {
	names := 0.0
	for _, v := range p.Nodes {
		r := roomOf(v)
		names += (r.x2 - r.x1) * (r.y2 - r.y1)
	}
	if more := math.Sqrt(2 * names / (p.Width * p.Height)); more > 1 {
		p.Width, p.Height = math.Round(p.Width*more), math.Round(p.Height*more)
	}
}

// bottom is where the nodes end and the legend begins.
func (p *Drawing) bottom() float64 {
	return p.Height - legendRow*float64(len(p.legendRows())) - margin
}

// parts are the connected parts, the largest first, each in the order of the
// nodes.
func (p *Drawing) parts() []*Drawing {
	first := map[*Node]*Node{}
	find := func(v *Node) *Node {
		for first[v] != nil {
			v = first[v]
		}
		return v
	}
	for _, e := range p.Edges {
		if a, b := find(e.From), find(e.To); a != b {
			first[b] = a
		}
	}
	by := map[*Node]*Drawing{}
	var out []*Drawing
	for _, v := range p.Nodes {
		root := find(v)
		if by[root] == nil {
			by[root] = &Drawing{}
			out = append(out, by[root])
		}
		by[root].Nodes = append(by[root].Nodes, v)
	}
	for _, e := range p.Edges {
		d := by[find(e.From)]
		d.Edges = append(d.Edges, e)
	}
	slices.SortStableFunc(out, func(a, b *Drawing) int { return len(b.Nodes) - len(a.Nodes) })
	return out
}

// divide gives each part its piece of the page, halving the list and the
// longer side of the page by turns.
func (p *Drawing) divide(parts []*Drawing, page box) {
	switch len(parts) {
	case 0:
		return
	case 1:
		parts[0].place()
		parts[0].fit(page)
		return
	}
	all := 0.0
	for _, d := range parts {
		all += d.share()
	}
	half, n := 0.0, 0
	for n < len(parts)-1 && (n == 0 || half+parts[n].share()/2 < all/2) {
		half += parts[n].share()
		n++
	}
	one, two := page, page
	if page.x2-page.x1 >= 0.8*(page.y2-page.y1) { // names are wide: rather beside each other
		one.x2 = page.x1 + (page.x2-page.x1)*half/all
		two.x1 = one.x2
	} else {
		one.y2 = page.y1 + (page.y2-page.y1)*half/all
		two.y1 = one.y2
	}
	p.divide(parts[:n], one)
	p.divide(parts[n:], two)
}

// share is how much room a part wants.
func (p *Drawing) share() float64 { return float64(len(p.Nodes)) + 0.7 }

// place puts the nodes so that distances on the page are like distances in the
// graph: stochastic gradient descent over all pairs (Zheng, Pawar and Goodman,
// "Graph Drawing by Stochastic Gradient Descent", IEEE TVCG 2019).
func (p *Drawing) place() {
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

// fit turns the drawing so that its longest direction lies along the longer
// side of a rectangle, and stretches it over that.
func (p *Drawing) fit(page box) {
	var sxx, syy, sxy, mx, my float64
	n := float64(len(p.Nodes))
	for _, v := range p.Nodes {
		mx, my = mx+v.X/n, my+v.Y/n
	}
	for _, v := range p.Nodes {
		sxx, syy, sxy = sxx+(v.X-mx)*(v.X-mx), syy+(v.Y-my)*(v.Y-my), sxy+(v.X-mx)*(v.Y-my)
	}
	turn := math.Atan2(2*sxy, sxx-syy) / 2
	if page.y2-page.y1 > page.x2-page.x1 {
		turn += math.Pi / 2
	}
	if len(p.Nodes) == 2 { // a slant, so that the label and the names have lines of their own
		turn += 0.3
	}
	minX, maxX, minY, maxY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	sides, above, below := 0.0, 0.0, 0.0
	for _, v := range p.Nodes {
		x, y := v.X-mx, v.Y-my
		v.X, v.Y = x*math.Cos(turn)+y*math.Sin(turn), -x*math.Sin(turn)+y*math.Cos(turn)
		minX, maxX, minY, maxY = min(minX, v.X), max(maxX, v.X), min(minY, v.Y), max(maxY, v.Y)
		b := boxOf(v)
		sides, above, below = max(sides, (b.x2-b.x1)/2), max(above, v.Y-b.y1), max(below, b.y2-v.Y)
	}
	sides = min(sides, 70, (page.x2-page.x1)/4)
	width, height := page.x2-page.x1-2*sides, page.y2-page.y1-above-below
	if most := 130 * n; n < 5 { // two or three need no long lines
		page.x1, page.y1 = page.x1+max(0, width-most)/2, page.y1+max(0, height-most)/2
		width, height = min(width, most), min(height, most)
	}
	for _, v := range p.Nodes {
		v.X, v.Y = within(v.X, minX, maxX, page.x1+sides, width), within(v.Y, minY, maxY, page.y1+above, height)
	}
}

// within moves a value from low..high to start..start+length, or to the middle
// where there is no room or nothing to stretch.
func within(v, low, high, start, length float64) float64 {
	if high-low < 1e-6 || length < 1 {
		return start + length/2
	}
	return start + (v-low)/(high-low)*length
}

// box is a rectangle around a text or node.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) overlap(o box) (float64, float64) {
	return min(b.x2, o.x2) - max(b.x1, o.x1), min(b.y2, o.y2) - max(b.y1, o.y1)
}

func (b box) meets(o box) bool {
	w, h := b.overlap(o)
	return w > 0 && h > 0
}

// boxOf is what a node and its name take.
func boxOf(v *Node) box {
	half := max(v.nameWidth()/2, radius(v)) + 5
	up, down := radius(v)+4, radius(v)+nameSize+8
	if v.above {
		up, down = down, up
	}
	return box{v.X - half, v.Y - up, v.X + half, v.Y + down}
}

// nameAt is the middle of a name's base line.
func nameAt(v *Node) (x, y float64) {
	if v.above {
		return v.X, v.Y - radius(v) - 6
	}
	return v.X, v.Y + radius(v) + nameSize
}

// chooseSides puts names above their nodes where fewer lines pass than below,
// and nothing else stands there.
func (p *Drawing) chooseSides() {
	crossing := func(v *Node) int {
		x, y := nameAt(v)
		half := v.nameWidth() / 2
		name := box{x - half, y - nameSize, x + half, y + 3}
		n := 0
		for _, e := range p.Edges {
			if name.cutBy(e.From.X, e.From.Y, e.To.X, e.To.Y) {
				n++
			}
		}
		return n
	}
	for _, v := range p.Nodes {
		before := crossing(v)
		v.above = true
		b := boxOf(v)
		free := b.y1 >= 2 && !slices.ContainsFunc(p.Nodes, func(o *Node) bool { return o != v && boxOf(o).meets(b) })
		if !free || crossing(v) >= before {
			v.above = false
		}
	}
}

// cutBy reports whether a line meets the box (Liang and Barsky 1984).
func (b box) cutBy(x1, y1, x2, y2 float64) bool {
	if max(x1, x2) < b.x1 || min(x1, x2) > b.x2 || max(y1, y2) < b.y1 || min(y1, y2) > b.y2 {
		return false
	}
	from, to := 0.0, 1.0
	dx, dy := x2-x1, y2-y1
	for _, side := range [][2]float64{{-dx, x1 - b.x1}, {dx, b.x2 - x1}, {-dy, y1 - b.y1}, {dy, b.y2 - y1}} {
		switch at := side[1] / side[0]; {
		case side[0] == 0:
			if side[1] < 0 {
				return false
			}
		case side[0] < 0:
			from = max(from, at)
		default:
			to = min(to, at)
		}
	}
	return from <= to
}

// roomOf is boxOf with room for the labels of edges.
func roomOf(v *Node) box {
	b := boxOf(v)
	return box{b.x1 - 8, b.y1 - 10, b.x2 + 8, b.y2 + 10}
}

// nameWidth is measured once.
func (v *Node) nameWidth() float64 {
	if v.width == 0 {
		v.width = textWidth(v.Name, nameSize)
	}
	return v.width
}

func radius(v *Node) float64 { return 9 + 2*math.Sqrt(max(0, float64(v.degree-1))) }

// textWidth is about how wide a sans-serif text is.
func textWidth(s string, size float64) float64 {
	return 0.56 * size * float64(utf8.RuneCountInString(s))
}

// apart moves overlapping nodes a little from each other, and all within the
// page, and reports whether it had to.
func (p *Drawing) apart() bool {
	moved, bottom := false, p.bottom()
	rooms := make([]box, len(p.Nodes)) // kept up to date, for names are slow to measure
	for i, v := range p.Nodes {
		rooms[i] = roomOf(v)
	}
	shift := func(i int, dx, dy float64) {
		p.Nodes[i].X, p.Nodes[i].Y = p.Nodes[i].X+dx, p.Nodes[i].Y+dy
		r := &rooms[i]
		r.x1, r.x2, r.y1, r.y2 = r.x1+dx, r.x2+dx, r.y1+dy, r.y2+dy
	}
	for i, a := range p.Nodes {
		for j, b := range p.Nodes[:i] {
			w, h := rooms[i].overlap(rooms[j])
			if w <= 0 || h <= 0 {
				continue
			}
			moved = true
			if w < h {
				d := math.Copysign(w/2+0.5, a.X-b.X)
				shift(i, d, 0)
				shift(j, -d, 0)
			} else {
				d := math.Copysign(h/2+0.5, a.Y-b.Y)
				shift(i, 0, d)
				shift(j, 0, -d)
			}
		}
	}
	for _, v := range p.Nodes {
		b := boxOf(v)
		dx, dy := max(0, 8-b.x1)-max(0, b.x2-p.Width+8), max(0, 8-b.y1)-max(0, b.y2-bottom)
		v.X, v.Y = v.X+dx, v.Y+dy
		moved = moved || dx != 0 || dy != 0
	}
	return moved
}
