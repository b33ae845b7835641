// Command tag trains the tagger and lemmatiser on treebanks in CoNLL-U.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/nlp/tag"
)

func main() {
	out := flag.String("o", "nlp/weights", "folder to write tag.bin and lemma.bin to")
	rounds := flag.Int("rounds", 8, "passes over the data")
	seed := flag.Uint64("seed", 1, "seed of the order of the sentences")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: tag [flags] TRAIN.conllu…")
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
	var gold [][]tag.Gold
	for _, s := range sents {
		var words []tag.Gold
		for _, w := range s.Words {
			words = append(words, tag.Gold{Form: w.Form, UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Lemma: w.Lemma})
		}
		gold = append(gold, words)
	}
	if err := os.WriteFile(filepath.Join(out, "lemma.bin"), tag.TrainLemmas(gold).Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "tag.bin"), tag.Train(gold, tag.Training{Rounds: rounds, Seed: seed}).Bytes(), 0o644)
}
