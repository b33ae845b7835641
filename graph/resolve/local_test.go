package resolve_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// war is many reports of one pair over some months: the case in which one
// report could have a say in all others.
func war(seed uint64, articles, days int) []schema.Extraction {
	rng := rand.New(rand.NewPCG(seed, 5))
	first := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	var news []schema.Extraction
	for i := range articles {
		pub := first.AddDate(0, 0, rng.IntN(days))
		s := graphtest.Said{Relation: []string{attack, "SANCTIONS"}[rng.IntN(2)], Actor: pak, Recipient: ind}
		switch rng.IntN(5) {
		case 0, 1:
			s.Date = pub.AddDate(0, 0, -rng.IntN(4)).Format(time.DateOnly)
		case 2:
			monday := pub.AddDate(0, 0, -int(pub.Weekday()+6)%7)
			s.Date = "week " + monday.Format(time.DateOnly)
		case 3:
			s.Date = pub.Format("2006-01")
		}
		s.Place = []string{"", "", "Gwadar", "Kabul"}[rng.IntN(4)]
		s.Denied = rng.IntN(5) == 0
		s.Theme = []string{"", "", "nil:person:x"}[rng.IntN(3)]
		news = append(news, graphtest.Article(fmt.Sprint("war", seed, "-", i), pub.Format(time.DateOnly), "dawn.example", lead(uint64(rng.IntN(4))), s))
	}
	return news
}

// blocks resolves news block by block.
func blocks(t *rapid.T, r *resolve.Resolver, news []schema.Extraction) (map[string][]graph.ClaimIn, map[string][]graph.Event) {
	claims, events := map[string][]graph.ClaimIn{}, map[string][]graph.Event{}
	for _, x := range news {
		rec, err := r.Record(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rec.Claims {
			in := graph.ClaimIn{Row: c, Wire: rec.Wire, Gist: rec.Gist, Published: rec.Article.Published, Source: rec.Article.Source}
			in.Block, in.Day = r.Block(&in, nil)
			claims[in.Block] = append(claims[in.Block], in)
		}
	}
	for key := range claims {
		b := graph.Block{Key: key}
		for _, k := range append([]string{key}, graph.Neighbours(key)...) {
			b.Claims = append(b.Claims, claims[k]...)
		}
		events[key] = r.Events(b, nil)
	}
	return claims, events
}

func hull(claims []graph.ClaimIn) graph.Days {
	days := graph.Touched{}
	for _, c := range claims {
		days.Add("b", c.Day)
	}
	return days["b"]
}

// One more report changes the events of its own block and of neighbours within
// reach, and of no others: that is what stores rely on.
func TestChangesAreLocal(t *testing.T) {
	r := graphtest.Resolver()
	rapid.Check(t, func(t *rapid.T) {
		news := war(rapid.Uint64Range(0, 1<<20).Draw(t, "seed"), rapid.IntRange(2, 60).Draw(t, "articles"), rapid.IntRange(2, 120).Draw(t, "days"))
		last := news[len(news)-1:]
		before, oldEvents := blocks(t, r, news[:len(news)-1])
		after, newEvents := blocks(t, r, news)
		seen := map[string]int{}
		for _, list := range newEvents {
			for _, e := range list {
				for _, c := range e.Claims {
					seen[c]++
				}
			}
		}
		for _, list := range after {
			for _, c := range list {
				if seen[c.ID] != 1 {
					t.Fatalf("claim %s on day %d of %s lies behind %d events", c.ID, c.Day, c.Block, seen[c.ID])
				}
			}
		}
		touched, _ := blocks(t, r, last)
		dirty := map[string]bool{}
		for key, claims := range touched {
			dirty[key] = true
			for _, n := range graph.Neighbours(key) {
				if len(after[n]) > 0 && hull(append(slices.Clone(claims), after[key]...)).Near(hull(after[n])) {
					dirty[n] = true
				}
			}
		}
		for key := range before {
			if d := cmp.Diff(oldEvents[key], newEvents[key]); d != "" && !dirty[key] {
				t.Fatalf("the events of %s changed, which a report in %v is out of reach of:\n%s", key, last[0].Claims[0].Date, d)
			}
		}
	})
}

// BenchmarkFront resolves one block of a war that three hundred articles a day
// tell of, each with figures of its own.
func BenchmarkFront(b *testing.B) {
	r := graphtest.Resolver()
	rng := rand.New(rand.NewPCG(8, 8))
	var block graph.Block
	for i := range 300 * 36 {
		day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(36))
		c := graph.ClaimIn{Published: schema.DayOf(day), Gist: fmt.Sprintf("army front shell town w%d w%d||killed=%d", rng.IntN(50), rng.IntN(50), rng.IntN(40))}
		c.ID, c.Article, c.Relation = fmt.Sprint("claim:", i), fmt.Sprint("article:", i), attack
		c.Actor, c.Recipient, c.Polarity, c.Modality = []string{pak}, []string{ind}, schema.Affirmed, schema.Asserted
		c.Date, c.Place = schema.DayOf(day), fmt.Sprint("Town ", rng.IntN(15))
		c.Evidence.Sentence.Text = fmt.Sprintf("Shells killed %d people and wounded %d, and %d drones fell.", rng.IntN(40)+1, rng.IntN(90)+1, rng.IntN(99)+1)
		c.Block, c.Day = r.Block(&c, nil)
		block.Claims = append(block.Claims, c)
	}
	block.Key = block.Claims[0].Block
	for b.Loop() {
		r.Events(block, nil)
	}
}

// A long war of many reports a day is resolved in time that grows with the
// reports, and its events come out the same in any order.
func TestWarInAnyOrder(t *testing.T) {
	r := graphtest.Resolver()
	news := war(77, 1500, 60)
	want, _ := project(t, r, news...)
	rand.New(rand.NewPCG(2, 2)).Shuffle(len(news), func(i, j int) { news[i], news[j] = news[j], news[i] })
	got, _ := project(t, r, news...)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("events differ with the order:\n%.2000s", d)
	}
	if n := len(got); n < 20 || n > 1200 {
		t.Errorf("got %d events of 1,500 reports over 60 days", n)
	}
	for _, e := range got {
		if strings.Count(e.ID, ":") != 1 {
			t.Errorf("event ID %q", e.ID)
		}
	}
}
