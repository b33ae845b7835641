package graphtest

import (
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/schema"
)

// Memory is a store of its own in a file that goes away with the test: what
// others are compared with.
func Memory(t testing.TB) graph.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(t.Context()) })
	return s
}

// MemoryExport is what one plain import into a store of its own gives.
func MemoryExport(t testing.TB, xs []schema.Extraction) string {
	t.Helper()
	s := Memory(t)
	Import(t, s, xs)
	return Export(t, s)
}
