package weights

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/entente-kg/entente/internal/neural"
)

// Coarse is a matrix of whole numbers of a few bits, with a scale of 16 bits
// for each group of coarseGroup numbers of a row. It stays packed: a row begins
// with a byte, and its numbers fill bytes from their lowest bit.
type Coarse struct {
	Rows, Cols int
	bits       int
	scales     []float32 // rows × groups
	w          []byte
}

const (
	coarseGroup = 64
	maxBits     = 8
)

func (t *Coarse) groups() int { return (t.Cols + coarseGroup - 1) / coarseGroup }

// width is how many bytes a row has.
func (t *Coarse) width() int { return (t.Cols*t.bits + 7) / 8 }

// Row puts row i into dst, which has Cols numbers.
func (t *Coarse) Row(dst []float32, i int) {
	b, scales := t.w[i*t.width():], t.scales[i*t.groups():][:t.groups()]
	dst = dst[:t.Cols]
	for _, scale := range scales {
		n := min(coarseGroup, len(dst))
		t.unpack(dst[:n], b, scale)
		b, dst = b[min(len(b), coarseGroup*t.bits/8):], dst[n:]
	}
}

// unpack puts the first numbers of b times scale into dst: eight at a time,
// which fill as many bytes as a number has bits.
func (t *Coarse) unpack(dst []float32, b []byte, scale float32) {
	bits, mask := t.bits, uint64(1)<<t.bits-1
	zero := int32(1) << (bits - 1)
	for ; len(dst) >= 8 && len(b) >= 8; dst, b = dst[8:], b[bits:] {
		codes := binary.LittleEndian.Uint64(b)
		for j := range dst[:8] {
			dst[j] = float32(int32(codes&mask)-zero) * scale
			codes >>= bits
		}
	}
	codes, have := uint64(0), 0
	for j := range dst {
		if have < bits {
			codes |= uint64(b[0]) << have
			b, have = b[1:], have+8
		}
		dst[j] = float32(int32(codes&mask)-zero) * scale
		codes, have = codes>>bits, have-bits
	}
}

// Round puts all rows into to, in 8 bits with a scale for each.
func (t *Coarse) Round(to *neural.Rows) {
	x := make([]float32, t.Rows*t.Cols)
	for i := range t.Rows {
		t.Row(x[i*t.Cols:][:t.Cols], i)
	}
	to.Quantise(x, t.Rows, t.Cols, t.Cols)
}

// Coarse reads a matrix of rows × cols numbers: the number of bits, the scales,
// the numbers. It keeps parts of what is read.
func (r *Reader) Coarse(name string, rows, cols int) Coarse {
	t := Coarse{Rows: rows, Cols: cols, bits: r.Uint()}
	n := r.count(2)
	scales := r.b[:2*n]
	r.b = r.b[2*n:]
	t.w = r.Bytes()
	switch {
	case r.Failed():
		return Coarse{}
	case t.bits < 2 || t.bits > maxBits:
		r.Fail(fmt.Errorf("%s: numbers of %d bits, not of 2 to %d", name, t.bits, maxBits))
		return Coarse{}
	case n != rows*t.groups() || len(t.w) != rows*t.width():
		r.Fail(fmt.Errorf("%s: %d scales and %d bytes, want %d and %d for %d × %d numbers", name, n, len(t.w), rows*t.groups(), rows*t.width(), rows, cols))
		return Coarse{}
	}
	t.scales = make([]float32, n)
	for i := range t.scales {
		t.scales[i] = half(binary.LittleEndian.Uint16(scales[2*i:]))
		if !(t.scales[i] >= 0 && t.scales[i] <= math.MaxFloat32) {
			r.Fail(fmt.Errorf("%s: a scale is negative or not finite", name))
			return Coarse{}
		}
	}
	return t
}

// half is the number that 16 bits stand for in the format binary16 of IEEE 754.
func half(b uint16) float32 {
	sign, exponent, fraction := uint32(b>>15)<<31, uint32(b>>10&0x1f), uint32(b&0x3ff)
	switch exponent {
	case 0:
		x := float32(fraction) * 0x1p-24
		return math.Float32frombits(math.Float32bits(x) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
