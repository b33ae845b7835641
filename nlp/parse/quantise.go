package parse

import (
	"math"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

// fineWords is how many words, the most frequent ones, have finer learnt
// vectors.
const fineWords = 5000

// Quantise makes what the Parser uses of a trained network.
func (net *Net) Quantise() *Model {
	m := &Model{vocabulary: net.vocabulary, hidden: net.hidden}
	m.shapes()
	words := make([][]float32, net.p[pWord].rows)
	for i := range words {
		words[i] = net.p[pWord].w[i*dimWord:][:dimWord]
	}
	m.word, m.affix = weights.Pack(words, dimWord, func(i int) bool { return i < fineWords }), net.p[pAffix].table()
	m.rootVectors = net.p[pRoot].w
	bank := net.p[pTag].w[(len(net.tags)+1)*dimTag:][:dimTag]
	for t := range len(net.tags) + 1 {
		for j, x := range net.p[pTag].w[t*dimTag:][:dimTag] {
			m.tag = append(m.tag, x+bank[j])
		}
	}
	first := [2]*param{&net.p[pInput(0, 0)], &net.p[pInput(0, 1)]}
	for _, part := range []struct{ matrix, from int }{{mVector, 0}, {mWord, offWord}, {mAffix, offAffix}, {mTag, offTag}} {
		var side param // both directions side by side
		x := &m.m[part.matrix]
		for i := part.from; i < part.from+x.Cols; i++ {
			for _, p := range first {
				side.w = append(side.w, p.w[i*p.cols:][:p.cols]...)
			}
		}
		side.rows, side.cols = x.Cols, x.rows
		x.take(&side, nil)
	}
	m.m[mTag].bias = append(append([]float32(nil), net.p[pInput(0, 0)+2].w...), net.p[pInput(0, 1)+2].w...)
	for i, p := range map[int]int{mMLP: pMLP, mArc: pArc, mLabel: pLabel, mTags: pTags, mFeats: pFeats} {
		m.m[i].take(&net.p[p], net.p[p+1].w)
	}
	for dir := range 2 {
		m.m[mSecond+dir].take(&net.p[pInput(1, dir)], net.p[pInput(1, dir)+2].w)
		for l := range layers {
			m.m[mRecurrent+2*l+dir].take(&net.p[pInput(l, dir)+1], nil)
		}
	}
	m.prepare()
	return m
}

// take quantises a matrix of floats. Its columns beyond the outputs of x are
// padding.
func (x *matrix) take(p *param, bias []float32) {
	w, scale := neural.QuantiseColumns(p.w, p.rows, p.cols)
	x.W, x.Scales, x.bias = w[:x.rows*x.Cols], scale[:x.rows], bias
}

// table quantises each row of a matrix of floats.
func (p *param) table() weights.Table {
	t := weights.Table{Cols: p.cols}
	for r := range p.rows {
		row := p.w[r*p.cols:][:p.cols]
		most := float32(1e-9)
		for _, x := range row {
			most = max(most, float32(math.Abs(float64(x))))
		}
		t.Scales = append(t.Scales, most/127)
		for _, x := range row {
			t.W = append(t.W, int8(math.Round(float64(x/most*127))))
		}
	}
	return t
}
