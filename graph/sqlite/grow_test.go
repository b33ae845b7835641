package sqlite_test

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
)

// BenchmarkGrow imports 1,000 articles into graphs of several sizes; the
// largest is ENTENTE_GROW, else 10,000 articles:
//
//	ENTENTE_GROW=100000 go test ./graph/sqlite -run '^$' -bench Grow -benchtime 1x
func BenchmarkGrow(b *testing.B) {
	largest := 10000
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_GROW")); err == nil {
		largest = n
	}
	graphtest.Grow(b, func() graph.Store { return graphtest.Memory(b) }, 0, largest/10, largest)
}

// BenchmarkPut writes the record of 2,000 articles a turn and reports its rows
// (articles, entities, names, mentions, claims) a second:
//
//	go test ./graph/sqlite -run '^$' -bench Put -benchtime 3x
func BenchmarkPut(b *testing.B) {
	s, r := graphtest.Memory(b), graphtest.Resolver()
	rows := 0
	for n := range b.N {
		b.StopTimer()
		var recs []graph.Record
		for x := range graphtest.Volume(3, n*2000, (n+1)*2000) {
			rec, err := r.Record(x)
			if err != nil {
				b.Fatal(err)
			}
			for i := range rec.Claims {
				rec.Claims[i].Block, rec.Claims[i].Day = r.Block(&graph.ClaimIn{Row: rec.Claims[i], Published: rec.Article.Published}, nil)
			}
			rows += 1 + len(rec.Mentions) + len(rec.Claims)
			recs = append(recs, rec)
		}
		before := size(b, s)
		b.StartTimer()
		for chunk := range slices.Chunk(recs, 500) {
			if _, err := s.Put(b.Context(), chunk); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		rows += size(b, s) - before
		b.StartTimer()
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// size is how many entities there are, each with a row of its own and of its
// name.
func size(b *testing.B, s graph.Store) int {
	c, err := s.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return 2 * c.Entities
}
