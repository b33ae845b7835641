package parse

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// small is a treebank and vectors for tests of the training.
func small() ([][]Gold, *Vectors) {
	gold := [][]Gold{{
		{Form: "Russia", UPOS: "PROPN", XPOS: "NNP", Feats: "a", Head: 1, Deprel: "nsubj", GuessUPOS: "PROPN", GuessXPOS: "NNP"},
		{Form: "attacked", UPOS: "VERB", XPOS: "VBD", Feats: "b", Head: -1, Deprel: "root", GuessUPOS: "VERB", GuessXPOS: "VBD"},
		{Form: "Ukraine", UPOS: "PROPN", XPOS: "NNP", Feats: "a", Head: 1, Deprel: "obj", GuessUPOS: "PROPN", GuessXPOS: "NNP"},
		{Form: "Russia", UPOS: "PROPN", XPOS: "NNP", Feats: "b", Head: 2, Deprel: "obj", GuessUPOS: "PROPN", GuessXPOS: "NNP"},
	}}
	for range 6 {
		gold = append(gold, gold[0])
	}
	vec := make([]float32, dimVec)
	for i := range vec {
		vec[i] = float32(i%7) - 3
	}
	return gold, NewVectors([]string{"russia"}, [][]float32{vec})
}

// The same gold and seed give the same bytes, and another seed does not.
func TestTrainingIsDeterministic(t *testing.T) {
	gold, vectors := small()
	train := func(seed uint64) string {
		return string(Train(gold, vectors, Training{Hidden: 16, Rounds: 2, Batch: 12, Seed: seed}).Quantise().Bytes())
	}
	first := train(1)
	if train(1) != first {
		t.Error("the same gold and seed gave two networks")
	}
	if train(2) == first {
		t.Error("two seeds gave the same network")
	}
}

// Training on a few sentences learns them.
func TestTrainingLearns(t *testing.T) {
	gold, vectors := small()
	net := Train(gold, vectors, Training{Hidden: 16, Rounds: 40, Batch: 8, Rate: 0.01, Drop: 0.01, Seed: 1})
	if got := net.Evaluate(gold[:1]); !strings.HasPrefix(got, "UPOS 100.00 XPOS 100.00 feats 100.00 UAS 100.00 LAS 100.00") {
		t.Errorf("got %s", got)
	}
}

// In 8 bits the network scores as it does in floats, but for a little.
func TestQuantise(t *testing.T) {
	gold, vectors := small()
	net := Train(gold, vectors, Training{Hidden: 16, Rounds: 40, Batch: 8, Rate: 0.01, Drop: 0.01, Seed: 1})
	var ins []input
	for _, g := range gold[0] {
		ins = append(ins, net.describe(g.Form, g.GuessUPOS, g.GuessXPOS))
	}
	n := len(ins)
	var p pass
	var d decoder
	want := make([]int32, n)
	net.run(&p, &d, ins, []int{n}, want)

	m, err := ReadModel(net.Quantise().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	var c cache
	got, slots, tags := make([]int32, n), make([]int32, n), make([]int32, n)
	c.open(m, n)
	for i, g := range gold[0] {
		slots[i], tags[i] = c.slot(m, g.Form), m.tagOf(g.GuessUPOS, g.GuessXPOS)
	}
	c.fill(m)
	r.begin([]int{n})
	m.encode(&r, &c, slots, tags)
	m.decide(&r, &d, got)
	if !slices.Equal(got, want) {
		t.Errorf("got the heads %v, want %v", got, want)
	}
	near := func(what string, got, want []float32, cols int) { // what lies beyond the columns is padding
		most, off := 0.0, 0.0
		for i, x := range want {
			if i%(len(want)/n) >= cols {
				continue
			}
			most, off = max(most, math.Abs(float64(x))), max(off, math.Abs(float64(x-got[i])))
		}
		if len(got) != len(want) || off > 0.05*most {
			t.Errorf("%s: off by up to %.3f, of %.3f", what, off, most)
		}
	}
	near("tags", r.tags, p.tags, len(m.tags))
	near("feats", r.feats, p.feats, len(m.feats))
	near("labels", r.label, p.label, len(m.labels))
	near("arcs", r.arcs, p.arcs, n+1)
}

// The gradients of the network agree with differences of its losses.
func TestGradients(t *testing.T) {
	gold, vectors := small()
	o := Training{Hidden: 16, Drop: 0.33, Seed: 3}
	net, counts := blank(gold, vectors, o)
	for i := range net.p { // away from the kinks of the rectifier
		for j := range net.p[i].w {
			net.p[i].w[j] += float32((j*7919)%13-6) * 0.02
		}
	}
	tr := newTrainer(net, gold, counts, o)
	short := tr.examples[2]
	short.in, short.head = short.in[:2], []int32{1, 2}
	short.tag, short.feat, short.label = short.tag[:2], short.feat[:2], short.label[:2]
	w := tr.workers[0]
	loss := func() float64 {
		tr.transpose()
		w.clear()
		w.rng = rand.New(rand.NewPCG(9, 9))
		w.sentences([]*example{&tr.examples[0], &tr.examples[1], &short}, 1)
		return w.loss[0] + w.loss[1] + w.loss[2] + w.loss[3]
	}
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range net.p {
		p := &net.p[i]
		checked := 0
		for try := 0; try < 4000 && checked < 12; try++ {
			j := rng.IntN(len(p.w))
			loss()
			got := float64(w.g[i][j])
			if math.Abs(got) < 1e-3 {
				continue
			}
			checked++
			const e = 1e-3
			keep := p.w[j]
			p.w[j] = keep + e
			up := loss()
			p.w[j] = keep - e
			down := loss()
			p.w[j] = keep
			want := (up - down) / (2 * e)
			if d := math.Abs(got - want); d > 0.02+0.08*math.Abs(want) {
				t.Errorf("parameter %d[%d]: got %v, want %v", i, j, got, want)
			}
		}
		t.Logf("parameter %d: %d numbers checked", i, checked)
	}
}
