package resolve_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// project does what an import and a store do, without a store.
func project(t interface{ Fatal(...any) }, r *resolve.Resolver, xs ...schema.Extraction) ([]graph.Event, []graph.Edge) {
	rows := map[string][]graph.ClaimIn{}
	for _, x := range xs {
		rec, err := r.Record(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rec.Claims {
			in := graph.ClaimIn{Row: c, Wire: rec.Wire, Gist: rec.Gist, Published: rec.Article.Published, Source: rec.Article.Source}
			in.Block, in.Day = r.Block(&in, nil)
			rows[in.Block] = append(rows[in.Block], in)
		}
	}
	var events []graph.Event
	dyads := map[string]*graph.Dyad{}
	for key, claims := range rows {
		b := graph.Block{Key: key, Claims: slices.Clone(claims)}
		for _, n := range graph.Neighbours(key) {
			b.Claims = append(b.Claims, rows[n]...)
		}
		for _, e := range r.Events(b, nil) {
			events = append(events, e)
			for _, tie := range e.Ties {
				if dyads[tie.Key()] == nil {
					dyads[tie.Key()] = &graph.Dyad{Key: tie.Key(), From: tie.From, Relation: tie.Relation, To: tie.To, Symmetric: tie.Symmetric}
				}
				d := dyads[tie.Key()]
				d.Ties = append(d.Ties, graph.TieIn{
					Tie: tie, Event: e.ID, Date: e.Date, Published: e.Published,
					Goldstein: e.Goldstein, Confidence: e.Confidence, Contested: e.Status == graph.Contested,
				})
			}
		}
	}
	var edges []graph.Edge
	for _, d := range dyads {
		if e := r.Edge(*d).Edge; e != nil {
			edges = append(edges, *e)
		}
	}
	slices.SortFunc(events, func(a, b graph.Event) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(edges, func(a, b graph.Edge) int { return strings.Compare(a.Key, b.Key) })
	return events, edges
}

func TestAnyOrderGivesTheSame(t *testing.T) {
	r := graphtest.Resolver()
	rapid.Check(t, func(t *rapid.T) {
		news := graphtest.News(rapid.Uint64Range(0, 500).Draw(t, "seed"), rapid.IntRange(1, 25).Draw(t, "articles"))
		events, edges := project(t, r, news...)
		shuffled := rapid.Permutation(append(slices.Clone(news), news[0])).Draw(t, "order") // one of them twice
		events2, edges2 := project(t, r, shuffled...)
		if d := cmp.Diff(events, events2); d != "" {
			t.Fatalf("events differ with the order:\n%s", d)
		}
		if d := cmp.Diff(edges, edges2); d != "" {
			t.Fatalf("edges differ with the order:\n%s", d)
		}
		invariants(t, news, events, edges)
	})
}

// invariants hold for whatever goes in: each claim lies behind exactly one
// event, counts add up, and no edge is without a factual event.
func invariants(t *rapid.T, news []schema.Extraction, events []graph.Event, edges []graph.Edge) {
	claims := map[string]int{}
	for _, x := range news {
		for _, c := range x.Claims {
			claims[c.ID] = 0
		}
	}
	ids, behind := map[string]bool{}, map[string]int{}
	for _, e := range events {
		if ids[e.ID] {
			t.Fatalf("two events with ID %s", e.ID)
		}
		ids[e.ID] = true
		for _, id := range e.Claims {
			claims[id]++
		}
		if e.Independent > e.Reports || e.Reports > len(e.Articles) || e.Denied > len(e.Articles) || (e.Reports == 0) != (e.Independent == 0) {
			t.Fatalf("counts of %+v", e)
		}
		if !e.Factual && len(e.Ties) > 0 {
			t.Fatalf("an event that is no fact has ties: %+v", e)
		}
		for _, tie := range e.Ties {
			if !tie.Ends {
				behind[tie.Key()]++
			}
			if tie.From == tie.To || (tie.Symmetric && tie.To < tie.From) || tie.Reports > e.Reports || tie.Independent > tie.Reports {
				t.Fatalf("tie %+v of %+v", tie, e)
			}
		}
	}
	for id, n := range claims {
		if n != 1 {
			t.Fatalf("claim %s lies behind %d events", id, n)
		}
	}
	for _, e := range edges {
		if e.Events != behind[e.Key] || e.Events == 0 || e.First > e.Last {
			t.Fatalf("edge %+v, of %d events", e, behind[e.Key])
		}
	}
}

const attack, pak, ind, usa = "ATTACKS", "state:PAK", "state:IND", "state:USA"

func TestEvents(t *testing.T) {
	said := func(date, place string) graphtest.Said {
		return graphtest.Said{Relation: attack, Actor: pak, Recipient: ind, Date: date, Place: place}
	}
	with := func(s graphtest.Said, change func(*graphtest.Said)) graphtest.Said { change(&s); return s }
	sanctions := func(s *graphtest.Said) { s.Relation = "SANCTIONS" }
	accused := func(of string) graphtest.Said {
		return graphtest.Said{Relation: "ACCUSES", Actor: pak, Recipient: ind, Date: "2025-03-01", Theme: strconv.Quote(of)}
	}
	type told struct {
		published string
		says      []graphtest.Said
	}
	tests := []struct {
		name  string
		given []told
		want  []string // date, reports, denied, modality, status
	}{
		{"two articles, one day", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-03", []graphtest.Said{said("2025-03-01", "")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"attacks recur: the next day's is another", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-03", []graphtest.Said{said("2025-03-02", "")}}}, []string{"2025-03-01 1 0 asserted auto", "2025-03-02 1 0 asserted auto"}},
		{"sanctions do not: a day apart is one", []told{{"2025-03-02", []graphtest.Said{with(said("2025-03-01", ""), sanctions)}}, {"2025-03-03", []graphtest.Said{with(said("2025-03-02", ""), sanctions)}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"one article tells two days apart", []told{{"2025-03-04", []graphtest.Said{said("2025-03-01", ""), said("2025-03-02", "")}}}, []string{"2025-03-01 1 0 asserted auto", "2025-03-02 1 0 asserted auto"}},
		{"a fortnight apart", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-16", []graphtest.Said{said("2025-03-15", "")}}}, []string{"2025-03-01 1 0 asserted auto", "2025-03-15 1 0 asserted auto"}},
		{"no date: the event just before publication", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-03", []graphtest.Said{said("", "")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"no date at all: publication", []told{{"2025-03-02", []graphtest.Said{said("", "")}}, {"2025-03-03", []graphtest.Said{said("", "")}}}, []string{"~2025-03-02 2 0 asserted auto"}},
		{"no date, a week later", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-09", []graphtest.Said{said("", "")}}}, []string{"2025-03-01 1 0 asserted auto", "~2025-03-09 1 0 asserted auto"}},
		{"this month, of an article just after the day", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-03", []graphtest.Said{said("2025-03", "")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"a month, told much later, is an event of its own", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-05-09", []graphtest.Said{said("2025-03", "")}}}, []string{"2025-03 1 0 asserted auto", "2025-03-01 1 0 asserted auto"}},
		{"a month that holds two", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-21", []graphtest.Said{said("2025-03-20", "")}}, {"2025-05-09", []graphtest.Said{said("2025-03", "")}}}, []string{"2025-03 1 0 asserted auto", "2025-03-01 1 0 asserted auto", "2025-03-20 1 0 asserted auto"}},
		{"a week and a day in it", []told{{"2025-03-14", []graphtest.Said{said("week 2025-03-10", "")}}, {"2025-03-13", []graphtest.Said{said("2025-03-12", "")}}}, []string{"2025-03-12 2 0 asserted auto"}},
		{"two places", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "Gwadar")}}, {"2025-03-02", []graphtest.Said{said("2025-03-01", "Kabul")}}}, []string{"2025-03-01 1 0 asserted auto", "2025-03-01 1 0 asserted auto"}},
		{"a place and none", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "Gwadar")}}, {"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"accused of one thing in two wordings", []told{{"2025-03-02", []graphtest.Said{accused("arming rebels in the mountains")}}, {"2025-03-02", []graphtest.Said{accused("sending arms to rebels")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"accused of two things on one day", []told{{"2025-03-02", []graphtest.Said{accused("arming rebels in the mountains")}}, {"2025-03-02", []graphtest.Said{accused("holding back lorries with coal")}}}, []string{"2025-03-01 1 0 asserted auto", "2025-03-01 1 0 asserted auto"}},
		{"denied by the accused", []told{{"2025-03-02", []graphtest.Said{
			with(said("2025-03-01", ""), func(s *graphtest.Said) { s.Modality, s.Speaker = schema.Alleged, ind }),
			with(said("", ""), func(s *graphtest.Said) { s.Denied, s.Modality, s.Speaker = true, schema.Alleged, pak }),
		}}}, []string{"2025-03-01 1 1 alleged contested"}},
		{"a late denial", []told{{"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}, {"2025-03-08", []graphtest.Said{with(said("", ""), func(s *graphtest.Said) { s.Denied = true })}}}, []string{"2025-03-01 1 1 asserted contested"}},
		{"only denied", []told{{"2025-03-02", []graphtest.Said{with(said("2025-03-01", ""), func(s *graphtest.Said) { s.Denied = true })}}}, []string{"2025-03-01 0 1 asserted auto"}},
		{"a plan and the deed", []told{{"2025-03-02", []graphtest.Said{with(said("2025-03-20", ""), func(s *graphtest.Said) { s.Modality = schema.Future })}}, {"2025-03-21", []graphtest.Said{said("2025-03-20", "")}}}, []string{"2025-03-20 1 0 asserted auto", "2025-03-20 1 0 future auto"}},
		{"a plan without a date has none", []told{{"2025-03-02", []graphtest.Said{with(said("", ""), func(s *graphtest.Said) { s.Modality = schema.Future })}}}, []string{" 1 0 future auto"}},
		{"alleged and asserted", []told{{"2025-03-02", []graphtest.Said{with(said("2025-03-01", ""), func(s *graphtest.Said) { s.Modality = schema.Alleged })}}, {"2025-03-02", []graphtest.Said{said("2025-03-01", "")}}}, []string{"2025-03-01 2 0 asserted auto"}},
		{"neither date nor publication", []told{{"", []graphtest.Said{said("", "")}}}, []string{" 1 0 asserted auto"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var xs []schema.Extraction
			for i, a := range tt.given {
				xs = append(xs, graphtest.Article(string(rune('a'+i)), a.published, "dawn.example", lead(uint64(i)), a.says...))
			}
			events, _ := project(t, graphtest.Resolver(), xs...)
			var got []string
			for _, e := range events {
				date := e.Date.Value
				if e.Inferred {
					date = "~" + date
				}
				got = append(got, strings.Join([]string{date, string(rune('0' + e.Reports)), string(rune('0' + e.Denied)), string(e.Modality), string(e.Status)}, " "))
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestEdges(t *testing.T) {
	dar, rubio, jai := "person:ishaq-dar", "person:marco-rubio", "person:s-jaishankar"
	tests := []struct {
		name  string
		given []graphtest.Said
		want  []string // key, via
	}{
		{"directed", []graphtest.Said{{Relation: attack, Actor: pak, Recipient: ind}}, []string{pak + "|ATTACKS|" + ind + " direct"}},
		{"symmetric, smaller first", []graphtest.Said{{Relation: "MEETS_WITH", Actor: usa + " " + ind}}, []string{ind + "|MEETS_WITH|" + usa + " direct"}},
		{"three parties", []graphtest.Said{{Relation: "MEETS_WITH", Actor: usa + " " + ind + " " + pak}}, []string{ind + "|MEETS_WITH|" + pak + " direct", ind + "|MEETS_WITH|" + usa + " direct", pak + "|MEETS_WITH|" + usa + " direct"}},
		{"three places", []graphtest.Said{{Relation: "EXTRADITES", Actor: pak, Recipient: usa, Theme: "nil:person:x"}}, []string{"nil:person:x|EXTRADITED_BY|" + pak + " direct", "nil:person:x|EXTRADITED_TO|" + usa + " direct", pak + "|EXTRADITES_TO|" + usa + " direct"}},
		{"a theme in words", []graphtest.Said{{Relation: "EXTRADITES", Actor: pak, Recipient: usa, Theme: `"a commander"`}}, []string{pak + "|EXTRADITES_TO|" + usa + " direct"}},
		{"office holders meet, their states do", []graphtest.Said{{Relation: "MEETS_WITH", Actor: dar + " " + rubio}}, []string{dar + "|MEETS_WITH|" + rubio + " direct", pak + "|MEETS_WITH|" + usa + " office"}},
		{"an organ of state", []graphtest.Said{{Relation: attack, Actor: "org:irgc", Recipient: usa}}, []string{"org:irgc|ATTACKS|" + usa + " direct", "state:IRN|ATTACKS|" + usa + " office"}},
		{"a rebel does not act for the state", []graphtest.Said{{Relation: attack, Actor: "group:bla", Recipient: usa}}, []string{"group:bla|ATTACKS|" + usa + " direct"}},
		{"a minister and his own state", []graphtest.Said{{Relation: "MEETS_WITH", Actor: dar + " " + pak}}, []string{dar + "|MEETS_WITH|" + pak + " direct"}},
		{"an office is personal", []graphtest.Said{{Relation: "MEMBER_OF", Actor: jai, Recipient: "igo:un"}}, []string{jai + "|MEMBER_OF|igo:un direct"}},
		{"a mediator", []graphtest.Said{{Relation: "MEDIATES_BETWEEN", Actor: pak + " " + ind, Mediator: usa}}, []string{usa + "|MEDIATES_FOR|" + ind + " direct", usa + "|MEDIATES_FOR|" + pak + " direct"}},
		{"alleged", []graphtest.Said{{Relation: attack, Actor: pak, Recipient: ind, Modality: schema.Alleged}}, nil},
		{"planned", []graphtest.Said{{Relation: attack, Actor: pak, Recipient: ind, Modality: schema.Future}}, nil},
		{"denied", []graphtest.Said{{Relation: attack, Actor: pak, Recipient: ind, Denied: true}}, nil},
		{"itself", []graphtest.Said{{Relation: attack, Actor: pak, Recipient: pak}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, edges := project(t, graphtest.Resolver(), graphtest.Article("a", "2025-03-02", "dawn.example", "", tt.given...))
			var got []string
			for _, e := range edges {
				got = append(got, e.Key+" "+string(e.Via))
			}
			slices.Sort(tt.want)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// Two texts name a minister here and his state there: one event, and each pair
// is tied only by the text that names both.
func TestMinisterAndState(t *testing.T) {
	a := graphtest.Article("a", "2025-03-02", "dawn.example", lead(1), graphtest.Said{Relation: "MEETS_WITH", Actor: "person:marco-rubio person:s-jaishankar"})
	b := graphtest.Article("b", "2025-03-02", "wire.example", lead(2), graphtest.Said{Relation: "MEETS_WITH", Actor: usa + " " + ind})
	events, edges := project(t, graphtest.Resolver(), a, b)
	if len(events) != 1 || events[0].Reports != 2 {
		t.Fatalf("events: got %+v, want one with two reports", events)
	}
	var got []string
	for _, e := range edges {
		got = append(got, e.Key+" "+string(e.Via)+" "+string(rune('0'+e.Reports)))
	}
	want := []string{"person:marco-rubio|MEETS_WITH|person:s-jaishankar direct 1", ind + "|MEETS_WITH|" + usa + " direct 2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestEventIDsAreBounded(t *testing.T) {
	d := graph.Dyad{Key: "a|X|b", From: "a", Relation: "X", To: "b"}
	for i := range 80 {
		day := schema.Date{Value: schema.DayOf(schema.Date{Value: "2025-01-01"}.First().AddDate(0, 0, i)).Value, Precision: schema.Day}
		d.Ties = append(d.Ties, graph.TieIn{Tie: graph.Tie{Reports: 1}, Event: day.Value, Date: day, Goldstein: 0.1})
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(80, func(i, j int) { d.Ties[i], d.Ties[j] = d.Ties[j], d.Ties[i] })
	e := graphtest.Resolver().Edge(d).Edge
	if e.Events != 80 || len(e.EventIDs) != graph.MaxEventIDs || e.EventIDs[0] != "2025-03-21" || e.First != "2025-01-01" || e.Last != "2025-03-21" || e.Score != 8 {
		t.Errorf("got %+v", e)
	}
}

func TestRecordRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*schema.Extraction)
		want   string
	}{
		{"no article id", func(x *schema.Extraction) { x.Article.ID = "" }, "no id"},
		{"a party that is not listed", func(x *schema.Extraction) { x.Entities = x.Entities[1:] }, "not among the article's entities"},
		{"an unknown relation", func(x *schema.Extraction) { x.Claims[0].Relation = "LOVES" }, "not in the schema"},
		{"no evidence", func(x *schema.Extraction) { x.Claims[0].Evidence.Sentence.Text = "" }, "no evidence"},
		{"no actor", func(x *schema.Extraction) { x.Claims[0].Actor = nil }, "no actor"},
		{"an odd polarity", func(x *schema.Extraction) { x.Claims[0].Polarity = "maybe" }, "polarity"},
		{"an odd modality", func(x *schema.Extraction) { x.Claims[0].Modality = "" }, "modality"},
		{"an odd date", func(x *schema.Extraction) { x.Claims[0].Date.Value = "yesterday" }, "date"},
		{"an odd kind", func(x *schema.Extraction) { x.Entities[0].Kind = "Entity) DETACH DELETE n" }, "kind"},
		{"a bar in an id", func(x *schema.Extraction) { x.Entities[0].ID = "a|b" }, "bar"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := graphtest.Article("a", "2025-03-02", "dawn.example", "", graphtest.Said{Relation: attack, Actor: pak, Recipient: ind})
			tt.change(&x)
			if _, err := graphtest.Resolver().Record(x); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error that says %q", err, tt.want)
			}
		})
	}
}

func TestVersionIsPartOfTheHash(t *testing.T) {
	x := graphtest.Handover()[0]
	one, two := graphtest.Resolver(), graphtest.Resolver()
	two.Version = "2"
	a, err := one.Record(x)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := two.Record(x); a.ContentHash == b.ContentHash {
		t.Error("another version has the same content hash: articles would not be read anew")
	}
}

// lead is the beginning of an article: every other word is one that all of them
// have, so that they are alike and yet no reprints.
func lead(seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 77))
	letters := func(n int) string { return string(rune('a' + n%26)) }
	var words []string
	for i := range 40 {
		words = append(words, "x"+letters(i)+letters(i/26)+"x", letters(rng.IntN(26))+letters(rng.IntN(26))+letters(rng.IntN(26))+letters(rng.IntN(26)))
	}
	return strings.Join(words, " ")
}
