package relation

import (
	"slices"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/model"
	"github.com/entente-kg/entente/schema"
)

// ModelRule ends the name of the rule in claims that the model proposed:
// "relations/attacks.yaml:model".
const ModelRule = ":model"

// Sentences shows an analysed document as the model sees it, sentence by
// sentence, with what the patterns found; for training.
func (x *Matcher) Sentences(d *analysis.Doc) []*model.Sentence {
	all := slices.DeleteFunc(slices.Clone(d.Mentions), func(m analysis.Mention) bool { return m.Reason == withoutName })
	out := make([]*model.Sentence, 0, len(d.Sentences))
	for s := range d.Sentences {
		n := 0
		for n < len(all) && all[n].Sentence == s {
			n++
		}
		here := all[:n]
		all = all[n:]
		m := &matcher{Matcher: x, doc: d, tree: newTree(d, s, x.known), mentions: newMentions(d, s, here), series: map[int][]chunk{}}
		out = append(out, m.seen(here, d.Claims))
	}
	return out
}

// seen is the sentence as the model sees it. claims may hold those of other
// sentences.
func (m *matcher) seen(here []analysis.Mention, claims []schema.Claim) *model.Sentence {
	t := m.tree
	n := len(t.toks)
	functions := make([]int, 2*n)
	s := &model.Sentence{
		Tokens: t.toks, Lower: t.lower, Lemma: make([]string, n), Subject: functions[:n], Object: functions[n:],
		Prep: make([]string, n), Passive: make([]bool, n),
	}
	for i := range t.toks {
		s.Lemma[i] = t.lemma(i)
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
	m.seenParties(s, here)
	if len(s.Parties) < 2 {
		return s
	}
	m.seenCues(s)
	for i := range claims {
		if c := &claims[i]; c.Evidence.Sentence.Start == m.doc.Sentences[t.sentence].Start {
			s.Found = appendFound(s.Found, c)
		}
	}
	return s
}

func appendFound(out []model.Found, c *schema.Claim) []model.Found {
	if len(c.Recipient) == 0 {
		for i, a := range c.Actor {
			for _, b := range c.Actor[i+1:] {
				out = append(out, model.Found{Relation: c.Relation, A: a, B: b})
			}
		}
	}
	for _, a := range c.Actor {
		for _, b := range c.Recipient {
			out = append(out, model.Found{Relation: c.Relation, A: a, B: b})
		}
		for _, b := range c.Mediator {
			out = append(out, model.Found{Relation: model.Mediator, A: b, B: a})
		}
	}
	return out
}

// seenParties lists the mentions, the outermost of nested ones of one entity,
// and the nouns for crowds.
func (m *matcher) seenParties(s *model.Sentence, here []analysis.Mention) {
	t := m.tree
	for i := range here {
		x := &here[i]
		if x.Head < 0 {
			continue
		}
		for _, id := range x.Entities {
			e := m.doc.Entity(id)
			nested := slices.ContainsFunc(s.Parties, func(p model.Party) bool { return p.ID == id && p.First < x.Last && x.First < p.Last })
			if e == nil || nested {
				continue
			}
			s.Parties = append(s.Parties, model.Party{
				ID: id, Token: x.Head, First: x.First, Last: x.Last, Kind: e.Kind, Type: x.Type, Form: x.Form, Country: e.Country,
			})
		}
	}
	for i := range t.toks {
		if m.byHead[i] != nil || t.toks[i].UPOS != "NOUN" || m.cover[i] != nil || m.crowds.kindOf[t.lemma(i)] == "" {
			continue
		}
		e, x := m.crowd(i, m.crowds.kindOf[t.lemma(i)])
		s.Parties = append(s.Parties, model.Party{ID: e.ID, Token: i, First: x.First, Last: x.Last, Kind: e.Kind, Type: schema.Nominal, Country: e.Country, Crowd: true, Name: e.Name})
	}
	slices.SortStableFunc(s.Parties, func(a, b model.Party) int { return a.First - b.First })
}

// seenCues lists the words that patterns have as triggers.
func (m *matcher) seenCues(s *model.Sentence) {
	add := func(i int, tr trigger) {
		for _, r := range m.index[tr] {
			c := model.Cue{Token: i, Relation: r.relation.Name}
			if r.particle == "" || m.particle(i, r.particle, tr.class) {
				_, c.Holds = m.conditionsHold(r, i)
			} else {
				continue
			}
			if !slices.Contains(s.Cues, c) {
				s.Cues = append(s.Cues, c)
			}
		}
	}
	for i := range m.tree.toks {
		m.eachTrigger(i, func(tr trigger) { add(i, tr) })
	}
}

// propose adds the claims that the model finds and the patterns do not.
func (m *matcher) propose(here []analysis.Mention, before int) {
	if m.Model == nil {
		return
	}
	s := m.seen(here, m.doc.Claims[before:])
	if len(s.Parties) < 2 {
		return
	}
	for _, g := range m.groups(s, m.Model.Propose(s)) {
		m.learned(s, g)
	}
}

// group is a set of proposals that make one claim.
type group struct {
	relation          *schema.Relation
	trigger           int
	actors, recipient []int // parties
	mediators         []int
	score             float64
}

// groups drops the proposals that say what the patterns found, keeps the best
// mention pair of each pair of entities, and joins the pairs that one word
// tells of.
func (m *matcher) groups(s *model.Sentence, all []model.Proposal) []group {
	slices.SortStableFunc(all, func(a, b model.Proposal) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	var out []group
	var kept []model.Proposal
	for _, p := range all {
		r := m.relations[p.Relation]
		if p.Relation == model.Mediator {
			continue
		}
		if r == nil {
			continue
		}
		a, b := m.standsFor(&s.Parties[p.Actor], r, schema.RoleActor), m.standsFor(&s.Parties[p.Recipient], r, other(r))
		same := func(ra string, x, y string) bool {
			return ra == p.Relation && (x == a && y == b || r.Symmetric && x == b && y == a)
		}
		if slices.ContainsFunc(s.Found, func(f model.Found) bool { return same(f.Relation, f.A, f.B) }) ||
			slices.ContainsFunc(kept, func(k model.Proposal) bool {
				return same(k.Relation, m.standsFor(&s.Parties[k.Actor], r, schema.RoleActor), m.standsFor(&s.Parties[k.Recipient], r, other(r)))
			}) {
			continue
		}
		kept = append(kept, p)
		out = join(out, s, r, p)
	}
	for i := range out {
		if out[i].relation.Name == "MEDIATES_BETWEEN" {
			m.mediator(&out[i], s, all)
		}
	}
	return out
}

// join adds a proposal to the group with the same relation, word and actor or
// recipient, or makes a new one.
func join(groups []group, s *model.Sentence, r *schema.Relation, p model.Proposal) []group {
	for i := range groups {
		g := &groups[i]
		if g.relation != r || g.trigger != p.Trigger || r.Symmetric {
			continue
		}
		if len(g.actors) == 1 && s.Parties[g.actors[0]].ID == s.Parties[p.Actor].ID {
			g.recipient = append(g.recipient, p.Recipient)
			g.score = min(g.score, p.Score)
			return groups
		}
	}
	g := group{relation: r, trigger: p.Trigger, actors: []int{p.Actor}, recipient: []int{p.Recipient}, score: p.Score}
	if r.Symmetric {
		g.actors, g.recipient = []int{p.Actor, p.Recipient}, nil
	}
	return append(groups, g)
}

// mediator finds who mediates between the two.
func (m *matcher) mediator(g *group, s *model.Sentence, all []model.Proposal) {
	for _, p := range all {
		if p.Relation != model.Mediator || slices.Contains(g.mediators, p.Actor) {
			continue
		}
		id := s.Parties[p.Recipient].ID
		if slices.ContainsFunc(g.actors, func(a int) bool { return s.Parties[a].ID == id }) &&
			!slices.ContainsFunc(g.actors, func(a int) bool { return s.Parties[a].ID == s.Parties[p.Actor].ID }) {
			g.mediators = append(g.mediators, p.Actor)
			return
		}
	}
}

// learned makes a claim of a group, under the same law as the patterns' own.
func (m *matcher) learned(s *model.Sentence, g group) {
	parties := map[schema.Role][]filler{
		schema.RoleActor:     m.partiesOf(s, g.relation, schema.RoleActor, g.actors),
		schema.RoleRecipient: m.partiesOf(s, g.relation, schema.RoleRecipient, g.recipient),
		schema.RoleMediator:  m.partiesOf(s, g.relation, schema.RoleMediator, g.mediators),
	}
	if !m.legal(g.relation, parties) {
		return
	}
	ctx := m.contextOf(g.trigger, parties[schema.RoleActor])
	if g.relation.SpeechAct && ctx.modality == schema.Alleged && ctx.polarity == schema.Affirmed {
		ctx.modality, ctx.speaker = schema.Asserted, ""
	}
	r := &rule{relation: g.relation, name: g.relation.File + ModelRule}
	m.claim(r, ctx, parties, m.tree.span(g.trigger), g.score, g.trigger)
}

// partiesOf turns parties of the model into fillers, and makes crowds known.
func (m *matcher) partiesOf(s *model.Sentence, r *schema.Relation, role schema.Role, list []int) []filler {
	var out []filler
	for _, i := range list {
		p := &s.Parties[i]
		if p.Crowd {
			e, x := m.crowd(p.Token, p.Kind)
			m.doc.AddEntity(e)
			m.extra = append(m.extra, x)
		}
		out = append(out, filler{
			id: m.standsFor(p, r, role), token: p.Token, sure: 1,
			span: schema.Span{Start: m.tree.toks[p.First].Start, End: m.tree.toks[p.Last-1].End},
		})
	}
	return unique(out)
}

// other is the role of the second party of a pair.
func other(r *schema.Relation) schema.Role {
	if r.Symmetric {
		return schema.RoleActor
	}
	return schema.RoleRecipient
}

// standsFor is the entity that fills a role: the party itself, or the state of
// a place or organ whose own kind does not fit.
func (m *matcher) standsFor(p *model.Party, r *schema.Relation, role schema.Role) string {
	if !slices.Contains(r.Arguments[role], p.Kind) && p.Country != "" {
		return m.country(p.Country)
	}
	return p.ID
}
