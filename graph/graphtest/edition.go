package graphtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// WithoutURL takes an article's address away: it is known by its text then.
func WithoutURL(x schema.Extraction) schema.Extraction {
	x.Article.URL = ""
	x.Article.ID = schema.ArticleID("", x.Article.Text)
	x.Claims = slices.Clone(x.Claims)
	for i := range x.Claims {
		x.Claims[i].Article = x.Article.ID
		x.Claims[i].ID = schema.ClaimID(&x.Claims[i])
	}
	return x
}

// Versions are articles that come in several versions, and one text in several
// papers: which of them counts must not depend on which came first.
func Versions() []schema.Extraction {
	attack := Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK", Date: "2025-03-04", Place: "Quetta"}
	claimed := Said{Relation: "ATTACKS", Actor: "group:isis-k", Recipient: "state:PAK", Date: "2025-03-04", Place: "Quetta"}
	denial := claimed
	denial.Denied, denial.Speaker = true, "group:isis-k"
	talks := Said{Relation: "MEETS_WITH", Actor: "state:PAK state:USA", Date: "2025-03-05"}
	visit := Said{Relation: "VISITS", Actor: "state:IRN", Recipient: "nil:person:abu-ali"}
	at := func(x schema.Extraction, hour int) schema.Extraction {
		x.Article.Updated = time.Date(2025, 3, 5, hour, 0, 0, 0, time.UTC)
		return x
	}
	as := func(x schema.Extraction, key, source string) schema.Extraction {
		x.Article.Key, x.Article.Source = key, source
		return x
	}
	toll := func(n int, says ...Said) schema.Extraction {
		return Article("blast", "2025-03-05", "dawn.example", fmt.Sprintf("The blast killed %d people.", n), says...)
	}
	unsaid := func(published string) schema.Extraction {
		return WithoutURL(Article("note", published, "", "A note that several papers print.", talks, visit))
	}
	return []schema.Extraction{
		// three versions of a day, by the hour; the first was touched later without a change
		at(toll(3, attack), 9), at(toll(5, attack, talks), 12), at(toll(9, claimed), 15), at(toll(3, attack), 11),
		// two versions of which nothing is known but the day
		Article("talks", "2025-03-05", "wire.example", "They met.", talks), Article("talks", "2025-03-05", "wire.example", "They met again.", talks, visit),
		// a correction on another day, and a version without a date
		Article("strike", "2025-03-06", "herald.example", "Corrected.", denial), Article("strike", "2025-03-05", "herald.example", "As first told.", claimed), Article("strike", "", "herald.example", "Undated.", attack),
		// one text without an address in several papers, and twice in one
		as(unsaid("2025-03-08"), "note-1", "dawn.example"), as(unsaid("2025-03-07"), "note-2", "wire.example"), as(unsaid("2025-03-07"), "note-3", "herald.example"),
		as(unsaid("2025-03-07"), "note-4", ""), as(unsaid(""), "note-5", "herald.example"), as(unsaid("2025-03-07"), "note-6", "herald.example"),
		// one and the same under two names
		as(Article("same", "2025-03-05", "dawn.example", "Once.", visit), "b", "dawn.example"), as(Article("same", "2025-03-05", "dawn.example", "Once.", visit), "a", "dawn.example"),
	}
}

func testVersions(t *testing.T, open Open) {
	news := append(Versions(), News(11, 6)...)
	s := open()
	want := MemoryExport(t, news)
	rng := rand.New(rand.NewPCG(5, 2))
	for len(news) > 0 { // one store, to which all of it comes in parts and again
		n := 1 + rng.IntN(3)
		importAll(t, s, news[:min(n, len(news))], graph.ImportOptions{Articles: 1 + rng.IntN(3)})
		news = news[min(n, len(news)):]
	}
	if got := Export(t, s); got != want {
		t.Fatalf("one after the other: -want +got\n%s", cmp.Diff(want, got))
	}
	for i, want := range map[int]schema.Article{ // in Versions, the place of the one that counts
		2:  {Published: date("2025-03-05"), Source: "dawn.example"},
		6:  {Published: date("2025-03-06"), Source: "herald.example"},
		10: {Published: date("2025-03-07")},
	} {
		id := Versions()[i].Article.ID
		rec, err := s.Record(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if rec.Article.Published != want.Published || rec.Article.Source == "" || want.Source != "" && rec.Article.Source != want.Source {
			t.Errorf("version %d: got %+v", i, rec.Article)
		}
		for _, c := range Versions()[i].Claims {
			if !slices.ContainsFunc(rec.Claims, func(r graph.Row) bool { return r.ID == c.ID }) {
				t.Errorf("version %d: its claim %s is not there", i, c.ID)
			}
		}
		if len(rec.Claims) != len(Versions()[i].Claims) {
			t.Errorf("version %d: got the claims %v", i, rec.Claims)
		}
	}
	for range 4 {
		news := append(Versions(), News(11, 6)...)
		rng.Shuffle(len(news), func(a, b int) { news[a], news[b] = news[b], news[a] })
		report := importAll(t, s, news, graph.ImportOptions{Articles: 1 + rng.IntN(5)})
		if report.New+report.Changed+report.Claims+report.Superseded+report.Blocks != 0 || report.Older == 0 || report.Unchanged == 0 {
			t.Errorf("again, in another order: got %+v, want nothing but older and unchanged ones", report)
		}
	}
	if got := Export(t, s); got != want {
		t.Fatalf("after the import of older ones: -want +got\n%s", cmp.Diff(want, got))
	}
}

func testEditions(t *testing.T, open Open) {
	s := open()
	xs := Handover()
	Import(t, s, xs[:2])
	want := map[string]graph.Edition{}
	var ids []string
	for i := range xs {
		ids = append(ids, xs[i].Article.ID)
		if i < 2 {
			want[xs[i].Article.ID] = Resolver().Edition(&xs[i].Article)
		}
	}
	for _, ask := range [][]string{ids, append(ids, ids...)} {
		if got, err := s.Editions(t.Context(), ask); err != nil || !maps.Equal(got, want) {
			t.Errorf("editions of %v: got %v, %v, want %v", ask, got, err, want)
		}
	}
	if got, err := s.Editions(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("editions of nothing: got %v, %v, want none", got, err)
	}
	again := xs[0]
	again.Article.Text += " More was said later."
	if got := Resolver().Edition(&again.Article); got.ContentHash == want[again.Article.ID].ContentHash {
		t.Errorf("a changed article has the former hash %v", got)
	}
}

func testChanged(t *testing.T, open Open) {
	s := open()
	old := Article("x", "2025-03-05", "dawn.example", "First lead.",
		Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK"},
		Said{Relation: "MEMBER_OF", Actor: "nil:person:abu-ali", Recipient: "group:isis-k"})
	other := Article("y", "2025-03-05", "wire.example", "Other lead.", Said{Relation: "SANCTIONS", Actor: "state:USA", Recipient: "nil:person:abu-ali"})
	other.Entities[0].Name, other.Entities[0].Aliases = "Abu Ali the Elder", []string{"Elder"}
	newer := Article("x", "2025-03-05", "dawn.example", "First lead.",
		Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK"},
		Said{Relation: "VISITS", Actor: "state:IRN", Recipient: "state:QAT"})
	newer.Article.Filed = time.Date(2025, 3, 6, 0, 0, 0, 0, time.UTC)
	Import(t, s, []schema.Extraction{other, old})
	first := Export(t, s)
	if !strings.Contains(first, "MEMBER_OF") || !strings.Contains(first, "group:isis-k") {
		t.Fatalf("export of the first version lacks what it says:\n%s", first)
	}
	report := Import(t, s, []schema.Extraction{newer})
	if report.Changed != 1 || report.New != 0 || report.Superseded != 1 || report.Claims != 1 {
		t.Errorf("import of the second version: got %+v, want 1 changed, 1 claim superseded, 1 new", report)
	}
	second := Export(t, s)
	for _, gone := range []string{"MEMBER_OF", "group:isis-k"} {
		if strings.Contains(second, gone) {
			t.Errorf("%s is still there after the article that said it changed:\n%s", gone, second)
		}
	}
	if report := Import(t, s, []schema.Extraction{old}); report.Older != 1 || report.Changed+report.Unchanged+report.Claims+report.Blocks != 0 {
		t.Errorf("import of the first version again: got %+v, want that it is older", report)
	}
	if got := Export(t, s); got != second {
		t.Errorf("after the first version came again: -before +after\n%s", cmp.Diff(second, got))
	}
	back := old
	back.Article.Filed = newer.Article.Filed.Add(time.Second)
	Import(t, s, []schema.Extraction{back})
	if third := Export(t, s); third != first {
		t.Errorf("back to the first version: -first +now\n%s", cmp.Diff(first, third))
	}
}
