// Package coref resolves pronouns and noun phrases that point back: "he",
// "its", "the group", "the two countries".
//
// The nearest fitting mention wins, subjects before others. What has no clear
// antecedent stays unresolved: a missing party costs less than a wrong one.
package coref

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// reach is in how many sentences an antecedent may stand, that of the pronoun
// counted.
const reach = 3

// Stage returns coreference as a stage.
func Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "coref",
		Doc:   "ties pronouns and phrases such as 'the two countries' to the actors that they mean",
		Needs: []analysis.Layer{analysis.Trees, analysis.Mentions},
		Gives: []analysis.Layer{analysis.Mentions},
		Run: func(_ context.Context, d *analysis.Doc) error {
			run(d)
			return nil
		},
	}
}

// anaphor says what a word may point back to.
type anaphor struct {
	kinds []schema.Kind
	count int // entities meant: 1, or 2 for "both"
}

var (
	people = []schema.Kind{schema.Person}
	bodies = []schema.Kind{schema.State, schema.MilitantGroup, schema.IGO, schema.Organization}
	states = []schema.Kind{schema.State}
	groups = []schema.Kind{schema.MilitantGroup, schema.Organization}
	igos   = []schema.Kind{schema.IGO}
)

var pronouns = map[string]anaphor{
	"he": {people, 1}, "him": {people, 1}, "his": {people, 1}, "himself": {people, 1},
	"she": {people, 1}, "her": {people, 1}, "hers": {people, 1}, "herself": {people, 1},
	"it": {bodies, 1}, "its": {bodies, 1}, "itself": {bodies, 1},
	"they": {append([]schema.Kind{schema.Population}, bodies...), 1}, "their": {append([]schema.Kind{schema.Population}, bodies...), 1},
	"them": {append([]schema.Kind{schema.Population}, bodies...), 1},
}

// phrases are nouns that point back when they have a definite article.
var phrases = map[string]anaphor{
	"country": {states, 1}, "nation": {states, 1}, "kingdom": {states, 1}, "republic": {states, 1},
	"group": {groups, 1}, "movement": {groups, 1}, "militia": {groups, 1}, "organisation": {append(igos, groups...), 1},
	"organization": {append(igos, groups...), 1}, "faction": {groups, 1}, "insurgents": {groups, 1}, "rebel": {groups, 1}, "outfit": {groups, 1},
	"bloc": {igos, 1}, "alliance": {igos, 1}, "union": {igos, 1}, "fund": {igos, 1}, "agency": {append(igos, schema.Organization), 1},
	"ministry": {[]schema.Kind{schema.Organization}, 1}, "company": {[]schema.Kind{schema.Organization}, 1},
	"president": {people, 1}, "minister": {people, 1}, "premier": {people, 1}, "leader": {people, 1}, "envoy": {people, 1}, "spokesman": {people, 1}, "spokeswoman": {people, 1},
}

// pairs are plural nouns that, with "two" or "both", mean two actors.
var pairs = map[string][]schema.Kind{
	"country": states, "nation": states, "state": states, "neighbour": states, "neighbor": states, "government": states, "capital": states,
	"ally": states, "rival": states, "power": states, "side": bodies, "party": bodies, "adversary": states, "foe": bodies, "army": states,
	"leader": people, "president": people, "minister": people, "man": people, "woman": people, "diplomat": people, "official": people, "counterpart": people,
	"group": groups, "movement": groups, "militia": groups, "faction": groups,
}

func run(d *analysis.Doc) {
	var extra []analysis.Mention
	at := headIndex(d)
	for s := range d.Sentences {
		toks := d.Sentences[s].Tokens
		for i := range toks {
			if _, taken := at[[2]int{s, i}]; taken {
				continue
			}
			a, first, ok := anaphorAt(d, toks, i)
			if !ok {
				if m, ok := bareOrgan(d, s, i); ok {
					extra = append(extra, m)
				}
				continue
			}
			ids := antecedents(d, s, i, a)
			if len(ids) != a.count {
				continue
			}
			typ := schema.Nominal
			if toks[i].UPOS == "PRON" {
				typ = schema.Pronoun
			}
			extra = append(extra, analysis.Mention{
				Span: schema.Span{Start: toks[first].Start, End: toks[i].End}, Sentence: s, First: first, Last: i + 1, Head: i,
				Entities: ids, Type: typ, Reason: "points back to the nearest fitting actor",
			})
		}
	}
	d.Mentions = append(d.Mentions, extra...)
	slices.SortStableFunc(d.Mentions, func(a, b analysis.Mention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
}

// organs are nouns that, bare, mean those of the state that speaks: "India said
// its warplanes struck", "the Turkish army said troops killed".
var organs = map[string]bool{
	"troop": true, "troops": true, "force": true, "forces": true, "soldier": true, "warplane": true, "jet": true, "drone": true, "police": true, "army": true,
	"military": true, "navy": true, "warship": true, "missile": true, "artillery": true, "government": true, "authority": true, "security": true,
}

// bareOrgan ties an organ without an owner to the subject of the verb of
// saying above it, and one with a resolved pronoun as owner to that.
func bareOrgan(d *analysis.Doc, s, i int) (analysis.Mention, bool) {
	toks := d.Sentences[s].Tokens
	if toks[i].UPOS != "NOUN" || !organs[strings.ToLower(toks[i].Lemma)] && !organs[strings.ToLower(d.Text(toks[i].Span))] {
		return analysis.Mention{}, false
	}
	first, _, _, other := modifiers(d, toks, i)
	var ids []string
	if poss := possessor(toks, i); poss >= 0 {
		if a, ok := pronouns[strings.ToLower(d.Text(toks[poss].Span))]; ok {
			ids, first = antecedents(d, s, poss, a), poss
		}
	} else if !other {
		ids = sayer(d, s, i)
	}
	if len(ids) != 1 || !fits(d, ids[0], bodies) {
		return analysis.Mention{}, false
	}
	return analysis.Mention{
		Span: schema.Span{Start: toks[first].Start, End: toks[i].End}, Sentence: s, First: first, Last: i + 1, Head: i,
		Entities: ids, Type: schema.Nominal, Reason: "organ of the actor that speaks of it",
	}, true
}

func possessor(toks []analysis.Token, noun int) int {
	for j := range toks {
		if toks[j].Head == noun && toks[j].Deprel == "nmod:poss" && toks[j].UPOS == "PRON" {
			return j
		}
	}
	return -1
}

// sayer is the actor that is subject of a verb with the clause of tok as its
// complement.
func sayer(d *analysis.Doc, s, tok int) []string {
	toks := d.Sentences[s].Tokens
	for v := toks[tok].Head; v >= 0; v = toks[v].Head {
		if toks[v].Deprel != "ccomp" {
			continue
		}
		here := mentionsIn(d, s, s)
		for i := range here {
			m := &here[i]
			if m.Head >= 0 && toks[m.Head].Head == toks[v].Head && toks[m.Head].Deprel == "nsubj" && len(m.Entities) == 1 {
				return m.Entities
			}
		}
	}
	return nil
}

// mentionsIn gives the mentions of the sentences first to last. They stand
// together, for mentions are in text order, so that a long document costs no
// more for each of its pronouns than a short one.
func mentionsIn(d *analysis.Doc, first, last int) []analysis.Mention {
	from := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence >= first })
	to := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence > last })
	return d.Mentions[from:to]
}

func headIndex(d *analysis.Doc) map[[2]int]bool {
	at := map[[2]int]bool{}
	for i := range d.Mentions {
		at[[2]int{d.Mentions[i].Sentence, d.Mentions[i].Head}] = true
	}
	return at
}

// anaphorAt tells whether token i points back, and where its phrase begins.
func anaphorAt(d *analysis.Doc, toks []analysis.Token, i int) (anaphor, int, bool) {
	lower := strings.ToLower(d.Text(toks[i].Span))
	if toks[i].UPOS == "PRON" || toks[i].UPOS == "DET" {
		if lower == "both" && toks[i].UPOS == "PRON" {
			return anaphor{bodies, 2}, i, true
		}
		a, ok := pronouns[lower]
		return a, i, ok
	}
	if toks[i].UPOS != "NOUN" {
		return anaphor{}, 0, false
	}
	lemma := strings.ToLower(toks[i].Lemma)
	first, definite, two, other := modifiers(d, toks, i)
	if other {
		return anaphor{}, 0, false
	}
	if kinds, ok := pairs[lemma]; ok && two && lower != lemma {
		return anaphor{kinds, 2}, first, true
	}
	if a, ok := phrases[lemma]; ok && definite && !two {
		return a, first, true
	}
	return anaphor{}, 0, false
}

// modifiers reads what stands before a noun in its phrase: a definite
// determiner, "two" or "both", and whether something else narrows it down.
func modifiers(d *analysis.Doc, toks []analysis.Token, noun int) (first int, definite, two, other bool) {
	first = noun
	for j := range toks {
		if toks[j].Head != noun {
			continue
		}
		switch word := strings.ToLower(d.Text(toks[j].Span)); toks[j].Deprel {
		case "det", "det:predet", "nummod":
			switch word {
			case "the", "this", "that", "these", "those":
				definite = true
			case "two":
				two = true
			case "both":
				two, definite = true, true
			default:
				other = true
			}
			first = min(first, j)
		case "nmod:poss", "nmod", "acl:relcl", "acl", "nummod:gov", "flat", "appos":
			other = true
		case "compound", "amod":
			if toks[j].UPOS == "PROPN" || word == "new" || word == "other" || word == "unknown" {
				other = true
			}
			first = min(first, j)
		}
	}
	return first, definite, two, other
}

// antecedents returns the entities meant: the best one, or the two latest
// different ones.
func antecedents(d *analysis.Doc, s, tok int, a anaphor) []string {
	if a.count == 2 {
		return lastTwo(d, s, tok, a.kinds)
	}
	best, bestScore := "", 0
	others := coArguments(d, s, tok)
	near := mentionsIn(d, s-reach+1, s)
	for i := range near {
		m := &near[i]
		back := s - m.Sentence
		if len(m.Entities) == 1 && slices.Contains(others, m.Entities[0]) {
			continue
		}
		if m.Head < 0 || back == 0 && m.Head >= tok || len(m.Entities) != 1 || !fits(d, m.Entities[0], a.kinds) {
			continue
		}
		score := 100 - 30*back + 20*subjectRank(d, m)
		if back == 0 {
			score += 5
		}
		if m.Form == schema.FormDemonym && m.Type == schema.Name { // "Iranian" is seldom what "it" means
			score -= 35
		}
		if score >= bestScore {
			best, bestScore = m.Entities[0], score
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// coArguments are the subjects of the verb whose object or oblique a pronoun
// is, which the pronoun then can't mean: in "Iran told it to stop" and in "Iran
// left, accusing it of spying", it is not Iran.
func coArguments(d *analysis.Doc, s, tok int) []string {
	toks := d.Sentences[s].Tokens
	switch t := toks[tok]; {
	case t.UPOS != "PRON", strings.HasSuffix(t.Lemma, "self"):
		return nil
	case t.Deprel != "obj" && t.Deprel != "iobj" && t.Deprel != "obl":
		return nil
	}
	subject := borrowedSubject(toks, tok)
	if subject < 0 {
		return nil
	}
	var out []string
	here := mentionsIn(d, s, s)
	for i := range here {
		m := &here[i]
		if m.Head < 0 || len(m.Entities) != 1 {
			continue
		}
		if h := toks[m.Head]; m.Head == subject || h.Head == subject && h.Deprel == "conj" {
			out = append(out, m.Entities[0])
		}
	}
	return out
}

// borrowedSubject is the subject of the clause that tok stands in, or of the
// one that such a clause leans on: "it left, accusing …", "it left and told …".
func borrowedSubject(toks []analysis.Token, tok int) int {
	for range 4 {
		if s := ownSubject(toks, tok); s >= 0 {
			return s
		}
		v := toks[tok].Head
		for v >= 0 && toks[v].UPOS != "VERB" {
			v = toks[v].Head
		}
		if v < 0 || toks[v].Deprel != "advcl" && toks[v].Deprel != "conj" {
			return -1
		}
		tok = v
	}
	return -1
}

// subjectRank is 2 for the subject of a main clause, 1 for another subject.
func subjectRank(d *analysis.Doc, m *analysis.Mention) int {
	toks := d.Sentences[m.Sentence].Tokens
	t := toks[m.Head]
	if !strings.HasPrefix(t.Deprel, "nsubj") {
		return 0
	}
	if t.Head >= 0 && toks[t.Head].Head == -1 {
		return 2
	}
	return 1
}

// lastTwo returns the two entities of the kinds that the text last put side by
// side, in ID order: joined by "and" or "between", or the only two of a
// sentence; else the two latest.
func lastTwo(d *analysis.Doc, s, tok int, kinds []schema.Kind) []string {
	var latest []string
	own := ownSubject(d.Sentences[s].Tokens, tok)
	for back := 0; back < 2*reach && s-back >= 0; back++ {
		var heads []int
		var ids []string
		here := mentionsIn(d, s-back, s-back)
		for i := len(here) - 1; i >= 0; i-- {
			m := &here[i]
			if m.Head < 0 || back == 0 && (m.Head >= tok || m.Head == own) || len(m.Entities) != 1 || !fits(d, m.Entities[0], kinds) {
				continue
			}
			id := m.Entities[0]
			if !slices.Contains(ids, id) {
				ids, heads = append(ids, id), append(heads, m.Head)
			}
			if !slices.Contains(latest, id) && len(latest) < 2 {
				latest = append(latest, id)
			}
		}
		if pair := joined(d.Sentences[s-back].Tokens, heads, ids); pair != nil {
			return pair
		}
		if len(ids) == 2 {
			slices.Sort(ids)
			return ids
		}
	}
	slices.Sort(latest)
	return latest
}

// joined returns the first two entities of which one is joined to the other by
// "and".
func joined(toks []analysis.Token, heads []int, ids []string) []string {
	for i := range heads {
		for j := range heads {
			if toks[heads[i]].Deprel == "conj" && toks[heads[i]].Head == heads[j] && ids[i] != ids[j] {
				pair := []string{ids[i], ids[j]}
				slices.Sort(pair)
				return pair
			}
		}
	}
	return nil
}

// ownSubject is the subject of the clause that tok stands in, or -1: "China
// mediated between the two countries" does not mean China.
func ownSubject(toks []analysis.Token, tok int) int {
	v := toks[tok].Head
	for v >= 0 && toks[v].UPOS != "VERB" {
		v = toks[v].Head
	}
	for i := range toks {
		if v >= 0 && toks[i].Head == v && strings.HasPrefix(toks[i].Deprel, "nsubj") && i != tok {
			return i
		}
	}
	return -1
}

func fits(d *analysis.Doc, id string, kinds []schema.Kind) bool {
	e := d.Entity(id)
	return e != nil && slices.Contains(kinds, e.Kind)
}
