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
