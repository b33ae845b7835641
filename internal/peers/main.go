// Command peers times the analysis of articles beside prose v2 and, where they
// are installed, wink-nlp and spaCy's small model, in turns, so that a busy
// machine slows all alike.
//
//	go run ./internal/peers [-rounds 5] [-modules DIR/node_modules] FILE…
//
// Ours finds sentences, tokens, tags, lemmas, features, trees, names and
// dates; the pipeline adds entities and claims. prose finds sentences, tokens,
// tags and names, with its model built once and kept; wink-nlp sentences,
// tokens, tags and the entities of its model (no names of people, organisations
// and places); spaCy all that ours finds but dates.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/jdkato/prose/v2"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each takes its turn")
	modules := flag.String("modules", "", "folder node_modules with wink-nlp and wink-eng-lite-web-model")
	flag.Parse()
	if err := run(*rounds, *modules, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// contestant analyses all articles and says how many tokens it found, and in
// what time.
type contestant struct {
	name   string
	round  func() (tokens int, took time.Duration, err error)
	close  func() error
	speeds []float64 // tokens a second, by round
}

func run(rounds int, modules string, inputs []string) (err error) {
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
	all, err := contestants(articles)
	if err != nil {
		return err
	}
	all = append(all, othersOf(modules, articles, os.Stderr)...)
	defer func() {
		for _, c := range all {
			if c.close != nil {
				err = errors.Join(err, c.close())
			}
		}
	}()
	counts := make([]int, len(all))
	for range rounds {
		for i := range all {
			c := &all[i]
			tokens, took, err := c.round()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			counts[i] = tokens
			c.speeds = append(c.speeds, float64(tokens)/took.Seconds())
		}
	}
	ours := median(all[0].speeds)
	for i, c := range all {
		fmt.Printf("%-46s %7d tokens  %8.0f tokens/s", c.name, counts[i], median(c.speeds))
		if i > 0 {
			fmt.Printf("  ours is %.2f times as fast", ours/median(c.speeds))
		}
		fmt.Println()
	}
	return nil
}

// inProcess is a contestant of this process.
func inProcess(name string, articles []schema.Article, analyse func(schema.Article) (tokens int, err error)) contestant {
	return contestant{name: name, round: func() (int, time.Duration, error) {
		start, tokens := time.Now(), 0
		for _, a := range articles {
			n, err := analyse(a)
			if err != nil {
				return 0, 0, fmt.Errorf("%s: %w", a.Key, err)
			}
			tokens += n
		}
		return tokens, time.Since(start), nil
	}}
}

func countTokens(d *analysis.Doc) int {
	n := 0
	for _, s := range d.Sentences {
		n += len(s.Tokens)
	}
	return n
}

func contestants(articles []schema.Article) ([]contestant, error) {
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
	count := func(analyse func(context.Context, schema.Article) (*analysis.Doc, error)) func(schema.Article) (int, error) {
		return func(a schema.Article) (int, error) {
			d, err := analyse(context.Background(), a)
			if err != nil {
				return 0, err
			}
			return countTokens(d), nil
		}
	}
	return []contestant{
		inProcess("entente, text to trees, names and dates", articles, count(language.Analyse)),
		inProcess("entente, text to claims", articles, count(pipeline.Analyse)),
		inProcess("prose v2, text to tags and names", articles, func(a schema.Article) (int, error) {
			d, err := prose.NewDocument(a.Text, prose.UsingModel(warm.Model))
			if err != nil {
				return 0, err
			}
			return len(d.Tokens()), nil
		}),
	}, nil
}

func median(xs []float64) float64 {
	s := slices.Clone(xs)
	slices.Sort(s)
	return s[len(s)/2]
}
