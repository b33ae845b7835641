package tag

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Gold is a word with its right tags, for training.
type Gold struct{ Form, UPOS, XPOS, Feats, Lemma string }

// Training says how to train; the zero value stands for sensible settings.
type Training struct {
	Rounds int // passes over the data; 0 means 8
	// Known is how often a word must be seen to have only the tags that were
	// seen with it; 0 means 5. Less is faster.
	Known int
	Seed  uint64
}

// Train learns a model. The same gold and settings give the same model.
func Train(gold [][]Gold, o Training) *Model {
	o.Rounds, o.Known = cmp.Or(o.Rounds, 8), cmp.Or(o.Known, 5)
	m := &Model{}
	index := m.inventory(gold, o.Known)
	tags := make([][]uint8, len(gold))
	for i, s := range gold {
		for _, g := range s {
			tags[i] = append(tags[i], index[g.UPOS+"\t"+g.XPOS])
		}
	}
	m.w = m.perceptron(gold, tags, o.Rounds, o.Seed)
	m.trainFeats(gold, tags)
	return m
}

// inventory fills the lists of tags and the dictionary.
func (m *Model) inventory(gold [][]Gold, known int) map[string]uint8 {
	count := map[string]int{}
	types := map[string]map[string]bool{}
	words := map[string]map[string]int{}
	for _, s := range gold {
		for _, g := range s {
			t := g.UPOS + "\t" + g.XPOS
			low := straight(strings.ToLower(g.Form))
			count[t]++
			if types[t] == nil {
				types[t] = map[string]bool{}
			}
			types[t][low] = true
			if words[low] == nil {
				words[low] = map[string]int{}
			}
			words[low][t]++
		}
	}
	index := map[string]uint8{}
	for i, t := range slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	}) {
		index[t] = uint8(i)
		u, x, _ := strings.Cut(t, "\t")
		m.upos, m.xpos = append(m.upos, u), append(m.xpos, x)
		if len(types[t]) >= 25 {
			m.open = append(m.open, uint8(i))
		}
	}
	m.dict = map[string][]uint8{}
	for w, tags := range words {
		total := 0
		for _, n := range tags {
			total += n
		}
		if total < known {
			continue
		}
		var keep []uint8
		for t, n := range tags {
			if n*500 >= total {
				keep = append(keep, index[t])
			}
		}
		slices.Sort(keep)
		m.dict[w] = keep
	}
	return index
}

func (m *Model) perceptron(gold [][]Gold, right [][]uint8, rounds int, seed uint64) []int8 {
	rng := rand.New(rand.NewPCG(seed, 2))
	w, sum := make([]float32, tableSize), make([]float64, tableSize)
	order := make([]int, len(gold))
	for i := range order {
		order[i] = i
	}
	step := 1.0
	sc := &scratch{}
	for range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			sc.words = sc.words[:0]
			for i, g := range gold[k] {
				sc.words = append(sc.words, describe(g.Form, i == 0))
			}
			sc.tags = make([]uint8, len(sc.words))
			for i := range sc.words {
				step++
				allowed := m.allowed(&sc.words[i])
				truth := right[k][i]
				if len(allowed) == 1 {
					sc.tags[i] = allowed[0]
					continue
				}
				sc.features(i)
				best, most, mine := uint8(255), float32(math.Inf(-1)), float32(0)
				second, next := uint8(255), float32(math.Inf(-1))
				for _, t := range allowed {
					var s float32
					for _, f := range sc.feats {
						s += w[slot(f, t)]
					}
					if t == truth {
						mine = s
					} else if s > next {
						second, next = t, s
					}
					if s > most {
						best, most = t, s
					}
				}
				sc.tags[i] = best
				if second == 255 || mine > next+1 || !slices.Contains(allowed, truth) {
					continue
				}
				for _, f := range sc.feats {
					a, b := slot(f, truth), slot(f, second)
					w[a]++
					sum[a] += step
					w[b]--
					sum[b] -= step
				}
			}
		}
	}
	most := 0.0
	for i := range w {
		sum[i] = float64(w[i]) - sum[i]/step
		most = max(most, math.Abs(sum[i]))
	}
	out := make([]int8, tableSize)
	for i, x := range sum {
		out[i] = int8(math.Round(max(-127, min(127, x*127/most*2))))
	}
	return out
}

// trainFeats learns which features go with a tag and a word.
func (m *Model) trainFeats(gold [][]Gold, tags [][]uint8) {
	byTag := make([]map[string]int, len(m.upos))
	byWord := map[string]map[string]int{}
	for i, s := range gold {
		for j, g := range s {
			t := tags[i][j]
			if byTag[t] == nil {
				byTag[t] = map[string]int{}
			}
			byTag[t][g.Feats]++
			k := straight(strings.ToLower(g.Form)) + "\t" + string([]byte{t})
			if byWord[k] == nil {
				byWord[k] = map[string]int{}
			}
			byWord[k][g.Feats]++
		}
	}
	index := map[string]uint16{}
	name := func(f string) uint16 {
		if i, ok := index[f]; ok {
			return i
		}
		index[f] = uint16(len(m.feats.names))
		m.feats.names = append(m.feats.names, f)
		return index[f]
	}
	m.feats.byTag = make([]uint16, len(byTag))
	for t, c := range byTag {
		f, _ := pick(c, cmp.Compare[string])
		m.feats.byTag[t] = name(f)
	}
	m.feats.byWord = map[string]uint16{}
	for _, k := range slices.Sorted(maps.Keys(byWord)) {
		f, _ := pick(byWord[k], cmp.Compare[string])
		t := k[len(k)-1]
		if i := name(f); i != m.feats.byTag[t] && len(k) < 50 {
			m.feats.byWord[k] = i
		}
	}
}
