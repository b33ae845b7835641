package name

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Model is a linear-chain conditional random field: a weight for each feature
// and tag, and one for each pair of tags that may follow each other.
type Model struct {
	groups  *Groups
	lexicon *Lexicon
	next    [NumTags][NumTags]float32 // -inf where a tag may not follow
	scale   float32                   // of the rows

	// Open addressing: the key in a slot, 0 for a free one, and its row. They
	// lie apart because most features that a text has are not in the model, and
	// only keys are read for those.
	keys []uint32
	row  []uint32
	rows []byte // NumTags weights a row, two's complement
	mask uint32
}

const magic = "ENTENTE NAMES 3\n"

var errModel = errors.New("name model: damaged, or of another version; train it again")

// Weights is a model in the making, as a training program hands it over.
type Weights struct {
	Groups  *Groups
	Lexicon *Lexicon
	Next    [NumTags][NumTags]float32
	Rows    map[uint32][NumTags]float32 // by feature
}

// Encode writes the weights in the form that ReadModel reads, each rounded to
// one of 255 steps. The same weights give the same bytes.
func (w *Weights) Encode() []byte {
	var most float32
	features := make([]uint32, 0, len(w.Rows))
	for f, row := range w.Rows {
		features = append(features, f)
		for _, v := range row {
			most = max(most, float32(math.Abs(float64(v))))
		}
	}
	slices.Sort(features)
	scale := max(most/127, 1e-6)
	b := []byte(magic)
	b = appendFloat(b, scale)
	for i := range w.Next {
		for j := range w.Next[i] {
			b = appendFloat(b, w.Next[i][j])
		}
	}
	b = w.Groups.append(b)
	b = w.Lexicon.append(b)
	b = binary.AppendUvarint(b, uint64(len(features)))
	var prev uint32
	for _, f := range features {
		b = binary.AppendUvarint(b, uint64(f-prev))
		prev = f
	}
	for _, f := range features {
		for _, v := range w.Rows[f] {
			b = append(b, byte(int8(math.RoundToEven(float64(v/scale)))))
		}
	}
	return b
}

func appendFloat(b []byte, f float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
}

// ReadModel reads what Encode wrote.
func ReadModel(b []byte) (*Model, error) {
	if len(b) == 0 {
		return nil, errors.New("name model: empty; run make train-names")
	}
	r := reader{b: b}
	if string(r.take(len(magic))) != magic {
		return nil, errModel
	}
	m := &Model{scale: math.Float32frombits(r.uint32())}
	for i := range m.next {
		for j := range m.next[i] {
			m.next[i][j] = math.Float32frombits(r.uint32())
			if !Follows(uint8(i), uint8(j)) {
				m.next[i][j] = float32(math.Inf(-1))
			}
		}
	}
	if r.bad {
		return nil, errModel
	}
	var err error
	if m.groups, r.b, err = readGroups(r.b); err != nil {
		return nil, err
	}
	if m.lexicon, r.b, err = readLexicon(r.b); err != nil {
		return nil, err
	}
	if err := m.readRows(&r); err != nil {
		return nil, err
	}
	return m, nil
}

// readRows keeps the rows where they are, in the bytes of the model.
func (m *Model) readRows(r *reader) error {
	n := r.count(1 + NumTags)
	size := 1
	for 3*size < 4*n+4 {
		size *= 2
	}
	m.mask = uint32(size - 1)
	m.keys, m.row = make([]uint32, size), make([]uint32, size)
	var key uint32
	for i := range n {
		key += uint32(r.uvarint())
		if r.bad || key == 0 {
			return errModel
		}
		s := key & m.mask
		for m.keys[s] != 0 {
			s = (s + 1) & m.mask
		}
		m.keys[s], m.row[s] = key, uint32(i)
	}
	if len(r.b) != n*NumTags {
		return fmt.Errorf("%w (%d bytes of weights, want %d)", errModel, len(r.b), n*NumTags)
	}
	m.rows = r.b
	return nil
}

// Groups returns the model's clusters of words.
func (m *Model) Groups() *Groups { return m.groups }

// emit sums the rows of the features.
func (m *Model) emit(features []uint32, out *[NumTags]float32) {
	var sum [NumTags]int32
	for _, f := range features {
		s := f & m.mask
		for m.keys[s] != 0 && m.keys[s] != f {
			s = (s + 1) & m.mask
		}
		if m.keys[s] == 0 {
			continue
		}
		i := int(m.row[s]) * NumTags
		row := (*[NumTags]byte)(m.rows[i : i+NumTags])
		for j, v := range row {
			sum[j] += int32(int8(v))
		}
	}
	for j := range out {
		out[j] = float32(sum[j]) * m.scale
	}
}
