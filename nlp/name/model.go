package name

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

// Model is a linear-chain conditional random field: a weight for each feature
// and tag, and one for each pair of tags that may follow each other.
type Model struct {
	groups  *Groups
	lexicon *Lexicon
	next    [NumTags][NumTags]float32 // -inf where a tag may not follow

	// Open addressing: the key in a slot, 0 for a free one, and its row. They
	// lie apart because most features that a text has are not in the model, and
	// only keys are read for those.
	keys []uint32
	row  []uint32
	mask uint32
	rows *neural.Lines
}

// width is the length of a row: the weight of no name and three zeros, then
// those of the four places of each label, which are packed together: NumTags
// and 3 numbers.
const width = neural.LineWidth

// fineRows is how many rows, the largest, are packed finely.
const fineRows = 150_000

const magic = "ENTENTE NAMES 4\n"

var errModel = errors.New("name model: damaged, or of another version; train it again")

// Weights is a model in the making, as a training program hands it over.
type Weights struct {
	Groups  *Groups
	Lexicon *Lexicon
	Next    [NumTags][NumTags]float32
	Rows    map[uint32][NumTags]float32 // by feature
}

// Encode writes the weights in the form that ReadModel reads, the rows packed.
// The same weights give the same bytes.
func (w *Weights) Encode() []byte {
	features := slices.Sorted(maps.Keys(w.Rows))
	b := []byte(magic)
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
	rows, sizes := make([][]float32, len(features)), make([]float64, len(features))
	for i, f := range features {
		row := w.Rows[f]
		rows[i] = append([]float32{row[Outside], 0, 0, 0}, row[1:]...)
		for _, v := range row {
			sizes[i] += float64(v) * float64(v)
		}
	}
	least := slices.Sorted(slices.Values(sizes))[max(0, len(sizes)-fineRows):]
	packed := weights.Pack(rows, width, func(i int) bool { return sizes[i] >= least[0] })
	end := weights.NewWriter("")
	end.Packed(&packed)
	return append(b, end.Bytes()...)
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
	m := &Model{}
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

// readRows reads the features, and their rows.
func (m *Model) readRows(r *reader) error {
	n := r.count(1 + width/4)
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
	rest := weights.NewReader(r.b, "")
	rows := rest.Packed(n, width)
	if err := rest.Err(); err != nil {
		return fmt.Errorf("%w (%w)", errModel, err)
	}
	m.rows = rows.Lines()
	return nil
}

// Groups returns the model's clusters of words.
func (m *Model) Groups() *Groups { return m.groups }

// emit sums the rows of the features.
func (m *Model) emit(features []uint32, out *[NumTags]float32) {
	var sum [width]float32
	var rows [128]uint32
	n := 0
	for _, f := range features {
		s := f & m.mask
		for m.keys[s] != 0 && m.keys[s] != f {
			s = (s + 1) & m.mask
		}
		if m.keys[s] == 0 {
			continue
		}
		if n == len(rows) {
			m.rows.Add(&sum, rows[:])
			n = 0
		}
		rows[n] = m.row[s]
		n++
	}
	m.rows.Add(&sum, rows[:n])
	out[Outside] = sum[0]
	copy(out[1:], sum[4:])
}
