package view

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// filter says which edges and events are shown. The zero value shows all.
type filter struct {
	relations  []string // relationship types
	from, to   string   // ISO days, both inclusive, "" for no bound
	sources    int      // independent ones at least
	confidence float64  // at least
	stance     string   // "contested": somebody denies it, "uncontested": nobody does
}

// readFilter reads the filter of an address.
func readFilter(q url.Values, types []string) (filter, error) {
	f := filter{relations: q["relation"], from: q.Get("from"), to: q.Get("to"), stance: q.Get("stance")}
	for _, r := range f.relations {
		if !slices.Contains(types, r) {
			return f, bad("relation %q: there is no such relation", r)
		}
	}
	for name, day := range map[string]string{"from": f.from, "to": f.to} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return f, bad("%s %q: want a day as YYYY-MM-DD", name, day)
		}
	}
	if f.from != "" && f.to != "" && f.from > f.to {
		return f, bad("from %s is after to %s", f.from, f.to)
	}
	if !slices.Contains([]string{"", "contested", "uncontested"}, f.stance) {
		return f, bad("stance %q: want contested or uncontested", f.stance)
	}
	var err error
	if f.sources, err = whole(q, "sources", 0, 1000); err != nil {
		return f, err
	}
	if c := q.Get("confidence"); c != "" {
		if f.confidence, err = strconv.ParseFloat(c, 64); err != nil || !(f.confidence >= 0 && f.confidence <= 1) {
			return f, bad("confidence %q: want a number from 0 to 1", c)
		}
	}
	return f, nil
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

// edge reports whether an edge is shown: an edge sums up all of its events, so
// the days are those from its first event to its last.
func (f *filter) edge(e *graph.Edge) bool {
	return (len(f.relations) == 0 || slices.Contains(f.relations, e.Relation)) &&
		(f.from == "" || e.Last != "" && lastOf(e.Last) >= f.from) && (f.to == "" || e.First != "" && e.First <= f.to) &&
		e.Independent >= f.sources && e.Confidence >= f.confidence && f.holds(e.Contested || e.Denied > 0)
}

// event reports whether an event is shown.
func (f *filter) event(e *graph.Event) bool {
	when := e.Date
	if when.IsZero() {
		when = e.Published
	}
	if when.IsZero() && f.from+f.to != "" {
		return false
	}
	if len(f.relations) > 0 && !slices.ContainsFunc(e.Ties, func(t graph.Tie) bool { return slices.Contains(f.relations, t.Relation) }) {
		return false
	}
	return (f.from == "" || when.Last().Format(time.DateOnly) >= f.from) && (f.to == "" || when.First().Format(time.DateOnly) <= f.to) &&
		e.Independent >= f.sources && e.Confidence >= f.confidence && f.holds(e.Denied > 0)
}

func (f *filter) holds(denied bool) bool {
	return f.stance == "" || denied == (f.stance == "contested")
}

// lastOf is the last day that an ISO date may mean.
func lastOf(date string) string {
	d, err := schema.ParseDate(date)
	if err != nil {
		return date
	}
	return d.Last().Format(time.DateOnly)
}
