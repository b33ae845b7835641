package review_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/review"
)

func TestQueue(t *testing.T) {
	s := graphtest.Memory(t)
	graphtest.Import(t, s, graphtest.News(31, 80))
	items, err := review.Queue(t.Context(), s, 25)
	if err != nil || len(items) != 25 {
		t.Fatalf("got %d questions, %v, want 25", len(items), err)
	}
	if !slices.IsSortedFunc(items, func(a, b review.Item) int { return cmp.Compare(b.Weight, a.Weight) }) {
		t.Errorf("not the weightiest first: %v", items)
	}
	first := items[0]
	kind := graph.Accept
	about := []string{first.Event}
	if first.IsPair() {
		kind, about = graph.Different, append(about, first.Other)
	}
	d := graph.Decision{Kind: kind, About: about, By: "ann", At: "2025-03-12T00:00:00Z"}
	if _, err := graph.Decide(t.Context(), s, graphtest.Resolver(), []graph.Decision{d}, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	again, err := review.Queue(t.Context(), s, 25)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(again, func(i review.Item) bool { return i.Event == first.Event && i.Other == first.Other }) {
		t.Errorf("%+v is asked again after it was answered", first)
	}
}

func TestDoubt(t *testing.T) {
	sure, unsure := graph.Event{Confidence: 0.9, Independent: 3}, graph.Event{Confidence: 0.4, Independent: 1}
	contested := graph.Event{Confidence: 0.9, Independent: 3, Status: graph.Contested}
	if d, e, f := review.Doubt(&sure), review.Doubt(&contested), review.Doubt(&unsure); !(d < e && e < f) {
		t.Errorf("got %v, %v, %v, want them to rise: sure, contested, unsure", d, e, f)
	}
}

func TestSession(t *testing.T) {
	s := review.Session{Items: []review.Item{{Event: "e1"}, {Event: "e2", Other: "e3"}, {Event: "e4"}}}
	type step struct {
		key    rune
		action review.Action
		kind   graph.DecisionKind
		at     int
	}
	for i, st := range []step{
		{'u', review.Nothing, "", 0},
		{'b', review.Nothing, "", 0},
		{'s', review.Nothing, "", 0}, // no pair
		{'a', review.Decided, graph.Accept, 1},
		{'a', review.Nothing, "", 1},
		{'d', review.Decided, graph.Different, 2},
		{'u', review.Undid, "", 1},
		{'s', review.Decided, graph.Same, 2},
		{'b', review.Moved, "", 1},
		{' ', review.Moved, "", 2},
		{'n', review.Decided, graph.Reject, 3},
		{'a', review.Nothing, "", 3},
		{' ', review.Nothing, "", 3},
		{'u', review.Undid, "", 2},
		{'?', review.Help, "", 2},
		{'x', review.Nothing, "", 2},
		{'q', review.Quit, "", 2},
	} {
		action, kind := s.Key(st.key)
		switch action {
		case review.Decided:
			s.Made("decision:" + string(st.key))
		case review.Undid:
			s.Unmade()
		}
		if action != st.action || kind != st.kind || s.At != st.at {
			t.Fatalf("step %d, key %q: got %v %q at %d, want %v %q at %d", i, st.key, action, kind, s.At, st.action, st.kind, st.at)
		}
	}
	if s.Answered() != 2 || s.Last() != "decision:s" {
		t.Errorf("got %d answers, the last %s, want 2 and decision:s", s.Answered(), s.Last())
	}
}
