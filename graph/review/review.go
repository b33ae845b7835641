// Package review finds what in a graph is most worth a person's look, and
// keeps track of what the person says: a model without a screen.
package review

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// Item is one question: whether an event is right or, with Other, whether two
// events are one.
type Item struct {
	Event    string  `json:"event"`
	Other    string  `json:"other,omitempty"`
	Likeness float64 `json:"likeness,omitempty"` // of a pair, 0 to 1
	Weight   float64 `json:"weight"`             // how much it is worth a look
}

// IsPair reports whether the question is about two events.
func (i *Item) IsPair() bool { return i.Other != "" }

// Queue gives at most limit questions that nobody has answered, the most worth
// a look first: low confidence times large consequence.
func Queue(ctx context.Context, g graph.Reader, limit int) ([]Item, error) {
	answered, err := answers(ctx, g)
	if err != nil {
		return nil, err
	}
	var items []Item
	shorten := func() {
		slices.SortFunc(items, func(a, b Item) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Event, b.Event), strings.Compare(a.Other, b.Other))
		})
		items = items[:min(len(items), limit)]
	}
	for e, err := range g.AllEvents(ctx) {
		if err != nil {
			return nil, err
		}
		if e.Status == graph.Confirmed || e.Status == graph.Rejected || answered[e.ID] {
			continue
		}
		items = append(items, Item{Event: e.ID, Weight: Doubt(&e) * Consequence(&e)})
		if len(items) > 4*limit {
			shorten()
		}
	}
	pairs, err := g.MaybeSame(ctx, 2*limit)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if answered[p.A+" "+p.B] {
			continue
		}
		weight := 0.0
		for _, id := range []string{p.A, p.B} {
			e, err := g.Event(ctx, id)
			if err != nil && !errors.Is(err, graph.ErrNotFound) {
				return nil, err
			}
			weight = max(weight, Consequence(&e))
		}
		items = append(items, Item{Event: p.A, Other: p.B, Likeness: p.Score, Weight: p.Score * weight})
	}
	shorten()
	return items, nil
}

// answers are the events and pairs that decisions which hold are about.
func answers(ctx context.Context, g graph.Reader) (map[string]bool, error) {
	all, err := g.Decisions(ctx)
	answered := map[string]bool{}
	for _, d := range graph.Holding(all) {
		if d.AboutEvents() {
			answered[strings.Join(slices.Sorted(slices.Values(d.About)), " ")] = true
		}
	}
	return answered, err
}

// Doubt is how unsure an event is: 1 for one report of no confidence, less for
// each further independent one.
func Doubt(e *graph.Event) float64 {
	doubt := (1 - e.Confidence) / float64(max(1, e.Independent))
	if e.Status == graph.Contested {
		doubt = max(doubt, 0.5)
	}
	return doubt
}

// Consequence is how much hangs on an event: its weight on Goldstein's scale
// and the edges that it makes.
func Consequence(e *graph.Event) float64 { return (1 + math.Abs(e.Goldstein)) * float64(1+len(e.Ties)) }

// Action is what a key asks for.
type Action int

// The actions.
const (
	Nothing Action = iota
	Decided        // the question is answered
	Moved          // another question
	Undid          // the last answer is to be taken back: Session.Last
	Help
	Quit
)

// Keys says what the keys do, for a line at the screen's foot.
func Keys(pair bool) string {
	if pair {
		return "s same  d different  space next  b back  u undo  ? help  q quit"
	}
	return "a right  r wrong  space next  b back  u undo  ? help  q quit"
}

// Session is a walk through questions.
type Session struct {
	Items   []Item
	At      int
	answers []answer
}

type answer struct {
	at       int
	decision string // ID
}

// Now is the question at hand, nil after the last.
func (s *Session) Now() *Item {
	if s.At >= len(s.Items) {
		return nil
	}
	return &s.Items[s.At]
}

// Key takes one key and gives what it asks for. For Decided, kind is the
// decision; it counts as made when Made is called.
func (s *Session) Key(key rune) (action Action, kind graph.DecisionKind) {
	item := s.Now()
	switch key {
	case 'q', 'Q', 3, 4: // and what interrupts, and what ends input
		return Quit, ""
	case '?', 'h':
		return Help, ""
	case 'u', 'U':
		if len(s.answers) == 0 {
			return Nothing, ""
		}
		return Undid, ""
	case 'b', 'B':
		if s.At == 0 {
			return Nothing, ""
		}
		s.At--
		return Moved, ""
	}
	if item == nil {
		return Nothing, ""
	}
	kinds := map[rune]graph.DecisionKind{'a': graph.Accept, 'y': graph.Accept, 'r': graph.Reject, 'n': graph.Reject}
	if item.IsPair() {
		kinds = map[rune]graph.DecisionKind{'s': graph.Same, 'y': graph.Same, 'd': graph.Different, 'n': graph.Different}
	}
	if kind, ok := kinds[key]; ok {
		return Decided, kind
	}
	if key == ' ' || key == 'j' {
		s.At++
		return Moved, ""
	}
	return Nothing, ""
}

// About are the events that the question at hand is about.
func (s *Session) About() []string {
	item := s.Now()
	if item.IsPair() {
		return []string{item.Event, item.Other}
	}
	return []string{item.Event}
}

// Made notes that the question at hand was answered, and goes on.
func (s *Session) Made(decision string) {
	s.answers = append(s.answers, answer{s.At, decision})
	s.At++
}

// Last is the decision that an undo takes back.
func (s *Session) Last() string { return s.answers[len(s.answers)-1].decision }

// Unmade notes that the last answer was taken back, and goes back to its
// question.
func (s *Session) Unmade() {
	last := s.answers[len(s.answers)-1]
	s.answers = s.answers[:len(s.answers)-1]
	s.At = last.at
}

// Answered is how many questions have been answered.
func (s *Session) Answered() int { return len(s.answers) }

// Drop takes the question at hand out: its events are no more.
func (s *Session) Drop() { s.Items = slices.Delete(s.Items, s.At, s.At+1) }
