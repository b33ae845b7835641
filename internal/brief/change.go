package brief

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/diff"
	"github.com/entente-kg/entente/schema"
)

// Change is what became of an edge since the briefing before, or of several
// that one sentence tells.
type Change struct {
	Kind diff.Kind
	What string
}

// maxChanges bounds the list; what is left out is told.
const maxChanges = 40

// changes compares the edges of the request's actors as they are with what was
// known at the end of the day of the briefing before.
func (m *maker) changes(b *Briefing) error {
	then, err := m.edges(m.g.AsOf(m.request.Since))
	if err != nil {
		return err
	}
	now, err := m.edges(m.g)
	if err != nil {
		return err
	}
	all, err := diff.Edges(then, now)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c diff.Change) bool { return !m.about(c.Edge()) })
	for _, t := range m.joined(all) {
		if len(b.Changes) == maxChanges {
			b.MoreChanges++
			continue
		}
		what, err := m.edgeSaid(t)
		if err != nil {
			return err
		}
		if c := (Change{t.kind, what + t.count}); !slices.Contains(b.Changes, c) { // several edges of one event
			b.Changes = append(b.Changes, c)
		}
	}
	return nil
}

// edges are the graph's by key, those of the first actor where one is asked
// for.
func (m *maker) edges(g graph.Reader) (iter.Seq2[graph.Edge, error], error) {
	if len(m.request.Actors) == 0 {
		return g.AllEdges(m.ctx), nil
	}
	list, _, err := g.EdgesOf(m.ctx, m.request.Actors[0].ID, 0)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b graph.Edge) int { return strings.Compare(a.Key, b.Key) })
	return func(yield func(graph.Edge, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}, nil
}

// told are edges that one sentence tells: the same thing became of all.
type told struct {
	kind      diff.Kind
	relation  string
	from, to  []string
	symmetric bool
	count     string
	event     string // the latest event behind the edge, where its relation has edges between more than two
}

// joined joins the changes of one actor to several others, or of several to
// one, into one.
func (m *maker) joined(all []diff.Change) []*told {
	var out []*told
	for _, c := range all {
		e := c.Edge()
		t := &told{kind: c.Kind, relation: e.Relation, from: []string{e.From}, to: []string{e.To}, symmetric: e.Symmetric, count: counted(&c)}
		if m.many[e.Relation] && len(e.EventIDs) > 0 {
			t.event = e.EventIDs[0]
		}
		out = append(out, t)
	}
	join := func(same func(a, b *told) bool, into func(a, b *told)) {
		var kept []*told
		for _, t := range out {
			at := slices.IndexFunc(kept, func(k *told) bool {
				return k.kind == t.kind && k.relation == t.relation && k.count == t.count && !t.symmetric && k.event == "" && t.event == "" && same(k, t)
			})
			if at < 0 {
				kept = append(kept, t)
				continue
			}
			into(kept[at], t)
		}
		out = kept
	}
	join(func(a, b *told) bool { return slices.Equal(a.from, b.from) }, func(a, b *told) { a.to = append(a.to, b.to...) })
	join(func(a, b *told) bool { return slices.Equal(a.to, b.to) }, func(a, b *told) { a.from = append(a.from, b.from...) })
	return out
}

// edgeSaid words an edge as its relation words an event, where the edge is one
// from the actor, else by its type.
func (m *maker) edgeSaid(t *told) (string, error) {
	if t.event != "" {
		e, err := m.g.Event(m.ctx, t.event)
		if err == nil {
			return What(&e, m.relations[e.Relation], m.name)
		}
		if !errors.Is(err, graph.ErrNotFound) { // of a former day: the edge alone is told
			return "", err
		}
	}
	for _, r := range m.relations {
		for _, rule := range r.Edges {
			if rule.Type != t.relation || rule.From == schema.RoleTheme || rule.To == schema.RoleTheme || m.inverse[rule.Type] || len(r.Edges) > 1 && rule.Type != r.Name {
				continue
			}
			e := graph.Event{Relation: r.Name}
			for _, end := range []struct {
				role schema.Role
				ids  []string
			}{{rule.From, t.from}, {rule.To, t.to}} {
				switch end.role {
				case schema.RoleActor:
					e.Actor = append(e.Actor, end.ids...)
				case schema.RoleRecipient:
					e.Recipient = end.ids
				case schema.RoleMediator:
					e.Mediator = end.ids
				}
			}
			return What(&e, r, m.name)
		}
	}
	var names [2]string
	for i, ids := range [][]string{t.from, t.to} {
		var list []string
		for _, id := range ids {
			name, err := m.name(id)
			if err != nil {
				return "", err
			}
			list = append(list, name)
		}
		names[i] = enumerated(list)
	}
	return names[0] + " " + InWords(t.relation) + " " + names[1], nil
}

// counted says how many sources there were and are.
func counted(c *diff.Change) string {
	switch {
	case c.Before == nil:
		return fmt.Sprintf(" (%d %s)", c.After.Independent, plural(c.After.Independent, "source"))
	case c.After == nil:
		return fmt.Sprintf(" (had %d %s)", c.Before.Independent, plural(c.Before.Independent, "source"))
	case c.Before.Independent != c.After.Independent:
		return fmt.Sprintf(" (%d %s, had %d)", c.After.Independent, plural(c.After.Independent, "source"), c.Before.Independent)
	}
	return fmt.Sprintf(" (%d %s)", cmp.Or(c.After.Events, 1), plural(cmp.Or(c.After.Events, 1), "event"))
}

// about reports whether an edge is between actors and of relations that the
// request names, and no other edge turned round.
func (m *maker) about(e *graph.Edge) bool {
	if e.Via != graph.Direct || m.inverse[e.Relation] {
		return false
	}
	for _, a := range m.request.Actors {
		if e.From != a.ID && e.To != a.ID {
			return false
		}
	}
	if len(m.request.Relations) == 0 {
		return true
	}
	return slices.ContainsFunc(m.request.Relations, func(name string) bool {
		return slices.ContainsFunc(m.relations[name].Edges, func(r schema.EdgeRule) bool { return r.Type == e.Relation })
	})
}
