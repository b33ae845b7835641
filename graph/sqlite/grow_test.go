package sqlite_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
)

// BenchmarkGrow imports 1,000 articles into graphs of several sizes; the
// largest is ENTENTE_GROW, else 10,000 articles:
//
//	ENTENTE_GROW=100000 go test ./graph/sqlite -run '^$' -bench Grow -benchtime 1x
func BenchmarkGrow(b *testing.B) {
	largest := 10000
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_GROW")); err == nil {
		largest = n
	}
	graphtest.Grow(b, func() graph.Store { return graphtest.Memory(b) }, 0, largest/10, largest)
}
