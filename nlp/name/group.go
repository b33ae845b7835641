package name

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Group is where a word stands among clusters of word vectors: a fine cluster
// and the coarse one around it; 0 is none.
type Group struct{ Fine, Coarse uint16 }

// Groups maps words to clusters, by a hash of their lower-case form.
type Groups struct {
	keys   []uint32 // open addressing; 0 is free
	values []uint16
	coarse []uint16 // of each fine cluster
	mask   uint32
}

var errGroups = errors.New("name model: word groups are damaged")

// NewGroups builds the map of words to fine clusters from 1; coarse[f] is the
// coarse cluster of fine cluster f.
func NewGroups(words map[string]uint16, coarse []uint16) *Groups {
	byKey := make(map[uint32]uint16, len(words))
	sorted := make([]string, 0, len(words))
	for w := range words {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	for _, w := range sorted {
		if k := hash(w); k != 0 {
			if _, taken := byKey[k]; !taken {
				byKey[k] = words[w]
			}
		}
	}
	g := newGroups(len(byKey), coarse)
	for k, v := range byKey {
		g.put(k, v)
	}
	return g
}

func newGroups(n int, coarse []uint16) *Groups {
	size := 1
	for size < 2*n {
		size *= 2
	}
	return &Groups{keys: make([]uint32, size), values: make([]uint16, size), coarse: coarse, mask: uint32(size - 1)}
}

func (g *Groups) put(k uint32, v uint16) {
	i := k & g.mask
	for g.keys[i] != 0 {
		i = (i + 1) & g.mask
	}
	g.keys[i], g.values[i] = k, v
}

// find looks a lower-case word up.
func (g *Groups) find(low []byte) Group {
	if len(g.keys) == 0 {
		return Group{}
	}
	k := hashBytes(low)
	for i := k & g.mask; g.keys[i] != 0; i = (i + 1) & g.mask {
		if g.keys[i] == k {
			f := g.values[i]
			return Group{f, g.coarse[f]}
		}
	}
	return Group{}
}

// append writes the groups: count of coarse entries, those, count of words,
// sorted keys as differences, clusters.
func (g *Groups) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(g.coarse)))
	for _, c := range g.coarse {
		b = binary.AppendUvarint(b, uint64(c))
	}
	type pair struct {
		k uint32
		v uint16
	}
	var ps []pair
	for i, k := range g.keys {
		if k != 0 {
			ps = append(ps, pair{k, g.values[i]})
		}
	}
	slices.SortFunc(ps, func(a, b pair) int {
		if a.k < b.k {
			return -1
		}
		return 1
	})
	b = binary.AppendUvarint(b, uint64(len(ps)))
	var prev uint32
	for _, p := range ps {
		b = binary.AppendUvarint(b, uint64(p.k-prev))
		b = binary.LittleEndian.AppendUint16(b, p.v)
		prev = p.k
	}
	return b
}

// readGroups reads what append wrote and returns the rest.
func readGroups(b []byte) (*Groups, []byte, error) {
	r := reader{b: b}
	coarse := make([]uint16, r.count(1))
	for i := range coarse {
		coarse[i] = uint16(r.uvarint())
	}
	n := r.count(3)
	g := newGroups(n, coarse)
	var k uint32
	for range n {
		k += uint32(r.uvarint())
		v := r.uint16()
		if r.bad || int(v) >= len(coarse) || k == 0 {
			return nil, nil, errGroups
		}
		g.put(k, v)
	}
	if r.bad {
		return nil, nil, errGroups
	}
	return g, r.b, nil
}
