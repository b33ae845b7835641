package graphtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// Open opens one and the same store, empty at first, each time that it is
// called, and closes it when the test ends.
type Open func() graph.Store

// Run is the conformance suite. New makes a fresh store for each test.
func Run(t *testing.T, fresh func(t *testing.T) Open) {
	tests := []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"reads what was put", testReads},
		{"the same import twice writes nothing new", testAgain},
		{"knows which articles are unchanged", testEditions},
		{"a changed article supersedes", testChanged},
		{"the latest version counts, whichever came first", testVersions},
		{"a crash anywhere is healed by the next run", testCrash},
		{"stale events and edges are refused", testStale},
		{"hostile text comes back as it was", testHostile},
		{"pages of evidence", testPages},
		{"a large batch", testLarge},
		{"a cancelled context", testCancel},
		{"concurrent readers and writer", testConcurrent},
		{"a copy is the same graph", testCopy},
		{"nothing is there", testEmpty},
		{"finds by name", testFind},
		{"a retracted article counts for nothing", testRetract},
		{"decisions about entities", testDecideEntities},
		{"decisions about claims and events", testDecideEvents},
		{"what ends an edge", testEnds},
		{"a rebuild is the same graph", testRebuild},
		{"a projection that is not trusted is written anew", testRemake},
		{"bounded reads of edges are parts of unbounded ones", testNear},
		{"coders' rows stand beside texts", testKinds},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, fresh(t)) })
	}
	t.Run("any order and batches give the same export", func(t *testing.T) {
		news := append(News(7, 40), Versions()...)
		want := ""
		for i, batch := range []int{40, 7, 1} {
			store := fresh(t)()
			shuffled := slices.Clone(news)
			rand.New(rand.NewPCG(uint64(i), 9)).Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
			for chunk := range slices.Chunk(shuffled, 20) {
				importAll(t, store, chunk, graph.ImportOptions{Articles: batch})
			}
			got := Export(t, store)
			if i == 0 {
				want = got
			}
			if got != want {
				t.Fatalf("batches of %d: export differs:\n%s", batch, cmp.Diff(want, got))
			}
		}
	})
}

// Export gives a store's JSON lines.
func Export(t testing.TB, s graph.Reader) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.JSONL(t.Context(), &b, s, Relations()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Import imports extractions and returns the report.
func Import(t testing.TB, s graph.Store, xs []schema.Extraction) graph.ImportReport {
	t.Helper()
	return importAll(t, s, xs, graph.ImportOptions{})
}

func importAll(t testing.TB, s graph.Store, xs []schema.Extraction, opt graph.ImportOptions) graph.ImportReport {
	t.Helper()
	report, err := graph.Import(t.Context(), s, Resolver(), Seq(xs), opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// Seq gives extractions as an import takes them.
func Seq(xs []schema.Extraction) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for _, x := range xs {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// Handover is three reports of one handover, one of them a denial.
func Handover() []schema.Extraction {
	rng := rand.New(rand.NewPCG(3, 3))
	handed := Said{Relation: "EXTRADITES", Actor: "state:PAK", Recipient: "state:USA", Theme: "nil:person:mohammad-sharifullah", Date: "2025-03-04"}
	denied := handed
	denied.Denied, denied.Speaker, denied.Date = true, "group:isis-k", ""
	return []schema.Extraction{
		Article("a", "2025-03-05", "dawn.example", sentence(rng, 70), handed,
			Said{Relation: "MEETS_WITH", Actor: "person:ishaq-dar person:marco-rubio", Date: "2025-03-05"},
			Said{Relation: "MEMBER_OF", Actor: "nil:person:mohammad-sharifullah", Recipient: "group:isis-k"}),
		Article("b", "2025-03-06", "wire.example", sentence(rng, 70), handed,
			Said{Relation: "VISITS", Actor: "person:marco-rubio", Recipient: "state:IND", Modality: schema.Future, Date: "2025-04-21"}),
		Article("c", "2025-03-06", "herald.example", sentence(rng, 70), denied),
	}
}

func testReads(t *testing.T, open Open) {
	s := open()
	report := Import(t, s, Handover())
	if report.New != 3 || report.Claims != 6 || report.Failed != 0 {
		t.Errorf("report: got %+v, want 3 new articles, 6 claims", report)
	}
	ctx := t.Context()
	edges, err := s.Edges(ctx, "nil:person:mohammad-sharifullah", "EXTRADITED_TO", "state:USA")
	if err != nil || len(edges) != 1 {
		t.Fatalf("edges: got %v, %v, want one", edges, err)
	}
	e := edges[0]
	if e.Events != 1 || e.Reports != 2 || e.Independent != 2 || e.Denied != 1 || !e.Contested || e.First != "2025-03-04" || e.Via != graph.Direct {
		t.Errorf("edge: got %+v", e)
	}
	events, err := s.Events(ctx, e.Key)
	if err != nil || len(events) != 1 {
		t.Fatalf("events: got %v, %v, want one", events, err)
	}
	ev := events[0]
	if len(ev.Claims) != 3 || len(ev.Denying) != 1 || len(ev.Ties) != 3 || ev.Status != graph.Contested {
		t.Errorf("event: got %+v", ev)
	}
	claims, err := s.Claims(ctx, append([]string{"claim:none"}, ev.Claims...))
	if err != nil || len(claims) != 3 || claims[0].ID != ev.Claims[0] || claims[2].ID != ev.Claims[2] {
		t.Fatalf("claims: got %v, %v, want those of the event in order", claims, err)
	}
	want := map[string]schema.Claim{}
	for _, x := range Handover() {
		for _, c := range x.Claims {
			want[c.ID] = c
		}
	}
	for _, c := range claims {
		if d := cmp.Diff(want[c.ID], c.Claim, cmp.Transformer("nil", func(l []string) string { return strings.Join(l, " ") })); d != "" {
			t.Errorf("claim: -want +got\n%s", d)
		}
	}
	if a, err := s.Article(ctx, claims[0].Article); err != nil || a.URL == "" || a.Title == "" || a.Published != claims[0].Published {
		t.Errorf("article: got %+v, %v", a, err)
	}
	testHandoverViews(t, s)
}

func testHandoverViews(t *testing.T, s graph.Store) {
	ctx := t.Context()
	// The ministers met: their states did, through their offices.
	for _, pair := range [][2]string{{"state:PAK", "state:USA"}, {"state:USA", "state:PAK"}} {
		edges, err := s.Edges(ctx, pair[0], "", pair[1])
		var got []string
		for _, e := range edges {
			got = append(got, e.Relation+" "+string(e.Via))
		}
		want := []string{"EXTRADITES_TO direct", "MEETS_WITH office"}
		if pair[0] == "state:USA" {
			want = want[1:] // an extradition has a direction
		}
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("edges %v: %v, -want +got\n%s", pair, err, d)
		}
	}
	events, err := s.EventsOf(ctx, "person:marco-rubio", 10)
	if err != nil || len(events) != 2 || events[0].Modality != schema.Future || events[0].Factual {
		t.Errorf("events of Rubio: got %+v, %v, want the planned visit first", events, err)
	}
	if edges, err := s.Edges(ctx, "person:marco-rubio", "VISITS", "state:IND"); err != nil || len(edges) != 0 {
		t.Errorf("a planned visit makes no edge: got %v, %v", edges, err)
	}
	if edges, _, err := s.EdgesOf(ctx, "state:USA", 0); err != nil || len(edges) != 3 || edges[0].Independent < edges[2].Independent {
		t.Errorf("edges of the United States: got %v, %v, want three, strongest first", edges, err)
	}
	if top, err := s.Strongest(ctx, graph.Which{}, 2); err != nil || len(top) != 2 || top[0].Independent != 2 {
		t.Errorf("strongest: got %v, %v", top, err)
	}
	c, err := s.Counts(ctx)
	if err != nil || c.Articles != 3 || c.Sources != 3 || c.Claims != 6 || c.Events != 4 || c.EntitiesByKind[schema.State] != 3 ||
		c.EventsByRelation["EXTRADITES"] != 1 || c.EventsByMonth["2025-03"] != 3 || c.ArticlesBySource["wire.example"] != 1 || c.First == "" || c.Last != "2025-04-21" || c.Entities != 7 || c.Edges != 6 {
		t.Errorf("counts: got %+v, %v", c, err)
	}
	if most, err := s.EdgesAtMost(ctx); err != nil || most < c.Edges {
		t.Errorf("edges at most: got %d, %v, want %d or more", most, err, c.Edges)
	}
}

func testAgain(t *testing.T, open Open) {
	s := open()
	news := News(1, 30)
	Import(t, s, news)
	before := Export(t, s)
	report := Import(t, s, news)
	if report.New != 0 || report.Changed != 0 || report.Unchanged != 30 || report.Claims != 0 || report.Blocks != 0 || report.Dyads != 0 {
		t.Errorf("second import: got %+v, want 30 unchanged and nothing else", report)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Errorf("migrate again: %v", err)
	}
	if got := Export(t, s); got != before {
		t.Errorf("export after the second import: -before +after\n%s", cmp.Diff(before, got))
	}
}

// failing is a store that dies at its n-th call.
type failing struct {
	graph.Store
	left int
}

var errDied = errors.New("died")

func (f *failing) die() error {
	f.left--
	if f.left < 0 {
		return errDied
	}
	return nil
}

func (f *failing) Put(ctx context.Context, recs []graph.Record) (graph.PutReport, error) {
	if err := f.die(); err != nil {
		return graph.PutReport{}, err
	}
	return f.Store.Put(ctx, recs)
}

func (f *failing) ReplaceEvents(ctx context.Context, b []graph.BlockEvents) (stale []string, err error) {
	before := f.die() // once before, once after it was done
	stale, err = f.Store.ReplaceEvents(ctx, b)
	return stale, errors.Join(before, err, f.die())
}

func (f *failing) ReplaceEdges(ctx context.Context, e []graph.DyadEdge) error {
	if err := f.die(); err != nil {
		return err
	}
	return f.Store.ReplaceEdges(ctx, e)
}

func testCrash(t *testing.T, open Open) {
	news := News(5, 12)
	s := open()
	for n := 0; ; n++ {
		_, err := graph.Import(t.Context(), &failing{s, n}, Resolver(), Seq(news), graph.ImportOptions{Articles: 5})
		if err == nil {
			break
		}
		if !errors.Is(err, errDied) || !strings.Contains(err.Error(), "kept") {
			t.Fatalf("after %d calls: got %v, want that it died and what is kept", n, err)
		}
		if n > 50 {
			t.Fatal("never ends")
		}
		s = open()
	}
	got := Export(t, s)
	// What the crashes left is what one whole import makes.
	again := importAll(t, s, news, graph.ImportOptions{})
	if again.Unchanged != len(news) || again.Blocks != 0 {
		t.Errorf("after healing: got %+v, want nothing to do", again)
	}
	if want := MemoryExport(t, news); got != want {
		t.Errorf("healed: -want +got\n%s", cmp.Diff(want, got))
	}
}

func testStale(t *testing.T, open Open) {
	s, r := open(), Resolver()
	ctx := t.Context()
	put := func(x schema.Extraction) {
		t.Helper()
		rec, err := r.Record(x)
		if err == nil {
			for i := range rec.Claims {
				rec.Claims[i].Block, rec.Claims[i].Day = r.Block(&graph.ClaimIn{Row: rec.Claims[i], Published: rec.Article.Published}, nil)
			}
			_, err = s.Put(ctx, []graph.Record{rec})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	said := Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK", Date: "2025-03-01"}
	put(Article("1", "2025-03-02", "dawn.example", "", said))
	blocks, err := s.DirtyBlocks(ctx, "", 10)
	if err != nil || len(blocks) != 1 {
		t.Fatalf("dirty blocks: got %v, %v, want one", blocks, err)
	}
	put(Article("2", "2025-03-02", "wire.example", "", said)) // another process, after the read
	stale := graph.BlockEvents{Block: blocks[0].Key, Mark: blocks[0].Mark, Events: r.Events(blocks[0], nil)}
	if left, err := s.ReplaceEvents(ctx, []graph.BlockEvents{stale}); err != nil || len(left) != 1 || left[0] != stale.Block {
		t.Fatalf("stale events: got %v left out, %v", left, err)
	}
	if top, err := s.Strongest(ctx, graph.Which{}, 5); err != nil || len(top) != 0 {
		t.Fatalf("stale events: got edges %+v, %v, want none", top, err)
	}
	// Where asked for they are taken, and the block stays dirty.
	stale.Anyway = true
	if left, err := s.ReplaceEvents(ctx, []graph.BlockEvents{stale}); err != nil || len(left) != 0 {
		t.Fatalf("stale events, taken anyway: got %v left out, %v", left, err)
	}
	if events, err := s.EventsOf(ctx, "group:bla", 5); err != nil || len(events) != 1 || events[0].Reports != 1 {
		t.Fatalf("stale events, taken anyway: got %+v, %v, want one of one report", events, err)
	}
	if blocks, err = s.DirtyBlocks(ctx, "", 10); err != nil || len(blocks) != 1 || len(blocks[0].Claims) != 2 {
		t.Fatalf("dirty blocks after stale events: got %v, %v, want the block still, with both claims", blocks, err)
	}
	if _, err := graph.Project(ctx, s, r, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	wantTwo := func() {
		t.Helper()
		top, err := s.Strongest(ctx, graph.Which{}, 5)
		if err != nil || len(top) != 1 || top[0].Reports != 2 {
			t.Errorf("edge: got %+v, %v, want one with two reports", top, err)
		}
	}
	wantTwo()
	// Later events than these are there, and nothing would mend them.
	if left, err := s.ReplaceEvents(ctx, []graph.BlockEvents{stale}); err != nil || len(left) != 1 {
		t.Fatalf("stale events of a clean block: got %v left out, %v", left, err)
	}
	if _, err := graph.Project(ctx, s, r, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	wantTwo()
}

func testHostile(t *testing.T, open Open) {
	s := open()
	news, nasty := Hostile()
	bad := news[len(news)-1]
	Import(t, s, news)
	a, err := s.Article(t.Context(), bad.Article.ID)
	if err != nil || a.Title != "a\uFFFDb\uFFFDc" {
		t.Errorf("title that is not UTF-8: got %q, %v", a.Title, err)
	}
	for i, n := range nasty {
		id := news[i].Article.ID
		if a, err := s.Article(t.Context(), id); err != nil || a.Title != n {
			t.Errorf("title: got %q, %v, want %q", a.Title, err, n)
		}
		e, err := s.Entity(t.Context(), "nil:person:"+fmt.Sprint(i))
		if err != nil || e.Name != n || e.Codes[n] != n {
			t.Errorf("entity: got %q, %v, want %q", e.Name, err, n)
		}
		found, err := s.Find(t.Context(), n, 5)
		if schema.Normal(n) != "" && (err != nil || len(found) == 0) {
			t.Errorf("find %q: got %v, %v", n[:min(len(n), 50)], found, err)
		}
		events, err := s.EventsOf(t.Context(), e.ID, 5)
		if err != nil || len(events) != 1 || events[0].Place != n || events[0].Theme[0] != `"`+n+`"` {
			t.Errorf("event of %q: got %v, %v", n[:min(len(n), 50)], events, err)
		}
	}
	if got, want := Export(t, s), MemoryExport(t, news); got != want {
		t.Errorf("export: -want +got\n%s", cmp.Diff(want, got))
	}
}

// testPages puts an article of three pages whose claims stand on the last one.
func testPages(t *testing.T, open Open) {
	x := Article("paged", "2025-03-12", "dawn.example", "Of pages.", Said{Relation: "ATTACKS", Actor: "state:IRN", Recipient: "state:ISR"})
	const before = "One page.\fAnother.\f"
	x.Article.Text = before + x.Article.Text
	move := func(s *schema.Span) { s.Start, s.End = s.Start+len(before), s.End+len(before) }
	for i := range x.Mentions {
		move(&x.Mentions[i].Span)
	}
	for i := range x.Claims {
		ev := &x.Claims[i].Evidence
		move(&ev.Sentence.Span)
		move(&ev.Quote.Span)
		move(&ev.Trigger)
		for k := range ev.Marks {
			move(&ev.Marks[k].Span)
		}
	}
	s := open()
	Import(t, s, []schema.Extraction{x})
	rec, err := s.Record(t.Context(), x.Article.ID)
	if err != nil || len(rec.Claims) != 1 {
		t.Fatalf("got %d claims, %v; want one", len(rec.Claims), err)
	}
	if ev := rec.Claims[0].Evidence; ev.Page != 3 || len(ev.Marks) != len(x.Claims[0].Evidence.Marks) {
		t.Errorf("got page %d and marks %v; want 3 and %v", ev.Page, ev.Marks, x.Claims[0].Evidence.Marks)
	}
	if export := Export(t, s); !strings.Contains(export, `"page":3`) {
		t.Errorf("export: got %s, want the page", export)
	}
}

func testLarge(t *testing.T, open Open) {
	s := open()
	news := News(11, 300)
	report := importAll(t, s, news, graph.ImportOptions{Articles: 1000, Rows: 1 << 30})
	if report.New != 300 {
		t.Errorf("report: got %+v", report)
	}
	if got, want := Export(t, s), MemoryExport(t, news); got != want {
		t.Errorf("export: -want +got\n%.3000s", cmp.Diff(want, got))
	}
}

func testCancel(t *testing.T, open Open) {
	s := open()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	_, err := graph.Import(ctx, s, Resolver(), Seq(News(2, 30)), graph.ImportOptions{Articles: 5, Progress: func(graph.ImportReport) {
		if n++; n == 2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("import: got %v, want context canceled", err)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Articles != 10 {
		t.Errorf("articles kept: got %d, %v, want the 10 of two batches", c.Articles, err)
	}
	for _, err := range s.AllRecords(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("walk: got %v, want context canceled", err)
		}
	}
}

func testConcurrent(t *testing.T, open Open) {
	s := open()
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, _, err := s.EdgesOf(t.Context(), "state:PAK", 0); err != nil {
					t.Errorf("read: %v", err)
					return
				}
				for _, err := range s.AllEvents(t.Context()) {
					if err != nil {
						t.Errorf("walk: %v", err)
						return
					}
				}
			}
		})
	}
	news := News(3, 40)
	other := open()
	var writers sync.WaitGroup
	for i, half := range [][]schema.Extraction{news[:25], news[15:]} { // overlapping on purpose
		writers.Go(func() {
			store := []graph.Store{s, other}[i]
			if _, err := graph.Import(t.Context(), store, Resolver(), Seq(half), graph.ImportOptions{Articles: 4}); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	writers.Wait()
	close(stop)
	wg.Wait()
	if _, err := graph.Project(t.Context(), s, Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got, want := Export(t, s), MemoryExport(t, news); got != want {
		t.Errorf("export: -want +got\n%s", cmp.Diff(want, got))
	}
}

func testCopy(t *testing.T, open Open) {
	news := News(13, 30)
	from := Memory(t)
	Import(t, from, news)
	to := open()
	report, err := graph.Copy(t.Context(), from, to, Resolver(), graph.ImportOptions{})
	if err != nil || report.New != 30 {
		t.Fatalf("copy: got %+v, %v", report, err)
	}
	if got, want := Export(t, to), Export(t, from); got != want {
		t.Errorf("copy: -want +got\n%s", cmp.Diff(want, got))
	}
	back := Memory(t)
	if _, err := graph.Copy(t.Context(), to, back, Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	var got, want []graph.Record
	for r, err := range back.AllRecords(t.Context()) {
		got = append(got, r)
		if err != nil {
			t.Fatal(err)
		}
	}
	for r := range from.AllRecords(t.Context()) {
		want = append(want, r)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("there and back: -want +got\n%s", d)
	}
	if again, err := graph.Copy(t.Context(), from, to, Resolver(), graph.ImportOptions{}); err != nil || again.Unchanged != 30 || again.Blocks != 0 {
		t.Errorf("copy again: got %+v, %v, want nothing to do", again, err)
	}
}

func testEmpty(t *testing.T, open Open) {
	s := open()
	ctx := t.Context()
	if _, err := s.Entity(ctx, "state:PAK"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("entity: got %v, want not found", err)
	}
	if _, err := s.Article(ctx, "article:1"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("article: got %v, want not found", err)
	}
	if c, err := s.Counts(ctx); err != nil || c.Articles+c.Entities+c.Events+c.Edges != 0 {
		t.Errorf("counts: got %+v, %v", c, err)
	}
	if got := Export(t, s); got != "" {
		t.Errorf("export: got %q", got)
	}
	report := importAll(t, s, nil, graph.ImportOptions{})
	if d := cmp.Diff(graph.ImportReport{}, report); d != "" {
		t.Errorf("import of nothing: %s", d)
	}
	if put, err := s.Put(ctx, nil); err != nil || put != (graph.PutReport{}) {
		t.Errorf("put of nothing: got %+v, %v", put, err)
	}
	// one bad article among good ones
	bad := Article("bad", "2025-03-05", "dawn.example", "", Said{Relation: "ATTACKS", Actor: "state:USA", Recipient: "state:PAK"})
	bad.Entities = bad.Entities[:1]
	var failed []string
	opt := graph.ImportOptions{Failed: func(a schema.Article, err error) { failed = append(failed, err.Error()) }}
	report = importAll(t, s, append([]schema.Extraction{bad}, Handover()...), opt)
	if report.New != 3 || report.Failed != 1 || len(failed) != 1 || !strings.Contains(failed[0], "not among the article's entities") {
		t.Errorf("import with a bad article: got %+v, %q", report, failed)
	}
}

func testFind(t *testing.T, open Open) {
	s := open()
	Import(t, s, append(Handover(), News(1, 20)...))
	tests := []struct{ name, want string }{
		{"Pakistan", "state:PAK"},
		{"pakistan", "state:PAK"},
		{"PAK", "state:PAK"},
		{"state:PAK", "state:PAK"},
		{"Rubio", "person:marco-rubio"},
		{"Islamic State", "group:isis-k"},
		{"Sharifullah", "nil:person:mohammad-sharifullah"},
		{"revolutionary guard", "org:irgc"},
		{"United", "state:USA"},
		{"IRGC", "org:irgc"},
	}
	for _, tt := range tests {
		found, err := s.Find(t.Context(), tt.name, 3)
		if err != nil || len(found) == 0 || found[0].ID != tt.want {
			t.Errorf("find %q: got %v, %v, want %s first", tt.name, found, err, tt.want)
		}
	}
	for _, name := range []string{"", "nobody of that name", "*", "~", `"`, "(", `\`} {
		if found, err := s.Find(t.Context(), name, 3); err != nil || len(found) != 0 {
			t.Errorf("find %q: got %v, %v, want nothing", name, found, err)
		}
	}
}
