package token

import "math/rand/v2"

// Gold is a text with its right cuts, for training.
type Gold struct {
	Text      string
	Tokens    []int // offsets at which a token ends
	Sentences []int // offsets at which a sentence ends
}

// Train learns both classifiers by averaged perceptrons. The same gold, rounds
// and seed give the same model.
func Train(gold []Gold, rounds int, seed uint64) (*Model, error) {
	p, err := newPunkt()
	if err != nil {
		return nil, err
	}
	m := &Model{split: table{make([]int8, tableSize)}, end: table{make([]int8, tableSize)}}
	var cuts, ends []example
	for i := range gold {
		cuts = append(cuts, splitExamples(&gold[i], p)...)
	}
	m.split = perceptron(cuts, rounds, seed)
	for i := range gold {
		ends = append(ends, endExamples(&gold[i], m, p)...)
	}
	m.end = perceptron(ends, rounds, seed)
	return m, nil
}

type example struct {
	feats []uint32
	yes   bool
}

func splitExamples(g *Gold, p *punkt) []example {
	var all []example
	right := offsets(g.Tokens)
	s := &scratch{}
	for b := newBlocks(g.Text); b.next(); {
		s.begin(g.Text, b.start, b.end)
		s.firstCut(p)
		for start, end := range chunks(g.Text[b.start:b.end]) {
			s.chunk(b.start+start, b.start+end)
			for i := 1; i < len(s.runes); i++ {
				if len(s.runes) <= maxChunk && s.candidate(i) {
					s.splitFeatures(i)
					all = append(all, example{append([]uint32(nil), s.feats...), right[s.at[i]]})
				}
			}
		}
	}
	return all
}

func endExamples(g *Gold, m *Model, p *punkt) []example {
	var all []example
	right := offsets(g.Sentences)
	s := &scratch{}
	for b := newBlocks(g.Text); b.next(); {
		s.reset()
		s.begin(g.Text, b.start, b.end)
		s.firstCut(p)
		s.split(m)
		s.describe(0)
		start := 0
		var open quotes
		for i, t := range s.tokens[:len(s.tokens)-1] {
			open.see(s.text[t.Start:t.End])
			s.endFeatures(i, start, open)
			all = append(all, example{append([]uint32(nil), s.feats...), right[t.End]})
			if right[t.End] {
				start, open = i+1, quotes{}
			}
		}
	}
	return all
}

func offsets(ends []int) map[int]bool {
	m := make(map[int]bool, len(ends))
	for _, e := range ends {
		m[e] = true
	}
	return m
}

// perceptron trains one table.
func perceptron(examples []example, rounds int, seed uint64) table {
	rng := rand.New(rand.NewPCG(seed, 1))
	w, sum := make([]float64, tableSize), make([]float64, tableSize)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	step := 1.0
	const margin = 1.0
	for range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := &examples[k]
			score := 0.0
			for _, f := range e.feats {
				score += w[f&(tableSize-1)]
			}
			y := -1.0
			if e.yes {
				y = 1
			}
			step++
			if y*score > margin {
				continue
			}
			for _, f := range e.feats {
				w[f&(tableSize-1)] += y
				sum[f&(tableSize-1)] += y * step
			}
		}
	}
	for i := range w {
		w[i] -= sum[i] / step
	}
	return quantise(w)
}
