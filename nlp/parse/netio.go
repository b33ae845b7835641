package parse

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

const netMagic = "ENTNET01"

// shapes sets the sizes of all parameters.
func (net *Net) shapes() {
	h := net.hidden
	set := func(i, rows, cols int) { net.p[i].rows, net.p[i].cols = rows, cols }
	set(pWord, len(net.words)+1, dimWord)
	set(pAffix, affixRows, dimAffix)
	set(pTag, len(net.tags)+1+banks, dimTag)
	set(pMLP, 2*h, dimMLP)
	set(pMLPBias, 1, dimMLP)
	set(pArc, dimArc, dimArc)
	set(pArcBias, 1, dimArc)
	set(pRoot, 1, dimArc+dimLabel)
	for i, k := range []struct{ rows, n int }{{dimLabel, len(net.labels)}, {dimHid, len(net.tags)}, {dimHid, len(net.feats)}} {
		set(pLabel+2*i, k.rows, neural.Pad(k.n))
		set(pLabel+2*i+1, 1, neural.Pad(k.n))
	}
	for l := range layers {
		for dir := range 2 {
			set(pInput(l, dir), net.inWidth(l), 4*h)
			set(pInput(l, dir)+1, h, 4*h)
			set(pInput(l, dir)+2, 1, 4*h)
		}
	}
}

func (net *Net) index() {
	net.tagIndex = make(map[string]int32, len(net.tags))
	for i, t := range net.tags {
		net.tagIndex[t] = int32(i) + 1
	}
	net.root = max(0, slices.Index(net.labels, "root"))
}

// embedding tells the parameters that are kept in 8 bits a number.
func embedding(i int) bool { return i == pWord || i == pAffix }

// Bytes is the network as ReadNet reads it.
func (net *Net) Bytes() []byte {
	w := weights.NewWriter(netMagic)
	w.Uint(net.hidden)
	w.Strings(net.tags)
	w.Strings(net.feats)
	w.Strings(net.labels)
	words := make([]string, len(net.words))
	for k, i := range net.words {
		words[i-1] = k
	}
	w.Strings(words)
	net.vectors.write(w)
	for i := range net.p {
		p := &net.p[i]
		if !embedding(i) {
			w.Halves(p.w)
			continue
		}
		for r := range p.rows {
			row := p.w[r*p.cols:][:p.cols]
			most := float32(1e-9)
			for _, x := range row {
				most = max(most, float32(math.Abs(float64(x))))
			}
			w.Float(most / 127)
			q := make([]int8, len(row))
			for j, x := range row {
				q[j] = int8(math.Round(float64(x / most * 127)))
			}
			w.Int8s(q)
		}
	}
	return w.Bytes()
}

// ReadNet reads what Net.Bytes wrote.
func ReadNet(b []byte) (*Net, error) {
	r := weights.NewReader(b, netMagic)
	net := &Net{hidden: r.Uint(), tags: r.Strings(), feats: r.Strings(), labels: r.Strings()}
	words := r.Strings()
	net.vectors = readVectors(r)
	if r.Failed() {
		return nil, fmt.Errorf("parse: %w", r.Err())
	}
	if net.hidden <= 0 || net.hidden%neural.Lanes != 0 || net.hidden > 1024 || len(net.tags) == 0 || len(net.feats) == 0 || len(net.labels) < 2 ||
		len(net.vectors.scale) != len(net.vectors.hash) || len(net.vectors.data) != dimVec*len(net.vectors.hash) {
		return nil, errors.New("parse: the weights don't fit together; train them anew")
	}
	net.words = make(map[string]int32, len(words))
	for i, w := range words {
		net.words[w] = int32(i) + 1
	}
	if len(net.words) != len(words) {
		return nil, errors.New("parse: the weights name a word twice; train them anew")
	}
	net.shapes()
	net.index()
	for i := range net.p {
		p := &net.p[i]
		if !embedding(i) {
			p.w = r.Halves()
		} else {
			p.w = make([]float32, 0, p.rows*p.cols)
			for range p.rows {
				scale := r.Float()
				for _, x := range r.Int8s() {
					p.w = append(p.w, float32(x)*scale)
				}
				if r.Failed() {
					break
				}
			}
		}
		if len(p.w) != p.rows*p.cols {
			return nil, fmt.Errorf("parse: parameter %d of the weights has %d numbers instead of %d; train them anew", i, len(p.w), p.rows*p.cols)
		}
	}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return net, nil
}
