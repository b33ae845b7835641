package graph

import "testing"

func FuzzParseQuery(f *testing.F) {
	f.Add("// What it answers.\n// :param a => 'x'\nMATCH (n {id: $a}) RETURN n\n")
	f.Add("// :param\nRETURN 1")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := parseQuery(text)
		if err == nil && (q.Doc == "" || q.Cypher == "") {
			t.Errorf("%q: got %+v without an error", text, q)
		}
	})
}
