package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
)

// worldLines are JSON lines of articles that tell of many things between a few
// states, so that events and edges have several articles behind them.
func worldLines(n int) string {
	rng := rand.New(rand.NewPCG(7, 11))
	states := []string{"Iran", "Israel", "Pakistan", "India", "France", "Kenya", "Uganda", "Japan"}
	says := []string{
		"%s attacked %s on Tuesday.", "The foreign minister of %s visited %s on Monday.", "%s imposed sanctions on %s.",
		"%s condemned %s.", "%s signed a border agreement with %s.", "%s denied that it had attacked %s.",
	}
	var b strings.Builder
	for i := range n {
		var text []string
		for range 1 + rng.IntN(3) {
			who := rng.Perm(len(states))
			text = append(text, fmt.Sprintf(says[rng.IntN(len(says))], states[who[0]], states[who[1]]))
		}
		line, err := json.Marshal(map[string]string{
			"id": "w" + strconv.Itoa(i), "url": fmt.Sprint("https://wire.example/", i), // without, two of one text are one article
			"date":   fmt.Sprintf("2025-%02d-%02d", 1+rng.IntN(6), 1+rng.IntN(28)),
			"source": fmt.Sprintf("wire%d.example", rng.IntN(5)), "text": strings.Join(text, " "), "lang": "en",
		})
		if err != nil {
			panic(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

// program runs the real program in a folder and gives what it wrote.
func program(t *testing.T, dir string, args ...string) (out, errOut string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "entente", args...)
	cmd.Dir = dir
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err = cmd.Run()
	return o.String(), e.String(), err
}

// articlesIn is how many articles a graph holds; one that is not there holds none.
func articlesIn(t *testing.T, dir, store string) int {
	t.Helper()
	out, said, err := program(t, dir, "stats", "--json", "--store", store)
	if err != nil && strings.Contains(said, "import some articles first") {
		return 0
	}
	var s struct{ Articles int }
	if err == nil {
		err = json.Unmarshal([]byte(out), &s)
	}
	if err != nil {
		t.Fatalf("stats: %v; %s", err, said)
	}
	return s.Articles
}

// envNumber is a number that the environment may set, for long runs.
func envNumber(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestKilledImporter kills the program at random moments of an import: nothing
// that was in the graph is lost, and the same command again ends in the graph
// of an undisturbed run. ENTENTE_KILLS says how often (make faults: 50).
func TestKilledImporter(t *testing.T) {
	kills := envNumber("ENTENTE_KILLS", 2)
	dir := t.TempDir()
	input := filepath.Join(dir, "world.jsonl")
	const articles = 250
	if err := os.WriteFile(input, []byte(worldLines(articles)), 0o644); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, said, err := program(t, dir, "import", "-q", "--store", "sqlite:whole.db", input); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	took := time.Since(start)
	want, said, err := program(t, dir, "export", "--store", "sqlite:whole.db")
	if err != nil || len(want) < 10_000 {
		t.Fatalf("export: %v, %d bytes; %s", err, len(want), said)
	}
	stores := map[string]func(t *testing.T, n int) string{
		"sqlite": func(_ *testing.T, n int) string { return fmt.Sprintf("sqlite:killed%d.db", n) },
		"neo4j": func(t *testing.T, _ int) string {
			neo4jtest.Clean(t, neo4jtest.Server(t))
			return neo4jtest.Server(t).URI
		},
	}
	for name, fresh := range stores {
		t.Run(name, func(t *testing.T) {
			slow := took
			if name == "neo4j" {
				slow = 2 * took
			}
			for left, n := kills, 0; left > 0; n++ {
				store := fresh(t, n)
				kept := 0
				for range min(left, 1+n%3) { // a run may be killed, and the next one, and the one after
					left--
					after := time.Duration(rand.Int64N(int64(slow)))
					killed(t, dir, after, store, input)
					now := articlesIn(t, dir, store)
					t.Logf("killed after %s: %d articles are kept", after.Round(time.Millisecond), now)
					if now < kept {
						t.Errorf("killed after %s: %d articles are kept, there were %d before", after, now, kept)
					}
					switch now { // a busy machine takes longer, and kills should fall into the import
					case 0:
						slow += slow / 2
					case kept, articles:
						slow -= slow / 4
					}
					kept = now
				}
				if _, said, err := program(t, dir, "import", "-q", "--batch", "25", "--store", store, input); err != nil {
					t.Fatalf("the same import again: %v; %s", err, said)
				}
				got, said, err := program(t, dir, "export", "--store", store)
				if err != nil {
					t.Fatalf("export: %v; %s", err, said)
				}
				if got != want {
					t.Fatalf("export after kills: -want +got\n%.3000s", cmp.Diff(want, got))
				}
			}
		})
	}
}

// killed runs an import and ends it with SIGKILL.
func killed(t *testing.T, dir string, after time.Duration, store, input string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "entente", "import", "-q", "--batch", "25", "--store", store, input)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed, or was faster
}

// TestTwoImporters imports two halves at once, by two processes.
func TestTwoImporters(t *testing.T) {
	dir := t.TempDir()
	lines := strings.SplitAfter(strings.TrimSpace(worldLines(200))+"\n", "\n")
	write := func(name string, lines []string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	all, one, two := write("all.jsonl", lines), write("one.jsonl", lines[:120]), write("two.jsonl", lines[80:]) // 40 are in both
	if _, said, err := program(t, dir, "import", "-q", "--store", "sqlite:whole.db", all); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	want, said, err := program(t, dir, "export", "--store", "sqlite:whole.db")
	if err != nil {
		t.Fatalf("export: %v; %s", err, said)
	}
	for name, store := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "sqlite:both.db" },
		"neo4j": func(t *testing.T) string {
			neo4jtest.Clean(t, neo4jtest.Server(t))
			return neo4jtest.Server(t).URI
		},
	} {
		t.Run(name, func(t *testing.T) {
			target := store(t)
			done := make(chan string)
			for _, input := range []string{one, two} {
				go func() {
					_, said, err := program(t, dir, "import", "-q", "--batch", "30", "--store", target, input)
					if err == nil {
						said = ""
					}
					done <- said
				}()
			}
			for range 2 {
				if said := <-done; said != "" {
					t.Errorf("import: %s", said)
				}
			}
			got, said, err := program(t, dir, "export", "--store", target)
			if err != nil || got != want {
				t.Errorf("export: %v; %s; -want +got\n%.3000s", err, said, cmp.Diff(want, got))
			}
		})
	}
}

// TestShuffles imports the example articles in other orders, in other batches,
// in several imports and with other numbers of workers: the graph is the same.
// ENTENTE_SHUFFLES says how often (make faults: 20).
func TestShuffles(t *testing.T) {
	examples, err := filepath.Abs("../../examples/articles")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(examples, "*", "*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("got %d example articles, %v", len(files), err)
	}
	t.Chdir(t.TempDir())
	entente := func(args ...string) string {
		t.Helper()
		var out, errOut bytes.Buffer
		if code := run(t.Context(), append([]string{"entente"}, args...), nil, &out, &errOut); code != exitOK {
			t.Fatalf("%s: exit code %d; %s", strings.Join(args[:min(len(args), 8)], " "), code, &errOut)
		}
		return out.String()
	}
	entente("import", "-q", "--store", "sqlite:whole.db", examples)
	want := entente("export", "--store", "sqlite:whole.db")
	stores := map[string]func(t *testing.T, n int) string{
		"sqlite": func(_ *testing.T, n int) string { return fmt.Sprintf("sqlite:shuffled%d.db", n) },
		"neo4j": func(t *testing.T, _ int) string {
			neo4jtest.Clean(t, neo4jtest.Server(t))
			return neo4jtest.Server(t).URI
		},
	}
	for name, fresh := range stores {
		t.Run(name, func(t *testing.T) {
			for n := range envNumber("ENTENTE_SHUFFLES", 1) {
				rng := rand.New(rand.NewPCG(uint64(n), 5))
				rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
				store, part := fresh(t, n), len(files)/(1+rng.IntN(4))
				workers, batch := strconv.Itoa(1+rng.IntN(8)), strconv.Itoa(1+rng.IntN(20))
				for rest := files; len(rest) > 0; {
					now := rest[:min(part, len(rest))]
					rest = rest[len(now):]
					entente(append([]string{"import", "-q", "--store", store, "-j", workers, "--batch", batch}, now...)...)
				}
				if got := entente("export", "--store", store); got != want {
					t.Fatalf("shuffle %d, parts of %d, %s workers, batches of %s: export: -want +got\n%.3000s", n, part, workers, batch, cmp.Diff(want, got))
				}
			}
		})
	}
}
