package view

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// told is the answer of the API to an address.
func told[T any](t testing.TB, s *Server, target string) T {
	t.Helper()
	w := answer(s, s.request(t, "GET", target))
	var out T
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 {
		t.Fatalf("%s: got %d %s", target, w.Code, w.Body)
	}
	return out
}

// world is a few acts between states.
func world() []schema.Extraction {
	return []schema.Extraction{
		graphtest.Article("a", "2025-03-05", "dawn.example", "one",
			graphtest.Said{Relation: "ATTACKS", Actor: "state:IND", Recipient: "state:PAK", Date: "2025-03-04"},
			graphtest.Said{Relation: "VISITS", Actor: "igo:un", Recipient: "state:PAK", Date: "2025-01-10"}),
		graphtest.Article("b", "2025-03-06", "herald.example", "two",
			graphtest.Said{Relation: "ATTACKS", Actor: "state:IND", Recipient: "state:PAK", Date: "2025-03-04", Denied: true},
			graphtest.Said{Relation: "SANCTIONS", Actor: "state:USA", Recipient: "state:IRN", Date: "2025-02-01"}),
		graphtest.Article("c", "2025-03-07", "wire.example", "three",
			graphtest.Said{Relation: "SANCTIONS", Actor: "state:USA", Recipient: "state:IRN", Date: "2025-02-01"}),
	}
}

// shown are the keys of a network's edges, sorted.
func shown(n Network) []string {
	keys := []string{}
	for _, l := range n.Lines {
		for _, e := range l.Edges {
			keys = append(keys, e.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

func TestNetwork(t *testing.T) {
	s := served(t, world()...)
	const attack, visit, sanction = "state:IND|ATTACKS|state:PAK", "igo:un|VISITS|state:PAK", "state:USA|SANCTIONS|state:IRN"
	for _, c := range []struct {
		given string
		want  []string
	}{
		{"", []string{visit, attack, sanction}},
		{"actor=state:PAK", []string{visit, attack}},
		{"actor=state:PAK&actor=state:IRN&actor=state:PAK", []string{visit, attack, sanction}},
		{"actor=state:QAT&actor=state:IRN", nil}, // Qatar is not in the graph
		{"actor=state:PAK&relation=VISITS", []string{visit}},
		{"relation=VISITS&relation=SANCTIONS", []string{visit, sanction}},
		{"sources=2", []string{sanction}},
		{"stance=contested", []string{attack}},
		{"stance=uncontested", []string{visit, sanction}},
		{"from=2025-02-01", []string{attack, sanction}},
		{"from=2025-02-01&to=2025-02-28", []string{sanction}},
		{"to=2025-01-31", []string{visit}},
		{"confidence=0.9", []string{visit, attack, sanction}},
		{"confidence=0.95", []string{}},
		{"source=wire.example", []string{sanction}},
		{"source=herald.example&actor=state:PAK", []string{attack}},
		{"source=nobody.example", []string{}},
		{"asof=2020-01-01", []string{}},
		{"asof=2999-01-01", []string{visit, attack, sanction}},
	} {
		if c.want == nil {
			if w := answer(s, s.request(t, "GET", "/api/network?"+c.given)); w.Code != 404 {
				t.Errorf("%s: got %d %s, want 404", c.given, w.Code, w.Body)
			}
			continue
		}
		slices.Sort(c.want)
		if got := shown(told[Network](t, s, "/api/network?"+c.given)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.given, got, c.want)
		}
	}
	if n := told[Network](t, s, "/api/network?actor=state:PAK&around=1"); len(n.Actors) != 2 || n.Left != 1 {
		t.Errorf("around=1: got %d actors and %d left, want 2 and 1", len(n.Actors), n.Left)
	}
}

// TestStart asks for what fills the page.
func TestStart(t *testing.T) {
	got := told[Start](t, served(t, world()...), "/api/start")
	if got.Articles != 3 || got.Papers != 3 || len(got.Sources) != 3 || got.Decides || got.Sources[0].Name != "dawn.example" {
		t.Errorf("got %+v, want three articles of three sources", got)
	}
	want := []Family{{"words of cooperation", []string{"VISITS"}}, {"deeds of conflict", []string{"ATTACKS", "SANCTIONS"}}}
	if d := cmp.Diff(want, got.Families); d != "" {
		t.Errorf("families: -want +got\n%s", d)
	}
	if c := got.Chart; c.By != schema.Month || len(c.Bars) != 3 || c.Bars[2].From != "2025-03-01" || c.Bars[2].Events != 1 || c.Outside != 0 {
		t.Errorf("chart: got %+v, want three months", c)
	}
}

// TestWholeChart leaves out what lies long before or after everything else.
func TestWholeChart(t *testing.T) {
	c := wholeChart(&graph.Counts{Events: 1010, EventsByMonth: map[string]int{"1944-01": 3, "2024-11": 500, "2025-01": 500, "2030-01": 2}})
	if len(c.Bars) != 3 || c.Bars[0].From != "2024-11-01" || c.Outside != 5 || c.Undated != 5 {
		t.Errorf("got %+v, want three months, five events outside and five without a month", c)
	}
}

// TestMeasured compares with what a triangle and a tail have.
func TestMeasured(t *testing.T) {
	said := func(actor, recipient string) graphtest.Said {
		return graphtest.Said{Relation: "VISITS", Actor: actor, Recipient: recipient, Date: "2025-03-04"}
	}
	s := served(t, graphtest.Article("a", "2025-03-05", "dawn.example", "one", said("state:IND", "state:PAK"), said("state:IND", "state:IRN"), said("state:PAK", "state:IRN"), said("state:QAT", "state:IND")))
	n := told[Network](t, s, "/api/network?actor=state:QAT&measured=1")
	if len(n.Actors) != 2 || n.Actors[1].ID != "state:IND" || n.Actors[1].Measure.Degree != 3 || n.Actors[1].Measure.PageRank <= n.Actors[0].Measure.PageRank {
		t.Errorf("got %+v, want India with its three partners, one of whom is shown", n.Actors)
	}
	if n := told[Network](t, s, "/api/network?actor=state:QAT"); n.Actors[0].Measure != nil {
		t.Errorf("nobody asked: got %+v", n.Actors[0].Measure)
	}
}

func TestPaths(t *testing.T) {
	said := func(relation, actor, recipient string) graphtest.Said {
		return graphtest.Said{Relation: relation, Actor: actor, Recipient: recipient, Date: "2025-03-04"}
	}
	s := served(t, graphtest.Article("a", "2025-03-05", "dawn.example", "one",
		said("ATTACKS", "state:IND", "state:PAK"), said("VISITS", "igo:un", "state:PAK"), said("VISITS", "igo:un", "state:IRN"),
		said("AIDS", "state:QAT", "state:IND"), said("AIDS", "state:QAT", "state:IRN"), said("ACCUSES", "state:AFG", "group:bla"), said("ATTACKS", "group:bla", "state:PAK"), said("VISITS", "state:USA", "state:IND"), said("VISITS", "state:USA", "igo:un")))
	for _, c := range []struct {
		from, to, filter string
		steps            int
		want             []string
	}{
		{"state:IND", "state:PAK", "", 1, []string{"state:IND|ATTACKS|state:PAK"}},
		{"state:IND", "state:IRN", "", 2, []string{"state:QAT|AIDS|state:IND", "state:QAT|AIDS|state:IRN"}},
		{"state:PAK", "state:QAT", "", 2, []string{"state:IND|ATTACKS|state:PAK", "state:QAT|AIDS|state:IND"}},
		{"state:AFG", "state:IRN", "", 4, []string{"group:bla|ATTACKS|state:PAK", "igo:un|VISITS|state:IRN", "igo:un|VISITS|state:PAK", "state:AFG|ACCUSES|group:bla"}},
		{"state:PAK", "state:IRN", "&relation=AIDS", 0, []string{}},
	} {
		p := told[Paths](t, s, "/api/paths?actor="+c.from+"&actor="+c.to+c.filter)
		if got := shown(p.Network); !slices.Equal(got, c.want) || p.Steps != c.steps {
			t.Errorf("%s to %s: got %v in %d steps, want %v in %d", c.from, c.to, got, p.Steps, c.want, c.steps)
		}
	}
	// all shortest paths, not one of them
	p := told[Paths](t, s, "/api/paths?actor=state:IND&actor=igo:un")
	if got := shown(p.Network); p.Steps != 2 || len(got) != 4 {
		t.Errorf("got %v in %d steps", got, p.Steps)
	}
}

func TestMistakesAreTold(t *testing.T) {
	s := served(t, world()...)
	for _, c := range []struct{ given, want string }{
		{"network?relation=LOVES", `there is no such relation`},
		{"network?from=July", `want a day as YYYY-MM-DD`},
		{"network?from=2025-03-02&to=2025-03-01", "is after"},
		{"network?asof=then", `want a day as YYYY-MM-DD`},
		{"network?source=" + strings.Repeat("x", 301), "longer than 300"},
		{"network?width=-5", "want a whole number"},
		{"network?sources=-1", "want a whole number"},
		{"network?sources=many", "want a whole number"},
		{"network?confidence=NaN", "want a number from 0 to 1"},
		{"network?confidence=2", "want a number from 0 to 1"},
		{"network?stance=maybe", "want contested or uncontested"},
		{"network?around=100000", "want a whole number from 0 to 500"},
		{"network?" + strings.Repeat("actor=state:PAK&", 41), "at most 40"},
		{"paths?actor=state:PAK", "between two actors, and 1"},
		{"edge?key=x", "want FROM|RELATION|TO"},
		{"edge?key=" + url.QueryEscape("a|b'; DROP TABLE edges|c"), "there is no such relation"},
		{"edge?key=" + url.QueryEscape("state:PAK|VISITS|state:USA"), "not in the graph"},
		{"find?q=" + strings.Repeat("x", 201), "longer than 200"},
		{"timeline?actor=state:XYZ", "not in the graph"},
	} {
		w := answer(s, s.request(t, "GET", "/api/"+c.given))
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%.80s: got %d %s, want %q", c.given, w.Code, w.Body, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	s := served(t, world()...)
	if got := told[[]Actor](t, s, "/api/find?q=pak"); len(got) != 1 || got[0].Name != "Pakistan" || got[0].Kind != schema.State {
		t.Errorf("got %+v, want Pakistan", got)
	}
	if got := told[[]Actor](t, s, "/api/find?q="); len(got) != 0 {
		t.Errorf("nothing asked: got %+v", got)
	}
}

func TestEvidence(t *testing.T) {
	s := served(t, world()...)
	e := told[Evidence](t, s, "/api/edge?key="+url.QueryEscape("state:IND|ATTACKS|state:PAK"))
	if e.From != "India" || e.To != "Pakistan" || e.Total != 1 || len(e.Events) != 1 || len(e.Events[0].Told) != 2 {
		t.Fatalf("got %+v, want one event told by two sentences", e)
	}
	ev := e.Events[0]
	if ev.What != "India attacks Pakistan" || ev.Held != "denied by 1" || ev.Date != "2025-03-04" {
		t.Errorf("got %+v", ev)
	}
	denials := 0
	for _, c := range ev.Told {
		var text, trigger string
		for _, p := range c.Parts {
			text += p.Text
			if p.Role == "trigger" {
				trigger = p.Text
			}
		}
		if !strings.Contains(text, "India") || trigger != "attacks" || !strings.HasPrefix(c.URL, "https://") || c.Source == "" {
			t.Errorf("got %+v", c)
		}
		if c.Denies {
			denials++
		}
	}
	if denials != 1 {
		t.Errorf("denials: got %d, want 1", denials)
	}
	if e := told[Evidence](t, s, "/api/edge?stance=uncontested&key="+url.QueryEscape("state:IND|ATTACKS|state:PAK")); e.Total != 0 {
		t.Errorf("filtered: got %d events, want none", e.Total)
	}
}

func TestTimeline(t *testing.T) {
	s := served(t, world()...)
	c := told[Chart](t, s, "/api/timeline?actor=state:PAK")
	if c.By != schema.Week || len(c.Bars) != 9 || c.Bars[0].Cooperation != 1.9 || c.Bars[8].Conflict != -9.5 {
		t.Errorf("got %+v, want nine weeks from a visit to an attack", c)
	}
	if c := told[Chart](t, s, "/api/timeline?key="+url.QueryEscape("state:IND|ATTACKS|state:PAK")); len(c.Bars) != 1 || c.Bars[0].Contested != 1 {
		t.Errorf("got %+v, want one contested event", c)
	}
}

func TestEmptyGraph(t *testing.T) {
	s := served(t)
	if n := told[Network](t, s, "/api/network"); len(n.Actors)+len(n.Lines) != 0 {
		t.Errorf("got %+v", n)
	}
	if st := told[Start](t, s, "/api/start"); st.Articles != 0 || len(st.Families) != 0 {
		t.Errorf("got %+v", st)
	}
}

// TestHostileAnswers asks for all that a graph of hostile texts has.
func TestHostileAnswers(t *testing.T) {
	xs, _ := graphtest.Hostile()
	s := served(t, xs...)
	n := told[Network](t, s, "/api/network?around=500")
	if len(n.Lines) < 10 {
		t.Fatalf("got %d lines", len(n.Lines))
	}
	for _, l := range n.Lines {
		for _, e := range l.Edges {
			told[Evidence](t, s, "/api/edge?key="+url.QueryEscape(e.Key))
		}
	}
}

// random is a picture of n actors with hubs.
func random(n, m int) ([]Actor, [][2]int) {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(m)))
	actors, lines := make([]Actor, n), [][2]int{}
	for i := range m {
		a, b := i%n, int(float64(n)*math.Pow(rng.Float64(), 3))
		if a != b {
			lines = append(lines, [2]int{a, b})
		}
	}
	return actors, lines
}

func TestLayout(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 100, 400} {
		one, lines := random(n, 2*n)
		two := slices.Clone(one)
		layOut(one, lines, anyWidth, anyHeight)
		layOut(two, lines, anyWidth, anyHeight)
		if !reflect.DeepEqual(one, two) {
			t.Errorf("%d actors: two layouts of one picture differ", n)
		}
		seen := map[string]bool{}
		for _, a := range one {
			at := fmt.Sprint(a.X, a.Y)
			if !(math.Abs(a.X) <= 1 && math.Abs(a.Y) <= 1) || seen[at] {
				t.Errorf("%d actors: one at %s, outside or on another", n, at)
			}
			seen[at] = true
		}
	}
	// neighbours are nearer than others
	a, lines := random(100, 150)
	layOut(a, lines, anyWidth, anyHeight)
	dist := func(i, j int) float64 { return math.Hypot(a[i].X-a[j].X, a[i].Y-a[j].Y) }
	var joined, all float64
	for _, l := range lines {
		joined += dist(l[0], l[1]) / float64(len(lines))
	}
	for i := range a {
		for j := range a {
			all += dist(i, j) / float64(len(a)*len(a))
		}
	}
	if joined > 0.7*all {
		t.Errorf("the joined are %.2f apart, all %.2f: want the joined nearer", joined, all)
	}
}

// TestNamesStandApart lays out as many names as a page can hold.
func TestNamesStandApart(t *testing.T) {
	for _, n := range []int{2, 20, 45} {
		actors, lines := random(n, n+n/2)
		room := make([]float64, n)
		for i := range actors {
			actors[i].Name = fmt.Sprint("Actor number ", i)
			room[i] = 2*dotRoom + letterWidth*float64(len(actors[i].Name))
		}
		layOut(actors, lines, anyWidth, anyHeight)
		const scale = anyWidth / 2.0
		for i, a := range actors {
			for j, b := range actors[:i] {
				if math.Abs(a.Y-b.Y)*scale < 13 && min(a.X*scale+room[i], b.X*scale+room[j])-max(a.X, b.X)*scale > 0 {
					t.Errorf("%d actors: the names of %d and %d overlap", n, i, j)
				}
			}
		}
	}
}

func TestLargeLayoutInTime(t *testing.T) {
	actors, lines := random(2000, 10_000)
	start := time.Now()
	layOut(actors, lines, anyWidth, anyHeight)
	if took := time.Since(start); took > 8*time.Second {
		t.Errorf("2,000 actors: got %v, want less than 8 s", took)
	}
}
