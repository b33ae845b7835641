package weights

import (
	"fmt"
	"math"
	"slices"
)

// Table is a matrix of whole numbers from -127 to 127 with a scale for each
// row: the number in row i and column j is Scales[i] · W[i·Cols+j].
type Table struct {
	Cols   int
	Scales []float32
	W      []int8
}

// Row puts row i into dst, which has Cols numbers.
func (t *Table) Row(dst []float32, i int) {
	scale := t.Scales[i]
	dst = dst[:t.Cols]
	for j, w := range t.W[i*t.Cols:][:len(dst)] {
		dst[j] = float32(w) * scale
	}
}

// AddRow adds row i to dst, which has Cols numbers.
func (t *Table) AddRow(dst []float32, i int) {
	scale := t.Scales[i]
	dst = dst[:t.Cols]
	for j, w := range t.W[i*t.Cols:][:len(dst)] {
		dst[j] += float32(float32(w) * scale)
	}
}

// Fail notes an error, unless there is one already, and stops the reading.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

// Vector reads a list of n numbers, all finite. name is for the error.
func (r *Reader) Vector(name string, n int) []float32 {
	list := r.Floats()
	if r.Failed() {
		return nil
	}
	if len(list) != n {
		r.Fail(fmt.Errorf("%s: %d numbers, want %d", name, len(list), n))
		return nil
	}
	for _, x := range list {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			r.Fail(fmt.Errorf("%s: a number is not finite", name))
			return nil
		}
	}
	return list
}

// Table reads a matrix of rows × cols numbers: the scales, the numbers.
func (r *Reader) Table(name string, rows, cols int) Table {
	t := Table{Cols: cols, Scales: r.Vector("scales of "+name, rows), W: r.Int8s()}
	switch {
	case r.Failed():
		return Table{}
	case len(t.W) != rows*cols:
		r.Fail(fmt.Errorf("%s: %d numbers, want %d × %d", name, len(t.W), rows, cols))
		return Table{}
	case slices.Contains(t.W, -128):
		r.Fail(fmt.Errorf("%s: the number -128, the least is -127", name))
		return Table{}
	}
	return t
}
