package parse

import (
	"strings"

	"github.com/entente-kg/entente/internal/neural"
)

// cacheWords is how many words a cache holds, 4 KB each. It is more than the
// words of a batch.
const cacheWords = 2048

// cache keeps what words give to the gates of the first layer, apart from
// their tags: texts say the same words again and again.
type cache struct {
	slots map[string]int32
	gates []float32 // cacheWords × 2 directions × 4·hidden
	// The words of this batch that were not there, and their inputs.
	ins  []input
	x    []float32
	rows neural.Rows
}

// open makes room for a batch of so many words.
func (c *cache) open(m *Model, words int) {
	if c.slots == nil {
		c.slots = make(map[string]int32, cacheWords)
		c.gates = make([]float32, cacheWords*8*m.hidden)
	}
	if len(c.slots)+words > cacheWords {
		clear(c.slots)
	}
	c.ins = c.ins[:0]
}

// slot is where the gates of a form are, or will be after fill.
func (c *cache) slot(m *Model, form string) int32 {
	form = alike(cut(form))
	if s, ok := c.slots[form]; ok {
		return s
	}
	s := int32(len(c.slots))
	c.slots[strings.Clone(form)] = s
	c.ins = append(c.ins, m.describe(form, "", ""))
	return s
}

// fill computes the gates of the words that were new since open. They have the
// last slots.
func (c *cache) fill(m *Model) {
	n := len(c.ins)
	if n == 0 {
		return
	}
	c.x = grow(c.x, n*offTag)
	m.fill(c.x, c.ins)
	first := len(c.slots) - n
	to := c.gates[first*8*m.hidden:][:n*8*m.hidden]
	clear(to)
	for _, part := range []struct{ matrix, from, width int }{{mVector, 0, dimVec}, {mWord, offWord, dimWord}, {mAffix, offAffix, dimAffix}} {
		c.rows.Quantise(c.x[part.from:], n, part.width, offTag)
		m.m[part.matrix].packed.Add(to, &c.rows)
	}
}
