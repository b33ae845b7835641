package ordered

import (
	"context"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMapKeepsOrder(t *testing.T) {
	defer goleak.VerifyNone(t)
	items := make([]int, 500)
	for i := range items {
		items[i] = i
	}
	var got []int
	for x := range Map(t.Context(), 4, slices.Values(items), func(_ context.Context, i int) int {
		if i%7 == 0 {
			time.Sleep(time.Millisecond)
		}
		return i * 2
	}) {
		got = append(got, x)
	}
	for i, x := range got {
		if x != 2*i {
			t.Fatalf("result %d: got %d, want %d", i, x, 2*i)
		}
	}
	if len(got) != len(items) {
		t.Errorf("got %d results, want %d", len(got), len(items))
	}
}

func TestMapStops(t *testing.T) {
	defer goleak.VerifyNone(t)
	endless := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	n := 0
	for range Map(t.Context(), 3, endless, func(_ context.Context, i int) int { return i }) {
		if n++; n == 10 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	for x := range Map(ctx, 3, endless, func(_ context.Context, i int) int { return i }) {
		if x == 5 {
			cancel()
		}
	}
	cancel()
}
