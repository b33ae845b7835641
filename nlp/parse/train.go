package parse

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Gold is a word with its tags, its head (-1 for the root) and its relation.
type Gold struct {
	Form, UPOS, XPOS string
	Head             int
	Deprel           string
}

// Train learns a model. The same gold, rounds and seed give the same model.
func Train(gold [][]Gold, rounds int, seed uint64) *Model {
	t := newTrainer(gold)
	rng := rand.New(rand.NewPCG(seed, 3))
	order := make([]int, len(gold))
	for i := range order {
		order[i] = i
	}
	for round := range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			t.sentence(gold[k], round > 0, rng)
		}
	}
	return t.model()
}

// trainer holds weights with the sums that averaging needs.
type trainer struct {
	m              *Model
	index          map[string]uint8
	moves, names   []float32
	movesS, namesS []float64
	at             float64
	st             state
}

func newTrainer(gold [][]Gold) *trainer {
	count := map[string]int{}
	for _, s := range gold {
		for _, g := range s {
			count[g.Deprel]++
		}
	}
	labels := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	t := &trainer{m: &Model{labels: labels}, index: map[string]uint8{}, at: 1}
	for i, l := range labels {
		t.index[l] = uint8(i)
	}
	t.m.find()
	t.moves, t.movesS = make([]float32, moveRows*moveWidth), make([]float64, moveRows*moveWidth)
	t.names, t.namesS = make([]float32, nameRows*len(labels)), make([]float64, nameRows*len(labels))
	return t
}

// sentence learns from one tree. With explore set it follows its own choices.
func (t *trainer) sentence(gold []Gold, explore bool, rng *rand.Rand) {
	s := &t.st
	s.begin(len(gold))
	head := make([]int32, len(gold)+1)
	for i, g := range gold {
		s.words[i] = describe(g.Form, g.UPOS, g.XPOS)
		head[i] = int32(g.Head)
		if g.Head < 0 {
			head[i] = int32(len(gold))
		}
	}
	head[len(gold)] = none
	for !s.done() {
		t.at++
		costs := s.costs(head)
		s.moveFeatures()
		var score [moveWidth]float32
		for _, f := range s.feats {
			row := t.moves[(f&(moveRows-1))*moveWidth:][:moveWidth]
			for i, x := range row {
				score[i] += x
			}
		}
		least := math.MaxInt
		for mv := shift; mv <= right; mv++ {
			if s.allowed(mv) {
				least = min(least, costs[mv])
			}
		}
		best, good, bad := shift, shift, shift
		hi, hg, hb := float32(math.Inf(-1)), float32(math.Inf(-1)), float32(math.Inf(-1))
		for mv := shift; mv <= right; mv++ {
			if !s.allowed(mv) {
				continue
			}
			if score[mv] > hi {
				best, hi = mv, score[mv]
			}
			if costs[mv] == least && score[mv] > hg {
				good, hg = mv, score[mv]
			} else if costs[mv] > least && score[mv] > hb {
				bad, hb = mv, score[mv]
			}
		}
		if !math.IsInf(float64(hb), -1) && hg < hb+1 {
			for _, f := range s.feats {
				row := int(f&(moveRows-1)) * moveWidth
				t.add(t.moves, t.movesS, row+int(good), 1)
				t.add(t.moves, t.movesS, row+int(bad), -1)
			}
		}
		choice := good
		if explore && rng.Float32() < 0.9 {
			choice = best
		}
		t.perform(s, choice, gold, head)
	}
}

func (t *trainer) add(w []float32, sum []float64, i int, by float32) {
	w[i] += by
	sum[i] += float64(by) * t.at
}

// perform makes a move and learns the label of its arc if the arc is right.
func (t *trainer) perform(s *state, mv move, gold []Gold, goldHead []int32) {
	if mv == shift {
		s.do(mv, 0)
		return
	}
	dep, head := s.top(0), s.next
	if mv == right {
		head = s.top(1)
	}
	if int(head) == s.n {
		s.do(mv, t.m.root)
		return
	}
	s.nameFeatures(head, dep)
	w := t.m.width()
	s.floats = slices.Grow(s.floats[:0], w)[:w]
	clear(s.floats)
	for _, f := range s.feats {
		for i, x := range t.names[int(f&(nameRows-1))*w:][:w] {
			s.floats[i] += x
		}
	}
	truth := t.index[gold[dep].Deprel]
	best, rival := 0, -1
	for i, x := range s.floats {
		if uint8(i) == t.m.root {
			continue
		}
		if x > s.floats[best] {
			best = i
		}
		if uint8(i) != truth && (rival < 0 || x > s.floats[rival]) {
			rival = i
		}
	}
	label := uint8(best)
	if goldHead[dep] == head && truth != t.m.root {
		if s.floats[truth] < s.floats[rival]+1 {
			for _, f := range s.feats {
				row := int(f&(nameRows-1)) * w
				t.add(t.names, t.namesS, row+int(truth), 1)
				t.add(t.names, t.namesS, row+rival, -1)
			}
		}
	}
	s.do(mv, label)
}

// costs counts the gold arcs that each move makes impossible.
func (s *state) costs(head []int32) [moveWidth]int {
	var c [moveWidth]int
	top, below := s.top(0), s.top(1)
	b := s.next
	for i, d := range s.stack {
		if i < len(s.stack)-1 && head[b] == d {
			c[shift]++
		}
		if head[d] == b {
			c[shift]++
		}
	}
	if top != none {
		for d := int(b); d < s.n; d++ {
			if head[d] == top {
				c[left]++
				c[right]++
			}
		}
		h := head[top]
		if h == below && below != none || h > b {
			c[left]++
		}
		if h >= b {
			c[right]++
		}
	}
	return c
}

func (t *trainer) model() *Model {
	t.m.moves = average(t.moves, t.movesS, t.at)
	t.m.names = average(t.names, t.namesS, t.at)
	return t.m
}

// average takes the mean of all states of the weights and quantises it; what
// is beyond four standard deviations is cut off.
func average(w []float32, sum []float64, at float64) []int8 {
	square, n := 0.0, 0
	for i := range w {
		w[i] -= float32(sum[i] / at)
		if w[i] != 0 {
			square += float64(w[i]) * float64(w[i])
			n++
		}
	}
	scale := 127 / (8*math.Sqrt(square/float64(max(n, 1))) + 1e-9)
	out := make([]int8, len(w))
	for i, x := range w {
		out[i] = int8(math.Round(max(-127, min(127, float64(x)*scale))))
	}
	return out
}
