// Command peers times the analysis of articles beside prose v2 and, where they
// are installed, wink-nlp, spaCy's small model and CoreNLP, in turns and by
// processor time, so that a busy machine disturbs them little and all alike.
//
//	go run ./internal/peers [-rounds 5] [-json] [-modules DIR/node_modules] [-spacy MODEL] [-corenlp DIR] FILE…
//
// Ours finds sentences, tokens, tags, lemmas, features, trees, names and
// dates; the pipeline adds entities and claims. prose finds sentences, tokens,
// tags and names, with its model built once and kept; wink-nlp sentences,
// tokens, tags and the entities of its model (no names of people, organisations
// and places); spaCy all that ours finds but dates; CoreNLP all that ours finds.
// Each has one thread for its analysis.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/entente-kg/entente/internal/machine"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
)

type options struct {
	rounds           int
	json             bool
	modules, corenlp string
	spacy            string
}

func main() {
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "how often each takes its turn")
	flag.BoolVar(&o.json, "json", false, "print the figures as JSON")
	flag.StringVar(&o.modules, "modules", "", "folder node_modules with wink-nlp and wink-eng-lite-web-model")
	flag.StringVar(&o.spacy, "spacy", "en_core_web_sm", "name or folder of spaCy's English model")
	flag.StringVar(&o.corenlp, "corenlp", "", "folder with the jars of CoreNLP and of its models")
	flag.Parse()
	if err := run(o, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// contestant analyses all articles and says how many tokens it found, and in
// what processor time.
type contestant struct {
	name, version string
	round         func() (tokens int, took time.Duration, err error)
	close         func() error
	tokens        int
	speeds        []float64 // tokens a second, by round
}

// report is what is printed.
type report struct {
	Articles int      `json:"articles"`
	Rounds   int      `json:"rounds"`
	Figures  []figure `json:"figures"`
	Missing  []absent `json:"missing"`
}

// figure is the speed of one contestant.
type figure struct {
	Name    string  `json:"name"`
	Version string  `json:"version"`
	Tokens  int     `json:"tokens"`
	Speed   float64 `json:"tokens_per_second"`
}

// absent is a peer that could not be started.
type absent struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
	Hint   string `json:"hint"` // how to have it
}

func run(o options, inputs []string, w io.Writer) (err error) {
	if len(inputs) == 0 {
		inputs = []string{"examples/articles"}
	}
	if o.rounds < 1 {
		return fmt.Errorf("-rounds %d: want 1 or more", o.rounds)
	}
	runtime.GOMAXPROCS(1) // one core each
	var articles []schema.Article
	for d, err := range read.Inputs(context.Background(), read.Options{}, inputs...) {
		if err != nil {
			return err
		}
		articles = append(articles, d.Article)
	}
	all, err := ours(articles)
	if err != nil {
		return err
	}
	others, missing := othersOf(o, articles)
	all = append(all, others...)
	defer func() {
		for _, c := range all {
			if c.close != nil {
				err = errors.Join(err, c.close())
			}
		}
	}()
	if err := turns(all, o.rounds); err != nil {
		return err
	}
	r := report{Articles: len(articles), Rounds: o.rounds, Missing: missing}
	for _, c := range all {
		r.Figures = append(r.Figures, figure{c.name, c.version, c.tokens, median(c.speeds)})
	}
	if o.json {
		return json.NewEncoder(w).Encode(r)
	}
	r.print(w)
	return nil
}

// turns lets all analyse the articles one after another, so many times.
func turns(all []contestant, rounds int) error {
	for range rounds {
		for i := range all {
			c := &all[i]
			tokens, took, err := c.round()
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			c.tokens = tokens
			c.speeds = append(c.speeds, float64(tokens)/took.Seconds())
		}
	}
	return nil
}

// print writes a line for each contestant, with how much slower it is than the
// first.
func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "%s; %d articles, tokens a second of processor time, median of %d\n", machine.Description(), r.Articles, r.Rounds)
	for i, f := range r.Figures {
		fmt.Fprintf(w, "%-46s %-22s %7d tokens  %8.0f tokens/s", f.Name, cmp.Or(f.Version, "this"), f.Tokens, f.Speed)
		if i > 0 {
			fmt.Fprintf(w, "  the first is %.2f times as fast", r.Figures[0].Speed/f.Speed)
		}
		fmt.Fprintln(w)
	}
	for _, m := range r.Missing {
		fmt.Fprintf(w, "%s: not run: %s (%s)\n", m.Name, m.Reason, m.Hint)
	}
}

func median(xs []float64) float64 {
	s := slices.Clone(xs)
	slices.Sort(s)
	return s[len(s)/2]
}
