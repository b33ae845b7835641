package name

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Lexicon is a set of known names: sequences of words by their lower-case
// forms, each with the classes that it belongs to. It is part of the model.
type Lexicon struct {
	keys   []uint32 // open addressing over hashes of beginnings of names; 0 is free
	values []uint8  // bit c: a name of class c ends here; more: a longer name goes on
	mask   uint32
}

// more marks a sequence that a longer name begins with.
const more = 1 << 7

// maxEntry is the number of words that the lexicon looks at.
const maxEntry = 10

var errLexicon = errors.New("name model: lexicon is damaged")

// Entry is a known name, cut into words as the tokeniser cuts it.
type Entry struct {
	Words []string
	Class Class
}

// NewLexicon builds a lexicon.
func NewLexicon(entries []Entry) *Lexicon {
	m := map[uint32]uint8{}
	var buf []byte
	for _, e := range entries {
		if len(e.Words) == 0 || len(e.Words) > maxEntry {
			continue
		}
		h := uint32(fnvOffset)
		for i, w := range e.Words {
			buf = lower(w, buf[:0])
			h = nonZero(mix(h, hashBytes(buf)))
			if i < len(e.Words)-1 {
				m[h] |= more
			}
		}
		m[h] |= 1 << e.Class
	}
	l := newLexicon(len(m))
	for k, v := range m {
		l.put(k, v)
	}
	return l
}

func nonZero(h uint32) uint32 {
	if h == 0 {
		return 1
	}
	return h
}

func newLexicon(n int) *Lexicon {
	size := 1
	for size < 2*n+2 {
		size *= 2
	}
	return &Lexicon{keys: make([]uint32, size), values: make([]uint8, size), mask: uint32(size - 1)}
}

func (l *Lexicon) put(k uint32, v uint8) {
	i := k & l.mask
	for l.keys[i] != 0 {
		i = (i + 1) & l.mask
	}
	l.keys[i], l.values[i] = k, v
}

func (l *Lexicon) get(k uint32) uint8 {
	for i := k & l.mask; l.keys[i] != 0; i = (i + 1) & l.mask {
		if l.keys[i] == k {
			return l.values[i]
		}
	}
	return 0
}

// mark sets the bits of known names in the sentence of n words from at, the
// longest from each word that begins one.
func (l *Lexicon) mark(words []word, at, n int, bits []uint32) {
	for i := at; i < at+n; {
		if words[i].kind&initial == 0 {
			i++
			continue
		}
		end, classes := i, uint8(0)
		h := uint32(fnvOffset)
		for j := i; j < at+n && j < i+maxEntry; j++ {
			h = nonZero(mix(h, words[j].lower))
			v := l.get(h)
			if v&^more != 0 {
				end, classes = j+1, v&^more
			}
			if v&more == 0 {
				break
			}
		}
		for c := range numClasses {
			if classes>>c&1 != 0 {
				setBits(bits, i, end, c)
			}
		}
		i = max(end, i+1)
	}
}

// setBits notes a name of the class from first to last, exclusive.
func setBits(bits []uint32, first, last int, c Class) {
	for i := first; i < last; i++ {
		bits[i] |= 1 << (uint(c)*4 + uint(place(i, first, last)))
	}
}

// append writes the lexicon: count, sorted keys as differences, values.
func (l *Lexicon) append(b []byte) []byte {
	var keys []uint32
	for _, k := range l.keys {
		if k != 0 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	b = binary.AppendUvarint(b, uint64(len(keys)))
	var prev uint32
	for _, k := range keys {
		b = binary.AppendUvarint(b, uint64(k-prev))
		b = append(b, l.get(k))
		prev = k
	}
	return b
}

func readLexicon(b []byte) (*Lexicon, []byte, error) {
	r := reader{b: b}
	n := r.count(2)
	l := newLexicon(n)
	var k uint32
	for range n {
		k += uint32(r.uvarint())
		v := r.take(1)[0]
		if r.bad || k == 0 {
			return nil, nil, errLexicon
		}
		l.put(k, v)
	}
	if r.bad {
		return nil, nil, errLexicon
	}
	return l, r.b, nil
}
