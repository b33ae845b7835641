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
	Clusters                        *Clusters
	Rows                            []Row // sorted by Hash
	Scale                           float32
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
	w.Clusters.write(out)
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

// Untrained is a model that extracts features and scores nothing.
func Untrained(labels []string, clusters *Clusters, relations map[string]*schema.Relation) *Model {
	m := &Model{Labels: labels, clusters: clusters}
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

// Score calls yield for each legal label of each pair.
func (m *Model) Score(s *Sentence, yield func(a, b, label int, probability float64, trigger func() int)) {
	if len(s.Parties) < 2 {
		return
	}
	x := m.newExtractor(s)
	var scores [maxLabels]int32
	n := min(len(s.Parties), MaxParties)
	for a := range n {
		for b := range n {
			if s.Parties[a].ID == s.Parties[b].ID {
				continue
			}
			p := x.extract(a, b)
			m.add(&scores, p)
			for l := range m.Labels {
				if m.symmetric[l] && a > b || !m.legal(l, &s.Parties[a], &s.Parties[b]) {
					continue
				}
				yield(a, b, l, m.probability(l, m.bias[l]+float32(scores[l])*m.scale), func() int { return x.trigger(p, l) })
			}
		}
	}
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
	Legal    []int // labels
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
	var out []Example
	x := m.newExtractor(s)
	n := min(len(s.Parties), MaxParties)
	for a := range n {
		for b := range n {
			if s.Parties[a].ID == s.Parties[b].ID {
				continue
			}
			e := Example{A: a, B: b}
			p := x.extract(a, b)
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
	}
	return out
}

// Symmetric reports whether a label joins its parties without direction.
func (m *Model) Symmetric(label int) bool { return m.symmetric[label] }

// Clusters returns the groups of words.
func (m *Model) Clusters() *Clusters { return m.clusters }
