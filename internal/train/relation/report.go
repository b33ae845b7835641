package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"github.com/entente-kg/entente/internal/ordered"
)

// guess is the best score that a text's pairs give a dyad.
type guess struct {
	text int
	dyad
	score       float64 // the mix of the two
	linear      float64
	deep        float64
	right, rule bool
}

// crossValidate scores each text with a model that has not seen its file.
func crossValidate(d *dataset, o options, say func(string, ...any)) []guess {
	fold := map[string]int{}
	for i := range d.texts {
		if _, ok := fold[d.texts[i].file]; !ok {
			fold[d.texts[i].file] = len(fold) % o.folds
		}
	}
	parts := make([]int, o.folds)
	for k := range parts {
		parts[k] = k
	}
	var out []guess
	k := 0
	for g := range ordered.Map(context.Background(), o.jobs, slices.Values(parts), func(_ context.Context, k int) []guess {
		var train, test []example
		for _, e := range d.examples {
			if fold[d.texts[e.text].file] == k {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		f, n := newFit(d, o.settings), newNetwork(d, o.settings)
		f.train(train)
		n.train(train)
		return f.guess(test, n.score(test))
	}) {
		out = append(out, g...)
		k++
		say("part %d of %d is done", k, o.folds)
	}
	return out
}

// worthless is a score below which a guess is not kept.
const worthless = -7

func (f *fit) guess(test []example, deep [][]float32) []guess {
	type at struct {
		text int
		dyad
	}
	best := map[at][2]float32{}
	for i := range test {
		e := &test[i]
		f.score(e, e.features, 1)
		for l, score := range f.scores {
			if e.legal>>l&1 == 0 || score+deep[i][l] < 2*worthless {
				continue
			}
			x := at{e.text, e.pair.dyad(f.data.model, l)}
			if old, ok := best[x]; !ok || score+deep[i][l] > old[0]+old[1] {
				best[x] = [2]float32{score, deep[i][l]}
			}
		}
	}
	out := make([]guess, 0, len(best))
	for x, s := range best {
		t := &f.data.texts[x.text]
		out = append(out, guess{text: x.text, dyad: x.dyad, linear: float64(s[0]), deep: float64(s[1]), right: t.gold[x.dyad], rule: t.rules[x.dyad]})
	}
	slices.SortFunc(out, func(x, y guess) int {
		return cmp.Or(cmp.Compare(x.text, y.text), cmp.Compare(x.label, y.label), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

// calibration turns scores into probabilities: one line for all labels, and
// an offset for each that few examples can't move far.
type calibration struct{ slope, offset []float32 }

func blend(guesses []guess, mix float64) {
	for i := range guesses {
		guesses[i].score = (1-mix)*guesses[i].linear + mix*guesses[i].deep
	}
}

func calibrate(guesses []guess, labels int) calibration {
	a, b := 1.0, 0.0
	own := make([]float64, labels)
	const prior = 4.0 // precision of the labels' own offsets
	for range 60 {
		var ga, gb, haa, hab, hbb float64
		g, h := make([]float64, labels), make([]float64, labels)
		for _, x := range guesses {
			if x.rule {
				continue
			}
			p := sigmoid(a*x.score + b + own[x.label])
			y := 0.0
			if x.right {
				y = 1
			}
			v := p * (1 - p)
			ga, gb = ga+(p-y)*x.score, gb+(p-y)
			haa, hab, hbb = haa+v*x.score*x.score, hab+v*x.score, hbb+v
			g[x.label] += p - y
			h[x.label] += v
		}
		haa, hbb = haa+1e-6, hbb+1e-6
		det := haa*hbb - hab*hab
		if det <= 0 {
			break
		}
		a -= (hbb*ga - hab*gb) / det
		b -= (haa*gb - hab*ga) / det
		for l := range own {
			own[l] -= 0.5 * (g[l] + prior*own[l]) / (h[l] + prior)
		}
	}
	c := calibration{make([]float32, labels), make([]float32, labels)}
	for l := range labels {
		c.slope[l], c.offset[l] = float32(a), float32(b+own[l])
	}
	return c
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (c calibration) probability(x guess) float64 {
	return sigmoid(float64(c.slope[x.label])*x.score + float64(c.offset[x.label]))
}

// loss is the cross-entropy of the guesses that no pattern made.
func loss(guesses []guess, cal calibration) float64 {
	sum := 0.0
	for _, x := range guesses {
		if x.rule {
			continue
		}
		p := cal.probability(x)
		if !x.right {
			p = 1 - p
		}
		sum -= math.Log(max(p, 1e-9))
	}
	return sum
}

type count struct{ right, wrong, gold int }

func (c count) String() string {
	p := float64(c.right) / math.Max(1, float64(c.right+c.wrong))
	r := float64(c.right) / math.Max(1, float64(c.gold))
	return fmt.Sprintf("P %.3f  R %.3f  F1 %.3f", p, r, 2*p*r/math.Max(1e-9, p+r))
}

func (c count) f1() float64 {
	return 2 * float64(c.right) / math.Max(1, float64(c.right+c.wrong+c.gold))
}

// report prints the figures for thresholds, and returns the one to use: the
// best F1 with enough precision in what is added.
func report(w io.Writer, d *dataset, guesses []guess, cal calibration, o options) float64 {
	rules := count{gold: d.goldDyads()}
	for i := range d.texts {
		for x := range d.texts[i].rules {
			if d.texts[i].gold[x] {
				rules.right++
			} else {
				rules.wrong++
			}
		}
	}
	fmt.Fprintf(w, "patterns alone  %v\n", rules)
	best, bestF := 0.5, 0.0
	for _, tau := range []float64{0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9} {
		alone, both, added := count{gold: rules.gold}, rules, count{gold: rules.gold}
		veto := rules
		for _, x := range guesses {
			p := cal.probability(x)
			switch {
			case p < tau:
				if x.rule && p < tau/2 {
					if x.right {
						veto.right--
					} else {
						veto.wrong--
					}
				}
				continue
			case x.right:
				alone.right++
			default:
				alone.wrong++
			}
			if x.rule {
				continue
			}
			if x.right {
				both.right, added.right, veto.right = both.right+1, added.right+1, veto.right+1
			} else {
				both.wrong, added.wrong, veto.wrong = both.wrong+1, added.wrong+1, veto.wrong+1
			}
		}
		fmt.Fprintf(w, "%.2f  added %5d %v | both %v | alone %v | vetoing %v\n", tau, added.right+added.wrong, added, both, alone, veto)
		if precision := float64(added.right) / math.Max(1, float64(added.right+added.wrong)); precision >= o.precision && both.f1() > bestF {
			best, bestF = tau, both.f1()
		}
	}
	fmt.Fprintf(w, "threshold %.2f\n", best)
	if o.byRelation {
		byRelation(w, d, guesses, cal, best)
	}
	return best
}

func byRelation(w io.Writer, d *dataset, guesses []guess, cal calibration, tau float64) {
	n := len(d.model.Labels)
	rules, added := make([]count, n), make([]count, n)
	for i := range d.texts {
		for x := range d.texts[i].gold {
			rules[x.label].gold++
		}
		for x := range d.texts[i].rules {
			if d.texts[i].gold[x] {
				rules[x.label].right++
			} else {
				rules[x.label].wrong++
			}
		}
	}
	for _, x := range guesses {
		if x.rule || cal.probability(x) < tau {
			continue
		}
		if x.right {
			added[x.label].right++
		} else {
			added[x.label].wrong++
		}
	}
	for l, name := range d.model.Labels {
		both := count{rules[l].right + added[l].right, rules[l].wrong + added[l].wrong, rules[l].gold}
		added[l].gold = rules[l].gold
		fmt.Fprintf(w, "%-26s %4d  patterns %v | added %4d %v | both %v\n", name, rules[l].gold, rules[l], added[l].right+added[l].wrong, added[l], both)
	}
}

// dump writes the guesses that are not hopeless, and what no pair could give,
// for a look at them.
func dump(path string, d *dataset, guesses []guess, cal calibration) error {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := json.NewEncoder(f)
	for _, x := range guesses {
		p := cal.probability(x)
		if p < 0.05 && !x.right {
			continue
		}
		t := &d.texts[x.text]
		line := map[string]any{"id": t.id, "relation": d.model.Labels[x.label], "a": x.a, "b": x.b, "p": p, "right": x.right, "pattern": x.rule}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return f.Close()
}
