package schema

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// jaroWinkler is the likeness of two names, from 0 to 1, by which careless
// graph builders merge: Jaro's measure with Winkler's bonus of a tenth for
// each of up to four equal first letters.
func jaroWinkler(a, b string) float64 {
	s, t := []rune(a), []rune(b)
	if len(s) == 0 || len(t) == 0 {
		return 0
	}
	window := max(0, max(len(s), len(t))/2-1)
	sHit, tHit := make([]bool, len(s)), make([]bool, len(t))
	matches := 0
	for i, r := range s {
		for j := max(0, i-window); j < min(len(t), i+window+1); j++ {
			if !tHit[j] && t[j] == r {
				sHit[i], tHit[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	swaps, j := 0, 0
	for i, r := range s {
		if !sHit[i] {
			continue
		}
		for !tHit[j] {
			j++
		}
		if r != t[j] {
			swaps++
		}
		j++
	}
	m := float64(matches)
	jaro := (m/float64(len(s)) + m/float64(len(t)) + (m-float64(swaps)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(s), len(t)) && s[prefix] == t[prefix] {
		prefix++
	}
	return jaro + float64(prefix)/10*(1-jaro)
}

func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961},
		{"dixon", "dicksonx", 0.813},
		{"abc", "abc", 1},
		{"abc", "xyz", 0},
		{"", "a", 0},
	} {
		if got := jaroWinkler(c.a, c.b); got < c.want-0.001 || got > c.want+0.001 {
			t.Errorf("jaroWinkler(%q, %q): got %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

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
				p := jaroWinkler(strings.ToLower(foldName(a.Name)), strings.ToLower(foldName(b.Name)))
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
