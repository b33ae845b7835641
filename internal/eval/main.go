// Command eval scores extracted claims against annotated texts.
//
//	go run ./internal/eval -gold texts.jsonl [-by-relation] [-errors 20] [-relation ATTACKS]
//	go run ./internal/eval -plover sentences.jsonl [-errors 20]
//
// A line of the gold file is {"id", "date", "text", "entities": {key: {"kind",
// "names"}}, "claims": […]}. Claims are compared as dyads: (relation, actor,
// recipient) for each pair, unordered pairs for symmetric relations, and for
// mediators and persons handed over as well. A predicted entity stands for
// the annotated one with which it shares most names.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/claimscore"
	"github.com/entente-kg/entente/internal/ploverscore"
	"github.com/entente-kg/entente/nlp"
)

func main() {
	gold := flag.String("gold", "", "annotated texts, JSONL")
	byRelation := flag.Bool("by-relation", false, "print each relation's figures")
	errors := flag.Int("errors", 0, "print up to N missed and N false dyads, with their text")
	only := flag.String("relation", "", "print errors of this relation only")
	full := flag.Bool("full", false, "with -errors, print whole texts")
	sentence := flag.String("explain", "", "print the analysis of a sentence instead")
	rules := flag.Bool("rules-only", false, "without the trained model")
	propose := flag.Bool("propose", true, "with the claims that the model adds")
	least := flag.Float64("min-confidence", 0, "least confidence of a claim; 0 for the default")
	plover := flag.String("plover", "", "sentences coded with PLOVER events, JSONL")
	flag.Parse()
	if *sentence != "" {
		if err := explain(*sentence); err != nil {
			fmt.Fprintln(os.Stderr, "eval:", err)
			os.Exit(1)
		}
		return
	}
	if *plover != "" {
		if err := runPlover(*plover, nlp.Options{RulesOnly: *rules, NoProposals: !*propose, MinConfidence: *least}, *errors); err != nil {
			fmt.Fprintln(os.Stderr, "eval:", err)
			os.Exit(1)
		}
		return
	}
	if *gold == "" {
		fmt.Fprintln(os.Stderr, "eval: name a file of annotated texts with -gold, or a sentence with -explain")
		os.Exit(64)
	}
	if err := run(*gold, nlp.Options{RulesOnly: *rules, NoProposals: !*propose, MinConfidence: *least}, *byRelation, *errors, *only, *full); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

func run(path string, options nlp.Options, byRelation bool, errors int, only string, full bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	texts, err := claimscore.Read(f, path)
	if err != nil {
		return err
	}
	start := time.Now()
	p, err := nlp.New(options)
	if err != nil {
		return err
	}
	loaded := time.Since(start)
	start = time.Now()
	s, err := claimscore.Run(context.Background(), p, texts, 0)
	if err != nil {
		return err
	}
	took := time.Since(start)
	words := 0
	for i := range texts {
		words += len(strings.Fields(texts[i].Text))
	}
	figures := s.Figures()
	if byRelation {
		figures.PrintByRelation(os.Stdout)
	}
	s.PrintErrors(os.Stdout, errors, only, full)
	figures.Print(os.Stdout)
	fmt.Printf("%d texts, %d words: loaded in %v, %.0f words/s\n", len(texts), words, loaded.Round(time.Millisecond), float64(words)/took.Seconds())
	return nil
}

// runPlover scores claims against sentences coded with PLOVER events.
func runPlover(path string, options nlp.Options, errors int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sentences, err := ploverscore.Read(f, path)
	if err != nil {
		return err
	}
	p, err := nlp.New(options)
	if err != nil {
		return err
	}
	s, err := ploverscore.Run(context.Background(), p, sentences)
	if err != nil {
		return err
	}
	s.Print(os.Stdout, errors)
	return nil
}
