package main

import (
	"bytes"
	"testing"

	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

func TestTimelineChart(t *testing.T) {
	line := timelineOf{Timeline: timeline.Timeline{By: schema.Week, Bars: []timeline.Bar{
		{From: "2025-03-10", Events: 3, Score: -6, Cooperation: 4, Conflict: -10, Contested: 1},
		{From: "2025-03-24", Events: 1, Score: 0},
		{From: "2025-05-05", Events: 2, Score: 5, Cooperation: 5},
	}}}
	var out bytes.Buffer
	line.chart(&out, style{}, 70)
	want := `
  2025-03-10  ██████████│████          -6.0  3 events, 1 contested
  2025-03-17            │
  2025-03-24            │                 0  1 event
                        ⋮ 5 weeks without events
  2025-05-05            │█████         +5.0  2 events
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
