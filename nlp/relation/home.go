package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// byPlace is the factor of confidence for an organ whose state only its place
// or its owner's country tells.
const byPlace = 0.7

// organWords are nouns that, without an owner, mean those of the state whose
// affair is told.
type organWords map[string]bool

// home makes a party of an organ without an owner: "prosecutors in Karlsruhe",
// "… in Santiago, where police detained", "his government".
func (m *matcher) home(out []filler, head int, kinds []schema.Kind) []filler {
	t := m.tree
	if t.toks[head].UPOS != "NOUN" || m.ofWorldCourt(head) || !m.organs[t.lemma(head)] && !m.organs[t.lower[head]] || !slices.Contains(kinds, schema.State) {
		return out
	}
	sure := byPlace
	id := m.homeOf(head)
	if id == "" && !m.stands && (m.role != schema.RoleRecipient || !courts[t.lemma(head)]) && t.lower[head] != "governments" && m.ownerless(head) {
		id, sure = m.story(), byStory
	}
	if id == "" {
		return out
	}
	return append(out, filler{id: m.country(id), span: t.toks[head].Span, token: head, sure: sure})
}

// ofWorldCourt reports whether a noun's place is one where courts of many states
// sit: "judges in The Hague" are not the Netherlands'.
func (m *matcher) ofWorldCourt(head int) bool {
	in := m.tree.prepositional(head, "in")
	if in < 0 {
		return false
	}
	x := m.at(in)
	return x != nil && len(x.Entities) == 1 && schema.IsCourtSeat(x.Entities[0])
}

// whoseOrgan is the noun that "whose" before an organ points back to: Turkey in
// "Turkey, whose soldiers train them"; or -1.
func (m *matcher) whoseOrgan(head int) int {
	t := m.tree
	p := t.child(head, "nmod:poss")
	if p < 0 || t.lower[p] != "whose" || !m.acting[t.lemma(head)] && !m.acting[t.lower[head]] {
		return -1
	}
	if owner, ok := t.relative(p); ok && owner != head {
		return owner
	}
	return -1
}

// courts are organs that are also places of other affairs, so that what is
// done to one without an owner tells nothing of a state.
var courts = map[string]bool{"court": true, "tribunal": true, "senate": true, "parliament": true, "judge": true, "magistrate": true, "customs": true, "plane": true}

// ownerless reports whether nothing in a noun's phrase says whose it is.
func (m *matcher) ownerless(head int) bool {
	t := m.tree
	for c := range t.children(head) {
		switch d := t.toks[c].Deprel; {
		case d == "nmod:poss", d == "nmod" && (t.preposition(c) == "of" || t.preposition(c) == "from"), d == "acl:relcl" && c < head:
			return false
		}
	}
	return m.plainlyModified(head)
}

// homeOf is the state that an organ without an owner serves, or "".
func (m *matcher) homeOf(head int) string {
	t := m.tree
	if p := t.child(head, "nmod:poss"); p >= 0 { // "his government"
		if x := m.at(p); x != nil && x.Type == schema.Pronoun {
			return m.stateOf(p)
		}
		return ""
	}
	if d := t.child(head, "det"); t.prepositional(head, "of") >= 0 || d >= 0 && (t.lower[d] == "a" || t.lower[d] == "an") && t.prepositional(head, "in") < 0 {
		return ""
	}
	if t.child(head, "amod", "compound") >= 0 && t.child(head, "det") < 0 && t.toks[head].XPOS == "NNS" && !m.plainlyModified(head) {
		return ""
	}
	for c := range t.children(head) {
		if t.toks[c].Deprel == "nmod" && placed[t.preposition(c)] {
			return m.stateOf(c)
		}
	}
	for v, up := t.toks[head].Head, 0; v >= 0 && up < 3; v, up = t.toks[v].Head, up+1 {
		if t.toks[v].Deprel == "acl:relcl" && t.childWord(v, "where") {
			return m.stateOf(t.toks[v].Head)
		}
		if !t.isVerb(v) {
			continue
		}
		for c := range t.children(v) {
			if strings.HasPrefix(t.toks[c].Deprel, "obl") && placed[t.preposition(c)] && !t.dated[c] {
				if id := m.stateOf(c); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

// plainlyModified reports whether what stands before a noun says what sort of
// organ it is ("riot police", "special forces") and not whose.
func (m *matcher) plainlyModified(head int) bool {
	t := m.tree
	for c := range t.children(head) {
		if d := t.toks[c].Deprel; (d == "amod" || d == "compound") && (t.toks[c].UPOS == "PROPN" || c > 0 && t.lower[c] != m.doc.Text(t.toks[c].Span)) {
			return false
		}
	}
	return true
}

var placed = map[string]bool{"in": true, "at": true, "near": true, "outside": true}

// stateOf is the state of the place, person or state at a token, or "".
func (m *matcher) stateOf(tok int) string {
	x := m.at(tok)
	if x == nil || len(x.Entities) != 1 {
		return ""
	}
	e := m.doc.Entity(x.Entities[0])
	switch {
	case e == nil:
		return ""
	case e.Kind == schema.State:
		return e.ID
	case e.Kind == schema.Place || e.Kind == schema.Person:
		return e.Country
	}
	return ""
}

// we makes a party of "we" in somebody's words: who speaks, or, of deeds, the
// state or group that he speaks for.
func (m *matcher) we(out []filler, head int, kinds []schema.Kind) []filler {
	t := m.tree
	switch t.lower[head] {
	case "we", "us", "our", "ours":
	default:
		return out
	}
	speaker := m.speakerAbove(head)
	if speaker < 0 {
		return out
	}
	var ids []string
	if x := m.at(speaker); x != nil {
		ids = append(ids, x.Entities...)
	}
	if state := m.servedBy(speaker); !m.inWords {
		ids = append([]string{state}, ids...)
	}
	for _, id := range ids {
		if e := m.doc.Entity(id); e != nil && slices.Contains(kinds, e.Kind) {
			return append(out, filler{id: id, span: t.toks[head].Span, token: head, sure: byPlace})
		}
	}
	return out
}

// speakerAbove is the token of the subject of the verb of saying above a word,
// or beside its clause; -1 for none.
func (m *matcher) speakerAbove(tok int) int {
	t := m.tree
	for v, up := t.toks[tok].Head, 0; v >= 0 && up < maxClimb; v, up = t.toks[v].Head, up+1 {
		h := t.toks[v].Head
		if h >= 0 && t.toks[v].Deprel == "ccomp" && m.cues.reporting[t.lemma(h)] {
			return t.logicalSubject(h)
		}
		for c := range t.children(v) {
			if t.toks[c].Deprel == "parataxis" && m.cues.reporting[t.lemma(c)] {
				return t.logicalSubject(c)
			}
		}
	}
	return -1
}

// ownersOfPlaces puts the state that a place undisputedly lies in for it, where
// what is done to a place is done to whose it is and the article names that. A place that nothing is known
// of is no party where it only says where the one at head is: "a funeral in
// Sada" is not Sada.
func (m *matcher) ownersOfPlaces(fs []filler, head int) []filler {
	kept := fs[:0]
	for _, f := range fs {
		e := m.doc.Entity(f.id)
		switch a := m.kb.ByID[f.id]; {
		case e == nil || e.Kind != schema.Place:
		case e.Country != "" && (a == nil || a.Status != "disputed") && m.names(e.Country):
			f.id = e.Country
		case a == nil && !m.tree.joins(f.token, head):
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// names reports whether the article names an entity.
func (m *matcher) names(id string) bool {
	return slices.ContainsFunc(m.doc.Mentions, func(x analysis.Mention) bool { return slices.Contains(x.Entities, id) })
}

// joins reports whether a word is the one at head, a part of its name, or one
// more of a series that begins with it.
func (t *tree) joins(i, head int) bool {
	for range maxClimb {
		if i == head {
			return true
		}
		if i < 0 {
			return false
		}
		switch t.toks[i].Deprel {
		case "conj", "flat", "appos", "compound":
			i = t.toks[i].Head
		default:
			return false
		}
	}
	return false
}
