// Package gazetteer finds the names of known actors in text.
//
// Names are compared word by word in a folded form (lower case, no
// diacritics, hyphens and apostrophes as gaps), with the capitals that the
// name is written with required of the text, so that "who" is not the WHO.
package gazetteer

import (
	"maps"
	"slices"
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

// Gazetteer is an index of names. It is safe for concurrent use.
type Gazetteer struct {
	table
	names  []name
	ids    []string         // by number; names refer to them
	mixed  map[int32]string // names that must stand exactly so, such as "LeT"
	organs organs
}

// name is one spelling, with the capitals that it demands.
type name struct {
	actor   int32  // number of its ID
	next    int32  // the next name of the same words, or -1
	capital uint16 // bit i: word i must begin with a capital
	form    schema.Form
	exact   bool // an acronym: every letter must be a capital
}

// New indexes every name of the knowledge base.
func New(kb *schema.Actors) *Gazetteer {
	b := newBuilder(4 * len(kb.IDs))
	for _, alias := range slices.Sorted(maps.Keys(kb.Ambiguous)) {
		for _, id := range kb.Ambiguous[alias] { // the commonest meaning first
			b.add(alias, Entry{id, formOf(kb.ByID[id], alias)})
		}
	}
	for _, id := range kb.IDs {
		for _, alias := range kb.ByID[id].Names {
			b.add(alias.Text, Entry{id, alias.Form})
		}
	}
	g := b.index()
	g.organs = newOrgans(kb)
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
	best, first := 0, int32(-1)
	for n := 0; n < len(words) && n < maxWords; n++ {
		if n > 0 && words[n].apart {
			break
		}
		key = join(key, words[n].key)
		f, ok := g.at(key)
		if !ok {
			break
		}
		if g.anyFits(f, text, words[:n+1], shouting) {
			best, first = n+1, f
		}
	}
	if best == 0 {
		return 0, nil
	}
	var entries []Entry
	for i := first; i >= 0; i = g.names[i].next {
		if e := (Entry{g.ids[g.names[i].actor], g.names[i].form}); g.fits(i, text, words[:best], shouting) && !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	return best, entries
}

func (g *Gazetteer) anyFits(first int32, text string, words []word, shouting bool) bool {
	for i := first; i >= 0; i = g.names[i].next {
		if g.fits(i, text, words, shouting) {
			return true
		}
	}
	return false
}

// fits reports whether the words have the capitals that a name demands.
func (g *Gazetteer) fits(i int32, text string, words []word, shouting bool) bool {
	n := &g.names[i]
	if len(words) == 1 && len(g.mixed) > 0 {
		if mixed := g.mixed[i]; mixed != "" {
			return words[0].upper && !shouting || text[words[0].start:words[0].end] == mixed
		}
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
