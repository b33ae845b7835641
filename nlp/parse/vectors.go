package parse

import (
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/weights"
)

// dimVec is the length of a word vector.
const dimVec = 100

// Vectors are word vectors, one byte a number, found by the hash of the
// lower-case word.
type Vectors struct {
	hash  []uint32 // sorted
	scale []float32
	data  []byte // int8
}

func vectorHash(word string) uint32 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return uint32(h ^ h>>32)
}

// NewVectors quantises vectors; the first of two words with the same hash is
// kept.
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
	v := &Vectors{}
	for _, e := range entries {
		most := float32(1e-9)
		for _, x := range vecs[e.at] {
			most = max(most, float32(math.Abs(float64(x))))
		}
		v.hash, v.scale = append(v.hash, e.hash), append(v.scale, most/127)
		for _, x := range vecs[e.at] {
			v.data = append(v.data, byte(int8(math.Round(float64(x/most*127)))))
		}
	}
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
	if row < 0 {
		clear(x[:dimVec])
		return
	}
	s := v.scale[row]
	for i, b := range v.data[int(row)*dimVec:][:dimVec] {
		x[i] = float32(int8(b)) * s
	}
}

func (v *Vectors) write(w *weights.Writer) {
	w.Uint(len(v.hash))
	for _, h := range v.hash {
		w.Fixed(h)
	}
	w.Floats(v.scale)
	w.Blob(v.data)
}

func readVectors(r *weights.Reader) *Vectors {
	v := &Vectors{hash: make([]uint32, r.Count(4))}
	for i := range v.hash {
		v.hash[i] = r.Fixed()
	}
	v.scale, v.data = r.Floats(), r.Bytes()
	return v
}
