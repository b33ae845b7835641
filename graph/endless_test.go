package graph_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

// put writes articles as a worker does, without events.
func put(t *testing.T, s graph.Store, xs ...schema.Extraction) {
	t.Helper()
	w, err := graph.NewWriter(t.Context(), s, graphtest.Resolver())
	if err != nil {
		t.Fatal(err)
	}
	var recs []graph.Record
	for _, x := range xs {
		rec, err := graphtest.Resolver().Record(x)
		if err != nil {
			t.Fatal(err)
		}
		recs = append(recs, rec)
	}
	if _, err := w.Put(t.Context(), recs); err != nil {
		t.Fatal(err)
	}
}

// endless is a store to which a claim of each block comes while the block is
// resolved.
type endless struct {
	graph.Store
	comes func()
}

func (e *endless) DirtyBlocks(ctx context.Context, after string, limit int) ([]graph.Block, error) {
	blocks, err := e.Store.DirtyBlocks(ctx, after, limit)
	e.comes()
	return blocks, err
}

// A block of more claims than fit a round, to which further ones come faster
// than it is resolved, has events all the same.
func TestHugeBlockUnderEndlessLoad(t *testing.T) {
	s := graphtest.Memory(t)
	said := graphtest.Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK", Date: "2025-03-01"}
	var huge []schema.Extraction
	for i := range 105 {
		says := make([]graphtest.Said, 100)
		for j := range says {
			says[j] = said
		}
		huge = append(huge, graphtest.Article(fmt.Sprint("huge", i), "2025-03-02", "dawn.example", "", says...))
	}
	put(t, s, huge...)
	n, rounds := 0, 0
	busy := &endless{Store: s, comes: func() {
		n++
		put(t, s, graphtest.Article(fmt.Sprint("late", n), "2025-03-02", "wire.example", "", said))
	}}
	w, err := graph.NewWriter(t.Context(), busy, graphtest.Resolver())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Project(t.Context(), func() bool { rounds++; return rounds > 3 }); err != nil {
		t.Fatal(err)
	}
	events, err := s.EventsOf(t.Context(), "group:bla", 5)
	if err != nil || len(events) != 1 || events[0].Reports < 105 {
		t.Errorf("under load: got %d events, %v, want one of all articles", len(events), err)
	}
	// When the load ends the rest is resolved.
	if _, err := graph.Project(t.Context(), s, graphtest.Resolver(), graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if events, err = s.EventsOf(t.Context(), "group:bla", 5); err != nil || len(events) != 1 || events[0].Reports != 105+n {
		t.Errorf("afterwards: got %+v, %v, want one event of %d reports", events, err, 105+n)
	}
}

// Blocks and dyads at the end of the store's order have their turn although
// those at the beginning become dirty again each time.
func TestProjectGoesOnWhereItStopped(t *testing.T) {
	s := graphtest.Memory(t)
	const months = 2500
	article := func(key string) schema.Extraction {
		var says []graphtest.Said
		for m := range months {
			day := time.Date(1800, time.Month(1+m), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			says = append(says, graphtest.Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK", Date: day})
		}
		return graphtest.Article(key, "2025-03-02", "dawn.example", "", says...)
	}
	w, err := graph.NewWriter(t.Context(), s, graphtest.Resolver())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 { // of 1,000 blocks each
		put(t, s, article(fmt.Sprint(i)))
		if _, err := w.Project(t.Context(), func() bool { return true }); err != nil {
			t.Fatal(err)
		}
	}
	counts, err := s.Counts(t.Context())
	if err != nil || counts.Events != months {
		t.Errorf("got %d events, %v, want those of all %d months", counts.Events, err, months)
	}
}
