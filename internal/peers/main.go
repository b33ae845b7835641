// Command peers times the analysis of articles beside prose v2, in turns in
// one process, so that a busy machine slows both alike.
//
//	go run ./internal/peers [-rounds 5] FILE…
//
// Ours finds sentences, tokens, tags, lemmas, features, trees, names and
// dates; the pipeline adds entities and claims. prose finds sentences, tokens,
// tags and names, with its model built once and kept.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/jdkato/prose/v2"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each takes its turn")
	flag.Parse()
	if err := run(*rounds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// contestant analyses a text and says how many tokens it found.
type contestant struct {
	name    string
	analyse func(schema.Article) (tokens int, err error)
	speeds  []float64 // tokens a second, by round
}

func run(rounds int, inputs []string) error {
	if len(inputs) == 0 {
		inputs = []string{"examples/articles"}
	}
	if rounds < 1 {
		return fmt.Errorf("-rounds %d: want 1 or more", rounds)
	}
	runtime.GOMAXPROCS(1) // one core each
	var articles []schema.Article
	for d, err := range read.Inputs(context.Background(), read.Options{}, inputs...) {
		if err != nil {
			return err
		}
		articles = append(articles, d.Article)
	}
	all, err := contestants()
	if err != nil {
		return err
	}
	counts := make([]int, len(all))
	for range rounds {
		for i, c := range all {
			start, tokens := time.Now(), 0
			for _, a := range articles {
				n, err := c.analyse(a)
				if err != nil {
					return fmt.Errorf("%s: %s: %w", c.name, a.Key, err)
				}
				tokens += n
			}
			counts[i] = tokens
			all[i].speeds = append(all[i].speeds, float64(tokens)/time.Since(start).Seconds())
		}
	}
	base := median(all[len(all)-1].speeds)
	for i, c := range all {
		fmt.Printf("%-46s %7d tokens  %8.0f tokens/s  %5.1f times prose\n", c.name, counts[i], median(c.speeds), median(c.speeds)/base)
	}
	return nil
}

func contestants() ([]contestant, error) {
	language, err := nlp.LoadLanguage()
	if err != nil {
		return nil, err
	}
	pipeline, err := nlp.New(nlp.Options{AnyLanguage: true})
	if err != nil {
		return nil, err
	}
	language.AnyLanguage = true
	warm, err := prose.NewDocument("Iran met Iraq.")
	if err != nil {
		return nil, err
	}
	return []contestant{
		{name: "entente, text to trees, names and dates", analyse: func(a schema.Article) (int, error) {
			d, err := language.Analyse(context.Background(), a)
			if err != nil {
				return 0, err
			}
			n := 0
			for _, s := range d.Sentences {
				n += len(s.Tokens)
			}
			return n, nil
		}},
		{name: "entente, text to claims", analyse: func(a schema.Article) (int, error) {
			d, err := pipeline.Analyse(context.Background(), a)
			if err != nil {
				return 0, err
			}
			n := 0
			for _, s := range d.Sentences {
				n += len(s.Tokens)
			}
			return n, nil
		}},
		{name: "prose v2, text to tags and names", analyse: func(a schema.Article) (int, error) {
			d, err := prose.NewDocument(a.Text, prose.UsingModel(warm.Model))
			if err != nil {
				return 0, err
			}
			return len(d.Tokens()), nil
		}},
	}, nil
}

func median(xs []float64) float64 {
	s := slices.Clone(xs)
	slices.Sort(s)
	return s[len(s)/2]
}
