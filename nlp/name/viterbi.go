package name

// lattice is the scratch memory of the search for the best tags.
type lattice struct {
	emit [][NumTags]float32
	back [][NumTags]uint8
	tags []uint8
}

func (l *lattice) reset(n int) {
	if cap(l.emit) < n {
		l.emit = make([][NumTags]float32, n)
		l.back = make([][NumTags]uint8, n)
		l.tags = make([]uint8, n)
	}
	l.emit, l.back, l.tags = l.emit[:n], l.back[:n], l.tags[:n]
}

// best finds the legal sequence of tags with the highest sum.
func (l *lattice) best(next *[NumTags][NumTags]float32) []uint8 {
	n := len(l.emit)
	if n == 0 {
		return nil
	}
	const never = -1e30
	score := l.emit[0]
	for t := range score {
		if Continues(uint8(t)) {
			score[t] = never
		}
	}
	for i := 1; i < n; i++ {
		var to [NumTags]float32
		for t := range to {
			to[t], l.back[i][t] = step(&score, next, uint8(t))
			to[t] += l.emit[i][t]
		}
		score = to
	}
	end, top := uint8(0), score[0]
	for t, s := range score {
		if s > top && !Opens(uint8(t)) {
			end, top = uint8(t), s
		}
	}
	for i := n - 1; i >= 0; i-- {
		l.tags[i] = end
		end = l.back[i][end]
	}
	return l.tags
}

// step finds the best tag before t: its own label's open tags when t goes on
// with a name, else any tag that leaves no name open.
func step(score *[NumTags]float32, next *[NumTags][NumTags]float32, t uint8) (float32, uint8) {
	if Continues(t) {
		b := Tag(int(t-1)/4, Begin)
		x, y := score[b]+next[b][t], score[b+1]+next[b+1][t]
		if y > x {
			return y, b + 1
		}
		return x, b
	}
	top, from := score[Outside]+next[Outside][t], uint8(Outside)
	for p := uint8(1 + Final); int(p) < NumTags; p += 4 {
		if s := score[p] + next[p][t]; s > top {
			top, from = s, p
		}
		if s := score[p+1] + next[p+1][t]; s > top {
			top, from = s, p+1
		}
	}
	return top, from
}
