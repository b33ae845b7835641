package main

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"slices"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp/relation/learned"
)

type dataset struct {
	texts []text // of the corpus
	dev   []text
	extra []text         // joined ones of the corpus
	fold  map[string]int // part of each file
	model *learned.Model
}

func newDataset(texts []text, m *learned.Model, folds int) *dataset {
	d := &dataset{model: m, fold: map[string]int{}}
	for _, t := range texts {
		if t.extra {
			d.extra = append(d.extra, t)
		} else if t.file == devFile {
			d.dev = append(d.dev, t)
		} else {
			d.texts = append(d.texts, t)
			d.fold[t.file] = foldOf(t.file, folds)
		}
	}
	return d
}

// foldOf is the part that a file belongs to, whatever other files there are.
func foldOf(file string, folds int) int {
	h := fnv.New32a()
	_, _ = io.WriteString(h, file)
	return int(h.Sum32() % uint32(folds))
}

func (d *dataset) sentences() (n int) {
	for i := range d.texts {
		n += len(d.texts[i].examples)
	}
	return n
}

func (d *dataset) reached() (n int) {
	for i := range d.texts {
		n += d.texts[i].reached
	}
	return n
}

// gold counts annotated dyads of the texts, all for nil.
func (d *dataset) gold(texts []text) (n int) {
	if texts == nil {
		texts = d.texts
	}
	for i := range texts {
		n += len(texts[i].gold)
	}
	return n
}

func (d *dataset) rules(texts []text) count {
	if texts == nil {
		texts = d.texts
	}
	c := count{gold: d.gold(texts)}
	for i := range texts {
		for x := range texts[i].rules {
			c.add(texts[i].gold[x])
		}
	}
	return c
}

// guess is what patterns and networks say of a dyad of a text, and how likely
// that makes it.
type guess struct {
	learned.Judged
	text *text
	p    float64
}

// part is one part of the cross-validation.
type part struct {
	texts   []text
	guesses []guess
	dev     []guess
}

// all is the number of the part that leaves nothing out.
const all = -1

// train trains on all parts but one, and returns the model with the texts of
// that part.
func (d *dataset) train(o options, leftOut int, say func(string, ...any)) (*learned.Model, []text) {
	var train []learned.Example
	var held []text
	for _, list := range [][]text{d.texts, d.extra} {
		for i := range list {
			t := &list[i]
			switch {
			case d.fold[t.file] != leftOut:
				for j := range t.examples {
					train = append(train, t.examples[j].Example)
				}
			case !t.extra:
				held = append(held, *t)
			}
		}
	}
	m := *d.model
	m.Train(train, o.Training, func(round int, loss float64) {
		switch mean := loss / float64(len(train)); leftOut {
		case 0:
			say("round %d: loss %.3f a sentence, held out %.3f", round, mean, heldOut(&m, held))
		case all:
			say("all texts, round %d: loss %.3f a sentence", round, mean)
		}
	})
	return &m, held
}

// trainParts trains as many models as there are parts, and, if there is a file
// to write, one on all texts, which it returns.
func trainParts(ctx context.Context, d *dataset, o options, say func(string, ...any)) (parts []part, whole *learned.Model) {
	n := o.folds
	if o.only > 0 {
		n = min(n, o.only)
	}
	each := func(yield func(int) bool) {
		for k := range n {
			if !yield(k) {
				return
			}
		}
		if o.out != "" {
			yield(all)
		}
	}
	type result struct {
		part
		whole *learned.Model
	}
	for r := range ordered.Map(ctx, o.jobs, each, func(_ context.Context, k int) result {
		m, held := d.train(o, k, say)
		if k == all {
			return result{whole: m}
		}
		p := part{texts: held, guesses: guesses(m, held)}
		if k == 0 {
			p.dev = guesses(m, d.dev)
		}
		return result{part: p}
	}) {
		if r.whole != nil {
			whole = r.whole
			continue
		}
		parts = append(parts, r.part)
		say("part %d of %d is done", len(parts), n)
	}
	return parts, whole
}

// heldOut is the mean loss of a sentence.
func heldOut(m *learned.Model, texts []text) float64 {
	s := m.NewScorer()
	loss, n := 0.0, 0
	for i := range texts {
		for j := range texts[i].examples {
			loss += s.Loss(&texts[i].examples[j].Example)
			n++
		}
	}
	return loss / float64(n)
}

// guesses are all dyads that the networks or the patterns think of.
func guesses(m *learned.Model, texts []text) []guess {
	var out []guess
	for i := range texts {
		t := &texts[i]
		var inputs []*learned.Input
		for j := range t.examples {
			inputs = append(inputs, t.examples[j].Input)
		}
		for _, o := range m.Opinions(inputs, func(sentence, pair, label int) learned.Dyad { return t.examples[sentence].dyads[pair][label] }, t.rules) {
			out = append(out, guess{Judged: learned.Judged{Opinion: o, Right: t.gold[o.Dyad]}, text: t})
		}
	}
	return out
}

type count struct{ right, wrong, gold int }

func (c *count) add(right bool) {
	if right {
		c.right++
	} else {
		c.wrong++
	}
}

func (c count) precision() float64 { return float64(c.right) / math.Max(1, float64(c.right+c.wrong)) }

func (c count) recall() float64 { return float64(c.right) / math.Max(1, float64(c.gold)) }

func (c count) f1() float64 {
	return 2 * float64(c.right) / math.Max(1, float64(c.right+c.wrong+c.gold))
}

func (c count) String() string {
	return fmt.Sprintf("P %.3f  R %.3f  F1 %.3f", c.precision(), c.recall(), c.f1())
}

// report prints the figures for thresholds, and returns the calibration.
func (d *dataset) report(w io.Writer, parts []part, o options) *learned.Calibration {
	var held, dev []guess
	var texts []text
	for _, p := range parts {
		held, texts = append(held, p.guesses...), append(texts, p.texts...)
		dev = append(dev, p.dev...)
	}
	n := len(d.model.Labels)
	var half [2][]guess // by text, for a fair look at the stacking
	which := map[*text]int{}
	for _, g := range held {
		k, ok := which[g.text]
		if !ok {
			k = len(which) % 2
			which[g.text] = k
		}
		half[k] = append(half[k], g)
	}
	var fair []guess
	for k := range half {
		c := learned.Calibrate(judged(half[1-k]), n)
		for _, g := range half[k] {
			g.p = c.Probability(&g.Opinion)
			fair = append(fair, g)
		}
	}
	whole := learned.Calibrate(judged(held), n)
	fmt.Fprintf(w, "weights of the calibration %.2f\n", whole.Weights)
	for i := range dev {
		dev[i].p = whole.Probability(&dev[i].Opinion)
	}
	fmt.Fprintf(w, "patterns alone %v\n", d.rules(texts))
	table(w, fair, d.gold(texts))
	if len(d.dev) > 0 {
		fmt.Fprintf(w, "development texts: patterns alone %v\n", d.rules(d.dev))
		table(w, dev, d.gold(d.dev))
	}
	if o.diagram != "" {
		if err := os.WriteFile(o.diagram, diagram(fair), 0o644); err != nil {
			fmt.Fprintln(w, err)
		}
	}
	if o.dump != "" {
		f, err := os.Create(o.dump)
		if err == nil {
			defer f.Close()
			for _, g := range append(dev, fair...) {
				fmt.Fprintf(f, "%s\t%s\t%s\t%s\t%.3f\t%.2f\t%.2f\t%v\n", g.text.id, d.model.Labels[g.Label], g.A, g.B, g.p, g.Score, g.Rule, g.Right)
			}
		}
	}
	return whole
}

func judged(gs []guess) []learned.Judged {
	out := make([]learned.Judged, len(gs))
	for i := range gs {
		out[i] = gs[i].Judged
	}
	return out
}

func table(w io.Writer, gs []guess, gold int) {
	for _, tau := range []float64{0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8} {
		alone, union, mixed, kept, added := count{gold: gold}, count{gold: gold}, count{gold: gold}, count{gold: gold}, count{}
		for i := range gs {
			g := &gs[i]
			if g.Scored && 1/(1+math.Exp(-g.Score)) >= tau {
				alone.add(g.Right)
			}
			if g.Rule > 0 || g.p >= tau {
				union.add(g.Right)
			}
			if g.Rule == 0 && g.p >= tau {
				added.add(g.Right)
			}
			if g.p >= tau {
				mixed.add(g.Right)
				if g.Rule > 0 {
					kept.add(g.Right)
				}
			}
		}
		fmt.Fprintf(w, "%.2f  alone %v | added %4d P %.3f | patterns kept %v | patterns and added %v | both %v\n", tau, alone, added.right+added.wrong, added.precision(), kept, union, mixed)
	}
	free, _ := bestAt(gs, gold, 0)
	bound, at := bestAt(gs, gold, 0.68)
	fmt.Fprintf(w, "best F1 %v; at precision 0.68 %v (threshold %.3f)\n", free, bound, at)
}

// bestAt is the best F1 of a threshold with enough precision.
func bestAt(gs []guess, gold int, precision float64) (best count, threshold float64) {
	sorted := slices.Clone(gs)
	slices.SortStableFunc(sorted, func(a, b guess) int { return cmp.Compare(b.p, a.p) })
	best, threshold = count{gold: gold}, 1
	c := best
	for i := range sorted {
		c.add(sorted[i].Right)
		if c.precision() >= precision && c.f1() > best.f1() {
			best, threshold = c, sorted[i].p
		}
	}
	return best, threshold
}
