package weights

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Writer puts numbers, words and tables one after the other.
type Writer struct {
	b     []byte
	magic int // length of the magic word
}

// NewWriter begins with a magic word that names the kind and the version.
func NewWriter(magic string) *Writer { return &Writer{[]byte(magic), len(magic)} }

// Bytes is what was written.
func (w *Writer) Bytes() []byte { return w.b }

// Uint writes a number.
func (w *Writer) Uint(n int) { w.b = binary.AppendUvarint(w.b, uint64(n)) }

// String writes a string.
func (w *Writer) String(s string) {
	w.Uint(len(s))
	w.b = append(w.b, s...)
}

// Strings writes a list of strings.
func (w *Writer) Strings(list []string) {
	w.Uint(len(list))
	for _, s := range list {
		w.String(s)
	}
}

// Float writes a number of 32 bits.
func (w *Writer) Float(f float32) { w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(f)) }

// Int8s writes a table of small numbers.
func (w *Writer) Int8s(t []int8) {
	w.Uint(len(t))
	for _, x := range t {
		w.b = append(w.b, byte(x))
	}
}

// Blob writes a table of bytes.
func (w *Writer) Blob(t []byte) {
	w.Uint(len(t))
	w.b = append(w.b, t...)
}

// Floats writes a table of numbers of 32 bits.
func (w *Writer) Floats(t []float32) {
	w.Uint(len(t))
	for _, x := range t {
		w.Float(x)
	}
}

// Reader reads what Writer wrote. Its first error stays, and everything read
// after it is zero.
type Reader struct {
	b   []byte
	err error
}

var errShort = errors.New("the weights end too early")

// NewReader checks the magic word.
func NewReader(b []byte, magic string) *Reader {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return &Reader{err: fmt.Errorf("these are not weights of the kind %s; train them anew", magic)}
	}
	return &Reader{b: b[len(magic):]}
}

// Err is the first error.
func (r *Reader) Err() error {
	if r.err == nil && len(r.b) > 0 {
		return errors.New("bytes are left after the weights")
	}
	return r.err
}

// Uint reads a number of up to 32 bits.
func (r *Reader) Uint() int {
	n, k := binary.Uvarint(r.b)
	if k <= 0 || n > math.MaxUint32 {
		r.fail()
		return 0
	}
	r.b = r.b[k:]
	return int(n)
}

func (r *Reader) fail() {
	if r.err == nil {
		r.err = errShort
	}
	r.b = nil
}

// count reads the length of a list whose items take size bytes or more.
func (r *Reader) count(size int) int {
	n := r.Uint()
	if n < 0 || n > len(r.b)/size {
		r.fail()
		return 0
	}
	return n
}

// String reads a string.
func (r *Reader) String() string {
	n := r.count(1)
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

// Strings reads a list of strings.
func (r *Reader) Strings() []string {
	list := make([]string, r.count(1))
	for i := range list {
		list[i] = r.String()
	}
	return list
}

// Float reads a number of 32 bits.
func (r *Reader) Float() float32 {
	if len(r.b) < 4 {
		r.fail()
		return 0
	}
	f := math.Float32frombits(binary.LittleEndian.Uint32(r.b))
	r.b = r.b[4:]
	return f
}

// Int8s reads a table of small numbers.
func (r *Reader) Int8s() []int8 {
	n := r.count(1)
	t := make([]int8, n)
	for i, c := range r.b[:n] {
		t[i] = int8(c)
	}
	r.b = r.b[n:]
	return t
}

// Floats reads a table of numbers of 32 bits.
func (r *Reader) Floats() []float32 {
	t := make([]float32, r.count(4))
	for i := range t {
		t[i] = r.Float()
	}
	return t
}

// Failed reports whether an error has happened, so that long loops can stop.
func (r *Reader) Failed() bool { return r.err != nil }

// Fixed writes a number of 32 bits.
func (w *Writer) Fixed(n uint32) { w.b = binary.LittleEndian.AppendUint32(w.b, n) }

// Fixed reads a number of 32 bits.
func (r *Reader) Fixed() uint32 { return math.Float32bits(r.Float()) }

// Count reads the length of a list whose items take at least size bytes, and
// fails if they can't be there.
func (r *Reader) Count(size int) int { return r.count(size) }

// Halves writes a table of numbers cut to 16 bits: the upper half of a float32,
// rounded.
func (w *Writer) Halves(t []float32) {
	w.Uint(len(t))
	for _, x := range t {
		b := math.Float32bits(x)
		b += 0x7fff + b>>16&1
		w.b = binary.LittleEndian.AppendUint16(w.b, uint16(b>>16))
	}
}

// Halves reads a table of numbers of 16 bits.
func (r *Reader) Halves() []float32 {
	t := make([]float32, r.count(2))
	for i := range t {
		t[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(r.b[2*i:])) << 16)
	}
	r.b = r.b[2*len(t):]
	return t
}

// Bytes reads a table of bytes, which are not copied.
func (r *Reader) Bytes() []byte {
	n := r.count(1)
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}
