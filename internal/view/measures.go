package view

import (
	"context"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
)

// measuredEdges bounds the edges that actors are measured by, the best attested.
const measuredEdges = 20_000

// Measure is what network analysis says of an actor, as measure.Actor has it,
// by all edges that the filter lets through, not those of the picture alone.
type Measure struct {
	Degree   int     `json:"degree"`
	Events   int     `json:"events"`
	PageRank float64 `json:"rank"`
	Bloc     int     `json:"bloc"`
}

// measured measures actors; as in `entente measure`, what an office holder does
// counts for himself.
func (s *Server) measured(ctx context.Context, g graph.Reader, f *filter, actors []Actor) error {
	edges, err := g.Strongest(ctx, f.Which, measuredEdges)
	if err != nil {
		return err
	}
	edges = slices.DeleteFunc(edges, func(e graph.Edge) bool { return e.Via == graph.Office || s.inverse[e.Relation] })
	of := map[string]Measure{}
	for _, a := range measure.New(edges).Connections() {
		of[a.ID] = Measure{a.Degree, a.Weight, a.PageRank, a.Bloc}
	}
	for i := range actors {
		m := of[actors[i].ID]
		actors[i].Measure = &m
	}
	return nil
}
