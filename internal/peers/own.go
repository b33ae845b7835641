package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/machine"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
	"github.com/jdkato/prose/v2"
)

const proseModule = "github.com/jdkato/prose/v2"

// ours are the contestants of this process: Entente's, and prose.
func ours(articles []schema.Article) ([]contestant, error) {
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
	peer := inProcess("prose, text to tags and names", articles, func(a schema.Article) (int, error) {
		d, err := prose.NewDocument(a.Text, prose.UsingModel(warm.Model))
		if err != nil {
			return 0, err
		}
		return len(d.Tokens()), nil
	})
	peer.version = strings.TrimPrefix(moduleVersion(proseModule), "v")
	return []contestant{
		inProcess("entente, text to claims", articles, count(pipeline.Analyse)),
		inProcess("entente, text to trees, names and dates", articles, count(language.Analyse)),
		peer,
	}, nil
}

// inProcess is a contestant of this process.
func inProcess(name string, articles []schema.Article, analyse func(schema.Article) (tokens int, err error)) contestant {
	return contestant{name: name, round: func() (int, time.Duration, error) {
		start, begun, tokens := time.Now(), machine.ProcessorTime(), 0
		for _, a := range articles {
			n, err := analyse(a)
			if err != nil {
				return 0, 0, fmt.Errorf("%s: %w", a.Key, err)
			}
			tokens += n
		}
		took := machine.ProcessorTime() - begun
		if took == 0 { // not known here
			took = time.Since(start)
		}
		return tokens, took, nil
	}}
}

func countTokens(d *analysis.Doc) int {
	n := 0
	for _, s := range d.Sentences {
		n += len(s.Tokens)
	}
	return n
}

// moduleVersion is that of a module in this program, "" if it is unknown.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return ""
}
