package view

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

// The bounds of the evidence that one answer shows.
const (
	eventsAt       = 20
	claimsPerEvent = 8
	maybePerEvent  = 3
	maxSkip        = 1_000_000
)

// Evidence is an edge with the events behind it, the latest first.
type Evidence struct {
	Edge   Edge    `json:"edge"`
	From   string  `json:"from"` // names
	To     string  `json:"to"`
	Events []Event `json:"events"`
	Total  int     `json:"total"` // that the filter lets through
	Next   int     `json:"next"`  // where the next answer begins, 0 for the end
}

// Event is an event in words with the sentences that tell of it.
type Event struct {
	ID       string     `json:"id"`
	Date     string     `json:"date"`
	Inferred bool       `json:"inferred,omitempty"` // no text gives the date
	What     string     `json:"what"`
	Held     string     `json:"held,omitempty"`  // "planned", "denied by 2"
	Coder    string     `json:"coder,omitempty"` // where it is not Entente
	Sources  int        `json:"sources"`
	Score    float64    `json:"score"`
	Maybe    []Maybe    `json:"maybe,omitempty"` // events that may be the same
	Told     []Sentence `json:"told"`
	More     int        `json:"more,omitempty"` // sentences that are not among them
}

// Maybe is an event that may be the same as another.
type Maybe struct {
	ID       string  `json:"id"`
	Date     string  `json:"date"`
	What     string  `json:"what"`
	Likeness float64 `json:"likeness"` // 0 to 1
}

// Sentence is one of an article.
type Sentence struct {
	ID         string       `json:"id"` // of the claim
	Parts      []brief.Part `json:"parts"`
	Source     string       `json:"source"`
	Date       string       `json:"date"`
	Title      string       `json:"title"`
	URL        string       `json:"url,omitempty"` // of the web, or ""
	Denies     bool         `json:"denies,omitempty"`
	Modality   string       `json:"modality,omitempty"` // "" for a plain fact
	Speaker    string       `json:"speaker,omitempty"`
	Rule       string       `json:"rule"`
	Confidence float64      `json:"confidence"`
}

// edge answers with an edge's events and their sentences.
func (s *Server) edge(r *http.Request) (any, error) {
	q, ctx := r.URL.Query(), r.Context()
	g, f, err := s.asked(q)
	if err != nil {
		return nil, err
	}
	skip, err := whole(q, "skip", 0, maxSkip)
	if err != nil {
		return nil, err
	}
	e, err := s.edgeOf(ctx, g, q.Get("key"))
	if err != nil {
		return nil, err
	}
	events, err := g.Events(ctx, e.Key)
	if err != nil {
		return nil, err
	}
	if events, err = f.events(ctx, g, events); err != nil {
		return nil, err
	}
	t := &teller{ctx: ctx, g: g, name: namer(ctx, g), articles: map[string]schema.Article{}, relations: s.relations}
	out := Evidence{Edge: newEdge(&e), Events: []Event{}, Total: len(events)}
	if out.From, err = t.name(e.From); err != nil {
		return nil, err
	}
	if out.To, err = t.name(e.To); err != nil {
		return nil, err
	}
	events = events[min(skip, len(events)):]
	if len(events) > eventsAt {
		events, out.Next = events[:eventsAt], skip+eventsAt
	}
	for i := range events {
		told, err := t.event(&events[i])
		if err != nil {
			return nil, err
		}
		out.Events = append(out.Events, told)
	}
	return out, nil
}

// edgeOf is the edge of a key.
func (s *Server) edgeOf(ctx context.Context, g graph.Reader, key string) (graph.Edge, error) {
	d := graph.Dyad{Key: key}
	if err := d.ParseKey(); err != nil {
		return graph.Edge{}, badRequest{err}
	}
	if !slices.Contains(graph.EdgeTypes(s.relations), d.Relation) {
		return graph.Edge{}, bad("relation %q: there is no such relation", d.Relation)
	}
	edges, err := g.Edges(ctx, d.From, d.Relation, d.To)
	edges = slices.DeleteFunc(edges, func(e graph.Edge) bool { return e.SourceKind != d.SourceKind })
	if err == nil && len(edges) == 0 {
		err = graph.ErrNotFound
	}
	if err != nil {
		return graph.Edge{}, err
	}
	return edges[0], nil
}

// teller puts events into words.
type teller struct {
	ctx       context.Context //nolint:containedctx // lives for one request
	g         graph.Reader
	name      func(id string) (string, error)
	articles  map[string]schema.Article
	relations map[string]*schema.Relation
}

func (t *teller) event(e *graph.Event) (Event, error) {
	out := Event{ID: e.ID, Date: e.Date.Value, Inferred: e.Inferred, Held: brief.Held(e), Coder: string(e.SourceKind), Sources: e.Independent, Score: e.Goldstein, Told: []Sentence{}}
	var err error
	if out.What, err = brief.What(e, t.relations[e.Relation], t.name); err != nil {
		return out, err
	}
	if out.Maybe, err = t.maybe(e); err != nil {
		return out, err
	}
	claims, err := t.g.Claims(t.ctx, e.Claims)
	if err != nil {
		return out, err
	}
	slices.SortFunc(claims, func(a, b graph.ClaimIn) int { // the surest of each article before its others
		return cmp.Or(cmp.Compare(b.Evidence.Confidence, a.Evidence.Confidence), strings.Compare(a.ID, b.ID))
	})
	if len(claims) > claimsPerEvent {
		claims, out.More = claims[:claimsPerEvent], len(claims)-claimsPerEvent
	}
	for i := range claims {
		told, err := t.sentence(&claims[i])
		if err != nil {
			return out, err
		}
		out.Told = append(out.Told, told)
	}
	return out, nil
}

// maybe tells of the events that may be the same, as far as they are there.
func (t *teller) maybe(e *graph.Event) ([]Maybe, error) {
	var out []Maybe
	for i, id := range e.MaybeSame[:min(maybePerEvent, len(e.MaybeSame))] {
		other, err := t.g.Event(t.ctx, id)
		if errors.Is(err, graph.ErrNotFound) { // it has been computed anew since
			continue
		}
		if err != nil {
			return nil, err
		}
		m := Maybe{ID: id, Date: other.Date.Value, Likeness: e.Likeness[i]}
		if m.What, err = brief.What(&other, t.relations[other.Relation], t.name); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func (t *teller) sentence(c *graph.ClaimIn) (Sentence, error) {
	a, ok := t.articles[c.Article]
	if !ok {
		var err error
		if a, err = t.g.Article(t.ctx, c.Article); err != nil {
			return Sentence{}, err
		}
		t.articles[c.Article] = a
	}
	out := Sentence{
		ID:    c.ID,
		Parts: brief.Marked(&c.Claim), Source: a.Source, Date: a.Published.Value, Title: a.Title, URL: brief.WebAddress(a.URL),
		Denies: c.Polarity == schema.Denied, Rule: c.Evidence.Rule, Confidence: c.Evidence.Confidence,
	}
	if c.Modality != schema.Asserted {
		out.Modality = string(c.Modality)
	}
	var err error
	if c.Speaker != "" {
		out.Speaker, err = t.name(c.Speaker)
	}
	return out, err
}

// unquoted are words of a text, which stand in double quotes in the graph.
func unquoted(words string) string { return strings.Trim(words, `"`) }
