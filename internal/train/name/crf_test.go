package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/entente-kg/entente/nlp/name"
)

// TestChainAgainstEnumeration compares sums and expected counts with those of
// all tag sequences written out.
func TestChainAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const n = 3
	emit := make([][tags]float32, n)
	var next [tags][tags]float32
	for i := range emit {
		for y := range emit[i] {
			emit[i][y] = rng.Float32()*4 - 2
		}
	}
	c := newChain()
	c.each(func(a, b int) { next[a][b] = rng.Float32()*2 - 1 })
	allowed := []uint32{anyTag, anyTag &^ 0b110, anyTag &^ 1}

	var want [n]row
	total := 0.0
	var seq [n]uint8
	var walk func(i int, p float64)
	walk = func(i int, p float64) {
		if i == n {
			if name.Opens(seq[n-1]) {
				return
			}
			total += p
			for k, y := range seq {
				want[k][y] += p
			}
			return
		}
		for y := range uint8(tags) {
			if allowed[i]>>y&1 == 0 || i == 0 && name.Continues(y) || i > 0 && !name.Follows(seq[i-1], y) {
				continue
			}
			w := float64(emit[i][y])
			if i > 0 {
				w += float64(next[seq[i-1]][y])
			}
			seq[i] = y
			walk(i+1, p*math.Exp(w))
		}
	}
	walk(0, 1)

	c.setTransitions(&next)
	c.setEmissions(emit)
	got := make([]row, n)
	var pairs [tags][tags]float64
	logz, ok := c.sum(allowed, 1, got, &pairs)
	if !ok {
		t.Fatal("no sequence is allowed")
	}
	tops := 0.0
	for i := range emit {
		top := emit[i][0]
		for _, v := range emit[i] {
			top = max(top, v)
		}
		tops += float64(top)
	}
	if math.Abs(logz+tops-math.Log(total)) > 1e-6 {
		t.Errorf("log sum %v, want %v", logz+tops, math.Log(total))
	}
	ends, sum := row{}, 0.0
	for a := range pairs {
		for b, p := range pairs[a] {
			ends[b] += p
			sum += p
		}
	}
	for i := range got {
		for y := range got[i] {
			if w := want[i][y] / total; math.Abs(got[i][y]-w) > 1e-6 {
				t.Errorf("token %d tag %d: %v, want %v", i, y, got[i][y], w)
			}
		}
	}
	if math.Abs(sum-(n-1)) > 1e-6 {
		t.Errorf("pairs sum to %v, want %d", sum, n-1)
	}
	for y := range ends {
		if w := got[1][y] + got[2][y]; math.Abs(ends[y]-w) > 1e-6 {
			t.Errorf("pairs ending in tag %d: %v, want %v", y, ends[y], w)
		}
	}
}

func TestChainNothingAllowed(t *testing.T) {
	c := newChain()
	next, pairs := [tags][tags]float32{}, [tags][tags]float64{}
	c.setTransitions(&next)
	c.setEmissions(make([][tags]float32, 1))
	if _, ok := c.sum([]uint32{1 << name.Tag(0, name.Begin)}, 1, make([]row, 1), &pairs); ok {
		t.Error("a name may not stay open at the end")
	}
}
