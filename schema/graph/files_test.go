package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
	cypher "github.com/entente-kg/entente/schema/graph"
)

func TestQueriesSayWhatTheyAnswer(t *testing.T) {
	queries, err := cypher.Queries()
	if err != nil || len(queries) < 15 {
		t.Fatalf("got %d queries, %v", len(queries), err)
	}
	for _, q := range queries {
		if len(q.Doc) < 20 {
			t.Errorf("%s: its comment says only %q", q.Name, q.Doc)
		}
		for p := range q.Params {
			if !strings.Contains(q.Cypher, "$"+p) {
				t.Errorf("%s: parameter %s is not used", q.Name, p)
			}
		}
		for part := range strings.SplitSeq(q.Cypher, "$") {
			if part == q.Cypher || strings.HasPrefix(q.Cypher, part) {
				continue
			}
			name := part[:strings.IndexFunc(part+" ", func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') })]
			if _, ok := q.Params[name]; !ok {
				t.Errorf("%s: parameter %q has no example value", q.Name, name)
			}
		}
	}
}

func TestStatementsAreNamed(t *testing.T) {
	for _, file := range []string{"record", "projection", "read"} {
		all, err := cypher.Statements(file)
		if err != nil || len(all) < 10 {
			t.Errorf("%s: got %d statements, %v", file, len(all), err)
		}
		for name, text := range all {
			if text == "" || strings.Contains(text, ";") || strings.Contains(text, "//") {
				t.Errorf("%s: statement %s: got %q", file, name, text)
			}
		}
	}
	if n := len(cypher.Constraints()); n < 10 {
		t.Errorf("got %d constraints", n)
	}
}

// A query that names edge types names all of the built-in relations.
func TestQueriesNameAllEdgeTypes(t *testing.T) {
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	relations, err := schema.LoadRelations(words, schema.RelationFiles())
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, r := range relations {
		for _, e := range r.Edges {
			types = append(types, e.Type)
		}
	}
	slices.Sort(types)
	want := strings.Join(slices.Compact(types), "|")
	queries, err := cypher.Queries()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, q := range queries {
		if _, rest, ok := strings.Cut(q.Cypher, "[r:ABDUCTED_BY"); ok {
			n++
			got, _, _ := strings.Cut("ABDUCTED_BY"+rest, "]")
			if got != want {
				t.Errorf("%s: got edge types\n%s\nwant\n%s", q.Name, got, want)
			}
		}
	}
	if n < 3 {
		t.Errorf("got %d queries that name edge types, want 3", n)
	}
}
