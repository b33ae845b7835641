package main

import (
	"math"

	"github.com/entente-kg/entente/nlp/name"
)

const tags = name.NumTags

// row is a weight, or the like, for every tag.
type row [tags]float64

// chain does the sums over all tag sequences of one sentence, as forward and
// backward recursions over scaled probabilities.
type chain struct {
	trans  [tags][tags]float64 // exp of the weights, 0 where not allowed
	pot    []row               // exp of the emissions
	alpha  []row
	beta   []row
	scale  []float64
	closed []int // tags that leave no name open
	starts []int // tags that may follow those
}

func newChain() *chain {
	c := &chain{}
	for t := range tags {
		if !name.Opens(uint8(t)) {
			c.closed = append(c.closed, t)
		}
		if !name.Continues(uint8(t)) {
			c.starts = append(c.starts, t)
		}
	}
	return c
}

// each calls f for every pair of tags that may follow each other.
func (c *chain) each(f func(a, b int)) {
	for _, a := range c.closed {
		for _, b := range c.starts {
			f(a, b)
		}
	}
	for a := range tags {
		if name.Opens(uint8(a)) {
			base := (a-1)/4*4 + 1
			f(a, base+name.Inside)
			f(a, base+name.Final)
		}
	}
}

func (c *chain) setTransitions(next *[tags][tags]float32) {
	c.each(func(a, b int) { c.trans[a][b] = math.Exp(float64(next[a][b])) })
}

func (c *chain) resize(n int) {
	for len(c.pot) < n {
		c.pot = append(c.pot, row{})
		c.alpha = append(c.alpha, row{})
		c.beta = append(c.beta, row{})
		c.scale = append(c.scale, 0)
	}
}

func (c *chain) setEmissions(emit [][tags]float32) {
	c.resize(len(emit))
	for i := range emit {
		top := emit[i][0]
		for _, v := range emit[i] {
			top = max(top, v)
		}
		for t, v := range emit[i] {
			c.pot[i][t] = math.Exp(float64(v - top))
		}
	}
}

// sum runs both recursions over the sequences whose tags lie in allowed, and
// adds sign times the probability of each tag to grad and of each pair to
// pairs. It returns the logarithm of the sum (short of what setEmissions took
// out, which is the same for every set of sequences), or false when no
// sequence is allowed.
func (c *chain) sum(allowed []uint32, sign float64, grad []row, pairs *[tags][tags]float64) (float64, bool) {
	n := len(allowed)
	logz, ok := c.forward(allowed)
	if !ok {
		return 0, false
	}
	c.backward(allowed)
	for i := range n {
		for t := range tags {
			grad[i][t] += sign * c.alpha[i][t] * c.beta[i][t]
		}
	}
	for i := 1; i < n; i++ {
		var right row
		for t := range tags {
			if allowed[i]>>t&1 != 0 && (i < n-1 || !name.Opens(uint8(t))) {
				right[t] = c.pot[i][t] * c.beta[i][t] / c.scale[i] * sign
			}
		}
		left := &c.alpha[i-1]
		for _, a := range c.closed {
			if left[a] == 0 {
				continue
			}
			for _, b := range c.starts {
				pairs[a][b] += left[a] * c.trans[a][b] * right[b]
			}
		}
		for l := 1; l < tags; l += 4 {
			for a := l; a <= l+1; a++ {
				pairs[a][l+1] += left[a] * c.trans[a][l+1] * right[l+1]
				pairs[a][l+2] += left[a] * c.trans[a][l+2] * right[l+2]
			}
		}
	}
	return logz, true
}

func (c *chain) forward(allowed []uint32) (float64, bool) {
	logz := 0.0
	for i := range allowed {
		cur := &c.alpha[i]
		*cur = row{}
		total := 0.0
		last := i == len(allowed)-1
		for t := range tags {
			if allowed[i]>>t&1 == 0 || last && name.Opens(uint8(t)) {
				continue
			}
			in := 0.0
			switch {
			case i == 0:
				if !name.Continues(uint8(t)) {
					in = 1
				}
			case name.Continues(uint8(t)):
				l := (t - 1) / 4 * 4
				in = c.alpha[i-1][l+1]*c.trans[l+1][t] + c.alpha[i-1][l+2]*c.trans[l+2][t]
			default:
				for _, a := range c.closed {
					in += c.alpha[i-1][a] * c.trans[a][t]
				}
			}
			cur[t] = in * c.pot[i][t]
			total += cur[t]
		}
		if total < 1e-250 {
			return 0, false
		}
		for t := range cur {
			cur[t] /= total
		}
		c.scale[i] = total
		logz += math.Log(total)
	}
	return logz, true
}

func (c *chain) backward(allowed []uint32) {
	n := len(allowed)
	for t := range tags {
		c.beta[n-1][t] = 1
	}
	for i := n - 2; i >= 0; i-- {
		var right row
		for t := range tags {
			if allowed[i+1]>>t&1 != 0 && (i+1 < n-1 || !name.Opens(uint8(t))) {
				right[t] = c.pot[i+1][t] * c.beta[i+1][t] / c.scale[i+1]
			}
		}
		cur := &c.beta[i]
		for _, a := range c.closed {
			s := 0.0
			for _, b := range c.starts {
				s += c.trans[a][b] * right[b]
			}
			cur[a] = s
		}
		for l := 1; l < tags; l += 4 {
			for a := l; a <= l+1; a++ {
				cur[a] = c.trans[a][l+1]*right[l+1] + c.trans[a][l+2]*right[l+2]
			}
		}
	}
}
