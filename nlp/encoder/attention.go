package encoder

import (
	"math"

	"github.com/entente-kg/entente/internal/neural"
)

// attention is scratch memory for attention, whose products are made of whole
// numbers of 16 bits: twice as fast as those of float32, and hardly less
// exact.
type attention struct {
	queries, keys, values []int16   // rows × hidden
	pairs                 []int16   // keys or values of one head, as neural.Product16 takes them
	scores                []float32 // of one head: rows × columns
	weights               []int16   // the same, as shares of whole
}

// whole is the sum of the weights of a query.
const whole = math.MaxInt16

// attend mixes, for each of n queries of a sentence and each head, the values of
// all of its rows by how well their keys go with the query.
func (e *Encoder) attend(mix, q, kv []float32, n, all int) {
	if n == 0 {
		return
	}
	h := e.m.hidden
	width, cols := h/e.m.heads, neural.Pad(all)
	// the greatest steps whose products add up within 32 bits
	steps := float32(min(math.MaxInt16, math.Floor(math.Sqrt(math.MaxInt32/float64(width)))))
	var queryStep, keyStep, valueStep float32
	e.queries, queryStep = steppedRows(e.queries, q, n, h, h, steps)
	e.keys, keyStep = steppedRows(e.keys, kv, all, h, 2*h, steps)
	e.values, valueStep = steppedRows(e.values, kv[h:], all, h, 2*h, math.MaxInt16)
	e.pairs = grow(e.pairs, width*cols)
	e.scores, e.weights = grow(e.scores, n*cols), grow(e.weights, n*cols)
	for at := 0; at < h; at += width {
		for j := range width / 2 {
			clear(e.pairs[2*(j*cols+all) : 2*(j+1)*cols])
		}
		neural.PairsTurned(e.pairs, e.keys[at:], all, width, h, cols)
		neural.Product16(e.scores, e.queries[at:], e.pairs, n, width, cols, h, cols, cols, queryStep*keyStep)
		for i := range n {
			row := e.scores[i*cols:][:cols]
			for j := all; j < cols; j++ {
				row[j] = -1e30 // weighs nothing
			}
			sum := neural.Exponentials(row)
			neural.Quantise16(e.weights[i*cols:][:cols], row, whole/sum)
		}
		neural.Pairs(e.pairs, e.values[at:], all, width, h, width)
		neural.Product16(mix[at:], e.weights, e.pairs, n, (all+1)/2*2, width, cols, width, h, valueStep/whole)
	}
}

// steppedRows rounds n rows of x, lda apart, to whole numbers of which the
// greatest is steps, and gives what one step stands for.
func steppedRows(q []int16, x []float32, n, cols, lda int, steps float32) ([]int16, float32) {
	most := float32(1e-30) // of rows that are zero
	for i := range n {
		most = max(most, neural.Magnitude(x[i*lda:][:cols]))
	}
	q = grow(q, n*cols)
	for i := range n {
		neural.Quantise16(q[i*cols:][:cols], x[i*lda:][:cols], steps/most)
	}
	return q, most / steps
}
