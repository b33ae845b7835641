package resolve

import (
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// ties gives the direct edges that a factual event lies behind, from its
// relation's edge rules, claim by claim: only parties that one text names
// together are tied, never those of two texts. What an office holder or organ
// does ties its state as well. A tie needs a claim that asserts it; reports
// that only allege it then count too.
func (r *Resolver) ties(e *graph.Event, affirming []*graph.ClaimIn, groups map[string]string) []graph.Tie {
	rel := r.Relations[e.Relation]
	if rel == nil {
		return nil
	}
	type support struct {
		tie      graph.Tie
		asserted bool
		claims   []*graph.ClaimIn
	}
	all := map[string]*support{}
	for _, c := range affirming {
		for _, t := range claimTies(c, rel) {
			s := all[t.Key()]
			if s == nil {
				s = &support{tie: t}
				s.tie.Via = graph.Office
				all[t.Key()] = s
			}
			s.claims = append(s.claims, c)
			if c.Modality == schema.Asserted {
				s.asserted = true
				if t.Via == graph.Direct {
					s.tie.Via = graph.Direct
				}
			}
		}
	}
	var ties []graph.Tie
	for _, s := range all {
		if !s.asserted {
			continue
		}
		s.tie.Reports, s.tie.Independent = count(s.claims, groups)
		s.tie.Denied = e.Denied
		ties = append(ties, s.tie)
	}
	slices.SortFunc(ties, func(a, b graph.Tie) int { return strings.Compare(a.Key(), b.Key()) })
	return ties
}

// claimTies are the ties of one claim, each once; a pair that it names itself
// is direct, even where an office would give it too.
func claimTies(c *graph.ClaimIn, rel *schema.Relation) []graph.Tie {
	found := map[string]graph.Tie{}
	add := func(from, to string, rule schema.EdgeRule, via graph.Via) {
		if from == to || !graph.IsEntity(from) || !graph.IsEntity(to) {
			return
		}
		t := graph.Tie{From: from, Relation: rule.Type, To: to, Via: via, Symmetric: rule.From == rule.To}
		if t.Symmetric && t.To < t.From {
			t.From, t.To = t.To, t.From
		}
		if old, ok := found[t.Key()]; !ok || old.Via == graph.Office {
			found[t.Key()] = t
		}
	}
	state := func(role schema.Role, id string) string {
		if s := c.Offices[id]; s != "" && role != schema.RoleTheme {
			return s
		}
		return id
	}
	for _, rule := range rel.Edges {
		for _, from := range parties(c, rule.From) {
			for _, to := range parties(c, rule.To) {
				add(from, to, rule, graph.Direct)
				if f, t := state(rule.From, from), state(rule.To, to); f != from || t != to {
					add(f, t, rule, graph.Office)
				}
			}
		}
	}
	ties := make([]graph.Tie, 0, len(found))
	for _, t := range found {
		ties = append(ties, t)
	}
	return ties
}

func parties(c *graph.ClaimIn, role schema.Role) []string {
	switch role {
	case schema.RoleActor:
		return c.Actor
	case schema.RoleRecipient:
		return c.Recipient
	case schema.RoleTheme:
		return c.Theme
	case schema.RoleMediator:
		return c.Mediator
	}
	return nil
}

// Edge sums up a dyad; it is nil when no event lies behind it any more.
func (r *Resolver) Edge(d graph.Dyad) *graph.Edge {
	if len(d.Ties) == 0 {
		return nil
	}
	ties := slices.Clone(d.Ties)
	slices.SortFunc(ties, func(a, b graph.TieIn) int {
		if c := compareDates(when(&b), when(&a)); c != 0 {
			return c
		}
		return strings.Compare(a.Event, b.Event)
	})
	e := &graph.Edge{
		Key: d.Key, From: d.From, Relation: d.Relation, To: d.To, Symmetric: d.Symmetric, Via: graph.Office,
		Last: when(&ties[0]).Value, Events: len(ties),
	}
	for i := range ties {
		t := &ties[i]
		if t.Via == graph.Direct {
			e.Via = graph.Direct
		}
		if v := when(t).Value; v != "" {
			e.First = v // the last that is known is the earliest
		}
		e.Reports += t.Reports
		e.Independent += t.Independent
		e.Denied += t.Denied
		e.Contested = e.Contested || t.Contested
		e.Score += t.Goldstein
		e.Confidence = max(e.Confidence, t.Confidence)
		if len(e.EventIDs) < graph.MaxEventIDs {
			e.EventIDs = append(e.EventIDs, t.Event)
		}
	}
	e.Score = math.Round(e.Score*1e6) / 1e6 // sums of tenths, without the noise
	return e
}

func when(t *graph.TieIn) schema.Date {
	if t.Date.IsZero() {
		return t.Published
	}
	return t.Date
}
