package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// shared is a buffer that one goroutine writes and another reads.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Files are imported as they come and change, one line each; a file that is
// being written is left until it rests.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	line := func(id, text string) string {
		return `{"id": "` + id + `", "date": "2025-03-12", "url": "https://w.example/` + id + `", "text": "` + text + `"}` + "\n"
	}
	put(t, "news/a.jsonl", line("1", "Iran attacked Israel on Tuesday.")+"no JSON\n")
	put(t, "news/notes.odt", "PK") // is said once
	if err := os.Symlink("a.jsonl", "news/link.jsonl"); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errOut shared
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"entente", "import", "--watch", "--every", "300ms", "--json", "--store", "sqlite:news/g.db", "--failed", "news/failed.jsonl", "news"}, nil, &out, &errOut)
	}()
	lines := func(n int) []watchedFile {
		t.Helper()
		for deadline := time.Now().Add(5 * time.Minute); strings.Count(out.String(), "\n") < n; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("got %q and %q, want %d lines", out.String(), errOut.String(), n)
			}
		}
		var all []watchedFile
		for l := range strings.Lines(out.String()) {
			var w watchedFile
			if err := json.Unmarshal([]byte(l), &w); err != nil {
				t.Fatal(err)
			}
			all = append(all, w)
		}
		return all
	}
	first := lines(2)
	if first[0] != (watchedFile{Input: filepath.Join("news", "a.jsonl"), Read: 1, New: 1, Failed: 1}) || first[1].Input != filepath.Join("news", "notes.odt") || first[1].Failed != 1 {
		t.Errorf("what is there at first: got %+v", first)
	}
	// a file that grows for a while comes once, whole
	f, err := os.Create("news/b.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		_, _ = f.WriteString(line("b"+string(rune('a'+i)), "Kenya signed a border agreement with Uganda on Monday."))
		time.Sleep(20 * time.Millisecond)
	}
	_ = f.Close()
	if got := lines(3)[2]; got != (watchedFile{Input: filepath.Join("news", "b.jsonl"), Read: 20, New: 20}) {
		t.Errorf("a file that grows: got %+v", got)
	}
	put(t, "news/a.jsonl", line("1", "Iran attacked Iraq on Tuesday.")+line("2", "Egypt condemned Sudan on Tuesday."))
	if got := lines(4)[3]; got != (watchedFile{Input: filepath.Join("news", "a.jsonl"), Read: 2, New: 1, Changed: 1}) {
		t.Errorf("a file that changes: got %+v", got)
	}
	put(t, "news/acled.csv", "event_id_cnty,event_date,sub_event_type,actor1,actor2,country\n"+
		"MLI1,2025-03-12,Armed clash,Military Forces of Mali (2021-),Boko Haram,Mali\n"+
		"MLI2,2025-03-12,Looting/property destruction,Military Forces of Mali (2021-),Boko Haram,Mali\n")
	if got := lines(5)[4]; got != (watchedFile{Input: filepath.Join("news", "acled.csv"), Read: 1, New: 1, LeftOut: 1}) {
		t.Errorf("a table: got %+v", got)
	}
	time.Sleep(time.Second)
	cancel()
	if got := <-code; got != exitSomeBad || strings.Count(out.String(), "\n") != 5 {
		t.Errorf("Ctrl-C: got exit code %d, %q, %q; want %d, for files failed, and nothing new", got, out.String(), errOut.String(), exitSomeBad)
	}
	if b, err := os.ReadFile("news/failed.jsonl"); err != nil || strings.Contains(string(b), "not JSON") || !strings.Contains(string(b), ".odt") {
		t.Errorf("failed.jsonl: got %q, %v; want only what still fails", b, err)
	}

	// begun again, it has nothing to do, and says what is wrong in words
	out, errOut = shared{}, shared{}
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	go func() {
		code <- run(ctx, []string{"entente", "import", "--watch", "--every", "100ms", "--store", "sqlite:news/g.db", "--failed", "news/failed.jsonl", "news"}, nil, &out, &errOut)
	}()
	for deadline := time.Now().Add(5 * time.Minute); !strings.Contains(errOut.String(), "watching") && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	put(t, "news/c.txt", "NAIROBI, April 2, 2025 (Wire) - Kenya and Uganda signed an agreement on trade on Monday.\n")
	for deadline := time.Now().Add(5 * time.Minute); !strings.Contains(out.String(), "c.txt") && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	if got := <-code; got != exitSomeBad || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), "news/c.txt  1 new  0 changed  0 unchanged\n") {
		t.Errorf("begun again: got exit code %d, %q, %q", got, out.String(), errOut.String())
	}
}

// What is kept of files that were taken is bounded by what lies in the folder;
// a file that comes back is looked at anew.
func TestWatchForgets(t *testing.T) {
	t.Chdir(t.TempDir())
	w := &watch{every: time.Second, resting: map[string]rest{}, taken: map[string]sign{}, ready: map[string]*watchedFile{}}
	look := func(ctx context.Context) {
		w.look(ctx, []string{"news"}, time.Now().Add(time.Minute))
		for path, f := range w.ready {
			w.taken[path] = f.sign
		}
		clear(w.ready)
		w.order = nil
	}
	put(t, "news/stays.jsonl", "{}")
	for i := range 20 {
		name := fmt.Sprintf("news/%d.jsonl", i)
		put(t, name, "{}")
		look(t.Context())
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if look(ended); len(w.taken) != 2 {
		t.Errorf("a look that was cut short: got %d files known, want 2", len(w.taken))
	}
	if look(t.Context()); len(w.taken) != 1 || w.taken["news/stays.jsonl"].size != 2 {
		t.Errorf("20 files came and went, one stayed: got %v, want the one", w.taken)
	}
}
