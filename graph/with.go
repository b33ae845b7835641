package graph

import (
	"context"
	"slices"
)

// EventsWith returns all events of an actor or, where two are given, between
// them: those that have them as parties, and those behind their edges, for what
// ministers do is done between their states too.
func EventsWith(ctx context.Context, r Reader, actor string, other ...string) ([]Event, error) {
	events, edges, err := partiesOf(ctx, r, actor, other)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range events {
		known[events[i].ID] = true
	}
	for i := range edges {
		e := &edges[i]
		if e.Events == len(e.EventIDs) && !slices.ContainsFunc(e.EventIDs, func(id string) bool { return !known[id] }) {
			continue // all of them are there
		}
		behind, err := r.Events(ctx, e.Key)
		if err != nil {
			return nil, err
		}
		for j := range behind {
			if !known[behind[j].ID] {
				known[behind[j].ID] = true
				events = append(events, behind[j])
			}
		}
	}
	return events, nil
}

// partiesOf are the events with the actors as parties, and the actors' edges,
// whichever way they go.
func partiesOf(ctx context.Context, r Reader, actor string, other []string) ([]Event, []Edge, error) {
	if len(other) == 0 {
		events, err := r.EventsOf(ctx, actor, 0)
		if err != nil {
			return nil, nil, err
		}
		edges, _, err := r.EdgesOf(ctx, actor, 0)
		return events, edges, err
	}
	events, err := r.EventsBetween(ctx, actor, other[0], 0)
	if err != nil {
		return nil, nil, err
	}
	edges, err := r.Edges(ctx, actor, "", other[0])
	if err != nil {
		return nil, nil, err
	}
	back, err := r.Edges(ctx, other[0], "", actor)
	return events, append(edges, back...), err
}
