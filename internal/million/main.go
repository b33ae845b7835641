// Command million imports invented articles with a million claims by the entente
// command itself, as a user would, and prints what it took: time, claims a
// second, the peak of its memory, and how long a big state's network takes
// to answer, by `entente show` and by the saved query:
//
//	go build -o entente ./cmd/entente
//	go run ./internal/million -entente ./entente [-claims 1000000] [-store sqlite:FILE]
//
// Without a store it starts a Neo4j of its own with 2 GB of heap, or uses the
// one that NEO4J_URI names, which should be empty.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/machine"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/entente-kg/entente/internal/press"
	cypher "github.com/entente-kg/entente/schema/graph"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func main() {
	var r run
	flag.StringVar(&r.entente, "entente", "./entente", "the command to measure")
	flag.IntVar(&r.claims, "claims", 1_000_000, "how many sentences with a claim to write")
	flag.StringVar(&r.store, "store", "", "the graph: sqlite:FILE or the address of a Neo4j; a Neo4j of its own where none is given")
	flag.Parse()
	if err := r.measure(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "million:", err)
		os.Exit(1)
	}
}

// run is what is measured.
type run struct {
	entente string
	claims  int
	store   string
}

func (r *run) measure(ctx context.Context, w io.Writer) (err error) {
	p, err := press.NewPlain()
	if err != nil {
		return err
	}
	if r.store == "" {
		r.store = os.Getenv("NEO4J_URI")
	}
	if r.store == "" {
		dir, err := os.MkdirTemp("", "entente-million-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		server, err := neo4jtest.StartWith(dir, neo4jtest.Options{Heap: "2g"})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, server.Stop()) }()
		r.store = server.URI
	}
	if err := r.load(ctx, w, p); err != nil {
		return err
	}
	if err := r.show(ctx, w, p.Big); err != nil {
		return err
	}
	if strings.HasPrefix(r.store, "sqlite:") {
		return nil
	}
	return r.ego(ctx, w)
}

// load imports the articles and prints what it took.
func (r *run) load(ctx context.Context, w io.Writer, p *press.Plain) error {
	in, out := io.Pipe()
	cmd := exec.CommandContext(ctx, r.entente, "import", "--json", "--quiet", "--any-language", "--failed", "", "--store", r.store, "-")
	var report bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &report, os.Stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { out.CloseWithError(p.Write(out, r.claims)) }()
	err := cmd.Wait()
	in.CloseWithError(errors.New("the import has ended"))
	if err != nil {
		return fmt.Errorf("%s import: %w", r.entente, err)
	}
	took := time.Since(start)
	fmt.Fprintf(w, "import   %s\n", bytes.TrimSpace(report.Bytes()))
	fmt.Fprintf(w, "time     %.0f s, %.0f sentences a second; processor %.0f s of entente's own\n",
		took.Seconds(), float64(r.claims)/took.Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
	fmt.Fprintf(w, "memory   %d MB at the peak\n", machine.Peak(cmd.ProcessState)>>20)
	return nil
}

const turns = 9 // how often a question is asked

// show prints how long the card of a state takes, with the start of the program
// and without: the start is that of a card of nobody in particular.
func (r *run) show(ctx context.Context, w io.Writer, name string) error {
	took, err := median(func() error {
		out, err := exec.CommandContext(ctx, r.entente, "show", "--store", r.store, name).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s show: %w: %s", r.entente, err, out)
		}
		return nil
	})
	if err != nil {
		return err
	}
	start, err := median(func() error { return exec.CommandContext(ctx, r.entente, "version").Run() })
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "show     %d ms for %s, of which %d ms are the start of the program\n", took.Milliseconds(), name, start.Milliseconds())
	return nil
}

// ego prints how long the saved query of an actor's network takes.
func (r *run) ego(ctx context.Context, w io.Writer) error {
	queries, err := cypher.Queries()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(queries, func(q cypher.Query) bool { return q.Name == "ego_network" })
	if i < 0 {
		return errors.New("there is no saved query ego_network; its file is schema/graph/queries/ego_network.cypher")
	}
	driver, err := neo4j.NewDriverWithContext(r.store, neo4j.NoAuth())
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	rows := 0
	took, err := median(func() error {
		result, err := neo4j.ExecuteQuery(ctx, driver, queries[i].Cypher, map[string]any{"actor": "state:USA", "limit": 100, "until": strings.Trim(queries[i].Params["until"], "'")}, neo4j.EagerResultTransformer)
		if err == nil {
			rows = len(result.Records)
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "ego      %d ms for the saved query, %d edges\n", took.Milliseconds(), rows)
	return nil
}

// median is the median time of some turns.
func median(f func() error) (time.Duration, error) {
	var all []time.Duration
	for range turns {
		start := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	return all[len(all)/2], nil
}
