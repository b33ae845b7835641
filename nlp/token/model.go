package token

import (
	"encoding/binary"
	"errors"
	"math"
)

// tableBits is the size of a table of weights: features are hashed to it.
const tableBits = 17

const (
	tableSize = 1 << tableBits
	magic     = "ENTTOK01"
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

// ReadModel checks and reads what Model.Bytes wrote. It keeps b.
func ReadModel(b []byte) (*Model, error) {
	if len(b) != len(magic)+2*tableSize || string(b[:len(magic)]) != magic {
		return nil, errors.New("token: these are not weights of the tokeniser; train them anew")
	}
	b = b[len(magic):]
	m := &Model{}
	for i, t := range []*table{&m.split, &m.end} {
		t.w = make([]int8, tableSize)
		for j, c := range b[i*tableSize : (i+1)*tableSize] {
			t.w[j] = int8(c)
		}
	}
	return m, nil
}

// Bytes is the model as ReadModel reads it.
func (m *Model) Bytes() []byte {
	b := []byte(magic)
	for _, t := range []*table{&m.split, &m.end} {
		for _, w := range t.w {
			b = append(b, byte(w))
		}
	}
	return b
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
