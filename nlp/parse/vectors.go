package parse

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/weights"
)

// dimVec is the length of a word vector.
const dimVec = 100

// Vectors are word vectors, found by the hash of the lower-case word.
type Vectors struct {
	hash []uint32 // sorted
	weights.Packed
}

func vectorHash(word string) uint32 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return uint32(h ^ h>>32)
}

// fineVectors is how many words, the most frequent ones, have finer vectors.
const fineVectors = 40_000

// NewVectors packs vectors of words, the most frequent first; the first of two words with the same hash is kept.
// The same vectors give the same bytes.
func NewVectors(words []string, vecs [][]float32) *Vectors {
	type entry struct {
		hash uint32
		at   int
	}
	entries := make([]entry, len(words))
	for i, w := range words {
		entries[i] = entry{vectorHash(w), i}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return int(int64(a.hash) - int64(b.hash)) })
	entries = slices.CompactFunc(entries, func(a, b entry) bool { return a.hash == b.hash })
	v := new(Vectors)
	var sorted [][]float32
	for _, e := range entries {
		v.hash = append(v.hash, e.hash)
		sorted = append(sorted, vecs[e.at])
	}
	v.Packed = weights.Pack(sorted, dimVec, func(i int) bool { return entries[i].at < fineVectors })
	return v
}

// Len is how many words have a vector.
func (v *Vectors) Len() int { return len(v.hash) }

// find is the row of a lower-case word, or -1.
func (v *Vectors) find(word string) int32 {
	if i, ok := v.search(word); ok {
		return i
	}
	if strings.ContainsAny(word, "’‘") {
		if i, ok := v.search(strings.NewReplacer("’", "'", "‘", "'").Replace(word)); ok {
			return i
		}
	}
	return -1
}

func (v *Vectors) search(word string) (int32, bool) {
	i, ok := slices.BinarySearch(v.hash, vectorHash(word))
	return int32(i), ok
}

// put writes a row to x.
func (v *Vectors) put(x []float32, row int32) {
	clear(x[:dimVec])
	if row >= 0 {
		v.Add(x, int(row))
	}
}

func (v *Vectors) write(w *weights.Writer) {
	w.Uint(len(v.hash))
	before := uint32(0)
	for _, h := range v.hash {
		w.Uint(int(h - before))
		before = h
	}
	w.Packed(&v.Packed)
}

func readVectors(r *weights.Reader) *Vectors {
	v := &Vectors{hash: make([]uint32, r.Count(1))}
	before := uint32(0)
	for i := range v.hash {
		before += uint32(r.Uint())
		v.hash[i] = before
	}
	v.Packed = r.Packed(len(v.hash), dimVec)
	return v
}
