package neo4j_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/neo4jtest"
)

// BenchmarkPut writes the record of articles batch by batch, and after each
// batch as many bare nodes and relationships by UNWIND and MERGE, so that both
// meet the same server in the same state. It reports rows (nodes and
// relationships) a second of both, and the median of the pairs' ratios:
//
//	go test ./graph/neo4j -run '^$' -bench Put -benchtime 20x
func BenchmarkPut(b *testing.B) {
	a := neo4jtest.Server(b)
	clean(b, a)
	server := query(b, a, "CALL dbms.components() YIELD name, versions RETURN name + ' ' + versions[0] AS server", nil)[0].AsMap()["server"]
	b.Logf("server: %s", server)
	query(b, a, "CREATE CONSTRAINT bare_id IF NOT EXISTS FOR (n:Bare) REQUIRE n.id IS UNIQUE", nil)
	defer query(b, a, "DROP CONSTRAINT bare_id IF EXISTS", nil)
	s, r := open(b, a), graphtest.Resolver()
	const batch, warm = 500, 6
	var store, bare time.Duration
	var ratios []float64
	total, claims := 0, 0
	for turn := range b.N + warm {
		var recs []graph.Record
		for _, x := range graphtest.News(uint64(1000+turn), batch) {
			rec, err := r.Record(x)
			if err != nil {
				b.Fatal(err)
			}
			for i := range rec.Claims { // as Import does
				c := graph.ClaimIn{Row: rec.Claims[i], Wire: rec.Wire, Gist: rec.Gist, Published: rec.Article.Published, Source: rec.Article.Source}
				rec.Claims[i].Block, rec.Claims[i].Day = r.Block(&c, nil)
			}
			recs = append(recs, rec)
		}
		before := size(b, a)
		start := time.Now()
		report, err := s.Put(b.Context(), recs)
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		after := size(b, a)
		nodes, rels := after[0]-before[0], after[1]-before[1]
		bareTook := writeBare(b, a, turn, nodes, rels)
		if turn < warm { // the server is not warm yet
			continue
		}
		store, bare, total, claims = store+took, bare+bareTook, total+nodes+rels, claims+report.Claims
		ratios = append(ratios, bareTook.Seconds()/took.Seconds())
	}
	slices.Sort(ratios)
	b.ReportMetric(float64(total)/store.Seconds(), "rows/s")
	b.ReportMetric(float64(claims)/store.Seconds(), "claims/s")
	b.ReportMetric(float64(total)/bare.Seconds(), "bare-rows/s")
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
}

func size(b *testing.B, a neo4jtest.Address) [2]int {
	m := query(b, a, "RETURN COUNT { (n) } AS nodes, COUNT { ()-->() } AS rels", nil)[0].AsMap()
	return [2]int{int(m["nodes"].(int64)), int(m["rels"].(int64))}
}

// writeBare merges nodes with an id and a text, and relationships between
// them, 5,000 a transaction.
func writeBare(b *testing.B, a neo4jtest.Address, turn, nodes, rels int) time.Duration {
	id := func(i int) string { return fmt.Sprintf("bare:%d:%016x", turn, i) }
	var nodeRows, relRows []map[string]any
	for i := range nodes {
		nodeRows = append(nodeRows, map[string]any{"id": id(i), "text": "a sentence of some length that stands for what a claim has"})
	}
	for i := range rels {
		relRows = append(relRows, map[string]any{"from": id(i % nodes), "to": id((i*7 + 1) % nodes)})
	}
	start := time.Now()
	for chunk := range slices.Chunk(nodeRows, 5000) {
		query(b, a, "UNWIND $rows AS row MERGE (n:Bare {id: row.id}) SET n.text = row.text", map[string]any{"rows": chunk})
	}
	for chunk := range slices.Chunk(relRows, 5000) {
		query(b, a, "UNWIND $rows AS row MATCH (a:Bare {id: row.from}) MATCH (b:Bare {id: row.to}) MERGE (a)-[:BARE]->(b)", map[string]any{"rows": chunk})
	}
	return time.Since(start)
}
