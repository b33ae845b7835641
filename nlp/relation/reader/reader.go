package reader

import (
	"fmt"
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/encoder"
	"github.com/entente-kg/entente/nlp/relation/learned"
)

// marginal is the logit below which nobody looks closely: smaller ones are of
// the word that most tells of a label, and not of all words together.
const marginal = -6

// Reader reads texts with a model, one after the other. It holds scratch
// memory and serves one goroutine. The same text gives the same bits on every
// processor.
type Reader struct {
	m       *Model
	encoder *encoder.Encoder
	t       *Text
	here    *Sentence // scored last

	pieces encoder.Pieces
	states []float32 // words × width of the encoder; only those of windows that matter
	needed []bool    // words whose states count

	x, act []float32 // rows for a product
	rows   neural.Rows

	triggers []float32 // triggers × width
	parties  []float32 // parties × width
	tells    []float32 // triggers × tell.Out()
	fills    []float32 // triggers × parties × fill.Out()
	logits   []float32 // pairs × labels
	best     []uint8   // pairs × labels: index of the trigger
	parts    []float32 // of the sum for one pair and label, by trigger
	most     []float32 // of one pair, by label
}

// NewReader makes a reader.
func (m *Model) NewReader() *Reader { return &Reader{m: m, encoder: m.encoder.NewEncoder()} }

// Read takes in a text, whose sentences can then be scored.
func (r *Reader) Read(t *Text) error {
	r.t, r.here = t, nil
	if len(t.Marks) != len(t.Words) {
		return fmt.Errorf("reader: %d marks for %d words", len(t.Marks), len(t.Words))
	}
	if !r.need() {
		return nil
	}
	r.pieces.Reset()
	next := 0
	for i, word := range t.Words {
		r.m.encoder.Vocabulary().Cut(&r.pieces, word)
		for ; next < len(t.Sentences) && t.Sentences[next].Last <= i+1; next++ {
			r.pieces.EndSentence()
		}
	}
	r.pieces.Marks = append(r.pieces.Marks, t.Marks...)
	width := r.m.encoder.Width()
	r.states = grow(r.states, len(t.Words)*width)
	for _, w := range r.pieces.Windows(min(limit, r.m.encoder.Limit())) {
		if !slices.Contains(r.needed[w.First:w.Last], true) {
			continue
		}
		if err := r.encoder.Encode(&r.pieces, w, r.states[w.First*width:w.Last*width]); err != nil {
			return fmt.Errorf("reader: %w", err)
		}
	}
	return nil
}

// need marks the words whose states count, and reports whether there are any.
func (r *Reader) need() bool {
	r.needed = grow(r.needed, len(r.t.Words))
	clear(r.needed)
	some := false
	for i := range r.t.Sentences {
		s := &r.t.Sentences[i]
		if len(s.Pairs) == 0 || len(s.Triggers) == 0 {
			continue
		}
		some = true
		for _, w := range s.Triggers {
			r.needed[w] = true
		}
		for k := range s.Parties {
			r.needed[s.Parties[k].Word] = true
		}
	}
	return some
}

// Score scores the candidates of a sentence of the text, and reports whether
// it has any.
func (r *Reader) Score(sentence int) bool {
	s := &r.t.Sentences[sentence]
	r.here = s
	if len(s.Pairs) == 0 || len(s.Triggers) == 0 {
		return false
	}
	r.gather(len(s.Triggers), func(i int) int { return s.Triggers[i] })
	r.triggers = r.product(r.triggers, &r.m.trigger, r.x, len(s.Triggers))
	r.gather(len(s.Parties), func(i int) int { return s.Parties[i].Word })
	r.parties = r.product(r.parties, &r.m.party, r.x, len(s.Parties))
	width := r.m.width
	for i := range s.Parties {
		p := &s.Parties[i]
		r.m.named.AddRow(r.parties[i*width:][:width], int(r.t.Marks[p.Word])*agos+min(p.Ago, agos-1))
	}
	r.tell()
	r.fill()
	labels := len(r.m.labels)
	r.logits, r.best = grow(r.logits, len(s.Pairs)*labels), grow(r.best, len(s.Pairs)*labels)
	for i := range s.Pairs {
		r.join(i)
	}
	return true
}

// Logit is the logarithm of the odds that the sentence scored last tells a
// label of a pair; for labels that are legal for it.
func (r *Reader) Logit(pair, label int) float32 { return r.logits[pair*len(r.m.labels)+label] }

// Trigger is the index in Sentence.Triggers of the word that most tells of it.
func (r *Reader) Trigger(pair, label int) int { return int(r.best[pair*len(r.m.labels)+label]) }

// gather puts the states of n words into r.x.
func (r *Reader) gather(n int, word func(i int) int) {
	width := r.m.encoder.Width()
	r.x = grow(r.x, n*width)
	for i := range n {
		copy(r.x[i*width:][:width], r.states[word(i)*width:])
	}
}

// product puts n rows of x times the matrix into dst, which it returns.
func (r *Reader) product(dst []float32, p *product, x []float32, n int) []float32 {
	dst = grow(dst, n*p.Out())
	r.rows.Quantise(x, n, p.In(), p.In())
	p.Mul(dst, &r.rows, p.bias)
	return dst
}

// tell scores which labels each trigger tells of.
func (r *Reader) tell() {
	s, m := r.here, r.m
	r.act = append(r.act[:0], r.triggers...)
	neural.Gelu(r.act)
	r.tells = r.product(r.tells, &m.tell, r.act, len(s.Triggers))
	for _, c := range s.Cues {
		row := m.cues
		if !c.Holds {
			row = row[len(m.labels)+1:]
		}
		r.tells[c.Trigger*m.tell.Out()+c.Label] += row[c.Label] + row[len(m.labels)]
	}
}

// fill scores how well each party fills the two places of each label with
// each trigger. In a label without direction both places are the actor's.
func (r *Reader) fill() {
	s, m, width := r.here, r.m, r.m.width
	parties, out, labels := len(s.Parties), m.fill.Out(), len(m.labels)
	r.fills = grow(r.fills, len(s.Triggers)*parties*out)
	r.act = grow(r.act, parties*width)
	for t, word := range s.Triggers {
		for p := range parties {
			z := r.act[p*width:][:width]
			for i, h := range r.triggers[t*width:][:width] {
				z[i] = h + r.parties[p*width+i]
			}
			m.distance.AddRow(z, signedBucket(word-s.Parties[p].Word))
			if p < s.Own {
				for _, row := range s.Roles[(t*s.Own+p)*learned.RoleFeatures:][:learned.RoleFeatures] {
					if row >= 0 {
						m.roles.AddRow(z, int(row))
					}
				}
			}
		}
		neural.Gelu(r.act)
		r.rows.Quantise(r.act, parties, width, width)
		rows := r.fills[t*parties*out:][:parties*out]
		m.fill.Mul(rows, &r.rows, m.fill.bias)
		for l, both := range m.symmetric {
			if !both {
				continue
			}
			for p := range parties {
				rows[p*out+labels+l] = rows[p*out+l]
			}
		}
	}
}

// join sums up over the triggers what a pair and a label have for them, in
// logarithms.
func (r *Reader) join(pair int) {
	s, m := r.here, r.m
	labels, parties, out := len(m.labels), len(s.Parties), m.fill.Out()
	p := &s.Pairs[pair]
	best := r.best[pair*labels:][:labels]
	r.most = grow(r.most, labels)
	for t := range s.Triggers {
		tells := r.tells[t*m.tell.Out():][:labels]
		a := r.fills[(t*parties+p.A)*out:][:labels]
		b := r.fills[(t*parties+p.B)*out+labels:][:labels]
		for l, v := range tells {
			if v += a[l] + b[l]; t == 0 || v > r.most[l] {
				r.most[l], best[l] = v, uint8(t)
			}
		}
	}
	logits := r.logits[pair*labels:][:labels]
	copy(logits, m.pair[pairRow(s, p)*labels:])
	slack := logarithm(float32(len(s.Triggers)))
	for l := range logits {
		if logits[l] += r.most[l]; p.Legal>>l&1 == 1 && logits[l]+slack > marginal {
			r.shares(p, l)
			logits[l] += logarithm(neural.Exponentials(r.parts))
		}
	}
}

// shares puts the part that each trigger has in the score of a pair and a
// label into r.parts, with as many of nothing as make it a multiple of
// neural.Lanes.
func (r *Reader) shares(p *Pair, label int) {
	s, m := r.here, r.m
	parties, out := len(s.Parties), m.fill.Out()
	r.parts = grow(r.parts, neural.Pad(len(s.Triggers)))
	for t := range s.Triggers {
		r.parts[t] = r.tells[t*m.tell.Out()+label] + (r.fills[(t*parties+p.A)*out+label] + r.fills[(t*parties+p.B)*out+len(m.labels)+label])
	}
	for t := len(s.Triggers); t < len(r.parts); t++ {
		r.parts[t] = -math.MaxFloat32
	}
}

// Attributes are how an act is told: the logarithm of the odds that it is
// denied, and that of each of schema.Modalities, up to a number that all
// share.
type Attributes struct {
	Denied     float32
	Modalities [moods]float32
}

// Attributes reads how the sentence scored last tells a label of a pair.
func (r *Reader) Attributes(pair, label int) (a Attributes) {
	s, m, width := r.here, r.m, r.m.width
	r.shares(&s.Pairs[pair], label)
	sum := neural.Exponentials(r.parts)
	r.act = append(r.act[:0], r.triggers...)
	neural.Gelu(r.act)
	r.x = grow(r.x, width)
	clear(r.x)
	for t := range s.Triggers {
		share := r.parts[t] / sum
		for i, v := range r.act[t*width:][:width] {
			r.x[i] += float32(share * v)
		}
	}
	r.act = r.product(r.act, &m.attribute, r.x, 1)
	a.Denied = r.act[0]
	copy(a.Modalities[:], r.act[1:])
	return a
}

// pairRow is the row of what holds between two parties.
func pairRow(s *Sentence, p *Pair) int {
	a, b := s.Parties[p.A].Word, s.Parties[p.B].Word
	row := p.Own * 16
	if a < b {
		row += 8
	}
	return row + min(bucket(max(a-b, b-a))/2, 7)
}

// signedBucket is the row of a distance in words.
func signedBucket(n int) int {
	if n < 0 {
		return bucket(-n) + buckets/2
	}
	return bucket(n)
}

func bucket(n int) int {
	switch {
	case n < 6:
		return n
	case n < 9:
		return 6
	case n < 14:
		return 7
	case n < 22:
		return 8
	case n < 45:
		return 9
	}
	return 10
}

// logarithm is that of x ≥ 1, to the last bit the same on every processor:
// each product is rounded before it is added.
func logarithm(x float32) float32 {
	m, e := math.Frexp(float64(x))
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	f := (m - 1) / (m + 1) // log m = 2·artanh f, and |f| < 0.172
	ff := float64(f * f)
	y := 0.0
	for n := 13.0; n >= 1; n -= 2 {
		y = float64(y*ff) + 1/n
	}
	return float32(float64(2*f*y) + float64(float64(e)*math.Ln2))
}

func grow[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }
