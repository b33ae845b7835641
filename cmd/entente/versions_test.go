package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
)

// versionLines are JSON lines of articles in several versions: with a time of
// change and without one, and texts without an address that several papers
// print.
func versionLines() []string {
	var lines []string
	add := func(fields map[string]string) {
		line, err := json.Marshal(fields)
		if err != nil {
			panic(err)
		}
		lines = append(lines, string(line)+"\n")
	}
	states := []string{"Iran", "Israel", "Pakistan", "India", "France", "Kenya", "Uganda", "Japan"}
	for i := range 12 {
		a, b := states[i%len(states)], states[(i+3)%len(states)]
		url := fmt.Sprint("https://wire.example/", i)
		for version, text := range []string{"%s attacked %s on Tuesday.", "%s denied that it had attacked %s.", "%s imposed sanctions on %s."} {
			fields := map[string]string{"id": fmt.Sprint("u", i), "url": url, "date": "2025-03-12", "text": fmt.Sprintf(text, a, b)}
			if i%2 == 0 {
				fields["updated"] = fmt.Sprintf("2025-03-12T%02d:00:00Z", 20-5*version)
			}
			add(fields)
		}
		text := fmt.Sprintf("%s condemned %s yesterday.", a, b)
		for n, source := range []string{"Dawn Post", "", "Herald"} {
			add(map[string]string{"id": fmt.Sprint("t", i, n), "source": source, "date": fmt.Sprintf("2025-03-%02d", 12+(i+n)%3), "text": text})
		}
	}
	return lines
}

// TestVersions imports versions of articles in many orders, parts, batches and
// with several workers: the graph is the same, and what comes again changes
// nothing.
func TestVersions(t *testing.T) {
	dir := t.TempDir()
	lines := versionLines()
	put := func(name string, lines []string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	entente := func(args ...string) string {
		t.Helper()
		out, said, err := program(t, dir, args...)
		if err != nil {
			t.Fatalf("%v: %v; %s", args, err, said)
		}
		return out
	}
	whole := put("all.jsonl", lines)
	entente("import", "-q", "--store", "sqlite:whole.db", whole)
	want := entente("export", "--store", "sqlite:whole.db")
	stores := map[string]func(t *testing.T, n int) string{
		"sqlite": func(_ *testing.T, n int) string { return fmt.Sprintf("sqlite:versions%d.db", n) },
		"neo4j": func(t *testing.T, _ int) string {
			neo4jtest.Clean(t, neo4jtest.Server(t))
			return neo4jtest.Server(t).URI
		},
	}
	for name, fresh := range stores {
		t.Run(name, func(t *testing.T) {
			for n := range envNumber("ENTENTE_SHUFFLES", 2) {
				rng := rand.New(rand.NewPCG(uint64(n), 8))
				rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
				store, part := fresh(t, n), 1+len(lines)/(1+rng.IntN(3))
				for rest := lines; len(rest) > 0; {
					now := rest[:min(part, len(rest))]
					rest = rest[len(now):]
					importFrom(t, dir, strings.Join(now, ""), "-q", "--store", store, "-j", strconv.Itoa(1+rng.IntN(8)), "--batch", strconv.Itoa(1+rng.IntN(9)))
				}
				if got := entente("export", "--store", store); got != want {
					t.Fatalf("shuffle %d: export: -want +got\n%.3000s", n, cmp.Diff(want, got))
				}
				again := importFrom(t, dir, strings.Join(lines[:len(lines)/2], ""), "--store", store)
				if !strings.Contains(again, "0 new   0 changed") || !strings.Contains(again, "+0 claims   +0 events   +0 edges") || !strings.Contains(again, "older than what is there") {
					t.Errorf("half of them again: %s", again)
				}
			}
		})
	}
}

// importFrom imports what standard input gives: it has no time at which it was
// written, by which the versions of a day would be told apart.
func importFrom(t *testing.T, dir, lines string, flags ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "entente", append([]string{"import", "-"}, flags...)...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(lines)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("import: %v; %s", err, &said)
	}
	return string(out)
}
