package learned

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Dyad is a pair that a relation joins in a text. The pairs of symmetric
// relations are sorted.
type Dyad struct {
	Label int
	A, B  string
}

// NewDyad sorts the parties where the label has no direction.
func (m *Model) NewDyad(label int, a, b string) Dyad {
	if m.symmetric[label] && a > b {
		a, b = b, a
	}
	return Dyad{label, a, b}
}

// Dyads lists the pairs of a claim; none where the model does not know the
// relation.
func (m *Model) Dyads(relation string, actors, recipients, mediators []string) []Dyad {
	label, ok := m.labelOf[relation]
	if !ok {
		return nil
	}
	var out []Dyad
	if m.symmetric[label] {
		sides := slices.Concat(actors, recipients)
		slices.Sort(sides)
		sides = slices.Compact(sides)
		for i, a := range sides {
			for _, b := range sides[i+1:] {
				out = append(out, Dyad{label, a, b})
			}
			for _, x := range mediators {
				out = append(out, Dyad{m.labelOf[Mediator], x, a})
			}
		}
		return out
	}
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	for _, a := range actors {
		for _, b := range recipients {
			out = append(out, Dyad{label, a, b})
		}
	}
	return out
}

// Opinion is what patterns and networks say of a dyad of a text.
type Opinion struct {
	Dyad
	Rule   float64 // confidence of the patterns; 0 where they did not find it
	Scored bool    // some sentence names both parties
	Score  float64 // the best of their mentions: logarithm of the odds

	Read  bool    // the Second has read a sentence that names both
	Logit float64 // the best that it says: logarithm of the odds, from unread up

	// Where the best mentions stand, by whichever is surer; where Placed says
	// that there are any.
	Sentence int // index of the input
	Pair     int // index in Input.Pairs
	Trigger  int // token that tells of it

	// How far the score is below the best of those that compete with it, 0
	// where it is the best itself: of the same actor, of the same recipient,
	// of other labels of the pair, of the pair turned round.
	margins [4]float64
	// The same for Logit, among the dyads of the whole text.
	behind [4]float64
	// Whether the patterns have found the label for the same actor or the same
	// recipient, or another label for the pair.
	beside [3]float64
}

// Placed reports whether some sentence names both parties and may tell of it.
func (o *Opinion) Placed() bool { return o.Scored || o.Read && o.Logit > floor }

// floor is a score below which nobody looks.
const floor = -4

// Opinions scores all candidates of a text's sentences. dyad names the
// parties of a candidate; rules is what patterns have found. The result is
// sorted. Errors are the Second's.
func (m *Model) Opinions(inputs []*Input, dyad func(sentence, pair, label int) Dyad, rules map[Dyad]float64) ([]Opinion, error) {
	best := map[Dyad]Opinion{}
	s, ok := m.scorers.Get().(*Scorer)
	if !ok || s.m != m || len(s.passes) != len(m.nets) { // of a copy of this model, or before its training
		s = m.NewScorer()
	}
	defer m.scorers.Put(s)
	var again []int
	for k, in := range inputs {
		if len(in.pairs) > 0 && len(in.triggers) > 0 && m.sentence(best, s, k, in, dyad, rules) {
			again = append(again, k)
		}
	}
	for x := range rules {
		if _, ok := best[x]; !ok {
			best[x] = Opinion{Dyad: x, Logit: unread}
		}
	}
	if m.seconds != nil && len(again) > 0 {
		if err := m.readAgain(best, inputs, again, dyad); err != nil {
			return nil, err
		}
	}
	out := make([]Opinion, 0, len(best))
	for _, o := range best {
		o.Rule = rules[o.Dyad]
		out = append(out, o)
	}
	slices.SortFunc(out, func(x, y Opinion) int {
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	n := findNeighbours(rules)
	for i := range out {
		out[i].lookBeside(n)
	}
	if m.seconds != nil {
		m.compete(out)
	}
	return out, nil
}

// scored is one candidate and label of a sentence.
type scored struct {
	Dyad
	first, second string // parties, as actor and recipient
	a, b, pair    int
	score         float64
}

// sentence scores one sentence, and reports whether it is worth a second
// reading: whether it may tell of what no pattern has found.
func (m *Model) sentence(best map[Dyad]Opinion, s *Scorer, sentence int, in *Input, dyad func(sentence, pair, label int) Dyad, rules map[Dyad]float64) (again bool) {
	all := s.all[:0]
	s.run(in)
	for i := range in.pairs {
		c := &in.pairs[i]
		for l := range m.Labels {
			if c.legal>>l&1 == 0 {
				continue
			}
			score := s.score(i, l)
			x := dyad(sentence, i, l)
			found := rules[x] > 0
			again = again || !found && score > m.Bound
			if score > floor || found {
				all = append(all, scored{x, in.names[c.a], in.names[c.b], c.a, c.b, i, score})
			}
		}
	}
	s.all = all
	r := findRivals(all)
	for _, c := range all {
		if old, ok := best[c.Dyad]; ok && old.Score >= c.score {
			continue
		}
		best[c.Dyad] = Opinion{
			Dyad: c.Dyad, Scored: true, Score: c.score, Logit: unread, Sentence: sentence, Pair: c.pair,
			Trigger: s.trigger(in, c.pair, c.Label), margins: r.margins(c),
		}
	}
	return again
}

// rivals are the best candidates of a sentence, by what they compete for.
type rivals struct {
	actor, recipient map[[2]int]leaders // by label and party
	pair             map[int]leaders    // by pair
	turned           map[[3]int]float64 // by label and parties
}

// leaders are the best score, and the best one that goes by another name.
type leaders struct {
	name          string
	first, second float64
}

func (l leaders) with(name string, score float64) leaders {
	switch {
	case l.name == "":
		return leaders{name, score, math.Inf(-1)}
	case name == l.name:
		l.first = max(l.first, score)
	case score > l.first:
		return leaders{name, score, l.first}
	default:
		l.second = max(l.second, score)
	}
	return l
}

// below is how far a score is below the best of another name.
func (l leaders) below(name string, score float64) float64 {
	rival := l.first
	if name == l.name {
		rival = l.second
	}
	return min(0, score-rival)
}

func findRivals(all []scored) rivals {
	r := rivals{map[[2]int]leaders{}, map[[2]int]leaders{}, map[int]leaders{}, map[[3]int]float64{}}
	for _, c := range all {
		from, to := [2]int{c.Label, c.a}, [2]int{c.Label, c.b}
		r.actor[from] = r.actor[from].with(c.second, c.score)
		r.recipient[to] = r.recipient[to].with(c.first, c.score)
		r.pair[c.pair] = r.pair[c.pair].with(strconv.Itoa(c.Label), c.score)
		r.turned[[3]int{c.Label, c.a, c.b}] = c.score
	}
	return r
}

func (r rivals) margins(c scored) (out [4]float64) {
	out[0] = r.actor[[2]int{c.Label, c.a}].below(c.second, c.score)
	out[1] = r.recipient[[2]int{c.Label, c.b}].below(c.first, c.score)
	out[2] = r.pair[c.pair].below(strconv.Itoa(c.Label), c.score)
	if turned, ok := r.turned[[3]int{c.Label, c.b, c.a}]; ok {
		out[3] = min(0, c.score-turned)
	}
	return out
}

// neighbours tells what patterns have found, by label and party and by pair.
type neighbours struct {
	actors, recipients map[Dyad]int
	labels             map[[2]string]map[int]bool
}

func findNeighbours(rules map[Dyad]float64) neighbours {
	n := neighbours{map[Dyad]int{}, map[Dyad]int{}, map[[2]string]map[int]bool{}}
	for y := range rules {
		n.actors[Dyad{y.Label, y.A, ""}]++
		n.recipients[Dyad{y.Label, "", y.B}]++
		pair := [2]string{min(y.A, y.B), max(y.A, y.B)}
		if n.labels[pair] == nil {
			n.labels[pair] = map[int]bool{}
		}
		n.labels[pair][y.Label] = true
	}
	return n
}

func (o *Opinion) lookBeside(n neighbours) {
	own := 0
	if o.Rule > 0 {
		own = 1
	}
	labels := n.labels[[2]string{min(o.A, o.B), max(o.A, o.B)}]
	others := len(labels)
	if labels[o.Label] {
		others--
	}
	for i, found := range []bool{n.actors[Dyad{o.Label, o.A, ""}] > own, n.recipients[Dyad{o.Label, "", o.B}] > own, others > 0} {
		if found {
			o.beside[i] = 1
		}
	}
}
