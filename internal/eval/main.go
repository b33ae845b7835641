// Command eval scores extracted claims against annotated texts.
//
//	go run ./internal/eval -gold texts.jsonl [-by-relation] [-errors 20] [-relation ATTACKS]
//
// A line of the gold file is {"id", "date", "text", "entities": {key: {"kind",
// "names"}}, "claims": […]}. Claims are compared as dyads: (relation, actor,
// recipient) for each pair, unordered pairs for symmetric relations, and for
// mediators and persons handed over as well. A predicted entity stands for
// the annotated one with which it shares most names.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

func main() {
	gold := flag.String("gold", "", "annotated texts, JSONL")
	byRelation := flag.Bool("by-relation", false, "print each relation's figures")
	errors := flag.Int("errors", 0, "print up to N missed and N false dyads, with their text")
	only := flag.String("relation", "", "print errors of this relation only")
	full := flag.Bool("full", false, "with -errors, print whole texts")
	sentence := flag.String("explain", "", "print the analysis of a sentence instead")
	flag.Parse()
	if *sentence != "" {
		if err := explain(*sentence); err != nil {
			fmt.Fprintln(os.Stderr, "eval:", err)
			os.Exit(1)
		}
		return
	}
	if *gold == "" {
		fmt.Fprintln(os.Stderr, "eval: name a file of annotated texts with -gold, or a sentence with -explain")
		os.Exit(64)
	}
	if err := run(*gold, *byRelation, *errors, *only, *full); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

// item is one annotated text.
type item struct {
	ID       string
	Date     string
	Text     string
	Entities map[string]struct {
		Kind  string
		Names []string
	}
	Claims []goldClaim
}

type goldClaim struct {
	Relation                          string
	Actor, Recipient, Theme, Mediator []string
	Polarity, Modality, Evidence      string
}

type analysed struct {
	item
	schema.Extraction
	err error
}

func run(path string, byRelation bool, errors int, only string, full bool) error {
	items, err := readGold(path)
	if err != nil {
		return err
	}
	start := time.Now()
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		return err
	}
	loaded := time.Since(start)
	s := newScore()
	words := 0
	start = time.Now()
	each := func(yield func(item) bool) {
		for _, it := range items {
			if !yield(it) {
				return
			}
		}
	}
	for a := range ordered.Map(context.Background(), 0, each, func(ctx context.Context, it item) analysed {
		date, err := schema.ParseDate(it.Date)
		if err != nil {
			return analysed{it, schema.Extraction{}, fmt.Errorf("text %s: %w", it.ID, err)}
		}
		x, err := p.Extract(ctx, schema.Article{ID: schema.ArticleID("", it.Text), Key: it.ID, Text: it.Text, Published: date})
		return analysed{it, x, err}
	}) {
		if a.err != nil {
			return a.err
		}
		words += len(strings.Fields(a.Text()))
		s.add(a)
	}
	took := time.Since(start)
	if byRelation {
		s.printByRelation()
	}
	s.printErrors(errors, only, full)
	s.print()
	fmt.Printf("%d texts, %d words: loaded in %v, %.0f words/s\n", len(items), words, loaded.Round(time.Millisecond), float64(words)/took.Seconds())
	return nil
}

// Text is the annotated text.
func (a analysed) Text() string { return a.item.Text }

func readGold(path string) ([]item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var items []item
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var it item
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		items = append(items, it)
	}
	return items, lines.Err()
}
