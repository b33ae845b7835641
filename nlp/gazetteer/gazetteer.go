// Package gazetteer finds the names of known actors in text.
//
// Names are compared word by word in a folded form (lower case, no
// diacritics, hyphens and apostrophes as gaps), with the capitals that the
// name is written with required of the text, so that "who" is not the WHO.
package gazetteer

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// Entry is one meaning of a name.
type Entry struct {
	ID   string
	Form schema.Form
}

// Hit is a name found in a text, with all that it may mean.
type Hit struct {
	schema.Span
	Entries []Entry
}

// maxWords bounds the length of a name; the longest alias in use has ten.
const maxWords = 12

// Gazetteer is an index of names. It is safe for concurrent use once built.
type Gazetteer struct {
	nodes  map[uint64]node
	names  []name
	organs organs
}

// node is a sequence of words that begins or is a name.
type node struct {
	names []int32 // indexes into Gazetteer.names that end here
}

// name is one spelling, with the capitals that it demands.
type name struct {
	entry   Entry
	capital uint16 // bit i: word i must begin with a capital
	exact   bool   // an acronym: every letter must be a capital
	mixed   string // a short name with capitals inside, such as "LeT", must stand exactly so
}

// New indexes every name of the knowledge base.
func New(kb *schema.Actors) *Gazetteer {
	g := &Gazetteer{nodes: make(map[uint64]node, 4*len(kb.IDs)), organs: newOrgans(kb)}
	for _, alias := range slices.Sorted(maps.Keys(kb.Ambiguous)) {
		for _, id := range kb.Ambiguous[alias] { // the commonest meaning first
			g.add(alias, Entry{id, formOf(kb.ByID[id], alias)})
		}
	}
	for _, id := range kb.IDs {
		for _, alias := range kb.ByID[id].Names {
			g.add(alias.Text, Entry{id, alias.Form})
		}
	}
	return g
}

// formOf is the form in which an actor has a name that it shares; one that
// only the list of shared names gives is a plain name.
func formOf(a *schema.Actor, alias string) schema.Form {
	for _, n := range a.Names {
		if n.Text == alias {
			return n.Form
		}
	}
	return schema.FormName
}

func (g *Gazetteer) add(text string, e Entry) {
	words := appendWords(nil, text, 0, len(text))
	if len(words) > 1 && words[0].key == theKey {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > maxWords {
		return
	}
	n := name{entry: e, exact: IsAcronym(text)}
	if len(words) == 1 && len(text) <= 5 && !n.exact && strings.ContainsFunc(text[1:], unicode.IsUpper) {
		n.mixed = text
	}
	var key uint64
	for i, w := range words {
		if w.capital {
			n.capital |= 1 << i
		}
		key = join(key, w.key)
		if _, ok := g.nodes[key]; !ok {
			g.nodes[key] = node{}
		}
	}
	last := g.nodes[key]
	last.names = append(last.names, int32(len(g.names)))
	g.nodes[key] = last
	g.names = append(g.names, n)
}

// IsAcronym reports whether a name is so short and capital that lower case
// would make it another word: "US", "UN", "BLA", "IS".
func IsAcronym(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 0 && letters <= 6
}

// Find returns the names within span, the longest at each place, in text
// order and not overlapping. In text all in capitals, acronyms of up to three
// letters are not told from words and so are left out.
func (g *Gazetteer) Find(text string, span schema.Span) []Hit {
	var buffer [64]word
	words := appendWords(buffer[:0], text, span.Start, span.End)
	shouting := allCapitals(words)
	var hits []Hit
	for i := 0; i < len(words); {
		n, entries := g.longest(words[i:], text, shouting)
		if m, organs := g.organ(words[i:], n, entries, text, shouting); m > n && len(organs) > 0 {
			n, entries = m, organs
		}
		if n == 0 {
			i++
			continue
		}
		hits = append(hits, Hit{schema.Span{Start: words[i].start, End: g.end(text, words[i+n-1].end, span.End)}, entries})
		i += n
	}
	return hits
}

// organ finds the organ of a state that begins at words[0], where the longest
// name has n words and means one of entries.
func (g *Gazetteer) organ(words []word, n int, entries []Entry, text string, shouting bool) (int, []Entry) {
	if n > 0 {
		if m, organs := g.organs.after(words, n, entries, text, shouting); len(organs) > 0 {
			return m, organs
		}
	}
	return g.organs.before(g, words, text, shouting)
}

// end takes the full stop into a dotted acronym: "U.S.".
func (g *Gazetteer) end(text string, end, limit int) int {
	if end >= 3 && end < limit && text[end] == '.' && text[end-2] == '.' {
		return end + 1
	}
	return end
}

// longest returns the longest name at the beginning of words, in words.
func (g *Gazetteer) longest(words []word, text string, shouting bool) (int, []Entry) {
	var key uint64
	best, bestNode := 0, node{}
	for n := 0; n < len(words) && n < maxWords; n++ {
		if n > 0 && words[n].apart {
			break
		}
		key = join(key, words[n].key)
		nd, ok := g.nodes[key]
		if !ok {
			break
		}
		if len(nd.names) > 0 && g.anyFits(nd, text, words[:n+1], shouting) {
			best, bestNode = n+1, nd
		}
	}
	if best == 0 {
		return 0, nil
	}
	var entries []Entry
	for _, i := range bestNode.names {
		if e := g.names[i].entry; g.names[i].fits(text, words[:best], shouting) && !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	return best, entries
}

func (g *Gazetteer) anyFits(nd node, text string, words []word, shouting bool) bool {
	for _, i := range nd.names {
		if g.names[i].fits(text, words, shouting) {
			return true
		}
	}
	return false
}

func (n name) fits(text string, words []word, shouting bool) bool {
	if n.mixed != "" {
		return words[0].upper && !shouting || text[words[0].start:words[0].end] == n.mixed
	}
	if n.exact {
		if shouting && len(words) == 1 && words[0].end-words[0].start <= 3 {
			return false
		}
		for _, w := range words {
			if !w.upper {
				return false
			}
		}
		return true
	}
	for i, w := range words {
		if n.capital&(1<<i) != 0 && !w.capital {
			return false
		}
	}
	return true
}

// word is a run of letters and digits.
type word struct {
	start, end int
	key        uint64 // hash of the folded letters
	capital    bool   // begins with a capital or a digit
	upper      bool   // all letters are capitals
	apart      bool   // what stands before it may not stand inside a name
}

const (
	hashOffset = 14695981039346656037 // FNV-1a, 64 bits
	hashPrime  = 1099511628211
)

var theKey = keyOf("the")

func join(key, word uint64) uint64 { return (key ^ word) * hashPrime }

// appendWords cuts text[start:end] into words.
func appendWords(words []word, text string, start, end int) []word {
	in, apart := false, false
	var w word
	for i := start; i < end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case letter && !in:
			w = word{start: i, key: hashOffset, capital: unicode.IsUpper(r) || unicode.IsDigit(r), upper: true, apart: apart}
			in = true
			fallthrough
		case letter:
			w.upper = w.upper && !unicode.IsLower(r)
			for _, f := range fold(r) {
				w.key = (w.key ^ uint64(f)) * hashPrime
			}
		case in:
			w.end = i
			words = append(words, w)
			in, apart = false, breaks(r)
		default:
			apart = apart || breaks(r)
		}
		i += size
	}
	if in {
		w.end = end
		words = append(words, w)
	}
	return words
}

// breaks reports whether a mark cannot stand inside a name.
func breaks(r rune) bool {
	switch r {
	case '.', '\'', '’', '‘', '`', 'ʼ', '-', '‐', '‑', '–', '&', '/':
		return false
	}
	return !unicode.IsSpace(r)
}

func allCapitals(words []word) bool {
	letters := 0
	for _, w := range words {
		if !w.upper {
			return false
		}
		letters += w.end - w.start
	}
	return letters > 12
}

// Whole returns what a text means when it is nothing but a name, an article
// and a possessive ending left aside.
func (g *Gazetteer) Whole(text string) []Entry {
	words := appendWords(nil, text, 0, len(text))
	if len(words) > 1 && words[0].key == theKey {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil
	}
	shouting := allCapitals(words)
	if n, entries := g.longest(words, text, shouting); n == len(words) {
		return entries
	}
	if last := len(words) - 1; last > 0 && words[last].key == possessiveKey {
		if n, entries := g.longest(words[:last], text, shouting); n == last {
			return entries
		}
	}
	if n, entries := g.organ(words, 0, nil, text, shouting); n == len(words) {
		return entries
	}
	if n, entries := g.longest(words, text, shouting); n > 0 {
		if m, organs := g.organ(words, n, entries, text, shouting); m == len(words) {
			return organs
		}
	}
	return nil
}
