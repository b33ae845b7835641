package neo4j_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/neo4j"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
)

// wire is a way to the server that can be disturbed.
type wire struct {
	*toxiproxy.Proxy
	t testing.TB
}

func newWire(t testing.TB, a neo4jtest.Address) wire {
	t.Helper()
	host := strings.TrimPrefix(strings.TrimPrefix(a.URI, "bolt://"), "neo4j://")
	p := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), t.Name(), "127.0.0.1:0", host)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return wire{p, t}
}

// toxic adds a disturbance, as toxiproxy's own JSON has it.
func (w wire) toxic(json string) {
	if _, err := w.Toxics.AddToxicJson(strings.NewReader(json)); err != nil {
		w.t.Errorf("toxic %s: %v", json, err)
	}
}

func (w wire) open(patience time.Duration) *neo4j.Store {
	w.t.Helper()
	a := neo4jtest.Server(w.t)
	s, err := neo4j.Open(w.t.Context(), neo4j.Config{
		URI: "bolt://" + w.Listen, Username: a.Username, Password: a.Password, Database: a.Database,
		Relations: graphtest.Relations(), Patience: patience,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.Close(context.Background()) })
	if err := s.Migrate(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// An import over a bad wire ends as one over a good wire.
func TestBadWire(t *testing.T) {
	a := neo4jtest.Server(t)
	news := graphtest.News(23, 60)
	tests := []struct {
		name    string
		disturb func(wire, graph.ImportReport)
	}{
		{"slow", func(w wire, r graph.ImportReport) {
			if r.New == 20 && r.Blocks == 0 {
				w.toxic(`{"name": "late", "type": "latency", "attributes": {"latency": 15, "jitter": 10}}`)
				w.toxic(`{"name": "thin", "type": "bandwidth", "stream": "upstream", "attributes": {"rate": 500}}`)
				w.toxic(`{"name": "bits", "type": "slicer", "attributes": {"average_size": 700, "size_variation": 300, "delay": 100}}`)
			}
		}},
		{"cut between transactions", func(w wire, _ graph.ImportReport) {
			w.Stop()
			time.AfterFunc(300*time.Millisecond, func() {
				if err := w.Start(); err != nil {
					w.t.Error(err)
				}
			})
		}},
		{"cut within transactions", func(w wire, r graph.ImportReport) {
			if r.New%20 != 0 {
				return
			}
			time.AfterFunc(time.Duration(r.New)*time.Millisecond, func() { // while the next one is written
				w.Stop()
				if err := w.Start(); err != nil {
					w.t.Error(err)
				}
			})
		}},
	}
	want := graphtest.MemoryExport(t, news)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clean(t, a)
			w := newWire(t, a)
			s := w.open(0)
			_, err := graph.Import(t.Context(), s, graphtest.Resolver(), graphtest.Seq(news), graph.ImportOptions{
				Articles: 10,
				Progress: func(r graph.ImportReport) {
					if r.Dyads == 0 {
						tt.disturb(w, r)
					}
				},
			})
			if err != nil {
				t.Fatalf("import: %v", err)
			}
			if got := graphtest.Export(t, s); got != want {
				t.Errorf("export: -want +got\n%.3000s", cmp.Diff(want, got))
			}
		})
	}
}

// A connection that is open but carries nothing any more ends in an error that
// says so, and the same import goes on once the way is free.
func TestHalfOpen(t *testing.T) {
	a := neo4jtest.Server(t)
	for _, stream := range []string{"upstream", "downstream"} {
		t.Run(stream, func(t *testing.T) {
			clean(t, a)
			w := newWire(t, a)
			news := graphtest.News(29, 40)
			s := w.open(3 * time.Second)
			start := time.Now()
			_, err := graph.Import(t.Context(), s, graphtest.Resolver(), graphtest.Seq(news), graph.ImportOptions{
				Articles: 10,
				Progress: func(r graph.ImportReport) {
					if r.New == 20 && r.Blocks == 0 {
						w.toxic(`{"name": "hole", "type": "timeout", "stream": "` + stream + `", "attributes": {"timeout": 0}}`)
					}
				},
			})
			if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "does not answer for 3s") || !strings.Contains(err.Error(), "20 articles are kept") {
				t.Fatalf("import: got %v, want that the server does not answer and what is kept", err)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it took %s to give up, want about 3 s", took)
			}
			if err := w.Toxics.RemoveToxic(t.Context(), "hole"); err != nil {
				t.Fatal(err)
			}
			w.Stop() // what the hole holds is lost
			if err := w.Start(); err != nil {
				t.Fatal(err)
			}
			again := w.open(0)
			graphtest.Import(t, again, news)
			if got, want := graphtest.Export(t, again), graphtest.MemoryExport(t, news); got != want {
				t.Errorf("export: -want +got\n%.3000s", cmp.Diff(want, got))
			}
		})
	}
}
