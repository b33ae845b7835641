package export_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

// The script of a graph with a user's own relations needs them not again.
func TestCypherKnowsTheGraphsOwnEdges(t *testing.T) {
	s := hostile(t)
	relations := graphtest.Relations()
	var with, without bytes.Buffer
	if err := export.Cypher(t.Context(), &with, s, relations); err != nil {
		t.Fatal(err)
	}
	if err := export.Cypher(t.Context(), &without, s, map[string]*schema.Relation{}); err != nil {
		t.Fatal(err)
	}
	count := func(b *bytes.Buffer, text string) int { return strings.Count(b.String(), text) }
	if n, m := count(&with, "MERGE (a)-[r:ATTACKS "), count(&without, "MERGE (a)-[r:ATTACKS "); n == 0 || n != m {
		t.Errorf("statements that write ATTACKS: %d with its relation, %d without, want the same", n, m)
	}
	if !strings.Contains(without.String(), "CREATE CONSTRAINT edge_ATTACKS ") {
		t.Error("no constraint for ATTACKS without its relation")
	}
}
