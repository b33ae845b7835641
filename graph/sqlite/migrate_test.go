package sqlite_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/google/go-cmp/cmp"
)

// A graph of format 1 is brought up to date: its record is kept, its events and
// edges are computed anew, and the articles are known.
func TestMigrateFormat1(t *testing.T) {
	script, err := os.ReadFile("testdata/format1.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "graph.db")
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.ExecContext(t.Context(), string(script))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "entente rebuild") {
		if err == nil {
			s.Close(t.Context())
		}
		t.Errorf("read-only: got %v, want an error that says what to do", err)
	}
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	if report, err := graph.Project(t.Context(), s, graphtest.Resolver(), graph.ImportOptions{}); err != nil || report.Blocks == 0 {
		t.Fatalf("project: got %+v, %v", report, err)
	}
	if want, got := graphtest.MemoryExport(t, graphtest.Handover()), graphtest.Export(t, s); got != want {
		t.Errorf("migrated: -want +got\n%s", cmp.Diff(want, got))
	}
	if report := graphtest.Import(t, s, graphtest.Handover()); report.Unchanged != 3 || report.Blocks != 0 {
		t.Errorf("import of what was there: got %+v, want nothing to do", report)
	}
}

// A graph of format 2 is read as it is, and gets the indexes of format 3 when
// it is opened to write.
func TestMigrateFormat2(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	graphtest.Import(t, s, graphtest.Handover())
	s.Close(t.Context())
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.ExecContext(t.Context(), "DROP INDEX edges_source; DROP INDEX edges_target; DROP INDEX events_counted; CREATE INDEX edges_source ON edges (source); CREATE INDEX edges_target ON edges (target); PRAGMA user_version = 2")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: readOnly})
		if err != nil {
			t.Fatalf("read-only %v: %v", readOnly, err)
		}
		if near, others, err := s.Near(t.Context(), "state:USA", graph.Which{}, 1); err != nil || len(near) == 0 || others == 0 {
			t.Errorf("read-only %v: near the United States: got %v, %d, %v", readOnly, near, others, err)
		}
		s.Close(t.Context())
	}
	var version int
	var index string
	err = db.QueryRowContext(t.Context(), "SELECT user_version, sql FROM pragma_user_version, sqlite_schema WHERE name = 'edges_source'").Scan(&version, &index)
	if err != nil || version != 3 || !strings.Contains(index, "independent") {
		t.Errorf("got format %d with %s, %v, want 3 with an index by reports", version, index, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
