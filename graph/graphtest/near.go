package graphtest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// testNear compares the bounded reads of edges with the unbounded one.
func testNear(t *testing.T, open Open) {
	s := open()
	Import(t, s, News(41, 40))
	nearIn(t, s)
}

// nearIn compares them for every entity and several selections.
func nearIn(t *testing.T, s graph.Reader) {
	ctx := t.Context()
	var all []graph.Edge
	for e, err := range s.AllEdges(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if len(all) < 10 {
		t.Fatalf("got %d edges, want a graph", len(all))
	}
	for _, w := range []graph.Which{
		{},
		{Relations: []string{all[0].Relation, all[1].Relation}},
		{Independent: 2},
		{Confidence: 0.95},
		{Stance: graph.Denying},
		{Stance: graph.Undenying},
		{From: "2025-03-10"},
		{To: "2025-03-03"},
		{To: "2025-01-01"},
		{From: "2025-03-09", To: "2025-03-10", Independent: 1},
		{Source: "dawn.example"},
		{Source: "nobody.example"},
	} {
		told := toldBy(t, s, all, w.Source)
		wanted := func(e graph.Edge) bool { return w.Wants(&e) && (w.Source == "" || told[e.Key]) }
		want := slices.DeleteFunc(slices.Clone(all), func(e graph.Edge) bool { return !wanted(e) })
		top, err := s.Strongest(ctx, w, 1000)
		if err != nil || len(top) != len(want) {
			t.Errorf("%+v: strongest: got %d, %v, want %d", w, len(top), err, len(want))
		}
		ids := map[string]bool{}
		for _, e := range all {
			ids[e.From] = true
		}
		for id := range ids {
			of, all, err := s.EdgesOf(ctx, id, 0)
			if err != nil || all != len(of) {
				t.Fatalf("edges of %s: got %d of %d, %v", id, len(of), all, err)
			}
			for _, limit := range []int{1, 2, 5, 1000} {
				some, total, err := s.EdgesOf(ctx, id, limit)
				if d := cmp.Diff(of[:min(limit, all)], some, cmpopts.EquateEmpty()); d != "" || err != nil || total != all {
					t.Errorf("the strongest %d edges of %s: of %d, %v, want of %d; -want +got\n%s", limit, id, total, err, all, d)
				}
			}
			of = slices.DeleteFunc(of, func(e graph.Edge) bool { return !wanted(e) })
			for _, most := range []int{0, 1, 3, 100} {
				want, others := graph.Nearest(id, of, most)
				got, left, err := s.Near(ctx, id, w, most)
				if err != nil {
					t.Fatal(err)
				}
				for i := range want {
					want[i].EventIDs = nil
				}
				for i := range got {
					got[i].EventIDs = nil
				}
				if d := cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got)); d != "" || left != others {
					t.Errorf("%s, %+v, %d neighbours: %d others, want %d; -want +got\n%s", id, w, most, left, others, d)
				}
			}
		}
	}
}

// toldBy are the edges that have an event that a source tells of.
func toldBy(t *testing.T, s graph.Reader, edges []graph.Edge, source string) map[string]bool {
	t.Helper()
	told := map[string]bool{}
	for _, e := range edges {
		events, err := s.Events(t.Context(), e.Key)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range events {
			for _, id := range v.Articles {
				a, err := s.Article(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				told[e.Key] = told[e.Key] || a.Source == source
			}
		}
	}
	return told
}
