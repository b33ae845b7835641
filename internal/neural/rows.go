package neural

import (
	"math"
	"slices"
)

// Rows are rows of activations in 8 bits with one scale a row: the byte q of
// row i stands for Scale[i]·(q−128). The zero value is ready to use, and keeps
// its memory from one use to the next.
type Rows struct {
	Scale  []float32
	n      int
	cols   int
	stride int // cols rounded up to a multiple of 4; what lies between is never seen
	q      []uint8
}

// tiny is the largest magnitude of a row that is taken for zero.
const tiny = 1e-30

// Reset makes n rows of cols numbers each, to be filled through Row and Scale.
func (r *Rows) Reset(n, cols int) {
	r.n, r.cols, r.stride = n, cols, (cols+3)/4*4
	r.q, r.Scale = grow(r.q, n*r.stride), grow(r.Scale, n)
}

// Len is how many rows there are.
func (r *Rows) Len() int { return r.n }

// Cut keeps the first n rows.
func (r *Rows) Cut(n int) { r.n, r.Scale = n, r.Scale[:n] }

// Slice is the rows from one to before another, in the same memory.
func (r *Rows) Slice(from, to int) Rows {
	return Rows{Scale: r.Scale[from:to], n: to - from, cols: r.cols, stride: r.stride, q: r.q[from*r.stride : to*r.stride]}
}

// Row is one row's bytes.
func (r *Rows) Row(i int) []uint8 { return r.q[i*r.stride:][:r.cols] }

// Quantise takes n rows of x, cols numbers each, which are lda apart. The
// largest magnitude of a row becomes 127 steps; ties are rounded to even. All
// numbers have to be finite.
func (r *Rows) Quantise(x []float32, n, cols, lda int) {
	r.Reset(n, cols)
	for i := range n {
		row := x[i*lda:][:cols]
		most := magnitude(row)
		if most < tiny {
			r.Scale[i] = 0
			quantise(r.Row(i), row, 0)
			continue
		}
		r.Scale[i] = most / 127
		quantise(r.Row(i), row, 127/most)
	}
}

// QuantiseFixed does the same where it is known that no magnitude is beyond
// most; what is beyond all the same is cut.
func (r *Rows) QuantiseFixed(x []float32, n, cols, lda int, most float32) {
	r.Reset(n, cols)
	for i := range n {
		r.Scale[i] = most / 127
		quantise(r.Row(i), x[i*lda:][:cols], 127/most)
	}
}

// AddTo adds what some of the rows stand for to x, one after the other and
// number by number, rounded after each operation. The result is the same to the
// last bit on every processor.
func (r *Rows) AddTo(x []float32, rows []int32) {
	x = x[:r.cols]
	for _, i := range rows {
		_ = r.Scale[i]
	}
	n := len(x) / 32
	if best != plain && n > 0 && len(rows) > 0 {
		addRows32(&x[0], &r.q[0], r.stride, &r.Scale[0], &rows[0], len(rows), n)
	} else {
		n = 0
	}
	for _, i := range rows {
		scale := r.Scale[i]
		for j, b := range r.Row(int(i))[n*32:] {
			x[n*32+j] += float32(float32(int32(b)-128) * scale)
		}
	}
}

// magnitude is the largest absolute value.
func magnitude(x []float32) float32 {
	most := float32(0)
	if n := len(x) / 8; best != plain && n > 0 {
		most = most8(&x[0], n)
		x = x[n*8:]
	}
	for _, v := range x {
		most = max(most, v, -v)
	}
	return most
}

// quantise puts the nearest whole number to each number of x times f, plus
// 128, into q. What is beyond 127 is cut.
func quantise(q []uint8, x []float32, f float32) {
	q = q[:len(x)]
	if n := len(x) / 8; best != plain && n > 0 {
		quantise8(&q[0], &x[0], f, n)
		q, x = q[n*8:], x[n*8:]
	}
	for i, v := range x {
		q[i] = uint8(round(v*f) + 128)
	}
}

// round is the nearest whole number within 127 of zero, of two the even one.
func round(v float32) int32 {
	return int32(math.RoundToEven(float64(max(-127, min(127, v)))))
}

func grow[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

func zeroed[T any](s []T, n int) []T {
	s = grow(s, n)
	clear(s)
	return s
}
