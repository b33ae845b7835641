package relation

import (
	"slices"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// ModelRule begins the rule of a claim that the trained model proposed:
// "model:ATTACKS".
const ModelRule = "model:"

// judged is a sentence as the model sees it.
type judged struct {
	*matcher
	seen *learned.Sentence
}

// judge weighs the document's claims with the trained model: each gets a
// probability as its confidence, unlikely ones are dropped, and what the
// patterns have missed is added if that is wanted.
// ms are the sentences that it is to read: those with claims, or all where it
// may propose.
func (x *Matcher) judge(d *analysis.Doc, ms []judged) error {
	inputs := make([]*learned.Input, len(ms))
	for i, m := range ms {
		inputs[i] = x.Model.Read(m.seen)
	}
	pairs := make([][][2]int, len(ms))
	for i, in := range inputs {
		pairs[i] = in.Pairs()
	}
	rules := map[learned.Dyad]float64{}
	for i := range d.Claims {
		c := &d.Claims[i]
		for _, y := range x.Model.Dyads(c.Relation, c.Actor, c.Recipient, c.Mediator) {
			rules[y] = max(rules[y], c.Evidence.Confidence)
		}
	}
	opinions, err := x.Model.Opinions(inputs, func(s, pair, label int) learned.Dyad {
		a, b := &ms[s].seen.Parties[pairs[s][pair][0]], &ms[s].seen.Parties[pairs[s][pair][1]]
		return x.Model.NewDyad(label, x.Model.Actor(label, a), x.Model.Recipient(label, b))
	}, rules)
	if err != nil {
		return err
	}
	likely := make(map[learned.Dyad]float64, len(opinions))
	var missed []proposal
	for i := range opinions {
		o := &opinions[i]
		p := x.Model.Probability(o)
		likely[o.Dyad] = p
		if o.Rule == 0 && o.Placed() && !x.NoProposals && p >= x.atLeast(x.Model.Propose) {
			pair := pairs[o.Sentence][o.Pair]
			missed = append(missed, proposal{o, p, pair[0], pair[1]})
		}
	}
	x.doubt(d, likely)
	for _, g := range group(x.Model, missed) {
		ms[g.first.Sentence].propose(g)
	}
	return nil
}

// atLeast is the user's bound for confidence, or the model's own.
func (x *Matcher) atLeast(own float64) float64 {
	if x.MinConfidence > 0 {
		return x.MinConfidence
	}
	return own
}

// doubt gives the patterns' claims their probabilities, and drops those that
// are too small. A claim of a relation that the model does not know keeps the
// confidence of its pattern, and is dropped only if the user sets a bound.
func (x *Matcher) doubt(d *analysis.Doc, likely map[learned.Dyad]float64) {
	kept := d.Claims[:0]
	for _, c := range d.Claims {
		p, known := x.probability(&c, likely)
		known = known && !x.beyond(d, &c)
		if known {
			p = x.thin(d, &c, p, likely)
		}
		switch {
		case !known && c.Evidence.Confidence < x.MinConfidence, known && p < x.atLeast(x.Model.Keep):
			continue
		case known:
			c.Evidence.Confidence = round(p)
		}
		kept = append(kept, c)
	}
	d.Claims = kept
}

// thin takes those parties out of a claim of many that are unlikely in it with
// each of the others, and returns the probability of the rest. One party of a
// role is left, and two of a relation without direction.
func (x *Matcher) thin(d *analysis.Doc, c *schema.Claim, p float64, likely map[learned.Dyad]float64) float64 {
	least, before := x.atLeast(x.Model.Keep), len(c.Actor)+len(c.Recipient)
	for _, role := range []*[]string{&c.Actor, &c.Recipient} {
		left, fewest := len(*role), 1
		if x.relations[c.Relation].Symmetric {
			fewest = max(0, 2-(len(c.Actor)+len(c.Recipient)-left))
		}
		*role = slices.DeleteFunc(slices.Clone(*role), func(id string) bool {
			best := 0.0
			for _, y := range x.Model.Dyads(c.Relation, c.Actor, c.Recipient, nil) {
				if y.A == id || y.B == id {
					best = max(best, likely[y])
				}
			}
			if best >= least || left <= fewest {
				return false
			}
			left--
			return true
		})
	}
	if len(c.Actor)+len(c.Recipient) == before {
		return p
	}
	c.Evidence.Marks = slices.DeleteFunc(slices.Clone(c.Evidence.Marks), func(mark schema.Mark) bool {
		return slices.ContainsFunc(d.Mentions, func(m analysis.Mention) bool {
			return m.Span == mark.Span && len(m.Entities) > 0 && (mark.Role == schema.RoleActor || mark.Role == schema.RoleRecipient) &&
				!slices.ContainsFunc(m.Entities, func(id string) bool { return slices.Contains(c.Actor, id) || slices.Contains(c.Recipient, id) })
		})
	})
	c.ID = schema.ClaimID(c)
	p, _ = x.probability(c, likely)
	return p
}

// beyond reports whether a claim's actors come from other claims of the
// article and are not named in the sentence: the model reads sentences, and
// what it thinks of the parties elsewhere says nothing about this one.
func (x *Matcher) beyond(d *analysis.Doc, c *schema.Claim) bool {
	if r := x.relations[c.Relation]; r == nil || r.Infer[schema.RoleActor] == "" && !r.Symmetric {
		return false
	}
	return !slices.ContainsFunc(d.Mentions, func(m analysis.Mention) bool {
		return c.Evidence.Sentence.Contains(m.Span) && slices.ContainsFunc(m.Entities, func(id string) bool { return slices.Contains(c.Actor, id) })
	})
}

// probability is the mean of a claim's dyads, without those of its mediator.
func (x *Matcher) probability(c *schema.Claim, likely map[learned.Dyad]float64) (p float64, known bool) {
	dyads := x.Model.Dyads(c.Relation, c.Actor, c.Recipient, nil)
	for _, y := range dyads {
		p += likely[y] / float64(len(dyads))
	}
	return p, len(dyads) > 0
}

// round keeps two digits, and never says that something is impossible.
func round(p float64) float64 { return max(0.01, float64(int(p*100+0.5))/100) }

// proposal is a dyad that no pattern has found, with its parties in the
// sentence.
type proposal struct {
	*learned.Opinion
	p    float64
	a, b int
}

// proposals are those that one word tells of and that make one claim.
type proposals struct {
	first              proposal
	actors, recipients []int
	p                  float64 // of the least likely
}

// group joins the proposals that one word tells of one actor, the likeliest
// first.
func group(m *learned.Model, all []proposal) []proposals {
	slices.SortStableFunc(all, func(a, b proposal) int {
		switch {
		case a.p > b.p:
			return -1
		case a.p < b.p:
			return 1
		}
		return 0
	})
	var out []proposals
next:
	for _, p := range all {
		if m.Labels[p.Label] == learned.Mediator {
			continue
		}
		for i := range out {
			g := &out[i]
			if f := g.first; f.Label == p.Label && f.Sentence == p.Sentence && f.Trigger == p.Trigger && f.a == p.a && !m.Symmetric(p.Label) {
				g.recipients, g.p = append(g.recipients, p.b), p.p
				continue next
			}
		}
		g := proposals{first: p, actors: []int{p.a}, recipients: []int{p.b}, p: p.p}
		if m.Symmetric(p.Label) {
			g.actors, g.recipients = []int{p.a, p.b}, nil
		}
		out = append(out, g)
	}
	return out
}

// propose makes a claim, under the same law as the patterns' own.
func (j judged) propose(g proposals) {
	m := j.matcher
	label, name := g.first.Label, m.Model.Labels[g.first.Label]
	r := m.relations[name]
	if r == nil {
		return
	}
	parties := map[schema.Role][]filler{
		schema.RoleActor:     j.fillers(g.actors, func(p *learned.Party) string { return m.Model.Actor(label, p) }),
		schema.RoleRecipient: j.fillers(g.recipients, func(p *learned.Party) string { return m.Model.Recipient(label, p) }),
	}
	trig := g.first.Trigger
	m.conclude(match{&rule{relation: r, name: ModelRule + name, confidence: g.p}, trig, []int{trig}, parties}, false)
}

// fillers turns parties into fillers, and makes crowds known.
func (j judged) fillers(list []int, as func(*learned.Party) string) []filler {
	var out []filler
	for _, i := range list {
		p := &j.seen.Parties[i]
		if p.Crowd {
			e, in, at := j.takenUp(p.Token)
			if at < 0 {
				e, in, at = j.crowd(p.Token, p.Kind), j.matcher, p.Token
			}
			e.ID = p.ID // perhaps that of a crowd named before
			j.doc.AddEntity(e)
			in.crowdMentions(at, e.ID)
		} else if isPeople(p) {
			j.crowdMentions(p.Token, p.ID)
		}
		id := as(p)
		if id != p.ID {
			id = j.country(id)
		}
		out = append(out, filler{
			id: id, token: p.Token, sure: 1,
			span: schema.Span{Start: j.tree.toks[p.First].Start, End: j.tree.toks[p.Last-1].End},
		})
	}
	return unique(out)
}
