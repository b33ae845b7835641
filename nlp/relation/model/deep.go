package model

import (
	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

// Slots is how many places in the sentence give the network a word vector.
const Slots = 10

// The slots. Where several words stand in one, it holds their mean.
const (
	slotTop     = iota // the word above both parties
	slotObject         // its object
	slotActs           // words of which one is subject and the other object or oblique
	slotBoth           // words to which both have another function
	slotA              // words to which only the actor has one
	slotB              // words to which only the recipient has one
	slotBetween        // content words between
	slotVerbs          // verbs of the sentence
	slotUp             // on the way up from the actor
	slotDown           // on the way down to the recipient
)

// Inputs is the length of the network's dense input.
const Inputs = Slots * Dims

// Deep is a network with one hidden layer over word vectors and features that
// name no word.
type Deep struct {
	Hidden int // a multiple of neural.Lanes
	Labels int
	Rows   map[uint32]int32 // feature → row of Embed
	Embed  []float32        // rows of Hidden
	W      []float32        // Inputs × Hidden
	Bias   []float32        // Hidden
	Out    []float32        // Hidden × padded Labels
	OutB   []float32        // padded Labels
}

// slots sums up the word vectors of a pair; row has Inputs numbers and is
// zero.
func (x *extractor) slots(row []float32) {
	var counts [Slots]float32
	put := func(slot, tok int) {
		if tok < 0 || x.isParty[tok] || x.vectorOf[tok] < 0 {
			return
		}
		x.vectors.addTo(row[slot*Dims:(slot+1)*Dims], x.vectorOf[tok], 1)
		counts[slot]++
	}
	if x.top >= 0 {
		put(slotTop, x.top)
		put(slotObject, x.s.Object[x.top])
	}
	for k, tok := range x.path {
		switch {
		case k < x.pathUp:
			put(slotUp, tok)
		case tok != x.top:
			put(slotDown, tok)
		}
	}
	a, b := x.out.a, x.out.b
	for k := range x.trigs {
		t := &x.trigs[k]
		ra, rb := x.roles[a][k], x.roles[b][k]
		switch {
		case ra != "" && rb != "" && (ra[0] == 's' && rb[0] != 's'):
			put(slotActs, t.token)
			if o := x.s.Object[t.token]; o >= 0 {
				put(slotActs, o)
			}
		case ra != "" && rb != "":
			put(slotBoth, t.token)
		case ra != "":
			put(slotA, t.token)
		case rb != "":
			put(slotB, t.token)
		}
		if t.class == 'v' {
			put(slotVerbs, t.token)
		}
	}
	pa, pb := &x.s.Parties[a], &x.s.Parties[b]
	if pa.First > pb.First {
		pa, pb = pb, pa
	}
	for i := pa.Last; i < pb.First && i < pa.Last+14; i++ {
		if x.trigOf[i] >= 0 {
			put(slotBetween, i)
		}
	}
	for s, n := range counts {
		if n > 1 {
			part := row[s*Dims : (s+1)*Dims]
			for i := range part {
				part[i] /= n
			}
		}
	}
}

// run fills scores (n rows of padded labels) from dense inputs and hidden
// sums that hold the embeddings; both are used up.
func (d *Deep) run(scores, inputs, hidden []float32, n int) {
	neural.Gemm(hidden, inputs, d.W, n, Inputs, d.Hidden, Inputs)
	for i := range n {
		h := hidden[i*d.Hidden:][:d.Hidden]
		for j := range h {
			h[j] = max(0, h[j]+d.Bias[j])
		}
	}
	width := neural.Pad(d.Labels)
	for i := range n {
		copy(scores[i*width:(i+1)*width], d.OutB)
	}
	neural.Gemm(scores, hidden, d.Out, n, d.Hidden, width, d.Hidden)
}

// Run scores n pairs: features lists the rows of Embed of each.
func (d *Deep) Run(inputs []float32, features [][]int32) []float32 {
	n := len(features)
	hidden := make([]float32, n*d.Hidden)
	for i, list := range features {
		d.embed(hidden[i*d.Hidden:][:d.Hidden], list)
	}
	scores := make([]float32, n*neural.Pad(d.Labels))
	d.run(scores, inputs, hidden, n)
	return scores
}

func (d *Deep) embed(h []float32, rows []int32) {
	for _, r := range rows {
		e := d.Embed[int(r)*d.Hidden:][:len(h)]
		for j, v := range e {
			h[j] += v
		}
	}
}

func (d *Deep) write(out *weights.Writer) {
	out.Uint(d.Hidden)
	out.Uint(d.Labels)
	hashes := make([]uint32, len(d.Rows))
	for h, r := range d.Rows {
		hashes[r] = h
	}
	out.Uint(len(hashes))
	for _, h := range hashes {
		out.Fixed(h)
	}
	for _, t := range [][]float32{d.Embed, d.W, d.Bias, d.Out, d.OutB} {
		out.Halves(t)
	}
}

func readDeep(in *weights.Reader) (*Deep, error) {
	d := &Deep{Hidden: in.Uint(), Labels: in.Uint()}
	n := in.Count(4)
	d.Rows = make(map[uint32]int32, n)
	for i := range n {
		d.Rows[in.Fixed()] = int32(i)
	}
	for _, t := range []*[]float32{&d.Embed, &d.W, &d.Bias, &d.Out, &d.OutB} {
		*t = in.Halves()
	}
	width := neural.Pad(d.Labels)
	if in.Failed() || d.Hidden <= 0 || d.Hidden%neural.Lanes != 0 || d.Labels > maxLabels || len(d.Embed) != n*d.Hidden || len(d.Rows) != n ||
		len(d.W) != Inputs*d.Hidden || len(d.Bias) != d.Hidden || len(d.Out) != d.Hidden*width || len(d.OutB) != width {
		return nil, errDamaged
	}
	return d, nil
}
