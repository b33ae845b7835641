package measure_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
)

// A star of one hub and three leaves: by hand, h = 0.15/4 + 0.85·3l and
// l = 0.15/4 + 0.85·h/3, so h = 0.133125/0.2775.
func TestPageRankOfAStar(t *testing.T) {
	got := measure.New(edges("a h 1", "b h 1", "h c 1")).Actors()
	for i, want := range []struct {
		id                string
		rank, betweenness float64
	}{{"a", 0.173423, 0}, {"b", 0.173423, 0}, {"c", 0.173423, 0}, {"h", 0.479730, 1}} {
		if a := got[i]; a.ID != want.id || fmt.Sprintf("%.5f", a.PageRank) != fmt.Sprintf("%.5f", want.rank) || a.Betweenness != want.betweenness {
			t.Errorf("got %+v, want %+v", a, want)
		}
	}
}

// Edges and their events give the same network; a period leaves out what lies
// beyond it; an arrest is one event, though two edges tell of it.
func TestRead(t *testing.T) {
	relations := graphtest.Relations()
	arrests := *relations["ARRESTS"]
	arrests.Edges = append(arrests.Edges, schema.EdgeRule{From: schema.RoleRecipient, Type: "ARRESTED_BY", To: schema.RoleActor})
	relations["ARRESTS"] = &arrests
	s := graphtest.Memory(t)
	resolver := graphtest.Resolver()
	resolver.Relations = relations
	_, err := graph.Import(t.Context(), s, resolver, graphtest.Seq([]schema.Extraction{
		graphtest.Article("one", "2025-03-02", "a.example", "First.",
			graphtest.Said{Relation: "ARRESTS", Actor: "state:PAK", Recipient: "person:marco-rubio", Date: "2025-03-01"},
			graphtest.Said{Relation: "VISITS", Actor: "state:USA", Recipient: "state:IND", Date: "2025-03-01"}),
		graphtest.Article("two", "2025-05-02", "b.example", "Second.",
			graphtest.Said{Relation: "ATTACKS", Actor: "state:PAK", Recipient: "state:IND", Date: "2025-05-01"},
			graphtest.Said{Relation: "SANCTIONS", Actor: "state:PAK", Recipient: "state:IRN", Modality: schema.Future, Date: "2025-05-03"}),
	}), graph.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		b    measure.Bounds
		want string
	}{
		{"all, by edges", measure.Bounds{}, "[person:marco-rubio 1 1] [state:IND 2 2] [state:PAK 2 2] [state:USA 1 1]"},
		{"all, by events", measure.Bounds{Span: timeline.Span{First: "2025-01-01"}}, "[person:marco-rubio 1 1] [state:IND 2 2] [state:PAK 2 2] [state:USA 1 1]"},
		{"March", measure.Bounds{Span: timeline.Span{First: "2025-03-01", Last: "2025-03-31"}}, "[person:marco-rubio 1 1] [state:IND 1 1] [state:PAK 1 1] [state:USA 1 1]"},
		{"the two busiest", measure.Bounds{Actors: 2}, "[state:IND 1 1] [state:PAK 1 1]"},
	} {
		n, all, err := measure.Read(t.Context(), s, relations, test.b)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, a := range n.Actors() {
			got += fmt.Sprintf(" [%s %d %d]", a.ID, a.Degree, a.Weight)
		}
		if got != " "+test.want || all != 4 {
			t.Errorf("%s: got%s of %d, want %s of 4", test.name, got, all, test.want)
		}
	}
	for _, b := range []measure.Bounds{{Rows: 2}, {Rows: 2, Span: timeline.Span{First: "2025-01-01"}}} {
		if _, _, err := measure.Read(t.Context(), s, relations, b); !errors.Is(err, measure.ErrTooLarge) {
			t.Errorf("more rows than %+v allow: got %v", b, err)
		}
	}
}
