package parse

import (
	"math"
	"slices"
)

// decoder turns scores of arcs into a tree. The score of head h for word d is
// s[d*ld+h]; head n is the root.
type decoder struct {
	mark []int32
	// Spans of the chart, at i*n+j with i ≤ j: scores, and where they are
	// split. comp spans are finished on the side away from their head, open
	// spans have an arc between their ends; 0 heads at i, 1 at j.
	comp, open     [2][]float32
	compAt, openAt [2][]int16
	// The same at j*n+i: what a loop reads then lies side by side.
	compTo [2][]float32
	openTo []float32
}

// solve finds the heads: the best head of each word if that makes a tree,
// which it mostly does, else the best tree without crossing arcs. Exactly one
// word depends on the root.
func (d *decoder) solve(s []float32, n, ld int, head []int32) {
	roots := 0
	for i := range n {
		row := s[i*ld:][:n+1]
		best := -1
		for h, x := range row {
			if h != i && (best < 0 || x > row[best]) {
				best = h
			}
		}
		head[i] = int32(best)
		if best == n {
			roots++
		}
	}
	if roots != 1 || d.cyclic(head, n) {
		d.projective(s, n, ld, head)
	}
}

// cyclic reports whether some word is its own ancestor.
func (d *decoder) cyclic(head []int32, n int) bool {
	d.mark = slices.Grow(d.mark[:0], n)[:n]
	clear(d.mark)
	for i := range n {
		j := i
		for j != n && d.mark[j] == 0 {
			d.mark[j] = int32(i) + 1
			j = int(head[j])
		}
		if j != n && d.mark[j] == int32(i)+1 {
			return true
		}
	}
	return false
}

// projective is Eisner's algorithm, with the root chosen at the end.
func (d *decoder) projective(s []float32, n, ld int, head []int32) {
	for k := range 2 {
		d.comp[k], d.compTo[k], d.open[k] = grow(d.comp[k], n*n), grow(d.compTo[k], n*n), grow(d.open[k], n*n)
		d.compAt[k], d.openAt[k] = grow(d.compAt[k], n*n), grow(d.openAt[k], n*n)
		for i := range n {
			d.comp[k][i*n+i], d.compTo[k][i*n+i] = 0, 0
		}
	}
	d.openTo = grow(d.openTo, n*n)
	for width := 1; width < n; width++ {
		for i := 0; i+width < n; i++ {
			j := i + width
			from, to := i*n+j, j*n+i
			best, at := bestSum(d.comp[0][i*n+i:from], d.compTo[1][to+1:j*n+j+1])
			d.open[0][from], d.open[1][from] = best+s[j*ld+i], best+s[i*ld+j]
			d.openTo[to] = d.open[1][from]
			d.openAt[0][from] = int16(i + at)

			best, at = bestSum(d.open[0][i*n+i+1:from+1], d.compTo[0][to+1:j*n+j+1])
			d.comp[0][from], d.compTo[0][to], d.compAt[0][from] = best, best, int16(i+1+at)

			best, at = bestSum(d.comp[1][i*n+i:from], d.openTo[to:j*n+j])
			d.comp[1][from], d.compTo[1][to], d.compAt[1][from] = best, best, int16(i+at)
		}
	}
	root, most := 0, float32(math.Inf(-1))
	for r := range n {
		if x := d.comp[1][r] + d.comp[0][r*n+n-1] + s[r*ld+n]; x > most {
			root, most = r, x
		}
	}
	head[root] = int32(n)
	d.finished(1, 0, root, n, head)
	d.finished(0, root, n-1, n, head)
}

// bestSum is the largest sum of the pairs of two lists of the same length, and
// the first place that has it.
func bestSum(a, b []float32) (float32, int) {
	best, at := float32(math.Inf(-1)), 0
	b = b[:len(a)]
	for i, x := range a {
		if x += b[i]; x > best {
			best, at = x, i
		}
	}
	return best, at
}

// finished reads the arcs of a finished span off the chart.
func (d *decoder) finished(side, i, j, n int, head []int32) {
	for i < j {
		k := int(d.compAt[side][i*n+j])
		if side == 0 {
			head[k] = int32(i)
			d.between(i, k, n, head)
			i = k
		} else {
			head[k] = int32(j)
			d.between(k, j, n, head)
			j = k
		}
	}
}

// between reads the arcs under an arc from i to j or back.
func (d *decoder) between(i, j, n int, head []int32) {
	k := int(d.openAt[0][i*n+j])
	d.finished(0, i, k, n, head)
	d.finished(1, k+1, j, n, head)
}
