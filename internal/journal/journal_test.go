package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/read"
)

// store is one that has the articles of the first so many steps.
func store(steps int) Editions {
	return func(_ context.Context, ids []string) (map[string]graph.Edition, error) {
		out := map[string]graph.Edition{}
		for _, id := range ids {
			var n int
			if _, err := fmt.Sscanf(id, "a%d", &n); err == nil && n <= steps {
				out[id] = edition(n)
			}
		}
		return out, nil
	}
}

func edition(n int) graph.Edition {
	return graph.Edition{ContentHash: fmt.Sprint("h", n), Order: fmt.Sprintf("2025 - c%d k", n)}
}

func file(n int) read.File {
	return read.File{Path: fmt.Sprint("f", n), Size: int64(n), Modified: time.Unix(int64(n), 7), Sum: fmt.Sprint("s", n)}
}

func open(t *testing.T, path, reader string) *Journal {
	t.Helper()
	j, err := Open(t.Context(), path, reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func TestInput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a?b#.journal")
	j := open(t, path, "r1")
	want := Input{File: file(1), Place: read.Place{Members: []int{3, 0}, Offset: 70, Line: 4, Entries: 2}, Articles: 5, Failed: 1}
	if err := j.Commit(t.Context(), []Input{want}, Article{}); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	j = open(t, path, "r1")
	for _, c := range []struct {
		name string
		give func(*read.File)
		ok   bool
	}{
		{"the same", func(*read.File) {}, true},
		{"another path to it", func(f *read.File) { f.Path = "./x/../f1" }, true},
		{"another file", func(f *read.File) { f.Path = "f2" }, false},
		{"longer", func(f *read.File) { f.Size++ }, false},
		{"later", func(f *read.File) { f.Modified = f.Modified.Add(1) }, false},
		{"other bytes", func(f *read.File) { f.Sum = "" }, false},
	} {
		f := file(1)
		c.give(&f)
		got, ok, err := j.Input(t.Context(), f)
		if err != nil || ok != c.ok || ok && fmt.Sprint(got.Place, got.Whole, got.Articles, got.Failed) != fmt.Sprint(want.Place, false, 5, 1) {
			t.Errorf("given %s\ngot  %+v, %v, %v\nwant %+v, %v", c.name, got, ok, err, want, c.ok)
		}
	}
	if _, ok, err := open(t, path, "r2").Input(t.Context(), file(1)); ok || err != nil {
		t.Errorf("given another reader\ngot  %v, %v\nwant nothing", ok, err)
	}
}

func TestBelieve(t *testing.T) {
	const steps = 300
	dir := t.TempDir()
	j := open(t, filepath.Join(dir, "j"), "r")
	for n := 1; n <= steps; n++ {
		if err := j.Commit(t.Context(), []Input{{File: file(n), Whole: true}}, Article{fmt.Sprint("a", n), edition(n)}); err != nil {
			t.Fatal(err)
		}
	}
	_ = j.Close()
	whole, err := os.ReadFile(filepath.Join(dir, "j"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		has  Editions
		want int // files that are believed to be read
	}{
		{"all", store(steps), steps},
		{"not the last", store(steps - 1), steps - 1},
		{"not the last hundred", store(steps - 100), steps - 100},
		{"none", store(0), 0},
		{"all but a stretch in the middle", func(ctx context.Context, ids []string) (map[string]graph.Edition, error) {
			out, err := store(steps)(ctx, ids)
			for n := 50; n < 100; n++ {
				delete(out, fmt.Sprint("a", n))
			}
			return out, err
		}, 0},
		{"later versions", func(ctx context.Context, ids []string) (map[string]graph.Edition, error) {
			out, err := store(steps)(ctx, ids)
			for id := range out {
				out[id] = graph.Edition{ContentHash: "new", Order: "2026 - d k"}
			}
			return out, err
		}, steps},
		{"former versions", func(ctx context.Context, ids []string) (map[string]graph.Edition, error) {
			out, err := store(steps)(ctx, ids)
			for id := range out {
				out[id] = graph.Edition{ContentHash: "old", Order: "2024 - b k"}
			}
			return out, err
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "j")
			if err := os.WriteFile(path, whole, 0o644); err != nil {
				t.Fatal(err)
			}
			j := open(t, path, "r")
			if err := j.Believe(t.Context(), c.has); err != nil {
				t.Fatal(err)
			}
			got := 0
			for n := 1; n <= steps; n++ {
				if _, ok, err := j.Input(t.Context(), file(n)); err != nil {
					t.Fatal(err)
				} else if ok {
					got++
				}
			}
			if got != c.want {
				t.Errorf("given a store that has %s\ngot  %d files\nwant %d", c.name, got, c.want)
			}
		})
	}
	gone := errors.New("gone")
	j = open(t, filepath.Join(dir, "j"), "r")
	if err := j.Believe(t.Context(), func(context.Context, []string) (map[string]graph.Edition, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Errorf("given a store that is out of reach\ngot  %v", err)
	}
}

func TestOtherFiles(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "note")
	if err := os.WriteFile(text, []byte("a note of mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "half")
	if err := os.WriteFile(half, []byte("SQLite format 3\x00 and no more"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, half, dir, filepath.Join(dir, "none", "j")} {
		if _, err := Open(t.Context(), path, "r"); err == nil || !strings.Contains(err.Error(), "remove it, or name another with --journal") {
			t.Errorf("given %s\ngot  %v\nwant an error that says what to do", path, err)
		}
	}
	if b, err := os.ReadFile(text); err != nil || string(b) != "a note of mine" {
		t.Errorf("the note was changed: %q", b)
	}
}

// A page is known by the address that led to it, whatever reads; a journal of
// before that is used further.
func TestPage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.journal")
	j := open(t, path, "r1")
	if err := j.Commit(t.Context(), []Input{{File: file(1), Whole: true}}, Article{}); err != nil {
		t.Fatal(err)
	}
	if _, err := j.db.ExecContext(t.Context(), "DROP TABLE pages; PRAGMA user_version = 1;"); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	j = open(t, path, "r1")
	if in, ok, err := j.Input(t.Context(), file(1)); !ok || !in.Whole || err != nil {
		t.Errorf("a journal without pages: got %+v, %t, %v, want its input", in, ok, err)
	}
	for _, article := range []string{"article:1", "article:2"} {
		if err := j.LeadsTo(t.Context(), "http://news.example/a", article); err != nil {
			t.Fatal(err)
		}
	}
	_ = j.Close()
	j = open(t, path, "r2")
	for give, want := range map[string]string{"http://news.example/a": "article:2", "http://news.example/b": ""} {
		if got, err := j.Page(t.Context(), give); got != want || err != nil {
			t.Errorf("given %s\ngot  %q, %v\nwant %q", give, got, err, want)
		}
	}
}
