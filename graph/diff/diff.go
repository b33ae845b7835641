// Package diff compares two states of a graph, edge by edge: what is new, what
// has more or fewer reports, what somebody denies now, what has ended, what is
// gone.
package diff

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// Kind says what became of an edge.
type Kind string

// The kinds, in the order in which they are told.
const (
	New          Kind = "new"
	Strengthened Kind = "strengthened" // more events or more independent reports
	Weakened     Kind = "weakened"     // fewer
	Contested    Kind = "contested"    // somebody denies it now
	Lapsed       Kind = "lapsed"       // an event has ended it
	Retracted    Kind = "retracted"    // nothing supports it any more
)

// Kinds are all kinds, in their order.
var Kinds = []Kind{New, Strengthened, Weakened, Contested, Lapsed, Retracted}

// Change is what became of one edge. Before or After is nil where there was
// or is none. An edge that has more reports and is contested now makes two.
type Change struct {
	Kind          Kind
	Before, After *graph.Edge
}

// Edge is the edge as it is, or as it was.
func (c *Change) Edge() *graph.Edge {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

// Edges compares edges that are sorted by key. It gives the changes by kind,
// those with most independent reports first.
func Edges(before, after iter.Seq2[graph.Edge, error]) ([]Change, error) {
	var changes []Change
	next, stop := iter.Pull2(before)
	defer stop()
	old, err, more := next()
	for now, failed := range after {
		if failed != nil {
			return nil, failed
		}
		for more && err == nil && old.Key < now.Key {
			changes = append(changes, gone(old))
			old, err, more = next()
		}
		if err != nil {
			return nil, err
		}
		if more && old.Key == now.Key {
			changes = append(changes, compare(old, now)...)
			old, err, more = next()
			continue
		}
		changes = append(changes, Change{Kind: New, After: &now})
	}
	for ; more && err == nil; old, err, more = next() {
		changes = append(changes, gone(old))
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		x, y := a.Edge(), b.Edge()
		return cmp.Or(slices.Index(Kinds, a.Kind)-slices.Index(Kinds, b.Kind), y.Independent-x.Independent, y.Events-x.Events, strings.Compare(x.Key, y.Key))
	})
	return changes, nil
}

func gone(e graph.Edge) Change { return Change{Kind: Retracted, Before: &e} }

func compare(old, now graph.Edge) []Change {
	var changes []Change
	add := func(k Kind) { changes = append(changes, Change{k, &old, &now}) }
	switch events, reports := now.Events-old.Events, now.Independent-old.Independent; {
	case events >= 0 && reports >= 0 && events+reports > 0, events > 0:
		add(Strengthened)
	case events < 0 || reports < 0:
		add(Weakened)
	}
	if now.Contested && !old.Contested || now.Denied > old.Denied {
		add(Contested)
	}
	if now.Ended != "" && old.Ended == "" {
		add(Lapsed)
	}
	return changes
}
