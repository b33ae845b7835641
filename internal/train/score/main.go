// Command score analyses the raw text of a treebank and prints how well
// tokens, sentences, tags and trees agree with it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/internal/udscore"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
)

func main() {
	gold := flag.Bool("gold-tokens", false, "keep the treebank's own tokens and sentences")
	out := flag.String("o", "", "write the analyses to this file as CoNLL-U")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: score [flags] GOLD.conllu…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*gold, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(goldTokens bool, out string, paths []string) error {
	if len(paths) == 0 {
		return errors.New("name at least one treebank")
	}
	start := time.Now()
	tok, err := token.New(token.Options{})
	if err != nil {
		return err
	}
	stages := []analysis.Stage{tok.Stage()}
	tagger, err := tag.Load()
	if err != nil {
		return err
	}
	parser, err := parse.Load()
	if err != nil {
		return err
	}
	stages = append(stages, tagger.Stage(), parser.Stage())
	fmt.Printf("loaded in %v\n", time.Since(start).Round(time.Millisecond))
	for _, p := range paths {
		sents, err := conllu.ReadFiles([]string{p})
		if err != nil {
			return err
		}
		system, err := analyse(sents, stages, goldTokens)
		if err != nil {
			return err
		}
		score, err := udscore.Compare(sents, system)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %v\n", p[strings.LastIndexByte(p, '/')+1:], score)
		if out != "" {
			if err := write(out, system); err != nil {
				return err
			}
		}
	}
	return nil
}

func write(path string, sents []conllu.Sentence) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for i := range sents {
		if err := conllu.Write(f, &sents[i]); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

func analyse(sents []conllu.Sentence, stages []analysis.Stage, goldTokens bool) ([]conllu.Sentence, error) {
	var system []conllu.Sentence
	var spent time.Duration
	tokens := 0
	for _, g := range conllu.Documents(sents) {
		d := &analysis.Doc{Article: &schema.Article{Text: g.Text}}
		run := stages
		if goldTokens {
			d.Sentences = given(&g)
			run = stages[1:]
		}
		start := time.Now()
		if err := analysis.Run(context.Background(), run, d); err != nil {
			return nil, fmt.Errorf("%v: %w", &g, err)
		}
		spent += time.Since(start)
		for _, s := range d.Sentences {
			tokens += len(s.Tokens)
		}
		if goldTokens {
			system = append(system, keep(&g, d)...)
		} else {
			system = append(system, conllu.FromAnalysis(d)...)
		}
	}
	fmt.Printf("%d tokens in %v: %.0f tokens/s\n", tokens, spent.Round(time.Millisecond), float64(tokens)/spent.Seconds())
	return system, nil
}

// given makes sentences of the treebank's words.
func given(g *conllu.Document) []analysis.Sentence {
	var all []analysis.Sentence
	for _, words := range g.Words {
		s := analysis.Sentence{Span: schema.Span{Start: words[0].Start, End: words[len(words)-1].End}}
		for _, w := range words {
			s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: w.Start, End: w.End}, Head: -1})
		}
		all = append(all, s)
	}
	return all
}

// keep puts the analyses on the treebank's own sentences.
func keep(g *conllu.Document, d *analysis.Doc) []conllu.Sentence {
	all := conllu.FromAnalysis(d)
	for i := range all {
		all[i].Spans = g.Sentences[i].Spans
		for j := range all[i].Words {
			all[i].Words[j].Form = g.Sentences[i].Words[j].Form
			all[i].Words[j].Misc = g.Sentences[i].Words[j].Misc
		}
	}
	return all
}
