package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/entente-kg/entente/nlp/name"
)

// settings of the training.
type settings struct {
	epochs  int
	rate    float64 // step of AdaGrad
	l2      float64
	dropout float64 // share of a token's features that a step leaves out
	cutoff  int     // times that a feature must occur
	keep    int     // features in the model
	seed    uint64
	runs    int
}

// sentence is an encoded sentence: features of token i are
// features[ends[i-1]:ends[i]], as indexes into the weights.
type sentence struct {
	features []int32
	ends     []int32
	allowed  []uint32
	weight   float64
}

// trainer holds the weights while they are learned.
type trainer struct {
	settings
	groups   *name.Groups
	lexicon  *name.Lexicon
	ids      map[uint32]int32
	hashes   []uint32
	w, g     []float32 // weights and sums of squared gradients, tags a feature
	sum      []float32 // of the weights after each epoch of the second half
	sums     int
	next     [tags][tags]float32
	nextG    [tags][tags]float64
	nextSum  [tags][tags]float32
	chain    *chain
	rng      *rand.Rand
	emit     [][tags]float32
	grad     []row
	pairs    [tags][tags]float64
	kept     []int32
	keptEnd  []int32
	anything []uint32
}

// encode turns examples into sentences of feature indexes; features that occur
// fewer than cutoff times are dropped.
func (t *trainer) encode(examples []example, weight map[string]float64) []sentence {
	var raw []sentence
	var hashes []uint32
	count := newCounter()
	for _, ex := range examples {
		e := name.NewEncoder(t.groups, t.lexicon, nil)
		e.Document(ex.doc)
		for si := range ex.doc.Sentences {
			n := e.Sentence(si)
			s := sentence{allowed: ex.allowed[si], weight: 1}
			if x, ok := weight[ex.source]; ok {
				s.weight = x
			}
			start := len(hashes)
			for i := range n {
				hashes = e.Features(i, hashes)
				s.ends = append(s.ends, int32(len(hashes)-start))
			}
			for _, h := range hashes[start:] {
				count.add(h)
			}
			raw = append(raw, s)
		}
	}
	t.ids = make(map[uint32]int32)
	at := 0
	for k := range raw {
		s := &raw[k]
		if len(s.ends) == 0 {
			continue
		}
		all := hashes[at : at+int(s.ends[len(s.ends)-1])]
		at += len(all)
		from := 0
		for i, end := range s.ends {
			for _, h := range all[from:end] {
				if count.of(h) >= t.cutoff {
					s.features = append(s.features, t.id(h))
				}
			}
			from = int(end)
			s.ends[i] = int32(len(s.features))
		}
	}
	return raw
}

func (t *trainer) id(h uint32) int32 {
	id, ok := t.ids[h]
	if !ok {
		id = int32(len(t.hashes))
		t.ids[h] = id
		t.hashes = append(t.hashes, h)
	}
	return id
}

// fit learns the weights, from nothing in each run with another order of the
// sentences. The model is the mean over all runs of the second half of their
// epochs: the goal is convex, so the mean is nearer to the best than each. Runs
// go side by side, and are summed in order.
func (t *trainer) fit(data []sentence, log io.Writer) {
	runs := make([]*trainer, max(t.runs, 1))
	lines := &lockedWriter{w: log}
	var wg sync.WaitGroup
	for i := range runs {
		runs[i] = &trainer{settings: t.settings, hashes: t.hashes}
		wg.Go(func() { runs[i].run(i, data, lines) })
	}
	wg.Wait()
	t.sum = make([]float32, len(t.hashes)*tags)
	for _, r := range runs {
		t.sums += r.sums
		for i, w := range r.sum {
			t.sum[i] += w
		}
		for i := range r.nextSum {
			for j, w := range r.nextSum[i] {
				t.nextSum[i][j] += w
			}
		}
	}
}

// run learns the weights once.
func (t *trainer) run(number int, data []sentence, log io.Writer) {
	t.w, t.g, t.sum = make([]float32, len(t.hashes)*tags), make([]float32, len(t.hashes)*tags), make([]float32, len(t.hashes)*tags)
	t.chain = newChain()
	t.rng = rand.New(rand.NewPCG(t.seed, uint64(number)))
	for epoch := range t.epochs {
		start := time.Now()
		loss := t.epoch(data, t.rate*(1-0.9*float64(epoch)/float64(t.epochs)))
		if 2*epoch >= t.epochs {
			t.average()
		}
		fmt.Fprintf(log, "run %d epoch %d: loss %.4f a token, %.1f s\n", number+1, epoch+1, loss, time.Since(start).Seconds())
	}
	t.w, t.g = nil, nil
}

// lockedWriter lets several runs log.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// epoch goes through the data once, in random order, and returns the loss a
// token.
func (t *trainer) epoch(data []sentence, rate float64) float64 {
	loss, n := 0.0, 0
	for _, k := range t.rng.Perm(len(data)) {
		if len(data[k].ends) > 0 {
			loss += t.step(&data[k], rate)
			n += len(data[k].ends)
		}
	}
	return loss / float64(max(n, 1))
}

// average takes the weights into the mean.
func (t *trainer) average() {
	t.sums++
	for i, w := range t.w {
		t.sum[i] += w
	}
	for i := range t.next {
		for j, w := range t.next[i] {
			t.nextSum[i][j] += w
		}
	}
}

// step takes one sentence: the gradient is the difference of the expected
// counts under all tag sequences and under those that the annotation allows.
func (t *trainer) step(s *sentence, rate float64) float64 {
	n := len(s.ends)
	t.sample(s)
	for len(t.emit) < n {
		t.emit = append(t.emit, [tags]float32{})
		t.grad = append(t.grad, row{})
	}
	from := int32(0)
	for i, end := range t.keptEnd {
		e := &t.emit[i]
		*e = [tags]float32{}
		for _, f := range t.kept[from:end] {
			w := t.w[int(f)*tags : int(f)*tags+tags]
			for y, v := range w {
				e[y] += v
			}
		}
		t.grad[i] = row{}
		from = end
	}
	t.pairs = [tags][tags]float64{}
	t.chain.setTransitions(&t.next)
	t.chain.setEmissions(t.emit[:n])
	gold, ok := t.chain.sum(s.allowed, -1, t.grad, &t.pairs)
	if !ok {
		return 0
	}
	all, _ := t.chain.sum(t.free(n), 1, t.grad, &t.pairs)
	t.update(s.weight, rate)
	return all - gold
}

// free is a list of n sets that allow every tag.
func (t *trainer) free(n int) []uint32 {
	for len(t.anything) < n {
		t.anything = append(t.anything, anyTag)
	}
	return t.anything[:n]
}

// sample copies the features of the sentence, short of those dropped.
func (t *trainer) sample(s *sentence) {
	t.kept, t.keptEnd = t.kept[:0], t.keptEnd[:0]
	most := uint32(t.dropout * math.MaxUint32)
	from := int32(0)
	for _, end := range s.ends {
		for _, f := range s.features[from:end] {
			if most == 0 || t.rng.Uint32() >= most {
				t.kept = append(t.kept, f)
			}
		}
		t.keptEnd = append(t.keptEnd, int32(len(t.kept)))
		from = end
	}
}

// update takes a step of AdaGrad.
func (t *trainer) update(weight, rate float64) {
	from := int32(0)
	for i, end := range t.keptEnd {
		var ys [tags]int
		n := 0
		for y, d := range t.grad[i] {
			if math.Abs(d) > 1e-3 {
				ys[n] = y
				n++
			}
		}
		for _, f := range t.kept[from:end] {
			base := int(f) * tags
			for _, y := range ys[:n] {
				w := &t.w[base+y]
				d := float32(t.grad[i][y]*weight) + float32(t.l2)**w
				t.g[base+y] += d * d
				*w -= float32(rate) * d / (float32(math.Sqrt(float64(t.g[base+y]))) + 1e-6)
			}
		}
		from = end
	}
	t.chain.each(func(a, b int) {
		if d := t.pairs[a][b] * weight; d != 0 {
			t.nextG[a][b] += d * d
			t.next[a][b] -= float32(rate * d / (math.Sqrt(t.nextG[a][b]) + 1e-6))
		}
	})
}

// weights returns the model, short of the features that matter least.
func (t *trainer) weights() *name.Weights {
	type strong struct {
		id   int32
		most float32
	}
	w := slices.Clone(t.sum)
	for i := range w {
		w[i] /= float32(t.sums)
	}
	all := make([]strong, len(t.hashes))
	for i := range all {
		all[i].id = int32(i)
		for _, v := range w[i*tags : (i+1)*tags] {
			all[i].most = max(all[i].most, max(v, -v))
		}
	}
	slices.SortFunc(all, func(a, b strong) int {
		if c := cmp.Compare(b.most, a.most); c != 0 {
			return c
		}
		return cmp.Compare(t.hashes[a.id], t.hashes[b.id])
	})
	next := t.nextSum
	for i := range next {
		for j := range next[i] {
			next[i][j] /= float32(t.sums)
		}
	}
	out := &name.Weights{Groups: t.groups, Lexicon: t.lexicon, Next: next, Rows: map[uint32][tags]float32{}}
	for _, s := range all[:min(t.keep, len(all))] {
		if s.most < 1e-3 || t.hashes[s.id] == 0 {
			continue
		}
		var r [tags]float32
		copy(r[:], w[int(s.id)*tags:])
		out.Rows[t.hashes[s.id]] = r
	}
	return out
}

// counter counts 32-bit keys.
type counter struct {
	keys   []uint32
	counts []uint8
}

func newCounter() *counter {
	return &counter{keys: make([]uint32, 1<<24), counts: make([]uint8, 1<<24)}
}

func (c *counter) slot(k uint32) uint32 {
	i := mixKey(k) & (1<<24 - 1)
	for c.counts[i] != 0 && c.keys[i] != k {
		i = (i + 1) & (1<<24 - 1)
	}
	return i
}

func (c *counter) add(k uint32) {
	i := c.slot(k)
	c.keys[i] = k
	if c.counts[i] < 255 {
		c.counts[i]++
	}
}

func (c *counter) of(k uint32) int { return int(c.counts[c.slot(k)]) }

func mixKey(k uint32) uint32 {
	k *= 0x9E3779B1
	return k ^ k>>15
}
