package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/entente-kg/entente/nlp/relation/model"
)

// settings of the training.
type settings struct {
	epochs            int
	rate, l2, dropout float64
	cutoff, keep      int
	seed              uint64

	hidden, deepEpochs, plainCutoff int
	deepRate, deepL2                float64
	hiddenDropout, wordDropout      float64
	negatives                       float64
}

// example is a pair with its features numbered.
type example struct {
	text          int
	features      []int32
	tied          []tiedFeature
	right, active uint64 // labels: true; to be trained
	legal         uint64
	pair          *pair
	plain         []int32
	inputs        []float32
}

type tiedFeature struct {
	id    int32
	label uint8
}

// dataset is all pairs of all texts.
type dataset struct {
	texts     []text
	model     *model.Model
	examples  []example
	ids       map[uint32]int32 // hash → number
	hashes    []uint32
	tiedIDs   map[uint32]int32
	tied      []uint32
	plainIDs  map[uint32]int32
	plain     []uint32
	reachable int
}

func newDataset(texts []text, m *model.Model, cutoff, plainCutoff int) *dataset {
	d := &dataset{texts: texts, model: m, ids: map[uint32]int32{}, tiedIDs: map[uint32]int32{}, plainIDs: map[uint32]int32{}}
	counts := map[uint32]int{}
	for i := range texts {
		for j := range texts[i].pairs {
			p := &texts[i].pairs[j]
			for _, h := range p.Features {
				counts[h]++
			}
		}
	}
	for i := range texts {
		d.reachable += texts[i].reached
		for j := range texts[i].pairs {
			p := &texts[i].pairs[j]
			e := example{text: i, right: p.right, pair: p}
			for _, l := range p.Legal {
				e.legal |= 1 << l
			}
			e.active = e.legal &^ p.unsure
			for _, h := range p.Features {
				if counts[h] >= cutoff {
					e.features = append(e.features, number(d.ids, &d.hashes, h))
				}
			}
			for _, h := range p.Plain {
				if counts[h] >= plainCutoff {
					e.plain = append(e.plain, number(d.plainIDs, &d.plain, h))
				}
			}
			e.inputs = p.Inputs
			for _, t := range p.Tied {
				e.tied = append(e.tied, tiedFeature{number(d.tiedIDs, &d.tied, t.Hash), t.Label})
			}
			d.examples = append(d.examples, e)
			p.Example = model.Example{}
		}
	}
	return d
}

func number(ids map[uint32]int32, list *[]uint32, h uint32) int32 {
	id, ok := ids[h]
	if !ok {
		id = int32(len(*list))
		ids[h] = id
		*list = append(*list, h)
	}
	return id
}

func (d *dataset) goldDyads() (n int) {
	for i := range d.texts {
		n += len(d.texts[i].gold)
	}
	return n
}

func (d *dataset) ruleRight() (n int) {
	for i := range d.texts {
		for x := range d.texts[i].rules {
			if d.texts[i].gold[x] {
				n++
			}
		}
	}
	return n
}

// fit is one logistic regression a label, over shared features, by AdaGrad.
type fit struct {
	settings
	data         *dataset
	labels       int
	bias, biasG  []float32
	w, g         []float32 // feature × label
	tied, tiedG  []float32
	scores, grad []float32
}

func newFit(d *dataset, s settings) *fit {
	n := len(d.model.Labels)
	f := &fit{settings: s, data: d, labels: n}
	f.bias, f.biasG = make([]float32, n), make([]float32, n)
	f.w, f.g = make([]float32, n*len(d.hashes)), make([]float32, n*len(d.hashes))
	f.tied, f.tiedG = make([]float32, len(d.tied)), make([]float32, len(d.tied))
	f.scores, f.grad = make([]float32, n), make([]float32, n)
	for i := range f.bias {
		f.bias[i] = -5
	}
	return f
}

// score fills scores with the labels' logits.
func (f *fit) score(e *example, features []int32, scale float32) {
	n := f.labels
	clear(f.scores)
	for _, id := range features {
		row := f.w[int(id)*n : int(id)*n+n]
		s := f.scores[:len(row)]
		for l, w := range row {
			s[l] += w
		}
	}
	for l := range f.scores {
		f.scores[l] = f.scores[l]*scale + f.bias[l]
	}
	for _, t := range e.tied {
		f.scores[t.label] += f.tied[t.id]
	}
}

func (f *fit) train(examples []example) {
	r := rand.New(rand.NewPCG(f.seed, 1))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	var used []int32
	for epoch := range f.epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(f.rate) * (1 - float32(epoch)/float32(f.epochs+1))
		for _, k := range order {
			e := &examples[k]
			used = used[:0]
			for _, id := range e.features {
				if f.dropout == 0 || r.Float64() >= f.dropout {
					used = append(used, id)
				}
			}
			f.step(e, used, rate)
		}
	}
}

// negligible is a gradient that is not worth a step.
const negligible = 0.003

func (f *fit) step(e *example, used []int32, rate float32) {
	f.score(e, used, 1/float32(1-f.dropout))
	var live [64]uint8
	n := 0
	for l := range f.scores {
		f.grad[l] = 0
		if e.active>>l&1 == 0 {
			continue
		}
		p := float32(1 / (1 + math.Exp(-float64(f.scores[l]))))
		g := p - float32(e.right>>l&1)
		if g > -negligible && g < negligible {
			continue
		}
		f.grad[l] = g
		live[n] = uint8(l)
		n++
	}
	if n == 0 {
		return
	}
	l2 := float32(f.l2)
	for _, id := range used {
		at := int(id) * f.labels
		for _, l := range live[:n] {
			i := at + int(l)
			g := f.grad[l] + l2*f.w[i]
			f.g[i] += g * g
			f.w[i] -= rate * g / float32(math.Sqrt(float64(f.g[i])+1e-2))
		}
	}
	for _, l := range live[:n] {
		f.biasG[l] += f.grad[l] * f.grad[l]
		f.bias[l] -= rate * f.grad[l] / float32(math.Sqrt(float64(f.biasG[l])+1e-2))
	}
	for _, t := range e.tied {
		if g := f.grad[t.label]; g != 0 {
			g += l2 * f.tied[t.id]
			f.tiedG[t.id] += g * g
			f.tied[t.id] -= rate * g / float32(math.Sqrt(float64(f.tiedG[t.id])+1e-2))
		}
	}
}

// weights quantises the largest weights.
func (f *fit) weights(words model.Words, labels []string, keep int) *model.Weights {
	top := float32(0)
	sizes := make([]float32, 0, len(f.w))
	for _, w := range f.w {
		if w != 0 {
			a := float32(math.Abs(float64(w)))
			sizes = append(sizes, a)
			top = max(top, a)
		}
	}
	for _, w := range f.tied {
		top = max(top, float32(math.Abs(float64(w))))
	}
	slices.SortFunc(sizes, func(a, b float32) int { return cmp.Compare(b, a) })
	out := &model.Weights{Labels: labels, Bias: f.bias, Words: words, Scale: max(top, 1e-6) / 127}
	least := out.Scale / 2
	if len(sizes) > keep {
		least = max(least, sizes[keep])
	}
	byHash := map[uint32]model.Row{}
	for id, h := range f.data.hashes {
		r := model.Row{Hash: h}
		for l := range f.labels {
			if w := f.w[id*f.labels+l]; w >= least || w <= -least {
				r.Labels = append(r.Labels, uint8(l))
				r.Values = append(r.Values, int8(math.Round(float64(w/out.Scale))))
			}
		}
		if len(r.Labels) > 0 {
			byHash[h] = r
		}
	}
	for id, h := range f.data.tied {
		if q := int8(math.Round(float64(f.tied[id] / out.Scale))); q != 0 {
			byHash[h] = model.Row{Hash: h, Labels: []uint8{0}, Values: []int8{q}}
		}
	}
	for _, r := range byHash {
		out.Rows = append(out.Rows, r)
	}
	slices.SortFunc(out.Rows, func(a, b model.Row) int { return cmp.Compare(a.Hash, b.Hash) })
	return out
}
