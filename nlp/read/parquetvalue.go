package read

import (
	"encoding/binary"
	"io"
	"math"
	"strconv"
	"time"
)

// values are those of a page, as text.
type values interface {
	next() (string, error)
}

// valuesOf reads the values of a page by their encoding
// (https://parquet.apache.org/docs/file-format/data-pages/encodings/).
func valuesOf(h header, l *leaf, words []string, b []byte) (values, error) {
	switch h.encoding {
	case 0:
		return &plainValues{leaf: l, b: b}, nil
	case 2, 8:
		if len(b) == 0 { // no value is there
			return &indexed{}, nil
		}
		return &indexed{words: words, levels: levels{b: b[1:], width: int(b[0]), set: true}}, nil
	case 3:
		v := &truths{}
		_, err := v.framed(b)
		return v, err
	case 5:
		d, err := newDeltas(b, h.values)
		return &numbersOf{leaf: l, deltas: d}, err
	case 6:
		d, rest, err := lengthsOf(b, h.values)
		return &pieces{lengths: d, b: rest}, err
	case 7:
		prefixes, rest, err := lengthsOf(b, h.values)
		if err != nil {
			return nil, err
		}
		lengths, rest, err := lengthsOf(rest, h.values)
		return &grown{prefixes: prefixes, pieces: pieces{lengths: lengths, b: rest}}, err
	case 9:
		return newSplit(l, b)
	}
	return nil, skip(Unsupported, "write it anew with a current tool", "its pages have the encoding %d", h.encoding)
}

// plainValues are values one after the other.
type plainValues struct {
	leaf *leaf
	b    []byte
	bit  int
}

func (p *plainValues) next() (string, error) {
	n := p.leaf.width()
	switch p.leaf.kind {
	case kindBool:
		if len(p.b) == 0 {
			return "", io.ErrUnexpectedEOF
		}
		v := p.b[0] >> p.bit & 1
		if p.bit++; p.bit == 8 {
			p.b, p.bit = p.b[1:], 0
		}
		return strconv.FormatBool(v == 1), nil
	case kindBytes:
		if len(p.b) < 4 {
			return "", io.ErrUnexpectedEOF
		}
		n = int(binary.LittleEndian.Uint32(p.b))
		p.b = p.b[4:]
	default:
		if n <= 0 {
			return "", errPage
		}
	}
	if n < 0 || n > len(p.b) {
		return "", io.ErrUnexpectedEOF
	}
	v := p.b[:n]
	p.b = p.b[n:]
	return p.leaf.show(v), nil
}

// width is how many bytes a value of a fixed size takes, 0 for others.
func (l *leaf) width() int {
	switch l.kind {
	case kindInt32, kindFloat:
		return 4
	case kindInt64, kindDouble:
		return 8
	case kindInt96:
		return 12
	case kindFixed:
		return l.length
	}
	return 0
}

// show writes a value as text: days and moments as ISO 8601, numbers as they
// are.
func (l *leaf) show(v []byte) string {
	switch l.kind {
	case kindInt32:
		return l.number(int64(int32(binary.LittleEndian.Uint32(v))))
	case kindInt64:
		return l.number(int64(binary.LittleEndian.Uint64(v)))
	case kindInt96: // nanoseconds of a Julian day, as older tools write moments
		const julian1970 = 2440588
		day := int64(binary.LittleEndian.Uint32(v[8:])) - julian1970
		return time.Unix(day*24*60*60, int64(binary.LittleEndian.Uint64(v)%(24*60*60*1e9))).UTC().Format(time.RFC3339)
	case kindFloat:
		return strconv.FormatFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(v))), 'f', -1, 32)
	case kindDouble:
		return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(v)), 'f', -1, 64)
	}
	return string(v)
}

func (l *leaf) number(n int64) string {
	moment := func(unit time.Duration) string {
		second := int64(time.Second / unit)
		return time.Unix(n/second, n%second*int64(unit)).UTC().Format(time.RFC3339)
	}
	switch l.logical {
	case dateValue:
		return time.Unix(n*24*60*60, 0).UTC().Format(time.DateOnly)
	case millisValue:
		return moment(time.Millisecond)
	case microsValue:
		return moment(time.Microsecond)
	case nanosValue:
		return moment(time.Nanosecond)
	}
	return strconv.FormatInt(n, 10)
}

// levels are small numbers of so many bits, as runs of one of them and as
// packed groups of eight.
type levels struct {
	b     []byte
	width int
	set   bool

	run    uint64 // how often value comes again
	value  uint32
	packed uint64 // how many follow packed, from bit on
	bit    int
}

func (l *levels) on() bool { return l.set }

// framed begins with levels of one bit that stand after their length, and gives
// what comes after them.
func (l *levels) framed(b []byte) ([]byte, error) {
	if len(b) < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-4) {
		return nil, errPage
	}
	*l = levels{b: b[4 : 4+n], width: 1, set: true}
	return b[4+n:], nil
}

func (l *levels) next() (uint32, error) {
	if l.width < 0 || l.width > 32 {
		return 0, errPage
	}
	for l.run == 0 && l.packed == 0 {
		head, n := binary.Uvarint(l.b)
		if n <= 0 {
			return 0, io.ErrUnexpectedEOF
		}
		l.b = l.b[n:]
		if head&1 == 1 {
			groups := head >> 1
			if groups > uint64(len(l.b)) && l.width > 0 || groups > 1<<40 {
				groups = uint64(len(l.b))/uint64(max(1, l.width)) + 1
			}
			l.packed, l.bit = groups*8, 0
			continue
		}
		size := (l.width + 7) / 8
		if size > len(l.b) {
			return 0, io.ErrUnexpectedEOF
		}
		l.run, l.value = head>>1, 0
		for i := range size {
			l.value |= uint32(l.b[i]) << (8 * i)
		}
		l.b = l.b[size:]
	}
	if l.run > 0 {
		l.run--
		return l.value, nil
	}
	v, err := bits(l.b, l.bit, l.width)
	l.bit += l.width
	if l.packed--; l.packed == 0 {
		l.b = l.b[min(len(l.b), (l.bit+7)/8):]
	}
	return uint32(v), err
}

// bits is the number of so many bits that begins at a bit, the lowest first.
func bits(b []byte, at, width int) (uint64, error) {
	if (at+width+7)/8 > len(b) {
		return 0, io.ErrUnexpectedEOF
	}
	var v uint64
	for i := 0; i < width; {
		take := min(8-(at+i)%8, width-i)
		part := uint64(b[(at+i)/8]>>((at+i)%8)) & (1<<take - 1)
		v |= part << i
		i += take
	}
	return v, nil
}

// truths are truth values as levels.
type truths struct{ levels }

func (t *truths) next() (string, error) {
	v, err := t.levels.next()
	return strconv.FormatBool(v == 1), err
}

// indexed are values of a dictionary, by number.
type indexed struct {
	levels
	words []string
}

func (x *indexed) next() (string, error) {
	i, err := x.levels.next()
	if err != nil {
		return "", err
	}
	if int64(i) >= int64(len(x.words)) {
		return "", errPage
	}
	return x.words[i], nil
}

// deltas are whole numbers, each as its difference from the one before, in
// blocks of packed groups.
type deltas struct {
	b               []byte
	perBlock, minis uint64
	left            uint64 // numbers in all that are not read
	value, least    int64
	widths          []byte
	first           bool
	inMini, at      uint64 // numbers of the group at hand, and which is next
	mini            []byte
}

// newDeltas reads at most so many numbers.
func newDeltas(b []byte, most int64) (*deltas, error) {
	t := &thrift{b: b}
	d := &deltas{perBlock: t.uvarint(), minis: t.uvarint(), left: t.uvarint(), value: t.int(), first: true}
	if t.err != nil || d.left > uint64(most) || d.minis == 0 || d.minis > 512 || d.perBlock == 0 || d.perBlock > 1<<20 || d.perBlock%d.minis != 0 || d.perBlock/d.minis%8 != 0 {
		return nil, errPage
	}
	d.b = b[t.at:]
	return d, nil
}

func (d *deltas) next() (int64, error) {
	if d.left == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	d.left--
	if d.first {
		d.first = false
		return d.value, nil
	}
	if d.at == d.inMini {
		if err := d.group(); err != nil {
			return 0, err
		}
	}
	width := int(d.widths[0])
	v, err := bits(d.mini, int(d.at)*width, width)
	if err != nil {
		return 0, err
	}
	if d.at++; d.at == d.inMini {
		d.widths = d.widths[1:]
	}
	d.value += d.least + int64(v)
	return d.value, nil
}

// group begins with the next packed group, and the next block where there is
// none left.
func (d *deltas) group() error {
	if len(d.widths) == 0 {
		t := &thrift{b: d.b}
		d.least = t.int()
		if t.err != nil || uint64(len(d.b)-t.at) < d.minis {
			return io.ErrUnexpectedEOF
		}
		d.widths, d.b = d.b[t.at:t.at+int(d.minis)], d.b[t.at+int(d.minis):]
	}
	d.at, d.inMini = 0, d.perBlock/d.minis
	if d.widths[0] > 64 {
		return errPage
	}
	n := int(d.inMini) / 8 * int(d.widths[0])
	n = min(n, len(d.b)) // the last group may be cut off
	d.mini, d.b = d.b[:n], d.b[n:]
	return nil
}

// rest is what comes after all numbers, which are read for it.
func (d *deltas) rest() ([]byte, error) {
	for d.left > 0 {
		if _, err := d.next(); err != nil {
			return nil, err
		}
	}
	return d.b, nil
}

// lengthsOf gives lengths as deltas, and what comes after them.
func lengthsOf(b []byte, most int64) (*deltas, []byte, error) {
	d, err := newDeltas(b, most)
	if err != nil {
		return nil, nil, err
	}
	whole := *d
	rest, err := whole.rest()
	return d, rest, err
}

// numbersOf are deltas as the values of a column.
type numbersOf struct {
	*deltas
	leaf *leaf
}

func (n *numbersOf) next() (string, error) {
	v, err := n.deltas.next()
	if n.leaf.kind == kindInt32 {
		v = int64(int32(v))
	}
	return n.leaf.number(v), err
}

// pieces are texts one after the other, whose lengths come before.
type pieces struct {
	lengths *deltas
	b       []byte
}

func (p *pieces) next() (string, error) {
	n, err := p.lengths.next()
	if err != nil {
		return "", err
	}
	if n < 0 || n > int64(len(p.b)) {
		return "", errPage
	}
	s := string(p.b[:n])
	p.b = p.b[n:]
	return s, nil
}

// grown are texts that begin as the one before does.
type grown struct {
	prefixes *deltas
	pieces
	last string
}

func (g *grown) next() (string, error) {
	n, err := g.prefixes.next()
	if err != nil {
		return "", err
	}
	if n < 0 || n > int64(len(g.last)) {
		return "", errPage
	}
	s, err := g.pieces.next()
	g.last = g.last[:n] + s
	if len(g.last) > maxPage {
		return "", errPage
	}
	return g.last, err
}

// split are numbers of which all first bytes come first, then all second ones.
type split struct {
	leaf     *leaf
	b        []byte
	width, i int
}

func newSplit(l *leaf, b []byte) (*split, error) {
	width := l.width()
	if width <= 0 || l.kind == kindInt96 || len(b)%width != 0 {
		return nil, errPage
	}
	return &split{leaf: l, b: b, width: width}, nil
}

func (s *split) next() (string, error) {
	n := len(s.b) / s.width
	if s.i >= n {
		return "", io.ErrUnexpectedEOF
	}
	v := make([]byte, s.width)
	for k := range v {
		v[k] = s.b[k*n+s.i]
	}
	s.i++
	return s.leaf.show(v), nil
}
