package graphtest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/machine"
	"github.com/entente-kg/entente/schema"
)

// volumeActors is how many actors an invented press writes about, the n-th a
// share of 1/n of it (Zipf 1949), as in real news; the first volumeStates of
// them are states, which come in seven of ten claims.
const volumeActors, volumeStates = 2000, 200

// archive is the two years of which an invented archive is, in days; the week
// after them is that of its news.
const archive = 730

// Volume invents the articles of an archive from one number to another: those of
// two years, four claims each, about Zipfian actors. The more articles, the more
// a day. An article depends on its number and the seed alone.
func Volume(seed uint64, from, to int) iter.Seq2[schema.Extraction, error] {
	return press(seed, from, to, 0, archive)
}

// Week is the same for articles of the week after.
func Week(seed uint64, from, to int) iter.Seq2[schema.Extraction, error] {
	return press(seed, from, to, archive, 7)
}

func press(seed uint64, from, to, firstDay, days int) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for i := from; i < to; i++ {
			if !yield(volumeArticle(seed, i, firstDay, days), nil) {
				return
			}
		}
	}
}

func volumeArticle(seed uint64, i, firstDay, days int) schema.Extraction {
	rng := rand.New(rand.NewPCG(seed, uint64(i)))
	zipf := func() string { // the inverse of the harmonic sum, near enough
		n := int(math.Exp(rng.Float64() * math.Log(volumeActors)))
		if n < volumeStates {
			return fmt.Sprintf("state:S%03d", n)
		}
		return fmt.Sprintf("nil:organization:a%d", n)
	}
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, firstDay+rng.IntN(days))
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

// Grow measures what 1,000 articles cost in archives of several sizes: the news
// of the week after ("news"), and articles of any day of the two years, as who
// fills gaps adds them ("late"). It reports the seconds of each and their ratio
// to those of the same articles in an empty graph, by the clock and by the
// processor, which other programs disturb less.
func Grow(b *testing.B, open func() graph.Store, sizes ...int) {
	const news = 1000
	kinds := []struct {
		name     string
		articles func(seed uint64, from, to int) iter.Seq2[schema.Extraction, error]
		seed     uint64 // its own: articles of one seed and number are one article, whatever their day
	}{{"news", Week, 2}, {"late", Volume, 3}}
	empty := map[string]cost{}
	for _, size := range sizes {
		var s graph.Store
		for _, kind := range kinds {
			if s == nil || size == 0 {
				s = open()
				// All of it in one go, so that events are computed once.
				mustImport(b, s, Volume(1, 0, size))
			}
			var took cost
			for n := range b.N {
				before := spent()
				mustImport(b, s, kind.articles(kind.seed, n*news, (n+1)*news))
				took = took.plus(spent().minus(before))
			}
			took = cost{took.clock / float64(b.N), took.processor / float64(b.N)}
			if _, some := empty[kind.name]; !some {
				empty[kind.name] = took
			}
			report := func(what string, value float64) {
				b.ReportMetric(value, fmt.Sprintf("%s-%s-%d", kind.name, what, size))
			}
			report("s", took.clock)
			report("cpu-s", took.processor)
			report("ratio", took.clock/empty[kind.name].clock)
			report("cpu-ratio", took.processor/empty[kind.name].processor)
		}
	}
}

// cost is time in seconds.
type cost struct{ clock, processor float64 }

func (a cost) plus(b cost) cost  { return cost{a.clock + b.clock, a.processor + b.processor} }
func (a cost) minus(b cost) cost { return cost{a.clock - b.clock, a.processor - b.processor} }

var started = time.Now()

func spent() cost { return cost{time.Since(started).Seconds(), machine.ProcessorTime().Seconds()} }

// mustImport imports articles that are all new: others cost next to nothing.
func mustImport(b *testing.B, s graph.Store, xs iter.Seq2[schema.Extraction, error]) {
	b.Helper()
	report, err := graph.Import(b.Context(), s, Resolver(), xs, graph.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	if known := report.Changed + report.Unchanged + report.Older; known > 0 {
		b.Fatalf("got %d articles that the graph had already, want all to be new", known)
	}
}
