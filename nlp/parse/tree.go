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
		d.comp[k] = slices.Grow(d.comp[k][:0], n*n)[:n*n]
		d.open[k] = slices.Grow(d.open[k][:0], n*n)[:n*n]
		d.compAt[k] = slices.Grow(d.compAt[k][:0], n*n)[:n*n]
		d.openAt[k] = slices.Grow(d.openAt[k][:0], n*n)[:n*n]
		for i := range n {
			d.comp[k][i*n+i] = 0
		}
	}
	for width := 1; width < n; width++ {
		for i := 0; i+width < n; i++ {
			j := i + width
			best, at := float32(math.Inf(-1)), i
			for k := i; k < j; k++ {
				if x := d.comp[0][i*n+k] + d.comp[1][(k+1)*n+j]; x > best {
					best, at = x, k
				}
			}
			d.open[0][i*n+j], d.open[1][i*n+j] = best+s[j*ld+i], best+s[i*ld+j]
			d.openAt[0][i*n+j] = int16(at)
			best, at = float32(math.Inf(-1)), j
			for k := i + 1; k <= j; k++ {
				if x := d.open[0][i*n+k] + d.comp[0][k*n+j]; x > best {
					best, at = x, k
				}
			}
			d.comp[0][i*n+j], d.compAt[0][i*n+j] = best, int16(at)
			best, at = float32(math.Inf(-1)), i
			for k := i; k < j; k++ {
				if x := d.comp[1][i*n+k] + d.open[1][k*n+j]; x > best {
					best, at = x, k
				}
			}
			d.comp[1][i*n+j], d.compAt[1][i*n+j] = best, int16(at)
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
