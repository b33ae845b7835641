package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// atOdds is the factor of confidence for a party that only the discourse gives.
const atOdds = 0.6

// rivalFunction is the place of a party that the sentence leaves out because
// the article has made clear who it is: "Peru closed its border".
const rivalFunction = "rival"

// partnerFunction is the place of a party that the sentence leaves out because
// the actor has just met, called or visited it: "Kishida flew to Manila on
// Friday. He promised radars".
const partnerFunction = "partner"

// partnerReach is how many sentences back the encounter may be told.
const partnerReach = 2

// closeOpen completes the sentence's matches that lack a party, from the
// article; but not where the sentence itself gave the actor a claim of the
// same relation.
func (m *matcher) closeOpen() {
	for _, x := range m.open {
		if !m.complete(x) || m.toldHere(x) {
			m.note(x.rule, x.trigger, RoleEmpty, x.discourse())
			continue
		}
		for _, p := range eachWay(x.relation, x.parties) {
			m.conclude(match{x.rule, x.trigger, x.tokens, p}, false)
		}
	}
}

// discourse names the place of a match that the article is to fill.
func (x match) discourse() string {
	for i := range x.roles {
		if f := x.roles[i].discourse; len(f) > 0 {
			return strings.Join(f, " | ")
		}
	}
	return ""
}

// complete fills the roles that are still empty from the discourse: with the
// one party that the article sets against those found.
func (m *matcher) complete(x match) bool {
	for i := range x.roles {
		ro := &x.roles[i]
		if !ro.required || len(x.parties[ro.role]) >= max(1, ro.least) {
			continue
		}
		anchors := x.parties[schema.RoleActor]
		if ro.role == schema.RoleActor && !x.relation.Symmetric {
			anchors = x.parties[schema.RoleRecipient]
		}
		if len(anchors) == 0 {
			return false
		}
		id := ""
		for _, f := range ro.discourse {
			if id != "" {
				break
			}
			switch f {
			case partnerFunction:
				id = m.partner(anchors, ro.kinds)
			case storyFunction:
				id = m.concerned(anchors, x.trigger, ro.kinds)
			default:
				id = m.rival(anchors, ro.kinds)
			}
		}
		if id == "" {
			return false
		}
		f := filler{id: id, span: m.tree.toks[x.trigger].Span, token: -1, sure: atOdds}
		if ro.least > 1 {
			f.part = 1
		}
		x.parties[ro.role] = append(slices.Clone(x.parties[ro.role]), f)
	}
	return true
}

// toldHere reports whether the sentence has a claim of the same relation
// about the same actor.
func (m *matcher) toldHere(x match) bool {
	at := m.doc.Sentences[m.tree.sentence].Span
	for i := len(m.doc.Claims) - 1; i >= 0 && m.doc.Claims[i].Evidence.Sentence.Start >= at.Start; i-- {
		c := &m.doc.Claims[i]
		if c.Relation == x.relation.Name && m.involves(x.parties[schema.RoleActor], c.Actor) {
			return true
		}
	}
	return false
}

// misreferred reports whether all recipients are actors by way of a pronoun or
// a noun without name.
func (m *matcher) misreferred(recipients, actors []filler) bool {
	for _, f := range recipients {
		if f.token < 0 || !has(actors, f.id) {
			return false
		}
		if x := m.at(f.token); x == nil || x.Type == schema.Name {
			return false
		}
	}
	return len(recipients) > 0
}

// rival is the party that the article sets against the anchors: the other side
// of the last hostile claim about one of them; or "".
func (m *matcher) rival(anchors []filler, kinds []schema.Kind) string {
	for i := len(m.doc.Claims) - 1; i >= max(0, len(m.doc.Claims)-toldReach); i-- {
		c := &m.doc.Claims[i]
		if r := m.relations[c.Relation]; r == nil || r.Quad < 3 {
			continue
		}
		for _, sides := range [2][2][]string{{c.Actor, c.Recipient}, {c.Recipient, c.Actor}} {
			if len(sides[1]) == 1 && m.involves(anchors, sides[0]) && m.mayOppose(anchors, sides[1][0], kinds) {
				return sides[1][0]
			}
		}
	}
	return ""
}

// partner is whom the anchors have just dealt with in peace: the other side of
// the last such claim about one of them, here or up to partnerReach sentences
// before; or "".
func (m *matcher) partner(anchors []filler, kinds []schema.Kind) string {
	from := m.doc.Sentences[max(0, m.tree.sentence-partnerReach)].Start
	for i := len(m.doc.Claims) - 1; i >= max(0, len(m.doc.Claims)-toldReach) && m.doc.Claims[i].Evidence.Sentence.Start >= from; i-- {
		c := &m.doc.Claims[i]
		r := m.relations[c.Relation]
		if r == nil || r.Quad > 2 || r.Standing || c.Polarity == schema.Denied || c.Modality == schema.Conditional || c.Relation == "MEDIATES_BETWEEN" {
			continue
		}
		sides := [][2][]string{{c.Actor, c.Recipient}, {c.Recipient, c.Actor}}
		if r.Symmetric && len(c.Actor) == 2 {
			sides = [][2][]string{{c.Actor[:1], c.Actor[1:]}, {c.Actor[1:], c.Actor[:1]}}
		}
		for _, s := range sides {
			if len(s[0]) == 0 || len(s[1]) != 1 || !m.involves(anchors, s[0]) || m.involves(anchors, s[1]) {
				continue
			}
			if e := m.doc.Entity(s[1][0]); e != nil && slices.Contains(kinds, e.Kind) && !strings.HasPrefix(e.ID, "nil:population") {
				return e.ID
			}
		}
	}
	return ""
}

func (m *matcher) involves(anchors []filler, side []string) bool {
	return slices.ContainsFunc(anchors, func(a filler) bool {
		return slices.ContainsFunc(side, func(id string) bool { return a.id == id || m.serves(a.id, id) || m.serves(id, a.id) })
	})
}

// mayOppose reports whether an entity can be the other side: a state or armed
// group, or a body that is no state's, and nobody of the anchors' own.
func (m *matcher) mayOppose(anchors []filler, id string, kinds []schema.Kind) bool {
	e := m.doc.Entity(id)
	if e == nil || !slices.Contains(kinds, e.Kind) || strings.HasPrefix(id, "nil:") {
		return false
	}
	if e.Kind != schema.State && e.Kind != schema.MilitantGroup {
		return false
	}
	return !slices.ContainsFunc(anchors, func(a filler) bool { return a.id == id || m.serves(a.id, id) || m.serves(id, a.id) })
}
