package neo4j_test

import (
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/neo4j"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// tryOpen opens and closes a store and returns the error.
func tryOpen(t *testing.T, c neo4j.Config) error {
	t.Helper()
	if c.Relations == nil {
		c.Relations = graphtest.Relations()
	}
	s, err := neo4j.Open(t.Context(), c)
	if err == nil {
		err = s.Close(t.Context())
	}
	return err
}

func TestOpenRefuses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that nobody answers at
	if err != nil {
		t.Fatal(err)
	}
	down := "bolt://" + l.Addr().String()
	l.Close()
	odd := graphtest.Relations()
	odd["VISITS"].Edges[0].Type = "X]->() DETACH DELETE n //"
	tests := []struct {
		name   string
		config neo4j.Config
		want   []string
	}{
		{"a server that is down", neo4j.Config{URI: down, Retry: time.Second}, []string{down, "docker compose up"}},
		{"no address", neo4j.Config{URI: "localhost"}, []string{"no address", "neo4j://host"}},
		{"another scheme", neo4j.Config{URI: "http://localhost:7474"}, []string{"neo4j://host"}},
		{"an edge type that is Cypher", neo4j.Config{URI: down, Relations: odd}, []string{"capital letters"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tryOpen(t, tt.config)
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want it to say %q", err, want)
				}
			}
		})
	}
	if err := tryOpen(t, tests[0].config); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("a server that is down: got %v, want ErrUnavailable", err)
	}
}

func TestWrongDatabase(t *testing.T) {
	a := neo4jtest.Server(t)
	err := tryOpen(t, neo4j.Config{URI: a.URI, Username: a.Username, Password: a.Password, Database: "nosuch"})
	if err == nil || !strings.Contains(err.Error(), `no database "nosuch"`) || !strings.Contains(err.Error(), "NEO4J_DATABASE") {
		t.Errorf("got %v, want it to name the database and the variable", err)
	}
}

func TestLogIn(t *testing.T) {
	p := neo4jtest.Own(t, t.TempDir(), 0, true)
	first := neo4j.Config{URI: p.URI, Username: "neo4j", Password: "neo4j"}
	if err := tryOpen(t, first); err == nil || !strings.Contains(err.Error(), "must change the first password") {
		t.Errorf("first password: got %v", err)
	}
	system := neo4jtest.Address{URI: p.URI, Username: "neo4j", Password: "neo4j", Database: "system"}
	query(t, system, "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO 'correct horse'", nil)
	if err := tryOpen(t, neo4j.Config{URI: p.URI, Username: "neo4j", Password: "correct horse"}); err != nil {
		t.Errorf("right password: got %v", err)
	}
	for _, c := range []neo4j.Config{{URI: p.URI, Username: "neo4j", Password: "wrong secret"}, {URI: p.URI}} {
		err := tryOpen(t, c)
		if err == nil || !strings.Contains(err.Error(), "NEO4J_PASSWORD") || strings.Contains(err.Error(), "secret") {
			t.Errorf("user %q: got %v, want it to name the variable and not the password", c.Username, err)
		}
	}
}

// A server that is killed in mid-import: the error says what is kept, and the
// same import into the server that comes back ends as if nothing had been.
func TestKilledInMidImport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server of its own twice")
	}
	dir := t.TempDir()
	p := neo4jtest.Own(t, dir, 0, false)
	news := graphtest.News(17, 60)
	config := neo4j.Config{URI: p.URI, Relations: graphtest.Relations(), Retry: 2 * time.Second}
	s, err := neo4j.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept := 0
	_, err = graph.Import(t.Context(), s, graphtest.Resolver(), graphtest.Seq(news), graph.ImportOptions{
		Articles: 10,
		Progress: func(r graph.ImportReport) {
			if kept = r.New; kept == 30 {
				p.Kill()
			}
		},
	})
	if !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "30 articles are kept") || !strings.Contains(err.Error(), "the same command again") {
		t.Fatalf("import into a server that dies: got %v, want that it is out of reach and what is kept", err)
	}
	s.Close(t.Context())
	again := neo4jtest.Own(t, dir, p.Port, false)
	config.URI = again.URI
	if s, err = neo4j.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	report := graphtest.Import(t, s, news)
	if report.Unchanged != 30 || report.New != 30 {
		t.Errorf("the same import again: got %+v, want 30 articles kept and 30 new", report)
	}
	if got, want := graphtest.Export(t, s), graphtest.MemoryExport(t, news); got != want {
		t.Errorf("export: -want +got\n%.3000s", cmp.Diff(want, got))
	}
}

// A server that is killed while it makes constraints has their indexes when it
// comes back, and not the constraints: they are made all the same. ENTENTE_KILLS
// / 10 says how often.
func TestKilledInMidMigrate(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server of its own twice")
	}
	all, _ := strconv.Atoi(os.Getenv("ENTENTE_KILLS")) // 0 where it is not set
	for range max(1, all/10) {
		dir := t.TempDir()
		p := neo4jtest.Own(t, dir, 0, false)
		config := neo4j.Config{URI: p.URI, Relations: graphtest.Relations(), Retry: time.Second}
		s, err := neo4j.Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		after := 50*time.Millisecond + rand.N(time.Second)
		time.AfterFunc(after, p.Kill)
		err = s.Migrate(t.Context())
		t.Logf("killed after %s: %v", after, err)
		s.Close(t.Context())
		p.Kill()
		again := neo4jtest.Own(t, dir, p.Port, false)
		if s, err = neo4j.Open(t.Context(), config); err != nil {
			t.Fatal(err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Errorf("on the server that came back: %v", err)
		}
		if found, err := s.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("constraints: got %q, %v; want all of them", found, err)
		}
		s.Close(t.Context())
		again.Kill()
	}
}

// A server that is killed at random moments of an import and started again,
// again and again: what it had acknowledged is there each time, and in the end
// the graph is that of an undisturbed import. Where an import has come to its
// end, the next one begins in an empty database. ENTENTE_KILLS / 5 says how
// often a server is killed in mid-import.
func TestServerKilledAtRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server of its own several times")
	}
	all, _ := strconv.Atoi(os.Getenv("ENTENTE_KILLS")) // 0 where it is not set
	news := graphtest.News(43, 120)
	want := graphtest.MemoryExport(t, news)
	for left := max(1, all/5); left > 0; {
		k := &killing{news: news, dir: t.TempDir()}
		for ; left > 0; left-- {
			if ended := k.round(t, true); ended {
				break
			}
		}
		k.round(t, false)
		if k.export != want {
			t.Fatalf("export: -want +got\n%.3000s", cmp.Diff(want, k.export))
		}
	}
}

// killing is a server whose database stays while it is killed.
type killing struct {
	news   []schema.Extraction
	dir    string
	port   int
	kept   int    // articles that were acknowledged
	export string // after an import that came to its end
}

// round starts the server, imports, and kills the server at a random moment of
// it where it is told to. It reports whether the import came to its end.
func (k *killing) round(t *testing.T, kill bool) (ended bool) {
	p := neo4jtest.Own(t, k.dir, k.port, false)
	k.port = p.Port
	s, err := neo4j.Open(t.Context(), neo4j.Config{URI: p.URI, Relations: graphtest.Relations(), Retry: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	counts, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if counts.Articles < k.kept {
		t.Errorf("%d articles are there after the server was killed, %d had been acknowledged", counts.Articles, k.kept)
	}
	k.kept = counts.Articles
	killed := make(chan struct{})
	begun := sync.OnceFunc(func() { // once something new has been acknowledged
		if kill {
			time.AfterFunc(rand.N(4*time.Second), func() { p.Kill(); close(killed) })
		}
	})
	_, err = graph.Import(t.Context(), s, graphtest.Resolver(), graphtest.Seq(k.news), graph.ImportOptions{
		Articles: 5,
		Progress: func(r graph.ImportReport) {
			k.kept = max(k.kept, r.New+r.Changed+r.Unchanged)
			if r.New > 0 || r.Blocks > 0 { // so that each round comes further than the one before
				begun()
			}
		},
	})
	if err != nil && (!kill || !errors.Is(err, graph.ErrUnavailable)) {
		t.Errorf("import into a server that is killed: got %v, want that it is out of reach", err)
	}
	if !kill {
		k.export = graphtest.Export(t, s)
		p.Kill()
		return true
	}
	begun()
	<-killed
	t.Logf("killed: %d articles had been acknowledged, the import had ended: %t", k.kept, err == nil)
	return err == nil
}
