package graph_test

import (
	"strings"
	"testing"

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
