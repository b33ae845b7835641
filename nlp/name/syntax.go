package name

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// syntax is what the tree says of a token; all parts but head are hashes, 0
// where there is no tree.
type syntax struct {
	tag    uint32 // XPOS
	deprel uint32
	head   int32  // index in words, -1 for the root
	top    int32  // index in words of the head of its phrase
	role   uint32 // relation of the phrase to what governs it
	gov    int32  // index in words of what governs the phrase, -1 for nothing
	prep   uint32 // preposition of the phrase, lower case
	flags  uint32 // has a determiner, has a possessive, stands in a series
}

// What flags of a phrase may hold.
const (
	hasDet = 1 << iota
	hasPossessive
	inSeries
	inTree // set on every token that has a tree
)

// readSyntax notes what the trees of the document say, if it has trees.
func (e *Encoder) readSyntax(d *analysis.Doc) {
	e.trees = grow(e.trees, len(e.words))
	e.voice = 0
	var own, all int
	for si := range d.Sentences {
		toks := d.Sentences[si].Tokens
		at := e.first[si]
		for i := range toks {
			t := &toks[i]
			all++
			if w := &e.words[at+i]; firstPerson[w.lower] && (w.kind&capitals == 0 || w.kind&single != 0) { // not "US"
				own++
			}
			if t.Deprel == "" {
				continue
			}
			y := &e.trees[at+i]
			y.tag, y.deprel, y.head, y.flags = hash(t.XPOS), hash(t.Deprel), -1, inTree
			if t.Head >= 0 && t.Head < len(toks) {
				y.head = int32(at + t.Head)
			}
		}
		e.markPhrases(toks, at)
	}
	switch {
	case own == 0:
	case own*100 < all:
		e.voice = 1
	default:
		e.voice = 2
	}
}

// firstPerson are the words in which an author speaks for himself, as
// statements of governments do and reports do not.
var firstPerson = wordSet("i", "we", "our", "us", "my")

// markPhrases notes for each token which phrase it belongs to, and what that
// phrase does in the sentence.
func (e *Encoder) markPhrases(toks []analysis.Token, at int) {
	for i := range toks {
		h := e.trees[at+i].head
		if h < 0 {
			continue
		}
		switch toks[i].Deprel {
		case "case":
			if p := &e.trees[h]; e.words[at+i].lower == possessive {
				p.flags |= hasPossessive
			} else if p.prep == 0 {
				p.prep = e.words[at+i].lower
			}
		case "det":
			e.trees[h].flags |= hasDet
		}
	}
	for i := range toks {
		y := &e.trees[at+i]
		if y.flags&inTree == 0 {
			continue
		}
		top, steps := i, 0
		for steps < 8 && insidePhrase(toks[top].Deprel) && inside(toks, top) {
			top = toks[top].Head
			steps++
		}
		y.top = int32(at + top)
		series := top
		for steps < 40 && toks[series].Deprel == "conj" && inside(toks, series) {
			series = toks[series].Head
			steps++
			y.flags |= inSeries
		}
		y.role, y.gov = hash(toks[series].Deprel), e.trees[at+series].head
	}
}

func inside(toks []analysis.Token, i int) bool { return toks[i].Head >= 0 && toks[i].Head < len(toks) }

// insidePhrase reports whether a word with this relation is a part of the name
// that its head stands for.
func insidePhrase(deprel string) bool {
	base, _, _ := strings.Cut(deprel, ":")
	return base == "flat" || base == "compound" || base == "goeswith"
}

// syntax adds what the tree says of the word.
func (f *features) syntax(e *Encoder, k int, w *word) {
	y := &e.trees[k]
	if y.flags&inTree == 0 {
		return
	}
	f.add(120, y.tag)
	f.add(121, e.trees[k-1].tag)
	f.add(122, e.trees[k+1].tag)
	f.pair(123, e.trees[k-1].tag, y.tag)
	f.pair(124, y.tag, e.trees[k+1].tag)
	f.pair(125, y.deprel, w.shape)
	if y.head >= 0 {
		h := &e.words[y.head]
		f.pair(126, y.deprel, h.lower)
		f.pair(127, y.deprel, uint32(h.group.Fine))
		f.pair(128, y.deprel, h.shape)
	}
	if w.kind&initial == 0 {
		return
	}
	own := e.gaz[k]
	top := &e.trees[y.top]
	flags := y.flags&inSeries | top.flags&(hasDet|hasPossessive)
	f.pair(130, y.role, flags)
	f.pair(131, y.role, top.prep)
	if y.gov >= 0 {
		g := &e.words[y.gov]
		f.pair(132, y.role, g.lower)
		f.pair(133, y.role, uint32(g.group.Fine))
		f.pair(134, y.role, mix(uint32(g.group.Coarse), top.prep))
		f.pair(135, y.role, mix(e.trees[y.gov].tag, flags))
	}
	if own&stateBits == 0 {
		return
	}
	where := own&stateBits | e.voice<<8
	f.pair(140, where, 0)
	f.pair(141, where, mix(y.role, flags))
	f.pair(142, where, mix(y.role, top.prep))
	if y.gov >= 0 {
		g := &e.words[y.gov]
		f.pair(143, where, mix(y.role, uint32(g.group.Fine)))
		f.pair(144, where, mix(y.role, uint32(g.group.Coarse)))
		f.pair(145, where, mix(y.role, mix(e.trees[y.gov].tag, flags)))
	}
}

// agree gives states that stand in one series ("Iran and Israel traded fire")
// the label of the first of them: whether a state is a place or acts, which the
// two labels tell apart, is the same for all.
func (e *Encoder) agree(names []run) {
	for i := 1; i < len(names); i++ {
		a, b := names[i-1], names[i]
		if e.seriesGoesOn(a.last, b.first) && e.isState(a) && e.isState(b) {
			names[i].label = a.label
		}
	}
}

// seriesGoesOn reports whether only commas, "and" and "or" stand between two
// words of the sentence, and an article perhaps.
func (e *Encoder) seriesGoesOn(from, to int) bool {
	if to == from || to-from > 3 {
		return false
	}
	for i := from; i < to; i++ {
		if w := e.words[e.at+i].lower; !joining[w] && (w != article || i == from) {
			return false
		}
	}
	return true
}

var (
	joining = wordSet(",", "and", "or", "&")
	article = hash("the")
)

// isState reports whether a name is, as a whole, that of a known state.
func (e *Encoder) isState(u run) bool {
	if l := Labels[u.label]; l != analysis.LOC && l != analysis.ORG {
		return false
	}
	for i := u.first; i < u.last; i++ {
		if e.gaz[e.at+i]>>(4*uint(KnownState)+uint(place(i, u.first, u.last)))&1 == 0 {
			return false
		}
	}
	return true
}

// stateBits are the bits of gaz for a known state.
const stateBits = 0xF << (uint(KnownState) * 4)

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
