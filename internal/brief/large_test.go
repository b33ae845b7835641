//go:build unix

package brief_test

import (
	"bytes"
	"syscall"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

// A briefing of an actor with 5,000 events, with all that it says and in every
// form, takes less than two seconds of a processor: what else runs on the
// machine does not count.
func TestFiveThousandEvents(t *testing.T) {
	if testing.Short() {
		t.Skip("imports thousands of articles")
	}
	s := graphtest.Memory(t)
	if _, err := graph.Import(t.Context(), s, graphtest.Resolver(), graphtest.Volume(4, 0, 10_000), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	var busiest schema.Entity
	most := 0
	for e, err := range s.AllEntities(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		events, err := s.EventsOf(t.Context(), e.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) > most {
			busiest, most = e, len(events)
		}
		if most > 4000 {
			break
		}
	}
	start := used(t)
	b, err := brief.Make(t.Context(), s, graphtest.Relations(), brief.Request{Actors: []schema.Entity{busiest}, Since: "2025-01-01"})
	made := used(t) - start
	if err != nil {
		t.Fatal(err)
	}
	var h, m, v, p bytes.Buffer
	for _, err := range []error{b.HTML(&h), b.Markdown(&m), b.SVG(&v), b.PNG(&p)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	took := used(t) - start
	t.Logf("%s, %d events: made in %v, written in %v", busiest.Name, most, made, took-made)
	if most < 4000 || took > 2*time.Second {
		t.Errorf("got %v for %d events, want less than 2 s for 4,000 or more", took, most)
	}
}

// used is the processor time that the process has taken.
func used(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
