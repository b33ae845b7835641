package neural

import "golang.org/x/sys/cpu"

var best = detect()

func detect() kernel {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA:
		return plain
	case x.HasAVX512F && x.HasAVX512VNNI:
		return vnni
	}
	return avx2
}

// task is what a kernel is called with: some rows of activations, ldq bytes
// apart, and the outputs of a panel from some output on. base and dst are ldb
// and ldd bytes apart.
type task struct {
	quads  int
	q      *uint8
	ldq    int
	w      *uint8
	step   int // bytes from one group of four inputs to the next
	offset *int32
	scale  *float32
	rows   *float32 // scales of the rows
	base   *float32
	ldb    int
	dst    *float32
	ldd    int
}

// at makes the task that begins with a row and an output.
func (m *Int8) at(dst []float32, x *Rows, base []float32, ldb, row, o, width, w int) task {
	return task{
		quads: m.quads, q: &x.q[row*x.stride], ldq: x.stride,
		w: &m.w[w], step: width * 4, offset: &m.offset[o], scale: &m.scale[o], rows: &x.Scale[row],
		base: &base[row*ldb+o], ldb: ldb * 4, dst: &dst[row*m.out+o], ldd: m.out * 4,
	}
}

func (m *Int8) panelVNNI(dst []float32, x *Rows, base []float32, ldb, o, width, at int) {
	for i := 0; i < x.n; {
		t := m.at(dst, x, base, ldb, i, o, width, at)
		switch rows := x.n - i; {
		case width == panel && rows >= 4:
			vnni4x64(&t)
			i += 4
		case width == panel && rows == 3:
			vnni3x64(&t)
			i += 3
		case width == panel && rows == 2:
			vnni2x64(&t)
			i += 2
		case width == panel:
			vnni1x64(&t)
			i++
		case rows >= 4:
			vnni4x16(&t)
			i += 4
		default:
			vnni1x16(&t)
			i++
		}
	}
}

func (m *Int8) panelAVX2(dst []float32, x *Rows, base []float32, ldb, o, width, at int) {
	for i := 0; i < x.n; {
		rows := min(2, x.n-i)
		for j := 0; j < width; {
			t := m.at(dst, x, base, ldb, i, o+j, width, at+j*4)
			switch {
			case width == panel && rows == 2:
				avx2x2x32(&t)
				j += 32
			case width == panel:
				avx2x1x32(&t)
				j += 32
			case rows == 2:
				avx2x2x16(&t)
				j += 16
			default:
				avx2x1x16(&t)
				j += 16
			}
		}
		i += rows
	}
}

//go:noescape
func vnni4x64(t *task)

//go:noescape
func vnni3x64(t *task)

//go:noescape
func vnni2x64(t *task)

//go:noescape
func vnni1x64(t *task)

//go:noescape
func vnni4x16(t *task)

//go:noescape
func vnni1x16(t *task)

//go:noescape
func avx2x2x32(t *task)

//go:noescape
func avx2x1x32(t *task)

//go:noescape
func avx2x2x16(t *task)

//go:noescape
func avx2x1x16(t *task)

// most8 is the largest absolute value of 8·n numbers.
//
//go:noescape
func most8(x *float32, n int) float32

// quantise8 does quantise on 8·n numbers.
//
//go:noescape
func quantise8(q *uint8, x *float32, f float32, n int)

// addRows32 does Rows.AddTo on 32·n numbers.
//
//go:noescape
func addRows32(x *float32, q *uint8, stride int, scale *float32, rows *int32, count, n int)

// step8 does Step for 8·n units.
//
//go:noescape
func step8(gates, c *float32, out *uint8, n int)

// leak8 does Leak on 8·n numbers.
//
//go:noescape
func leak8(x *float32, slope float32, n int)

// plus8 does Plus on 8·n numbers.
//
//go:noescape
func plus8(dst, a, b *float32, n int)

// mostOf8 does Most on 8·n numbers.
//
//go:noescape
func mostOf8(most, a, b, c *float32, n int)

// addRuns does AddRuns for n codes.
//
//go:noescape
func addRuns(x, table *float32, code *byte, n int, s float32)

// addLines does Lines.Add for n rows.
//
//go:noescape
func addLines(x, lengths, first, second *float32, lines *byte, rows *uint32, n int)
