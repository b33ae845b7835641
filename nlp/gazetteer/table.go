package gazetteer

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// table is a hash table from sequences of words to the first of the names that
// they are, made once: eight bytes a slot, and a quarter of them free. It keeps
// half of each key; where the slot stands depends on the other half, so that two
// of millions of sequences are hardly ever taken for one.
type table []slot

type slot struct {
	key  uint32 // the lower half
	name int32  // 0 for a free slot, -1 for words that only begin names, else the first name's number + 1
}

// newTable makes the table of all keys.
func newTable(chains map[uint64]chain) table {
	t := make(table, len(chains)+len(chains)/3+1)
	for _, key := range slices.Sorted(maps.Keys(chains)) {
		i := t.place(key)
		for t[i].name != 0 {
			if i++; i == len(t) {
				i = 0
			}
		}
		t[i] = slot{uint32(key), -1}
		if c := chains[key]; c.first >= 0 {
			t[i].name = c.first + 1
		}
	}
	return t
}

// place is where a key's slot would be: the upper half of the key, mixed, scaled
// to the table.
func (t table) place(key uint64) int {
	at, _ := bits.Mul64(key*hashPrime>>32<<32, uint64(len(t)))
	return int(at)
}

// at returns the first name of a sequence of words, -1 where they only begin
// one, and whether there is either.
func (t table) at(key uint64) (int32, bool) {
	if len(t) == 0 {
		return -1, false
	}
	for i := t.place(key); t[i].name != 0; {
		if t[i].key == uint32(key) {
			return max(t[i].name-1, -1), true
		}
		if i++; i == len(t) {
			i = 0
		}
	}
	return -1, false
}

// chain is the first and last of the names of the same words.
type chain struct{ first, last int32 }

// builder collects names for an index.
type builder struct {
	chains map[uint64]chain
	names  []name
	ids    []string
	number map[string]int32 // of an ID
	mixed  map[int32]string
}

func newBuilder(size int) *builder {
	return &builder{chains: make(map[uint64]chain, size), number: make(map[string]int32, size/4), mixed: map[int32]string{}}
}

// index makes the index of what was added.
func (b *builder) index() *Gazetteer {
	return &Gazetteer{table: newTable(b.chains), names: slices.Clip(slices.Clone(b.names)), ids: slices.Clip(slices.Clone(b.ids)), mixed: b.mixed}
}

func (b *builder) add(text string, e Entry) {
	var buffer [maxWords + 1]word
	words := appendWords(buffer[:0], text, 0, len(text))
	if len(words) > 1 && words[0].key == theKey {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > maxWords {
		return
	}
	at := int32(len(b.names))
	n := name{actor: b.actor(e.ID), next: -1, form: e.Form, exact: IsAcronym(text)}
	if len(words) == 1 && len(text) <= 5 && !n.exact && strings.ContainsFunc(text[1:], unicode.IsUpper) {
		b.mixed[at] = text
	}
	var key uint64
	for i, w := range words {
		if w.capital {
			n.capital |= 1 << i
		}
		key = join(key, w.key)
		if _, ok := b.chains[key]; !ok {
			b.chains[key] = chain{-1, -1}
		}
	}
	c := b.chains[key]
	if c.first < 0 {
		c.first = at
	} else {
		b.names[c.last].next = at
	}
	c.last = at
	b.chains[key] = c
	b.names = append(b.names, n)
}

// actor is the number of an ID.
func (b *builder) actor(id string) int32 {
	n, ok := b.number[id]
	if !ok {
		n = int32(len(b.ids))
		b.number[id] = n
		b.ids = append(b.ids, id)
	}
	return n
}
