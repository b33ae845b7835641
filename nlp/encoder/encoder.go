package encoder

import (
	"fmt"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
)

// Encoder encodes sentences with a model. It holds scratch memory and serves
// one goroutine.
type Encoder struct {
	m      *Model
	spans  []span
	wanted []int       // rows whose states are wanted, rising
	rows   neural.Rows // rounded input of a product
	mul    func(p *product, dst, x []float32, n int)

	x   []float32 // the states: rows × hidden
	q   []float32 // queries: rows × hidden
	kv  []float32 // keys and values: rows × 2·hidden
	mix []float32 // what attention gives: rows × hidden
	y   []float32 // output of a part: rows × hidden
	up  []float32 // rows × inner
	attention
}

// span is the rows of a sentence: of all of its pieces, with those that begin
// and end it, and of the queries among them, which are counted apart.
type span struct{ first, last, query, queries int }

// NewEncoder makes an encoder.
func (m *Model) NewEncoder() *Encoder {
	e := &Encoder{m: m}
	e.mul = e.rounded
	return e
}

// rounded multiplies n rows of x, rounded to small integers, with the matrix.
func (e *Encoder) rounded(p *product, dst, x []float32, n int) {
	cols := p.In()
	e.rows.Quantise(x, n, cols, cols)
	p.Mul(dst, &e.rows, p.bias)
}

// Encode reads all sentences, each of them for itself, and puts the states of
// some tokens, whose numbers rise, into states: a row of Model.Width() numbers
// for each, that of its first piece. It is an error if a sentence has more than
// Model.Limit() pieces.
func (e *Encoder) Encode(p *Pieces, tokens []int, states []float32) error {
	h := e.m.hidden
	switch {
	case len(states) != len(tokens)*h:
		return fmt.Errorf("room for %d numbers, but %d tokens have states of %d", len(states), len(tokens), h)
	case len(p.Marks) > 0 && len(p.Marks) != len(p.First):
		return fmt.Errorf("%d marks for %d tokens", len(p.Marks), len(p.First))
	case len(tokens) == 0:
		return nil
	}
	rows, err := e.lay(p, tokens)
	if err != nil {
		return err
	}
	if err := e.embed(p, rows); err != nil {
		return err
	}
	last := len(e.m.layers) - 1
	for i := range e.m.layers[:last] {
		e.layer(&e.m.layers[i], rows, rows)
	}
	for i := range e.spans {
		s := &e.spans[i]
		s.query, _ = slices.BinarySearch(e.wanted, s.first)
		end, _ := slices.BinarySearch(e.wanted, s.last)
		s.queries = end - s.query
	}
	e.layer(&e.m.layers[last], rows, len(e.wanted))
	copy(states, e.x)
	return nil
}

// lay gives each sentence and each token that is wanted its rows.
func (e *Encoder) lay(p *Pieces, tokens []int) (rows int, err error) {
	e.spans, e.wanted = e.spans[:0], e.wanted[:0]
	before := -1
	for i := range p.Ends {
		first, last, size := p.Sentence(i)
		if size > e.m.Limit() {
			return 0, fmt.Errorf("a sentence of %d pieces, but the model takes %d", size, e.m.Limit())
		}
		for len(tokens) > 0 && tokens[0] > before && tokens[0] < last {
			before = tokens[0]
			e.wanted, tokens = append(e.wanted, rows+1+p.at(before)-p.at(first)), tokens[1:]
		}
		e.spans = append(e.spans, span{rows, rows + size + 2, rows, size + 2})
		rows += size + 2
	}
	if len(tokens) > 0 {
		return 0, fmt.Errorf("token %d is in no sentence, or does not come after token %d", tokens[0], before)
	}
	return rows, nil
}

// grow gives a slice of n numbers, in the memory of x if it has room.
func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}

// embed puts the sum of the embeddings of each piece, of its place and of the
// mark of its token into x. What begins and ends a sentence has mark 0.
func (e *Encoder) embed(p *Pieces, rows int) error {
	h, v := e.m.hidden, e.m.vocabulary
	e.x, e.y = grow(e.x, rows*h), grow(e.y, rows*h)
	for s, span := range e.spans {
		first, last, _ := p.Sentence(s)
		e.embedPiece(span.first, 0, v.begin, 0)
		row := span.first + 1
		for t := first; t < last; t++ {
			mark := 0
			if len(p.Marks) > 0 && e.m.Marks() > 0 {
				if mark = int(p.Marks[t]); mark >= e.m.Marks() {
					return fmt.Errorf("token %d has mark %d, but the model knows %d", t, mark, e.m.Marks())
				}
			}
			for _, id := range p.IDs[p.at(t):p.at(t+1)] {
				e.embedPiece(row, row-span.first, id, mark)
				row++
			}
		}
		e.embedPiece(row, row-span.first, v.end, 0)
	}
	return nil
}

func (e *Encoder) embedPiece(row, place int, id int32, mark int) {
	m := e.m
	x, y := e.x[row*m.hidden:][:m.hidden], e.y[row*m.hidden:][:m.hidden]
	m.words.Row(x, int(id))
	m.positions.Row(y, place)
	if m.Marks() > 0 {
		m.marks.AddRow(y, mark)
	}
	neural.AddNorm(x, y, m.norm.gain, m.norm.bias, m.epsilon)
}

// block is how many rows go through both products between which there are inner
// numbers a row, so that these stay in the cache of the processor.
const block = 64

// layer replaces the states of all rows by those of n rows after the layer: of
// all, or of those that are wanted.
func (e *Encoder) layer(l *layer, all, n int) {
	h := e.m.hidden
	e.kv = grow(e.kv, all*2*h)
	e.mul(&l.keyValue, e.kv, e.x, all)
	if n < all {
		for i, row := range e.wanted {
			copy(e.x[i*h:][:h], e.x[row*h:][:h])
		}
	}
	e.q, e.mix = grow(e.q, n*h), grow(e.mix, n*h)
	e.mul(&l.query, e.q, e.x, n)
	for _, s := range e.spans {
		e.attend(e.mix[s.query*h:], e.q[s.query*h:], e.kv[s.first*2*h:], s.queries, s.last-s.first)
	}
	e.mul(&l.out, e.y, e.mix, n)
	e.addNorm(l.outNorm, n)
	inner := e.m.inner
	e.up = grow(e.up, min(n, block)*inner)
	for i := 0; i < n; i += block {
		rows := min(block, n-i)
		up := e.up[:rows*inner]
		e.mul(&l.up, up, e.x[i*h:], rows)
		neural.Gelu(up)
		e.mul(&l.down, e.y[i*h:], up, rows)
	}
	e.addNorm(l.downNorm, n)
}

// addNorm adds y to n states.
func (e *Encoder) addNorm(to layerNorm, n int) {
	h := e.m.hidden
	for i := range n {
		neural.AddNorm(e.x[i*h:][:h], e.y[i*h:][:h], to.gain, to.bias, e.m.epsilon)
	}
}
