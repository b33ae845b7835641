package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// Sentences shows an analysed document as the trained model sees it, sentence
// by sentence; for training.
func (x *Matcher) Sentences(d *analysis.Doc) []*learned.Sentence {
	all := slices.DeleteFunc(slices.Clone(d.Mentions), func(m analysis.Mention) bool { return m.Reason == schema.ByNoName })
	out := make([]*learned.Sentence, 0, len(d.Sentences))
	var before *matcher
	for s := range d.Sentences {
		n := 0
		for n < len(all) && all[n].Sentence == s {
			n++
		}
		here := all[:n]
		all = all[n:]
		m := &matcher{Matcher: x, doc: d, tree: newTree(d, s, x.known), mentions: newMentions(d, s, here), series: map[int][]chunk{}, crowded: map[int]bool{}}
		if before != nil {
			before.before = nil // what lies further back is not asked for
		}
		m.before, before = before, nil
		if len(here) > 0 {
			before = m
		}
		out = append(out, m.seen(here))
	}
	return out
}

// seen is the sentence as the model sees it.
func (m *matcher) seen(here []analysis.Mention) *learned.Sentence {
	t := m.tree
	s := &learned.Sentence{Tokens: t.toks, States: m.doc.Sentences[t.sentence].States, Lower: t.lower}
	m.seenParties(s, here)
	if len(s.Parties) < 2 { // no pair: nothing else of it is looked at
		return s
	}
	n := len(t.toks)
	functions := make([]int, 2*n)
	s.Lemma, s.Subject, s.Object, s.Prep, s.Passive = t.lemmas, functions[:n], functions[n:], make([]string, n), make([]bool, n)
	for i := range t.toks {
		s.Subject[i], s.Object[i] = -1, -1
		if c := m.classOf(i); c == verb || c == noun || c == adj {
			s.Subject[i] = t.logicalSubject(i)
			if c == verb {
				s.Object[i], s.Passive[i] = t.logicalObject(i), t.passive(i)
			}
		}
		if t.isNominal(i) {
			s.Prep[i] = t.preposition(i)
		}
	}
	m.seenCues(s)
	return s
}

// seenParties lists the mentions, the outermost of nested ones of one entity,
// and the nouns for crowds.
func (m *matcher) seenParties(s *learned.Sentence, here []analysis.Mention) {
	t := m.tree
	for i := range here {
		x := &here[i]
		if x.Head < 0 {
			continue
		}
		for _, id := range x.Entities {
			e := m.doc.Entity(id)
			if _, at := m.crowdMeant(x.Head); at >= 0 {
				continue
			}
			nested := slices.ContainsFunc(s.Parties, func(p learned.Party) bool { return p.ID == id && p.First < x.Last && x.First < p.Last })
			if e == nil || nested {
				continue
			}
			p := learned.Party{ID: id, Token: x.Head, First: x.First, Last: x.Last, Kind: e.Kind, Type: x.Type, Form: x.Form, Country: e.Country}
			if isPeople(&p) {
				p.Forms = m.formsOf(x.Head)
			}
			s.Parties = append(s.Parties, p)
		}
	}
	m.role = schema.RoleRecipient
	for i := range t.toks {
		if e, _, at := m.takenUp(i); at >= 0 {
			s.Parties = append(s.Parties, learned.Party{ID: e.ID, Token: i, First: i, Last: i + 1, Kind: e.Kind, Type: schema.Pronoun, Country: e.Country, Crowd: true, Forms: []string{e.Name}})
			continue
		}
		kind := schema.Kind("")
		switch {
		case m.byHead[i] != nil:
			kind = m.besideName(i)
		case m.cover[i] == nil:
			kind = m.crowdKind(i, schema.Kinds)
		}
		if kind == "" {
			continue
		}
		e := m.crowd(i, kind)
		if id := m.sameCrowd(i, kind); id != "" {
			e.ID = id
		}
		first, _ := m.phrase(i)
		s.Parties = append(s.Parties, learned.Party{
			ID: e.ID, Token: i, First: first, Last: i + 1, Kind: kind, Type: schema.Nominal, Country: e.Country, Crowd: true,
			Forms: append([]string{e.Name}, m.formsOf(i)...),
		})
	}
	slices.SortStableFunc(s.Parties, func(a, b learned.Party) int { return a.First - b.First })
}

// isPeople reports whether a party is people whom their noun has made known.
func isPeople(p *learned.Party) bool {
	return p.Type == schema.Nominal && strings.HasPrefix(p.ID, "nil:population:")
}

// formsOf are the forms in which the text names the crowd of a noun.
func (m *matcher) formsOf(head int) []string {
	t := m.tree
	var out []string
	for _, f := range m.crowdForms(head) {
		out = append(out, m.doc.Text(schema.Span{Start: t.toks[f[0]].Start, End: t.toks[f[1]].End}))
	}
	return out
}

// seenCues lists the words that patterns have as triggers.
func (m *matcher) seenCues(s *learned.Sentence) {
	for i := range m.tree.toks {
		m.eachTrigger(i, func(tr trigger) {
			for _, r := range m.index[tr] {
				if r.particle != "" && !m.particle(i, r.particle, tr.class) {
					continue
				}
				c := learned.Cue{Token: i, Relation: r.relation.Name}
				m.tree.moved = r.particle
				_, unmet := m.conditionsHold(r, i)
				c.Holds = unmet == nil
				if !slices.Contains(s.Cues, c) {
					s.Cues = append(s.Cues, c)
				}
			}
		})
	}
}
