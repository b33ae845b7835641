package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/google/go-cmp/cmp"
)

// TestBothStores runs the verbs on the embedded engine and on a real Neo4j:
// what they write must be the same.
func TestBothStores(t *testing.T) {
	articles, err := filepath.Abs("../../examples/articles")
	if err != nil {
		t.Fatal(err)
	}
	server := neo4jtest.Server(t)
	neo4jtest.Clean(t, server)
	for name, value := range map[string]string{
		"NEO4J_URI": server.URI, "NEO4J_USERNAME": server.Username, "NEO4J_PASSWORD": server.Password, "NEO4J_DATABASE": server.Database,
	} {
		t.Setenv(name, value)
	}
	if server.Username == "" {
		os.Unsetenv("NEO4J_USERNAME") // Setenv has seen to it that it comes back
		os.Unsetenv("NEO4J_PASSWORD")
	}
	t.Chdir(t.TempDir())
	stores := []string{"sqlite:entente.db", "neo4j"}

	// The time that an import takes and the store's name are its own.
	own := regexp.MustCompile(`(?m)read in .*|(in|--store) (sqlite:entente\.db|neo4j)$`)
	verbs := [][]string{
		{"import", filepath.Join(articles, "south-asia"), "--json"},
		{"import", articles},
		{"import", articles},
		{"stats"},
		{"stats", "--json"},
		{"export"},
		{"export", "--format", "graphml"},
		{"show", "Pakistan"},
		{"show", "usa", "--json", "-n", "100"},
		{"show", "Kremlin"},
		{"why", "Afghanistan", "CEASEFIRE_WITH", "Pakistan"},
		{"why", "Kyrgyzstan", "signs agreement with", "Tajikistan", "--json"},
		{"brief", "Pakistan", "--since", "2025-01-01", "--format", "md"},
		{"measure", "--json"},
		{"measure", "--from", "2025-07-01", "--to", "2025-07-31"},
		{"timeline", "Pakistan"},
		{"timeline", "Pakistan", "Afghanistan", "--by", "month", "--json"},
		{"diff", "--since", "2025-01-01", "-n", "5"},
		{"diff", "--from", "2025-01-01", "--to", "2025-01-02"},
		{"stats", "--as-of", "2025-01-01"},
		{"stats", "--as-of", "2999-01-01", "--json"},
		{"review", "--list", "-n", "5", "--json"},
		{"doctor"},
		{"show", "Nobody At All"},
	}
	for _, verb := range verbs {
		var outs []string
		for _, store := range stores {
			var out, errOut bytes.Buffer
			code := run(t.Context(), append(append([]string{"entente"}, verb...), "--store", store), nil, &out, &errOut)
			said := out.String()
			if verb[0] == "import" {
				said = own.ReplaceAllString(regexp.MustCompile(`"seconds":[^,]*`).ReplaceAllString(said, ""), "")
			}
			outs = append(outs, said+errOut.String())
			if bad := code != exitOK; bad != (verb[len(verb)-1] == "Nobody At All") {
				t.Fatalf("%s --store %s: exit code %d; %s", strings.Join(verb, " "), store, code, &errOut)
			}
		}
		if outs[0] != outs[1] {
			t.Errorf("%s differs between %s and %s:\n%.4000s", strings.Join(verb, " "), stores[0], stores[1], cmp.Diff(outs[0], outs[1]))
		}
	}

	// and a copy of the server's graph is the graph
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"entente", "copy", "--from", "neo4j", "--to", "sqlite:copy.db"}, nil, &out, &errOut); code != exitOK {
		t.Fatalf("copy: exit code %d; %s", code, &errOut)
	}
	if diff := cmp.Diff(exported(t, "entente.db"), exported(t, "copy.db")); diff != "" {
		t.Errorf("the copy differs:\n%.4000s", diff)
	}
}
