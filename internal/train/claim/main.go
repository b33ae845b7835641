// Command claim trains the model that judges what the relations' patterns find
// and proposes what they miss, and writes it.
//
//	go run ./internal/train/claim -reader nlp/weights/reader.bin -reader-held held.bin -out nlp/weights/claim.bin
//
// It trains one network on all of the corpus but a part, and one on all of it.
// The first, with a reader that has not seen that part either, says what it
// thinks of the part: the calibration comes from there, and the figures that
// are printed, by which the bounds are chosen. The same input gives the same
// bytes.
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
	corpus, dev, out     string
	diagram              string
	readings, plain      string
	reader, readerHeld   string
	keep, propose, bound float64
	folds, jobs, joined  int
	learned.Training
}

func main() {
	var o options
	flag.StringVar(&o.corpus, "corpus", "internal/corpus/texts", "folder of the project's annotated texts")
	flag.StringVar(&o.dev, "dev", "", "annotated texts to report on, JSONL; never trained on")
	flag.StringVar(&o.out, "out", "", "file to write; empty for none")
	flag.StringVar(&o.diagram, "diagram", "", "file for the reliability diagram, SVG; empty for none")
	flag.StringVar(&o.readings, "readings", "", "only write the texts here, JSONL, for the program that trains the reader")
	flag.StringVar(&o.plain, "plain", "", "texts without annotation to add to -readings, JSONL of id and text")
	flag.StringVar(&o.reader, "reader", "", "the reader in use, trained on all texts; empty for none")
	flag.StringVar(&o.readerHeld, "reader-held", "", "a reader that was trained without the part that is left out")
	flag.Float64Var(&o.keep, "keep", 0.35, "least probability of a pattern's claim")
	flag.Float64Var(&o.propose, "propose", 0.35, "least probability of a claim that the model adds")
	flag.Float64Var(&o.bound, "bound", -0.5, "score of the network from which on a sentence is given to the reader")
	flag.IntVar(&o.folds, "folds", 5, "how many parts the corpus has, of which one is left out")
	flag.IntVar(&o.jobs, "jobs", 1, "networks to train at a time, of two")
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
	if (o.reader == "") != (o.readerHeld == "") {
		return fmt.Errorf("-reader and -reader-held go together: one judges new texts, the other those that the calibration comes from")
	}
	if o.plain != "" && o.readings == "" {
		return fmt.Errorf("-plain goes with -readings: nothing else here learns from texts without annotation")
	}
	begin := time.Now()
	say := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%4.0fs "+format+"\n", append([]any{time.Since(begin).Seconds()}, args...)...)
	}
	texts, m, err := load(ctx, o)
	if err != nil {
		return err
	}
	if o.readings != "" {
		return writeReadings(o.readings, texts, m)
	}
	d := newDataset(texts, m, o.folds)
	say("%d texts, %d sentences with candidates; of %d dyads %d stand in one sentence, patterns %v",
		len(d.texts), d.candidates(), gold(d.texts), d.reached(), patterns(d.texts))
	held, whole := d.train(ctx, o, say)
	c, err := d.report(os.Stderr, held, whole, o, say)
	if err != nil || o.out == "" {
		return err
	}
	whole.SetCalibration(c)
	whole.Keep, whole.Propose, whole.Bound = o.keep, o.propose, o.bound
	b := whole.Bytes()
	say("%d bytes", len(b))
	return os.WriteFile(o.out, b, 0o644)
}
