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

// A graph of format 1 is brought up to date: its record is kept, its events and
// edges are computed anew, and the articles are known.
func TestMigrateFormat1(t *testing.T) {
	script, err := os.ReadFile("testdata/format1.sql")
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
	if want, got := graphtest.MemoryExport(t, graphtest.Handover()), graphtest.Export(t, s); got != want {
		t.Errorf("migrated: -want +got\n%s", cmp.Diff(want, got))
	}
	if report := graphtest.Import(t, s, graphtest.Handover()); report.Unchanged != 3 || report.Blocks != 0 {
		t.Errorf("import of what was there: got %+v, want nothing to do", report)
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

// A graph of format 2 did not know which version of an article counts, and had
// other indexes. It is read as it is, and gets the rest when it is opened to
// write; its events and edges stay as they are.
func TestMigrateFormat2(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	open := func(readOnly bool) *sqlite.Store {
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: readOnly})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open(false)
	news := graphtest.News(5, 20)
	graphtest.Import(t, s, news)
	want := graphtest.Export(t, s)
	s.Close(t.Context())
	execute(t, path, "DROP INDEX edges_source; DROP INDEX edges_target; DROP INDEX events_counted; CREATE INDEX edges_source ON edges (source); CREATE INDEX edges_target ON edges (target); "+
		"ALTER TABLE articles DROP COLUMN edition; PRAGMA user_version = 2")
	for _, readOnly := range []bool{true, false} {
		s := open(readOnly)
		if near, others, err := s.Near(t.Context(), "state:USA", graph.Which{}, 1); err != nil || len(near) == 0 || others == 0 {
			t.Errorf("read-only %v: near the United States: got %v, %d, %v", readOnly, near, others, err)
		}
		if got := graphtest.Export(t, s); got != want {
			t.Errorf("read-only %v: -want +got\n%s", readOnly, cmp.Diff(want, got))
		}
		s.Close(t.Context())
	}
	s = open(false)
	defer func() { s.Close(context.Background()) }()
	if report := graphtest.Import(t, s, news); report.Unchanged != len(news) || report.Blocks != 0 {
		t.Errorf("import after the migration: got %+v, want nothing to do", report)
	}
	version := func(published string) []schema.Extraction {
		x := graphtest.Article(news[0].Article.Key, published, "dawn.example", "Of "+published)
		x.Article.URL, x.Article.ID = news[0].Article.URL, news[0].Article.ID
		return []schema.Extraction{x}
	}
	if report := graphtest.Import(t, s, version("2024-01-01")); report.Older != 1 {
		t.Errorf("an older version after the migration: got %+v, want it left alone", report)
	}
	if report := graphtest.Import(t, s, version("2026-01-01")); report.Changed != 1 {
		t.Errorf("a later version after the migration: got %+v, want it taken", report)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version3 int
	var index string
	err = db.QueryRowContext(t.Context(), "SELECT user_version, sql FROM pragma_user_version, sqlite_schema WHERE name = 'edges_source'").Scan(&version3, &index)
	if err != nil || version3 != 3 || !strings.Contains(index, "independent") {
		t.Errorf("got format %d with %s, %v, want 3 with an index by reports", version3, index, err)
	}
}
