package view

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"golang.org/x/sync/errgroup"
)

// The bounds of what one answer shows.
const (
	maxFound   = 12
	maxName    = 200 // letters of a search
	maxFocus   = 40  // actors whose edges are shown
	maxAround  = 500 // neighbours of each of them
	anyAround  = 60  // where the request does not say
	maxActors  = 2000
	strongest  = 5000 // edges looked at for the picture of the whole graph
	entitiesAt = 4    // looked up at a time
)

// Actor is an entity with its place in the picture.
type Actor struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Kind    schema.Kind `json:"kind"`
	Country string      `json:"country,omitempty"`
	Focus   bool        `json:"focus,omitempty"` // its own edges are shown
	X       float64     `json:"x"`
	Y       float64     `json:"y"`
}

// Line is all that two actors have with each other.
type Line struct {
	A     string `json:"a"` // A < B
	B     string `json:"b"`
	Edges []Edge `json:"edges"` // strongest first
}

// Edge is a graph.Edge as the page needs it.
type Edge struct {
	Key         string  `json:"key"`
	From        string  `json:"from"`
	Relation    string  `json:"relation"`
	To          string  `json:"to"`
	Symmetric   bool    `json:"symmetric,omitempty"`
	Office      bool    `json:"office,omitempty"` // only acts for a state are behind it
	First       string  `json:"first"`
	Last        string  `json:"last"`
	Ended       string  `json:"ended,omitempty"`
	Events      int     `json:"events"`
	Independent int     `json:"independent"`
	Denied      int     `json:"denied"`
	Score       float64 `json:"score"`
	Confidence  float64 `json:"confidence"`
}

func newEdge(e *graph.Edge) Edge {
	return Edge{e.Key, e.From, e.Relation, e.To, e.Symmetric, e.Via == graph.Office, e.First, e.Last, e.Ended, e.Events, e.Independent, e.Denied, e.Score, e.Confidence}
}

// Network is a picture: the actors in focus with their neighbours, or the best
// attested edges of all.
type Network struct {
	Actors []Actor `json:"actors"`
	Lines  []Line  `json:"lines"`
	// Left are the neighbours that the filter lets through and the bound does
	// not: those with fewer independent reports.
	Left int `json:"left"`
}

// find answers a search for an actor.
func (s *Server) find(r *http.Request) (any, error) {
	name := r.URL.Query().Get("q")
	if len([]rune(name)) > maxName {
		return nil, bad("the name is longer than %d letters", maxName)
	}
	found, err := s.g.Find(r.Context(), name, maxFound)
	actors := make([]Actor, 0, len(found))
	for _, e := range found {
		actors = append(actors, Actor{ID: e.ID, Name: e.Name, Kind: e.Kind, Country: e.Country})
	}
	return actors, err
}

// network answers with the picture of the actors of a request.
func (s *Server) network(r *http.Request) (any, error) {
	q := r.URL.Query()
	f, err := readFilter(q, graph.EdgeTypes(s.relations))
	if err != nil {
		return nil, err
	}
	around, err := whole(q, "around", anyAround, maxAround)
	if err != nil {
		return nil, err
	}
	focus, err := s.focus(r.Context(), q)
	if err != nil {
		return nil, err
	}
	p := newPicture()
	for _, id := range focus {
		p.actor(id).Focus = true
	}
	for _, id := range focus {
		edges, err := s.g.EdgesOf(r.Context(), id)
		if err != nil {
			return nil, err
		}
		p.around(id, edges, &f, around)
	}
	if len(focus) == 0 {
		edges, err := s.g.Strongest(r.Context(), strongest)
		if err != nil {
			return nil, err
		}
		p.best(edges, &f, around)
	}
	if err := s.names(r.Context(), p.Actors); err != nil {
		return nil, err
	}
	p.place()
	return p.Network, nil
}

// focus are the actors that a request names, each once.
func (s *Server) focus(ctx context.Context, q url.Values) ([]string, error) {
	asked := q["actor"]
	if len(asked) > maxFocus {
		return nil, bad("%d actors are asked for; at most %d can be shown with their edges", len(asked), maxFocus)
	}
	var ids []string
	for _, id := range asked {
		e, err := s.g.Entity(ctx, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// picture is a network that grows.
type picture struct {
	Network
	at    map[string]int    // place in Actors
	lines map[[2]string]int // place in Lines
}

func newPicture() *picture {
	return &picture{Network: Network{Actors: []Actor{}, Lines: []Line{}}, at: map[string]int{}, lines: map[[2]string]int{}}
}

func (p *picture) actor(id string) *Actor {
	i, ok := p.at[id]
	if !ok {
		i = len(p.Actors)
		p.at[id] = i
		p.Actors = append(p.Actors, Actor{ID: id})
	}
	return &p.Actors[i]
}

// around adds the edges of an actor with up to so many neighbours that are
// new, strongest first.
func (p *picture) around(id string, edges []graph.Edge, f *filter, most int) {
	left := map[string]bool{}
	for i := range edges {
		e := &edges[i]
		other := e.From
		if other == id {
			other = e.To
		}
		if other == id || !f.edge(e) || left[other] {
			continue
		}
		if _, shown := p.at[other]; !shown {
			if most == 0 || len(p.Actors) >= maxActors {
				left[other] = true
				continue
			}
			most--
		}
		p.edge(e)
	}
	p.Left += len(left)
}

// best adds the strongest edges of all, up to so many actors.
func (p *picture) best(edges []graph.Edge, f *filter, most int) {
	for i := range edges {
		e := &edges[i]
		_, from := p.at[e.From]
		_, to := p.at[e.To]
		if e.From == e.To || !f.edge(e) || !from && !to && len(p.Actors)+2 > most || from != to && len(p.Actors)+1 > most {
			continue
		}
		p.edge(e)
	}
}

// edge adds an edge with its ends, once.
func (p *picture) edge(e *graph.Edge) {
	p.actor(e.From)
	p.actor(e.To)
	ends := [2]string{min(e.From, e.To), max(e.From, e.To)}
	i, ok := p.lines[ends]
	if !ok {
		i = len(p.Lines)
		p.lines[ends] = i
		p.Lines = append(p.Lines, Line{A: ends[0], B: ends[1]})
	}
	if l := &p.Lines[i]; !slices.ContainsFunc(l.Edges, func(have Edge) bool { return have.Key == e.Key }) {
		l.Edges = append(l.Edges, newEdge(e))
	}
}

// place lays the picture out.
func (p *picture) place() {
	lines := make([][2]int, len(p.Lines))
	for i, l := range p.Lines {
		lines[i] = [2]int{p.at[l.A], p.at[l.B]}
	}
	layOut(p.Actors, lines)
}

// names looks the actors up.
func (s *Server) names(ctx context.Context, actors []Actor) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(entitiesAt)
	for i := range actors {
		g.Go(func() error {
			e, err := s.g.Entity(ctx, actors[i].ID)
			actors[i].Name, actors[i].Kind, actors[i].Country = e.Name, e.Kind, e.Country
			return err
		})
	}
	return g.Wait()
}

// namer gives entities' names, each looked up once.
func (s *Server) namer(ctx context.Context) func(id string) (string, error) {
	var mu sync.Mutex
	names := map[string]string{}
	return func(id string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if name, ok := names[id]; ok || !graph.IsEntity(id) {
			if !ok {
				name = unquoted(id)
			}
			return name, nil
		}
		e, err := s.g.Entity(ctx, id)
		names[id] = e.Name
		return e.Name, err
	}
}
