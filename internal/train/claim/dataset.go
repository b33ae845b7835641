package main

import (
	"context"
	"hash/fnv"
	"io"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp/relation/learned"
)

// dataset is all texts, by what they are for.
type dataset struct {
	texts []text // of the corpus
	held  []text // those of them that are left out
	dev   []text
	extra []text // joined ones of the corpus
	folds int
	model *learned.Model
}

func newDataset(texts []text, m *learned.Model, folds int) *dataset {
	d := &dataset{model: m, folds: folds}
	for _, t := range texts {
		switch {
		case t.extra:
			d.extra = append(d.extra, t)
		case t.file == devFile:
			d.dev = append(d.dev, t)
		default:
			d.texts = append(d.texts, t)
			if d.leftOut(&t) {
				d.held = append(d.held, t)
			}
		}
	}
	return d
}

// leftOut reports whether a text is of the part that is left out, the first.
func (d *dataset) leftOut(t *text) bool { return foldOf(t.file, d.folds) == 0 }

// foldOf is the part that a file belongs to, whatever other files there are.
func foldOf(file string, folds int) int {
	h := fnv.New32a()
	_, _ = io.WriteString(h, file)
	return int(h.Sum32() % uint32(folds))
}

// candidates counts sentences with any.
func (d *dataset) candidates() (n int) {
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

// gold counts annotated dyads.
func gold(texts []text) (n int) {
	for i := range texts {
		n += len(texts[i].gold)
	}
	return n
}

// patterns counts what the patterns find.
func patterns(texts []text) count {
	c := count{gold: gold(texts)}
	for i := range texts {
		for x := range texts[i].rules {
			c.add(texts[i].gold[x])
		}
	}
	return c
}

// train trains a model without the part that is left out, and one on all texts.
func (d *dataset) train(ctx context.Context, o options, say func(string, ...any)) (held, whole *learned.Model) {
	each := func(yield func(bool) bool) { _ = yield(true) && yield(false) }
	for m := range ordered.Map(ctx, o.jobs, each, func(_ context.Context, part bool) *learned.Model { return d.trainOne(o, part, say) }) {
		if held == nil {
			held = m
		} else {
			whole = m
		}
	}
	return held, whole
}

// trainOne trains a model on all texts, or all but one part.
func (d *dataset) trainOne(o options, part bool, say func(string, ...any)) *learned.Model {
	var train []learned.Example
	for _, list := range [][]text{d.texts, d.extra} {
		for i := range list {
			t := &list[i]
			if part && d.leftOut(t) {
				continue
			}
			for j := range t.examples {
				train = append(train, t.examples[j].Example)
			}
		}
	}
	m := *d.model
	m.Train(train, o.Training, func(round int, loss float64) {
		mean := loss / float64(len(train))
		if part {
			say("round %d: loss %.3f a sentence, left out %.3f", round, mean, lossOn(&m, d.held))
		} else {
			say("all texts, round %d: loss %.3f a sentence", round, mean)
		}
	})
	return &m
}

// lossOn is the mean loss of a sentence.
func lossOn(m *learned.Model, texts []text) float64 {
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
