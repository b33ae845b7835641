package parse

import (
	"github.com/entente-kg/entente/internal/neural"
)

// reading is the working memory of a Model for some sentences, longest first.
type reading struct {
	n     int // the words of all sentences
	segs  []segment
	steps []int // where the words read at each step begin, in the order of reading

	gates   []float32 // n × 4·hidden, in the order of reading: what the inputs give
	g, c    []float32 // gates and cells of one step, sentence by sentence
	h       neural.Rows
	ordered neural.Rows         // inputs of the second layer in the order of reading
	out     [layers]neural.Rows // n × 2·hidden

	mlp                    []float32 // n × dimMLP
	dep, head, hid, labels neural.Rows
	heads                  neural.Rows // of each sentence, and the root after them
	weights                neural.Int8 // the heads of one sentence
	bilin                  []float32   // n × dimArc
	arcs                   []float32   // words × npad for each sentence
	z                      []float32   // n × dimLabel
	label                  []float32
	tags                   []float32
	feats                  []float32
}

// begin lays out sentences of these lengths, longest first.
func (r *reading) begin(lengths []int) {
	var end segment
	r.segs, end = layOut(r.segs, lengths)
	r.n = end.from
	r.arcs = grow(r.arcs, end.arcs)
	r.steps = r.steps[:0]
	at, active := 0, len(r.segs)
	for step := range r.segs[0].n {
		for r.segs[active-1].n <= step {
			active--
		}
		r.steps = append(r.steps, at)
		at += active
	}
	r.steps = append(r.steps, at)
}

// active is how many sentences have a word at a step.
func (r *reading) active(step int) int { return r.steps[step+1] - r.steps[step] }

// encode runs the recurrent layers. What the words give to the gates of the
// first layer is in the cache, under their slots.
func (m *Model) encode(r *reading, c *cache, slots, tags []int32) {
	for l := range layers {
		r.out[l].Reset(r.n, 2*m.hidden)
		for dir := range 2 {
			if l == 0 {
				m.first(r, c, slots, tags, dir)
			} else {
				m.second(r, dir)
			}
			m.recur(r, l, dir)
		}
		for i := range r.out[l].Scale {
			r.out[l].Scale[i] = unit
		}
	}
}

// unit is the scale of outputs of an LSTM.
const unit = float32(1) / 127

// first fills r.gates of a direction of the first layer.
func (m *Model) first(r *reading, c *cache, slots, tags []int32, dir int) {
	width := 4 * m.hidden
	r.gates = grow(r.gates, r.n*width)
	for step := range r.segs[0].n {
		for b := range r.active(step) {
			t := r.segs[b].row(step, dir)
			neural.Plus(r.gates[(r.steps[step]+b)*width:][:width],
				c.gates[(int(slots[t])*2+dir)*width:], m.tagGates[(int(tags[t])*2+dir)*width:])
		}
	}
}

// second fills r.gates of a direction of the second layer.
func (m *Model) second(r *reading, dir int) {
	in := &r.out[0]
	r.ordered.Reset(r.n, 2*m.hidden)
	for step := range r.segs[0].n {
		for b := range r.active(step) {
			copy(r.ordered.Row(r.steps[step]+b), in.Row(r.segs[b].row(step, dir)))
		}
	}
	copy(r.ordered.Scale, in.Scale)
	r.gates = m.m[mSecond+dir].layer(r.gates, &r.ordered)
}

// recur runs one direction of a layer over all sentences, word by word, side
// by side.
func (m *Model) recur(r *reading, l, dir int) {
	h := m.hidden
	w := m.m[mRecurrent+2*l+dir].packed
	r.g, r.c = grow(r.g, len(r.segs)*4*h), zeroed(r.c, len(r.segs)*h)
	r.h.Reset(len(r.segs), h)
	for i := range r.h.Scale {
		r.h.Scale[i] = unit
	}
	for step := range r.segs[0].n {
		active := r.active(step)
		g := r.gates[r.steps[step]*4*h:][:active*4*h]
		r.h.Cut(active)
		if step > 0 {
			w.Sum(r.g, g, &r.h)
			g = r.g
		}
		for b := range active {
			row := r.h.Row(b)
			neural.Step(g[b*4*h:], r.c[b*h:][:h], row)
			copy(r.out[l].Row(r.segs[b].row(step, dir))[dir*h:], row)
		}
	}
}

// decide finds the trees of sentences that have been encoded, and scores all
// else: r gets the scores, head the trees.
func (m *Model) decide(r *reading, d *decoder, head []int32) {
	n := r.n
	r.mlp = m.m[mMLP].layer(r.mlp, &r.out[layers-1])
	for t := range n {
		row := r.mlp[t*dimMLP:][:dimMLP]
		neural.Leak(row[:offLabelDep], leak)
		neural.Leak(row[offHid:], leak)
	}
	r.hid.Quantise(r.mlp[offHid:], n, dimHid, dimMLP)
	r.tags, r.feats = m.m[mTags].layer(r.tags, &r.hid), m.m[mFeats].layer(r.feats, &r.hid)
	m.scoreArcs(r)
	for _, s := range r.segs {
		d.solve(r.arcs[s.arcs:], s.n, s.npad, head[s.from:][:s.n])
	}
	m.scoreLabels(r, head)
}

// scoreArcs fills r.arcs: in each sentence the score of head h for word d is at
// d·npad + h, and that of the root at h = n.
func (m *Model) scoreArcs(r *reading) {
	r.dep.Quantise(r.mlp, r.n, dimArc, dimMLP)
	r.bilin = m.m[mArc].layer(r.bilin, &r.dep)
	r.dep.Quantise(r.bilin, r.n, dimArc, dimArc)
	r.head.Quantise(r.mlp[offHead:], r.n, dimArc, dimMLP)
	for i := range r.segs {
		s := &r.segs[i]
		r.heads.Reset(s.n+1, dimArc)
		for t := range s.n {
			copy(r.heads.Row(t), r.head.Row(s.from+t))
		}
		copy(r.heads.Row(s.n), m.rootHead.Row(0))
		copy(r.heads.Scale, r.head.Scale[s.from:][:s.n])
		r.heads.Scale[s.n] = m.rootHead.Scale[0]
		r.weights.ReloadRows(&r.heads)
		words := r.dep.Slice(s.from, s.from+s.n)
		r.weights.Mul(r.arcs[s.arcs:], &words, nil)
	}
}

// scoreLabels fills r.label for the given heads, numbered within sentences.
func (m *Model) scoreLabels(r *reading, head []int32) {
	r.z = grow(r.z, r.n*dimLabel)
	for i := range r.segs {
		s := &r.segs[i]
		for d := s.from; d < s.from+s.n; d++ {
			from := m.rootVectors[dimArc:]
			if h := int(head[d]); h < s.n {
				from = r.mlp[(s.from+h)*dimMLP+offLabelHd:]
			}
			neural.Plus(r.z[d*dimLabel:][:dimLabel], r.mlp[d*dimMLP+offLabelDep:], from)
		}
	}
	neural.Leak(r.z, leak)
	r.labels.Quantise(r.z, r.n, dimLabel, dimLabel)
	r.label = m.m[mLabel].layer(r.label, &r.labels)
}
