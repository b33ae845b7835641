// Command token trains the tokeniser and sentence splitter on treebanks in
// CoNLL-U.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/nlp/token"
)

func main() {
	out := flag.String("o", "nlp/weights/token.bin", "file to write the weights to")
	rounds := flag.Int("rounds", 10, "passes over the data")
	seed := flag.Uint64("seed", 1, "seed of the order of the examples")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: token [flags] TRAIN.conllu…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*out, *rounds, *seed, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out string, rounds int, seed uint64, paths []string) error {
	if len(paths) == 0 {
		return errors.New("name at least one treebank to train on")
	}
	sents, err := conllu.ReadFiles(paths)
	if err != nil {
		return err
	}
	var gold []token.Gold
	for _, d := range conllu.Documents(sents) {
		gold = append(gold, cuts(&d))
	}
	m, err := token.Train(gold, rounds, seed)
	if err != nil {
		return err
	}
	return os.WriteFile(out, m.Bytes(), 0o644)
}

// cuts is where the tokens and sentences of a document end.
func cuts(d *conllu.Document) token.Gold {
	g := token.Gold{Text: d.Text}
	for _, words := range d.Words {
		for _, w := range words {
			g.Tokens = append(g.Tokens, w.End)
		}
		g.Sentences = append(g.Sentences, words[len(words)-1].End)
	}
	return g
}
