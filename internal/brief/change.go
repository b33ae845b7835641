package brief

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/diff"
	"github.com/entente-kg/entente/schema"
)

// Change is what became of an edge since the briefing before.
type Change struct {
	Kind diff.Kind
	What string
}

// maxChanges bounds the list; what is left out is told.
const maxChanges = 40

// changes compares the edges of the request's actors as they are with what was
// known at the end of the day of the briefing before.
func (m *maker) changes(b *Briefing) error {
	all, err := diff.Edges(m.g.AsOf(m.request.Since).AllEdges(m.ctx), m.g.AllEdges(m.ctx))
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c diff.Change) bool { return !m.about(c.Edge()) })
	for _, c := range all[:min(len(all), maxChanges)] {
		e := c.Edge()
		from, err := m.name(e.From)
		if err != nil {
			return err
		}
		to, err := m.name(e.To)
		if err != nil {
			return err
		}
		b.Changes = append(b.Changes, Change{c.Kind, strings.Join([]string{from, inWords(e.Relation), to}, " ") + counted(&c)})
	}
	b.MoreChanges = len(all) - len(b.Changes)
	return nil
}

// counted says how many sources there were and are.
func counted(c *diff.Change) string {
	switch {
	case c.Before == nil:
		return fmt.Sprintf(" (%d %s)", c.After.Independent, plural(c.After.Independent, "source"))
	case c.After == nil:
		return fmt.Sprintf(" (had %d %s)", c.Before.Independent, plural(c.Before.Independent, "source"))
	case c.Before.Independent != c.After.Independent:
		return fmt.Sprintf(" (%d sources, had %d)", c.After.Independent, c.Before.Independent)
	}
	return ""
}

// about reports whether an edge is between actors and of relations that the
// request names.
func (m *maker) about(e *graph.Edge) bool {
	if e.Via != graph.Direct {
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
