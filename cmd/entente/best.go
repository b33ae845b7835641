package main

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// bestEdges keeps those of many edges that tell most of what happened: things
// done rather than standing ties such as offices, named by a text rather than
// carried over from an office holder, told by many. No kind of edge takes more
// than perType places.
type bestEdges struct {
	limit    int
	standing map[string]bool // relationship types that are ties, not deeds
	byType   map[string][]graph.Edge
}

const perType = 2

func newBestEdges(relations map[string]*schema.Relation, limit int) *bestEdges {
	b := &bestEdges{limit: limit, standing: map[string]bool{}, byType: map[string][]graph.Edge{}}
	for _, r := range relations {
		for _, e := range r.Edges {
			b.standing[e.Type] = r.Standing
		}
	}
	return b
}

// add takes edges as graph.ImportOptions.Edges gives them.
func (b *bestEdges) add(edges []graph.DyadEdge) {
	for _, d := range edges {
		if d.Edge != nil {
			b.one(*d.Edge)
		}
	}
}

func (b *bestEdges) one(e graph.Edge) {
	if b.standing[e.Relation] || e.Via != graph.Direct {
		return
	}
	list := slices.DeleteFunc(b.byType[e.Relation], func(o graph.Edge) bool { return o.Key == e.Key })
	list = append(list, e)
	slices.SortFunc(list, stronger)
	b.byType[e.Relation] = list[:min(len(list), perType)]
}

func (b *bestEdges) list() []graph.Edge {
	var all []graph.Edge
	for _, list := range b.byType {
		all = append(all, list...)
	}
	slices.SortFunc(all, stronger)
	return all[:min(len(all), b.limit)]
}

// stronger sorts what more stories tell of first, then what happened more
// often, then what weighs more by its Goldstein scores.
func stronger(a, b graph.Edge) int {
	return cmp.Or(
		cmp.Compare(b.Independent, a.Independent), cmp.Compare(b.Reports, a.Reports), cmp.Compare(b.Events, a.Events),
		cmp.Compare(math.Abs(b.Score), math.Abs(a.Score)), strings.Compare(a.Key, b.Key),
	)
}
