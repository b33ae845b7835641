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
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// A graph of a former format is brought up to date: its record and decisions are
// kept, its events and edges are computed anew, and the articles are known.
func TestMigrate(t *testing.T) {
	handover := graphtest.Handover()
	decided := graph.Decision{Kind: graph.Rename, About: []string{"nil:person:mohammad-sharifullah"}, Name: "Mohammad Sharifullah", By: "tester", At: "2026-11-26T17:00:00Z"}
	for file, decisions := range map[string][]graph.Decision{"format1.sql": nil, "format2.sql": {decided}, "format4.sql": {decided}} {
		t.Run(file, func(t *testing.T) {
			want := graphtest.Memory(t)
			graphtest.Import(t, want, handover)
			if _, err := graph.Decide(t.Context(), want, graphtest.Resolver(), decisions, graph.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
			testMigrate(t, "testdata/"+file, graphtest.Export(t, want))
		})
	}
}

func testMigrate(t *testing.T, file, want string) {
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "graph.db")
	execute(t, path, string(script))
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
	if got := graphtest.Export(t, s); got != want {
		t.Errorf("migrated: -want +got\n%s", cmp.Diff(want, got))
	}
	if report := graphtest.Import(t, s, graphtest.Handover()); report.Unchanged != 3 || report.Blocks != 0 {
		t.Errorf("import of what was there: got %+v, want nothing to do", report)
	}
	if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("check: got %v, %v, want nothing wrong", wrong, err)
	}
	version := func(published string) []schema.Extraction {
		x := graphtest.Article("a", published, "dawn.example", "Of "+published)
		x.Article.URL, x.Article.ID = graphtest.Handover()[0].Article.URL, graphtest.Handover()[0].Article.ID
		return []schema.Extraction{x}
	}
	if report := graphtest.Import(t, s, version("2024-01-01")); report.Older != 1 {
		t.Errorf("an older version after the migration: got %+v, want it left alone", report)
	}
	if report := graphtest.Import(t, s, version("2026-01-01")); report.Changed != 1 {
		t.Errorf("a later version after the migration: got %+v, want it taken", report)
	}
}

// execute runs a script on a file as another program would.
func execute(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.ExecContext(t.Context(), script)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
