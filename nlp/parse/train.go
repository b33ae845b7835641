package parse

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Gold is a word with its right analysis, for training, and the tags that the
// tagger gives it without having seen the sentence.
type Gold struct {
	Form                 string
	UPOS, XPOS, Feats    string
	Head                 int // -1 for the root
	Deprel               string
	GuessUPOS, GuessXPOS string
	Bank                 int // number of the treebank, below 4
}

// Training says how to train; the zero value stands for sensible settings.
type Training struct {
	Rounds int     // passes over the data; 0 means 24
	Hidden int     // units of one direction of a layer; 0 means 128
	Batch  int     // tokens in a step; 0 means 400
	Rate   float64 // of Adam at the start; 0 means 0.002
	Drop   float64 // share of units dropped; 0 means 0.33
	Seed   uint64
	Log    io.Writer                 // progress, nil for none
	Each   func(round int, net *Net) // called after each round, nil for nothing
}

// shards is how many parts of a step are worked on at the same time. It is
// fixed, so that sums are made in the same order on every machine.
const shards = 2

// Train learns a network. The same gold and settings give the same network on
// machines with the same instructions.
func Train(gold [][]Gold, vectors *Vectors, o Training) *Net {
	o.Rounds, o.Hidden, o.Batch = cmp.Or(o.Rounds, 24), cmp.Or(o.Hidden, 128), cmp.Or(o.Batch, 400)
	o.Rate, o.Drop = cmp.Or(o.Rate, 0.002), cmp.Or(o.Drop, 0.33)
	if o.Log == nil {
		o.Log = io.Discard
	}
	net, counts := blank(gold, vectors, o)
	gold = append(gold, headlines(gold)...)
	t := newTrainer(net, gold, counts, o)
	rng := rand.New(rand.NewPCG(o.Seed, 5))
	order := make([]int, len(gold))
	total := 0
	for i := range order {
		order[i] = i
		total += len(gold[i])
	}
	steps := float64(o.Rounds) * float64(total) / float64(o.Batch)
	for round := range o.Rounds {
		start := time.Now()
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := [4]float64{}
		for from := 0; from < len(order); {
			to, tokens := from, 0
			for to < len(order) && tokens < o.Batch {
				tokens += len(gold[order[to]])
				to++
			}
			done := float64(t.step) / steps
			rate := o.Rate * (1 - 0.98*min(1, done))
			if t.step < 200 {
				rate *= float64(t.step+1) / 200
			}
			l := t.learn(order[from:to], tokens, rate)
			for i := range l {
				loss[i] += l[i] * float64(tokens) / float64(total)
			}
			from = to
		}
		fmt.Fprintf(o.Log, "round %d: tags %.4f feats %.4f heads %.4f labels %.4f, %v\n", round+1, loss[0], loss[1], loss[2], loss[3], time.Since(start).Round(time.Second))
		if o.Each != nil {
			o.Each(round+1, net)
		}
	}
	return net
}

// blank makes the network with its lists and random numbers.
func blank(gold [][]Gold, vectors *Vectors, o Training) (*Net, []int) {
	tags, feats, labels, words := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range gold {
		for _, g := range s {
			tags[g.UPOS+"\t"+g.XPOS]++
			feats[g.Feats]++
			labels[g.Deprel]++
			words[normal(g.Form)]++
		}
	}
	net := &Net{hidden: o.Hidden}
	net.vectors = vectors
	net.tags, net.feats, net.labels = frequent(tags, 2), frequent(feats, 5), frequent(labels, 1)
	counts := []int{0}
	known := frequent(words, 2)
	for _, w := range known {
		counts = append(counts, words[w])
	}
	net.index(known)
	net.shapes()
	rng := rand.New(rand.NewPCG(o.Seed, 4))
	for i := range net.p {
		p := &net.p[i]
		p.w = make([]float32, p.rows*p.cols)
		scale := math.Sqrt(6 / float64(p.rows+p.cols))
		switch i {
		case pWord, pTag, pRoot:
			scale = 0.1
		case pAffix:
			scale = 0.05
		}
		if p.rows == 1 && i != pRoot {
			continue
		}
		for j := range p.w {
			p.w[j] = float32((rng.Float64()*2 - 1) * scale)
		}
	}
	for l := range layers { // gates forget little at first
		for dir := range 2 {
			b := net.p[pInput(l, dir)+2].w
			for j := range o.Hidden {
				b[o.Hidden+j] = 0.5
			}
		}
	}
	return net, counts
}

// headlines gives some of the sentences in capitals, and some with a capital
// letter on each longer word, without guessed tags.
func headlines(gold [][]Gold) [][]Gold {
	var all [][]Gold
	for i, s := range gold {
		if i%10 != 3 || len(s) < 4 {
			continue
		}
		c := slices.Clone(s)
		for j := range c {
			g := &c[j]
			g.GuessUPOS, g.GuessXPOS = "", ""
			switch {
			case i%20 == 3:
				g.Form = strings.ToUpper(g.Form)
			case len(g.Form) > 3 || g.UPOS == "NOUN" || g.UPOS == "VERB":
				r, n := utf8.DecodeRuneInString(g.Form)
				g.Form = string(unicode.ToUpper(r)) + g.Form[n:]
			}
		}
		all = append(all, c)
	}
	return all
}

// frequent lists the keys seen at least least times, the most frequent first.
func frequent(count map[string]int, least int) []string {
	keys := slices.DeleteFunc(slices.Collect(maps.Keys(count)), func(k string) bool { return count[k] < least })
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	return keys
}

// example is a sentence as numbers.
type example struct {
	in               []input
	tag, feat, label []int32 // -1: not in the lists
	head             []int32 // n for the root
}

// trainer holds the state of Adam and what all steps share.
type trainer struct {
	net      *Net
	o        Training
	examples []example
	counts   []int // of the words
	step     int
	m, v     [pCount][]float32
	back     [pCount][]float32 // transposed weights
	workers  [shards]*worker
}

func newTrainer(net *Net, gold [][]Gold, counts []int, o Training) *trainer {
	t := &trainer{net: net, o: o, counts: counts}
	index := func(list []string) map[string]int32 {
		m := map[string]int32{}
		for i, s := range list {
			m[s] = int32(i)
		}
		return m
	}
	tags, feats, labels := index(net.tags), index(net.feats), index(net.labels)
	get := func(m map[string]int32, k string) int32 {
		if i, ok := m[k]; ok {
			return i
		}
		return -1
	}
	for _, s := range gold {
		var e example
		for _, g := range s {
			in := net.describe(g.Form, g.GuessUPOS, g.GuessXPOS)
			in.bank = int32(g.Bank)
			e.in = append(e.in, in)
			e.tag = append(e.tag, get(tags, g.UPOS+"\t"+g.XPOS))
			e.feat = append(e.feat, get(feats, g.Feats))
			e.label = append(e.label, get(labels, g.Deprel))
			h := int32(g.Head)
			if h < 0 {
				h = int32(len(s))
			}
			e.head = append(e.head, h)
		}
		t.examples = append(t.examples, e)
	}
	for i := range net.p {
		t.m[i], t.v[i] = make([]float32, len(net.p[i].w)), make([]float32, len(net.p[i].w))
		if net.p[i].rows > 1 && i != pWord && i != pAffix && i != pTag {
			t.back[i] = make([]float32, len(net.p[i].w))
		}
	}
	for i := range t.workers {
		t.workers[i] = newWorker(t)
	}
	return t
}

// learn makes one step on the sentences and returns the mean losses.
func (t *trainer) learn(batch []int, tokens int, rate float64) [4]float64 {
	t.transpose()
	var wg sync.WaitGroup
	for k, w := range t.workers {
		w.rng = rand.New(rand.NewPCG(t.o.Seed^uint64(k+1)<<32, uint64(t.step)))
		wg.Go(func() {
			w.clear()
			var es []*example
			for i := k; i < len(batch); i += shards {
				es = append(es, &t.examples[batch[i]])
			}
			if len(es) == 0 {
				return
			}
			slices.SortStableFunc(es, func(a, b *example) int { return len(b.in) - len(a.in) })
			w.sentences(es, float32(1/float64(tokens)))
		})
	}
	wg.Wait()
	var loss [4]float64
	for _, w := range t.workers {
		for i := range loss {
			loss[i] += w.loss[i]
		}
	}
	t.step++
	t.adam(rate)
	return loss
}

func (t *trainer) transpose() {
	for i, b := range t.back {
		if b != nil {
			p := &t.net.p[i]
			transpose(b, p.w, p.rows, p.cols, p.rows)
		}
	}
}

// adam moves the weights. Of the tables only the rows that were used move.
func (t *trainer) adam(rate float64) {
	first := t.workers[0]
	norm := 0.0
	for i := range first.g {
		for _, w := range t.workers[1:] {
			if i == pWord || i == pAffix {
				for row := range w.touched[i] {
					if w.touched[i][row] {
						first.touched[i][row] = true
						add(first.row(i, row), w.row(i, row))
					}
				}
				continue
			}
			add(first.g[i], w.g[i])
		}
		for _, x := range first.g[i] {
			norm += float64(x) * float64(x)
		}
	}
	clip := float32(1)
	if norm = math.Sqrt(norm); norm > 5 {
		clip = float32(5 / norm)
	}
	const b1, b2 = 0.9, 0.98
	bias1, bias2 := 1-math.Pow(b1, float64(t.step)), 1-math.Pow(b2, float64(t.step))
	r := float32(rate * math.Sqrt(bias2) / bias1)
	update := func(w, g, m, v []float32) {
		for j, x := range g {
			x *= clip
			m[j] = b1*m[j] + (1-b1)*x
			v[j] = b2*v[j] + (1-b2)*x*x
			w[j] -= r * m[j] / (float32(math.Sqrt(float64(v[j]))) + 1e-8)
		}
	}
	var wg sync.WaitGroup
	work := func(odd int) {
		for i := range first.g {
			p := &t.net.p[i]
			if i == pWord || i == pAffix {
				for row, used := range first.touched[i] {
					if used && row%shards == odd {
						a, b := row*p.cols, (row+1)*p.cols
						update(p.w[a:b], first.g[i][a:b], t.m[i][a:b], t.v[i][a:b])
					}
				}
				continue
			}
			half := len(p.w) / 2
			a, b := 0, half
			if odd == 1 {
				a, b = half, len(p.w)
			}
			update(p.w[a:b], first.g[i][a:b], t.m[i][a:b], t.v[i][a:b])
		}
	}
	wg.Go(func() { work(0) })
	wg.Go(func() { work(1) })
	wg.Wait()
	clear(t.net.p[pWord].w[:dimWord]) // the unknown word stays zero
}

func add(a, b []float32) {
	for i, x := range b {
		a[i] += x
	}
}
