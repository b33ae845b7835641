package learned

import (
	"math"
	"math/rand/v2"

	"github.com/entente-kg/entente/internal/neural"
)

// Example is a sentence with its truth.
type Example struct {
	*Input
	Right  []uint64 // of each pair, the labels that the sentence tells
	Unsure []uint64 // labels that say nothing either way
	Within [][]bool // of each pair, the triggers within the evidence; nil where nobody says
}

// Training are the settings; zero values mean the defaults that New sets.
type Training struct {
	Rounds                       int
	Rate                         float64
	DropX, DropH, DropU          float64
	DropWord, DropRole, DropCues float64
	Decay                        float64
	Evidence                     float64 // weight of "the trigger is within the evidence"
	Batch, Nets                  int
	Seed                         uint64
}

type trainer struct {
	net       *Net
	symmetric []bool
	o         Training
	rng       *rand.Rand
	p         pass
	g, m, v   [pCount][]float32
	touched   [pCount][]bool
	step      float64

	dz, dh, du, dTells, dFills, xT, hT []float32
	roles, words, both                 []int32
	mx, mh, mu                         []float32
	x                                  []float32
}

// Train fits o.Nets networks, which differ by chance only, to the examples.
func (m *Model) Train(all []Example, o Training, each func(round int, loss float64)) {
	m.nets = nil
	for k := range o.Nets {
		m.trainOne(all, o, uint64(k), each)
	}
}

func (m *Model) trainOne(all []Example, o Training, number uint64, each func(round int, loss float64)) {
	rng := rand.New(rand.NewPCG(o.Seed, number))
	n := &Net{width: m.Width()}
	n.shapes()
	for i := range n.p {
		p := &n.p[i]
		p.w = make([]float32, p.rows*p.cols)
		scale := math.Sqrt(3 / float64(p.rows))
		switch i {
		case pBias, pCues, pLabels, pPairs:
			continue
		case pWords, pRoles:
			scale = 0.1
		}
		for j := range p.w {
			p.w[j] = float32((rng.Float64()*2 - 1) * scale)
		}
	}
	for l := range m.Labels {
		n.p[pLabels].w[l] = -6
	}
	for k := range cueKinds {
		n.p[pCues].w[k*(maxLabels+1)+maxLabels] = []float32{2, 0.5}[k]
	}
	m.nets = append(m.nets, n)
	t := newTrainer(m, n, o, rng)
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	steps := o.Rounds * ((len(all) + o.Batch - 1) / o.Batch)
	done := 0
	for round := range o.Rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for at := 0; at < len(order); at += o.Batch {
			for _, i := range order[at:min(len(order), at+o.Batch)] {
				loss += t.sentence(&all[i])
			}
			rate := o.Rate * (1 - float64(done)/float64(steps))
			if done < 100 {
				rate *= float64(done+1) / 100
			}
			t.adam(rate)
			done++
		}
		if each != nil {
			each(round+1, loss)
		}
	}
}

func newTrainer(m *Model, n *Net, o Training, rng *rand.Rand) *trainer {
	t := &trainer{net: n, symmetric: m.symmetric, o: o, rng: rng}
	for i := range n.p {
		t.g[i], t.m[i], t.v[i] = make([]float32, len(n.p[i].w)), make([]float32, len(n.p[i].w)), make([]float32, len(n.p[i].w))
		t.touched[i] = make([]bool, n.p[i].rows)
	}
	return t
}

func (t *trainer) mask(buf []float32, n int, rate float64) []float32 {
	buf = grow(buf, n)
	keep := float32(1 / (1 - rate))
	for i := range buf {
		buf[i] = keep
		if t.rng.Float64() < rate {
			buf[i] = 0
		}
	}
	return buf
}

// sentence adds the gradients of one sentence, and returns its loss.
func (t *trainer) sentence(e *Example) float64 {
	in := *e.Input
	n, p := t.net, &t.p
	// drop
	t.mx = t.mask(t.mx, n.width, t.o.DropX)
	t.x = grow(t.x, len(e.x))
	copy(t.x, e.x)
	for i := range in.tokens {
		times(t.x[i*n.width:][:n.width], t.mx)
	}
	in.x = t.x
	t.mh, t.mu = t.mask(t.mh, hidden, t.o.DropH), t.mask(t.mu, hidden, t.o.DropU)
	p.masks = masks{h: t.mh, u: t.mu}
	t.words = append(t.words[:0], in.words...)
	for i := range t.words {
		if t.rng.Float64() < t.o.DropWord {
			t.words[i] = -1
		}
	}
	in.words = t.words
	t.both = append(t.both[:0], in.both...)
	for i := range t.both {
		if t.rng.Float64() < t.o.DropWord {
			t.both[i] = -1
		}
	}
	in.both = t.both
	t.roles = append(t.roles[:0], in.roles...)
	for i := range t.roles {
		rate := t.o.DropRole
		if i%roleFeatures >= roleFeatures-2 {
			rate = t.o.DropWord
		}
		if t.rng.Float64() < rate {
			t.roles[i] = -1
		}
	}
	in.roles = t.roles
	if t.rng.Float64() < t.o.DropCues {
		in.cues = nil
	}
	n.encode(p, &in)

	parties, trigs := len(in.heads), len(in.triggers)
	t.dTells, t.dFills = zeroed(t.dTells, trigs*maxLabels), zeroed(t.dFills, trigs*parties*2*maxLabels)
	p.sums = grow(p.sums, trigs)
	loss := 0.0
	var dPair [maxLabels]float32
	score := make([]float32, maxLabels)
	for i := range in.pairs {
		c := &in.pairs[i]
		copy(score, n.p[pLabels].w)
		for _, f := range c.features {
			add(score, n.row(pPairs, f))
		}
		clear(dPair[:])
		for l, sym := range t.symmetric {
			if c.legal>>l&1 == 0 || e.Unsure[i]>>l&1 == 1 {
				continue
			}
			s := score[l] + p.join(&in, c, l, sym)
			prob := float32(1 / (1 + math.Exp(-float64(s))))
			d := prob
			right := e.Right[i]>>l&1 == 1
			if right {
				d--
				loss -= math.Log(float64(max(prob, 1e-7)))
			} else {
				loss -= math.Log(float64(max(1-prob, 1e-7)))
			}
			if !right && d < 1e-4 {
				continue
			}
			dPair[l] = d
			second := maxLabels
			if sym {
				second = 0
			}
			inside := float32(0)
			if right && e.Within[i] != nil {
				for k, q := range p.sums {
					if e.Within[i][k] {
						inside += q
					}
				}
				loss -= t.o.Evidence * math.Log(float64(max(inside, 1e-7)))
			}
			for k, q := range p.sums {
				g := d * q
				if right && e.Within[i] != nil {
					g += float32(t.o.Evidence) * q
					if e.Within[i][k] && inside > 1e-7 {
						g -= float32(t.o.Evidence) * q / inside
					}
				}
				if g == 0 {
					continue
				}
				t.dTells[k*maxLabels+l] += g
				row := t.dFills[k*parties*2*maxLabels:]
				row[c.a*2*maxLabels+l] += g
				row[c.b*2*maxLabels+second+l] += g
			}
		}
		add(t.g[pLabels], dPair[:])
		t.touched[pLabels][0] = true
		for _, f := range c.features {
			add(t.grad(pPairs, f), dPair[:])
		}
	}
	t.backward(&in)
	return loss
}

func (t *trainer) grad(i int, row int32) []float32 {
	t.touched[i][row] = true
	cols := t.net.p[i].cols
	return t.g[i][int(row)*cols:][:cols]
}

// linear adds the gradient of in·w, and returns that of in.
func (t *trainer) linear(i int, in, d, dIn []float32, n int) []float32 {
	m := &t.net.p[i]
	t.xT = grow(t.xT, n*m.rows)
	neural.Transpose(t.xT, in, n, m.rows, n)
	neural.Gemm(t.g[i], t.xT, d, m.rows, n, m.cols, n)
	dIn = zeroed(dIn, n*m.rows)
	t.hT = grow(t.hT, len(m.w))
	neural.Transpose(t.hT, m.w, m.rows, m.cols, m.rows)
	neural.Gemm(dIn, d, t.hT, n, m.cols, m.rows, m.cols)
	return dIn
}

func (t *trainer) block(token, block int) []float32 {
	return t.dz[(token*blocks+block)*hidden:][:hidden]
}

func (t *trainer) backward(in *Input) {
	n, p := t.net, &t.p
	parties, trigs := len(in.heads), len(in.triggers)
	for _, c := range in.cues {
		d := t.dTells[c.trigger*maxLabels+c.label]
		g := t.grad(pCues, int32(c.kind))
		g[c.label] += d
		g[maxLabels] += d
	}
	t.dh = t.linear(pTells, p.h, t.dTells, t.dh, trigs)
	t.du = t.linear(pFills, p.u, t.dFills, t.du, trigs*parties)
	t.dz = zeroed(t.dz, in.tokens*blocks*hidden)
	bias := t.g[pBias]
	for k, tok := range in.triggers {
		dh := t.dh[k*hidden:][:hidden]
		times(dh, p.masks.h)
		slope(dh, p.h[k*hidden:][:hidden])
		add(bias[:hidden], dh)
		if in.words[k] >= 0 {
			add(t.grad(pWords, in.words[k]), dh)
		}
		add(t.block(tok, 0), dh)
		if o := in.objects[k]; o >= 0 {
			add(t.block(o, 1), dh)
		}
		if g := in.governors[k]; g >= 0 {
			add(t.block(g, 2), dh)
		}
		if in.both[k] >= 0 {
			add(t.grad(pWords, in.both[k]), dh)
		}
		for j, m := range in.heads {
			du := t.du[(k*parties+j)*hidden:][:hidden]
			times(du, p.masks.u)
			slope(du, p.u[(k*parties+j)*hidden:][:hidden])
			add(bias[hidden:], du)
			add(t.block(tok, 3), du)
			add(t.block(m, 4), du)
			if o := in.owned[j]; o >= 0 {
				add(t.block(o, 5), du)
			}
			for _, f := range in.roles[(k*parties+j)*roleFeatures:][:roleFeatures] {
				if f >= 0 {
					add(t.grad(pRoles, f), du)
				}
			}
		}
	}
	t.xT = grow(t.xT, in.tokens*n.width)
	neural.Transpose(t.xT, in.x, in.tokens, n.width, in.tokens)
	neural.Gemm(t.g[pInput], t.xT, t.dz, n.width, in.tokens, blocks*hidden, in.tokens)
}

// slope multiplies by the rectifier's slope, which the sign of its output
// tells.
func slope(d, out []float32) {
	for i, o := range out {
		if o < 0 {
			d[i] *= leak
		}
	}
}

// adam moves the weights; of tables, only the rows that were used.
func (t *trainer) adam(rate float64) {
	t.step++
	norm := 0.0
	for i := range t.g {
		for _, x := range t.g[i] {
			norm += float64(x) * float64(x)
		}
	}
	clip := float32(1)
	if norm = math.Sqrt(norm); norm > 20 {
		clip = float32(20 / norm)
	}
	const b1, b2 = 0.9, 0.99
	r := float32(rate * math.Sqrt(1-math.Pow(b2, t.step)) / (1 - math.Pow(b1, t.step)))
	decay := float32(rate * t.o.Decay)
	for i := range t.net.p {
		p := &t.net.p[i]
		for row := range p.rows {
			if table(i) && !t.touched[i][row] {
				continue
			}
			t.touched[i][row] = false
			at := row * p.cols
			w, g, m, v := p.w[at:at+p.cols], t.g[i][at:at+p.cols], t.m[i][at:at+p.cols], t.v[i][at:at+p.cols]
			for j, x := range g {
				x *= clip
				m[j] = b1*m[j] + (1-b1)*x
				v[j] = b2*v[j] + (1-b2)*x*x
				w[j] -= r*m[j]/(float32(math.Sqrt(float64(v[j])))+1e-8) + decay*w[j]*bitOf(i != pLabels && i != pCues)
				g[j] = 0
			}
		}
	}
}

func bitOf(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
