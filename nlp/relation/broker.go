package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// brokering are the verbs that tell who brought a deal, a truce or talks about.
var brokering = map[string]bool{
	"broker": true, "mediate": true, "arrange": true, "facilitate": true, "sponsor": true, "convene": true, "oversee": true, "moderate": true, "chair": true, "midwife": true,
}

// offices are nouns for what a third party does between two others, and
// through are the prepositions before it: "with China's mediation", "under the
// auspices of the African Union".
var (
	offices = map[string]bool{
		"mediation": true, "auspex": true, "auspice": true, "auspices": true, "facilitation": true, "intercession": true, "brokerage": true, "chairmanship": true,
		"sponsorship": true, "mediator": true, "intermediary": true, "go-between": true, "facilitator": true, "effort": true, "office": true, "offices": true, "aegis": true,
	}
	through = map[string]bool{"with": true, "under": true, "through": true, "by": true, "via": true, "thanks": true, "thanks_to": true, "after": true, "following": true, "due_to": true, "to": true}
)

// persuading are verbs whose subject gets others to do what their infinitive
// says: "got Eritrea and Ethiopia to sign a truce".
var persuading = map[string]bool{"get": true, "persuade": true, "coax": true, "convince": true, "help": true, "induce": true, "prod": true, "cajole": true, "nudge": true}

// brokers returns the third party that the words about an event name: by a
// participle or relative clause ("a truce brokered by Qatar", "a U.S.-brokered
// deal"), by the verb whose object the event is ("Qatar brokered a truce"), by
// what was done in between ("with China's mediation"), or by who got the
// parties to it.
func (t *tree) brokers(out []int, trig, light int) []int {
	nouns := []int{trig, light, t.logicalObject(trig)}
	for i, n := range nouns {
		if n < 0 || i == 2 && n == light {
			continue
		}
		if t.isNominal(n) {
			out = t.brokersOf(out, n)
		}
		out = t.between(out, n)
	}
	if v := t.governor(t.counted(trig)); v >= 0 && t.isNominal(trig) {
		if before := len(out); brokering[t.lemma(v)] {
			out = t.fillers(out, v, -1, "subj")
		} else {
			out = t.between(out, v)
			if len(out) == before {
				out = t.persuader(out, v)
			}
		}
	}
	if t.isVerb(trig) {
		out = t.persuader(out, trig)
	}
	return out
}

// brokersOf are those whom a noun's participles and relative clauses name.
func (t *tree) brokersOf(out []int, n int) []int {
	for c := range t.children(n) {
		switch t.toks[c].Deprel {
		case "acl", "amod", "acl:relcl":
		default:
			continue
		}
		if !t.isVerb(c) || !brokering[t.lemma(c)] {
			continue
		}
		before := len(out)
		if out = t.fillers(out, c, -1, "subj"); len(out) == before || out[before] == n {
			out = t.fillers(out[:before], c, -1, "mod")
		}
	}
	return out
}

// between are those whose help between the parties a phrase below n names, or a
// participle set off behind it: "held talks in Tripoli, mediated by Libya".
func (t *tree) between(out []int, n int) []int {
	for c := range t.children(n) {
		switch d := t.toks[c].Deprel; {
		case (strings.HasPrefix(d, "obl") || d == "nmod") && offices[t.lemma(c)] && through[t.preposition(c)]:
			before := len(out)
			for _, f := range []string{"poss", "of", "by", "mod"} {
				if out = t.fillers(out, c, -1, f); len(out) > before {
					break
				}
			}
		case (strings.HasPrefix(d, "obl") || d == "nmod" || d == "advcl" && t.isVerb(c)) && c > n:
			for _, v := range []int{c, t.child(c, "acl")} {
				if v >= 0 && t.isVerb(v) && brokering[t.lemma(v)] && t.toks[v].XPOS == "VBN" {
					out = t.fillers(out, v, -1, "by")
				}
			}
		}
	}
	return out
}

// persuader is who got the parties of a verb to it: the subject of the verb
// above whose object they are.
func (t *tree) persuader(out []int, v int) []int {
	h := t.toks[v].Head
	if h < 0 || !persuading[t.lemma(h)] || !t.isVerb(h) || t.passive(h) || t.logicalObject(h) < 0 {
		return out
	}
	switch t.toks[v].Deprel {
	case "xcomp", "ccomp", "advcl":
		return t.fillers(out, h, -1, "subj")
	}
	return out
}

// sidesFunction is the place of two parties that the sentence leaves out
// because the article has set them against each other: "Oman offered to
// mediate".
const sidesFunction = "sides"

// opposing are the relations between friends and foes alike whose parties sit
// on two sides.
var opposing = map[string]bool{"SIGNS_AGREEMENT_WITH": true, "NEGOTIATES_WITH": true, "CEASEFIRE_WITH": true, "MEDIATES_BETWEEN": true}

// sides are the two parties of the last claim of a conflict or of talks in
// which whoever acts here has no part.
func (m *matcher) sides(fs []filler, trig int, kinds []schema.Kind) []filler {
	var buffer [8]int
	var third []filler
	functions := []string{"subj", "poss", "mod", "by", "of"}
	if m.tree.isNominal(trig) { // "the mediator, Kofi Annan"
		functions = append(functions, "self")
	}
	for _, f := range functions {
		for _, head := range m.tree.fillers(buffer[:0], trig, -1, f) {
			third = m.fill(third, head, schema.Kinds, true)
		}
	}
	if len(third) == 0 {
		return fs
	}
	if spoken := m.spokenTo(third, kinds); len(spoken) == 2 {
		for _, id := range spoken {
			fs = append(fs, filler{id: id, span: m.tree.toks[trig].Span, token: -1, sure: inferred})
		}
		return fs
	}
	for i := len(m.doc.Claims) - 1; i >= max(0, len(m.doc.Claims)-toldReach); i-- {
		c := &m.doc.Claims[i]
		r := m.relations[c.Relation]
		if r == nil || r.Quad < 3 && !opposing[r.Name] {
			continue
		}
		pair := slices.Concat(c.Actor, c.Recipient)
		if len(pair) != 2 || m.involves(third, pair) {
			continue
		}
		a, b := m.sideOf(pair[0], kinds), m.sideOf(pair[1], kinds)
		if a == "" || b == "" || a == b {
			continue
		}
		pair = []string{a, b}
		for _, id := range pair {
			fs = append(fs, filler{id: id, span: m.tree.toks[trig].Span, token: -1, sure: inferred})
		}
		return fs
	}
	return fs
}

// contacts are the relations by which a third party sounds out two others.
var contacts = map[string]bool{"CALLS": true, "MEETS_WITH": true, "VISITS": true}

// spokenTo are those with whom the third party has been in touch in this
// sentence, as sides: "he rang the emir and the sultan and offered to mediate".
func (m *matcher) spokenTo(third []filler, kinds []schema.Kind) []string {
	var out []string
	for i := len(m.doc.Claims) - 1; i >= 0; i-- {
		c := &m.doc.Claims[i]
		if c.Evidence.Trigger.Start < m.doc.Sentences[m.tree.sentence].Start {
			break
		}
		if !contacts[c.Relation] || !slices.ContainsFunc(c.Actor, func(id string) bool { return has(third, id) }) {
			continue
		}
		for _, id := range slices.Concat(c.Actor, c.Recipient) {
			if side := m.sideOf(id, kinds); side != "" && !has(third, id) && !slices.Contains(out, side) {
				out = append(out, side)
			}
		}
	}
	slices.Sort(out)
	return out
}

// sideOf is whom a party of a conflict fights for: itself, or for a person his
// state; "" for a crowd or a body that is no side.
func (m *matcher) sideOf(id string, kinds []schema.Kind) string {
	e := m.doc.Entity(id)
	if e == nil || !slices.Contains(kinds, e.Kind) || strings.HasPrefix(id, "nil:") {
		return ""
	}
	switch e.Kind {
	case schema.State, schema.MilitantGroup, schema.IGO:
		return id
	case schema.Person:
		return m.country(e.Country)
	}
	return ""
}
