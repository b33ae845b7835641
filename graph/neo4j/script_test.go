package neo4j_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
)

// The exported script, run on an empty server, gives the same graph, hostile
// text and all, and an import goes on from it.
func TestScriptMakesTheSameGraph(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	news, _ := graphtest.Hostile()
	news = append(news, graphtest.News(21, 25)...)
	from := graphtest.Memory(t)
	graphtest.Import(t, from, news)
	var script bytes.Buffer
	if err := export.Cypher(t.Context(), &script, from, graphtest.Relations()); err != nil {
		t.Fatal(err)
	}
	for _, c := range script.String() {
		if c < ' ' && c != '\n' || c == 0x7f || c == 0x202e || c == 0xfeff {
			t.Fatalf("the script holds the control character %U", c)
		}
	}
	n := 0
	for text := range strings.SplitSeq(script.String(), ";\n") { // strings hold no line ends: they are escaped
		if text = strings.TrimSpace(text); text != "" {
			query(t, a, text, nil)
			n++
		}
	}
	to := open(t, a)
	if got, want := graphtest.Export(t, to), graphtest.Export(t, from); got != want {
		t.Errorf("after %d statements: -want +got\n%.3000s", n, cmp.Diff(want, got))
	}
	// An import knows the articles, and computes events and edges anew first: the
	// script has no bookkeeping.
	if err := to.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := graphtest.Import(t, to, news); again.Unchanged != len(news) || again.Claims != 0 || again.Blocks == 0 {
		t.Errorf("import of the same: got %+v, want no article and all blocks", again)
	}
	if got, want := graphtest.Export(t, to), graphtest.Export(t, from); got != want {
		t.Errorf("after an import: -want +got\n%.3000s", cmp.Diff(want, got))
	}
	if again := graphtest.Import(t, to, news); again.Unchanged != len(news) || again.Blocks+again.Dyads != 0 {
		t.Errorf("import once more: got %+v, want nothing to do", again)
	}
}
