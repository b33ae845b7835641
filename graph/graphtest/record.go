package graphtest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// lines are the lines of an export but for those of some types.
func lines(export string, without ...string) string {
	var keep []string
	for line := range strings.Lines(export) {
		drop := slices.ContainsFunc(without, func(t string) bool { return strings.HasPrefix(line, `{"type":"`+t+`"`) })
		if !drop {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "")
}

func testRetract(t *testing.T, open Open) {
	s, r, ctx := open(), Resolver(), t.Context()
	news := append(Handover(), News(21, 20)...)
	Import(t, s, news)
	whole := Export(t, s)
	gone := []schema.Extraction{news[0], news[7], news[11]}
	for _, x := range gone {
		what := graph.Retraction{Article: x.Article.ID, At: "2025-04-01T00:00:00Z", Reason: "a hoax"}
		if changed, err := graph.Retract(ctx, s, r, what, graph.ImportOptions{}); err != nil || !changed {
			t.Fatalf("retract: got %t, %v", changed, err)
		}
		if changed, err := graph.Retract(ctx, s, r, what, graph.ImportOptions{}); err != nil || changed {
			t.Errorf("retract again: got %t, %v, want nothing to do", changed, err)
		}
	}
	left := slices.DeleteFunc(slices.Clone(news), func(x schema.Extraction) bool {
		return slices.ContainsFunc(gone, func(g schema.Extraction) bool { return g.Article.ID == x.Article.ID })
	})
	after := Export(t, s)
	if d := cmp.Diff(lines(MemoryExport(t, left), "article"), lines(after, "article")); d != "" {
		t.Errorf("what is left is not what the others say: -want +got\n%s", d)
	}
	if n := strings.Count(after, `"retracted_at":"2025-04-01T00:00:00Z","retracted_reason":"a hoax"`); n != len(gone) {
		t.Errorf("export: got %d retracted articles, want %d", n, len(gone))
	}
	if rec, err := s.Record(ctx, gone[0].Article.ID); err != nil || rec.Retracted == nil || len(rec.Claims) != 0 {
		t.Errorf("record of a retracted article: got %+v, %v", rec, err)
	}
	if report := Import(t, s, news); report.Unchanged != len(news) || report.Blocks != 0 {
		t.Errorf("import of what was retracted: got %+v, want nothing to do", report)
	}
	changed := gone[0]
	changed.Article.Text += " More."
	if report := Import(t, s, []schema.Extraction{changed}); report.Unchanged != 1 {
		t.Errorf("import of a new version of what was retracted: got %+v, want it left alone", report)
	}
	to := Memory(t)
	if _, err := graph.Copy(ctx, s, to, r, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := Export(t, to); got != after {
		t.Errorf("copy with retracted articles: -want +got\n%s", cmp.Diff(after, got))
	}
	for _, store := range []graph.Store{s, to} {
		for _, x := range gone {
			if changed, err := graph.Restore(ctx, store, r, x.Article.ID, graph.ImportOptions{}); err != nil || !changed {
				t.Fatalf("restore: got %t, %v", changed, err)
			}
		}
		if got := Export(t, store); got != whole {
			t.Errorf("restored: -want +got\n%s", cmp.Diff(whole, got))
		}
	}
	if _, err := graph.Retract(ctx, s, r, graph.Retraction{Article: "article:none"}, graph.ImportOptions{}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("retract what is not there: got %v, want not found", err)
	}
}

// decide adds a decision and returns it signed.
func decide(t *testing.T, s graph.Store, d graph.Decision) graph.Decision {
	t.Helper()
	before, err := s.Decisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.By, d.At = "tester", time.Date(2025, 4, 1, 0, 0, len(before), 0, time.UTC).Format(time.RFC3339)
	if n, err := graph.Decide(t.Context(), s, Resolver(), []graph.Decision{d}, graph.ImportOptions{}); err != nil || n != 1 {
		t.Fatalf("decide %+v: got %d new, %v", d, n, err)
	}
	after, err := s.Decisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return graph.NewIn(before, after)[0]
}

const (
	abu, sharif = "nil:person:abu-ali", "nil:person:mohammad-sharifullah"
	bla, pak    = "group:bla", "state:PAK"
)

func testDecideEntities(t *testing.T, open Open) {
	s, ctx := open(), t.Context()
	Import(t, s, append(Handover(), Article("d", "2025-03-05", "dawn.example", "",
		Said{Relation: "MEMBER_OF", Actor: abu, Recipient: "group:isis-k"}, Said{Relation: "ATTACKS", Actor: abu, Recipient: pak, Date: "2025-03-01"})))
	before := Export(t, s)
	same := decide(t, s, graph.Decision{Kind: graph.Same, About: []string{sharif, abu}})
	e, err := s.Entity(ctx, sharif)
	if err != nil || e.ID != abu || !slices.Contains(e.Aliases, "mohammad sharifullah") {
		t.Errorf("the merged entity: got %+v, %v, want %s with both names", e, err, abu)
	}
	if found, err := s.Find(ctx, "Mohammad Sharifullah", 5); err != nil || len(found) != 1 || found[0].ID != abu {
		t.Errorf("find the merged name: got %v, %v", found, err)
	}
	if edges, err := s.Edges(ctx, sharif, "MEMBER_OF", "group:isis-k"); err != nil || len(edges) != 1 || edges[0].Reports != 2 {
		t.Errorf("edges by the old ID: got %+v, %v, want one of two articles", edges, err)
	}
	if got := lines(Export(t, s), "decision", "claim"); strings.Contains(got, sharif) {
		t.Errorf("the merged entity is still there:\n%s", got)
	}
	decide(t, s, graph.Decision{Kind: graph.Rename, About: []string{abu}, Name: "Mohammad Sharifullah alias Jafar"})
	if e, err := s.Entity(ctx, abu); err != nil || e.Name != "Mohammad Sharifullah alias Jafar" || !slices.Contains(e.Aliases, "abu ali") {
		t.Errorf("renamed: got %+v, %v", e, err)
	}
	Import(t, s, []schema.Extraction{Article("e", "2025-03-08", "dawn.example", "", Said{Relation: "MEMBER_OF", Actor: sharif, Recipient: "group:isis-k"})})
	if edges, err := s.Edges(ctx, abu, "MEMBER_OF", "group:isis-k"); err != nil || len(edges) != 1 || edges[0].Reports != 3 {
		t.Errorf("edges after one more article: got %+v, %v, want one of three articles", edges, err)
	}
	testReplay(t, s)
	all, _ := s.Decisions(ctx)
	for _, d := range all {
		decide(t, s, graph.Decision{Kind: graph.Undo, About: []string{d.ID}})
	}
	if _, err := graph.Retract(ctx, s, Resolver(), graph.Retraction{Article: schema.ArticleID("https://dawn.example/e", "")}, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := lines(Export(t, s), "decision", "article"); got != lines(before, "article") {
		t.Errorf("all undone: -want +got\n%s", cmp.Diff(lines(before, "article"), got))
	}
	if same.ID == "" || all[0].Sign() != nil {
		t.Errorf("decisions are not signed: %+v", all)
	}
}

func testDecideEvents(t *testing.T, open Open) {
	s, ctx := open(), t.Context()
	attack := func(date string) Said { return Said{Relation: "ATTACKS", Actor: bla, Recipient: pak, Date: date} }
	Import(t, s, []schema.Extraction{
		Article("a", "2025-03-02", "dawn.example", "", attack("2025-03-01")), Article("b", "2025-03-02", "wire.example", "", attack("2025-03-01")),
		Article("c", "2025-03-28", "herald.example", "", attack("2025-03-26")),
	})
	before := Export(t, s)
	key := bla + "|ATTACKS|" + pak
	events, err := s.Events(ctx, key)
	if err != nil || len(events) != 2 {
		t.Fatalf("events: got %v, %v, want two", events, err)
	}
	edge := func() graph.Edge {
		t.Helper()
		edges, err := s.Edges(ctx, bla, "ATTACKS", pak)
		if err != nil {
			t.Fatal(err)
		}
		if len(edges) == 0 {
			return graph.Edge{}
		}
		return edges[0]
	}
	undo := func(d graph.Decision) {
		t.Helper()
		decide(t, s, graph.Decision{Kind: graph.Undo, About: []string{d.ID}})
		if got := lines(Export(t, s), "decision"); got != before {
			t.Errorf("%s undone: -want +got\n%s", d.Kind, cmp.Diff(before, got))
		}
	}
	same := decide(t, s, graph.Decision{Kind: graph.Same, About: []string{events[0].ID, events[1].ID}})
	if e := edge(); e.Events != 1 || e.Reports != 3 {
		t.Errorf("same: got %+v, want one event of three articles", e)
	}
	testReplay(t, s)
	undo(same)
	reject := decide(t, s, graph.Decision{Kind: graph.Reject, About: []string{events[1].ID}, Reason: "another group"})
	if e := edge(); e.Events != 1 || e.First != "2025-03-26" {
		t.Errorf("an event rejected: got %+v, want the other alone", e)
	}
	if e, err := s.Event(ctx, events[1].ID); err != nil || e.Status != graph.Rejected || len(e.Ties) != 0 {
		t.Errorf("the rejected event: got %+v, %v", e, err)
	}
	undo(reject)
	claim := decide(t, s, graph.Decision{Kind: graph.Reject, About: []string{events[1].Claims[0]}})
	if e := edge(); e.Events != 2 || e.Reports != 2 {
		t.Errorf("a claim rejected: got %+v, want two reports", e)
	}
	testReplay(t, s)
	undo(claim)
	accept := decide(t, s, graph.Decision{Kind: graph.Accept, About: []string{events[0].ID}})
	if e, err := s.Event(ctx, events[0].ID); err != nil || e.Status != graph.Confirmed {
		t.Errorf("accepted: got %+v, %v", e, err)
	}
	undo(accept)
	bad := []graph.Decision{
		{Kind: graph.Accept, About: []string{"event:none"}},
		{Kind: graph.Same, About: []string{pak}},
		{Kind: graph.Same, About: []string{pak, events[0].ID}},
		{Kind: "merge", About: []string{pak}},
		{Kind: graph.Rename, About: []string{pak}},
		{ID: "decision:0", Kind: graph.Reject, About: []string{events[0].Claims[0]}},
	}
	for _, d := range bad {
		if _, err := graph.Decide(ctx, s, Resolver(), []graph.Decision{d}, graph.ImportOptions{}); err == nil {
			t.Errorf("%+v: got no error", d)
		}
	}
}

// testReplay puts the decisions of a store into an empty one first and its
// articles after: the result is the same graph.
func testReplay(t *testing.T, s graph.Store) {
	t.Helper()
	to := Memory(t)
	if _, err := graph.Copy(t.Context(), s, to, Resolver(), graph.ImportOptions{Articles: 1}); err != nil {
		t.Fatal(err)
	}
	if want, got := Export(t, s), Export(t, to); got != want {
		t.Errorf("decisions replayed before the articles: -want +got\n%s", cmp.Diff(want, got))
	}
}

func testEnds(t *testing.T, open Open) {
	s, ctx := open(), t.Context()
	said := func(key, relation, date string) schema.Extraction {
		return Article(key, date, "dawn.example", "", Said{Relation: relation, Actor: "state:USA", Recipient: "state:IRN", Date: date})
	}
	const key = "state:USA|SANCTIONS|state:IRN"
	steps := []struct {
		news  schema.Extraction
		ended string
		ends  int
	}{
		{said("b", "LIFTS_SANCTIONS_ON", "2025-03-10"), "", 0}, // of sanctions that no article tells of
		{said("a", "SANCTIONS", "2025-01-05"), "2025-03-10", 1},
		{said("c", "SANCTIONS", "2025-03-20"), "", 1},
		{said("d", "LIFTS_SANCTIONS_ON", "2025-06-01"), "2025-06-01", 2},
	}
	for _, step := range steps {
		Import(t, s, []schema.Extraction{step.news})
		edges, err := s.Edges(ctx, "state:USA", "SANCTIONS", "state:IRN")
		ended := ""
		if len(edges) == 1 {
			ended = edges[0].Ended
		}
		ends, endsErr := s.Endings(ctx, key)
		if err != nil || endsErr != nil || ended != step.ended || (len(edges) == 1 && len(ends) != step.ends) {
			t.Errorf("after %s: got ended %q, endings %+v, %v, %v, want %q and %d", step.news.Article.Key, ended, ends, err, endsErr, step.ended, step.ends)
		}
		for _, e := range ends {
			of, err := s.Event(ctx, e.Of)
			if len(edges) == 1 && (err != nil || of.Relation != "SANCTIONS" || of.Date.Value > e.Date) {
				t.Errorf("ending %+v: ends %+v, %v", e, of, err)
			}
		}
	}
	if events, err := s.Events(ctx, key); err != nil || len(events) != 2 {
		t.Errorf("events behind the edge: got %v, %v, want the two that made it", events, err)
	}
}

func testRebuild(t *testing.T, open Open) {
	s := open()
	Import(t, s, News(9, 40))
	before := Export(t, s)
	report, err := graph.Rebuild(t.Context(), s, Resolver(), graph.ImportOptions{})
	if err != nil || report.Blocks == 0 {
		t.Fatalf("rebuild: got %+v, %v", report, err)
	}
	if got := Export(t, s); got != before {
		t.Errorf("rebuilt: -want +got\n%s", cmp.Diff(before, got))
	}
	if report, err := graph.Project(t.Context(), s, Resolver(), graph.ImportOptions{}); err != nil || report.Blocks+report.Dyads != 0 {
		t.Errorf("after rebuild: got %+v, %v, want nothing to do", report, err)
	}
}

func testRemake(t *testing.T, open Open) {
	s := open()
	Import(t, s, News(9, 40))
	recorded := func() string {
		var b bytes.Buffer
		if err := export.JSONLWithRun(t.Context(), &b, s, Relations()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	before := recorded()
	if err := s.Distrust(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Edges != 0 {
		t.Errorf("edges that are not trusted: got %+v, %v, want none", c, err)
	}
	// an import that comes in between heals what it left
	if _, err := graph.Project(t.Context(), s, Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := recorded(); got != before {
		t.Errorf("healed: -want +got\n%s", cmp.Diff(before, got))
	}
	if _, err := graph.Remake(t.Context(), s, Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := recorded(); got != before {
		t.Errorf("made anew: -want +got\n%s", cmp.Diff(before, got))
	}
	if report, err := graph.Project(t.Context(), s, Resolver(), graph.ImportOptions{}); err != nil || report.Blocks+report.Dyads != 0 {
		t.Errorf("after it: got %+v, %v, want nothing to do", report, err)
	}
}

// RunViews plays the graph over several days and looks back: a view as of a day
// is what a store would be that had known no more. Open opens an empty store
// that takes the time from now.
func RunViews(t *testing.T, open func(now func() time.Time) graph.Store) {
	today := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	s := open(func() time.Time { return today })
	r, ctx := Resolver(), t.Context()
	news := News(31, 30)
	want := map[string]string{}
	var days []string
	for i := range 6 {
		day := today.Format(time.DateOnly)
		Import(t, s, news[5*i:5*i+3])
		Import(t, s, news[5*i+3:5*i+5]) // twice a day: versions of the day are not kept
		if i == 4 {
			if _, err := graph.Retract(ctx, s, r, graph.Retraction{Article: news[2].Article.ID, At: "2025-03-05T00:00:00Z", Reason: "wrong"}, graph.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		days, want[day] = append(days, day), Export(t, s)
		today = today.AddDate(0, 0, 1)
	}
	for _, day := range days {
		// what was retracted later is told from now
		if d := cmp.Diff(lines(want[day], "article", "decision"), lines(Export(t, s.AsOf(day)), "article", "decision")); d != "" {
			t.Errorf("as of %s: -want +got\n%s", day, d)
		}
		c, err := s.AsOf(day).Counts(ctx)
		if edges := strings.Count(want[day], `{"type":"edge"`); err != nil || c.Edges != edges {
			t.Errorf("counts as of %s: got %+v, %v, want %d edges", day, c, err, edges)
		}
	}
	for _, day := range []string{"2025-02-28", "never"} {
		if got := Export(t, s.AsOf(day)); got != "" {
			t.Errorf("as of %s: got\n%s\nwant nothing", day, got)
		}
	}
	nearIn(t, s.AsOf(days[3]))
	view := s.AsOf(days[1])
	edges, err := view.Strongest(ctx, graph.Which{}, 3)
	if err != nil || len(edges) != 3 {
		t.Fatalf("strongest as of %s: got %v, %v", days[1], edges, err)
	}
	for _, e := range edges {
		events, err := view.Events(ctx, e.Key)
		if err != nil || len(events) != e.Events {
			t.Errorf("events of %s as of %s: got %d, %v, want %d", e.Key, days[1], len(events), err, e.Events)
		}
		of, _, err := view.EdgesOf(ctx, e.From, 0)
		if err != nil || !slices.ContainsFunc(of, func(o graph.Edge) bool { return o.Key == e.Key && o.Reports == e.Reports }) {
			t.Errorf("edges of %s as of %s lack %s: %v", e.From, days[1], e.Key, err)
		}
		between, err := view.Edges(ctx, e.From, e.Relation, e.To)
		if err != nil || len(between) != 1 || between[0].Events != e.Events {
			t.Errorf("edges between, as of %s: got %+v, %v", days[1], between, err)
		}
	}
}
