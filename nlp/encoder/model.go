package encoder

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

const magic = "encoder1"

// Bounds of what a file may ask for.
const (
	maxLayers    = 24
	maxHidden    = 1 << 11
	maxInner     = 1 << 13
	maxPositions = 1 << 12
	maxMarks     = 1 << 8
)

// Model is an encoder that was trained. It is read only, and goroutines share
// it.
type Model struct {
	vocabulary       *Vocabulary
	hidden, heads    int
	inner            int
	epsilon          float32
	words, positions embedding
	marks            embedding // of what tokens may be marked as; none for a model without marks
	norm             layerNorm
	layers           []layer
}

// layer is one layer of the network: attention, then two products with gelu
// between them, each part with a norm of its input plus its output.
type layer struct {
	query, keyValue, out product // keyValue has the rows of the keys, then those of the values
	outNorm              layerNorm
	up, down             product
	downNorm             layerNorm
}

// embedding is a table of which single rows are read, as bytes of the file.
type embedding struct {
	cols   int
	scales []float32
	w      []byte
}

// row puts row i into dst.
func (t *embedding) row(dst []float32, i int) {
	scale := t.scales[i]
	dst = dst[:t.cols]
	for j, w := range t.w[i*t.cols:][:len(dst)] {
		dst[j] = float32(int8(w)) * scale
	}
}

// addRow adds row i to dst.
func (t *embedding) addRow(dst []float32, i int) {
	scale := t.scales[i]
	dst = dst[:t.cols]
	for j, w := range t.w[i*t.cols:][:len(dst)] {
		dst[j] += float32(float32(int8(w)) * scale)
	}
}

// table is a matrix of small integers with a scale for each row.
type table struct {
	cols   int
	scales []float32
	w      []int8
}

// part is the rows from up to to.
func (t *table) part(from, to int) table {
	return table{t.cols, t.scales[from:to], t.w[from*t.cols : to*t.cols]}
}

// layerNorm is the gain and the bias of a norm.
type layerNorm struct{ gain, bias []float32 }

// product multiplies a row by a matrix and adds a bias.
type product struct {
	*neural.Int8
	bias []float32
}

// Width is the number of float32 of a state.
func (m *Model) Width() int { return m.hidden }

// Vocabulary is the model's vocabulary.
func (m *Model) Vocabulary() *Vocabulary { return m.vocabulary }

// Marks is the number of marks that a token may have, 0 for a model that takes
// no notice of them.
func (m *Model) Marks() int { return len(m.marks.scales) }

// Limit is the greatest number of pieces of a window.
func (m *Model) Limit() int { return len(m.positions.scales) - 2 }

// Read reads a model, which keeps parts of b.
func Read(b []byte) (*Model, error) {
	m, err := read(b, func(p *neural.Int8, t table) {})
	if err != nil {
		return nil, fmt.Errorf("read the text encoder: %w", err)
	}
	return m, nil
}

// read shows each matrix, before it is packed, to see.
func read(b []byte, see func(*neural.Int8, table)) (*Model, error) {
	r := reader{Reader: weights.NewReader(b, magic), see: see}
	m := &Model{}
	layers := r.size("layers", maxLayers, 1)
	m.hidden = r.size("hidden", maxHidden, 2*neural.Lanes)
	m.heads = r.size("heads", maxHidden, 1)
	m.inner = r.size("inner", maxInner, 2*neural.Lanes)
	positions := r.size("positions", maxPositions, 1)
	m.epsilon = r.Float()
	pieces := r.Strings()
	if r.problem() == nil {
		switch {
		case m.hidden%(m.heads*neural.Lanes) != 0:
			r.bad = fmt.Errorf("%d heads for %d numbers: the width of a head is not a multiple of %d", m.heads, m.hidden, neural.Lanes)
		case positions < 3:
			r.bad = errors.New("fewer than three positions")
		case !(m.epsilon >= 0 && m.epsilon < 1):
			r.bad = fmt.Errorf("the epsilon of the norms is %g", m.epsilon)
		}
	}
	m.words = r.embedding("words", len(pieces), m.hidden)
	m.positions = r.embedding("positions", positions, m.hidden)
	marks := r.count("marks", maxMarks)
	m.marks = embedding{cols: m.hidden}
	if marks > 0 {
		m.marks = r.embedding("marks", marks, m.hidden)
	}
	m.norm = r.norm(m.hidden)
	for range layers {
		if r.problem() != nil {
			break
		}
		m.layers = append(m.layers, r.layer(m))
	}
	if err := r.problem(); err != nil {
		return nil, err
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	var err error
	m.vocabulary, err = NewVocabulary(pieces)
	return m, err
}

// reader reads the parts of a model. After the first problem it reads
// nothing.
type reader struct {
	*weights.Reader
	see func(*neural.Int8, table)
	bad error
}

// problem is the first problem so far.
func (r *reader) problem() error {
	if r.bad == nil && r.Failed() {
		r.bad = r.Err()
	}
	return r.bad
}

// size reads a number from 1 to most, a multiple of step.
func (r *reader) size(name string, most, step int) int {
	n := r.Uint()
	if r.problem() == nil && (n < 1 || n > most || n%step != 0) {
		r.bad = fmt.Errorf("%s is %d, not a multiple of %d up to %d", name, n, step, most)
	}
	return n
}

// count reads a number up to most.
func (r *reader) count(name string, most int) int {
	n := r.Uint()
	if r.problem() == nil && n > most {
		r.bad = fmt.Errorf("%d %s, more than %d", n, name, most)
	}
	return n
}

// floats reads n numbers, all finite.
func (r *reader) floats(name string, n int) []float32 {
	if r.problem() != nil {
		return nil
	}
	list := r.Floats()
	if r.problem() != nil {
		return nil
	}
	if len(list) != n {
		r.bad = fmt.Errorf("%s has %d numbers, want %d", name, len(list), n)
	}
	for _, x := range list {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			r.bad = fmt.Errorf("%s has a number that is not finite", name)
		}
	}
	return list
}

func (r *reader) embedding(name string, rows, cols int) embedding {
	e := embedding{cols: cols, scales: r.floats("scales of "+name, rows)}
	if r.problem() == nil {
		e.w = r.Bytes()
		r.expect(name, len(e.w), rows, cols)
	}
	return e
}

func (r *reader) table(name string, rows, cols int) table {
	t := table{cols: cols, scales: r.floats("scales of "+name, rows)}
	if r.problem() == nil {
		t.w = r.Int8s()
		r.expect(name, len(t.w), rows, cols)
	}
	if slices.Contains(t.w, -128) && r.problem() == nil {
		r.bad = fmt.Errorf("%s has the number -128, the least is -127", name)
	}
	return t
}

func (r *reader) expect(name string, got, rows, cols int) {
	if r.problem() == nil && got != rows*cols {
		r.bad = fmt.Errorf("%s has %d numbers, want %d × %d", name, got, rows, cols)
	}
}

func (r *reader) norm(n int) layerNorm { return layerNorm{r.floats("gain", n), r.floats("bias", n)} }

func (r *reader) product(name string, rows, cols int) product {
	t, bias := r.table(name, rows, cols), r.floats("bias of "+name, rows)
	if r.problem() != nil {
		return product{}
	}
	return r.pack(t, bias)
}

func (r *reader) pack(t table, bias []float32) product {
	p := product{neural.NewInt8(len(t.scales), t.cols, t.w, t.scales), bias}
	r.see(p.Int8, t)
	return p
}

func (r *reader) layer(m *Model) layer {
	var l layer
	h := m.hidden
	t, bias := r.table("attention", 3*h, h), r.floats("bias of attention", 3*h)
	if r.problem() == nil {
		// what the scores are divided by goes into the query
		root := 1 / float32(math.Sqrt(float64(h/m.heads)))
		for i := range h {
			t.scales[i] *= root
			bias[i] *= root
		}
		l.query, l.keyValue = r.pack(t.part(0, h), bias[:h]), r.pack(t.part(h, 3*h), bias[h:])
	}
	l.out, l.outNorm = r.product("attention output", h, h), r.norm(h)
	l.up, l.down = r.product("intermediate", m.inner, h), r.product("output", h, m.inner)
	l.downNorm = r.norm(h)
	return l
}
