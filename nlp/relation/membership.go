package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// memberRelation is the relation that a name beside a body's name makes by
// itself: "Sajid Mir of the Lashkar-e-Taiba", "Hamas's Khalil al-Hayya".
const memberRelation = "MEMBER_OF"

// belongings are the prepositions between a person and the body that he
// belongs to or speaks for.
var belongings = map[string]bool{"of": true, "for": true, "at": true, "from": true}

// memberships makes a claim of each person's name that a body's name owns or
// follows, unless a title beside it has already tied the two.
func (m *matcher) memberships() {
	r := m.relations[memberRelation]
	if r == nil {
		return
	}
	t := m.tree
	for head := range t.toks {
		x := m.byHead[head]
		m.branch(r, x, head)
		m.countedMembers(r, head)
		if x == nil || x.Type != schema.Name || len(x.Entities) != 1 || !m.isKind(x.Entities[0], schema.Person) {
			continue
		}
		for c := range t.children(head) {
			d := t.toks[c].Deprel
			owned := d == "nmod:poss" && c < x.First
			if !owned && (d != "nmod" && d != "appos" || c < x.Last || !belongings[t.preposition(c)]) {
				continue
			}
			of := m.at(c)
			if of == nil || of.Type != schema.Name || len(of.Entities) != 1 || !m.isKind(of.Entities[0], schema.IGO, schema.MilitantGroup, schema.Organization) {
				continue
			}
			if !m.inOffice(x.Entities[0], of.Entities[0]) {
				m.member(r, x, of, t.span(head, c))
			}
		}
		m.soldier(r, x)
	}
}

// soldier makes the claim of a soldier's name behind his rank and his state,
// "Uganda's General Muhoozi Kainerugaba", unless a title says what he is there.
func (m *matcher) soldier(r *schema.Relation, x *analysis.Mention) {
	t := m.tree
	rank := x.First
	for rank > 0 && (m.office.rank[strings.TrimSuffix(t.lower[rank-1], ".")] || t.lower[rank-1] == "." && rank < x.First) {
		rank--
	}
	i := rank - 1
	if i >= 0 && (t.lower[i] == "'s" || t.lower[i] == "’s") {
		i--
	}
	if rank == x.First || i < 0 {
		return
	}
	of := m.at(i)
	if of == nil || of.Type != schema.Name || of.Last < rank-1 || !m.isKind(of.Entities[0], schema.State) {
		return
	}
	if !m.inOffice(x.Entities[0], of.Entities[0]) {
		m.member(r, x, of, t.span(rank, x.Head))
	}
}

// branch makes the claim of a group's or body's name that another owns: "NATO's
// KFOR" is a part of NATO, and in "Jean-Pierre Bemba's MLC" he is a member.
func (m *matcher) branch(r *schema.Relation, x *analysis.Mention, head int) {
	if x == nil || x.Type != schema.Name || len(x.Entities) != 1 || !m.isKind(x.Entities[0], schema.IGO, schema.MilitantGroup, schema.Organization) {
		return
	}
	for c := range m.tree.children(head) {
		if m.tree.toks[c].Deprel != "nmod:poss" || c >= x.First {
			continue
		}
		owner := m.at(c)
		if owner == nil || owner.Type != schema.Name || len(owner.Entities) != 1 || owner.Entities[0] == x.Entities[0] {
			continue
		}
		switch {
		case m.isKind(owner.Entities[0], schema.IGO, schema.MilitantGroup, schema.Organization):
			m.member(r, x, owner, m.tree.span(head, c))
		case m.isKind(owner.Entities[0], schema.Person) && m.isKind(x.Entities[0], schema.MilitantGroup) && !m.inOffice(owner.Entities[0], x.Entities[0]):
			m.member(r, owner, x, m.tree.span(head, c))
		}
	}
}

// countedMembers makes the claim of counted people whom a body's name owns: "two
// members of Ansaru", "80 UNITA officials". Without a number they are the body,
// and so are its soldiers and envoys.
func (m *matcher) countedMembers(r *schema.Relation, head int) {
	t := m.tree
	if !m.isCounted(head) || !m.isPersons(head) || m.persons.sent[t.lemma(head)] || m.persons.troops[t.lemma(head)] || m.namedAfter(head) {
		return
	}
	for c := range t.children(head) {
		switch d := t.toks[c].Deprel; {
		case d == "compound", d == "nmod:poss", d == "nmod" && t.preposition(c) == "of":
		default:
			continue
		}
		of := m.at(c)
		if of == nil || of.Type != schema.Name || len(of.Entities) != 1 || !m.isKind(of.Entities[0], schema.IGO, schema.MilitantGroup, schema.Organization) {
			continue
		}
		id := ""
		if x := m.byHead[head]; x != nil && m.isKind(x.Entities[0], schema.Population) {
			id = x.Entities[0]
		} else {
			id = m.doc.AddEntity(m.crowd(head, schema.Population)).ID
		}
		spans := m.crowdMentions(head, id)
		m.member(r, &analysis.Mention{Span: spans[0], Entities: []string{id}}, of, t.span(head, c))
		return
	}
}

// namedAfter reports whether a comma and a person's name follow a noun: "two
// journalists, Wa Lone and …".
func (m *matcher) namedAfter(head int) bool {
	t := m.tree
	for j := head + 1; j < min(head+3, len(t.toks)); j++ {
		if x := m.at(j); x != nil {
			return m.isKind(x.Entities[0], schema.Person)
		}
	}
	return false
}

func (m *matcher) isKind(id string, kinds ...schema.Kind) bool {
	e := m.doc.Entity(id)
	return e != nil && slices.Contains(kinds, e.Kind)
}

// inOffice reports whether a title has already tied a person to a body.
func (m *matcher) inOffice(person, body string) bool {
	for i := range m.doc.Claims {
		c := &m.doc.Claims[i]
		if c.Relation == officeRelation && slices.Contains(c.Actor, person) && slices.Contains(c.Recipient, body) {
			return true
		}
	}
	return false
}

func (m *matcher) member(r *schema.Relation, x, of *analysis.Mention, trigger schema.Span) {
	c := schema.Claim{
		Article: m.doc.Article.ID, Relation: r.Name, Actor: []string{x.Entities[0]}, Recipient: []string{of.Entities[0]},
		Theme: []string{}, Mediator: []string{}, Polarity: schema.Affirmed, Modality: schema.Asserted,
	}
	c.Evidence = schema.Evidence{
		Sentence: m.quote(m.doc.Sentences[m.tree.sentence].Span), Trigger: trigger, Rule: r.File + ":1", Confidence: 0.7,
		Marks: []schema.Mark{{Role: schema.RoleActor, Span: x.Span}, {Role: schema.RoleRecipient, Span: of.Span}},
		Quote: m.quote(schema.Span{Start: min(x.Start, of.Start), End: max(x.End, of.End)}),
	}
	c.ID = schema.ClaimID(&c)
	m.doc.Claims = append(m.doc.Claims, c)
}
