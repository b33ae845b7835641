package parse

import (
	"github.com/entente-kg/entente/internal/neural"
)

// Sizes of the network's layers.
const (
	layers   = 2
	dimArc   = 128
	dimLabel = 64
	dimHid   = 64 // for tags and features
	dimMLP   = 2*dimArc + 2*dimLabel + dimHid

	offHead     = dimArc
	offLabelDep = 2 * dimArc
	offLabelHd  = offLabelDep + dimLabel
	offHid      = offLabelHd + dimLabel

	leak = 0.1 // slope of the leaky rectifier below zero
)

// Parameters of the network, by index into Net.p. Those of the recurrent
// layers come four for each layer and direction.
const (
	pWord = iota
	pAffix
	pTag
	pMLP
	pMLPBias
	pArc     // dimArc × dimArc
	pArcBias // dimArc
	pRoot    // dimArc + dimLabel: the root as a head
	pLabel   // dimLabel × labels
	pLabelBias
	pTags
	pTagsBias
	pFeats
	pFeatsBias
	pRecurrent // then: input, hidden, bias for each layer and direction
)

const pCount = pRecurrent + layers*2*3

func pInput(layer, dir int) int { return pRecurrent + (layer*2+dir)*3 }

// param is a matrix of learnt numbers.
type param struct {
	rows, cols int
	w          []float32
}

// Net is the network in training, in floats; Quantise makes of it what the
// Parser uses. It reads a sentence with two layers of LSTM in both directions and gives
// scores to tags, features, heads and relations of its words. Heads are scored
// by a bilinear form (Dozat and Manning 2017, "Deep Biaffine Attention for
// Neural Dependency Parsing").
type Net struct {
	vocabulary
	hidden int // units of one direction of an LSTM
	p      [pCount]param
}

// segment is one of the sentences that the network reads at the same time.
type segment struct {
	from, n int // its rows
	npad    int // n+1, the root included, rounded up
	arcs    int // where its scores of arcs begin in pass.arcs
	heads   int // where its heads begin in pass.headT
}

// pass is the working memory of the network for some sentences, longest
// first.
type pass struct {
	n     int // rows: the words of all sentences
	segs  []segment
	x     []float32 // n × dimIn
	rec   [layers][2]recurrence
	out   [layers][]float32 // n × 2·hidden
	g, h  []float32         // gates and outputs of one step, sentence by sentence
	none  []float32         // zeros
	mlp   []float32         // n × dimMLP
	headT []float32         // dimArc × npad for each sentence
	bilin []float32         // n × dimArc
	arcs  []float32         // rows × npad for each sentence
	z     []float32         // n × dimLabel
	label []float32
	tags  []float32
	feats []float32
}

// begin lays out sentences of these lengths, longest first.
func (p *pass) begin(lengths []int) {
	var end segment
	p.segs, end = layOut(p.segs, lengths)
	p.n = end.from
	p.arcs = grow(p.arcs, end.arcs)
	p.headT = grow(p.headT, end.heads)
}

// layOut makes the segments of sentences of these lengths, and that after the
// last.
func layOut(segs []segment, lengths []int) ([]segment, segment) {
	segs = segs[:0]
	var s segment
	for _, n := range lengths {
		s.n, s.npad = n, neural.Pad(n+1)
		segs = append(segs, s)
		s.from += n
		s.arcs += n * s.npad
		s.heads += dimArc * s.npad
	}
	return segs, s
}

// recurrence keeps what one direction of one layer computed.
type recurrence struct {
	gates []float32 // n × 4·hidden: input, forget, output, candidate
	c, tc []float32 // n × hidden: the cell and its tanh
}

// shapes sets the sizes of all parameters.
func (net *Net) shapes() {
	h := net.hidden
	set := func(i, rows, cols int) { net.p[i].rows, net.p[i].cols = rows, cols }
	set(pWord, len(net.words)+1, dimWord)
	set(pAffix, affixRows, dimAffix)
	set(pTag, len(net.tags)+1+banks, dimTag)
	set(pMLP, 2*h, dimMLP)
	set(pMLPBias, 1, dimMLP)
	set(pArc, dimArc, dimArc)
	set(pArcBias, 1, dimArc)
	set(pRoot, 1, dimArc+dimLabel)
	for i, k := range []struct{ rows, n int }{{dimLabel, len(net.labels)}, {dimHid, len(net.tags)}, {dimHid, len(net.feats)}} {
		set(pLabel+2*i, k.rows, neural.Pad(k.n))
		set(pLabel+2*i+1, 1, neural.Pad(k.n))
	}
	for l := range layers {
		for dir := range 2 {
			set(pInput(l, dir), net.inWidth(l), 4*h)
			set(pInput(l, dir)+1, h, 4*h)
			set(pInput(l, dir)+2, 1, 4*h)
		}
	}
}

func (net *Net) inWidth(layer int) int {
	if layer == 0 {
		return dimIn
	}
	return 2 * net.hidden
}

// encode runs the recurrent layers. mask, if not nil, is called on the output
// of each layer (and drops units in training).
func (net *Net) encode(p *pass, mask func(layer int)) {
	in := p.x
	for l := range layers {
		for dir := range 2 {
			net.gates(p, in, l, dir)
			net.recur(p, l, dir)
		}
		if mask != nil {
			mask(l)
		}
		in = p.out[l]
	}
}

// gates computes what the inputs of a layer give to its gates.
func (net *Net) gates(p *pass, in []float32, l, dir int) {
	h, n := net.hidden, p.n
	r := &p.rec[l][dir]
	r.gates = grow(r.gates, n*4*h)
	wx, bias := net.p[pInput(l, dir)].w, net.p[pInput(l, dir)+2].w
	for t := range n {
		copy(r.gates[t*4*h:][:4*h], bias)
	}
	width := net.inWidth(l)
	neural.Gemm(r.gates, in, wx, n, width, 4*h, width)
}

// recur runs one direction of a layer over all sentences, word by word, side
// by side.
func (net *Net) recur(p *pass, l, dir int) {
	h, n := net.hidden, p.n
	r := &p.rec[l][dir]
	r.c, r.tc = grow(r.c, n*h), grow(r.tc, n*h)
	p.out[l] = grow(p.out[l], n*2*h)
	wh := net.p[pInput(l, dir)+1].w
	p.g, p.h = grow(p.g, (len(p.segs)+3)*4*h), grow(p.h, (len(p.segs)+3)*h)
	p.none = zeroed(p.none, h)
	active := len(p.segs)
	for step := range p.segs[0].n {
		for p.segs[active-1].n <= step {
			active--
		}
		for b := range active {
			copy(p.g[b*4*h:][:4*h], r.gates[p.segs[b].row(step, dir)*4*h:])
		}
		if step > 0 {
			neural.Gemm(p.g, p.h, wh, fours(active), h, 4*h, h)
		}
		neural.Tanh(p.g[:active*4*h])
		for b := range active {
			t := p.segs[b].row(step, dir)
			before := p.none
			if step > 0 {
				before = r.c[p.segs[b].row(step-1, dir)*h:][:h]
			}
			g, out := p.g[b*4*h:][:4*h], p.out[l][t*2*h+dir*h:][:h]
			neural.Cell(g, before, r.c[t*h:][:h], r.tc[t*h:][:h], out)
			copy(p.h[b*h:], out)
			copy(r.gates[t*4*h:], g)
		}
	}
}

// fours rounds a number of rows up where that saves time: four rows take no
// longer than two. The rows beyond hold what is left there, and are not used.
func fours(rows int) int {
	if rows%4 > 1 {
		return (rows + 3) / 4 * 4
	}
	return rows
}

// row is the row of the word read at a step in a direction.
func (s *segment) row(step, dir int) int {
	if dir == 1 {
		return s.from + s.n - 1 - step
	}
	return s.from + step
}

// project computes all that depends on single words of the encoded sentence:
// p.mlp, and the scores of tags and features.
func (net *Net) project(p *pass) {
	n := p.n
	p.mlp = grow(p.mlp, n*dimMLP)
	bias := net.p[pMLPBias].w
	for t := range n {
		copy(p.mlp[t*dimMLP:][:dimMLP], bias)
	}
	neural.Gemm(p.mlp, p.out[layers-1], net.p[pMLP].w, n, 2*net.hidden, dimMLP, 2*net.hidden)
	for t := range n {
		row := p.mlp[t*dimMLP:][:dimMLP]
		rectify(row[:offLabelDep])
		rectify(row[offHid:])
	}
	p.tags = net.linear(p.tags, p.mlp[offHid:], dimMLP, n, pTags)
	p.feats = net.linear(p.feats, p.mlp[offHid:], dimMLP, n, pFeats)
}

func rectify(x []float32) {
	for i, v := range x {
		x[i] = max(v, leak*v)
	}
}

// linear computes in·w + bias, for the parameter w and the bias after it.
func (net *Net) linear(out, in []float32, lda, n, w int) []float32 {
	m := &net.p[w]
	out = grow(out, n*m.cols)
	for t := range n {
		copy(out[t*m.cols:][:m.cols], net.p[w+1].w)
	}
	neural.Gemm(out, in, m.w, n, m.rows, m.cols, lda)
	return out
}

// scoreArcs fills p.arcs: in each sentence the score of head h for word d is at
// d·npad + h, and that of the root at h = n.
func (net *Net) scoreArcs(p *pass) {
	p.bilin = grow(p.bilin, p.n*dimArc)
	for t := range p.n {
		copy(p.bilin[t*dimArc:][:dimArc], net.p[pArcBias].w)
	}
	neural.Gemm(p.bilin, p.mlp, net.p[pArc].w, p.n, dimArc, dimArc, dimMLP)
	clear(p.arcs)
	clear(p.headT)
	root := net.p[pRoot].w[:dimArc]
	for i := range p.segs {
		s := &p.segs[i]
		heads := p.headT[s.heads:][:dimArc*s.npad]
		for t := range s.n {
			for j, v := range p.mlp[(s.from+t)*dimMLP+offHead:][:dimArc] {
				heads[j*s.npad+t] = v
			}
		}
		for j, v := range root {
			heads[j*s.npad+s.n] = v
		}
		neural.Gemm(p.arcs[s.arcs:], p.bilin[s.from*dimArc:], heads, s.n, dimArc, s.npad, dimArc)
	}
}

// scoreLabels fills p.label for the given heads, numbered within sentences.
func (net *Net) scoreLabels(p *pass, head []int32) {
	p.z = grow(p.z, p.n*dimLabel)
	for i := range p.segs {
		s := &p.segs[i]
		for d := s.from; d < s.from+s.n; d++ {
			z := p.z[d*dimLabel:][:dimLabel]
			copy(z, p.mlp[d*dimMLP+offLabelDep:])
			from := net.p[pRoot].w[dimArc:][:dimLabel]
			if h := int(head[d]); h < s.n {
				from = p.mlp[(s.from+h)*dimMLP+offLabelHd:][:dimLabel]
			}
			for j, v := range from {
				z[j] += v
			}
			rectify(z)
		}
	}
	p.label = net.linear(p.label, p.z, dimLabel, p.n, pLabel)
}

// decide finds the trees of sentences that have been encoded, and scores all
// else: p gets the scores, head the trees.
func (net *Net) decide(p *pass, d *decoder, head []int32) {
	net.project(p)
	net.scoreArcs(p)
	for _, s := range p.segs {
		d.solve(p.arcs[s.arcs:], s.n, s.npad, head[s.from:][:s.n])
	}
	net.scoreLabels(p, head)
}

// argmax is the index of the largest of x[:n].
func argmax(x []float32, n int) int {
	best := 0
	for i, v := range x[:n] {
		if v > x[best] {
			best = i
		}
	}
	return best
}
