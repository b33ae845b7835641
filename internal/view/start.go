package view

import (
	"net/http"
	"slices"
)

// Start is what the page asks first.
type Start struct {
	Articles  int      `json:"articles"`
	Sources   int      `json:"sources"`
	Entities  int      `json:"entities"`
	Events    int      `json:"events"`
	Edges     int      `json:"edges"`
	First     string   `json:"first"` // days of the first and the last event
	Last      string   `json:"last"`
	Relations []string `json:"relations"` // relationship types that events of the graph can give, sorted
}

func (s *Server) start(r *http.Request) (any, error) {
	c, err := s.g.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	out := Start{Articles: c.Articles, Sources: c.Sources, Entities: c.Entities, Events: c.Events, Edges: c.Edges, First: c.First, Last: c.Last, Relations: []string{}}
	for name := range c.EventsByRelation {
		if rel := s.relations[name]; rel != nil {
			for _, e := range rel.Edges {
				out.Relations = append(out.Relations, e.Type)
			}
		}
	}
	slices.Sort(out.Relations)
	out.Relations = slices.Compact(out.Relations)
	return out, nil
}
