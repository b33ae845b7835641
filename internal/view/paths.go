package view

import (
	"context"
	"net/http"
	"net/url"

	"github.com/entente-kg/entente/graph"
)

// The bounds of a search for paths.
const (
	mostSteps  = 4    // edges of a path
	mostLooked = 200  // actors whose edges are looked at
	mostNext   = 5000 // neighbours of each of them
)

// Paths is the picture of all shortest paths between two actors.
type Paths struct {
	Network
	Steps int `json:"steps"` // edges of each path; 0 where there is none
	// Cut tells that the search ended before it had looked everywhere.
	Cut bool `json:"cut,omitempty"`
}

// paths answers with the shortest paths between two actors, over edges that
// the filter lets through, whichever way they point, laid out.
func (s *Server) paths(r *http.Request) (any, error) {
	q := r.URL.Query()
	out, p, err := s.between(r.Context(), q)
	if err != nil {
		return nil, err
	}
	err = p.place(q)
	out.Network = p.Network
	return out, err
}

// between is the picture of the paths between the two actors of a request.
func (s *Server) between(ctx context.Context, q url.Values) (Paths, *picture, error) {
	var out Paths
	g, f, err := s.asked(q)
	if err != nil {
		return out, nil, err
	}
	most, err := whole(q, "around", anyAround, maxAround)
	if err != nil {
		return out, nil, err
	}
	ends, err := s.focus(ctx, g, q)
	if err != nil {
		return out, nil, err
	}
	if len(ends) != 2 {
		return out, nil, bad("paths are between two actors, and %d are given", len(ends))
	}
	w := &walk{g: g, f: &f, sides: [2]*side{newSide(ends[0]), newSide(ends[1])}}
	met, err := w.meet(ctx)
	if err != nil {
		return out, nil, err
	}
	p := newPicture()
	for _, id := range ends {
		p.actor(id).Focus = true
	}
	out.Cut = w.looked >= mostLooked
	for _, id := range met {
		out.Steps = w.sides[0].steps[id] + w.sides[1].steps[id]
		if _, shown := p.at[id]; !shown && len(p.Actors) >= most {
			p.Left++
			continue
		}
		w.sides[0].back(p, id, most)
		w.sides[1].back(p, id, most)
	}
	return out, p, s.finish(ctx, g, &f, p, q)
}

// walk looks for paths from both ends at once: two short searches see far
// fewer actors than a long one.
type walk struct {
	g      graph.Reader
	f      *filter
	sides  [2]*side
	looked int
}

// side is what has been reached from one end.
type side struct {
	steps  map[string]int          // from the end
	edges  map[string][]graph.Edge // by which an actor was reached first
	newest []string                // reached by the last step, in order
	told   map[string]bool         // whose paths are in the picture
}

func newSide(end string) *side {
	return &side{steps: map[string]int{end: 0}, edges: map[string][]graph.Edge{}, newest: []string{end}, told: map[string]bool{}}
}

// meet returns the actors in which shortest paths meet, the strongest first.
func (w *walk) meet(ctx context.Context) ([]string, error) {
	for range mostSteps {
		near, far := w.sides[0], w.sides[1]
		if len(far.newest) < len(near.newest) {
			near, far = far, near
		}
		if err := w.step(ctx, near); err != nil {
			return nil, err
		}
		var met []string
		for _, id := range near.newest {
			if _, ok := far.steps[id]; ok {
				met = append(met, id)
			}
		}
		if len(met) > 0 || w.looked >= mostLooked {
			return met, nil
		}
	}
	return nil, nil
}

// step goes one edge further from one end. What the other end has reached was
// reached by its last step, for they would have met before.
func (w *walk) step(ctx context.Context, from *side) error {
	var next []string
	for _, id := range from.newest {
		if w.looked++; w.looked > mostLooked {
			break
		}
		edges, _, err := w.g.Near(ctx, id, w.f.Which, mostNext)
		if err != nil {
			return err
		}
		for i := range edges {
			e := &edges[i]
			other := e.Other(id)
			steps, ok := from.steps[other]
			if !ok {
				steps = from.steps[id] + 1
				from.steps[other] = steps
				next = append(next, other)
			}
			if steps == from.steps[id]+1 {
				from.edges[other] = append(from.edges[other], *e)
			}
		}
	}
	from.newest = next
	return nil
}

// back adds the edges that lead from an end to an actor: while there is room
// those of all paths, then those of one.
func (d *side) back(p *picture, id string, most int) {
	if d.told[id] {
		return
	}
	d.told[id] = true
	first := ""
	for i := range d.edges[id] {
		e := &d.edges[id][i]
		other := e.Other(id)
		if first == "" {
			first = other
		}
		if _, shown := p.at[other]; !shown && other != first && len(p.Actors) >= most {
			p.Left++
			continue
		}
		p.edge(e)
		d.back(p, other, most)
	}
}
