package view

import (
	"os"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/sqlite"
)

// BenchmarkExpand measures the picture of the actor with the most edges in a
// graph of 20,000 claims about 2,000 actors, or in a larger one of the same
// press that a file has:
//
//	ENTENTE_GRAPH=million.db go test ./internal/view -run '^$' -bench Expand
//
// ms/evidence is the answer for its strongest edge.
func BenchmarkExpand(b *testing.B) {
	var g graph.Reader
	if path := os.Getenv("ENTENTE_GRAPH"); path != "" {
		s, err := sqlite.Open(b.Context(), path, sqlite.Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close(b.Context())
		g = s
	} else {
		s := graphtest.Memory(b)
		if _, err := graph.Import(b.Context(), s, graphtest.Resolver(), graphtest.Volume(1, 0, 5000), graph.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
		g = s
	}
	s := New(g, graphtest.Relations(), testHost, Options{})
	strongest, err := g.Strongest(b.Context(), graph.Which{}, 1)
	if err != nil || len(strongest) == 0 {
		b.Fatal("no edges", err)
	}
	hub, other := strongest[0].From, strongest[0].To
	edges, _, err := g.EdgesOf(b.Context(), hub, 0)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, query string }{
		{"hub", "actor=" + hub}, {"neighbour", "actor=" + other + "&actor=" + hub}, {"filtered", "actor=" + hub + "&relation=VISITS&from=2024-06-01"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				told[Network](b, s, "/api/network?"+c.query)
			}
			b.ReportMetric(float64(len(edges)), "edges")
		})
	}
	start := time.Now()
	told[Evidence](b, s, "/api/edge?key="+edges[0].Key)
	b.Logf("evidence of the strongest edge, of %d events: %v", edges[0].Events, time.Since(start))
}
