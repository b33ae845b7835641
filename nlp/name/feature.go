package name

// Features appends the features of token i of the sentence at hand: hashes of
// a template's number and of what it saw.
func (e *Encoder) Features(i int, out []uint32) []uint32 {
	k := e.at + i
	ws := e.words[k-pad : k+pad+1]
	w := &ws[pad]
	f := features{out: out}
	f.words(ws, w)
	f.shapes(ws, w)
	f.vectors(ws, w)
	pos := uint32(0)
	if i == 0 {
		pos = 1
	} else if e.words[k-1].kind&mark != 0 && i == 1 {
		pos = 2
	}
	f.add(1, pos<<16|uint32(w.kind))
	if s := e.spans[k]; s.end > 0 && w.kind&shouted == 0 {
		f.run(e, 60, k, int(s.start), int(s.end), 8)
		if s.wideEnd-s.wideStart != s.end-s.start {
			f.run(e, 72, k, int(s.wideStart), int(s.wideEnd), 14)
		}
	}
	f.memory(e, k, w)
	f.gazetteer(e, k)
	f.syntax(e, k, w)
	return f.out
}

type features struct{ out []uint32 }

func (f *features) add(id, v uint32) { f.out = append(f.out, mix(v, id*0x85EBCA6B)) }

func (f *features) pair(id, a, b uint32) { f.add(id, mix(a, b+0x7F4A7C15)) }

func (f *features) words(ws []word, w *word) {
	f.out = append(f.out, 1) // bias
	for j := range ws {
		f.add(uint32(2+j), ws[j].lower)
	}
	f.add(9, w.exact)
	f.pair(10, ws[pad-1].lower, w.lower)
	f.pair(11, w.lower, ws[pad+1].lower)
	f.pair(12, ws[pad-2].lower, ws[pad-1].lower)
	f.pair(13, ws[pad+1].lower, ws[pad+2].lower)
	for j := range 3 {
		f.add(uint32(14+j), w.prefix[j+1])
	}
	for j := range 4 {
		f.add(uint32(18+j), w.suffix[j])
	}
	if w.kind&initial != 0 {
		for _, g := range w.grams {
			if g != 0 {
				f.add(118, g)
			}
		}
	}
	f.add(22, ws[pad-1].suffix[2])
	f.add(23, ws[pad+1].suffix[2])
}

func (f *features) shapes(ws []word, w *word) {
	for j := 1; j < len(ws)-1; j++ {
		f.add(uint32(24+j), ws[j].shape)
	}
	f.pair(30, ws[pad-1].shape, w.shape)
	f.pair(31, w.shape, ws[pad+1].shape)
	f.pair(32, mix(ws[pad-1].shape, w.shape), ws[pad+1].shape)
	f.pair(33, ws[pad-1].lower, w.shape)
	f.pair(34, ws[pad+1].lower, w.shape)
	f.pair(35, w.shape, uint32(w.kind&glued)|uint32(ws[pad+1].kind&glued)<<1)
	f.pair(36, ws[pad-2].lower, mix(ws[pad-1].shape, w.shape))
	f.pair(37, ws[pad+2].lower, mix(ws[pad+1].shape, w.shape))
}

func (f *features) vectors(ws []word, w *word) {
	for j := 1; j < len(ws)-1; j++ {
		f.pair(uint32(38+j), uint32(ws[j].group.Fine), uint32(ws[j].kind&initial))
		f.pair(uint32(44+j), uint32(ws[j].group.Coarse), uint32(ws[j].kind&initial))
	}
	p, c, n := uint32(ws[pad-1].group.Coarse), uint32(w.group.Coarse), uint32(ws[pad+1].group.Coarse)
	f.pair(51, p<<16|c, w.shape)
	f.pair(52, c<<16|n, w.shape)
	f.pair(53, p<<16|c, n)
	f.pair(54, uint32(w.group.Fine), w.shape)
	f.pair(55, uint32(ws[pad-1].group.Fine)<<16|uint32(w.group.Fine), 0)
	f.pair(56, uint32(w.group.Fine)<<16|uint32(ws[pad+1].group.Fine), 0)
	f.pair(57, p, w.suffix[2])
	f.pair(58, n, w.suffix[2])
}

// run adds what is known of the capitalised sequence around word k; longer
// ones than most are headlines.
func (f *features) run(e *Encoder, id uint32, k, start, end, most int) {
	if end-start > most {
		f.add(id, 0)
		return
	}
	length := min(end-start, 4)
	where := uint32(place(k, start, end)<<4 | length)
	first, last := &e.words[start], &e.words[end-1]
	before, after := &e.words[start-1], &e.words[end]
	f.pair(id+1, where, w32(start == e.at))
	f.pair(id+2, last.lower, where)
	f.pair(id+3, uint32(last.group.Fine), where)
	f.pair(id+4, first.lower, where)
	f.pair(id+5, uint32(first.group.Fine), where)
	f.pair(id+6, before.lower, where)
	f.pair(id+7, after.lower, where)
	f.pair(id+8, uint32(before.group.Fine), where)
	f.pair(id+9, uint32(after.group.Fine), where)
	f.pair(id+10, uint32(last.group.Coarse)<<16|uint32(first.group.Coarse), where)
	if id == 60 { // the words beyond those, as in "village of X"
		f.pair(110, e.words[start-2].lower, before.lower)
		f.pair(111, e.words[end+1].lower, after.lower)
		f.pair(112, uint32(e.words[start-2].group.Fine), where)
		f.pair(113, uint32(e.words[end+1].group.Fine), where)
	}
}

func w32(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// memory adds what the rest of the document says of the word.
func (f *features) memory(e *Encoder, k int, w *word) {
	if w.kind&initial == 0 {
		return
	}
	t := e.doc.of(w.lower)
	f.pair(90, w32(t.lower > 0)<<1|w32(t.capital > 1 || t.capital == 1 && k == e.at), uint32(w.kind&(capitals|shouted))<<1|w32(k == e.at))
	if t.acronym > 0 {
		end := int(t.acronym)
		f.add(91, uint32(e.words[end-1].group.Fine))
		f.add(92, 0)
	}
	f.elsewhere(e, t, k)
	if t.length < 2 {
		return
	}
	s := e.spans[t.best]
	if k >= int(s.start) && k < int(s.end) {
		return
	}
	at := uint32(place(int(t.best), int(s.start), int(s.end)))
	mine := e.spans[k]
	alone := w32(mine.end-mine.start < 2)
	f.pair(93, at<<8|uint32(t.length), alone)
	f.pair(94, uint32(e.words[s.start].group.Fine), at<<1|alone)
	f.pair(95, uint32(e.words[s.end-1].group.Fine), at<<1|alone)
	f.pair(96, e.words[s.start-1].lower, at<<1|alone)
	f.pair(97, uint32(e.words[s.start-1].group.Fine), at<<1|alone)
	f.pair(98, e.words[s.end-1].lower, at<<1|alone)
}

// elsewhere adds what stands around other places of the word.
func (f *features) elsewhere(e *Encoder, t *note, k int) {
	for _, o := range t.seen {
		if o == 0 || int(o) == k || e.spans[o].end == 0 {
			continue
		}
		s := e.spans[o]
		alone := w32(s.end-s.start < 2)
		f.pair(114, e.words[s.start-1].lower, alone)
		f.pair(115, e.words[s.end].lower, alone)
		f.pair(116, uint32(e.words[s.start-1].group.Fine), alone)
		f.pair(117, uint32(e.words[s.end].group.Fine), alone)
		if t.seen[0] == t.seen[1] {
			break
		}
	}
}

// gazetteer adds what the gazetteer says of the word and its neighbours.
func (f *features) gazetteer(e *Encoder, k int) {
	for j := -1; j <= 1; j++ {
		for g, n := e.gaz[k+j], uint32(0); g != 0; g, n = g>>1, n+1 {
			if g&1 != 0 {
				f.pair(uint32(101+j), n, 0)
				if j == 0 {
					f.pair(103, n, e.words[k].shape)
				}
			}
		}
	}
}
