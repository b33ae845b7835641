package timeline_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

func event(id string, date schema.Date, goldstein float64) graph.Event {
	return graph.Event{ID: id, Date: date, Goldstein: goldstein, Factual: true, Status: graph.Auto}
}

func day(s string) schema.Date { return schema.Date{Value: s, Precision: schema.Day} }

func TestSum(t *testing.T) {
	contested, planned, rejected := event("c", day("2025-03-16"), -10), event("p", day("2025-03-12"), 7), event("r", day("2025-03-12"), 7)
	contested.Status, planned.Factual, rejected.Status = graph.Contested, false, graph.Rejected
	events := []graph.Event{
		event("a", day("2025-03-10"), 3.4), event("b", day("2025-03-12"), -4.4), contested, planned, rejected,
		event("d", day("2025-03-17"), 1), event("e", day("2024-12-31"), 2.8), event("f", day("2025-01-01"), 0.1), event("g", day("2025-01-01"), 0.2),
		event("h", schema.Date{Value: "2025-03", Precision: schema.Month}, 5), event("i", schema.Date{}, 5),
		event("w", schema.Date{Value: "2025-03-24", Precision: schema.Week}, 1),
	}
	tests := []struct {
		by    schema.Precision
		span  timeline.Span
		bars  string // from events score ids
		vague int
	}{
		{schema.Week, timeline.Span{}, "2024-12-30 3 3.1 e f g|2025-03-10 3 -11 a b c|2025-03-17 1 1 d|2025-03-24 1 1 w", 1},
		{schema.Month, timeline.Span{}, "2024-12-01 1 2.8 e|2025-01-01 2 0.3 f g|2025-03-01 6 -4 h a b c d w", 0},
		{schema.Quarter, timeline.Span{}, "2024-10-01 1 2.8 e|2025-01-01 8 -3.7 f g h a b c d w", 0},
		{schema.Year, timeline.Span{}, "2024-01-01 1 2.8 e|2025-01-01 8 -3.7 f g h a b c d w", 0},
		{schema.Week, timeline.Span{First: "2025-03-12", Last: "2025-03-17"}, "2025-03-10 2 -14.4 b c|2025-03-17 1 1 d", 1},
		{schema.Week, timeline.Span{Last: "2024-12-31"}, "2024-12-30 1 2.8 e", 0},
	}
	for _, tt := range tests {
		rand.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] }) // their order is of no matter
		got, err := timeline.Sum(events, tt.by, tt.span)
		if err != nil {
			t.Fatal(err)
		}
		var bars []string
		for _, b := range got.Bars {
			bars = append(bars, strings.Join([]string{b.From, number(b.Events), number(b.Score), strings.Join(b.EventIDs, " ")}, " "))
			if sum := b.Cooperation + b.Conflict - b.Score; sum > 1e-6 || sum < -1e-6 {
				t.Errorf("%s: %v and %v do not add up to %v", b.From, b.Cooperation, b.Conflict, b.Score)
			}
		}
		if diff := cmp.Diff(tt.bars, strings.Join(bars, "|")); diff != "" || got.Vague != tt.vague || got.Undated != 1 {
			t.Errorf("by %s in %v: vague %d, undated %d, want %d and 1; -want +got\n%s", tt.by, tt.span, got.Vague, got.Undated, tt.vague, diff)
		}
	}
	if _, err := timeline.Sum(events, schema.Day, timeline.Span{}); err == nil || !strings.Contains(err.Error(), "want week, month") {
		t.Errorf("by day: got %v", err)
	}
}

func TestNext(t *testing.T) {
	for by, want := range map[schema.Precision]string{schema.Week: "2024-12-09", schema.Month: "2025-01-02", schema.Quarter: "2025-03-02", schema.Year: "2025-12-02"} {
		if got := timeline.Next("2024-12-02", by); got != want {
			t.Errorf("after 2024-12-02 by %s: got %s, want %s", by, got, want)
		}
	}
}

func number[T int | float64](n T) string { return fmt.Sprint(n) }
