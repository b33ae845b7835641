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
	// The words of this batch that were not there: their inputs, and what
	// those give in one direction.
	ins  []input
	x, g []float32
}

// tagGates is what each tag gives to the gates of the first layer, the bias
// included: directions side by side as in cache.gates.
func (net *Net) tagGates() []float32 {
	width := 4 * net.hidden
	all := make([]float32, (len(net.tags)+1)*2*width)
	vec := make([]float32, dimTag)
	table := net.p[pTag].w
	for t := range len(net.tags) + 1 {
		bank := len(net.tags) + 1
		for j := range vec {
			vec[j] = table[t*dimTag+j] + table[bank*dimTag+j]
		}
		for dir := range 2 {
			row := all[(t*2+dir)*width:][:width]
			copy(row, net.p[pInput(0, dir)+2].w)
			neural.Gemm(row, vec, net.p[pInput(0, dir)].w[offTag*width:], 1, dimTag, width, dimTag)
		}
	}
	return all
}

// open makes room for a batch of so many words.
func (c *cache) open(net *Net, words int) {
	if c.slots == nil {
		c.slots = make(map[string]int32, cacheWords)
		c.gates = make([]float32, cacheWords*8*net.hidden)
	}
	if len(c.slots)+words > cacheWords {
		clear(c.slots)
	}
	c.ins = c.ins[:0]
}

// slot is where the gates of a form are, or will be after fill.
func (c *cache) slot(net *Net, form string) int32 {
	form = cut(form)
	if s, ok := c.slots[form]; ok {
		return s
	}
	s := int32(len(c.slots))
	c.slots[strings.Clone(form)] = s
	c.ins = append(c.ins, net.describe(form, "", ""))
	return s
}

// fill computes the gates of the words that were new since open. They have the
// last slots.
func (c *cache) fill(net *Net) {
	n := len(c.ins)
	if n == 0 {
		return
	}
	width := 4 * net.hidden
	c.x = grow(c.x, n*dimIn)
	net.fill(c.x, c.ins)
	first := len(c.slots) - n
	for dir := range 2 {
		c.g = zeroed(c.g, n*width)
		neural.Gemm(c.g, c.x, net.p[pInput(0, dir)].w, n, offTag, width, dimIn)
		for i := range n {
			copy(c.gates[((first+i)*2+dir)*width:], c.g[i*width:][:width])
		}
	}
}

// put writes the gates of the first layer for words with these slots and tags.
func (c *cache) put(net *Net, p *pass, tagGates []float32, slots, tags []int32) {
	width := 4 * net.hidden
	for dir := range 2 {
		r := &p.rec[0][dir]
		r.gates = grow(r.gates, p.n*width)
		for t, s := range slots {
			a := c.gates[(int(s)*2+dir)*width:][:width]
			b := tagGates[(int(tags[t])*2+dir)*width:][:width]
			row := r.gates[t*width:][:width]
			for j := range row {
				row[j] = a[j] + b[j]
			}
		}
	}
}
