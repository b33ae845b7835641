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
	mostBound  = 10   // strongest edges looked at, for each actor of the picture
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
	Measure *Measure    `json:"measure,omitempty"` // where it was asked for
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
	Office      bool    `json:"office,omitempty"`  // only acts for a state are behind it
	Inverse     bool    `json:"inverse,omitempty"` // it says again, the other way round, what another edge says: arrested by
	First       string  `json:"first"`
	Last        string  `json:"last"`
	Ended       string  `json:"ended,omitempty"`
	Coder       string  `json:"coder,omitempty"` // where it is not Entente
	Events      int     `json:"events"`
	Independent int     `json:"independent"`
	Denied      int     `json:"denied"`
	Score       float64 `json:"score"`
	Confidence  float64 `json:"confidence"`
}

func newEdge(e *graph.Edge) Edge {
	return Edge{e.Key, e.From, e.Relation, e.To, e.Symmetric, e.Via == graph.Office, false, e.First, e.Last, e.Ended, string(e.SourceKind), e.Events, e.Independent, e.Denied, e.Score, e.Confidence}
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
	g, _, err := s.asked(r.URL.Query())
	if err != nil {
		return nil, err
	}
	found, err := g.Find(r.Context(), name, maxFound)
	actors := make([]Actor, 0, len(found))
	for _, e := range found {
		actors = append(actors, Actor{ID: e.ID, Name: e.Name, Kind: e.Kind, Country: e.Country})
	}
	return actors, err
}

// network answers with the picture of the actors of a request, laid out.
func (s *Server) network(r *http.Request) (any, error) {
	q := r.URL.Query()
	p, err := s.seen(r.Context(), q)
	if err != nil {
		return nil, err
	}
	return p.Network, p.place(q)
}

// seen is the picture of the actors of a request.
func (s *Server) seen(ctx context.Context, q url.Values) (*picture, error) {
	g, f, err := s.asked(q)
	if err != nil {
		return nil, err
	}
	around, err := whole(q, "around", anyAround, maxAround)
	if err != nil {
		return nil, err
	}
	focus, err := s.focus(ctx, g, q)
	if err != nil {
		return nil, err
	}
	p := newPicture()
	for _, id := range focus {
		p.actor(id).Focus = true
	}
	for _, id := range focus {
		edges, others, err := g.Near(ctx, id, f.Which, around)
		if err != nil {
			return nil, err
		}
		p.around(id, edges)
		p.Left += others
	}
	if err := p.between(ctx, g, &f, focus); err != nil {
		return nil, err
	}
	if len(focus) == 0 {
		edges, err := g.Strongest(ctx, f.Which, min(strongest, mostBound*around))
		if err != nil {
			return nil, err
		}
		p.best(edges, around)
	}
	return p, s.finish(ctx, g, &f, p, q)
}

// finish looks up the names of a picture, marks inverse edges, and measures its
// actors where the request asks for it.
func (s *Server) finish(ctx context.Context, g graph.Reader, f *filter, p *picture, q url.Values) error {
	for _, l := range p.Lines {
		for i := range l.Edges {
			l.Edges[i].Inverse = s.inverse[l.Edges[i].Relation]
		}
	}
	if err := names(ctx, g, p.Actors); err != nil || !q.Has("measured") {
		return err
	}
	return s.measured(ctx, g, f, p.Actors)
}

// focus are the actors that a request names, each once.
func (s *Server) focus(ctx context.Context, g graph.Reader, q url.Values) ([]string, error) {
	asked := q["actor"]
	if len(asked) > maxFocus {
		return nil, bad("%d actors are asked for; at most %d can be shown with their edges", len(asked), maxFocus)
	}
	var ids []string
	for _, id := range asked {
		e, err := g.Entity(ctx, id)
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

// around adds the edges of an actor, as long as there is room for neighbours.
func (p *picture) around(id string, edges []graph.Edge) {
	left := map[string]bool{}
	for i := range edges {
		e := &edges[i]
		other := e.Other(id)
		if _, shown := p.at[other]; !shown && len(p.Actors) >= maxActors {
			left[other] = true
			continue
		}
		p.edge(e)
	}
	p.Left += len(left)
}

// between adds the edges between those in focus that are not among the nearest
// neighbours of each other.
func (p *picture) between(ctx context.Context, g graph.Reader, f *filter, focus []string) error {
	for i, a := range focus {
		for _, b := range focus[:i] {
			if _, shown := p.lines[[2]string{min(a, b), max(a, b)}]; shown {
				continue
			}
			there, err := g.Edges(ctx, a, "", b)
			if err != nil {
				return err
			}
			back, err := g.Edges(ctx, b, "", a)
			if err != nil {
				return err
			}
			for _, e := range slices.Concat(there, back) {
				shown, err := f.edge(ctx, g, &e)
				if err != nil {
					return err
				}
				if shown {
					p.edge(&e)
				}
			}
		}
	}
	return nil
}

// best adds the strongest edges of all, up to so many actors.
func (p *picture) best(edges []graph.Edge, most int) {
	for i := range edges {
		e := &edges[i]
		_, from := p.at[e.From]
		_, to := p.at[e.To]
		if e.From == e.To || !from && !to && len(p.Actors)+2 > most || from != to && len(p.Actors)+1 > most {
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

// The sizes of a picture, in pixels.
const (
	maxSide              = 10_000
	anyWidth, anyHeight  = 720, 400 // those of the page on a small laptop
	leastWidth, leastTop = 320, 200
)

// place lays the picture out for the size that the request names.
func (p *picture) place(q url.Values) error {
	width, err := whole(q, "width", anyWidth, maxSide)
	if err != nil {
		return err
	}
	height, err := whole(q, "height", anyHeight, maxSide)
	if err != nil {
		return err
	}
	lines := make([][2]int, len(p.Lines))
	for i, l := range p.Lines {
		lines[i] = [2]int{p.at[l.A], p.at[l.B]}
	}
	layOut(p.Actors, lines, float64(max(width, leastWidth)), float64(max(height, leastTop)))
	return nil
}

// names looks the actors up.
func names(ctx context.Context, g graph.Reader, actors []Actor) error {
	look, ctx := errgroup.WithContext(ctx)
	look.SetLimit(entitiesAt)
	for i := range actors {
		look.Go(func() error {
			e, err := g.Entity(ctx, actors[i].ID)
			actors[i].Name, actors[i].Kind, actors[i].Country = e.Name, e.Kind, e.Country
			return err
		})
	}
	return look.Wait()
}

// namer gives entities' names, each looked up once.
func namer(ctx context.Context, g graph.Reader) func(id string) (string, error) {
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
		e, err := g.Entity(ctx, id)
		names[id] = e.Name
		return e.Name, err
	}
}
