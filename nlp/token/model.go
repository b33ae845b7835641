package token

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/entente-kg/entente/nlp/weights"
)

// tableBits is the size of a table of weights: features are hashed to it.
const tableBits = 17

const (
	tableSize = 1 << tableBits
	magic     = "ENTTOK02"
)

// Model holds the weights of both classifiers, hashed and quantised.
type Model struct {
	split, end table
}

type table struct{ w []int8 }

// score sums the weights of the features.
func (t *table) score(fs []uint32) int {
	sum := 0
	for _, f := range fs {
		sum += int(t.w[f&(tableSize-1)])
	}
	return sum
}

// ReadModel checks and reads what Model.Bytes wrote.
func ReadModel(b []byte) (*Model, error) {
	r := weights.NewInflatingReader(b, magic)
	m := &Model{}
	for _, t := range []*table{&m.split, &m.end} {
		if t.w = r.Int8s(); len(t.w) != tableSize && !r.Failed() {
			return nil, errors.New("token: the weights have tables of another size; train them anew")
		}
	}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	return m, nil
}

// Bytes is the model as ReadModel reads it.
func (m *Model) Bytes() []byte {
	w := weights.NewWriter(magic)
	w.Int8s(m.split.w)
	w.Int8s(m.end.w)
	return w.Deflated()
}

// quantise scales weights to 8 bits.
func quantise(w []float64) table {
	most := 0.0
	for _, x := range w {
		most = max(most, math.Abs(x))
	}
	t := table{w: make([]int8, len(w))}
	if most == 0 {
		return t
	}
	for i, x := range w {
		t.w[i] = int8(math.Round(x * 127 / most))
	}
	return t
}

// hasher is FNV-1a over what makes a feature.
type hasher uint32

func feature(id byte) hasher { return (hasher(2166136261) ^ hasher(id)) * 16777619 }

func (h hasher) num(n uint32) hasher {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], n)
	for _, c := range b {
		h = (h ^ hasher(c)) * 16777619
	}
	return h
}

// sum mixes the high bits into the low ones, which index the table.
func (h hasher) sum() uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	return uint32(h)
}
