package parse

import (
	"math/rand/v2"
	"testing"
)

// brute finds the best projective tree with one root by trying all heads.
func brute(s []float32, n, ld int) float32 {
	head := make([]int32, n)
	best := float32(-1e9)
	var try func(i int, sum float32)
	try = func(i int, sum float32) {
		if i == n {
			if ok := isTree(head, n) && projective(head, n); ok {
				best = max(best, sum)
			}
			return
		}
		for h := range n + 1 {
			if h != i {
				head[i] = int32(h)
				try(i+1, sum+s[i*ld+h])
			}
		}
	}
	try(0, 0)
	return best
}

func isTree(head []int32, n int) bool {
	roots := 0
	for i := range n {
		if int(head[i]) == n {
			roots++
		}
		steps, j := 0, i
		for j != n {
			j = int(head[j])
			if steps++; steps > n {
				return false
			}
		}
	}
	return roots == 1
}

func projective(head []int32, n int) bool {
	for i := range n {
		for j := range n {
			a, b := min(i, int(head[i])), max(i, int(head[i]))
			c, d := min(j, int(head[j])), max(j, int(head[j]))
			if b == n || d == n {
				continue
			}
			if a < c && c < b && b < d {
				return false
			}
		}
		// an arc must not cover the word that depends on the root
		if int(head[i]) == n {
			for j := range n {
				if h := int(head[j]); h != n && min(j, h) < i && i < max(j, h) {
					return false
				}
			}
		}
	}
	return true
}

func TestProjectiveFindsTheBestTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var d decoder
	for range 60 {
		n := 1 + rng.IntN(5)
		ld := n + 3
		s := make([]float32, n*ld)
		for i := range s {
			s[i] = float32(rng.NormFloat64())
		}
		head := make([]int32, n)
		d.projective(s, n, ld, head)
		if !isTree(head, n) || !projective(head, n) {
			t.Fatalf("got %v, want a projective tree", head)
		}
		sum := float32(0)
		for i, h := range head {
			sum += s[i*ld+int(h)]
		}
		if want := brute(s, n, ld); sum < want-1e-4 || sum > want+1e-4 {
			t.Fatalf("n=%d: got a tree of score %v, want %v", n, sum, want)
		}
	}
}

func TestSolveGivesATree(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	var d decoder
	for range 300 {
		n := 1 + rng.IntN(40)
		ld := n + 1
		s := make([]float32, n*ld)
		for i := range s {
			s[i] = float32(rng.NormFloat64())
		}
		head := make([]int32, n)
		d.solve(s, n, ld, head)
		if !isTree(head, n) {
			t.Fatalf("got %v, want a tree", head)
		}
	}
}
