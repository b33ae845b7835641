package view

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// filter says which edges and events are shown. The zero value shows all.
type filter struct {
	graph.Which
	articles map[string]string // sources of articles that were looked up, by ID
}

// asked gives the graph as of the day of a request, and its filter.
func (s *Server) asked(q url.Values) (graph.Reader, filter, error) {
	f, err := readFilter(q, graph.EdgeTypes(s.relations))
	if err != nil {
		return nil, f, err
	}
	then := q.Get("asof")
	if err := day("asof", then); err != nil {
		return nil, f, err
	}
	g := s.g
	if name := q.Get("source_kind"); name != "" {
		kind, err := schema.ParseSourceKind(name)
		if err != nil {
			return nil, f, badRequest{err}
		}
		g = g.OfKinds(kind)
	}
	if then = cmp.Or(then, s.asOf); then != "" {
		return g.AsOf(then), f, nil
	}
	return g, f, nil
}

// maxSource bounds the name of a source, in bytes.
const maxSource = 300

// readFilter reads the filter of an address.
func readFilter(q url.Values, types []string) (filter, error) {
	f := filter{Which: graph.Which{
		Relations: q["relation"], From: q.Get("from"), To: q.Get("to"), Stance: graph.Stance(q.Get("stance")), Source: q.Get("source"),
	}, articles: map[string]string{}}
	for _, r := range f.Relations {
		if !slices.Contains(types, r) {
			return f, bad("relation %q: there is no such relation", r)
		}
	}
	for name, value := range map[string]string{"from": f.From, "to": f.To} {
		if err := day(name, value); err != nil {
			return f, err
		}
	}
	if f.From != "" && f.To != "" && f.From > f.To {
		return f, bad("from %s is after to %s", f.From, f.To)
	}
	if !slices.Contains([]graph.Stance{"", graph.Denying, graph.Undenying}, f.Stance) {
		return f, bad("stance %q: want contested or uncontested", f.Stance)
	}
	if len(f.Source) > maxSource {
		return f, bad("the name of the source is longer than %d bytes", maxSource)
	}
	var err error
	if f.Independent, err = whole(q, "sources", 0, 1000); err != nil {
		return f, err
	}
	if c := q.Get("confidence"); c != "" {
		if f.Confidence, err = strconv.ParseFloat(c, 64); err != nil || !(f.Confidence >= 0 && f.Confidence <= 1) {
			return f, bad("confidence %q: want a number from 0 to 1", c)
		}
	}
	return f, nil
}

// day makes sure that a value of an address is a day, if it is there.
func day(name, value string) error {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		return bad("%s %q: want a day as YYYY-MM-DD", name, value)
	}
	return nil
}

// whole reads a number of an address; it is otherwise where it is not given.
func whole(q url.Values, name string, otherwise, most int) (int, error) {
	text := q.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, bad("%s %q: want a whole number from 0 to %d", name, text, most)
	}
	return n, nil
}

// edge reports whether an edge is shown, as an engine would.
func (f *filter) edge(ctx context.Context, g graph.Reader, e *graph.Edge) (bool, error) {
	if !f.Wants(e) || f.Source == "" {
		return f.Wants(e), nil
	}
	events, err := g.Events(ctx, e.Key)
	if err == nil {
		all := filter{Which: graph.Which{Source: f.Source}, articles: f.articles}
		events, err = all.events(ctx, g, events)
	}
	return len(events) > 0, err
}

// events keeps those events that are shown.
func (f *filter) events(ctx context.Context, g graph.Reader, events []graph.Event) ([]graph.Event, error) {
	events = slices.DeleteFunc(events, func(e graph.Event) bool { return !f.event(&e) })
	if f.Source == "" {
		return events, nil
	}
	var failed error
	events = slices.DeleteFunc(events, func(e graph.Event) bool {
		told := slices.ContainsFunc(e.Articles, func(id string) bool {
			source, ok := f.articles[id]
			if !ok && failed == nil {
				var a schema.Article
				a, failed = g.Article(ctx, id)
				source = a.Source
				f.articles[id] = source
			}
			return source == f.Source
		})
		return !told
	})
	return events, failed
}

// event reports whether an event is shown, whoever tells of it.
func (f *filter) event(e *graph.Event) bool {
	when := e.Date
	if when.IsZero() {
		when = e.Published
	}
	if when.IsZero() && f.From+f.To != "" {
		return false
	}
	if len(f.Relations) > 0 && !slices.ContainsFunc(e.Ties, func(t graph.Tie) bool { return slices.Contains(f.Relations, t.Relation) }) {
		return false
	}
	return (f.From == "" || when.Last().Format(time.DateOnly) >= f.From) && (f.To == "" || when.First().Format(time.DateOnly) <= f.To) &&
		e.Independent >= f.Independent && e.Confidence >= f.Confidence && f.Stance.Holds(e.Denied > 0)
}
