package graph

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// When is the date that a tie counts at: that of its event, else of its
// publication.
func (t *TieIn) When() schema.Date {
	if t.Date.IsZero() {
		return t.Published
	}
	return t.Date
}

// Month is the month that a tie is summed up in: "2025-03", "" for no date.
func (t *TieIn) Month() string { return MonthOf(t.When()) }

// MonthOf is the month in which a date begins, "" for an unknown one.
func MonthOf(d schema.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.First().Format("2006-01")
}

// CompareDates orders dates by their first day, then as they are written.
func CompareDates(a, b schema.Date) int {
	return cmp.Or(a.First().Compare(b.First()), strings.Compare(a.Value, b.Value), strings.Compare(string(a.Precision), string(b.Precision)))
}

// SumEdge sums up a dyad from the ties of the months that changed and the parts
// of all others. It depends on the set of ties alone.
func SumEdge(d Dyad) DyadEdge {
	out := DyadEdge{Key: d.Key, Mark: d.Mark, Months: d.Months}
	months := map[string][]TieIn{}
	for _, t := range d.Ties {
		months[t.Month()] = append(months[t.Month()], t)
	}
	for m, ties := range months {
		out.Parts = append(out.Parts, sumMonth(m, ties))
	}
	slices.SortFunc(out.Parts, latestPart)
	all := slices.Concat(out.Parts, d.Parts)
	slices.SortFunc(all, latestPart)
	out.Ends = endings(all)
	edge := Edge{Key: d.Key, From: d.From, Relation: d.Relation, To: d.To, SourceKind: d.SourceKind, Symmetric: d.Symmetric, Via: Office}
	for i := range all {
		edge.add(&all[i].Edge)
	}
	edge.Score = tidy(edge.Score)
	if edge.Events == 0 {
		return out
	}
	for _, e := range out.Ends { // by date: the last stays
		if !lastDay(e.Date).Before(firstDay(edge.Last)) {
			edge.Ended = e.Date
		}
	}
	out.Edge = &edge
	return out
}

func firstDay(date string) time.Time { return schema.Date{Value: date}.First() }

// lastDay is the last day that an ISO date may mean; what a week is written as
// is taken for its first day.
func lastDay(date string) time.Time {
	d, err := schema.ParseDate(date)
	if err != nil {
		return time.Time{}
	}
	return d.Last()
}

// latestPart orders parts from the latest month; what has no date comes last.
func latestPart(a, b Part) int { return strings.Compare(b.Month, a.Month) }

// sumMonth sums up the ties of one month.
func sumMonth(month string, ties []TieIn) Part {
	ties = slices.Clone(ties)
	slices.SortFunc(ties, func(a, b TieIn) int {
		return cmp.Or(CompareDates(b.When(), a.When()), strings.Compare(a.Event, b.Event))
	})
	p := Part{Month: month, Edge: Edge{Via: Office}}
	for i := range ties {
		t := &ties[i]
		if t.Ends {
			p.Ends = append(p.Ends, Ending{By: t.Event, Of: openBefore(ties, t), Date: t.When().Value})
			continue
		}
		p.add(&Edge{
			Via: t.Via, First: t.When().Value, Last: t.When().Value, Events: 1, Reports: t.Reports, Independent: t.Independent, Denied: t.Denied,
			Contested: t.Contested, Score: t.Goldstein, Confidence: t.Confidence, EventIDs: []string{t.Event},
		})
	}
	p.Score = tidy(p.Score)
	return p
}

// openBefore is the latest event that a tie can end: not later than it.
func openBefore(latestFirst []TieIn, end *TieIn) string {
	for i := range latestFirst {
		t := &latestFirst[i]
		if !t.Ends && !t.When().First().After(end.When().Last()) {
			return t.Event
		}
	}
	return ""
}

// endings gives all endings by date, with what they end in former months.
func endings(latestFirst []Part) []Ending {
	var all []Ending
	for i := range latestFirst {
		for _, e := range latestFirst[i].Ends {
			for j := i + 1; j < len(latestFirst) && e.Of == ""; j++ {
				if ids := latestFirst[j].EventIDs; len(ids) > 0 && latestFirst[j].Month != "" {
					e.Of = ids[0]
				}
			}
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Ending) int { return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.By, b.By)) })
	return all
}

// add adds the sum of earlier events to that of later ones.
func (e *Edge) add(p *Edge) {
	if p.Events == 0 {
		return
	}
	if p.Via == Direct {
		e.Via = Direct
	}
	if e.Events == 0 {
		e.Last = p.Last
	}
	if p.First != "" {
		e.First = p.First // the last that is known is the earliest
	}
	e.Events += p.Events
	e.Reports += p.Reports
	e.Independent += p.Independent
	e.Denied += p.Denied
	e.Contested = e.Contested || p.Contested
	e.Score += p.Score
	e.Confidence = max(e.Confidence, p.Confidence)
	if n := MaxEventIDs - len(e.EventIDs); n > 0 {
		e.EventIDs = append(e.EventIDs, p.EventIDs[:min(n, len(p.EventIDs))]...)
	}
}

// tidy rounds sums of tenths to what they are without the noise.
func tidy(score float64) float64 { return math.Round(score*1e6) / 1e6 }

// ParseKey fills in From, Relation, To and SourceKind from Key.
func (d *Dyad) ParseKey() error {
	parts := strings.Split(d.Key, "|")
	if len(parts) != 3 && len(parts) != 4 {
		return fmt.Errorf("dyad %q: want FROM|RELATION|TO, or FROM|RELATION|TO|KIND of a coder", d.Key)
	}
	d.From, d.Relation, d.To, d.SourceKind = parts[0], parts[1], parts[2], schema.FromText
	if len(parts) == 4 {
		d.SourceKind = schema.SourceKind(parts[3])
	}
	return nil
}

// KindOf is the source kind in an edge's key.
func KindOf(key string) schema.SourceKind {
	d := Dyad{Key: key}
	if d.ParseKey() != nil {
		return schema.FromText
	}
	return d.SourceKind
}

// Month is the month that an event's ties are summed up in.
func (e *Event) Month() string {
	if e.Date.IsZero() {
		return MonthOf(e.Published)
	}
	return MonthOf(e.Date)
}

// SameDay reports whether two RFC 3339 times are of one day: a version of an
// event that came and went within a day is seen by no view.
func SameDay(a, b string) bool {
	n := len(time.DateOnly)
	return len(a) >= n && len(b) >= n && a[:n] == b[:n]
}

// EndOfDay is the last second of a day, as RFC 3339; of what is no day it is
// the beginning of time, so that a view of it is empty.
func EndOfDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}.Format(time.RFC3339)
	}
	return t.AddDate(0, 0, 1).Add(-time.Second).Format(time.RFC3339)
}

// SumEdges sums up the edges that ties make, strongest first: for views of a
// former day, whose edges nobody keeps.
func SumEdges(ties []TieIn) []Edge {
	dyads := map[string]*Dyad{}
	for _, t := range ties {
		d := dyads[t.Key()]
		if d == nil {
			d = &Dyad{Key: t.Key(), From: t.From, Relation: t.Relation, To: t.To, SourceKind: t.SourceKind, Symmetric: t.Symmetric}
			dyads[d.Key] = d
		}
		d.Ties = append(d.Ties, t)
	}
	var edges []Edge
	for _, d := range dyads {
		if e := SumEdge(*d).Edge; e != nil {
			edges = append(edges, *e)
		}
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Or(stronger(&a, &b), strings.Compare(a.Key, b.Key)) })
	return edges
}
