package main

import (
	"math"
	"math/rand/v2"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/relation/model"
)

// network trains the model's network by Adam, in batches.
type network struct {
	settings
	data  *dataset
	net   *model.Deep
	width int // padded labels

	step                    float64
	w, bias, out, outB, emb adam
	inputs, inputsT         []float32
	hidden, hiddenT, gradH  []float32
	scores, outT            []float32
	mask                    []float32
}

// adam holds the moments of a table's gradients.
type adam struct{ grad, m, v []float32 }

func newAdam(n int) adam { return adam{make([]float32, n), make([]float32, n), make([]float32, n)} }

const batch = 32

func newNetwork(d *dataset, s settings) *network {
	labels := len(d.model.Labels)
	h, width := neural.Pad(s.hidden), neural.Pad(labels)
	n := &network{settings: s, data: d, width: width}
	r := rand.New(rand.NewPCG(s.seed, 2))
	fill := func(n int, size float64) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64() * size)
		}
		return x
	}
	n.net = &model.Deep{
		Hidden: h, Labels: labels, Rows: d.plainIDs,
		Embed: fill(len(d.plain)*h, 0.05), W: fill(model.Inputs*h, 0.1), Bias: make([]float32, h),
		Out: fill(h*width, 0.1), OutB: make([]float32, width),
	}
	for i := range n.net.OutB {
		n.net.OutB[i] = -4
	}
	n.w, n.bias, n.out, n.outB, n.emb = newAdam(len(n.net.W)), newAdam(h), newAdam(len(n.net.Out)), newAdam(width), newAdam(len(n.net.Embed))
	n.inputs, n.inputsT = make([]float32, batch*model.Inputs), make([]float32, batch*model.Inputs)
	n.hidden, n.hiddenT, n.gradH = make([]float32, batch*h), make([]float32, batch*h), make([]float32, batch*h)
	n.scores, n.outT, n.mask = make([]float32, batch*width), make([]float32, h*width), make([]float32, batch*h)
	return n
}

func (n *network) train(examples []example) {
	r := rand.New(rand.NewPCG(n.seed, 3))
	for epoch := range n.deepEpochs {
		order := make([]int, 0, len(examples))
		for i := range examples {
			if examples[i].right != 0 || r.Float64() < n.negatives {
				order = append(order, i)
			}
		}
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := n.deepRate * (1 - float64(epoch)/float64(n.deepEpochs))
		for len(order) >= batch {
			n.learn(examples, order[:batch], r, rate)
			order = order[batch:]
		}
	}
}

// learn makes one step.
func (n *network) learn(examples []example, order []int, r *rand.Rand, rate float64) {
	h := n.net.Hidden
	clear(n.hidden)
	for i, k := range order {
		e := &examples[k]
		row := n.inputs[i*model.Inputs:][:model.Inputs]
		copy(row, e.inputs)
		for s := range model.Slots {
			if r.Float64() < n.wordDropout {
				clear(row[s*model.Dims : (s+1)*model.Dims])
			}
		}
		for _, f := range e.plain {
			if r.Float64() < n.dropout {
				continue
			}
			for j, v := range n.net.Embed[int(f)*h:][:h] {
				n.hidden[i*h+j] += v
			}
		}
	}
	neural.Gemm(n.hidden, n.inputs, n.net.W, batch, model.Inputs, h, model.Inputs)
	keep := float32(1 / (1 - n.hiddenDropout))
	for i := range n.hidden {
		n.mask[i] = 0
		if v := n.hidden[i] + n.net.Bias[i%h]; v > 0 && r.Float64() >= n.hiddenDropout {
			n.mask[i] = keep
			n.hidden[i] = v * keep
		} else {
			n.hidden[i] = 0
		}
	}
	for i := range order {
		copy(n.scores[i*n.width:(i+1)*n.width], n.net.OutB)
	}
	neural.Gemm(n.scores, n.hidden, n.net.Out, batch, h, n.width, h)
	n.loss(examples, order)
	n.backward(examples, order)
	n.step++
	n.update(&n.w, n.net.W, rate, n.deepL2)
	n.update(&n.bias, n.net.Bias, rate, 0)
	n.update(&n.out, n.net.Out, rate, n.deepL2)
	n.update(&n.outB, n.net.OutB, rate, 0)
	n.updateRows(examples, order, rate)
}

// loss puts the gradients of the labels in place of the scores.
func (n *network) loss(examples []example, order []int) {
	for i, k := range order {
		e := &examples[k]
		row := n.scores[i*n.width:][:n.width]
		for l := range row {
			if l >= n.net.Labels || e.active>>l&1 == 0 {
				row[l] = 0
				continue
			}
			row[l] = float32(1/(1+math.Exp(-float64(row[l])))) - float32(e.right>>l&1)
		}
	}
}

func (n *network) backward(examples []example, order []int) {
	h := n.net.Hidden
	neural.Transpose(n.hiddenT, n.hidden, batch, h, batch)
	neural.Gemm(n.out.grad, n.hiddenT, n.scores, h, batch, n.width, batch)
	for i := range order {
		for l, g := range n.scores[i*n.width:][:n.width] {
			n.outB.grad[l] += g
		}
	}
	neural.Transpose(n.outT, n.net.Out, h, n.width, h)
	clear(n.gradH)
	neural.Gemm(n.gradH, n.scores, n.outT, batch, n.width, h, n.width)
	for i := range n.gradH {
		n.gradH[i] *= n.mask[i]
		n.bias.grad[i%h] += n.gradH[i]
	}
	neural.Transpose(n.inputsT, n.inputs, batch, model.Inputs, batch)
	neural.Gemm(n.w.grad, n.inputsT, n.gradH, model.Inputs, batch, h, batch)
	for i, k := range order {
		g := n.gradH[i*h:][:h]
		for _, f := range examples[k].plain {
			e := n.emb.grad[int(f)*h:][:h]
			for j, v := range g {
				e[j] += v
			}
		}
	}
}

// update makes Adam's step and clears the gradient.
func (n *network) update(a *adam, w []float32, rate, decay float64) {
	const b1, b2 = 0.9, 0.999
	size := float32(rate * math.Sqrt(1-math.Pow(b2, n.step)) / (1 - math.Pow(b1, n.step)))
	shrink := float32(1 - rate*decay)
	for i, g := range a.grad {
		g /= batch
		a.m[i] = b1*a.m[i] + (1-b1)*g
		a.v[i] = b2*a.v[i] + (1-b2)*g*g
		w[i] = w[i]*shrink - size*a.m[i]/(sqrt(a.v[i])+1e-8)
		a.grad[i] = 0
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// updateRows makes AdaGrad's step on the embeddings that the batch has.
func (n *network) updateRows(examples []example, order []int, rate float64) {
	h := n.net.Hidden
	for _, k := range order {
		for _, f := range examples[k].plain {
			at := int(f) * h
			for i := at; i < at+h; i++ {
				g := n.emb.grad[i]
				if g == 0 {
					continue
				}
				n.emb.grad[i] = 0
				g = g/batch + float32(n.deepL2*1e-3)*n.net.Embed[i]
				n.emb.v[i] += g * g
				n.net.Embed[i] -= float32(rate*5) * g / (sqrt(n.emb.v[i]) + 1e-4)
			}
		}
	}
}

// score returns the labels' logits of each example.
func (n *network) score(examples []example) [][]float32 {
	out := make([][]float32, 0, len(examples))
	for len(examples) > 0 {
		part := examples[:min(256, len(examples))]
		examples = examples[len(part):]
		inputs := make([]float32, 0, len(part)*model.Inputs)
		features := make([][]int32, 0, len(part))
		for i := range part {
			inputs = append(inputs, part[i].inputs...)
			features = append(features, part[i].plain)
		}
		scores := n.net.Run(inputs, features)
		for i := range part {
			out = append(out, scores[i*n.width:][:n.net.Labels])
		}
	}
	return out
}
