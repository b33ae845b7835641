package graphtest

import (
	"context"
	"slices"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/google/go-cmp/cmp"
)

// RunBusy tests the way to a busy entity's latest events, which is another than
// that to anybody else's: both give the same.
func RunBusy(t *testing.T, s graph.Store, latestOf func(ctx context.Context, id string, limit int) ([]graph.Event, error)) {
	Import(t, s, slices.Concat(Handover(), News(41, 30)))
	for id := range actors {
		for _, limit := range []int{1, 3, 1000} {
			want, err := s.EventsOf(t.Context(), id, limit)
			if err != nil {
				t.Fatal(err)
			}
			got, err := latestOf(t.Context(), id, limit)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("the latest %d events of %s: -want +got\n%s", limit, id, d)
			}
		}
	}
}
