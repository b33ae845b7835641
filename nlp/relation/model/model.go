// Package model proposes claims that the patterns of relations miss: a linear
// classifier looks at each pair of parties in a sentence and says, for each
// relation, how likely it is that the sentence tells it of them.
//
// Its features are the way through the tree from one party to the other, the
// functions that both have to each word that may tell of an act, the words
// around, what the patterns list such words for, and what they have found.
// nlp/weights/RELATION.md says what it was trained on and how well it does.
package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

// Mediator is the label of the pair of a mediator and one of the sides.
const Mediator = "MEDIATES_BETWEEN/mediator"

// maxLabels bounds the table of scores.
const maxLabels = 64

const magic = "entente relation 1\n"

// Model is a trained classifier. It is safe for concurrent use.
type Model struct {
	Labels      []string // names of relations, and Mediator
	labelOf     map[string]int
	symmetric   []bool
	friendly    []bool  // nobody does it to his own state
	actor       []uint8 // bits of the kinds that may act
	recipient   []uint8
	bias        []float32
	slope       []float32 // probability = sigmoid(slope·score + offset)
	offset      []float32
	threshold   []float32
	clusters    *Clusters
	vectors     *Vectors
	nears       nears
	deep        *Deep
	mix         float32  // share of the network's score in the sum
	keys        []uint32 // open addressing; offsets is parallel
	offsets     []uint32 // of the first entry, from 1; 0 is a free slot
	counts      []uint8
	mask        uint32
	entryLabels []byte
	entries     []byte // weights as int8, times scale
	scale       float32
}

// Weights are what training gives.
type Weights struct {
	Labels                          []string
	Bias, Slope, Offset, Thresholds []float32
	Words                           Words
	Deep                            *Deep
	Mix                             float32
	Rows                            []Row // sorted by Hash
	Scale                           float32
}

// Words are what the model knows of words beforehand.
type Words struct {
	Clusters *Clusters
	Vectors  *Vectors
	Nears    map[string][]Near
}

// Row holds the weights of one feature. A tied feature has the label 0 only.
type Row struct {
	Hash   uint32
	Labels []uint8
	Values []int8 // times Scale
}

// Encode writes the weights; New reads them.
func (w *Weights) Encode() []byte {
	out := weights.NewWriter(magic)
	out.Strings(w.Labels)
	for _, t := range [][]float32{w.Bias, w.Slope, w.Offset, w.Thresholds} {
		out.Floats(t)
	}
	out.Float(w.Scale)
	w.Words.Clusters.write(out)
	w.Words.Vectors.write(out)
	near(w.Words.Nears).write(out)
	w.Deep.write(out)
	out.Float(w.Mix)
	var counts, labels, values []byte
	out.Uint(len(w.Rows))
	for _, r := range w.Rows {
		out.Fixed(r.Hash)
		counts = append(counts, byte(len(r.Labels)))
		labels = append(labels, r.Labels...)
		for _, v := range r.Values {
			values = append(values, byte(v))
		}
	}
	out.Blob(counts)
	out.Blob(labels)
	out.Blob(values)
	return out.Bytes()
}

// New reads a model. Labels that are none of the relations are never
// proposed. No bytes give no model.
func New(b []byte, relations map[string]*schema.Relation) (*Model, error) {
	if len(b) == 0 {
		return nil, nil
	}
	m, err := read(b)
	if err != nil {
		return nil, fmt.Errorf("relation model: %w", err)
	}
	m.bind(relations)
	return m, nil
}

func near(words map[string][]Near) nears {
	n := nears{}
	for w, list := range words {
		n[wordHash(w)] = list
	}
	return n
}

// Untrained is a model that extracts features and scores nothing.
func Untrained(labels []string, w Words, relations map[string]*schema.Relation) *Model {
	m := &Model{Labels: labels, clusters: w.Clusters, vectors: w.Vectors, nears: near(w.Nears)}
	m.bind(relations)
	return m
}

func (m *Model) bind(relations map[string]*schema.Relation) {
	n := len(m.Labels)
	m.labelOf = make(map[string]int, n)
	m.symmetric, m.friendly = make([]bool, n), make([]bool, n)
	m.actor, m.recipient = make([]uint8, n), make([]uint8, n)
	for i, name := range m.Labels {
		m.labelOf[name] = i
		from, to := schema.RoleActor, schema.RoleRecipient
		if name == Mediator {
			name, from, to = "MEDIATES_BETWEEN", schema.RoleMediator, schema.RoleActor
		}
		r := relations[name]
		if r == nil {
			continue // no kinds: nothing is legal
		}
		if r.Symmetric && from == schema.RoleActor {
			m.symmetric[i], to = true, schema.RoleActor
		}
		m.friendly[i] = r.Quad <= 2 && !r.Standing
		m.actor[i], m.recipient[i] = kindBits(r.Arguments[from]), kindBits(r.Arguments[to])
	}
}

func kindBits(kinds []schema.Kind) (bits uint8) {
	for _, k := range kinds {
		bits |= kindBit(k)
	}
	return bits
}

var errDamaged = errors.New("damaged weights; train them anew")

func read(b []byte) (*Model, error) {
	in := weights.NewReader(b, magic)
	m := &Model{Labels: in.Strings()}
	for _, t := range []*[]float32{&m.bias, &m.slope, &m.offset, &m.threshold} {
		*t = in.Floats()
		if len(*t) != len(m.Labels) {
			return nil, errors.Join(errDamaged, in.Err())
		}
	}
	m.scale = in.Float()
	if len(m.Labels) > maxLabels {
		return nil, errDamaged
	}
	var err error
	if m.clusters, err = readClusters(in); err != nil {
		return nil, err
	}
	if m.vectors, err = readVectors(in); err != nil {
		return nil, err
	}
	if m.nears, err = readNears(in, len(m.Labels)); err != nil {
		return nil, err
	}
	if m.deep, err = readDeep(in); err != nil {
		return nil, err
	}
	if m.deep.Labels != len(m.Labels) {
		return nil, errDamaged
	}
	m.mix = in.Float()
	hashes := make([]uint32, in.Count(4))
	for i := range hashes {
		hashes[i] = in.Fixed()
	}
	counts := in.Bytes()
	m.entryLabels, m.entries = in.Bytes(), in.Bytes()
	if err := in.Err(); err != nil {
		return nil, err
	}
	return m, m.index(hashes, counts)
}

// index builds the table of features.
func (m *Model) index(hashes []uint32, counts []byte) error {
	size := 16
	for size < 2*len(hashes) {
		size *= 2
	}
	if len(counts) != len(hashes) || len(m.entryLabels) != len(m.entries) {
		return errDamaged
	}
	m.mask = uint32(size - 1)
	m.keys, m.offsets, m.counts = make([]uint32, size), make([]uint32, size), make([]uint8, size)
	at := uint32(1)
	for i, h := range hashes {
		k := h & m.mask
		for m.offsets[k] != 0 {
			k = (k + 1) & m.mask
		}
		m.keys[k], m.offsets[k], m.counts[k] = h, at, counts[i]
		at += uint32(counts[i])
	}
	if int(at)-1 != len(m.entries) || slices.ContainsFunc(m.entryLabels, func(l byte) bool { return int(l) >= len(m.Labels) }) {
		return errDamaged
	}
	return nil
}

// row is a feature's entries, from and to.
func (m *Model) row(h uint32) (from, to uint32) {
	for k := h & m.mask; m.offsets[k] != 0; k = (k + 1) & m.mask {
		if m.keys[k] == h {
			from = m.offsets[k] - 1
			return from, from + uint32(m.counts[k])
		}
	}
	return 0, 0
}

// MaxParties bounds the work on a sentence that is one long list of names.
const MaxParties = 16

// Propose returns the claims that the model believes in, whether the patterns
// have found them or not.
func (m *Model) Propose(s *Sentence) []Proposal {
	var out []Proposal
	m.Score(s, func(a, b, label int, probability float64, trigger func() int) {
		if probability >= float64(m.threshold[label]) {
			out = append(out, Proposal{Relation: m.Labels[label], Actor: a, Recipient: b, Trigger: trigger(), Score: probability})
		}
	})
	return out
}

// Score calls yield for each legal label of each pair. trigger finds the word
// that tells of it; it is to be called within yield only.
func (m *Model) Score(s *Sentence, yield func(a, b, label int, probability float64, trigger func() int)) {
	if len(s.Parties) < 2 {
		return
	}
	x := m.newExtractor(s)
	pairs := x.pairs()
	if len(pairs) == 0 {
		return
	}
	inputs, hidden := make([]float32, len(pairs)*Inputs), make([]float32, len(pairs)*m.deep.Hidden)
	sums := make([][maxLabels]int32, len(pairs))
	for i, p := range pairs {
		pair := x.extract(p[0], p[1])
		x.slots(inputs[i*Inputs : (i+1)*Inputs])
		m.add(&sums[i], pair)
		h := hidden[i*m.deep.Hidden:][:m.deep.Hidden]
		for _, f := range pair.deep {
			if r, ok := m.deep.Rows[f]; ok {
				m.deep.embed(h, []int32{r})
			}
		}
	}
	width := neural.Pad(m.deep.Labels)
	deep := make([]float32, len(pairs)*width)
	m.deep.run(deep, inputs, hidden, len(pairs))
	for i, p := range pairs {
		a, b := p[0], p[1]
		for l := range m.Labels {
			if m.symmetric[l] && a > b || !m.legal(l, &s.Parties[a], &s.Parties[b]) {
				continue
			}
			score := (m.bias[l]+float32(sums[i][l])*m.scale)*(1-m.mix) + deep[i*width+l]*m.mix
			yield(a, b, l, m.probability(l, score), func() int { return x.trigger(x.extract(a, b), l) })
		}
	}
}

// pairs lists the pairs of parties that are not the same.
func (x *extractor) pairs() [][2]int {
	n := min(len(x.s.Parties), MaxParties)
	out := make([][2]int, 0, n*n-n)
	for a := range n {
		for b := range n {
			if x.s.Parties[a].ID != x.s.Parties[b].ID {
				out = append(out, [2]int{a, b})
			}
		}
	}
	return out
}

func (m *Model) probability(label int, score float32) float64 {
	return 1 / (1 + math.Exp(-float64(m.slope[label]*score+m.offset[label])))
}

// add sums the weights of a pair's features.
func (m *Model) add(scores *[maxLabels]int32, p *pair) {
	clear(scores[:])
	for _, f := range p.features {
		from, to := m.row(f.hash)
		for e := from; e < to; e++ {
			scores[m.entryLabels[e]&(maxLabels-1)] += int32(int8(m.entries[e]))
		}
	}
	for _, t := range p.tied {
		if from, to := m.row(t.hash); from < to {
			scores[t.label&(maxLabels-1)] += int32(int8(m.entries[from]))
		}
	}
}

// trigger is the word whose features speak most for the label.
func (x *extractor) trigger(p *pair, label int) int {
	sums := make([]int32, len(x.s.Tokens))
	for _, f := range p.features {
		if f.token < 0 || int(f.token) >= len(sums) {
			continue
		}
		from, to := x.row(f.hash)
		for e := from; e < to; e++ {
			if int(x.entryLabels[e]) == label {
				sums[f.token] += int32(int8(x.entries[e]))
			}
		}
	}
	for _, t := range p.tied {
		if int(t.label) == label && t.token >= 0 {
			if from, to := x.row(t.hash); from < to {
				sums[t.token] += int32(int8(x.entries[from]))
			}
		}
	}
	best := -1
	for i := range sums {
		if t := x.trigOf[i]; t >= 0 && (best < 0 || sums[i] > sums[best]) {
			best = i
		}
	}
	if best < 0 {
		return x.s.Parties[p.a].Token
	}
	return best
}

// Example is a pair as training sees it.
type Example struct {
	A, B     int
	Features []uint32
	Tied     []Tied
	Plain    []uint32 // features that name no word
	Legal    []int    // labels
	Inputs   []float32
}

// Tied is a feature that belongs to one label and shares its weight with the
// other labels.
type Tied struct {
	Hash  uint32
	Label uint8
}

// Examples lists the pairs of a sentence with their features.
func (m *Model) Examples(s *Sentence) []Example {
	if len(s.Parties) < 2 {
		return nil
	}
	x := m.newExtractor(s)
	var out []Example
	for _, ab := range x.pairs() {
		a, b := ab[0], ab[1]
		p := x.extract(a, b)
		e := Example{A: a, B: b, Plain: slices.Clone(p.deep), Inputs: make([]float32, Inputs)}
		x.slots(e.Inputs)
		for _, f := range p.features {
			e.Features = append(e.Features, f.hash)
		}
		for _, t := range p.tied {
			e.Tied = append(e.Tied, Tied{t.hash, t.label})
		}
		for l := range m.Labels {
			if !(m.symmetric[l] && a > b) && m.legal(l, &s.Parties[a], &s.Parties[b]) {
				e.Legal = append(e.Legal, l)
			}
		}
		out = append(out, e)
	}
	return out
}

// Symmetric reports whether a label joins its parties without direction.
func (m *Model) Symmetric(label int) bool { return m.symmetric[label] }

// Words returns what the model knows of words, but for their nearness to
// relations.
func (m *Model) Words() Words { return Words{Clusters: m.clusters, Vectors: m.vectors} }

// Vector returns a word's vector, of length one; nil where it has none.
func (v *Vectors) Vector(word string) []float32 {
	row := v.find(word)
	if row < 0 {
		return nil
	}
	x := make([]float32, Dims)
	v.addTo(x, row, 1)
	n := 0.0
	for _, f := range x {
		n += float64(f) * float64(f)
	}
	for i := range x {
		x[i] /= float32(math.Sqrt(n + 1e-12))
	}
	return x
}
