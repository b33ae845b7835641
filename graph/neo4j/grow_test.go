package neo4j_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/neo4jtest"
)

// BenchmarkGrow imports 1,000 articles into graphs of several sizes; the
// largest is ENTENTE_GROW, else 5,000 articles:
//
//	ENTENTE_GROW=100000 go test ./graph/neo4j -run '^$' -bench Grow -benchtime 1x -timeout 3h
func BenchmarkGrow(b *testing.B) {
	largest := 5000
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_GROW")); err == nil {
		largest = n
	}
	a := neo4jtest.Server(b)
	graphtest.Grow(b, func() graph.Store {
		clean(b, a)
		return open(b, a)
	}, 0, largest/10, largest)
}
