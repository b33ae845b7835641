package schema

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/likeness"
)

// TestLookAlikesAreKnown prints the pairs of actors that likeness of their
// names alone would join, and fails for one that never-merge.csv lacks: it is
// either the same actor listed twice, or a pair to be added there.
func TestLookAlikesAreKnown(t *testing.T) {
	const alike = 0.93
	f, err := os.Open("actors/never-merge.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := csv.NewReader(f)
	c.Comment = '#'
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	apart := map[[2]string]bool{}
	for _, r := range rows {
		apart[[2]string{r[0], r[1]}] = true
	}
	kb := builtIn(t)
	// States are compared with all states; people with those of their country.
	blocks := map[string][]*Actor{}
	for _, id := range kb.IDs {
		switch a := kb.ByID[id]; a.Kind {
		case State:
			blocks["states"] = append(blocks["states"], a)
		case Person:
			blocks[a.Country] = append(blocks[a.Country], a)
		}
	}
	for _, block := range blocks {
		for i, b := range block {
			for _, a := range block[:i] {
				p := likeness.JaroWinkler(strings.ToLower(foldName(a.Name)), strings.ToLower(foldName(b.Name)))
				if p < alike {
					continue
				}
				t.Logf("%.2f %s, %s", p, a.Name, b.Name)
				if !apart[[2]string{a.ID, b.ID}] {
					t.Errorf("%s and %s are alike (%.2f) and not in never-merge.csv", a.ID, b.ID, p)
				}
			}
		}
	}
}
