package export_test

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/graph/graphtest"
)

// Each row has the header's columns, each end of a relationship is a node, and
// the command names every file; graph/neo4j loads them with the real importer.
func TestBulkShape(t *testing.T) {
	s := hostile(t)
	folder := filepath.Join(t.TempDir(), "bulk")
	command, err := export.Bulk(t.Context(), folder, s, graphtest.Relations(), "rules", "2025-03-12T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) [][]string {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		rows, err := r.ReadAll() // it refuses rows of different lengths
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return rows
	}
	names, err := filepath.Glob(filepath.Join(folder, "*-header.csv"))
	if err != nil || len(names) < 15 {
		t.Fatalf("got %d files, %v", len(names), err)
	}
	ids, rows, kinds := map[string]bool{}, map[string]int{}, map[string]string{}
	each := func(f func(name string, header, row []string)) {
		for _, path := range names {
			name := strings.TrimSuffix(filepath.Base(path), "-header.csv")
			header := read(name + "-header.csv")[0]
			for _, row := range read(name + ".csv") {
				if len(row) != len(header) {
					t.Fatalf("%s: a row of %d columns, the header has %d", name, len(row), len(header))
				}
				f(name, header, row)
			}
		}
	}
	group := func(column string) string { return column[strings.Index(column, "(")+1 : len(column)-1] }
	each(func(name string, header, row []string) {
		rows[name]++
		for i, h := range header {
			if strings.Contains(h, ":ID(") {
				kinds[name] = "nodes"
				key := group(h) + " " + row[i]
				if ids[key] {
					t.Errorf("%s: %s is there twice", name, key)
				}
				ids[key] = true
			}
		}
	})
	each(func(name string, header, row []string) {
		for i, h := range header {
			if strings.HasPrefix(h, ":START_ID(") || strings.HasPrefix(h, ":END_ID(") {
				kinds[name] = "relationships"
				if key := group(h) + " " + row[i]; !ids[key] {
					t.Errorf("%s: %s is no node", name, key)
				}
			}
		}
	})
	for name, kind := range kinds {
		if want := "--" + kind + "=" + name + "-header.csv," + name + ".csv"; !strings.Contains(command, want) {
			t.Errorf("the command does not name %s: %s", want, command)
		}
	}
	counts, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"articles": counts.Articles, "entities": counts.Entities, "claims": counts.Claims, "from": counts.Claims, "events": counts.Events, "edges": counts.Edges} {
		if rows[name] != want {
			t.Errorf("%s: got %d rows, want %d", name, rows[name], want)
		}
	}
	if script, err := os.ReadFile(filepath.Join(folder, "import.sh")); err != nil || !strings.Contains(string(script), command) {
		t.Errorf("import.sh: got %q, %v, want the command", script, err)
	}
	if _, err := export.Bulk(t.Context(), folder, s, graphtest.Relations(), "rules", "2025-03-12T00:00:00Z"); err == nil || !strings.Contains(err.Error(), "not there yet") {
		t.Errorf("into a folder that is there: got %v", err)
	}
	d := graph.Decision{Kind: graph.Rename, About: []string{"state:PAK"}, Name: "Pak", By: "ann", At: "2025-03-12T00:00:00Z"}
	if _, err := graph.Decide(t.Context(), s, graphtest.Resolver(), []graph.Decision{d}, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := export.Bulk(t.Context(), folder+"2", s, graphtest.Relations(), "rules", "2025-03-12T00:00:00Z"); !errors.Is(err, export.ErrCurated) {
		t.Errorf("with a decision: got %v, want ErrCurated", err)
	}
}
