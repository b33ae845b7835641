package name

// memory is what a document says elsewhere about its words.
type memory struct {
	slots []uint32 // open addressing: index into notes plus one, 0 is free
	notes []note
}

// note is what is known of one lower-case word.
type note struct {
	key     uint32
	lower   uint16   // times in lower case
	capital uint16   // times with a capital, not at the start of a sentence
	best    int32    // a word of the longest capitalised run with it
	length  int32    // of that run
	seen    [2]int32 // the first and the last place with a capital; 0 none
	acronym int32    // a run of which the initials spell the word, end of it; 0 none
}

func (m *memory) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	if size <= cap(m.slots) {
		m.slots = m.slots[:size]
		clear(m.slots)
	} else {
		m.slots = make([]uint32, size)
	}
	m.notes = m.notes[:0]
}

// of returns the note of a word, a new one if there is none.
func (m *memory) of(key uint32) *note {
	mask := uint32(len(m.slots) - 1)
	i := key & mask
	for ; m.slots[i] != 0; i = (i + 1) & mask {
		if n := &m.notes[m.slots[i]-1]; n.key == key {
			return n
		}
	}
	m.notes = append(m.notes, note{key: key})
	m.slots[i] = uint32(len(m.notes))
	return &m.notes[len(m.notes)-1]
}

// read goes through the words of the document.
func (m *memory) read(e *Encoder) {
	m.reset(len(e.words))
	for si := range e.first {
		n := e.Sentence(si)
		for i := e.at; i < e.at+n; i++ {
			w := &e.words[i]
			switch {
			case w.kind&allLower != 0:
				m.of(w.lower).lower++
			case w.kind&(initial|shouted) == initial && i > e.at:
				t := m.of(w.lower)
				t.capital++
				if t.seen[0] == 0 {
					t.seen[0] = int32(i)
				}
				t.seen[1] = int32(i)
				if s := e.spans[i]; s.end-s.start > t.length && s.end-s.start <= 6 {
					t.best, t.length = int32(i), s.end-s.start
				}
			}
		}
	}
	m.spell(e)
}

// spell notes acronyms that a document spells out.
func (m *memory) spell(e *Encoder) {
	for i := 0; i < len(e.words); {
		s := e.spans[min(i, len(e.spans)-1)]
		if s.wideEnd == 0 || int(s.wideStart) != i || e.words[i].kind&shouted != 0 {
			i++
			continue
		}
		if n := s.wideEnd - s.wideStart; n >= 2 && n <= 12 {
			m.initials(e, int(s.wideStart), int(s.wideEnd))
		}
		i = int(s.wideEnd)
	}
}

// initials notes what the first letters of the words from start to end spell:
// those of the capitalised ones.
func (m *memory) initials(e *Encoder, start, end int) {
	h, n := uint32(fnvOffset), 0
	for i := start; i < end; i++ {
		if w := &e.words[i]; w.kind&initial != 0 {
			h = (h ^ uint32(w.head)) * fnvPrime
			n++
		}
	}
	if n < 2 {
		return
	}
	t := m.of(h)
	t.acronym = int32(end)
}
