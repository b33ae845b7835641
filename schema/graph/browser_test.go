package graph_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// Every kind of actor and every type of edge has a style in Neo4j Browser.
func TestStyleIsComplete(t *testing.T) {
	style, err := os.ReadFile("browser/entente.grass")
	if err != nil {
		t.Fatal(err)
	}
	text := string(style)
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	relations, err := schema.LoadRelations(words, schema.RelationFiles())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range relations {
		for _, e := range r.Edges {
			if !strings.Contains(text, "relationship."+e.Type+" {") {
				t.Errorf("%s has no style: add relationship.%s to browser/entente.grass", r.Name, e.Type)
			}
		}
	}
	for _, k := range schema.Kinds {
		if !strings.Contains(text, "node."+string(k)+" {") {
			t.Errorf("%s has no style: add node.%s to browser/entente.grass", k, k)
		}
	}
	rule := regexp.MustCompile(`(?m)^(node|relationship)(\.\w+)? \{\n(  [a-z-]+: [^;\n]+;\n)+\}\n`)
	if rest := strings.TrimSpace(rule.ReplaceAllString(text, "")); rest != "" {
		t.Errorf("no rule of a style sheet: %.200s", rest)
	}
}
