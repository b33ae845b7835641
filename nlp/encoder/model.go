package encoder

import (
	"errors"
	"fmt"
	"math"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

const magic = "encoder2"

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
	vocabulary *Vocabulary
	hidden     int
	heads      int
	inner      int
	epsilon    float32
	words      weights.Coarse
	positions  weights.Table
	marks      weights.Table // of what tokens may be marked as; no rows for a model without marks
	norm       layerNorm
	layers     []layer
}

// layer is one layer of the network: attention, then two products with gelu
// between them, each part with a norm of its input plus its output.
type layer struct {
	query, keyValue, out product // keyValue has the rows of the keys, then those of the values
	outNorm              layerNorm
	up, down             product
	downNorm             layerNorm
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
func (m *Model) Marks() int { return len(m.marks.Scales) }

// Limit is the greatest number of pieces of a sentence.
func (m *Model) Limit() int { return len(m.positions.Scales) - 2 }

// Read reads a model, which keeps parts of b.
func Read(b []byte) (*Model, error) {
	m, err := read(b, func(*neural.Int8, *neural.Rows) {})
	if err != nil {
		return nil, fmt.Errorf("read the text encoder: %w", err)
	}
	return m, nil
}

// read shows each matrix, packed and not, to see.
func read(b []byte, see func(*neural.Int8, *neural.Rows)) (*Model, error) {
	r := reader{Reader: weights.NewReader(b, magic), see: see}
	m := &Model{}
	layers := r.size("layers", maxLayers, 1)
	m.hidden = r.size("hidden", maxHidden, 2*neural.Lanes)
	m.heads = r.size("heads", maxHidden, 1)
	m.inner = r.size("inner", maxInner, 2*neural.Lanes)
	positions := r.size("positions", maxPositions, 1)
	m.epsilon = r.Float()
	pieces := r.Strings()
	switch {
	case r.Failed():
		return nil, r.Err()
	case m.hidden%(m.heads*neural.Lanes) != 0:
		return nil, fmt.Errorf("%d heads for %d numbers: the width of a head is not a multiple of %d", m.heads, m.hidden, neural.Lanes)
	case positions < 3:
		return nil, errors.New("fewer than three positions")
	case !(m.epsilon >= 0 && m.epsilon < 1):
		return nil, fmt.Errorf("the epsilon of the norms is %g", m.epsilon)
	}
	m.words = r.Coarse("words", len(pieces), m.hidden)
	m.positions = r.Table("positions", positions, m.hidden)
	switch marks := r.Uint(); {
	case marks > maxMarks:
		r.Fail(fmt.Errorf("%d marks, more than %d", marks, maxMarks))
	case marks > 0:
		m.marks = r.Table("marks", marks, m.hidden)
	}
	m.norm = r.norm(m.hidden)
	for i := 0; i < layers && !r.Failed(); i++ {
		m.layers = append(m.layers, r.layer(m))
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
	see  func(*neural.Int8, *neural.Rows)
	rows neural.Rows // the matrix read last, in 8 bits
}

// size reads a number from 1 to most, a multiple of step.
func (r *reader) size(name string, most, step int) int {
	n := r.Uint()
	if !r.Failed() && (n < 1 || n > most || n%step != 0) {
		r.Fail(fmt.Errorf("%s is %d, not a multiple of %d up to %d", name, n, step, most))
	}
	return n
}

func (r *reader) norm(n int) layerNorm { return layerNorm{r.Vector("gain", n), r.Vector("bias", n)} }

// matrix reads a matrix and its bias, and reports whether they are there.
func (r *reader) matrix(name string, rows, cols int) (bias []float32, ok bool) {
	t := r.Coarse(name, rows, cols)
	bias = r.Vector("bias of "+name, rows)
	if r.Failed() {
		return nil, false
	}
	t.Round(&r.rows)
	return bias, true
}

func (r *reader) product(name string, rows, cols int) product {
	bias, ok := r.matrix(name, rows, cols)
	if !ok {
		return product{}
	}
	return r.pack(&r.rows, bias)
}

func (r *reader) pack(x *neural.Rows, bias []float32) product {
	p := product{new(neural.Int8), bias}
	p.ReloadRows(x)
	r.see(p.Int8, x)
	return p
}

func (r *reader) layer(m *Model) layer {
	var l layer
	h := m.hidden
	if bias, ok := r.matrix("attention", 3*h, h); ok {
		// what the scores are divided by goes into the query
		root := 1 / float32(math.Sqrt(float64(h/m.heads)))
		for i := range h {
			r.rows.Scale[i] *= root
			bias[i] *= root
		}
		query, keyValue := r.rows.Slice(0, h), r.rows.Slice(h, 3*h)
		l.query, l.keyValue = r.pack(&query, bias[:h]), r.pack(&keyValue, bias[h:])
	}
	l.out, l.outNorm = r.product("attention output", h, h), r.norm(h)
	l.up, l.down = r.product("intermediate", m.inner, h), r.product("output", h, m.inner)
	l.downNorm = r.norm(h)
	return l
}
