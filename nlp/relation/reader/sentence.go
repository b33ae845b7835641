package reader

import (
	"slices"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// maxTriggers bounds the words of a sentence that may tell of an act.
const maxTriggers = 60

// Sentence is a sentence as the model takes it. Its parties and candidates are
// those of learned.Input.
type Sentence struct {
	Words    []string
	Marks    []uint8 // of each word, what kind of party it belongs to; 0 for none
	Triggers []Trigger
	Parties  []int // of each, the word that stands for it
	Pairs    []Pair
	Cues     []Cue
}

// Trigger is a word that may tell of an act.
type Trigger struct {
	Word  int
	Roles []int32 // what holds in the tree: learned.RoleFeatures rows for each party
}

// Pair is a candidate: does A act on B?
type Pair struct {
	A, B  int    // indexes of parties
	Legal uint64 // labels
	Own   int    // 1 where A belongs to B, 2 where B belongs to A, 3 where both belong to one state, else 0
}

// Cue says that the patterns list a trigger for a label.
type Cue struct {
	Trigger int // index in Sentence.Triggers
	Label   int
	Holds   bool // a pattern's conditions are met
}

// Lay lays out a sentence, of which in was made. It is nil where there is
// nothing to score: no candidate, or no word that may tell of an act.
func Lay(s *learned.Sentence, in *learned.Input) *Sentence {
	if in.Count() == 0 {
		return nil
	}
	x := &Sentence{Words: s.Lower}
	at := x.addTriggers(s, in)
	if len(x.Triggers) == 0 {
		return nil
	}
	x.Marks = make([]uint8, len(s.Lower))
	for i := range s.Parties {
		p := &s.Parties[i]
		for w := p.First; w < p.Last; w++ {
			x.Marks[w] = mark(p)
		}
	}
	for i := range in.Parties() {
		x.Parties = append(x.Parties, s.Parties[i].Token)
	}
	x.Pairs = make([]Pair, in.Count())
	for i := range x.Pairs {
		a, b := in.Pair(i)
		x.Pairs[i] = Pair{a, b, in.Legal(i), owning(&s.Parties[a], &s.Parties[b])}
	}
	in.EachCue(func(trigger, label int, holds bool) {
		if at[trigger] >= 0 {
			x.Cues = append(x.Cues, Cue{at[trigger], label, holds})
		}
	})
	return x
}

// addTriggers adds those of in's triggers that the model takes, and gives the
// index of each of in's, -1 for those left out.
func (x *Sentence) addTriggers(s *learned.Sentence, in *learned.Input) (at []int) {
	for i, w := range in.Triggers() {
		if len(x.Triggers) == maxTriggers || !mayTell(s, w) {
			at = append(at, -1)
			continue
		}
		at = append(at, len(x.Triggers))
		x.Triggers = append(x.Triggers, Trigger{w, in.TriggerRoles(i)})
	}
	return at
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
