package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// personWords tell nouns for persons, of which no list is whole, from others.
type personWords struct {
	listed map[string]bool // no ending shows it: "spy", "guest"
	unlike map[string]bool // the ending lies: "tanker", "committee"
	sent   map[string]bool // who speaks for a state: "envoy"
	tied   map[string]bool // who is somebody's: "ally"
	troops map[string]bool // who fights for a state: "soldier"
}

func newPersonWords(w schema.Words) personWords {
	return personWords{
		w.Set("person-noun", "population", "member-noun.fighter"), w.Set("person-like"),
		w.Set("organ.diplomacy", "person-noun.sent"), w.Set("person-noun.tie"), w.Set("organ.force"),
	}
}

// personEndings are those of nouns for persons.
var personEndings = []string{"man", "men", "woman", "women", "person", "people", "er", "or", "ee", "ist", "ian", "eur", "mate", "monger"}

// isPerson reports whether a lemma is a noun for a person.
func (w personWords) isPerson(lemma string) bool {
	if w.listed[lemma] {
		return true
	}
	i := strings.LastIndexByte(lemma, '-') + 1 // "ex-minister"
	if w.unlike[lemma] || w.unlike[lemma[i:]] || len(lemma)-i < 5 {
		return false
	}
	return slices.ContainsFunc(personEndings, func(e string) bool { return strings.HasSuffix(lemma, e) })
}

// isPersons reports whether a noun means persons who are not told of by name
// or office: several of them, or one with "a" before it.
func (m *matcher) isPersons(head int) bool {
	t := m.tree
	if t.toks[head].UPOS != "NOUN" || !m.persons.isPerson(t.lemma(head)) || t.child(head, "appos", "flat") >= 0 {
		return false
	}
	if x := t.toks[head].XPOS; x == "NNS" || x == "NNPS" || t.child(head, "nummod") >= 0 {
		return true
	}
	d := t.child(head, "det")
	return d >= 0 && (t.lower[d] == "a" || t.lower[d] == "an" || t.lower[d] == "any" || t.lower[d] == "another")
}

// isCounted reports whether a noun has a number: "two guards", "two of his
// guards".
func (m *matcher) isCounted(head int) bool {
	t := m.tree
	return t.child(head, "nummod") >= 0 || m.partOf(head) >= 0
}

// partOf is the number that counts out of a noun with "of": "nineteen of his
// associates"; or -1.
func (m *matcher) partOf(head int) int {
	t := m.tree
	if h := t.toks[head].Head; h >= 0 && h < head && t.toks[head].Deprel == "nmod" && t.toks[h].UPOS == "NUM" && t.preposition(head) == "of" {
		return h
	}
	return -1
}

// suffers reports whether persons of no listed sort are those to whom something
// is done. Of officials and allies it is asked more: that a number or the role
// itself says that people are meant, for often enough they are their state.
// Those who speak for it, and "the members", which points back, never are.
func (m *matcher) suffers(head int, kinds []schema.Kind) bool {
	t := m.tree
	if m.role != schema.RoleRecipient || !m.isPersons(head) {
		return false
	}
	lemma := t.lemma(head)
	counted := m.isCounted(head)
	switch {
	case m.persons.sent[lemma]:
		return false
	case m.acting[lemma] || m.persons.tied[lemma]:
		if slices.Contains(kinds, schema.State) && !counted {
			return false
		}
	}
	d := t.child(head, "det")
	return counted || d < 0 || t.lower[d] != "the" || t.child(head, "nmod", "acl", "acl:relcl", "amod", "compound") >= 0
}

// besideName is the kind of crowd that a noun with an owner's name may be
// beside that owner, for the models to choose: in "arrested four Russian
// agents" four people are arrested, and Russia is whose they are. A plural
// demonym without "the" is its people as often as its state.
func (m *matcher) besideName(head int) schema.Kind {
	t := m.tree
	x := m.byHead[head]
	e := m.doc.Entity(x.Entities[0])
	if e == nil || e.Kind == schema.Person || e.Kind == schema.Population || e.Kind == schema.Place {
		return ""
	}
	if x.Form == schema.FormDemonym && x.Type == schema.Name {
		if x := t.toks[head].XPOS; (x == "NNS" || x == "NNPS") && t.child(head, "det") < 0 {
			return schema.Population
		}
		return ""
	}
	if x.Type == schema.Nominal && x.Reason == schema.ByOrgan && m.isPersons(head) && (m.isCounted(head) || m.isTaken(head)) {
		return schema.Population
	}
	return ""
}

// isTaken reports whether a noun stands where a verb of arrest, release or
// expulsion has its object.
func (m *matcher) isTaken(head int) bool {
	t := m.tree
	v := t.governor(head)
	if v < 0 || t.toks[head].Deprel != "obj" && t.toks[head].Deprel != "nsubj:pass" && t.toks[head].Deprel != "conj" {
		return false
	}
	for _, r := range m.index[trigger{t.lemma(v), verb}] {
		switch r.relation.Name {
		case "ABDUCTS", "ARRESTS", "DEPORTS", "GRANTS_ASYLUM_TO", "RELEASES":
			return true
		}
	}
	return false
}
