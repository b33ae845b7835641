package neo4j_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/neo4j"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// open opens a store that is closed with the test.
func open(t testing.TB, a neo4jtest.Address) *neo4j.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), neo4j.Config{
		URI: a.URI, Username: a.Username, Password: a.Password, Database: a.Database, Relations: graphtest.Relations(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	return s
}

// clean empties the server's database and gives it constraints.
func clean(t testing.TB, a neo4jtest.Address) {
	t.Helper()
	query(t, a, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
	if err := open(t, a).Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// past opens a session as an analyst would, past the store.
func past(t testing.TB, a neo4jtest.Address) (driver.SessionWithContext, func()) {
	t.Helper()
	auth := driver.NoAuth()
	if a.Username != "" {
		auth = driver.BasicAuth(a.Username, a.Password, "")
	}
	d, err := driver.NewDriverWithContext(a.URI, auth)
	if err != nil {
		t.Fatal(err)
	}
	session := d.NewSession(t.Context(), driver.SessionConfig{DatabaseName: a.Database})
	return session, func() {
		_ = session.Close(t.Context())
		_ = d.Close(t.Context())
	}
}

// query runs a query as an analyst would, past the store.
func query(t testing.TB, a neo4jtest.Address, text string, params map[string]any) []*driver.Record {
	t.Helper()
	session, done := past(t, a)
	defer done()
	result, err := session.Run(t.Context(), text, params)
	if err == nil {
		var rows []*driver.Record
		if rows, err = result.Collect(t.Context()); err == nil {
			return rows
		}
	}
	t.Fatalf("%s: %v", text, err)
	return nil
}

func TestSuite(t *testing.T) {
	a := neo4jtest.Server(t)
	graphtest.Run(t, func(t *testing.T) graphtest.Open {
		clean(t, a)
		return func() graph.Store { return open(t, a) }
	})
}

func TestBusy(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	s := open(t, a)
	graphtest.RunBusy(t, s, s.LatestOf)
}

func TestViews(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	graphtest.RunViews(t, func(now func() time.Time) graph.Store {
		s, err := neo4j.Open(t.Context(), neo4j.Config{
			URI: a.URI, Username: a.Username, Password: a.Password, Database: a.Database, Relations: graphtest.Relations(), Now: now,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close(context.Background()) })
		return s
	})
}

// A graph of format 2 did not know which version of an article counts; its
// events and edges stay as they are.
func TestMigrateFormat2(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	s := open(t, a)
	news := graphtest.News(5, 20)
	graphtest.Import(t, s, news)
	want := graphtest.Export(t, s)
	query(t, a, "MATCH (e:Entente) SET e.format = 2", nil)
	query(t, a, "MATCH (a:Article) REMOVE a.edition", nil)
	s = open(t, a)
	for range 2 {
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if report := graphtest.Import(t, s, news); report.Unchanged != len(news) || report.Blocks != 0 {
		t.Errorf("import after the migration: got %+v, want nothing to do", report)
	}
	if got := graphtest.Export(t, s); got != want {
		t.Errorf("migrated: -want +got\n%s", cmp.Diff(want, got))
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
}

// A graph of format 1 had no versions of events, no sums by month and other
// blocks: its record is kept, the rest computed anew.
func TestMigrateFormat1(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	s := open(t, a)
	news := graphtest.News(5, 20)
	graphtest.Import(t, s, news)
	want := graphtest.Export(t, s)
	for _, text := range []string{
		"MATCH (e:Entente) REMOVE e.format, e.rules, e.decided",
		"MATCH (n:DyadMonth) DELETE n",
		"MATCH (c:Claim) SET c.block = c.relation + '|of|format 1' REMOVE c.day",
		"MATCH (e:Event) SET e.block = e.relation + '|of|format 1', e.id = e.id + '1'",
		"MATCH (x:Entity {id: 'state:PAK'}), (y:Entity {id: 'state:QAT'}) CREATE (x)-[:SANCTIONS {key: 'state:PAK|SANCTIONS|state:QAT', events: 1}]->(y)",
	} {
		query(t, a, text, nil)
	}
	s = open(t, a)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	report := graphtest.Import(t, s, news)
	if report.Unchanged != len(news) || report.Blocks == 0 {
		t.Errorf("import after the migration: got %+v, want no article, all blocks", report)
	}
	if got := graphtest.Export(t, s); got != want {
		t.Errorf("migrated: -want +got\n%s", cmp.Diff(want, got))
	}
	query(t, a, "MATCH (e:Entente) SET e.format = 99", nil)
	if err := s.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "later entente") {
		t.Errorf("a graph of a later entente: got %v, want it refused", err)
	}
}
