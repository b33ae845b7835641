package encoder

import (
	"fmt"

	"github.com/entente-kg/entente/internal/neural"
)

// Encoder encodes texts with a model. It holds scratch memory and serves one
// goroutine.
type Encoder struct {
	m    *Model
	ids  []int32
	mark []uint8     // of each of ids
	rows neural.Rows // rounded input of a product
	mul  func(p *product, dst, x []float32, n int)

	x   []float32 // the states: rows × hidden
	q   []float32 // queries: rows × hidden
	kv  []float32 // keys and values: rows × 2·hidden
	mix []float32 // what attention gives: rows × hidden
	y   []float32 // output of a part: rows × hidden
	up  []float32 // rows × inner
	attention
}

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

// States puts the states of all tokens into states, a row of Model.Width()
// numbers for each: that of the token's first piece. Tokens are read in windows
// of at most limit pieces; 0 is as many as the model can take.
func (e *Encoder) States(p *Pieces, limit int, states []float32) error {
	if limit <= 0 || limit > e.m.Limit() {
		limit = e.m.Limit()
	}
	if len(states) != len(p.First)*e.m.hidden {
		return fmt.Errorf("room for %d numbers, but %d tokens have states of %d", len(states), len(p.First), e.m.hidden)
	}
	for _, w := range p.Windows(limit) {
		if err := e.Encode(p, w, states[w.First*e.m.hidden:w.Last*e.m.hidden]); err != nil {
			return err
		}
	}
	return nil
}

// Encode puts the states of the tokens of a window into states, a row for
// each. Pieces of the last token that the model can't take are left out; it is
// an error if another token goes beyond them.
func (e *Encoder) Encode(p *Pieces, w Window, states []float32) error {
	n := w.Last - w.First
	switch {
	case w.First < 0 || n < 0 || w.Last > len(p.First):
		return fmt.Errorf("no window from token %d to %d: there are %d", w.First, w.Last, len(p.First))
	case len(states) != n*e.m.hidden:
		return fmt.Errorf("room for %d numbers, but %d tokens have states of %d", len(states), n, e.m.hidden)
	case n == 0:
		return nil
	case len(p.Marks) > 0 && len(p.Marks) != len(p.First):
		return fmt.Errorf("%d marks for %d tokens", len(p.Marks), len(p.First))
	case p.size(w.First, w.Last-1) >= e.m.Limit():
		return fmt.Errorf("a window of %d pieces, but the model takes %d", p.size(w.First, w.Last), e.m.Limit())
	}
	ids := p.IDs[p.at(w.First):p.at(w.Last)]
	ids = ids[:min(len(ids), e.m.Limit())]
	e.ids = append(append(append(e.ids[:0], e.m.vocabulary.begin), ids...), e.m.vocabulary.end)
	if err := e.markPieces(p, w); err != nil {
		return err
	}
	e.embed()
	last := len(e.m.layers) - 1
	for i := range e.m.layers[:last] {
		e.layer(&e.m.layers[i], len(e.ids), nil)
	}
	e.layer(&e.m.layers[last], n, func(i int) int { return p.size(w.First, w.First+i) + 1 })
	copy(states, e.x)
	return nil
}

// grow gives a slice of n numbers, in the memory of x if it has room.
func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}

// markPieces gives each piece the mark of its token. Those that begin and end
// the window have mark 0.
func (e *Encoder) markPieces(p *Pieces, w Window) error {
	e.mark = grow(e.mark, len(e.ids))
	clear(e.mark)
	if len(p.Marks) == 0 || e.m.Marks() == 0 {
		return nil
	}
	for i := w.First; i < w.Last; i++ {
		mark := p.Marks[i]
		if int(mark) >= e.m.Marks() {
			return fmt.Errorf("token %d has mark %d, but the model knows %d", i, mark, e.m.Marks())
		}
		from := 1 + p.size(w.First, i)
		for k := from; k < min(from+p.Count(i), len(e.ids)-1); k++ {
			e.mark[k] = mark
		}
	}
	return nil
}

// embed puts the sum of the embeddings of each piece, of its place and of its
// mark into x.
func (e *Encoder) embed() {
	m, h := e.m, e.m.hidden
	e.x, e.y = grow(e.x, len(e.ids)*h), grow(e.y, len(e.ids)*h)
	for i, id := range e.ids {
		x, y := e.x[i*h:][:h], e.y[i*h:][:h]
		m.words.row(x, int(id))
		m.positions.row(y, i)
		if m.Marks() > 0 {
			m.marks.addRow(y, int(e.mark[i]))
		}
		neural.AddNorm(x, y, m.norm.gain, m.norm.bias, m.epsilon)
	}
}

// block is how many rows go through both products between which there are inner
// numbers a row, so that these stay in the cache of the processor.
const block = 64

// layer replaces the states by those of n rows after the layer: of all rows,
// or, if row is given, of the rows that it names in rising order.
func (e *Encoder) layer(l *layer, n int, row func(int) int) {
	h, all := e.m.hidden, len(e.ids)
	e.kv = grow(e.kv, all*2*h)
	e.mul(&l.keyValue, e.kv, e.x, all)
	if row != nil {
		for i := range n {
			copy(e.x[i*h:][:h], e.x[row(i)*h:][:h])
		}
	}
	e.q, e.mix = grow(e.q, n*h), grow(e.mix, n*h)
	e.mul(&l.query, e.q, e.x, n)
	e.attend(n)
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
