package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// toldReach is how many claims back told looks.
const toldReach = 100

// told finds a party in what the article has already told: who did the act
// that a bare noun takes up again ("condemned the attack"), or, for an
// answer, who did it to the actor of the match in hand ("rejected the charge").
// The relation "any" stands for every deed. The noun at token at is the
// evidence.
func (m *matcher) told(fs []filler, at int, relation string, answer bool, kinds []schema.Kind) []filler {
	sentence := m.doc.Sentences[m.tree.sentence].Start
	for i := len(m.doc.Claims) - 1; i >= max(0, len(m.doc.Claims)-toldReach); i-- {
		c := &m.doc.Claims[i]
		if relation == "any" && !answer && c.Evidence.Trigger.Start < sentence { // no claim of this sentence
			if fs = m.doerBefore(fs, at, kinds); len(fs) > 0 {
				return fs
			}
			sentence = 0
		}
		if c.Polarity != schema.Affirmed || c.Relation != relation && (relation != "any" || !m.isDeed(c.Relation, answer)) {
			continue
		}
		if answer && !slices.ContainsFunc(m.actors, func(f filler) bool {
			return slices.ContainsFunc(c.Recipient, func(r string) bool { return r == f.id || m.serves(f.id, r) })
		}) {
			continue
		}
		for _, id := range c.Actor {
			e := m.doc.Entity(id)
			if e == nil || strings.HasPrefix(id, "nil:population") || strings.HasPrefix(id, "nil:militantgroup") || !slices.Contains(kinds, e.Kind) || has(m.actors, id) {
				continue
			}
			fs = append(fs, filler{id: id, span: m.tree.toks[at].Span, token: -1, sure: inferred})
		}
		if len(fs) > 0 {
			return fs
		}
	}
	if relation == "any" && !answer && sentence > 0 {
		fs = m.doerBefore(fs, at, kinds)
	}
	return fs
}

// doerBefore is who does something in the nearest clause before a token, other
// than the actor of the match in hand: in "Turkish jets shot down a bomber;
// Putin called it a stab in the back" Turkey, whatever its deed may be.
func (m *matcher) doerBefore(fs []filler, at int, kinds []schema.Kind) []filler {
	t := m.tree
	for v := at - 1; v >= 0; v-- {
		if !t.isVerb(v) || strings.HasPrefix(t.toks[v].Deprel, "aux") || t.toks[v].Deprel == "cop" {
			continue
		}
		s := t.logicalSubject(v)
		if s < 0 || s >= at {
			continue
		}
		for _, f := range m.fill(nil, s, kinds, false) {
			if has(m.actors, f.id) || m.isKind(f.id, schema.Population) || strings.HasPrefix(f.id, "nil:militantgroup") || slices.ContainsFunc(m.actors, func(a filler) bool { return m.serves(a.id, f.id) || m.serves(f.id, a.id) }) {
				continue
			}
			f.sure *= inferred
			fs = append(fs, f)
		}
		if len(fs) > 0 {
			return fs
		}
	}
	return fs
}

// isDeed reports whether a relation is of deeds, and not of words or standing
// ties; hostile asks for a deed against somebody.
func (m *matcher) isDeed(relation string, hostile bool) bool {
	r := m.relations[relation]
	return r != nil && !r.Standing && !r.SpeechAct && (!hostile || r.Quad == 4)
}
