package measure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
)

func edges(list ...string) []graph.Edge {
	var out []graph.Edge
	for _, s := range list {
		var from, to string
		var score float64
		if _, err := fmt.Sscan(s, &from, &to, &score); err != nil {
			panic(err)
		}
		out = append(out, graph.Edge{From: from, To: to, Events: 1, Score: score})
	}
	return out
}

func TestActors(t *testing.T) {
	// Two triangles of friends, joined by one enmity over c and d.
	n := measure.New(edges("a b 3", "b c 3", "a c 3", "c d -5", "d e 3", "e f 3", "d f 3", "b a 1"))
	got := n.Actors()
	tests := []struct {
		id           string
		degree       int
		weight, bloc int
		between      float64
	}{
		{"a", 2, 3, 1, 0},
		{"b", 2, 3, 1, 0},
		{"c", 3, 3, 1, 0.6},
		{"d", 3, 3, 2, 0.6},
		{"e", 2, 2, 2, 0},
		{"f", 2, 2, 2, 0},
	}
	sum := 0.0
	for i, tt := range tests {
		a := got[i]
		sum += a.PageRank
		if a.ID != tt.id || a.Degree != tt.degree || a.Weight != tt.weight || a.Bloc != tt.bloc || a.Betweenness != tt.between {
			t.Errorf("got %+v, want %+v", a, tt)
		}
	}
	if sum < 0.9999 || sum > 1.0001 || got[2].PageRank <= got[0].PageRank {
		t.Errorf("page ranks add up to %v; c has %v and a %v", sum, got[2].PageRank, got[0].PageRank)
	}
}

func TestTriads(t *testing.T) {
	n := measure.New(edges("a b 3", "b c 2", "a c -4", "a d -1", "b d -2"))
	got := n.Triads()
	want := []measure.Triad{
		{[3]string{"a", "b", "c"}, [3]float64{3, 2, -4}},
		{[3]string{"a", "b", "d"}, [3]float64{3, -2, -1}},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got[0].Balanced() || !got[1].Balanced() || got[0].Tension() != 2 {
		t.Errorf("balance: got %v and %v, tension %v", got[0].Balanced(), got[1].Balanced(), got[0].Tension())
	}
}

// The order of the edges, and of maps, changes nothing.
func TestSameNetworkSameMeasures(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var list []graph.Edge
	for range 400 {
		list = append(list, graph.Edge{From: fmt.Sprint("x", rng.IntN(80)), To: fmt.Sprint("x", rng.IntN(80)), Events: 1 + rng.IntN(5), Score: float64(rng.IntN(20) - 8)})
	}
	first := measure.New(list).Actors()
	for range 5 {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := measure.New(list).Actors(); !slices.Equal(got, first) {
			t.Fatal("another order of edges gives other measures")
		}
	}
}

func TestEmpty(t *testing.T) {
	if n := measure.New(nil); len(n.Actors()) != 0 || len(n.Triads()) != 0 {
		t.Error("measures of nobody")
	}
}

func TestRank(t *testing.T) {
	all := []measure.Actor{{ID: "a", PageRank: 0.2, Betweenness: 1}, {ID: "b", PageRank: 0.5}, {ID: "c", PageRank: 0.2, Betweenness: 1}, {ID: "d", PageRank: 0.1}}
	for i, want := range [][2]int{{2, 1}, {1, 3}, {2, 1}, {4, 3}} {
		if got := [2]int{measure.Rank(all, all[i], measure.ByPageRank), measure.Rank(all, all[i], measure.ByBetweenness)}; got != want {
			t.Errorf("ranks of %+v: got %v, want %v", all[i], got, want)
		}
	}
}
