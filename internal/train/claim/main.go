// Command claim trains the model that proposes claims where the relations'
// patterns end and doubts those that they make, and writes it.
//
//	go run ./internal/train/claim -out nlp/weights/claim.bin
//
// It first trains on all parts of the corpus but one, in turns, and prints how
// well model and patterns do together on the part left out; calibration and
// threshold come from there. The same input gives the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/entente-kg/entente/nlp/relation/learned"
)

// options are the command's flags.
type options struct {
	corpus, dev, out          string
	diagram                   string
	keep, propose             float64
	folds, jobs, only, joined int
	byRelation                bool
	dump, readings, plain     string
	opinions, trained         string
	learned.Training
}

func main() {
	var o options
	flag.StringVar(&o.corpus, "corpus", "internal/corpus/texts", "folder of the project's annotated texts")
	flag.StringVar(&o.dev, "dev", "", "annotated texts to report on, JSONL; never trained on")
	flag.StringVar(&o.out, "out", "", "file to write; empty for none")
	flag.StringVar(&o.diagram, "diagram", "", "file for the reliability diagram, SVG; empty for none")
	flag.Float64Var(&o.keep, "keep", 0.25, "least probability of a pattern's claim: about half of F1, below which a claim costs more than it brings")
	flag.Float64Var(&o.propose, "propose", 0.4, "least probability of a claim that the model adds")
	flag.IntVar(&o.folds, "folds", 2, "parts of the cross-validation")
	flag.IntVar(&o.only, "only", 0, "train so many parts only, for a quick look; 0 for all")
	flag.IntVar(&o.jobs, "jobs", 1, "parts of the cross-validation at a time")
	flag.BoolVar(&o.byRelation, "by-relation", false, "print each relation's figures")
	flag.StringVar(&o.dump, "dump", "", "file for the guesses on development texts")
	flag.StringVar(&o.readings, "readings", "", "only write the texts here, JSONL, for the program that trains the reader")
	flag.StringVar(&o.opinions, "opinions", "", "write here, JSONL, what patterns and network say of each dyad")
	flag.StringVar(&o.trained, "trained", "", "trained model for the development texts of -opinions")
	flag.StringVar(&o.plain, "plain", "", "texts without annotation, JSONL of id and text, to add to -readings")
	flag.IntVar(&o.joined, "joined", 1000, "further texts to train on, each made of two of the corpus in one sentence")
	flag.IntVar(&o.Rounds, "rounds", 5, "times through the data")
	flag.Float64Var(&o.Rate, "rate", 0.002, "step of Adam")
	flag.Float64Var(&o.DropX, "drop-input", 0.2, "share of inputs left out")
	flag.Float64Var(&o.DropH, "drop-trigger", 0.3, "share of units of triggers left out")
	flag.Float64Var(&o.DropU, "drop-role", 0.3, "share of units of roles left out")
	flag.Float64Var(&o.DropWord, "drop-word", 0.4, "share of lemmas left out")
	flag.Float64Var(&o.DropRole, "drop-feature", 0.1, "share of features of roles left out")
	flag.Float64Var(&o.DropCues, "drop-cues", 0.1, "share of sentences whose partial matches of patterns are left out")
	flag.Float64Var(&o.Decay, "decay", 0.01, "weight decay")
	flag.Float64Var(&o.Evidence, "evidence", 0.3, "weight of finding the trigger within the evidence")
	flag.IntVar(&o.Batch, "batch", 16, "sentences in a step")
	flag.IntVar(&o.Nets, "nets", 1, "networks, of which the mean counts")
	flag.Uint64Var(&o.Seed, "seed", 1, "of all chance")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "train claims:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	begin := time.Now()
	say := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%4.0fs "+format+"\n", append([]any{time.Since(begin).Seconds()}, args...)...)
	}
	texts, m, err := load(ctx, o)
	if err != nil {
		return err
	}
	if o.readings != "" {
		if err := writeReadings(o.readings, texts, m); err != nil || o.opinions == "" {
			return err
		}
		return writeOpinions(o.opinions, texts, nil, m, o)
	}
	d := newDataset(texts, m, o.folds)
	say("%d texts, %d sentences with candidates; of %d dyads %d stand in one sentence, patterns %v",
		len(d.texts), d.sentences(), d.gold(nil), d.reached(), d.rules(nil))
	parts, whole := trainParts(ctx, d, o, say)
	if o.opinions != "" {
		if err := writeOpinions(o.opinions, d.dev, parts, m, o); err != nil {
			return err
		}
	}
	c := d.report(os.Stderr, parts, o)
	if o.out == "" {
		return nil
	}
	whole.SetCalibration(c, o.keep, o.propose)
	b := whole.Bytes()
	say("%d bytes", len(b))
	return os.WriteFile(o.out, b, 0o644)
}
