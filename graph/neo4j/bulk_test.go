package neo4j_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/doctor"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/neo4j"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
)

// The files for neo4j-admin, loaded by the real one, give the graph; an import
// goes on from it as from any other.
func TestBulk(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server of its own")
	}
	nasty, _ := graphtest.Hostile()
	news := append(graphtest.News(37, 40), nasty...)
	from := graphtest.Memory(t)
	graphtest.Import(t, from, news)
	folder, home := filepath.Join(t.TempDir(), "bulk"), t.TempDir()
	command, err := export.Bulk(t.Context(), folder, from, graphtest.Relations(), graphtest.Resolver().Rules(), "2025-03-12T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	args := strings.Fields(command)
	if said, err := neo4jtest.Admin(t, home, folder, args[1:]...); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, said[max(0, len(said)-3000):])
	}
	p := neo4jtest.Own(t, home, 0, false)
	s, err := neo4j.Open(t.Context(), neo4j.Config{URI: p.URI, Relations: graphtest.Relations()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := graphtest.Export(t, from)
	if got := graphtest.Export(t, s); got != want {
		t.Errorf("loaded: -want +got\n%.3000s", cmp.Diff(want, got))
	}
	if found, err := doctor.Examine(t.Context(), s); err != nil || len(found) > 0 {
		t.Errorf("examined: got %v, %v", found, err)
	}
	if found, err := s.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("constraints: got %v, %v", found, err)
	}
	if again := graphtest.Import(t, s, news); again.New+again.Changed+again.Blocks+again.Dyads > 0 {
		t.Errorf("the same import again: got %+v, want nothing written", again)
	}
	more := graphtest.News(41, 10)
	graphtest.Import(t, s, more)
	graphtest.Import(t, from, more)
	if got, want := graphtest.Export(t, s), graphtest.Export(t, from); got != want {
		t.Errorf("after an import into it: -want +got\n%.3000s", cmp.Diff(want, got))
	}
}
