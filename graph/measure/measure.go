// Package measure computes what network analysis says of a graph of actors:
// who is connected to many, who stands between others, who forms a bloc, and
// which triangles are out of balance. The algorithms are gonum's.
package measure

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-kg/entente/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
)

// Actor is what the network says of one actor.
type Actor struct {
	ID string `json:"id"`
	// Degree counts the actors that it has edges with, Weight the events of
	// those edges.
	Degree int `json:"degree"`
	Weight int `json:"events"`
	// Betweenness is the share of the shortest ways between two other actors
	// that lead over it, 0 to 1 (Freeman 1977).
	Betweenness float64 `json:"betweenness"`
	// PageRank is the share of a random walker's time that is spent at it,
	// edges taken both ways (Brin and Page 1998).
	PageRank float64 `json:"page_rank"`
	// Bloc numbers the community that it belongs to by cooperation alone, from
	// 1 for the largest (Louvain method, Blondel and others 2008); 0 for an
	// actor without cooperation.
	Bloc int `json:"bloc"`
}

// Network is a graph reduced to pairs of actors with the sum of their events.
type Network struct {
	ids   []string // sorted
	index map[string]int64
	pairs map[[2]int64]pair
}

// pair is what two actors have with each other.
type pair struct {
	events int
	score  float64 // sum of Goldstein scores
}

// New sums edges up to a network. Standing ties without a score, such as
// offices, are counted as connections and not as cooperation.
func New(edges []graph.Edge) *Network {
	n := &Network{index: map[string]int64{}, pairs: map[[2]int64]pair{}}
	for _, e := range edges {
		n.ids = append(n.ids, e.From, e.To)
	}
	slices.Sort(n.ids)
	n.ids = slices.Compact(n.ids)
	for i, id := range n.ids {
		n.index[id] = int64(i)
	}
	for _, e := range edges {
		a, b := n.index[e.From], n.index[e.To]
		if a == b {
			continue
		}
		key := [2]int64{min(a, b), max(a, b)}
		p := n.pairs[key]
		p.events += e.Events
		p.score += e.Score
		n.pairs[key] = p
	}
	return n
}

// keys are the pairs in order.
func (n *Network) keys() [][2]int64 {
	keys := make([][2]int64, 0, len(n.pairs))
	for k := range n.pairs {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]int64) int {
		if a[0] != b[0] {
			return int(a[0] - b[0])
		}
		return int(a[1] - b[1])
	})
	return keys
}

// Actors measures every actor, in the order of their IDs. The time grows with
// actors times pairs: a few thousand actors take seconds.
func (n *Network) Actors() []Actor {
	out := n.Connections()
	plain := simple.NewUndirectedGraph()
	for i := range n.ids {
		plain.AddNode(simple.Node(i))
	}
	for _, k := range n.keys() {
		plain.SetEdge(plain.NewEdge(simple.Node(k[0]), simple.Node(k[1])))
	}
	others := float64(len(n.ids)-1) * float64(len(n.ids)-2)
	for id, b := range network.Betweenness(plain) {
		if others > 0 {
			out[id].Betweenness = rounded(b / others)
		}
	}
	return out
}

// Connections measures every actor without betweenness, in the order of their
// IDs: fast enough to be asked for while somebody waits.
func (n *Network) Connections() []Actor {
	out := make([]Actor, len(n.ids))
	both := simple.NewDirectedGraph()
	for i, id := range n.ids {
		out[i].ID = id
		both.AddNode(simple.Node(i))
	}
	for _, k := range n.keys() {
		for _, end := range k {
			out[end].Degree++
			out[end].Weight += n.pairs[k].events
		}
		both.SetEdge(both.NewEdge(simple.Node(k[0]), simple.Node(k[1])))
		both.SetEdge(both.NewEdge(simple.Node(k[1]), simple.Node(k[0])))
	}
	if len(n.ids) > 0 {
		for id, r := range network.PageRankSparse(both, 0.85, 1e-9) {
			out[id].PageRank = rounded(r)
		}
	}
	for number, bloc := range n.blocs() {
		for _, id := range bloc {
			out[id].Bloc = number + 1
		}
	}
	return out
}

// Rank is the place of an actor by a figure, from 1 for the highest, among all
// that were measured; those alike share one.
func Rank(all []Actor, a Actor, figure func(Actor) float64) int {
	rank := 1
	for _, other := range all {
		if figure(other) > figure(a) {
			rank++
		}
	}
	return rank
}

// ByPageRank ranks by PageRank.
func ByPageRank(a Actor) float64 { return a.PageRank }

// ByBetweenness ranks by betweenness.
func ByBetweenness(a Actor) float64 { return a.Betweenness }

// rounded drops the digits that depend on the order of summing.
func rounded(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// blocs are the communities of cooperation, the largest first.
func (n *Network) blocs() [][]int64 {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for _, k := range n.keys() {
		if s := n.pairs[k].score; s > 0 {
			g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(k[0]), simple.Node(k[1]), s))
		}
	}
	if g.Nodes().Len() == 0 {
		return nil
	}
	var out [][]int64
	for _, c := range community.Modularize(g, 1, rand.NewPCG(1, 2)).Communities() { // a fixed seed: the same graph, the same blocs
		bloc := make([]int64, len(c))
		for i, v := range c {
			bloc[i] = v.ID()
		}
		slices.Sort(bloc)
		out = append(out, bloc)
	}
	slices.SortFunc(out, func(a, b []int64) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return int(a[0] - b[0])
	})
	return out
}

// Triad is three actors who all have scores with each other.
type Triad struct {
	Actors [3]string
	Scores [3]float64 // of the first and second, the second and third, the first and third
}

// Balanced reports whether friends and enemies fit together: the enemy of an
// enemy is a friend (Heider 1946; Cartwright and Harary 1956).
func (t Triad) Balanced() bool { return t.Scores[0]*t.Scores[1]*t.Scores[2] > 0 }

// Tension is the smallest of the three scores without its sign: how sure the
// triad's signs are.
func (t Triad) Tension() float64 {
	return min(math.Abs(t.Scores[0]), math.Abs(t.Scores[1]), math.Abs(t.Scores[2]))
}

// Triads lists all triads whose three scores are not 0, in the order of the
// actors' IDs.
func (n *Network) Triads() []Triad {
	next := map[int64][]int64{} // actor → later actors with a score
	for _, k := range n.keys() {
		if n.pairs[k].score != 0 {
			next[k[0]] = append(next[k[0]], k[1])
		}
	}
	var out []Triad
	for a := range n.ids {
		list := next[int64(a)]
		for i, b := range list {
			for _, c := range list[i+1:] {
				third, ok := n.pairs[[2]int64{b, c}]
				if !ok || third.score == 0 {
					continue
				}
				out = append(out, Triad{
					[3]string{n.ids[a], n.ids[b], n.ids[c]},
					[3]float64{n.pairs[[2]int64{int64(a), b}].score, third.score, n.pairs[[2]int64{int64(a), c}].score},
				})
			}
		}
	}
	return out
}
