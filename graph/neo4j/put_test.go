package neo4j_test

import (
	"errors"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/neo4jtest"
)

// A decision that another importer writes while a Put waits for the lock is
// seen by it.
func TestPutSeesWhatItWaitedFor(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	s, r := open(t, a), graphtest.Resolver()
	var recs []graph.Record
	for _, x := range graphtest.News(3, 3) {
		rec, err := r.Record(x)
		if err != nil {
			t.Fatal(err)
		}
		recs = append(recs, rec)
	}
	if _, err := s.Put(t.Context(), recs[:1]); err != nil {
		t.Fatal(err)
	}
	session, closeAll := past(t, a)
	defer closeAll()
	other, err := session.BeginTransaction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Run(t.Context(), "MATCH (e:Entente {id: 'record'}) SET e.decided = 'now'", nil); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := s.Put(t.Context(), recs[1:])
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("put beside a transaction that has the lock: got %v at once, want it to wait", err)
	case <-time.After(time.Second):
	}
	if err := other.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, graph.ErrDecided) {
		t.Errorf("put after a decision that it waited for: got %v, want %v", err, graph.ErrDecided)
	}
}
