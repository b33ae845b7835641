package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/sqlite"
)

func TestSuite(t *testing.T) {
	graphtest.Run(t, func(t *testing.T) graphtest.Open {
		path := filepath.Join(t.TempDir(), "graph.db")
		return func() graph.Store {
			s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close(context.Background()) })
			return s
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte("not a database, but words"), 0o644); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", foreign)
	if err == nil {
		_, err = db.Exec("CREATE TABLE recipes (name TEXT)")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	later := filepath.Join(dir, "later.db")
	s, err := sqlite.Open(t.Context(), later, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close(t.Context())
	if db, err = sql.Open("sqlite", later); err == nil {
		_, err = db.Exec("PRAGMA user_version = 99")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, "cut.db")
	if b, err := os.ReadFile(later); err != nil || os.WriteFile(cut, b[:5000], 0o644) != nil {
		t.Fatal("can't prepare", err)
	}
	tests := []struct {
		name, path string
		opt        sqlite.Options
		want       string
	}{
		{"a folder", dir, sqlite.Options{}, "this is a folder; name a file"},
		{"a file of words", text, sqlite.Options{}, "a file of another kind"},
		{"another program's database", foreign, sqlite.Options{}, "database of another program"},
		{"a later format", later, sqlite.Options{}, "update entente"},
		{"a damaged file", cut, sqlite.Options{}, "damaged"},
		{"a folder that is not there", filepath.Join(dir, "no", "x.db"), sqlite.Options{}, "does not exist"},
		{"a file as a folder", filepath.Join(text, "x.db"), sqlite.Options{}, "not a directory"},
		{"nothing to read", filepath.Join(dir, "none.db"), sqlite.Options{ReadOnly: true}, "import some articles first"},
		{"a device", os.DevNull, sqlite.Options{}, "no regular file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := sqlite.Open(t.Context(), tt.path, tt.opt)
			if err == nil {
				s.Close(t.Context())
				t.Fatalf("open %s: no error", tt.path)
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.path) {
				t.Errorf("open %s: got %q, want it to say %q and the path", tt.path, err, tt.want)
			}
		})
	}
	if b, err := os.ReadFile(text); err != nil || string(b) != "not a database, but words" {
		t.Errorf("the file of words was changed: %q, %v", b, err)
	}
}

func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("running as root: permissions do not bind, only the option is tested")
	}
	path := filepath.Join(t.TempDir(), "odd ?name#50%.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	graphtest.Import(t, s, graphtest.Handover())
	want := graphtest.Export(t, s)
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the file is not where it should be: %v", err)
	}
	ro, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close(t.Context())
	if got := graphtest.Export(t, ro); got != want {
		t.Errorf("read only: got %s, want %s", got, want)
	}
	_, err = graph.Import(t.Context(), ro, graphtest.Resolver(), graphtest.Seq(graphtest.News(1, 3)), graph.ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), "can't be written to") {
		t.Errorf("write to a read-only store: got %v", err)
	}
	if os.Geteuid() == 0 {
		return
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil || !strings.Contains(err.Error(), "check its permissions") {
		t.Errorf("open a file without the right to write: got %v", err)
	}
	if err := os.Chmod(filepath.Dir(path), 0o555); err != nil { //nolint:gosec // a folder is searched
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o755) }) //nolint:gosec // so that it can be removed
	sealed, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("read in a folder without the right to write: got %v", err)
	}
	defer sealed.Close(t.Context())
	if got := graphtest.Export(t, sealed); got != want {
		t.Errorf("in a folder without the right to write: got %s, want %s", got, want)
	}
}

func TestViews(t *testing.T) {
	graphtest.RunViews(t, func(now func() time.Time) graph.Store {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), sqlite.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close(context.Background()) })
		return s
	})
}

func TestBusy(t *testing.T) {
	s := graphtest.Memory(t).(*sqlite.Store)
	graphtest.RunBusy(t, s, s.LatestOf)
}
