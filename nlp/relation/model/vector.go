package model

import (
	"math"
	"slices"

	"github.com/entente-kg/entente/nlp/weights"
)

// Dims is the length of a word vector.
const Dims = 100

// Vectors are word vectors, one byte a number, found by the hash of the word.
type Vectors struct {
	hashes []uint32 // sorted
	scale  []float32
	data   []byte // as int8
}

// NewVectors quantises vectors. Of two words with one hash the first is kept.
func NewVectors(words []string, at func(i int) []float32) *Vectors {
	type entry struct {
		hash uint32
		i    int
	}
	list := make([]entry, len(words))
	for i, w := range words {
		list[i] = entry{wordHash(w), i}
	}
	slices.SortStableFunc(list, func(a, b entry) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return 0
	})
	list = slices.CompactFunc(list, func(a, b entry) bool { return a.hash == b.hash })
	v := &Vectors{}
	for _, e := range list {
		x := at(e.i)
		top := 1e-9
		for _, f := range x {
			top = max(top, math.Abs(float64(f)))
		}
		v.hashes = append(v.hashes, e.hash)
		v.scale = append(v.scale, float32(top/127))
		for _, f := range x {
			v.data = append(v.data, byte(int8(math.Round(float64(f)/top*127))))
		}
	}
	return v
}

func wordHash(w string) uint32 { return start(0).word(w).sum() }

// find returns a word's row, or -1.
func (v *Vectors) find(word string) int {
	i, ok := slices.BinarySearch(v.hashes, wordHash(word))
	if !ok {
		return -1
	}
	return i
}

// addTo adds the row's vector, times weight, to x.
func (v *Vectors) addTo(x []float32, row int, weight float32) {
	weight *= v.scale[row]
	b := v.data[row*Dims:][:Dims]
	x = x[:Dims]
	for i, c := range b {
		x[i] += float32(int8(c)) * weight
	}
}

func (v *Vectors) write(out *weights.Writer) {
	out.Uint(len(v.hashes))
	for _, h := range v.hashes {
		out.Fixed(h)
	}
	out.Halves(v.scale)
	out.Blob(v.data)
}

func readVectors(in *weights.Reader) (*Vectors, error) {
	v := &Vectors{hashes: make([]uint32, in.Count(4))}
	for i := range v.hashes {
		v.hashes[i] = in.Fixed()
	}
	v.scale, v.data = in.Halves(), in.Bytes()
	if in.Failed() || len(v.scale) != len(v.hashes) || len(v.data) != Dims*len(v.hashes) || !slices.IsSorted(v.hashes) {
		return nil, errDamaged
	}
	return v, nil
}

// Near says that a word means about what a relation's patterns list.
type Near struct {
	Label uint8
	Close uint8 // 1 to 3
}

// nears maps words to the relations that they are near to.
type nears map[uint32][]Near

func (n nears) write(out *weights.Writer) {
	hashes := make([]uint32, 0, len(n))
	for h := range n {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	out.Uint(len(hashes))
	for _, h := range hashes {
		out.Fixed(h)
		out.Uint(len(n[h]))
		for _, x := range n[h] {
			out.Uint(int(x.Label))
			out.Uint(int(x.Close))
		}
	}
}

func readNears(in *weights.Reader, labels int) (nears, error) {
	count := in.Count(5)
	n := make(nears, count)
	for range count {
		h := in.Fixed()
		list := make([]Near, in.Count(2))
		for i := range list {
			l, c := in.Uint(), in.Uint()
			if l >= labels || c > 3 {
				return nil, errDamaged
			}
			list[i] = Near{uint8(l), uint8(c)}
		}
		if in.Failed() {
			return nil, errDamaged
		}
		n[h] = list
	}
	return n, nil
}
