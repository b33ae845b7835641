package parse

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// move is a transition of the arc-hybrid system.
type move uint8

const (
	shift move = iota // the next word goes onto the stack
	left              // the top depends on the next word
	right             // the top depends on the word below it
)

const none = -1

// word is what the features need of a token, hashed.
type word struct{ id, upos, xpos, suf uint32 }

// state is a configuration, with the working memory around it. The root stands
// after the last word.
type state struct {
	n          int
	words      []word
	stack      []int32
	next       int32
	head       []int32
	label      []uint8
	lc, lc2    []int32 // leftmost dependents so far
	rc, rc2    []int32
	nl, nr     []uint8
	feats      []uint32
	scores     []int32
	moveScores [moveWidth]int32
	goldDeps   []int32
	onStack    []bool
	floats     []float32
	_          struct{}
}

func (s *state) begin(n int) {
	s.n = n
	s.words = slices.Grow(s.words[:0], n+1)[:n+1]
	s.words[n] = word{id: 11, upos: 12, xpos: 13, suf: 14}
	for _, p := range []*[]int32{&s.head, &s.lc, &s.lc2, &s.rc, &s.rc2} {
		*p = slices.Grow((*p)[:0], n+1)[:n+1]
		for i := range *p {
			(*p)[i] = none
		}
	}
	s.label = slices.Grow(s.label[:0], n+1)[:n+1]
	s.nl, s.nr = slices.Grow(s.nl[:0], n+1)[:n+1], slices.Grow(s.nr[:0], n+1)[:n+1]
	clear(s.label)
	clear(s.nl)
	clear(s.nr)
	s.stack, s.next = s.stack[:0], 0
}

func (s *state) done() bool { return len(s.stack) == 0 && int(s.next) == s.n }

// allowed reports whether a move is possible. The root takes one word, when
// the stack holds nothing else.
func (s *state) allowed(m move) bool {
	switch m {
	case shift:
		return int(s.next) < s.n
	case left:
		return len(s.stack) > 0 && (int(s.next) < s.n || len(s.stack) == 1)
	}
	return len(s.stack) > 1
}

// top is the i-th word from the top of the stack.
func (s *state) top(i int) int32 {
	if i >= len(s.stack) {
		return none
	}
	return s.stack[len(s.stack)-1-i]
}

func (s *state) ahead(i int) int32 {
	if int(s.next)+i > s.n {
		return none
	}
	return s.next + int32(i)
}

// do makes a move; label is that of the arc, if there is one.
func (s *state) do(m move, label uint8) {
	if m == shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	dep := s.top(0)
	head := s.next
	if m == right {
		head = s.top(1)
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.head[dep], s.label[dep] = head, label
	if dep < head {
		if s.lc[head] == none || dep < s.lc[head] {
			s.lc[head], s.lc2[head] = dep, s.lc[head]
		} else {
			s.lc2[head] = dep
		}
		s.nl[head] = min(s.nl[head]+1, 5)
	} else {
		if s.rc[head] == none || dep > s.rc[head] {
			s.rc[head], s.rc2[head] = dep, s.rc[head]
		} else {
			s.rc2[head] = dep
		}
		s.nr[head] = min(s.nr[head]+1, 5)
	}
}

// maxWord bounds the bytes of a token that are looked at.
const maxWord = 64

func describe(form, upos, xpos string) word {
	if len(form) > maxWord {
		cut := maxWord
		for cut > 0 && !utf8.RuneStart(form[cut]) {
			cut--
		}
		form = form[:cut]
	}
	low := strings.ToLower(form)
	return word{
		id: hash(0, low), upos: hash(1, upos), xpos: hash(2, xpos),
		suf: hash(3, low[max(0, len(low)-3):]),
	}
}

func hash(seed uint32, s string) uint32 {
	h := 2166136261 ^ seed*0x9e3779b1
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

func mix(id uint32, parts ...uint32) uint32 {
	h := id*0x9e3779b1 + 0x7f4a7c15
	for _, p := range parts {
		h ^= p
		h *= 0x85ebca6b
		h ^= h >> 13
	}
	h *= 0xc2b2ae35
	return h ^ h>>16
}
