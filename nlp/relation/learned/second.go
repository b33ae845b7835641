package learned

import "sync"

// Second reads sentences once more, better and slower than the network; see
// package reader. It serves one goroutine.
type Second interface {
	// Read reads sentences of a text: seen[i] is what inputs[i] was made of.
	Read(seen []*Sentence, inputs []*Input) error
	// Has reports whether the i-th of them could be read.
	Has(i int) bool
	// Logit is the logarithm of the odds that the i-th tells a legal label of a
	// pair.
	Logit(i, pair, label int) float32
	// Trigger is the token that most tells of it.
	Trigger(i, pair, label int) int
}

// unread is what a Logit is at least.
const unread = -6

// lead is what a pattern's finding is worth, in a Logit, against rivals.
const lead = 2.5

// seconds are those that nobody uses at the moment.
type seconds struct {
	open func() (Second, error)
	idle sync.Pool
}

// SetReader has sentences read once more by what open opens, once for each
// goroutine at work. nil ends that.
func (m *Model) SetReader(open func() (Second, error)) {
	m.seconds = nil
	if open != nil {
		m.seconds = &seconds{open: open}
	}
}

// readAgain reads the sentences whose numbers are listed, and adds to best what
// the Second says.
func (m *Model) readAgain(best map[Dyad]Opinion, inputs []*Input, list []int, dyad func(sentence, pair, label int) Dyad) (err error) {
	s, ok := m.seconds.idle.Get().(Second)
	if !ok {
		if s, err = m.seconds.open(); err != nil {
			return err
		}
	}
	defer m.seconds.idle.Put(s)
	seen, chosen := make([]*Sentence, len(list)), make([]*Input, len(list))
	for i, k := range list {
		seen[i], chosen[i] = inputs[k].seen, inputs[k]
	}
	if err := s.Read(seen, chosen); err != nil {
		return err
	}
	for i, k := range list {
		if !s.Has(i) {
			continue
		}
		for pair := range chosen[i].pairs {
			for label := range m.Labels {
				if chosen[i].pairs[pair].legal>>label&1 == 0 {
					continue
				}
				logit := float64(s.Logit(i, pair, label))
				x := dyad(k, pair, label)
				o, known := best[x]
				if !known {
					if logit <= floor {
						continue
					}
					o = Opinion{Dyad: x, Logit: unread}
				}
				if !o.Read || logit > o.Logit {
					surer := logit > floor && (!o.Scored || logit > o.Score)
					o.Read, o.Logit = true, max(logit, unread)
					if surer {
						o.Sentence, o.Pair, o.Trigger = k, pair, s.Trigger(i, pair, label)
					}
					best[x] = o
				}
			}
		}
	}
	return nil
}

// front are the two best of those that compete for one thing.
type front struct {
	first, second float64
	who           int // number of the first
}

// ahead is the best but that of who, none where there is no other.
func (f *front) ahead(who int) float64 {
	if f.who == who {
		return f.second
	}
	return f.first
}

// none is less than any Logit.
const none = -1e9

func meet[K comparable](all map[K]*front, k K, who int, v float64) {
	switch f := all[k]; {
	case f == nil:
		all[k] = &front{v, none, who}
	case v > f.first:
		f.first, f.second, f.who = v, f.first, who
	default:
		f.second = max(f.second, v)
	}
}

// compete fills in how far each dyad is behind the best other one of its text:
// of the same actor, of the same recipient, of another label of the pair, of
// the pair turned round.
func (m *Model) compete(all []Opinion) {
	actors, recipients, pairs := map[Dyad]*front{}, map[Dyad]*front{}, map[[2]string]*front{}
	strength := make(map[Dyad]float64, len(all))
	for i := range all {
		o := &all[i]
		v := o.Logit
		if o.Rule > 0 {
			v += lead
		}
		strength[o.Dyad] = v
		meet(actors, Dyad{Label: o.Label, A: o.A}, i, v)
		meet(recipients, Dyad{Label: o.Label, B: o.B}, i, v)
		meet(pairs, [2]string{o.A, o.B}, i, v)
	}
	for i := range all {
		o := &all[i]
		v := strength[o.Dyad]
		for k, f := range []*front{actors[Dyad{Label: o.Label, A: o.A}], recipients[Dyad{Label: o.Label, B: o.B}], pairs[[2]string{o.A, o.B}]} {
			if other := f.ahead(i); other > none {
				o.behind[k] = min(0, v-other)
			}
		}
		if turned, ok := strength[Dyad{o.Label, o.B, o.A}]; ok && !m.symmetric[o.Label] {
			o.behind[3] = min(0, v-turned)
		}
	}
}
