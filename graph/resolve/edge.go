package resolve

import (
	"cmp"
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
func (r *Resolver) ties(e *graph.Event, affirming []*graph.ClaimIn, groups map[string]string, ds *graph.Decisions) []graph.Tie {
	type support struct {
		tie      graph.Tie
		asserted bool
		claims   []*graph.ClaimIn
	}
	type key struct {
		edge string
		ends bool
	}
	all := map[key]*support{}
	for _, c := range affirming {
		rel := r.Relations[c.Relation]
		if rel == nil {
			continue
		}
		made := claimTies(c, rel, ds)
		for _, t := range slices.Concat(made, r.endingTies(rel, made)) {
			t.SourceKind = e.SourceKind
			k := key{t.Key(), t.Ends}
			s := all[k]
			if s == nil {
				s = &support{tie: t}
				s.tie.Via = graph.Office
				all[k] = s
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
	slices.SortFunc(ties, func(a, b graph.Tie) int {
		return cmp.Or(strings.Compare(a.Key(), b.Key()), compareFlags(a.Ends, b.Ends))
	})
	return ties
}

func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// claimTies are the ties of one claim, each once; a pair that it names itself
// is direct, even where an office would give it too.
func claimTies(c *graph.ClaimIn, rel *schema.Relation, ds *graph.Decisions) []graph.Tie {
	found := map[string]graph.Tie{}
	add := func(from, to string, rule schema.EdgeRule, via graph.Via) {
		from, to = ds.Canonical(from), ds.Canonical(to)
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

// endingTies are the ties that a claim ends: of the relations that its own
// names in "ends", between the same two, in either direction where its own
// relation has none.
func (r *Resolver) endingTies(rel *schema.Relation, made []graph.Tie) []graph.Tie {
	var ties []graph.Tie
	for _, name := range rel.Ends {
		ended := r.Relations[name]
		if ended == nil {
			continue
		}
		for _, rule := range ended.Edges {
			for _, m := range made {
				pairs := [][2]string{{m.From, m.To}}
				if m.Symmetric && rule.From != rule.To {
					pairs = append(pairs, [2]string{m.To, m.From})
				}
				for _, p := range pairs {
					t := graph.Tie{From: p[0], Relation: rule.Type, To: p[1], Via: m.Via, Symmetric: rule.From == rule.To, Ends: true}
					if t.Symmetric && t.To < t.From {
						t.From, t.To = t.To, t.From
					}
					ties = append(ties, t)
				}
			}
		}
	}
	return ties
}

// Edge sums up a dyad.
func (r *Resolver) Edge(d graph.Dyad) graph.DyadEdge { return graph.SumEdge(d) }
