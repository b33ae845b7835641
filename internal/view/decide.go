package view

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

// Decider keeps a decision in the graph that is served, as `entente decide`
// does. Kept are the decisions that are new; change says what they made of the
// graph.
type Decider func(ctx context.Context, d graph.Decision) (kept []graph.Decision, change string, err error)

// decidePath is where decisions are sent to.
const decidePath = "/api/decide"

// The bounds of decisions.
const (
	decideTime   = 5 * time.Minute // a merger of two hubs computes much anew
	maxDecisions = 500             // shown
)

// Decision is one in words.
type Decision struct {
	ID     string             `json:"id"`
	Kind   graph.DecisionKind `json:"kind"`
	About  []About            `json:"about"`
	Name   string             `json:"name,omitempty"`
	By     string             `json:"by"`
	At     string             `json:"at"`
	Reason string             `json:"reason,omitempty"`
	Undone bool               `json:"undone,omitempty"`
}

// About is what a decision is about.
type About struct {
	ID   string `json:"id"`
	Name string `json:"name"` // of an actor, an event in words, a claim's sentence; the ID where it is no longer there
}

// Decided tells what a decision made of the graph.
type Decided struct {
	ID     string `json:"id"` // "" where it was there already
	Change string `json:"change"`
}

// decide keeps a decision of the person at the page.
func (s *Server) decide(r *http.Request) (any, error) {
	if s.decider == nil || s.asOf != "" {
		return nil, bad("nothing can be decided here: the graph is shown as of a former day")
	}
	var d graph.Decision
	body := json.NewDecoder(r.Body)
	body.DisallowUnknownFields()
	if err := body.Decode(&d); err != nil {
		return nil, bad("the decision can't be read: %v", err)
	}
	if d.ID+d.By+d.At+d.Block != "" || d.Claims != nil {
		return nil, bad("a decision here has a kind, about what it is, a name and a reason")
	}
	check := d
	if err := check.Sign(); err != nil {
		return nil, badRequest{err}
	}
	// a browser that closes must not leave a decision half computed
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), decideTime)
	defer cancel()
	d.By = s.by
	kept, change, err := s.decider(ctx, d)
	if err != nil || len(kept) == 0 {
		return Decided{Change: change}, err
	}
	return Decided{ID: kept[0].ID, Change: change}, nil
}

// decisions lists those of the graph, the latest first.
func (s *Server) decisions(r *http.Request) (any, error) {
	ctx := r.Context()
	all, err := s.g.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	holds := map[string]bool{}
	for _, d := range graph.Holding(all) {
		holds[d.ID] = true
	}
	slices.SortFunc(all, func(a, b graph.Decision) int { return graph.ByTime(b, a) })
	out := []Decision{}
	for _, d := range all[:min(maxDecisions, len(all))] {
		if d.Kind == graph.Undo {
			continue
		}
		told := Decision{ID: d.ID, Kind: d.Kind, Name: d.Name, By: d.By, At: d.At, Reason: d.Reason, Undone: !holds[d.ID]}
		for _, id := range d.About {
			called, err := s.called(ctx, id)
			if err != nil {
				return nil, err
			}
			told.About = append(told.About, About{ID: id, Name: called})
		}
		out = append(out, told)
	}
	return out, nil
}

// called puts into words what a decision is about.
func (s *Server) called(ctx context.Context, id string) (string, error) {
	words := id
	var err error
	switch d := (graph.Decision{Kind: graph.Accept, About: []string{id}}); {
	case d.AboutEvents():
		var e graph.Event
		if e, err = s.g.Event(ctx, id); err == nil {
			words, err = brief.What(&e, s.relations[e.Relation], namer(ctx, s.g))
			words = strings.TrimPrefix(e.Date.Value+": "+words, ": ")
		}
	case d.AboutClaim():
		var claims []graph.ClaimIn
		if claims, err = s.g.Claims(ctx, []string{id}); err == nil && len(claims) > 0 {
			words = claims[0].Evidence.Sentence.Text
		}
	default:
		var e schema.Entity
		if e, err = s.g.Entity(ctx, id); err == nil {
			words = e.Name
		}
	}
	if errors.Is(err, graph.ErrNotFound) {
		return id, nil
	}
	return words, err
}
