package queue

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

func TestIsWhole(t *testing.T) {
	current, behind, coming := &jetstream.PeerInfo{Current: true}, &jetstream.PeerInfo{Lag: 3}, &jetstream.PeerInfo{Current: true, Pending: true}
	of := func(leader string, others ...*jetstream.PeerInfo) *jetstream.ClusterInfo {
		return &jetstream.ClusterInfo{Leader: leader, Replicas: others}
	}
	for _, tt := range []struct {
		name        string
		group       *jetstream.ClusterInfo
		replicas    int
		grown, want bool
	}{
		{"a single server", nil, 1, false, true},
		{"one server of a cluster", of("a"), 1, false, true},
		{"all have all", of("a", current, current), 3, true, true},
		{"no leader", of("", current, current), 3, false, false},
		{"still one server", of("a"), 3, true, false},
		{"one is to come", of("a", current), 3, false, false},
		{"one is being taken in", of("a", current, coming), 3, false, false},
		{"a new one is behind", of("a", current, behind), 3, true, false},
		{"an old one is behind", of("a", current, behind), 3, false, true},
		{"only the leader has all", of("a", behind, behind), 3, false, false},
		{"servers are being chosen", &jetstream.ClusterInfo{Leader: "a", Replicas: []*jetstream.PeerInfo{current, current}, Desired: &jetstream.DesiredClusterInfo{}}, 3, false, false},
	} {
		if got := isWhole(tt.group, tt.replicas, tt.grown); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// What a server that has gone was asked is asked again, although the caller has
// much time; other errors are the caller's, and so is the end of its time.
func TestRepeat(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	refused := &jetstream.APIError{Code: 400, ErrorCode: 10074}
	for _, tt := range []struct {
		name  string
		err   error
		tries int
		want  error
	}{
		{"no answer", context.DeadlineExceeded, 2, nil},
		{"no leader", &jetstream.APIError{Code: 503, ErrorCode: noLeader}, 2, nil},
		{"refused", refused, 1, refused},
	} {
		tries := 0
		err := repeat(ctx, time.Hour, isUnanswered, func(ctx context.Context) error {
			if _, bound := ctx.Deadline(); bound {
				t.Errorf("%s: a request has the caller's time", tt.name)
			}
			if tries++; tries == 1 {
				return tt.err
			}
			return nil
		})
		if tries != tt.tries || !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v after %d tries, want %v after %d", tt.name, err, tries, tt.want, tt.tries)
		}
	}
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := repeat(short, time.Hour, isUnanswered, func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the caller's time is up: got %v, want %v", err, context.DeadlineExceeded)
	}
	if err := repeat(t.Context(), 0, isUnanswered, func(context.Context) error { return context.DeadlineExceeded }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no patience: got %v, want the last error", err)
	}
}
