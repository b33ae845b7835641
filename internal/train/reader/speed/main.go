// Command speed measures what reading texts whole costs beside the rest of
// extraction: processor time of each, in one run.
//
//	go run ./internal/train/reader/speed -reader reader.bin texts.jsonl
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/relation/reader"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

func main() {
	path := flag.String("reader", "", "weights")
	flag.Parse()
	if err := run(*path, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func cpu() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func run(path string, files []string) error {
	runtime.GOMAXPROCS(1)
	ctx := context.Background()
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		return err
	}
	language, err := nlp.LoadLanguage()
	if err != nil {
		return err
	}
	m, err := learned.New(weights.Claim, p.Relations, language.Trees(), language.Trees().StateWidth(), parse.VectorWidth)
	if err != nil {
		return err
	}
	rm, err := reader.Read(b, m)
	if err != nil {
		return err
	}
	r := rm.NewReader()
	sets, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		return err
	}
	matcher, err := relation.New(p.Actors, p.Relations, sets)
	if err != nil {
		return err
	}
	for _, f := range files {
		in, err := os.Open(f)
		if err != nil {
			return err
		}
		var texts []string
		for lines := json.NewDecoder(bufio.NewReader(in)); ; {
			var it struct{ Text string }
			if lines.Decode(&it) != nil {
				break
			}
			texts = append(texts, it.Text)
		}
		_ = in.Close()
		docs := make([]*analysis.Doc, len(texts))
		words := 0
		start := cpu()
		for i, t := range texts {
			if docs[i], err = p.Analyse(ctx, schema.Article{ID: schema.ArticleID("", t), Text: t}); err != nil {
				return err
			}
			for _, s := range docs[i].Sentences {
				words += len(s.Tokens)
			}
		}
		analysing := cpu() - start
		laid := make([]*reader.Text, len(texts))
		start = cpu()
		for i, d := range docs {
			laid[i] = reader.New(m, matcher.Sentences(d))
		}
		laying := cpu() - start
		start = cpu()
		for _, t := range laid {
			if err := r.Read(t); err != nil {
				return err
			}
		}
		reading := cpu() - start
		start = cpu()
		pairs := 0
		for _, t := range laid {
			if err := r.Read(t); err != nil {
				return err
			}
			for s := range t.Sentences {
				if r.Score(s) {
					pairs += len(t.Sentences[s].Pairs)
				}
			}
		}
		scoring := cpu() - start - reading
		per := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(words) }
		fmt.Printf("%s: %d texts, %d tokens, %d pairs; µs of processor a token: all of today %.1f, laying out %.1f, encoder %.1f, head %.1f\n", f, len(texts), words, pairs, per(analysing), per(laying), per(reading), per(scoring))
	}
	return nil
}
