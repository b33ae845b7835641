package view

import (
	"net/http"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

// The bounds of a timeline.
const (
	maxBars   = 120
	maxEvents = 5000 // of an actor, the latest
)

// Chart is a timeline with its empty periods.
type Chart struct {
	By   schema.Precision `json:"by"`
	Bars []timeline.Bar   `json:"bars"`
	// Earlier are the periods before the first bar; Vague and Undated as
	// timeline.Timeline has them.
	Earlier int `json:"earlier"`
	Vague   int `json:"vague"`
	Undated int `json:"undated"`
	// Outside are events so long before or after all others that their periods
	// are left out.
	Outside int `json:"outside,omitempty"`
}

// timeline answers with the bars of an edge, or of actors.
func (s *Server) timeline(r *http.Request) (any, error) {
	q, ctx := r.URL.Query(), r.Context()
	g, f, err := s.asked(q)
	if err != nil {
		return nil, err
	}
	var events []graph.Event
	if key := q.Get("key"); key != "" {
		e, err := s.edgeOf(ctx, g, key)
		if err != nil {
			return nil, err
		}
		if events, err = g.Events(ctx, e.Key); err != nil {
			return nil, err
		}
	} else {
		focus, err := s.focus(ctx, g, q)
		if err != nil {
			return nil, err
		}
		for _, id := range focus {
			of, err := g.EventsOf(ctx, id, maxEvents)
			if err != nil {
				return nil, err
			}
			events = append(events, of...)
		}
	}
	seen := map[string]bool{}
	events = slices.DeleteFunc(events, func(e graph.Event) bool {
		drop := seen[e.ID]
		seen[e.ID] = true
		return drop
	})
	if events, err = f.events(ctx, g, events); err != nil {
		return nil, err
	}
	t, err := timeline.Sum(events, brief.By(events), timeline.Span{First: f.From, Last: f.To})
	if err != nil {
		return nil, err
	}
	return chart(t), nil
}

// straysOf is the share of the events, at either end of time, that do not
// stretch a chart of all: a war of the last century, a treaty of the next.
const straysOf = 0.01

// wholeChart is the chart of all events of the graph, by month: how many there are.
func wholeChart(c *graph.Counts) Chart {
	months := make([]string, 0, len(c.EventsByMonth))
	dated, outside := 0, 0
	for m, n := range c.EventsByMonth {
		months = append(months, m)
		dated += n
	}
	slices.Sort(months)
	most := int(straysOf * float64(dated))
	for _, end := range []func() int{func() int { return 0 }, func() int { return len(months) - 1 }} {
		strays := 0
		for len(months) > 0 {
			n := c.EventsByMonth[months[end()]]
			if strays += n; strays > most {
				break
			}
			outside += n
			months = slices.Delete(months, end(), end()+1)
		}
	}
	t := timeline.Timeline{By: schema.Month, Undated: c.Events - dated}
	for _, m := range months {
		t.Bars = append(t.Bars, timeline.Bar{From: m + "-01", Events: c.EventsByMonth[m]})
	}
	out := chart(t)
	out.Outside = outside
	return out
}

// chart fills in the periods without events, and keeps the latest.
func chart(t timeline.Timeline) Chart {
	c := Chart{By: t.By, Vague: t.Vague, Undated: t.Undated, Bars: []timeline.Bar{}}
	for _, b := range t.Bars {
		for n := len(c.Bars); n > 0; n = len(c.Bars) {
			next := timeline.Next(c.Bars[n-1].From, t.By)
			if next == "" || next >= b.From {
				break
			}
			c.Bars = append(c.Bars, timeline.Bar{From: next})
		}
		c.Bars = append(c.Bars, b)
	}
	if n := len(c.Bars) - maxBars; n > 0 {
		c.Bars, c.Earlier = c.Bars[n:], n
	}
	for i := range c.Bars {
		c.Bars[i].EventIDs = nil // many, and the page does not need them
	}
	return c
}
