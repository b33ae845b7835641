package property_test

import (
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// Names and values of fields give the same properties as their map, and each
// claim and article has the same names.
func TestFields(t *testing.T) {
	relations, r := graphtest.Relations(), graphtest.Resolver()
	nasty, _ := graphtest.Hostile()
	for _, x := range append(graphtest.News(11, 20), nasty...) {
		rec, err := r.Record(x)
		if err != nil {
			t.Fatal(err)
		}
		same(t, rec.Article.ID, property.ArticleFields(&rec), property.ArticleFields(&graph.Record{}))
		for i := range rec.Claims {
			c := rec.Claims[i]
			if i%2 == 0 {
				c.Point = &schema.Point{Lat: 1, Lon: 2}
			}
			same(t, c.ID, property.ClaimFields(&c, relations), property.ClaimFields(&graph.Row{}, nil))
		}
	}
}

func same(t *testing.T, id string, f, none property.Fields) {
	t.Helper()
	if diff := cmp.Diff(none.Names(), f.Names()); diff != "" {
		t.Errorf("%s: names: -want +got\n%s", id, diff)
	}
	if len(none.Names()) == 0 {
		t.Errorf("%s: no names", id)
	}
	got, values := property.Map{}, f.Values()
	for i, name := range f.Names() {
		if values[i] != nil {
			got[name] = values[i]
		}
	}
	if diff := cmp.Diff(f.Map(), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", id, diff)
	}
}
