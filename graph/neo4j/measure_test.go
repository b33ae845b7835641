package neo4j_test

import (
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/internal/neo4jtest"
)

// Measures are properties of the nodes, those of before are gone, and the
// graph is the same with them.
func TestPutMeasures(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	s := open(t, a)
	graphtest.Import(t, s, graphtest.News(5, 20))
	want := graphtest.Export(t, s)
	network, _, err := measure.Read(t.Context(), s, graphtest.Relations(), measure.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	actors := network.Actors()
	if len(actors) < 3 {
		t.Fatalf("got %d actors", len(actors))
	}
	count := func() int64 {
		n, _ := query(t, a, "MATCH (e:Entity) WHERE e.page_rank > 0 AND e.degree > 0 AND e.weighted_degree > 0 AND e.betweenness >= 0 RETURN count(e) AS n", nil)[0].Get("n")
		return n.(int64)
	}
	for _, n := range []int{len(actors), 2} {
		if err := s.PutMeasures(t.Context(), actors[:n]); err != nil {
			t.Fatal(err)
		}
		if got := count(); got != int64(n) {
			t.Errorf("got %d measured nodes, want %d", got, n)
		}
	}
	if got := graphtest.Export(t, s); got != want {
		t.Error("measures change what is exported")
	}
}
