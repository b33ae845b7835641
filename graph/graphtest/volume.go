package graphtest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// volumeActors is how many actors an invented press writes about, the n-th a
// share of 1/n of it (Zipf 1949), as in real news.
const volumeActors = 2000

// Volume invents the articles from one number to another: those of two years,
// four claims each, about Zipfian actors. An article depends on its number and
// the seed alone.
func Volume(seed uint64, from, to int) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for i := from; i < to; i++ {
			if !yield(volumeArticle(seed, i), nil) {
				return
			}
		}
	}
}

func volumeArticle(seed uint64, i int) schema.Extraction {
	rng := rand.New(rand.NewPCG(seed, uint64(i)))
	zipf := func() string { // the inverse of the harmonic sum, near enough
		return fmt.Sprintf("nil:organization:a%d", int(math.Exp(rng.Float64()*math.Log(volumeActors))))
	}
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(730))
	relations := []string{"ATTACKS", "ATTACKS", "SANCTIONS", "ACCUSES", "VISITS", "MEETS_WITH", "LIFTS_SANCTIONS_ON", "MEMBER_OF"}
	var says []Said
	for range 4 {
		s := Said{Relation: relations[rng.IntN(len(relations))], Actor: zipf(), Recipient: zipf()}
		if s.Relation == "MEETS_WITH" {
			s.Actor, s.Recipient = s.Actor+" "+s.Recipient, ""
		}
		if rng.IntN(3) > 0 {
			s.Date = day.AddDate(0, 0, -rng.IntN(3)).Format(time.DateOnly)
		}
		if rng.IntN(3) == 0 {
			s.Place = fmt.Sprintf("City %d", rng.IntN(20))
		}
		s.Denied = rng.IntN(12) == 0
		says = append(says, s)
	}
	return Article(fmt.Sprintf("v%d-%d", seed, i), day.Format(time.DateOnly), fmt.Sprintf("paper%d.example", rng.IntN(50)), sentence(rng, 40), says...)
}

// Grow measures what 1,000 articles cost in graphs of several sizes, and reports
// the time of each and its ratio to that of an empty graph.
func Grow(b *testing.B, open func() graph.Store, sizes ...int) {
	const news = 1000
	var empty float64
	for _, size := range sizes {
		s := open()
		// All of it in one go, so that events are computed once.
		mustImport(b, s, Volume(1, 0, size))
		var took time.Duration
		for n := range b.N {
			start := time.Now()
			mustImport(b, s, Volume(2, n*news, (n+1)*news))
			took += time.Since(start)
		}
		seconds := took.Seconds() / float64(b.N)
		if empty == 0 {
			empty = seconds
		}
		b.ReportMetric(seconds, fmt.Sprintf("s/into-%d", size))
		b.ReportMetric(seconds/empty, fmt.Sprintf("ratio-%d", size))
	}
}

func mustImport(b *testing.B, s graph.Store, xs iter.Seq2[schema.Extraction, error]) {
	b.Helper()
	if _, err := graph.Import(b.Context(), s, Resolver(), xs, graph.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
}
