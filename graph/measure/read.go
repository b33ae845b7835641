package measure

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
)

// MaxActors bounds the actors that are measured where nothing else is asked
// for: betweenness takes time with their square.
const MaxActors = 2000

// Bounds say which part of a graph is measured.
type Bounds struct {
	Span   timeline.Span // only what may have happened in it
	Actors int           // those with most events, MaxActors when 0
	Rows   int           // most edges or events that may be read, 0 for no bound; edges that were there once count too
}

// ErrTooLarge is returned where a graph has more rows than Bounds allow.
var ErrTooLarge = errors.New("the graph is too large to be measured here")

// Read reads the network of a graph: what texts say of actors directly, for
// what an office holder does counts for himself. With a span it is summed up
// from events, else from edges. All counts the actors with an edge, also those
// that are not measured.
func Read(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation, b Bounds) (n *Network, all int, err error) {
	inverse := Inverses(relations)
	var edges []graph.Edge
	if b.Span == (timeline.Span{}) {
		if b.Rows > 0 {
			if most, err := g.EdgesAtMost(ctx); err != nil || most > b.Rows {
				return nil, 0, cmp.Or(err, ErrTooLarge)
			}
		}
		for e, err := range g.AllEdges(ctx) {
			if err != nil {
				return nil, 0, err
			}
			if e.Via == graph.Direct && !inverse[e.Relation] {
				edges = append(edges, e)
			}
		}
	} else {
		rows := 0
		for e, err := range g.AllEvents(ctx) {
			if err != nil {
				return nil, 0, err
			}
			if rows++; b.Rows > 0 && rows > b.Rows {
				return nil, 0, ErrTooLarge
			}
			if b.Span.Has(e.Date) {
				edges = append(edges, edgesOf(&e, inverse)...)
			}
		}
	}
	edges, all = busiest(edges, cmp.Or(b.Actors, MaxActors))
	return New(edges), all, nil
}

// OfEvents is the network of what happened in some events, among the actors
// with most of them.
func OfEvents(events []graph.Event, relations map[string]*schema.Relation, actors int) (n *Network, all int) {
	inverse := Inverses(relations)
	var edges []graph.Edge
	for i := range events {
		edges = append(edges, edgesOf(&events[i], inverse)...)
	}
	edges, all = busiest(edges, cmp.Or(actors, MaxActors))
	return New(edges), all
}

// edgesOf are an event's ties as edges, none unless it happened.
func edgesOf(e *graph.Event, inverse map[string]bool) []graph.Edge {
	if !e.Factual || e.Status == graph.Rejected {
		return nil
	}
	var edges []graph.Edge
	for _, t := range e.Ties {
		if t.Via == graph.Direct && t.Reports > 0 && !t.Ends && !inverse[t.Relation] {
			edges = append(edges, graph.Edge{From: t.From, Relation: t.Relation, To: t.To, Events: 1, Score: e.Goldstein})
		}
	}
	return edges
}

// Inverses are the edge types that say again of two roles what another edge of
// the same relation says: ARRESTED_BY beside ARRESTS. Counted with it, every
// event would count twice.
func Inverses(relations map[string]*schema.Relation) map[string]bool {
	out := map[string]bool{}
	for _, r := range relations {
		for i, later := range r.Edges {
			for _, e := range r.Edges[:i] {
				if e.From == later.To && e.To == later.From && e.From != e.To {
					out[later.Type] = true
				}
			}
		}
	}
	return out
}

// busiest keeps the edges among the actors with most events, and counts all.
func busiest(edges []graph.Edge, most int) (kept []graph.Edge, all int) {
	events := map[string]int{}
	for _, e := range edges {
		events[e.From] += e.Events
		events[e.To] += e.Events
	}
	ids := make([]string, 0, len(events))
	for id := range events {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(events[b]-events[a], strings.Compare(a, b)) })
	for _, id := range ids[min(len(ids), most):] {
		delete(events, id)
	}
	return slices.DeleteFunc(edges, func(e graph.Edge) bool { return events[e.From] == 0 || events[e.To] == 0 }), len(ids)
}
