package brief

import (
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
)

// The head of the page names the days of all that the page tells.
func TestPeriod(t *testing.T) {
	on := func(value string, more graph.Event) graph.Event {
		d, err := schema.ParseDate(value)
		if err != nil {
			t.Fatal(err)
		}
		more.Date, more.Published = d, schema.Date{Value: "2025-10-12", Precision: schema.Day}
		return more
	}
	june := on("2025-06", graph.Event{Modality: schema.Asserted, Factual: true})
	for _, test := range []struct {
		name   string
		events []graph.Event
		within timeline.Span
		want   string
	}{
		{"none", nil, timeline.Span{}, ""},
		{"a month", []graph.Event{june}, timeline.Span{}, "2025-06-01 to 2025-06-30"},
		{"the day of publication counts", []graph.Event{june, on("2025-07-25", graph.Event{Factual: true, Inferred: true})}, timeline.Span{}, "2025-06-01 to 2025-07-25"},
		{"the alleged counts", []graph.Event{on("2024-01-25", graph.Event{Modality: schema.Alleged}), june}, timeline.Span{}, "2024-01-25 to 2025-06-30"},
		{"the planned does not", []graph.Event{june, on("2026-03-01", graph.Event{Modality: schema.Future})}, timeline.Span{}, "2025-06-01 to 2025-06-30"},
		{"nor the demanded", []graph.Event{june, on("2025-08-01", graph.Event{Modality: schema.Demanded})}, timeline.Span{}, "2025-06-01 to 2025-06-30"},
		{"the denied counts", []graph.Event{june, on("2025-07-02", graph.Event{Modality: schema.Asserted, Denied: 1})}, timeline.Span{}, "2025-06-01 to 2025-07-02"},
		{"no further than asked for", []graph.Event{on("2025", graph.Event{Factual: true})}, timeline.Span{First: "2025-03-01", Last: "2025-04-30"}, "2025-03-01 to 2025-04-30"},
		{"one day", []graph.Event{on("2025-06-12", graph.Event{Factual: true})}, timeline.Span{}, "2025-06-12"},
	} {
		if got, _ := period(test.events, test.within); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
