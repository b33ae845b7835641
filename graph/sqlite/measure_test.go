package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/graph/sqlite"
)

// Measures replace those of before, and the graph is the same with them.
func TestPutMeasures(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	graphtest.Import(t, s, graphtest.News(5, 20))
	want := graphtest.Export(t, s)
	for _, actors := range [][]measure.Actor{
		{{ID: "state:IND", Degree: 9}, {ID: "state:IRN", Degree: 8}, {ID: "state:QAT", Degree: 7}},
		{{ID: "state:IRN", Degree: 3, Weight: 5, Betweenness: 0.25, PageRank: 0.5, Bloc: 1}, {ID: "state:PAK", Degree: 1, Weight: 2, PageRank: 0.125}},
	} {
		if err := s.PutMeasures(t.Context(), actors); err != nil {
			t.Fatal(err)
		}
	}
	if got := graphtest.Export(t, s); got != want {
		t.Error("measures change what is exported")
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRow("SELECT group_concat(entity || ' ' || degree || ' ' || weighted_degree || ' ' || betweenness || ' ' || page_rank || ' ' || coalesce(bloc, '-'), '; ' ORDER BY entity) FROM measures").Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "state:IRN 3 5 0.25 0.5 1; state:PAK 1 2 0.0 0.125 -"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
