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
	if relation == saidBefore {
		return m.sayerBefore(fs, at, kinds)
	}
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

// saidBefore stands for any words, in place of a relation: whoever spoke them.
const saidBefore = "said"

// sayerBefore is who says something in the nearest clause before a token that
// tells of words, other than the actor of the match in hand: of "a charge that
// Tunis denies" whoever makes it, whatever he may call it; or who spoke last in
// the sentence before.
func (m *matcher) sayerBefore(fs []filler, at int, kinds []schema.Kind) []filler {
	t := m.tree
	for v := at - 1; v >= 0; v-- {
		if !t.isVerb(v) || t.toks[v].Deprel == "acl:relcl" && t.toks[v].Head >= 0 && t.child(v, "obj") == t.toks[v].Head || !m.tellsOfWords(v) {
			continue
		}
		s := t.logicalSubject(v)
		if s < 0 || s >= at {
			continue
		}
		before := len(fs)
		for _, f := range m.fill(nil, s, kinds, false) {
			if !m.ofActors(f.id) && !m.isKind(f.id, schema.Population) {
				f.sure *= inferred
				fs = append(fs, f)
			}
		}
		if len(fs) > before {
			return fs
		}
	}
	from := m.doc.Sentences[max(0, m.tree.sentence-1)].Start
	for i := len(m.doc.Claims) - 1; i >= 0 && m.doc.Claims[i].Evidence.Sentence.Start >= from; i-- {
		c := &m.doc.Claims[i]
		r := m.relations[c.Relation]
		if r == nil || !r.SpeechAct || c.Polarity != schema.Affirmed || c.Evidence.Sentence.Start >= m.doc.Sentences[m.tree.sentence].Start {
			continue
		}
		for _, id := range c.Actor {
			if e := m.doc.Entity(id); e != nil && slices.Contains(kinds, e.Kind) && !m.ofActors(id) && e.Kind != schema.Population {
				fs = append(fs, filler{id: id, span: t.toks[at].Span, token: -1, sure: inferred})
			}
		}
		return fs
	}
	return fs
}

// ofActors reports whether an entity is an actor of the match in hand, serves
// one or is served by one.
func (m *matcher) ofActors(id string) bool {
	return slices.ContainsFunc(m.actors, func(a filler) bool { return a.id == id || m.serves(a.id, id) || m.serves(id, a.id) })
}

// tellsOfWords reports whether a verb is one of saying or of a speech act.
func (m *matcher) tellsOfWords(v int) bool {
	lemma := m.tree.lemma(v)
	return m.cues.reporting[lemma] || slices.ContainsFunc(m.index[trigger{lemma, verb}], func(r *rule) bool { return r.relation.SpeechAct && len(r.has) == 0 })
}

// isDeed reports whether a relation is of deeds, and not of words or standing
// ties; hostile asks for a deed against somebody.
func (m *matcher) isDeed(relation string, hostile bool) bool {
	r := m.relations[relation]
	return r != nil && !r.Standing && !r.SpeechAct && (!hostile || r.Quad == 4)
}
