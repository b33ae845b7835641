// Package timeline sums up events by week, month, quarter or year: how much
// they cooperated and how much they clashed, by the scale of Goldstein (1992),
// from -10 (military attack) to 8.3 (military help).
package timeline

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Periods are the lengths of time that a timeline may be cut into, from the
// shortest.
var Periods = []schema.Precision{schema.Week, schema.Month, schema.Quarter, schema.Year}

// Bar is the sum of one period's events.
type Bar struct {
	From        string   `json:"from"`        // its first day, ISO; a week's is Monday
	Events      int      `json:"events"`      // that happened in it
	Score       float64  `json:"score"`       // sum of Goldstein scores, one an event
	Cooperation float64  `json:"cooperation"` // sum of the scores above 0
	Conflict    float64  `json:"conflict"`    // sum of the scores below 0
	Contested   int      `json:"contested"`   // events that somebody denies
	EventIDs    []string `json:"event_ids"`   // by date
}

// Timeline is bars by time, periods without events left out.
type Timeline struct {
	By   schema.Precision `json:"by"`
	Bars []Bar            `json:"bars"`
	// Vague is how many events have a date less precise than a period (a year,
	// where weeks are asked for) and are in no bar; Undated have none.
	Vague   int `json:"vague"`
	Undated int `json:"undated"`
}

// Span bounds a timeline: events of First to Last, ISO days, both inclusive;
// "" for no bound.
type Span struct{ First, Last string }

// Sum sums up events. Only what happened counts: events that nobody asserts,
// that are planned, and that a person rejected are left out. An event whose
// date may lie in two periods counts as vague.
func Sum(events []graph.Event, by schema.Precision, span Span) (Timeline, error) {
	t := Timeline{By: by, Bars: []Bar{}}
	if !slices.Contains(Periods, by) {
		return t, fmt.Errorf("timeline: %q is no period; want week, month, quarter or year", by)
	}
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b graph.Event) int {
		if c := a.Date.First().Compare(b.Date.First()); c != 0 {
			return c
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	for i := range events {
		e := &events[i]
		if !e.Factual || e.Status == graph.Rejected {
			continue
		}
		if e.Date.IsZero() {
			t.Undated++
			continue
		}
		if !span.Has(e.Date) {
			continue
		}
		start := begin(e.Date.First(), by)
		if start != begin(e.Date.Last(), by) {
			t.Vague++
			continue
		}
		if n := len(t.Bars); n == 0 || t.Bars[n-1].From != start {
			t.Bars = append(t.Bars, Bar{From: start})
		}
		t.Bars[len(t.Bars)-1].add(e)
	}
	return t, nil
}

func (b *Bar) add(e *graph.Event) {
	b.Events++
	b.Score = tidy(b.Score + e.Goldstein)
	if e.Goldstein > 0 {
		b.Cooperation = tidy(b.Cooperation + e.Goldstein)
	} else {
		b.Conflict = tidy(b.Conflict + e.Goldstein)
	}
	if e.Status == graph.Contested {
		b.Contested++
	}
	b.EventIDs = append(b.EventIDs, e.ID)
}

// tidy rounds sums of tenths to what they are without the noise.
func tidy(score float64) float64 { return math.Round(score*1e6) / 1e6 }

// Has reports whether a date may lie within the span. An unknown one lies in
// no span that has a bound.
func (s Span) Has(d schema.Date) bool {
	if d.IsZero() {
		return s == Span{}
	}
	first, last := d.First().Format(time.DateOnly), d.Last().Format(time.DateOnly)
	return (s.First == "" || last >= s.First) && (s.Last == "" || first <= s.Last)
}

// begin is the first day of the period that a day is in.
func begin(t time.Time, by schema.Precision) string {
	switch by {
	case schema.Week:
		t = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case schema.Month:
		t = time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	case schema.Quarter:
		t = time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	default:
		t = time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.Format(time.DateOnly)
}

// Next is the first day of the period after the one that begins on a day.
func Next(from string, by schema.Precision) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	switch by {
	case schema.Week:
		t = t.AddDate(0, 0, 7)
	case schema.Month:
		t = t.AddDate(0, 1, 0)
	case schema.Quarter:
		t = t.AddDate(0, 3, 0)
	default:
		t = t.AddDate(1, 0, 0)
	}
	return t.Format(time.DateOnly)
}
