package model

import (
	"slices"

	"github.com/entente-kg/entente/nlp/weights"
)

// Clusters maps words to groups of like meaning, a fine and a coarse one,
// numbered from 1; 0 is for words that it does not know. Words are kept as
// hashes.
type Clusters struct {
	keys   []uint32
	fine   []uint16 // 0 is a free slot
	coarse []uint16 // by fine group
	mask   uint32
	n      int
}

// NewClusters takes the fine group of each word and the coarse group of each
// fine one; index 0 of coarse is not used.
func NewClusters(words map[string]uint16, coarse []uint16) *Clusters {
	list := make([]uint32, 0, len(words))
	group := make(map[uint32]uint16, len(words))
	for w, g := range words {
		h := start(0).word(w).sum()
		if old, ok := group[h]; !ok {
			list = append(list, h)
			group[h] = g
		} else if g < old { // two words of one hash: the same one for any order
			group[h] = g
		}
	}
	slices.Sort(list)
	c := newClusters(len(list), coarse)
	for _, h := range list {
		c.put(h, group[h])
	}
	return c
}

func newClusters(n int, coarse []uint16) *Clusters {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return &Clusters{keys: make([]uint32, size), fine: make([]uint16, size), coarse: coarse, mask: uint32(size - 1)}
}

func (c *Clusters) put(h uint32, g uint16) {
	k := h & c.mask
	for c.fine[k] != 0 {
		k = (k + 1) & c.mask
	}
	c.keys[k], c.fine[k] = h, g
	c.n++
}

// find returns the fine and the coarse group of a word.
func (c *Clusters) find(word string) [2]int {
	h := start(0).word(word).sum()
	for k := h & c.mask; c.fine[k] != 0; k = (k + 1) & c.mask {
		if c.keys[k] == h {
			return [2]int{int(c.fine[k]), int(c.coarse[c.fine[k]])}
		}
	}
	return [2]int{}
}

func (c *Clusters) write(out *weights.Writer) {
	out.Uint(len(c.coarse))
	for _, g := range c.coarse {
		out.Uint(int(g))
	}
	type entry struct {
		key  uint32
		fine uint16
	}
	var list []entry
	for k, g := range c.fine {
		if g != 0 {
			list = append(list, entry{c.keys[k], g})
		}
	}
	slices.SortFunc(list, func(a, b entry) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	out.Uint(len(list))
	for _, e := range list {
		out.Fixed(e.key)
		out.Uint(int(e.fine))
	}
}

func readClusters(in *weights.Reader) (*Clusters, error) {
	coarse := make([]uint16, in.Count(1))
	for i := range coarse {
		coarse[i] = uint16(in.Uint())
	}
	n := in.Count(5)
	c := newClusters(n, coarse)
	for range n {
		h, g := in.Fixed(), in.Uint()
		if in.Failed() || g <= 0 || g >= len(coarse) {
			return nil, errDamaged
		}
		c.put(h, uint16(g))
	}
	return c, nil
}
