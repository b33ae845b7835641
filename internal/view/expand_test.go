package view

import (
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
)

// BenchmarkExpand measures the picture of the actor with the most edges in a
// graph of 20,000 claims about 2,000 actors; ms/evidence is the answer for its
// strongest edge.
func BenchmarkExpand(b *testing.B) {
	g := graphtest.Memory(b)
	if _, err := graph.Import(b.Context(), g, graphtest.Resolver(), graphtest.Volume(1, 0, 5000), graph.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	s := New(g, graphtest.Relations(), testHost)
	const hub = "nil:organization:a1"
	edges, err := g.EdgesOf(b.Context(), hub)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		told[Network](b, s, "/api/network?actor="+hub)
	}
	b.ReportMetric(float64(len(edges)), "edges")
	start := time.Now()
	told[Evidence](b, s, "/api/edge?key="+edges[0].Key)
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "ms/evidence")
}
