package learned

import (
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
)

// Sizes of the network.
const (
	hidden    = 64
	blocks    = 6  // what a token gives as trigger, its object, its governor; as trigger in a role, as party, as what a party owns
	maxLabels = 48 // a multiple of neural.Lanes
	wordBits  = 12
	roleBits  = 13
	pairBits  = 11
)

// Parameters of the network, by index into Net.p.
const (
	pInput  = iota // width × 3·hidden: of triggers; of triggers and of parties in a role
	pBias          // 2·hidden: of triggers, of roles
	pWords         // rows of lemmas × hidden
	pTells         // hidden × maxLabels: which relations a trigger tells of
	pRoles         // rows of role features × hidden
	pFills         // hidden × 2·maxLabels: actor and recipient of each relation
	pPairs         // rows of pair features × maxLabels
	pCues          // (kinds of cues) × (maxLabels + 1): of each relation, and of all
	pLabels        // maxLabels: how seldom a relation is
	pCount
)

// table tells the parameters of which a sentence uses few rows.
func table(i int) bool { return i == pWords || i == pRoles || i == pPairs }

// Net scores, for each candidate and relation, whether the sentence tells it:
// the sum over the words that may tell of it of
//
//	exp(tells(word, relation) + fills(word, actor) + fills(word, recipient))
//
// in logarithms, and what speaks for the pair itself. Which word tells of it
// is not given in training, but found.
type Net struct {
	width int // of the input of a token
	p     [pCount]param
}

type param struct {
	rows, cols int
	w          []float32
}

func (n *Net) shapes() {
	set := func(i, rows, cols int) { n.p[i].rows, n.p[i].cols = rows, cols }
	set(pInput, n.width, blocks*hidden)
	set(pBias, 1, 2*hidden)
	set(pWords, 1<<wordBits, hidden)
	set(pTells, hidden, maxLabels)
	set(pRoles, 1<<roleBits, hidden)
	set(pFills, hidden, 2*maxLabels)
	set(pPairs, 1<<pairBits, maxLabels)
	set(pCues, cueKinds, maxLabels+1)
	set(pLabels, 1, maxLabels)
}

func (n *Net) row(i int, row int32) []float32 {
	cols := n.p[i].cols
	return n.p[i].w[int(row)*cols:][:cols]
}

// pass is the working memory for one sentence.
type pass struct {
	z     []float32 // tokens × 3·hidden
	h     []float32 // triggers × hidden
	tells []float32 // triggers × maxLabels
	u     []float32 // triggers × parties × hidden
	fills []float32 // triggers × parties × 2·maxLabels
	score []float32 // pairs × maxLabels
	sums  []float32 // of one pair and label, by trigger
	most  [maxLabels]float32
	masks masks
}

// masks drop units in training; nil keeps them.
type masks struct{ h, u []float32 }

// run fills p.score.
func (n *Net) run(p *pass, in *Input, symmetric []bool) {
	n.encode(p, in)
	for row := range len(in.triggers) * len(in.heads) { // both parties of a symmetric relation are actors
		fills := p.fills[row*2*maxLabels:][:2*maxLabels]
		for l, both := range symmetric {
			if both {
				fills[maxLabels+l] = fills[l]
			}
		}
	}
	p.score = grow(p.score, len(in.pairs)*maxLabels)
	p.sums = grow(p.sums, len(in.triggers))
	slack := float32(math.Log(float64(max(1, len(in.triggers)))))
	for i := range in.pairs {
		c := &in.pairs[i]
		most := p.leaders(in, c)
		out := p.score[i*maxLabels:][:maxLabels]
		copy(out, n.p[pLabels].w)
		for _, f := range c.features {
			add(out, n.row(pPairs, f))
		}
		for l := range symmetric {
			switch {
			case c.legal>>l&1 == 0:
			case out[l]+most[l]+slack < floor: // the sum can't lift it to where anybody looks
				out[l] += most[l]
			default:
				out[l] += p.join(in, c, l, false)
			}
		}
	}
}

// leaders finds, for each label, the largest part that a trigger has in the sum.
func (p *pass) leaders(in *Input, c *pair) *[maxLabels]float32 {
	parties := len(in.heads)
	for l := range p.most {
		p.most[l] = -math.MaxFloat32
	}
	for t := range in.triggers {
		tells := p.tells[t*maxLabels:][:maxLabels]
		a := p.fills[(t*parties+c.a)*2*maxLabels:][:maxLabels]
		b := p.fills[(t*parties+c.b)*2*maxLabels+maxLabels:][:maxLabels]
		neural.Most(p.most[:], b, tells, a)
	}
	return &p.most
}

// leader is the index of the trigger with the largest part for a label.
func (p *pass) leader(in *Input, c *pair, label int) (at int) {
	parties, most := len(in.heads), float32(math.Inf(-1))
	for t := range in.triggers {
		row := p.fills[t*parties*2*maxLabels:]
		if v := p.tells[t*maxLabels+label] + row[c.a*2*maxLabels+label] + row[c.b*2*maxLabels+maxLabels+label]; v > most {
			most, at = v, t
		}
	}
	return at
}

// join is the logarithm of the sum over triggers. It leaves their parts in
// p.sums.
func (p *pass) join(in *Input, c *pair, label int, symmetric bool) float32 {
	second := maxLabels
	if symmetric {
		second = 0
	}
	parties := len(in.heads)
	most := float32(math.Inf(-1))
	for t := range in.triggers {
		row := p.fills[t*parties*2*maxLabels:]
		v := p.tells[t*maxLabels+label] + row[c.a*2*maxLabels+label] + row[c.b*2*maxLabels+second+label]
		p.sums[t] = v
		most = max(most, v)
	}
	if len(in.triggers) == 0 {
		return -10
	}
	sum := float32(0)
	for t, v := range p.sums {
		e := float32(math.Exp(float64(v - most)))
		p.sums[t] = e
		sum += e
	}
	for t := range p.sums {
		p.sums[t] /= sum
	}
	return most + float32(math.Log(float64(sum)))
}

func (p *pass) block(token, block int) []float32 {
	return p.z[(token*blocks+block)*hidden:][:hidden]
}

// encode computes all that depends on triggers and parties.
func (n *Net) encode(p *pass, in *Input) {
	parties, trigs := len(in.heads), len(in.triggers)
	p.z = zeroed(p.z, in.tokens*blocks*hidden)
	neural.Gemm(p.z, in.x, n.p[pInput].w, in.tokens, n.width, blocks*hidden, n.width)
	bias := n.p[pBias].w
	p.h, p.u = grow(p.h, trigs*hidden), grow(p.u, trigs*parties*hidden)
	for k, t := range in.triggers {
		h := p.h[k*hidden:][:hidden]
		copy(h, p.block(t, 0))
		add(h, bias[:hidden])
		if o := in.objects[k]; o >= 0 {
			add(h, p.block(o, 1))
		}
		if g := in.governors[k]; g >= 0 {
			add(h, p.block(g, 2))
		}
		if in.both[k] >= 0 {
			add(h, n.row(pWords, in.both[k]))
		}
		if in.words[k] >= 0 {
			add(h, n.row(pWords, in.words[k]))
		}
		rectify(h)
		times(h, p.masks.h)
		for j, m := range in.heads {
			u := p.u[(k*parties+j)*hidden:][:hidden]
			copy(u, bias[hidden:])
			add(u, p.block(t, 3))
			add(u, p.block(m, 4))
			if o := in.owned[j]; o >= 0 {
				add(u, p.block(o, 5))
			}
			for _, f := range in.roles[(k*parties+j)*roleFeatures:][:roleFeatures] {
				if f >= 0 {
					add(u, n.row(pRoles, f))
				}
			}
			rectify(u)
			times(u, p.masks.u)
		}
	}
	p.tells = zeroed(p.tells, trigs*maxLabels)
	neural.Gemm(p.tells, p.h, n.p[pTells].w, trigs, hidden, maxLabels, hidden)
	for _, c := range in.cues {
		w := n.row(pCues, int32(c.kind))
		p.tells[c.trigger*maxLabels+c.label] += w[c.label] + w[maxLabels]
	}
	p.fills = zeroed(p.fills, trigs*parties*2*maxLabels)
	neural.Gemm(p.fills, p.u, n.p[pFills].w, trigs*parties, hidden, 2*maxLabels, hidden)
}

const leak = 0.1

func rectify(x []float32) {
	for i, v := range x {
		x[i] = max(v, leak*v)
	}
}

func times(x, mask []float32) {
	if mask == nil {
		return
	}
	for i, m := range mask {
		x[i] *= m
	}
}

func add(a, b []float32) { neural.Plus(a, a, b) }

func grow[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

func zeroed[T any](s []T, n int) []T {
	s = grow(s, n)
	clear(s)
	return s
}
