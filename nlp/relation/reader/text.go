// Package reader reads whole texts with a small transformer and says, for each
// sentence, which relations it tells of which parties, be they named in it or
// shortly before it.
package reader

import (
	"slices"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// Bounds of the work on one sentence.
const (
	maxOwn     = 16  // parties named in it
	maxBefore  = 6   // parties named before it
	maxAgo     = 3   // sentences that are looked back
	maxWords   = 250 // a longer sentence is left to the patterns
	maxPairs   = 160
	maxTrigger = 60
)

// Text is a document as numbers and words: what the model reads.
type Text struct {
	Words     []string // of all sentences, one after the other
	Marks     []uint8  // of each word, what kind of party it belongs to; 0 for none
	Sentences []Sentence
}

// Sentence is what may be claimed in one sentence.
type Sentence struct {
	First, Last int   // words, Last exclusive
	Triggers    []int // words that may tell of an act
	Parties     []Party
	Pairs       []Pair
	Own         int     // how many of Parties, the first ones, are named in it
	Roles       []int32 // what holds in the tree: triggers × Own × learned.RoleFeatures
	Cues        []Cue
}

// Cue says that the patterns list a trigger for a label.
type Cue struct {
	Trigger int // index in Sentence.Triggers
	Label   int
	Holds   bool // the pattern's conditions are met
}

// Party is a mention that may take part.
type Party struct {
	*learned.Party
	Sentence int // where it is named
	Word     int // the one that stands for it, in Text.Words
	Ago      int // sentences back
}

// Pair is a candidate: does A act on B?
type Pair struct {
	A, B  int    // indexes in Sentence.Parties
	Legal uint64 // labels
	Own   int    // 1 where A belongs to B, 2 where B belongs to A, 3 where both belong to one state, else 0
}

// Marks is the number of marks that a word may have.
const Marks = 22

// mark tells what kind of party a word belongs to, and how that is named.
func mark(p *learned.Party) uint8 {
	how := 0
	switch {
	case p.Crowd || p.Type == schema.Nominal:
		how = 1
	case p.Type == schema.Pronoun:
		how = 2
	}
	return uint8(1 + 3*max(0, slices.Index(schema.Kinds, p.Kind)) + how)
}

// New lays out a document whose sentences are seen. The labels and their kinds
// are m's.
func New(m *learned.Model, seen []*learned.Sentence) *Text {
	t := &Text{}
	for s, x := range seen {
		first := len(t.Words)
		t.Words = append(t.Words, x.Lower...)
		t.Marks = append(t.Marks, make([]uint8, len(x.Lower))...)
		t.Sentences = append(t.Sentences, Sentence{First: first, Last: len(t.Words)})
		for i := range x.Parties {
			p := &x.Parties[i]
			for w := p.First; w < p.Last; w++ {
				t.Marks[first+w] = mark(p)
			}
		}
		if len(x.Lower) <= maxWords {
			t.layOut(m, seen, s)
		}
	}
	return t
}

// layOut lists a sentence's candidates.
func (t *Text) layOut(m *learned.Model, seen []*learned.Sentence, s int) {
	here := &t.Sentences[s]
	x := seen[s]
	for i := range x.Tokens {
		if len(here.Triggers) < maxTrigger && mayTell(x, i) {
			here.Triggers = append(here.Triggers, here.First+i)
		}
	}
	if len(here.Triggers) == 0 {
		return
	}
	known := map[string]bool{}
	add := func(from, i, ago int) {
		p := &seen[from].Parties[i]
		here.Parties = append(here.Parties, Party{Party: p, Sentence: from, Word: t.Sentences[from].First + p.Token, Ago: ago})
		known[p.ID] = true
	}
	for i := range min(len(x.Parties), maxOwn) {
		add(s, i, 0)
	}
	here.Own = len(here.Parties)
	for from := s - 1; from >= max(0, s-maxAgo); from-- {
		for i := len(seen[from].Parties) - 1; i >= 0 && len(here.Parties) < here.Own+maxBefore; i-- {
			if !known[seen[from].Parties[i].ID] {
				add(from, i, s-from)
			}
		}
	}
	for a := range here.Parties {
		for b := range here.Parties {
			p, q := here.Parties[a], here.Parties[b]
			if p.ID == q.ID || len(here.Pairs) >= maxPairs {
				continue
			}
			if legal := m.Legal(p.Party, q.Party, a < b); legal != 0 {
				here.Pairs = append(here.Pairs, Pair{a, b, legal, owning(p.Party, q.Party)})
			}
		}
	}
	if len(here.Pairs) > 0 {
		t.addSyntax(m, here, x)
	}
}

// addSyntax adds what trees and patterns say of the triggers.
func (t *Text) addSyntax(m *learned.Model, here *Sentence, x *learned.Sentence) {
	triggers := make([]int, len(here.Triggers))
	at := map[int]int{}
	for i, w := range here.Triggers {
		triggers[i] = w - here.First
		at[triggers[i]] = i
	}
	here.Roles = m.Roles(x, triggers, here.Own)
	for _, c := range x.Cues {
		i, isTrigger := at[c.Token]
		l, known := m.Label(c.Relation)
		if !isTrigger || !known {
			continue
		}
		k := slices.IndexFunc(here.Cues, func(o Cue) bool { return o.Trigger == i && o.Label == l })
		if k < 0 {
			here.Cues = append(here.Cues, Cue{i, l, c.Holds})
		} else {
			here.Cues[k].Holds = here.Cues[k].Holds || c.Holds
		}
	}
}

func owning(a, b *learned.Party) int {
	switch {
	case a.Country != "" && a.Country == b.ID:
		return 1
	case b.Country != "" && b.Country == a.ID:
		return 2
	case a.Country != "" && a.Country == b.Country:
		return 3
	}
	return 0
}

// mayTell reports whether a word may tell of an act: a verb, noun or adjective
// that is not part of a party's proper name.
func mayTell(s *learned.Sentence, i int) bool {
	switch t := &s.Tokens[i]; t.UPOS {
	case "VERB", "NOUN", "ADJ":
		return true
	case "AUX":
		return t.Deprel != "aux" && t.Deprel != "aux:pass"
	case "PROPN":
		return t.Deprel != "flat" && !slices.ContainsFunc(s.Parties, func(p learned.Party) bool { return p.Token == i })
	}
	return false
}
