package neural

import "encoding/binary"

// Int8 is a matrix of weights in 8 bits, one scale an output, packed for the
// kernels: weight w[o][i] stands for scale[o]·w[o][i]. What it computes is the
// same to the last bit with every kernel, AVX-512 VNNI, AVX2 and plain Go:
// sums are whole numbers, and what follows them is rounded step by step.
type Int8 struct {
	in, out int // out is a multiple of Lanes
	quads   int // groups of four inputs
	// Panels of 64 outputs, then of 16: in each, for every group of four
	// inputs, the four weights of the first output, of the second, and so on.
	w     []uint8
	scale []float32
	// Minus 128 times the sum of each output's weights: what the offset of the
	// activations adds to its sum, turned round.
	offset []int32
}

const panel = 64

// NewInt8 packs weights, given as rows of one output each, in [-127, 127].
func NewInt8(rows, cols int, w []int8, scale []float32) *Int8 {
	m := new(Int8)
	m.Reload(rows, cols, w, scale)
	return m
}

// Reload packs other weights into the memory of m.
func (m *Int8) Reload(rows, cols int, w []int8, scale []float32) {
	m.open(rows, cols)
	copy(m.scale, scale[:rows])
	for o := range rows {
		width, at := m.panelOf(o)
		sum := int32(0)
		for i, x := range w[o*cols:][:cols] {
			if x == -128 {
				panic("neural: weights are -127 to 127")
			}
			m.w[at+i/4*width*4+i%4] = uint8(x)
			sum += int32(x)
		}
		m.offset[o] = -128 * sum
	}
}

// ReloadRows takes rows of activations for weights: each is an output.
func (m *Int8) ReloadRows(x *Rows) {
	m.open(x.n, x.cols)
	copy(m.scale, x.Scale[:x.n])
	for o := range x.n {
		width, at := m.panelOf(o)
		row := x.q[o*x.stride:][:x.stride]
		sum := int32(0)
		for k := 0; k < len(row); k += 4 {
			q := row[k:][:4]
			for i := k + 3; i >= x.cols; i-- { // between the rows lies anything
				q[i-k] = 128
			}
			sum += int32(q[0]) + int32(q[1]) + int32(q[2]) + int32(q[3]) - 4*128
			binary.LittleEndian.PutUint32(m.w[at+k*width:], binary.LittleEndian.Uint32(q)^0x80808080)
		}
		m.offset[o] = -128 * sum
	}
}

// open makes room for weights that are all zero.
func (m *Int8) open(rows, cols int) {
	m.in, m.out, m.quads = cols, Pad(rows), (cols+3)/4
	m.w = zeroed(m.w, m.out*m.quads*4)
	m.scale, m.offset = zeroed(m.scale, m.out), zeroed(m.offset, m.out)
}

// panelOf is how many outputs the panel of an output has, and where the
// output's first weight is.
func (m *Int8) panelOf(o int) (width, at int) {
	width = panel
	if o >= m.out/panel*panel {
		width = Lanes
	}
	first := o / width * width
	return width, first*m.quads*4 + (o-first)*4
}

// In is how many inputs the matrix has.
func (m *Int8) In() int { return m.in }

// Out is how many outputs it has, rounded up to a multiple of Lanes. Those
// beyond the rows given are zero.
func (m *Int8) Out() int { return m.out }

// Mul puts the product of each row of x with the weights into dst, whose rows
// are Out apart, and adds the bias, of Out numbers, if it is not nil.
func (m *Int8) Mul(dst []float32, x *Rows, bias []float32) {
	if bias == nil {
		clear(dst[:x.n*m.out])
		m.Add(dst, x)
		return
	}
	m.run(best, dst, x, bias[:m.out], 0)
}

// Add adds the product of each row of x with the weights to dst, whose rows
// are Out apart.
func (m *Int8) Add(dst []float32, x *Rows) { m.run(best, dst, x, dst, m.out) }

// Sum puts base, whose rows are Out apart, plus the product of each row of x
// with the weights into dst.
func (m *Int8) Sum(dst, base []float32, x *Rows) { m.run(best, dst, x, base, m.out) }

// run adds the products to base, whose rows are ldb apart, and puts that into
// dst.
func (m *Int8) run(k kernel, dst []float32, x *Rows, base []float32, ldb int) {
	if x.cols != m.in {
		panic("neural: rows of another width than the weights have")
	}
	if x.n == 0 || m.out == 0 {
		return
	}
	_, _ = dst[x.n*m.out-1], base[(x.n-1)*ldb+m.out-1]
	if m.quads == 0 {
		for i := range x.n {
			copy(dst[i*m.out:][:m.out], base[i*ldb:][:m.out])
		}
		return
	}
	for o := 0; o < m.out; {
		width, at := m.panelOf(o)
		switch k {
		case vnni:
			m.panelVNNI(dst, x, base, ldb, o, width, at)
		case avx2:
			m.panelAVX2(dst, x, base, ldb, o, width, at)
		default:
			m.panelGo(dst, x, base, ldb, o, width, at)
		}
		o += width
	}
}

// kernel names an implementation.
type kernel int

const (
	plain kernel = iota
	avx2
	vnni
)

func (m *Int8) panelGo(dst []float32, x *Rows, base []float32, ldb, o, width, at int) {
	var sums [panel]int32
	w := m.w[at:][:width*m.quads*4]
	for i := range x.n {
		acc := sums[:width]
		copy(acc, m.offset[o:])
		q := x.q[i*x.stride:][:m.quads*4]
		for k := 0; k < len(q); k += 4 {
			a, b, c, d := int32(q[k]), int32(q[k+1]), int32(q[k+2]), int32(q[k+3])
			row := w[k*width:][:width*4]
			for j := range acc {
				y := row[j*4:][:4]
				acc[j] += a*int32(int8(y[0])) + b*int32(int8(y[1])) + c*int32(int8(y[2])) + d*int32(int8(y[3]))
			}
		}
		to, from, scale, s := dst[i*m.out+o:][:width], base[i*ldb+o:][:width], m.scale[o:][:width], x.Scale[i]
		for j, sum := range acc {
			to[j] = from[j] + float32(float32(float32(sum)*scale[j])*s)
		}
	}
}

// QuantiseColumns makes weights of 8 bits of a matrix of k inputs and n
// outputs as Gemm takes it, one column an output: for NewInt8, n rows of k
// numbers, and the scale of each.
func QuantiseColumns(w []float32, k, n int) (q []int8, scale []float32) {
	q, scale = make([]int8, n*k), make([]float32, n)
	for o := range n {
		most := float32(0)
		for i := range k {
			most = max(most, w[i*n+o], -w[i*n+o])
		}
		if most < tiny {
			continue
		}
		scale[o] = most / 127
		f := 127 / most
		for i := range k {
			q[o*k+i] = int8(round(w[i*n+o] * f))
		}
	}
	return q, scale
}
