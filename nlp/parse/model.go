package parse

import "slices"

const (
	magic     = "ENTPAR01"
	moveBits  = 20
	moveRows  = 1 << moveBits
	moveWidth = 3
	nameBits  = 16
	nameRows  = 1 << nameBits
)

// Model holds the weights: rows of moves and rows of labels, one for each
// hashed feature.
type Model struct {
	labels []string
	root   uint8 // the label root
	moves  []int8
	names  []int8
}

func (m *Model) width() int { return len(m.labels) }

func (m *Model) find() { m.root = uint8(max(0, slices.Index(m.labels, "root"))) }

func (s *state) word(i int32) word {
	if i == none {
		return word{1, 2, 3, 4}
	}
	return s.words[i]
}

func (s *state) labelOf(i int32) uint32 {
	if i == none {
		return 255
	}
	return uint32(s.label[i])
}

func (s *state) leftOf(i int32) (a, b int32) {
	if i == none {
		return none, none
	}
	return s.lc[i], s.lc2[i]
}

func (s *state) rightOf(i int32) (a, b int32) {
	if i == none {
		return none, none
	}
	return s.rc[i], s.rc2[i]
}

func bucket(d int32) uint32 {
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 7:
		return 5
	case d <= 12:
		return 6
	case d <= 24:
		return 7
	}
	return 8
}

// moveFeatures leaves in s.feats what is known before a move.
func (s *state) moveFeatures() {
	i0, i1, i2 := s.top(0), s.top(1), s.top(2)
	j0, j1, j2 := s.ahead(0), s.ahead(1), s.ahead(2)
	s0, s1, s2, b0, b1, b2 := s.word(i0), s.word(i1), s.word(i2), s.word(j0), s.word(j1), s.word(j2)
	s0l, s0l2 := s.leftOf(i0)
	s0r, s0r2 := s.rightOf(i0)
	s1l, _ := s.leftOf(i1)
	s1r, s1r2 := s.rightOf(i1)
	b0l, b0l2 := s.leftOf(j0)
	ws0l, ws0r, ws1r, wb0l, ws1l := s.word(s0l), s.word(s0r), s.word(s1r), s.word(b0l), s.word(s1l)
	dist, dist1, v0, v1, vb := uint32(0), uint32(0), uint32(0), uint32(0), uint32(0)
	if i0 != none {
		dist, v0 = bucket(j0-i0), uint32(s.nl[i0])<<4|uint32(s.nr[i0])
	}
	if i1 != none {
		dist1, v1 = bucket(i0-i1), uint32(s.nl[i1])<<4|uint32(s.nr[i1])
	}
	vb = uint32(s.nl[j0])
	f := append(s.feats[:0],
		mix(1, s0.id), mix(2, s0.xpos), mix(3, s0.id, s0.xpos), mix(4, s1.id), mix(5, s1.xpos), mix(6, s1.id, s1.xpos),
		mix(7, b0.id), mix(8, b0.xpos), mix(9, b0.id, b0.xpos), mix(10, b1.id), mix(11, b1.xpos), mix(12, b2.xpos), mix(13, s2.xpos), mix(14, b2.id),
		mix(15, s0.id, b0.id), mix(16, s0.xpos, b0.xpos), mix(17, s0.id, b0.xpos), mix(18, s0.xpos, b0.id), mix(19, s0.id, s0.xpos, b0.xpos), mix(20, s0.xpos, b0.id, b0.xpos),
		mix(21, s1.id, s0.id), mix(22, s1.xpos, s0.xpos), mix(23, s1.id, s0.xpos), mix(24, s1.xpos, s0.id),
		mix(25, s1.xpos, b0.xpos), mix(26, s1.id, b0.id), mix(27, s1.id, b0.xpos), mix(28, s1.xpos, b0.id),
		mix(29, s0.xpos, b0.xpos, b1.xpos), mix(30, s1.xpos, s0.xpos, b0.xpos), mix(31, s2.xpos, s1.xpos, s0.xpos), mix(32, b0.xpos, b1.xpos, b2.xpos),
		mix(33, s0.xpos, ws0l.xpos, b0.xpos), mix(34, s0.xpos, ws0r.xpos, b0.xpos), mix(35, s1.xpos, ws1r.xpos, s0.xpos), mix(36, s0.xpos, b0.xpos, wb0l.xpos),
		mix(37, s1.xpos, s0.xpos, ws0r.xpos), mix(38, s1.xpos, s0.xpos, ws0l.xpos), mix(39, s1.xpos, ws1r.xpos, b0.xpos), mix(40, s1.xpos, ws1l.xpos, b0.xpos),
		mix(41, s0.id, v0), mix(42, s0.xpos, v0), mix(43, s1.id, v1), mix(44, s1.xpos, v1), mix(45, b0.id, vb), mix(46, b0.xpos, vb),
		mix(47, s0.xpos, b0.xpos, dist), mix(48, s0.id, dist), mix(49, b0.id, dist), mix(50, s1.xpos, s0.xpos, dist1), mix(51, s1.id, dist1), mix(52, s0.id, dist1),
		mix(53, s0.xpos, s.labelOf(s0l), s.labelOf(s0r)), mix(54, s1.xpos, s.labelOf(s1r), s.labelOf(s1l)), mix(55, b0.xpos, s.labelOf(b0l)),
		mix(56, s0.xpos, s.labelOf(s0l), s.labelOf(s0l2)), mix(57, s0.xpos, s.labelOf(s0r), s.labelOf(s0r2)), mix(58, s1.xpos, s.labelOf(s1r), s.labelOf(s1r2)), mix(59, b0.xpos, s.labelOf(b0l), s.labelOf(b0l2)),
		mix(60, s0.id, s.labelOf(s0r), b0.xpos), mix(61, s1.id, s.labelOf(s1r), s0.xpos), mix(62, ws0r.id, s.labelOf(s0r), b0.xpos),
		mix(63, s0.upos, b0.upos, s1.upos, b1.upos), mix(64, s0.upos, b0.upos, s1.upos, s2.upos), mix(65, s0.upos, b0.upos, b1.upos, b2.upos),
		mix(66, s0.suf, b0.suf), mix(67, s1.suf, s0.suf), mix(68, s1.id, s0.xpos, b0.xpos), mix(69, s1.xpos, s0.xpos, b0.id), mix(70, s1.xpos, s0.id, b0.xpos),
		mix(71, s0.xpos, b0.xpos, b1.id), mix(72, s1.id, s0.id, b0.xpos), mix(73, s1.xpos, s0.id, b0.id), mix(74, s1.id, s0.xpos, b0.id),
		mix(75, s1.upos, s0.upos, b0.upos, s.labelOf(s1r), s.labelOf(s0r)), mix(76, s1.upos, s0.upos, b0.upos, v0, v1),
		mix(77, s1.xpos, s0.xpos, b0.xpos, b1.xpos),
	)
	if j0 > 0 {
		p := s.words[j0-1]
		f = append(f, mix(80, p.xpos, b0.xpos, s0.xpos), mix(81, p.id, b0.xpos))
	}
	s.feats = f
}

// nameFeatures leaves in s.feats what is known of an arc that needs a label.
func (s *state) nameFeatures(head, dep int32) {
	h, d := s.word(head), s.word(dep)
	dir := uint32(0)
	if dep > head {
		dir = 1
	}
	l1, l2 := s.leftOf(dep)
	r1, _ := s.rightOf(dep)
	hl, _ := s.leftOf(head)
	hr, hr2 := s.rightOf(head)
	wl, wl2, wr := s.word(l1), s.word(l2), s.word(r1)
	before, after := s.word(none), s.word(none)
	if dep > 0 {
		before = s.words[dep-1]
	}
	if int(dep) < s.n {
		after = s.words[dep+1]
	}
	dist := bucket(max(head-dep, dep-head))
	s.feats = append(s.feats[:0],
		mix(101, dir), mix(102, h.id, dir), mix(103, h.xpos, dir), mix(104, d.id, dir), mix(105, d.xpos, dir),
		mix(106, h.id, d.id, dir), mix(107, h.xpos, d.xpos, dir), mix(108, h.id, d.xpos, dir), mix(109, h.xpos, d.id, dir),
		mix(110, d.xpos, h.xpos, dist, dir), mix(111, d.id, d.xpos, dist, dir),
		mix(112, d.xpos, wl.id, h.upos), mix(113, d.xpos, wl.xpos, h.xpos, dir), mix(114, d.xpos, wr.xpos, h.xpos, dir), mix(115, d.id, wl.id, dir),
		mix(116, h.xpos, d.xpos, s.labelOf(hl), s.labelOf(hr), dir), mix(117, h.id, s.labelOf(hr), d.xpos, dir), mix(118, h.xpos, s.labelOf(hl), d.xpos, dir),
		mix(119, d.xpos, s.labelOf(l1), s.labelOf(l2), h.upos), mix(120, d.xpos, s.labelOf(r1), h.xpos), mix(121, d.id, s.labelOf(l1), dir),
		mix(122, before.xpos, d.xpos, after.xpos, dir), mix(123, before.id, d.xpos, dir), mix(124, after.id, d.xpos, dir), mix(125, d.xpos, wl2.id, wl.xpos),
		mix(126, h.xpos, d.xpos, s.labelOf(hr), s.labelOf(hr2), dir), mix(127, d.suf, h.upos, dir), mix(128, h.suf, d.upos, dir), mix(129, d.suf, h.suf),
		mix(130, wl.id, h.id, d.upos),
	)
}

func (m *Model) scoreMoves(s *state) {
	var a, b, c int32
	for _, f := range s.feats {
		row := m.moves[(f&(moveRows-1))*moveWidth:][:moveWidth:moveWidth]
		a += int32(row[0])
		b += int32(row[1])
		c += int32(row[2])
	}
	s.moveScores = [moveWidth]int32{a, b, c}
}

// name chooses the label of an arc.
func (m *Model) name(s *state, head, dep int32) uint8 {
	if int(head) == s.n {
		return m.root
	}
	s.nameFeatures(head, dep)
	w := m.width()
	s.scores = slices.Grow(s.scores[:0], w)[:w]
	clear(s.scores)
	for _, f := range s.feats {
		row := m.names[int(f&(nameRows-1))*w:][:w]
		for i, x := range row {
			s.scores[i] += int32(x)
		}
	}
	best := uint8(0)
	for i, x := range s.scores {
		if uint8(i) != m.root && (x > s.scores[best] || best == m.root) {
			best = uint8(i)
		}
	}
	return best
}

// step makes the best move.
func (m *Model) step(s *state) {
	s.moveFeatures()
	m.scoreMoves(s)
	best, most := shift, int32(-1<<31)
	for mv := shift; mv <= right; mv++ {
		if s.allowed(mv) && s.moveScores[mv] > most {
			best, most = mv, s.moveScores[mv]
		}
	}
	m.perform(s, best)
}

func (m *Model) perform(s *state, mv move) {
	label := uint8(0)
	switch mv {
	case left:
		label = m.name(s, s.next, s.top(0))
	case right:
		label = m.name(s, s.top(1), s.top(0))
	}
	s.do(mv, label)
}
