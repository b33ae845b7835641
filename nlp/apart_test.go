package nlp_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/likeness"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// alike is the likeness, by Jaro and Winkler, from which on a builder that
// goes by likeness would join two names of a kind.
var alike = map[schema.Kind]float64{
	schema.State: 0.82, schema.Place: 0.9, schema.IGO: 0.9, schema.MilitantGroup: 0.9, schema.Organization: 0.93, schema.Person: 0.93,
}

// TestLikenessJoinsNobody compares the name of every actor of the knowledge
// base with that of every other of its kind, people and organizations with
// those of the same first letter. It prints each pair that likeness
// of the names alone would join, and shows that each of the two names means
// its own actor and not the other.
func TestLikenessJoinsNobody(t *testing.T) {
	p := load(t)
	pairs := map[schema.Kind]int{}
	means := map[string][]string{} // ID → what its name means, the likeliest first
	meaning := func(a *schema.Actor) []string {
		ids, known := means[a.ID]
		if known {
			return ids
		}
		found, err := p.Resolve(t.Context(), a.Name, schema.Date{}, "")
		if err != nil {
			t.Fatal(err)
		}
		ids = []string{}
		for _, m := range found {
			ids = append(ids, m.Entity.ID)
		}
		means[a.ID] = ids
		return ids
	}
	type block struct {
		kind  schema.Kind
		first byte
	}
	blocks := map[block][]*schema.Actor{}
	names := map[string]likeness.Name{}
	for _, id := range p.Actors.IDs {
		a := p.Actors.ByID[id]
		folded := gazetteer.Fold(a.Name)
		names[id] = likeness.Prepare(folded)
		in := block{kind: a.Kind}
		if a.Kind == schema.Person || a.Kind == schema.Organization {
			in.first = folded[0]
		}
		blocks[in] = append(blocks[in], a)
	}
	for in, list := range blocks {
		kind := in.kind
		for i, b := range list {
			for _, a := range list[:i] {
				l, ok := likeness.AtLeast(names[a.ID], names[b.ID], alike[kind])
				if !ok {
					continue
				}
				pairs[kind]++
				t.Logf("%.2f %s, %s", l, a.Name, b.Name)
				shared := gazetteer.Fold(a.Name) == gazetteer.Fold(b.Name) || p.Actors.Ambiguous[a.Name] != nil || p.Actors.Ambiguous[b.Name] != nil
				apart(t, a, b, meaning(a), shared)
				apart(t, b, a, meaning(b), shared)
			}
		}
	}
	t.Logf("pairs that likeness would join: %v", pairs)
	for kind, least := range map[schema.Kind]int{schema.State: 50, schema.Person: 100, schema.Organization: 100} {
		if pairs[kind] < least {
			t.Errorf("%s: got %d pairs, want at least %d; is the measure broken?", kind, pairs[kind], least)
		}
	}
}

// apart checks that a's name means a and not b. A name that both have, or that
// is declared to mean several, must mean a among others.
func apart(t *testing.T, a, b *schema.Actor, means []string, shared bool) {
	t.Helper()
	for i, id := range means {
		if id == b.ID && !shared {
			t.Errorf("%s, the name of %s, also means %s", a.Name, a.ID, b.ID)
		}
		if id == a.ID && (i == 0 || shared) {
			return
		}
	}
	if !strings.Contains(a.Name, "(") { // such a name is the list's own, never a text's
		t.Errorf("%s means %v, want %s", a.Name, means, a.ID)
	}
}

// TestLookAlikesInOneSentence names the two actors of each pair of never-merge.csv
// in one sentence. Neither may be taken for the other, and nearly all must be
// who they are.
func TestLookAlikesInOneSentence(t *testing.T) {
	p := load(t)
	f, err := schema.ActorFiles().Open("never-merge.csv")
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
	right, all := 0, 0
	for _, r := range rows[1:] {
		a, b := p.Actors.ByID[r[0]], p.Actors.ByID[r[1]]
		if p.Actors.Ambiguous[a.Name] != nil || p.Actors.Ambiguous[b.Name] != nil || strings.ContainsAny(a.Name+b.Name, "(,") {
			continue // such names are for the context to decide, or for the list alone
		}
		for _, pair := range [][2]*schema.Actor{{a, b}, {b, a}} {
			all++
			got := who(t, p, "2024-06-01", "The envoy spoke to reporters about ["+pair[0].Name+"] and about "+pair[1].Name+".")
			switch got {
			case pair[0].ID:
				right++
			case pair[1].ID:
				t.Errorf("%s beside %s is taken for %s", pair[0].Name, pair[1].Name, pair[1].ID)
			default:
				t.Logf("%s beside %s: got %q, want %s", pair[0].Name, pair[1].Name, got, pair[0].ID)
			}
		}
	}
	t.Logf("%d of %d look-alikes are who they are", right, all)
	if share := float64(right) / float64(all); share < 0.97 {
		t.Errorf("got %.3f, want at least 0.97", share)
	}
}
