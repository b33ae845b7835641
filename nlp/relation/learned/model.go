// Package learned proposes claims where patterns end: a small network reads on
// from the parser's, and says for each pair of parties in a sentence and each
// relation how likely it is that the sentence tells it of them, and by which
// word.
package learned

import (
	"math"
	"sync"

	"github.com/entente-kg/entente/schema"
)

// Mediator is the label of the pair of a mediator and one of the sides.
const Mediator = "MEDIATES_BETWEEN/mediator"

const mediated = "MEDIATES_BETWEEN"

// Vectors gives word vectors.
type Vectors interface {
	Vector(x []float32, word string)
}

// Model is the trained network. It is safe for concurrent use.
type Model struct {
	Labels    []string // names of relations, and Mediator
	labelOf   map[string]int
	symmetric []bool
	friendly  []bool  // nobody does it to his own state
	actor     []uint8 // bits of the kinds that may act
	recipient []uint8

	// Keep is the least probability at which a pattern's claim is kept, and
	// Propose that at which the model's own is worth making. Sentences of which
	// a network gives more than Bound to what no pattern has found are read
	// once more, by the Second.
	Keep, Propose, Bound float64
	calibration          *Calibration

	vectors                 Vectors
	stateWidth, vectorWidth int
	nets                    []*Net // their mean is what counts
	scorers                 *sync.Pool
	seconds                 *seconds // nil for none
}

// Untrained is a model that extracts features and scores nothing.
func Untrained(labels []string, relations map[string]*schema.Relation, v Vectors, stateWidth, vectorWidth int) *Model {
	m := &Model{Labels: labels, vectors: v, stateWidth: stateWidth, vectorWidth: vectorWidth}
	m.bind(relations)
	return m
}

// Probability is how likely a dyad is right, by what patterns and networks say
// of it.
func (m *Model) Probability(o *Opinion) float64 { return m.calibration.Probability(o) }

// SetCalibration sets how scores become probabilities.
func (m *Model) SetCalibration(c *Calibration) { m.calibration = c }

// Width is the length of the input of a token.
func (m *Model) Width() int { return m.stateWidth + m.vectorWidth }

// Symmetric reports whether a label joins its parties without direction.
func (m *Model) Symmetric(label int) bool { return m.symmetric[label] }

func (m *Model) bind(relations map[string]*schema.Relation) {
	n := len(m.Labels)
	m.scorers = new(sync.Pool)
	m.labelOf = make(map[string]int, n)
	m.symmetric, m.friendly = make([]bool, n), make([]bool, n)
	m.actor, m.recipient = make([]uint8, n), make([]uint8, n)
	for i, name := range m.Labels {
		m.labelOf[name] = i
		from, to := schema.RoleActor, schema.RoleRecipient
		if name == Mediator {
			name, from, to = mediated, schema.RoleMediator, schema.RoleActor
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

// Read turns a sentence into numbers.
func (m *Model) Read(s *Sentence) *Input {
	in := m.extract(s)
	if len(in.pairs) == 0 {
		return in
	}
	w := m.Width()
	in.x = make([]float32, len(s.Tokens)*w)
	for i := range s.Tokens {
		row := in.x[i*w:][:w]
		for j, v := range s.States[i*m.stateWidth:][:m.stateWidth] {
			row[j] = float32(v) / 127
		}
		m.vectors.Vector(row[m.stateWidth:], s.Lower[i])
	}
	return in
}

// Pairs lists the candidates: indexes of the parties, and their legal labels.
func (in *Input) Pairs() [][2]int {
	out := make([][2]int, len(in.pairs))
	for i, p := range in.pairs {
		out[i] = [2]int{p.a, p.b}
	}
	return out
}

// Legal is the labels that may join pair i.
func (in *Input) Legal(i int) uint64 { return in.pairs[i].legal }

// Sentence is what the numbers were made of.
func (in *Input) Sentence() *Sentence { return in.seen }

// Triggers lists the tokens that may tell of an act.
func (in *Input) Triggers() []int { return in.triggers }

// Scorer scores sentences, one after the other; it holds the memory for it.
type Scorer struct {
	m      *Model
	passes []pass
	all    []scored // of the sentence at hand
}

// NewScorer returns one.
func (m *Model) NewScorer() *Scorer { return &Scorer{m: m, passes: make([]pass, len(m.nets))} }

func (s *Scorer) run(in *Input) {
	for k, n := range s.m.nets {
		n.run(&s.passes[k], in, s.m.symmetric)
	}
}

// score is the mean of the networks', after run.
func (s *Scorer) score(pair, label int) float64 {
	sum := float32(0)
	for k := range s.passes {
		sum += s.passes[k].score[pair*maxLabels+label]
	}
	return float64(sum) / float64(len(s.passes))
}

// trigger is the token that most tells of a label, after run.
func (s *Scorer) trigger(in *Input, pair, label int) int {
	return in.triggers[s.passes[0].leader(in, &in.pairs[pair], label)]
}

// Loss is the cross entropy of a sentence.
func (s *Scorer) Loss(e *Example) (loss float64) {
	if len(e.pairs) == 0 || len(e.triggers) == 0 {
		return 0
	}
	s.run(e.Input)
	for i := range e.pairs {
		for l := range s.m.Labels {
			switch score := s.score(i, l); {
			case (e.pairs[i].legal&^e.Unsure[i])>>l&1 == 0:
			case e.Right[i]>>l&1 == 1:
				loss += math.Log1p(math.Exp(-score))
			default:
				loss += math.Log1p(math.Exp(score))
			}
		}
	}
	return loss
}
