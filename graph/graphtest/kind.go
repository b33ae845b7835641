package graphtest

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Coded is a coder's row that says one thing.
func Coded(kind schema.SourceKind, id, day string, s Said, at *schema.Point) schema.Extraction {
	s.Date = day
	x := Article(id, day, "coder.example", "row "+id+":", s)
	x.Article.SourceKind = kind
	x.Article.ID = schema.RowID(kind, id)
	for i := range x.Claims {
		c := &x.Claims[i]
		c.Article, c.SourceKind, c.Point = x.Article.ID, kind, at
		c.Evidence.Quote.Text = "190"
		c.ID = schema.ClaimID(c)
	}
	return x
}

// testKinds: what coders say stands beside what texts say, is never joined with
// it, and can be looked at alone.
func testKinds(t *testing.T, open Open) {
	s := open()
	attack := Said{Relation: "ATTACKS", Actor: "state:IND", Recipient: "state:PAK", Date: "2025-05-07"}
	at := &schema.Point{Lat: 34.37, Lon: -73.5}
	news := []schema.Extraction{
		Article("a", "2025-05-07", "dawn.example", "India strikes Pakistan.", attack),
		Coded(schema.GDELT, "1001", "2025-05-07", attack, at),
		Coded(schema.GDELT, "1002", "2025-05-07", attack, nil),
		Coded(schema.ACLED, "PAK1", "2025-05-07", attack, at),
	}
	Import(t, s, news)
	for _, tt := range []struct {
		kinds               []schema.SourceKind
		events, edges, rows int
	}{
		{nil, 4, 3, 4},
		{[]schema.SourceKind{schema.FromText}, 1, 1, 1},
		{[]schema.SourceKind{schema.GDELT}, 2, 1, 2},
		{[]schema.SourceKind{schema.GDELT, schema.ACLED}, 3, 2, 3},
		{[]schema.SourceKind{schema.ICEWS}, 0, 0, 0},
	} {
		kindsIn(t, s.OfKinds(tt.kinds...), tt.kinds, tt.events, tt.edges, tt.rows)
	}
	if counts, err := s.OfKinds(schema.GDELT).OfKinds(schema.ACLED).Counts(t.Context()); err != nil || counts.Events != 0 {
		t.Errorf("a part of another part: got %d events, %v, want none", counts.Events, err)
	}
	codedEvents(t, s, *at)
	if report := Import(t, s, news); report.Unchanged != len(news) || report.Blocks != 0 {
		t.Errorf("the same again: got %+v, want nothing to do", report)
	}
	if got := Export(t, s); strings.Count(got, `"source_kind":"gdelt"`) != 7 { // 2 rows, 2 claims, 2 events, 1 edge
		t.Errorf("export: got %d lines of gdelt, want 7:\n%s", strings.Count(got, `"source_kind":"gdelt"`), got)
	}
	to := Memory(t)
	if _, err := graph.Copy(context.Background(), s, to, Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got, want := Export(t, to), Export(t, s); got != want {
		t.Errorf("copy: got\n%s\nwant\n%s", got, want)
	}
}

// kindsIn looks at a view of some source kinds in every way.
func kindsIn(t *testing.T, view graph.Reader, kinds []schema.SourceKind, events, edges, rows int) {
	t.Helper()
	ctx := t.Context()
	counts, err := view.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	byKind := 0
	for _, n := range counts.EventsByKind {
		byKind += n
	}
	if counts.Events != events || byKind != events || counts.Articles != rows || counts.Claims != rows || counts.Edges != edges {
		t.Errorf("of kinds %v: got counts %+v, want %d events, %d edges, %d articles and claims", kinds, counts, events, edges, rows)
	}
	sizes := map[string]int{"all events": walked(t, view.AllEvents(ctx)), "all edges": walked(t, view.AllEdges(ctx)), "all claims": walked(t, view.AllClaims(ctx))}
	between, err := view.EventsBetween(ctx, "state:IND", "state:PAK", 0)
	if err != nil {
		t.Fatal(err)
	}
	of, all, err := view.EdgesOf(ctx, "state:IND", 10)
	if err != nil {
		t.Fatal(err)
	}
	near, _, err := view.Near(ctx, "state:IND", graph.Which{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	strongest, err := view.Strongest(ctx, graph.Which{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	same, err := view.Edges(ctx, "state:IND", "ATTACKS", "state:PAK")
	if err != nil {
		t.Fatal(err)
	}
	if len(between) != events || sizes["all events"] != events || sizes["all claims"] != rows {
		t.Errorf("of kinds %v: got %d events between the two and %v, want %d events and %d claims", kinds, len(between), sizes, events, rows)
	}
	if len(of) != edges || all != edges || len(near) != edges || len(strongest) != edges || len(same) != edges || sizes["all edges"] != edges {
		t.Errorf("of kinds %v: got %d edges of one (%d in all), %d near, %d strongest, %d between, %v; want %d", kinds, len(of), all, len(near), len(strongest), len(same), sizes, edges)
	}
}

// codedEvents looks at the events behind a coder's edge.
func codedEvents(t *testing.T, s graph.Reader, at schema.Point) {
	t.Helper()
	events, err := s.Events(t.Context(), "state:IND|ATTACKS|state:PAK|gdelt")
	if err != nil || len(events) != 2 {
		t.Fatalf("behind the coder's edge: got %d events, %v, want 2", len(events), err)
	}
	located := 0
	for _, e := range events {
		if e.SourceKind != schema.GDELT || e.Cameo != "190" || e.Reports != 1 || len(e.Ties) != 1 || e.Ties[0].SourceKind != schema.GDELT {
			t.Errorf("coder's event: got %+v, want it of gdelt, with its own code, one report and one tie", e)
		}
		if e.Point != nil && *e.Point == at {
			located++
		}
		claims, err := s.Claims(t.Context(), e.Claims)
		if err != nil || len(claims) != 1 || claims[0].SourceKind != schema.GDELT || (claims[0].Point == nil) != (e.Point == nil) {
			t.Errorf("coder's claims: got %+v, %v, want one of gdelt with its point", claims, err)
		}
		if a, err := s.Article(t.Context(), e.Articles[0]); err != nil || a.SourceKind != schema.GDELT {
			t.Errorf("coder's row: got %+v, %v, want it of gdelt", a, err)
		}
	}
	if located != 1 {
		t.Errorf("events with a point: got %d, want 1", located)
	}
}

func walked[T any](t *testing.T, all iter.Seq2[T, error]) int {
	t.Helper()
	n := 0
	for _, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
