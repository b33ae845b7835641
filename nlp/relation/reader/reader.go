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
// the word that most tells of a label, and not of all words together, and which
// word that is is not known.
const marginal = -6

// batch is how many pieces are encoded together: more take memory and save no
// time.
const batch = 256

// Reader reads sentences with a model. It holds scratch memory and serves one
// goroutine. The same sentence gives the same bits on every processor,
// whichever sentences are read with it.
type Reader struct {
	m       *Model
	encoder *encoder.Encoder
	read    []scored

	pieces encoder.Pieces
	tokens []int     // of the sentences in pieces, those whose states count
	states []float32 // tokens × width of the encoder
	rows   neural.Rows

	triggers []float32 // tokens × width: as triggers
	parties  []float32 // tokens × width: as parties
	act      []float32 // rows for a product
	tells    []float32 // triggers × tell.Out()
	fills    []float32 // triggers × parties × fill.Out()
	parts    []float32 // of the sum for one pair and label, by trigger
}

// scored is what is known of a sentence.
type scored struct {
	*Sentence           // nil where nothing is
	tokens    [2]int    // first and last of its tokens in Reader.tokens
	word      int       // number of its first word
	logits    []float32 // pairs × labels
	best      []uint8   // pairs × labels: index of the trigger
}

// NewReader makes a reader.
func (m *Model) NewReader() *Reader { return &Reader{m: m, encoder: m.encoder.NewEncoder()} }

// Read reads and scores sentences: seen[i] is what inputs[i] was made of.
func (r *Reader) Read(seen []*learned.Sentence, inputs []*learned.Input) error {
	if len(seen) != len(inputs) {
		return fmt.Errorf("reader: %d inputs for %d sentences", len(inputs), len(seen))
	}
	list := make([]*Sentence, len(seen))
	for i, s := range seen {
		list[i] = Lay(s, inputs[i])
	}
	return r.readAll(list)
}

// readAll reads sentences that are laid out, but for those that are nil.
func (r *Reader) readAll(list []*Sentence) error {
	r.read = slices.Grow(r.read[:0], len(list))[:len(list)]
	r.clear()
	from := 0
	for i, s := range list {
		r.read[i].Sentence = nil
		if s != nil && r.add(&r.read[i], s) && len(r.pieces.IDs) >= batch {
			if err := r.score(r.read[from : i+1]); err != nil {
				return err
			}
			from = i + 1
		}
	}
	return r.score(r.read[from:])
}

func (r *Reader) clear() {
	r.pieces.Reset()
	r.tokens = r.tokens[:0]
}

// add adds a sentence to those that are encoded together, and reports whether
// it is short enough.
func (r *Reader) add(x *scored, s *Sentence) bool {
	x.word = len(r.pieces.First)
	for _, word := range s.Words {
		r.m.encoder.Vocabulary().Cut(&r.pieces, word)
	}
	r.pieces.EndSentence()
	if _, _, size := r.pieces.Sentence(len(r.pieces.Ends) - 1); size > r.m.encoder.Limit() {
		r.pieces.DropSentence()
		return false
	}
	r.pieces.Marks = append(r.pieces.Marks, s.Marks...)
	first := len(r.tokens)
	for _, t := range s.Triggers {
		r.tokens = append(r.tokens, x.word+t.Word)
	}
	for _, w := range s.Parties {
		r.tokens = append(r.tokens, x.word+w)
	}
	own := r.tokens[first:]
	slices.Sort(own)
	r.tokens = r.tokens[:first+len(slices.Compact(own))]
	x.Sentence, x.tokens = s, [2]int{first, len(r.tokens)}
	return true
}

// score scores sentences that were added.
func (r *Reader) score(list []scored) error {
	r.states = grow(r.states, len(r.tokens)*r.m.encoder.Width())
	if err := r.encoder.Encode(&r.pieces, r.tokens, r.states); err != nil {
		return fmt.Errorf("reader: %w", err)
	}
	r.scoreStates(list)
	r.clear()
	return nil
}

// scoreStates scores sentences whose states are there.
func (r *Reader) scoreStates(list []scored) {
	n, m := len(r.tokens), r.m
	r.rows.Quantise(r.states, n, m.encoder.Width(), m.encoder.Width())
	r.triggers, r.parties = grow(r.triggers, n*m.width), grow(r.parties, n*m.width)
	m.trigger.Mul(r.triggers, &r.rows, m.trigger.bias)
	m.party.Mul(r.parties, &r.rows, nil)
	for i := range list {
		if list[i].Sentence != nil {
			r.scoreOne(&list[i])
		}
	}
}

// row gives a word of a sentence its row of numbers of width, of all tokens'.
func (r *Reader) row(all []float32, x *scored, word int) []float32 {
	at, _ := slices.BinarySearch(r.tokens[x.tokens[0]:x.tokens[1]], x.word+word)
	return all[(x.tokens[0]+at)*r.m.width:][:r.m.width]
}

func (r *Reader) scoreOne(x *scored) {
	for i, word := range x.Parties {
		if !slices.Contains(x.Parties[:i], word) {
			r.m.named.AddRow(r.row(r.parties, x, word), int(x.Marks[word]))
		}
	}
	r.tell(x)
	r.fill(x)
	n := len(x.Pairs) * len(r.m.labels)
	x.logits, x.best = grow(x.logits, n), grow(x.best, n)
	for i := range x.Pairs {
		r.join(x, i)
	}
}

// Has reports whether sentence i of those read last could be read: it has a
// candidate, a word that may tell of an act, and not too many pieces.
func (r *Reader) Has(i int) bool { return r.read[i].Sentence != nil }

// Logit is the logarithm of the odds that sentence i tells a label of a pair;
// for labels that are legal for it.
func (r *Reader) Logit(i, pair, label int) float32 {
	return r.read[i].logits[pair*len(r.m.labels)+label]
}

// Trigger is the token that most tells of it, unless the logit is marginal.
func (r *Reader) Trigger(i, pair, label int) int {
	x := &r.read[i]
	return x.Triggers[x.best[pair*len(r.m.labels)+label]].Word
}

// tell scores which labels each trigger tells of.
func (r *Reader) tell(x *scored) {
	m := r.m
	r.act = grow(r.act, len(x.Triggers)*m.width)
	for i, t := range x.Triggers {
		copy(r.act[i*m.width:], r.row(r.triggers, x, t.Word))
	}
	neural.Gelu(r.act)
	r.tells = grow(r.tells, len(x.Triggers)*m.tell.Out())
	r.rows.Quantise(r.act, len(x.Triggers), m.width, m.width)
	m.tell.Mul(r.tells, &r.rows, m.tell.bias)
	for _, c := range x.Cues {
		row := m.cues
		if !c.Holds {
			row = row[len(m.labels)+1:]
		}
		r.tells[c.Trigger*m.tell.Out()+c.Label] += row[c.Label] + row[len(m.labels)]
	}
}

// fill scores how well each party fills the two places of each label with
// each trigger. In a label without direction both places are the actor's.
func (r *Reader) fill(x *scored) {
	m := r.m
	parties, out, labels := len(x.Parties), m.fill.Out(), len(m.labels)
	r.fills = grow(r.fills, len(x.Triggers)*parties*out)
	r.act = grow(r.act, parties*m.width)
	for i, t := range x.Triggers {
		h := r.row(r.triggers, x, t.Word)
		for p, word := range x.Parties {
			z := r.act[p*m.width:][:m.width]
			neural.Plus(z, h, r.row(r.parties, x, word))
			m.distance.AddRow(z, signedBucket(t.Word-word))
			m.roles.AddTo(z, t.Roles[p*learned.RoleFeatures:][:learned.RoleFeatures])
		}
		neural.Gelu(r.act)
		r.rows.Quantise(r.act, parties, m.width, m.width)
		rows := r.fills[i*parties*out:][:parties*out]
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
// logarithms. Where that is marginal, it takes the greatest only.
func (r *Reader) join(x *scored, pair int) {
	m := r.m
	labels, parties, out := len(m.labels), len(x.Parties), m.fill.Out()
	p := &x.Pairs[pair]
	logits, best := x.logits[pair*labels:][:labels], x.best[pair*labels:][:labels]
	for l := range logits {
		logits[l] = -math.MaxFloat32
	}
	for t := range x.Triggers {
		fills := r.fills[t*parties*out:]
		neural.Most(logits, r.tells[t*m.tell.Out():], fills[p.A*out:], fills[p.B*out+labels:])
	}
	clear(best)
	slack := logarithm(float32(len(x.Triggers)))
	for l, prior := range m.pair[pairRow(x.Sentence, p)*labels:][:labels] {
		if logits[l] += prior; p.Legal>>l&1 == 1 && logits[l]+slack > marginal {
			sum, t := r.shares(x, p, l)
			logits[l] += logarithm(sum)
			best[l] = uint8(t)
		}
	}
}

// shares adds up the parts that the triggers have in the score of a pair and a
// label, against the greatest among them, and gives the index of that.
func (r *Reader) shares(x *scored, p *Pair, label int) (sum float32, best int) {
	m := r.m
	parties, out := len(x.Parties), m.fill.Out()
	r.parts = grow(r.parts, neural.Pad(len(x.Triggers)))
	for t := range x.Triggers {
		r.parts[t] = r.tells[t*m.tell.Out()+label] + (r.fills[(t*parties+p.A)*out+label] + r.fills[(t*parties+p.B)*out+len(m.labels)+label])
		if r.parts[t] > r.parts[best] {
			best = t
		}
	}
	for t := len(x.Triggers); t < len(r.parts); t++ {
		r.parts[t] = -math.MaxFloat32 // as many of nothing as Exponentials likes
	}
	return neural.Exponentials(r.parts), best
}

// pairRow is the row of what holds between two parties.
func pairRow(s *Sentence, p *Pair) int {
	a, b := s.Parties[p.A], s.Parties[p.B]
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
