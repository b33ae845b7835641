package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/doctor"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/google/go-cmp/cmp"
)

// Whatever another program did to what is computed, an examination finds it and
// a repair brings the graph back as it was.
func TestDamageIsMended(t *testing.T) {
	news := graphtest.News(5, 20)
	for _, damage := range []string{
		"UPDATE dyads SET reports = 99 WHERE n = (SELECT min(n) FROM dyads WHERE events > 0)",
		"UPDATE dyads SET events = 0 WHERE n < 4",
		"UPDATE events SET claims = '[\"claim:none\"]' WHERE version < 4",
		"DELETE FROM events WHERE version < 4",
		"DELETE FROM ties WHERE dyad < 4",
		"DELETE FROM parts WHERE dyad < 9",
		"DELETE FROM parties",
		"UPDATE counted SET events = events + 1",
		"DELETE FROM names",
		"DELETE FROM dyads WHERE n < 4",
		"UPDATE events SET reports = reports + 1, independent = independent + 1 WHERE version < 4",
		"UPDATE events SET place = 'Nowhere' WHERE version < 4",
		"UPDATE events SET articles = '{' WHERE version < 4",
		"DROP TABLE ties",
		"DROP INDEX " + anIndex(t),
		"INSERT INTO events SELECT NULL, 'event:other', 7, block, slot, relation, plover, mode, cameo, quad, goldstein, actor, recipient, theme, mediator, date, precision, inferred, published, published_precision, place, location, claims, denying, articles, reports, independent, denied, factual, modality, confidence, status, maybe_same, likeness, likest, 'x', recorded_at, NULL, source_kind, lat, lon FROM events LIMIT 1",
	} {
		path := filepath.Join(t.TempDir(), "graph.db")
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		graphtest.Import(t, s, news)
		want, counts := graphtest.Export(t, s), countsOf(t, s)
		s.Close(t.Context())
		execute(t, path, damage)
		if s, err = sqlite.Open(t.Context(), path, sqlite.Options{}); err != nil {
			t.Fatal(err)
		}
		if wrong(t, s) == 0 {
			t.Errorf("%s: nothing is found", damage)
		}
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Errorf("%s: sweep: %v", damage, err)
		}
		if _, err := graph.Remake(t.Context(), s, graphtest.Resolver(), graph.ImportOptions{}); err != nil {
			t.Errorf("%s: remake: %v", damage, err)
		}
		if n := wrong(t, s); n > 0 {
			t.Errorf("%s: %d faults are left", damage, n)
		}
		if got := graphtest.Export(t, s); got != want {
			t.Errorf("%s: -want +got\n%.2000s", damage, cmp.Diff(want, got))
		}
		if d := cmp.Diff(counts, countsOf(t, s)); d != "" {
			t.Errorf("%s: counts: -want +got\n%s", damage, d)
		}
		if found, err := s.Find(t.Context(), "Pakistan", 1); err != nil || len(found) != 1 {
			t.Errorf("%s: find Pakistan: got %v, %v", damage, found, err)
		}
		if events, err := s.EventsOf(t.Context(), "state:USA", 0); err != nil || len(events) == 0 {
			t.Errorf("%s: events of the United States: got %v, %v", damage, events, err)
		}
		s.Close(t.Context())
	}
}

// anIndex is the name of one that every graph has.
func anIndex(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name string
	if err := db.QueryRowContext(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

func countsOf(t *testing.T, s *sqlite.Store) graph.Counts {
	t.Helper()
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wrong counts what an examination finds, one where it can't go on.
func wrong(t *testing.T, s *sqlite.Store) int {
	t.Helper()
	engine, err := s.Check(t.Context())
	if err != nil {
		return 1 // a table is not there
	}
	sums, err := s.Sums(t.Context())
	if err != nil {
		return 1 // a table is not there
	}
	found, err := doctor.Examine(t.Context(), s)
	if err != nil {
		return 1 // a table is not there
	}
	return len(engine) + len(sums) + len(found)
}
