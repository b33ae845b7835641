package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"github.com/entente-kg/entente/nlp/relation/learned"
)

// guess is what patterns, network and reader say of a dyad of a text, and how
// likely that makes it.
type guess struct {
	learned.Judged
	text *text
	p    float64
}

// guesses are all dyads that anybody thinks of.
func guesses(m *learned.Model, texts []text) ([]guess, error) {
	var out []guess
	for i := range texts {
		t := &texts[i]
		var inputs []*learned.Input
		for j := range t.examples {
			inputs = append(inputs, t.examples[j].Input)
		}
		all, err := m.Opinions(inputs, func(sentence, pair, label int) learned.Dyad { return t.examples[sentence].dyads[pair][label] }, t.rules)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", t.file, t.id, err)
		}
		for _, o := range all {
			if o.Rule == 0 && m.Labels[o.Label] == learned.Mediator {
				continue // the model proposes no mediators
			}
			out = append(out, guess{Judged: learned.Judged{Opinion: o, Right: t.gold[o.Dyad]}, text: t})
		}
	}
	return out, nil
}

func judged(gs []guess) []learned.Judged {
	out := make([]learned.Judged, len(gs))
	for i := range gs {
		out[i] = gs[i].Judged
	}
	return out
}

// trial is one way to judge: without a reader, or with one from a bound on.
type trial struct {
	name        string
	calibration *learned.Calibration // of all texts left out
	held        []guess              // each judged by a calibration on the other half of the texts
	dev         []guess
}

// tryBounds are the bounds that are compared, besides the one that is asked for.
var tryBounds = []float64{-4, -3, -2, -1}

// fitBound is the bound for the opinions that calibrations are fitted to, with
// whichever it is used: the more is read, the more there is to learn from.
const fitBound = -4

// report prints figures by which to choose bounds, and returns the calibration
// for the bound that is asked for.
func (d *dataset) report(w io.Writer, held, whole *learned.Model, o options, say func(string, ...any)) (*learned.Calibration, error) {
	var readers [2]*memory
	for i, path := range []string{o.readerHeld, o.reader} {
		var err error
		if readers[i], err = openMemory(path, d.model); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(w, "texts left out: %d, patterns alone %v\n", len(d.held), patterns(d.held))
	if len(d.dev) > 0 {
		fmt.Fprintf(w, "development texts: %d, patterns alone %v\n", len(d.dev), patterns(d.dev))
	}
	known, err := guesses(held, d.held)
	if err != nil {
		return nil, err
	}
	chosen, err := d.try("without reader", known, held, whole)
	if err != nil {
		return nil, err
	}
	d.summary(w, chosen)
	if readers[0] != nil {
		d.tables(w, chosen)
		if known, err = guesses(readers[0].within(held, fitBound), d.held); err != nil {
			return nil, err
		}
		for _, bound := range append(slices.DeleteFunc(slices.Clone(tryBounds), func(b float64) bool { return b == o.bound }), o.bound) {
			name := fmt.Sprintf("read from %g on", bound)
			if chosen, err = d.try(name, known, readers[0].within(held, bound), readers[1].within(whole, bound)); err != nil {
				return nil, err
			}
			say("%s: %s of the texts left out", name, readers[0].share(d.held))
			if len(d.dev) > 0 {
				say("%s: %s of development texts", name, readers[1].share(d.dev))
			}
			d.summary(w, chosen)
		}
	}
	d.tables(w, chosen)
	fmt.Fprintf(w, "weights of the calibration %.3f\n", chosen.calibration.Weights)
	if o.diagram != "" {
		return chosen.calibration, os.WriteFile(o.diagram, diagram(chosen.held), 0o644)
	}
	return chosen.calibration, nil
}

// share says how much of texts was read.
func (y *memory) share(texts []text) string {
	sentences, tokens := 0, 0
	for i := range texts {
		sentences += texts[i].sentences
		tokens += texts[i].tokens
	}
	return fmt.Sprintf("%d of %d sentences (%.1f %%) and %.1f %% of %d tokens", y.sentences, sentences, 100*float64(y.sentences)/float64(max(1, sentences)), 100*float64(y.tokens)/float64(max(1, tokens)), tokens)
}

// try judges all texts, by calibrations that are fitted to known.
func (d *dataset) try(name string, known []guess, held, whole *learned.Model) (_ *trial, err error) {
	t := &trial{name: name}
	if t.held, err = guesses(held, d.held); err != nil {
		return nil, err
	}
	n := len(d.model.Labels)
	half := map[*text]int{}
	for i := range d.held {
		half[&d.held[i]] = i % 2
	}
	var fair [2]*learned.Calibration
	for k := range fair {
		var other []learned.Judged
		for i := range known {
			if half[known[i].text] != k {
				other = append(other, known[i].Judged)
			}
		}
		fair[k] = learned.Calibrate(other, n)
	}
	for i := range t.held {
		g := &t.held[i]
		g.p = fair[half[g.text]].Probability(&g.Opinion)
	}
	t.calibration = learned.Calibrate(judged(known), n)
	if t.dev, err = guesses(whole, d.dev); err != nil {
		return nil, err
	}
	for i := range t.dev {
		t.dev[i].p = t.calibration.Probability(&t.dev[i].Opinion)
	}
	return t, nil
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

// wanted is the precision that claims are to have.
const wanted = 0.68

// summary prints a trial in a few lines: what one threshold for all makes of it.
func (d *dataset) summary(w io.Writer, t *trial) {
	line := func(of string, gs []guess, gold int) (threshold float64) {
		free, _ := bestAt(gs, gold, 0)
		c, threshold := bestAt(gs, gold, wanted)
		fmt.Fprintf(w, "%-18s %-17s best %v | at precision %g: %v from %.3f on\n", t.name, of, free, wanted, c, threshold)
		return threshold
	}
	threshold := line("left out", t.held, gold(d.held))
	if len(d.dev) == 0 {
		return
	}
	line("development texts", t.dev, gold(d.dev))
	fmt.Fprintf(w, "%-18s %-17s from %.3f on, as for the others: %v\n", t.name, "development texts", threshold, from(t.dev, gold(d.dev), threshold, threshold))
}

// from counts what is kept of the patterns' and added by the model.
func from(gs []guess, gold int, keep, propose float64) count {
	c := count{gold: gold}
	for i := range gs {
		if g := &gs[i]; g.Rule > 0 && g.p >= keep || g.Rule == 0 && g.Placed() && g.p >= propose {
			c.add(g.Right)
		}
	}
	return c
}

// tables prints what thresholds make of a trial.
func (d *dataset) tables(w io.Writer, t *trial) {
	fmt.Fprintf(w, "%s, texts left out\n", t.name)
	table(w, t.held, gold(d.held))
	if len(d.dev) > 0 {
		fmt.Fprintf(w, "%s, development texts\n", t.name)
		table(w, t.dev, gold(d.dev))
	}
}

var thresholds = []float64{0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8}

func table(w io.Writer, gs []guess, gold int) {
	for _, least := range thresholds {
		kept := from(gs, gold, least, 2)
		added := from(gs, gold, 2, least)
		fmt.Fprintf(w, "%.2f  patterns kept %v | added %5d P %.3f | both %v\n", least, kept, added.right+added.wrong, added.precision(), from(gs, gold, least, least))
	}
	for _, keep := range []float64{0.25, 0.3, 0.35} {
		for _, propose := range []float64{0.35, 0.4, 0.45} {
			fmt.Fprintf(w, "kept from %.2f, added from %.2f  %v\n", keep, propose, from(gs, gold, keep, propose))
		}
	}
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
