// Command score runs the recogniser of names over annotated texts, from raw
// text, and prints precision, recall and F1 for people, organisations and
// places.
//
//	go run ./internal/nerscore/score [-model FILE] [-strict] [-mistakes] TEXTS.jsonl...
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/entente-kg/entente/internal/nerscore"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
)

func main() {
	model := flag.String("model", "", "file of a model, instead of the built-in one")
	strict := flag.Bool("strict", false, "judge also what overlaps a span of another type")
	mistakes := flag.Bool("mistakes", false, "print every mistake with its surroundings")
	flag.Parse()
	if err := run(*model, *strict, *mistakes, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(model string, strict, mistakes bool, paths []string) error {
	r, err := load(model)
	if err != nil {
		return err
	}
	t, err := token.New(token.Options{})
	if err != nil {
		return err
	}
	tags, err := tag.Load()
	if err != nil {
		return err
	}
	trees, err := parse.Load()
	if err != nil {
		return err
	}
	stages := []analysis.Stage{t.Stage(), tags.Stage(), trees.Stage(), r.Stage()}
	for _, p := range paths {
		texts, err := nerscore.Read(p)
		if err != nil {
			return err
		}
		s, wrong, err := nerscore.Run(context.Background(), texts, stages, strict)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d texts\n%s", p, len(texts), s)
		for _, m := range wrong {
			if mistakes {
				show(m)
			}
		}
	}
	return nil
}

func load(path string) (*name.Recognizer, error) {
	if path == "" {
		return name.Load()
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m, err := name.ReadModel(b)
	if err != nil {
		return nil, err
	}
	return name.New(m), nil
}

func show(m nerscore.Mistake) {
	kind := "wrong "
	if m.Missed {
		kind = "missed"
	}
	t := m.Text.Text
	from, to := max(0, m.Name.Start-50), min(len(t), m.Name.End+40)
	fmt.Printf("%s %s [%s] %q: %q\n", kind, m.Name.Label, m.Name.Of(t), m.Text.ID, t[from:to])
}
