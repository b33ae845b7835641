package parse

import (
	"math"
	"math/rand/v2"

	"github.com/entente-kg/entente/internal/neural"
)

func transpose(b, a []float32, m, n, ldb int) { neural.Transpose(b, a, m, n, ldb) }

// worker computes gradients for its share of a step.
type worker struct {
	t                                                                                                *trainer
	rng                                                                                              *rand.Rand
	p                                                                                                pass
	g                                                                                                [pCount][]float32
	touched                                                                                          [pCount][]bool
	loss                                                                                             [4]float64
	ins                                                                                              []input
	lengths                                                                                          []int
	tag                                                                                              []int32
	feat                                                                                             []int32
	label                                                                                            []int32
	head                                                                                             []int32
	dg                                                                                               []float32
	masks                                                                                            [layers + 1][]float32 // one row a sentence: input, then the output of each layer
	turned                                                                                           []float32             // a transposed matrix
	dTags, dFeats, dLabel, dArcs, dBilin, dHead, heads, dMLP, dOut, dIn, dGates, dz, turned2, dh, dc []float32
}

func newWorker(t *trainer) *worker {
	w := &worker{t: t}
	for i := range t.net.p {
		w.g[i] = make([]float32, len(t.net.p[i].w))
	}
	w.touched[pWord] = make([]bool, t.net.p[pWord].rows)
	w.touched[pAffix] = make([]bool, t.net.p[pAffix].rows)
	return w
}

func (w *worker) row(i, row int) []float32 {
	cols := w.t.net.p[i].cols
	return w.g[i][row*cols:][:cols]
}

func (w *worker) clear() {
	for i := range w.g {
		if i != pWord && i != pAffix {
			clear(w.g[i])
			continue
		}
		for row, used := range w.touched[i] {
			if used {
				clear(w.row(i, row))
				w.touched[i][row] = false
			}
		}
	}
	w.loss = [4]float64{}
}

// drop makes a mask for one row: 0 for what is dropped, and what makes up for
// it for the rest.
func (w *worker) drop(mask []float32, n int, rate float64) []float32 {
	mask = grow(mask, n)
	keep := float32(1 / (1 - rate))
	for i := range mask {
		mask[i] = keep
		if w.rng.Float64() < rate {
			mask[i] = 0
		}
	}
	return mask
}

// times multiplies the rows of each sentence, n numbers wide, by its mask.
func (w *worker) times(x, masks []float32, n int) {
	for i, seg := range w.p.segs {
		mask := masks[i*n:][:n]
		for t := seg.from; t < seg.from+seg.n; t++ {
			row := x[t*n:][:n]
			for j, m := range mask {
				row[j] *= m
			}
		}
	}
}

// sentences adds the gradients of some sentences, the longest first.
func (w *worker) sentences(es []*example, scale float32) {
	net, p := w.t.net, &w.p
	w.ins, w.lengths = w.ins[:0], w.lengths[:0]
	w.tag, w.feat, w.label, w.head = w.tag[:0], w.feat[:0], w.label[:0], w.head[:0]
	for _, e := range es {
		w.lengths = append(w.lengths, len(e.in))
		w.ins = append(w.ins, e.in...)
		w.tag, w.feat = append(w.tag, e.tag...), append(w.feat, e.feat...)
		w.label, w.head = append(w.label, e.label...), append(w.head, e.head...)
	}
	p.begin(w.lengths)
	for i := range w.ins {
		in := &w.ins[i]
		if in.word > 0 && w.rng.Float64() < 0.1+0.9*0.3/(0.3+float64(w.t.counts[in.word])) {
			in.word = 0
		}
		if in.vec >= 0 && w.rng.Float64() < 0.04 {
			in.vec = -1
		}
		if w.rng.Float64() < 0.15 {
			in.tag = 0
		}
	}
	p.x = grow(p.x, p.n*dimIn)
	net.fill(p.x, w.ins)
	w.masks[0] = w.drop(w.masks[0], len(es)*dimIn, 0.6*w.t.o.Drop)
	w.times(p.x, w.masks[0], dimIn)
	net.encode(p, func(l int) {
		w.masks[l+1] = w.drop(w.masks[l+1], len(es)*2*net.hidden, w.t.o.Drop)
		w.times(p.out[l], w.masks[l+1], 2*net.hidden)
	})
	net.project(p)
	net.scoreArcs(p)
	net.scoreLabels(p, w.head)
	w.backward(scale)
}

// softmax turns scores into the gradient of the cross entropy, times scale, and
// returns the loss. skip, if not negative, is no choice. A right answer of -1
// gives no gradient.
func softmax(grad, score []float32, n int, right int32, skip int, scale float32) float64 {
	clear(grad)
	if right < 0 {
		return 0
	}
	most := float32(math.Inf(-1))
	for i, s := range score[:n] {
		if i != skip {
			most = max(most, s)
		}
	}
	sum := 0.0
	for i, s := range score[:n] {
		if i != skip {
			x := math.Exp(float64(s - most))
			grad[i] = float32(x)
			sum += x
		}
	}
	loss := math.Log(sum) - float64(score[right]-most)
	f := scale / float32(sum)
	for i := range grad[:n] {
		grad[i] *= f
	}
	grad[right] -= scale
	return loss * float64(scale)
}

// linear adds the gradients of a linear layer: in is n × rows within rows of lda
// numbers, d is n × cols. It returns the gradient of in, n × rows.
func (w *worker) linear(i int, in []float32, lda int, d []float32, dIn []float32, n int) []float32 {
	m := &w.t.net.p[i]
	w.turn(in, lda, n, m.rows)
	neural.Gemm(w.g[i], w.turned, d, m.rows, n, m.cols, n)
	if i != pArc {
		columns(w.g[i+1], d, n, m.cols)
	}
	dIn = zeroed(dIn, n*m.rows)
	neural.Gemm(dIn, d, w.t.back[i], n, m.cols, m.rows, m.cols)
	return dIn
}

// turn transposes the first cols columns of n rows that are lda apart.
func (w *worker) turn(in []float32, lda, n, cols int) {
	w.turned = grow(w.turned, n*cols)
	for t := range n {
		for j, x := range in[t*lda:][:cols] {
			w.turned[j*n+t] = x
		}
	}
}

func columns(sum, d []float32, n, cols int) {
	for t := range n {
		add(sum[:cols], d[t*cols:][:cols])
	}
}

func slope(d, out []float32) {
	for i, o := range out {
		if o < 0 {
			d[i] *= leak
		}
	}
}

func (w *worker) backward(scale float32) {
	net, p := w.t.net, &w.p
	n := p.n
	tw, fw, lw := net.p[pTags].cols, net.p[pFeats].cols, net.p[pLabel].cols
	w.dTags, w.dFeats = grow(w.dTags, n*tw), grow(w.dFeats, n*fw)
	w.dLabel, w.dArcs = grow(w.dLabel, n*lw), grow(w.dArcs, len(p.arcs))
	for t := range n {
		w.loss[0] += softmax(w.dTags[t*tw:][:tw], p.tags[t*tw:], len(net.tags), w.tag[t], -1, scale)
		w.loss[1] += softmax(w.dFeats[t*fw:][:fw], p.feats[t*fw:], len(net.feats), w.feat[t], -1, scale)
		w.loss[3] += softmax(w.dLabel[t*lw:][:lw], p.label[t*lw:], len(net.labels), w.label[t], -1, scale)
	}
	for _, s := range p.segs {
		for d := range s.n {
			at := s.arcs + d*s.npad
			w.loss[2] += softmax(w.dArcs[at:][:s.npad], p.arcs[at:], s.n+1, w.head[s.from+d], d, scale)
		}
	}
	w.dMLP = zeroed(w.dMLP, n*dimMLP)
	put := func(d []float32, cols, off int) {
		for t := range n {
			add(w.dMLP[t*dimMLP+off:][:cols], d[t*cols:][:cols])
		}
	}
	// tags and features
	w.dz = w.linear(pTags, p.mlp[offHid:], dimMLP, w.dTags, w.dz, n)
	put(w.dz, dimHid, offHid)
	w.dz = w.linear(pFeats, p.mlp[offHid:], dimMLP, w.dFeats, w.dz, n)
	put(w.dz, dimHid, offHid)
	// labels
	w.dz = w.linear(pLabel, p.z, dimLabel, w.dLabel, w.dz, n)
	slope(w.dz, p.z[:n*dimLabel])
	put(w.dz, dimLabel, offLabelDep)
	for _, s := range p.segs {
		for t := s.from; t < s.from+s.n; t++ {
			d := w.dz[t*dimLabel:][:dimLabel]
			if h := int(w.head[t]); h == s.n {
				add(w.g[pRoot][dimArc:], d)
			} else {
				add(w.dMLP[(s.from+h)*dimMLP+offLabelHd:][:dimLabel], d)
			}
		}
	}
	w.arcs()
	// the projection
	for t := range n {
		slope(w.dMLP[t*dimMLP:][:offLabelDep], p.mlp[t*dimMLP:][:offLabelDep])
		slope(w.dMLP[t*dimMLP+offHid:][:dimHid], p.mlp[t*dimMLP+offHid:][:dimHid])
	}
	w.dOut = w.linear(pMLP, p.out[layers-1], 2*net.hidden, w.dMLP, w.dOut, n)
	for l := layers - 1; l >= 0; l-- {
		w.times(w.dOut, w.masks[l+1], 2*net.hidden)
		in := p.x
		if l > 0 {
			in = p.out[l-1]
		}
		width := net.inWidth(l)
		w.dIn = zeroed(w.dIn, n*width)
		for dir := range 2 {
			w.recur(in, width, l, dir)
		}
		w.dOut, w.dIn = w.dIn, w.dOut
	}
	w.times(w.dOut, w.masks[0], dimIn)
	w.inputs()
}

// arcs goes back through the bilinear form.
func (w *worker) arcs() {
	p := &w.p
	w.dBilin = zeroed(w.dBilin, p.n*dimArc)
	for _, s := range p.segs {
		dArcs := w.dArcs[s.arcs:][:s.n*s.npad]
		w.heads = grow(w.heads, s.npad*dimArc)
		neural.Transpose(w.heads, p.headT[s.heads:], dimArc, s.npad, dimArc)
		neural.Gemm(w.dBilin[s.from*dimArc:], dArcs, w.heads, s.n, s.npad, dimArc, s.npad)
		w.turn(dArcs, s.npad, s.n, s.npad)
		w.dHead = zeroed(w.dHead, s.npad*dimArc)
		neural.Gemm(w.dHead, w.turned, p.bilin[s.from*dimArc:], s.npad, s.n, dimArc, s.n)
		add(w.g[pRoot][:dimArc], w.dHead[s.n*dimArc:][:dimArc])
		for t := range s.n {
			add(w.dMLP[(s.from+t)*dimMLP+offHead:][:dimArc], w.dHead[t*dimArc:][:dimArc])
		}
	}
	columns(w.g[pArcBias], w.dBilin, p.n, dimArc)
	w.dz = w.linear(pArc, p.mlp, dimMLP, w.dBilin, w.dz, p.n)
	for t := range p.n {
		add(w.dMLP[t*dimMLP:][:dimArc], w.dz[t*dimArc:][:dimArc])
	}
}

// recur goes back through one direction of a layer: from w.dOut to w.dIn.
func (w *worker) recur(in []float32, width, l, dir int) {
	net, p := w.t.net, &w.p
	h, n := net.hidden, p.n
	r := &p.rec[l][dir]
	i := pInput(l, dir)
	w.dGates = grow(w.dGates, n*4*h)
	w.dg = zeroed(w.dg, (len(p.segs)+3)*4*h)
	w.dh, w.dc = zeroed(w.dh, (len(p.segs)+3)*h), zeroed(w.dc, len(p.segs)*h)
	w.turned2 = zeroed(w.turned2, h*n) // outputs of the step before, transposed
	active := 0
	for step := p.segs[0].n - 1; step >= 0; step-- {
		for active < len(p.segs) && p.segs[active].n > step {
			active++
		}
		for b := range active {
			s := &p.segs[b]
			t := s.row(step, dir)
			before := p.none[:h]
			if step > 0 {
				prev := s.row(step-1, dir)
				before = r.c[prev*h:][:h]
				gp, tp := r.gates[prev*4*h+2*h:][:h], r.tc[prev*h:][:h]
				for j, x := range gp {
					w.turned2[j*n+t] = x * tp[j]
				}
			}
			d := w.dGates[t*4*h:][:4*h]
			backCell(d, r.gates[t*4*h:][:4*h], before, r.tc[t*h:][:h], w.dOut[t*2*h+dir*h:][:h], w.dh[b*h:][:h], w.dc[b*h:][:h])
			copy(w.dg[b*4*h:], d)
		}
		if step > 0 {
			clear(w.dh[:active*h])
			neural.Gemm(w.dh, w.dg, w.t.back[i+1], fours(active), 4*h, h, 4*h)
		}
	}
	neural.Gemm(w.g[i+1], w.turned2, w.dGates, h, n, 4*h, n)
	columns(w.g[i+2], w.dGates, n, 4*h)
	w.turn(in, width, n, width)
	neural.Gemm(w.g[i], w.turned, w.dGates, width, n, 4*h, n)
	neural.Gemm(w.dIn, w.dGates, w.t.back[i], n, 4*h, width, 4*h)
}

// backCell goes back through one step: d gets the gradients of what goes into
// the gates, dc those of the cell before. out and dh are those of the output,
// from above and from the next step.
func backCell(d, g, before, tc, out, dh, dc []float32) {
	h := len(tc)
	gi, gf, gout, gc := g[:h], g[h:][:h], g[2*h:][:h], g[3*h:][:h]
	di, df, dout, dcand := d[:h], d[h:][:h], d[2*h:][:h], d[3*h:][:h]
	before, out, dh, dc = before[:h], out[:h], dh[:h], dc[:h]
	for j, t := range tc {
		a, f, o, c := gi[j], gf[j], gout[j], gc[j]
		up := out[j] + dh[j]
		cell := up*o*(1-t*t) + dc[j]
		di[j] = cell * c * 2 * a * (1 - a)
		df[j] = cell * before[j] * 2 * f * (1 - f)
		dout[j] = up * t * 2 * o * (1 - o)
		dcand[j] = cell * a * (1 - c*c)
		dc[j] = cell * f
	}
}

// inputs adds the gradients of the tables.
func (w *worker) inputs() {
	for t, in := range w.ins {
		d := w.dOut[t*dimIn:][:dimIn]
		if in.word > 0 {
			w.touched[pWord][in.word] = true
			add(w.row(pWord, int(in.word)), d[offWord:offAffix])
		}
		add(w.row(pTag, int(in.tag)), d[offTag:])
		add(w.row(pTag, len(w.t.net.tags)+1+int(in.bank)), d[offTag:])
		for _, a := range in.affix {
			w.touched[pAffix][a] = true
			add(w.row(pAffix, int(a)), d[offAffix:offTag])
		}
	}
}
