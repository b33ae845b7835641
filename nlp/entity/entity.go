// Package entity finds the mentions of actors in a document and links each to
// the knowledge base or, where that knows nothing, to an unknown actor of the
// document's own.
//
// Names found by the recogniser and names known to the gazetteer are joined;
// the longer one wins, because "Pakistan Air Force" is not Pakistan. Then
// nouns that stand for an actor ("Pakistani officials", "the IMF chief") are
// tied to their owner.
package entity

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// Linker is the stage. It is safe for concurrent use.
type Linker struct {
	kb          *schema.Actors
	names       *gazetteer.Gazetteer
	posts       posts
	people      partials
	senses      senses
	words       nouns
	address     map[string]bool     // ranks and forms of address
	former      map[string]bool     // words after which a title is no longer held
	sectors     map[string]string   // noun → PLOVER sector
	shared      map[string][]string // state → states that share a name with it
	plainStates map[string]bool     // folded names of the states of the day
	spellings   func() map[string][]string
}

// New prepares a linker for a knowledge base and the shared sets of words.
func New(kb *schema.Actors, words schema.Words) *Linker {
	l := &Linker{
		kb: kb, names: gazetteer.New(kb), posts: newPosts(kb, words), people: newPartials(kb), senses: newSenses(words),
		words: newNouns(words), address: words.Set("address"), former: words.Set("former"), sectors: sectorOf(words), plainStates: map[string]bool{},
	}
	for _, id := range kb.IDs {
		if a := kb.ByID[id]; a.Kind == schema.State {
			l.plainStates[gazetteer.Fold(a.Name)] = true
		}
	}
	l.shared = map[string][]string{}
	for _, alias := range slices.Sorted(maps.Keys(kb.Ambiguous)) {
		ids := kb.Ambiguous[alias]
		for _, id := range ids {
			if kb.ByID[id].Kind == schema.State {
				l.shared[id] = append(l.shared[id], ids...)
			}
		}
	}
	l.spellings = sync.OnceValue(func() map[string][]string { return spellingsOf(kb) }) // most documents do without
	return l
}

// Stage returns the linker as a stage.
func (l *Linker) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "entity",
		Doc:   "finds mentions of actors and links them to the knowledge base",
		Needs: []analysis.Layer{analysis.Sentences, analysis.Tags, analysis.Trees, analysis.Names},
		Gives: []analysis.Layer{analysis.Mentions},
		Run: func(_ context.Context, d *analysis.Doc) error {
			l.run(d)
			return nil
		},
	}
}

func (l *Linker) run(d *analysis.Doc) {
	doc := &document{Linker: l, Doc: d, local: map[string]string{}, acronyms: map[string]string{}, homes: map[string]string{}, home: map[string]int{}}
	found := doc.find()
	for i := range found { // what is certain decides what is not
		if len(found[i].entries) == 1 {
			doc.know(found[i].entries[0].ID)
			doc.settle(found[i].entries[0])
		}
	}
	doc.learn(found)
	for i := range found {
		doc.link(&found[i])
	}
	named := d.Mentions // in text order; nominals come behind them
	doc.named = named
	for s := range d.Sentences {
		n := 0
		for n < len(named) && named[n].Sentence == s {
			n++
		}
		doc.nominals(s, named[:n])
		named = named[n:]
	}
	slices.SortStableFunc(d.Mentions, func(a, b analysis.Mention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
}

// document is the work on one document.
type document struct {
	*Linker
	*analysis.Doc
	local    map[string]string // folded surname → ID, as the document itself gives it
	acronyms map[string]string // folded acronym → ID, likewise
	homes    map[string]string // folded full name of an unknown person → state, where the document says it
	named    []analysis.Mention
	home     map[string]int // state, or "region " and its name → people, places and bodies of it that are named
}

// candidate is a stretch of text that may name an actor.
type candidate struct {
	analysis.Mention
	text    string
	label   analysis.Label    // "" when only the gazetteer knows the name
	entries []gazetteer.Entry // what the gazetteer says it may mean
	inside  []gazetteer.Hit   // known names within a longer unknown one
}

// find joins the recogniser's names and the gazetteer's.
func (d *document) find() []candidate {
	var out []candidate
	next := 0
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		var names []analysis.Name
		for ; next < len(d.Names) && d.Names[next].Sentence == s; next++ {
			names = append(names, d.Names[next])
		}
		before := len(out)
		hits := d.realigned(d.names.Find(d.Article.Text, sent.Span), names)
		for _, h := range hits {
			if !slices.ContainsFunc(names, func(n analysis.Name) bool { return d.swallows(n, h) }) {
				out = append(out, d.candidate(s, h.Span, labelAt(names, h.Span), h.Entries))
			}
		}
		for _, n := range names {
			if !slices.ContainsFunc(hits, func(h gazetteer.Hit) bool { return h.Overlaps(n.Span) && !d.swallows(n, h) }) {
				out = append(out, d.withoutTitle(d.candidate(s, n.Span, n.Label, nil), within(hits, n.Span)))
			}
		}
		out = append(out, d.titledNames(s, out[before:])...)
	}
	slices.SortFunc(out, func(a, b candidate) int { return a.Start - b.Start })
	return out
}

// withoutTitle leaves out of a person's name the title, or the end of it, that
// the recogniser made a part of it: "Foreign [Secretary Cook]". Known is what
// the gazetteer knows within the name.
func (d *document) withoutTitle(c candidate, known []gazetteer.Hit) candidate {
	c.inside = known
	if c.label != analysis.PER {
		return c
	}
	end := d.titleInside(&c)
	if end == 0 {
		return c
	}
	span := schema.Span{Start: d.Sentences[c.Sentence].Tokens[end].Start, End: c.End}
	for _, h := range known {
		if sameName(d.Text(h.Span), d.Text(span)) && h.Start == span.Start {
			return d.candidate(c.Sentence, span, c.label, h.Entries)
		}
	}
	cut := d.candidate(c.Sentence, span, c.label, nil)
	cut.inside = within(known, span)
	return cut
}

// titleInside is the token of a name behind the title that it begins with, or
// 0 where it begins with none.
func (d *document) titleInside(c *candidate) int {
	toks := d.Sentences[c.Sentence].Tokens
	for end := c.Last - 1; end > c.First; end-- {
		if title, first := d.titleEnding(toks, end); title != "" && first <= c.First && d.isCapital(toks, end) {
			return end
		}
	}
	return 0
}

// realigned replaces a known name that cuts a recognised one in two
// ("President Xi" of "President Xi Jinping") by what is known within the
// recognised one.
func (d *document) realigned(hits []gazetteer.Hit, names []analysis.Name) []gazetteer.Hit {
	var out []gazetteer.Hit
	for _, h := range hits {
		i := slices.IndexFunc(names, func(n analysis.Name) bool {
			return n.Overlaps(h.Span) && h.Start < n.Start && h.End < n.End
		})
		if i >= 0 {
			if within := d.names.Find(d.Article.Text, names[i].Span); len(within) == 1 && within[0].Len() > h.Len()/2 {
				out = append(out, within[0])
				continue
			}
		}
		out = append(out, h)
	}
	return out
}

// swallows reports whether the recognised name is a longer one of which the
// gazetteer knows just a part.
func (d *document) swallows(n analysis.Name, h gazetteer.Hit) bool {
	return n.Contains(h.Span) && n.Span != h.Span && !sameName(d.Text(n.Span), d.Text(h.Span))
}

// labelAt is the recogniser's label for a span that the gazetteer found.
func labelAt(names []analysis.Name, span schema.Span) analysis.Label {
	for _, n := range names {
		if n.Overlaps(span) {
			return n.Label
		}
	}
	return ""
}

func within(hits []gazetteer.Hit, span schema.Span) []gazetteer.Hit {
	var out []gazetteer.Hit
	for _, h := range hits {
		if span.Contains(h.Span) {
			out = append(out, h)
		}
	}
	return out
}

// candidate fills in the tokens of a span.
func (d *document) candidate(s int, span schema.Span, label analysis.Label, entries []gazetteer.Entry) candidate {
	toks := d.Sentences[s].Tokens
	first := 0
	for first < len(toks) && toks[first].End <= span.Start {
		first++
	}
	last := first
	for last < len(toks) && toks[last].Start < span.End {
		last++
	}
	return candidate{
		Mention: analysis.Mention{Span: span, Sentence: s, First: first, Last: last, Head: head(toks, first, last), Type: schema.Name},
		text:    d.Text(span), label: label, entries: entries,
	}
}

// head is the token of toks[first:last] whose own head lies outside.
func head(toks []analysis.Token, first, last int) int {
	for i := first; i < last; i++ {
		if h := toks[i].Head; h < first || h >= last {
			return i
		}
	}
	return max(first, last-1)
}

// sameName reports whether two stretches differ only by an article, a
// possessive or marks.
func sameName(a, b string) bool {
	trim := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(gazetteer.Fold(s), "the "), " s")
	}
	return trim(a) == trim(b)
}
