package resolve

import (
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

const (
	wireWords   = 60 // of the article's beginning, past which reprints are cut differently
	wireShingle = 3  // words in a row
	wireBands   = 8
	wireRows    = 3  // min-hashes a band
	wireLeast   = 12 // shingles: shorter texts are like each other by chance
)

// Wire is the near-duplicate signature of a text: eight hashes, each over three
// min-hashes (Broder 1997) of the three-word shingles of its beginning, in hex
// and separated by spaces. Two texts that share one of the eight at its place
// count as reprints of one story: with nine tenths of their shingles in common
// they do with probability 0.9999, with half 0.66, with a twentieth 0.001. It
// needs no other text, so articles may come in any order, one at a time. It is
// "" for a text too short to tell.
func Wire(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	words = words[:min(len(words), wireWords)]
	if len(words) < wireLeast+wireShingle-1 {
		return ""
	}
	var least [wireBands * wireRows]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for i := 0; i+wireShingle <= len(words); i++ {
		h := fnv.New64a()
		h.Write([]byte(strings.Join(words[i:i+wireShingle], " ")))
		x := h.Sum64()
		for k := range least {
			least[k] = min(least[k], mix(x+uint64(k)*0x9e3779b97f4a7c15))
		}
	}
	bands := make([]string, wireBands)
	for b := range bands {
		h := fnv.New32a()
		for _, v := range least[b*wireRows : (b+1)*wireRows] {
			var buf [8]byte
			for i := range buf {
				buf[i] = byte(v >> (8 * i))
			}
			h.Write(buf[:])
		}
		bands[b] = hex.EncodeToString(h.Sum(nil))
	}
	return strings.Join(bands, " ")
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014): it makes 24
// hash functions of one.
func mix(x uint64) uint64 {
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// WireGroups puts articles that share a band into one group, through others
// too, and names each group by its smallest article ID. The argument maps
// article IDs to signatures.
func WireGroups(signatures map[string]string) map[string]string {
	ids := make([]string, 0, len(signatures))
	for id := range signatures {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	sets := newSets()
	for _, id := range ids {
		sets.add(id)
		if signatures[id] == "" {
			continue
		}
		for b, band := range strings.Split(signatures[id], " ") {
			sets.join(id, "\x00"+string(rune('0'+b))+band)
		}
	}
	groups := map[string]string{}
	least := map[string]string{}
	for _, id := range ids { // in order: the first of a set is its smallest
		root := sets.find(id)
		if least[root] == "" {
			least[root] = id
		}
		groups[id] = least[root]
	}
	return groups
}

// sets is a union-find over strings.
type sets struct{ parent map[string]string }

func newSets() sets { return sets{map[string]string{}} }

func (s sets) add(x string) {
	if _, ok := s.parent[x]; !ok {
		s.parent[x] = x
	}
}

func (s sets) find(x string) string {
	s.add(x)
	for s.parent[x] != x {
		s.parent[x] = s.parent[s.parent[x]]
		x = s.parent[x]
	}
	return x
}

func (s sets) join(x, y string) {
	if a, b := s.find(x), s.find(y); a != b {
		s.parent[max(a, b)] = min(a, b)
	}
}
