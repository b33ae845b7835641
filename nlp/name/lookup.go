package name

import "github.com/entente-kg/entente/nlp/analysis"

// Hit is a sequence of tokens that a gazetteer knows, First to Last,
// exclusive, of one sentence.
type Hit struct {
	First, Last int
	Class       Class
}

// Class is what a gazetteer takes a sequence of tokens for.
type Class uint8

// The classes of gazetteer entries.
const (
	KnownState Class = iota
	KnownDemonym
	KnownPerson
	KnownOrganization
	KnownGroup
	KnownPlace
	numClasses
)

// Lookup finds known names, besides those of the model's own lexicon. What it
// says is a feature among others: names that it lacks are found, and what it
// finds may be no name.
type Lookup interface {
	// Lookup appends the hits in a sentence to hits.
	Lookup(d *analysis.Doc, sentence int, hits []Hit) []Hit
}

// consult asks the lexicon and the gazetteer about all sentences; each of the
// bits of gaz is one of four places in a name of a class.
func (e *Encoder) consult(d *analysis.Doc) {
	e.gaz = e.gaz[:0]
	for range e.words {
		e.gaz = append(e.gaz, 0)
	}
	for si := range d.Sentences {
		at, n := e.first[si], len(d.Sentences[si].Tokens)
		e.lexicon.mark(e.words, at, n, e.gaz)
		if e.lookup == nil {
			continue
		}
		e.hits = e.lookup.Lookup(d, si, e.hits[:0])
		for _, h := range e.hits {
			if h.First >= 0 && h.Last <= n && h.First < h.Last && h.Class < numClasses {
				setBits(e.gaz, at+h.First, at+h.Last, h.Class)
			}
		}
	}
}

// place is the place of token i in a name from first to last, exclusive.
func place(i, first, last int) int {
	switch {
	case last-first == 1:
		return Unit
	case i == first:
		return Begin
	case i == last-1:
		return Final
	}
	return Inside
}
