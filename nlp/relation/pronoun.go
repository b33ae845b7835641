package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// byPronoun is the factor of confidence for a crowd that a pronoun takes up.
const byPronoun = 0.8

// maxToCrowd is how many words before a pronoun the crowd that it means may
// stand.
const maxToCrowd = 40

// pluralPronouns are those that may mean a crowd.
var pluralPronouns = map[string]bool{"they": true, "them": true}

// crowdKinds are the kinds of crowds that a pronoun takes up.
var crowdKinds = []schema.Kind{schema.Population, schema.MilitantGroup}

// crowdMeant is the crowd without a name that a pronoun means, as a word of
// this sentence or of the one before: "arrested six men. Chad refused to try
// them", "took two observers hostage and set them free". Coreference does not
// know it, because such a crowd is a party only where something is claimed of
// it. The word is -1 where the pronoun means somebody named nearer by.
func (m *matcher) crowdMeant(head int) (in *matcher, at int) {
	t := m.tree
	if !pluralPronouns[t.lower[head]] || t.toks[head].UPOS != "PRON" {
		return nil, -1
	}
	if at = m.crowdBefore(head, m.besides(head)); at >= 0 {
		return m, at
	}
	if x := m.at(head); m.before == nil || x != nil && m.namedBefore(head, x.Entities) >= 0 {
		return nil, -1
	}
	at = m.before.crowdBefore(len(m.before.tree.toks), nil)
	return m.before, at
}

// besides are the subjects of the clauses around a pronoun that is no subject
// itself, which it then cannot mean.
func (m *matcher) besides(head int) []int {
	t := m.tree
	d := t.toks[head].Deprel
	if d != "obj" && d != "iobj" && !strings.HasPrefix(d, "obl") {
		return nil
	}
	defer func(moved string) { t.moved = moved }(t.moved) // whatever pattern is tried, a pronoun means the same
	t.moved = ""
	var out []int
	for v, up := t.toks[head].Head, 0; v >= 0 && up < 3; v, up = t.toks[v].Head, up+1 {
		if s := t.logicalSubject(v); s >= 0 {
			return append(out, s)
		}
	}
	return out
}

// crowdBefore is the nearest word for a crowd of several before token limit,
// none of those that cannot be meant, unless whom the pronoun there seems to
// mean is named behind it; or -1.
func (m *matcher) crowdBefore(limit int, not []int) int {
	t := m.tree
	named := -1
	if limit < len(t.toks) {
		if x := m.at(limit); x != nil {
			named = m.namedBefore(limit, x.Entities)
		}
	}
	defer func(role schema.Role) { m.role = role }(m.role) // whatever role is filled, a pronoun means the same
	m.role = schema.RoleRecipient
	for j := limit - 1; j > named && j >= limit-maxToCrowd; j-- {
		if t.toks[j].XPOS != "NNS" && t.toks[j].XPOS != "NNPS" && t.toks[j].UPOS != "NUM" && !m.crowds.counts[t.lower[j]] {
			continue
		}
		if m.crowdKind(j, crowdKinds) == "" || slices.Contains(not, j) || t.isWithin(limit, j) {
			continue
		}
		switch t.toks[j].Deprel {
		case "obj", "nsubj:pass", "nsubj", "iobj":
		default:
			continue
		}
		if x := m.at(j); x != nil && !m.isKind(x.Entities[0], schema.Population) && !m.isKind(x.Entities[0], schema.MilitantGroup) {
			continue
		}
		return j
	}
	return -1
}

// isWithin reports whether a word belongs to the phrase of another: in "38 of
// them" nobody is meant by "them" who is counted there.
func (t *tree) isWithin(i, phrase int) bool {
	for up := 0; i >= 0 && i < len(t.toks) && up < len(t.toks); i, up = t.toks[i].Head, up+1 {
		if i == phrase {
			return true
		}
	}
	return false
}

// namedBefore is the last word before a token that names one of the entities,
// or -1.
func (m *matcher) namedBefore(tok int, ids []string) int {
	for j := tok - 1; j >= 0; j-- {
		if x := m.byHead[j]; x != nil && x.Type != schema.Pronoun && slices.ContainsFunc(x.Entities, func(id string) bool { return slices.Contains(ids, id) }) {
			return j
		}
	}
	return -1
}

// takeUp makes a party of the crowd that a pronoun means.
func (m *matcher) takeUp(out []filler, head int, in *matcher, at int, kinds []schema.Kind, depth int) []filler {
	before := len(out)
	role := in.role
	in.role = m.role
	out = in.fillOne(out, at, kinds, false, depth+1)
	in.role = role
	for i := before; i < len(out); i++ {
		out[i].token, out[i].span = head, m.tree.toks[head].Span
		out[i].sure *= byPronoun
	}
	return out
}

// takenUp is the crowd that a pronoun means, as an entity; at is where it
// stands, -1 for none.
func (m *matcher) takenUp(head int) (e schema.Entity, in *matcher, at int) {
	in, at = m.crowdMeant(head)
	if at < 0 {
		return e, nil, -1
	}
	if x := in.at(at); x != nil {
		if known := m.doc.Entity(x.Entities[0]); known != nil {
			return *known, in, at
		}
	}
	role := in.role
	in.role = schema.RoleRecipient // as where the crowd was looked for
	kind := in.crowdKind(at, crowdKinds)
	in.role = role
	e = in.crowd(at, kind)
	if id := in.sameCrowd(at, kind); id != "" {
		e.ID = id
	}
	return e, in, at
}
