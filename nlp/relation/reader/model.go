// Package reader reads sentences with a small transformer, once more and better
// than the network of package learned, and says which relations they tell of
// which parties.
package reader

import (
	"fmt"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/encoder"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/weights"
)

const magic = "reader03"

// Sizes of the tables. internal/train/reader has the same.
const (
	buckets  = 22        // of the distance of a trigger from a party
	pairRows = 4 * 2 * 8 // of ownership, order and distance of two parties
	cueKinds = 2         // conditions hold; only listed
	maxWidth = 1 << 10   // of the hidden layer
)

// Model is a reader that was trained: an encoder of sentences, and on its
// states a small network that scores, for each word that may tell of an act,
// who does it to whom. It is read only, and goroutines share it.
type Model struct {
	labels    []string
	symmetric []bool
	width     int // of the hidden layer
	encoder   *encoder.Model

	trigger, party product       // states → hidden
	named          weights.Table // mark of a party → hidden
	distance       weights.Table
	roles          neural.Rows
	tell           product   // hidden → labels
	fill           product   // hidden → labels as actor, labels as recipient
	pair           []float32 // pairRows × labels
	cues           []float32 // cueKinds × (labels + 1)
}

// product multiplies a row by a matrix and adds a bias, nil for none.
type product struct {
	*neural.Int8
	bias []float32
}

// Read reads a model. Its labels are m's.
func Read(b []byte, m *learned.Model) (*Model, error) {
	b, err := weights.Inflate(b, magic)
	var x *Model
	if err == nil {
		x, err = read(b, m)
	}
	if err != nil {
		return nil, fmt.Errorf("read the reader of claims: %w", err)
	}
	return x, nil
}

// read reads a model that is unpacked, and keeps parts of b.
func read(b []byte, m *learned.Model) (*Model, error) {
	r := weights.NewReader(b, magic)
	x := &Model{labels: r.Strings(), width: r.Uint()}
	packed := r.Bytes()
	switch {
	case r.Failed():
		return nil, r.Err()
	case !slices.Equal(x.labels, m.Labels):
		return nil, fmt.Errorf("the weights were trained for other relations: %d labels instead of %d; train them anew", len(x.labels), len(m.Labels))
	case x.width < 1 || x.width > maxWidth || x.width%neural.Lanes != 0:
		return nil, fmt.Errorf("a hidden layer of %d units, not a multiple of %d up to %d", x.width, neural.Lanes, maxWidth)
	}
	var err error
	if x.encoder, err = encoder.Read(packed); err != nil {
		return nil, err
	}
	if x.encoder.Marks() != Marks {
		return nil, fmt.Errorf("the encoder knows %d marks instead of %d; train it anew", x.encoder.Marks(), Marks)
	}
	for l := range x.labels {
		x.symmetric = append(x.symmetric, m.Symmetric(l))
	}
	x.readHead(r)
	if err := r.Err(); err != nil {
		return nil, err
	}
	return x, nil
}

func (x *Model) readHead(r *weights.Reader) {
	states, width, labels := x.encoder.Width(), x.width, len(x.labels)
	x.trigger = readProduct(r, "triggers", width, states, true)
	x.party = readProduct(r, "parties", width, states, false)
	x.named = r.Table("marks of parties", Marks, width)
	x.distance = r.Table("distances", buckets, width)
	if roles := r.Coarse("roles", learned.RoleRows, width); !r.Failed() {
		roles.Round(&x.roles)
	}
	x.tell = readProduct(r, "labels of triggers", labels, width, true)
	x.fill = readProduct(r, "labels of parties", 2*labels, width, true)
	x.pair = r.Vector("pairs", pairRows*labels)
	x.cues = r.Vector("cues", cueKinds*(labels+1))
}

// readProduct reads a matrix of rows × cols, and its bias where it has one.
func readProduct(r *weights.Reader, name string, rows, cols int, biased bool) product {
	t := r.Table(name, rows, cols)
	var bias []float32
	if biased {
		bias = r.Vector("bias of "+name, rows)
	}
	if r.Failed() {
		return product{}
	}
	p := product{Int8: neural.NewInt8(rows, cols, t.W, t.Scales)}
	if biased {
		p.bias = append(bias, make([]float32, p.Out()-rows)...)
	}
	return p
}
