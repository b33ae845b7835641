package relation

import (
	"slices"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

func TestThin(t *testing.T) {
	kinds := []schema.Kind{schema.State}
	relations := map[string]*schema.Relation{
		"ATTACKS":    {Name: "ATTACKS", Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: kinds, schema.RoleRecipient: kinds}},
		"MEETS_WITH": {Name: "MEETS_WITH", Symmetric: true, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: kinds}},
	}
	x := &Matcher{Model: learned.Untrained([]string{"ATTACKS", "MEETS_WITH"}, relations, nil, 0, 0), relations: relations}
	x.Model.Keep = 0.3
	// a, b, c and d are named at 0, 1, 2 and 3
	at := func(i int) schema.Span { return schema.Span{Start: i, End: i + 1} }
	doc := &analysis.Doc{}
	for i, id := range []string{"a", "b", "c", "d"} {
		doc.Mentions = append(doc.Mentions, analysis.Mention{Span: at(i), Entities: []string{id}})
	}
	for _, test := range []struct {
		name, relation    string
		actors, recipient []string
		likely            map[[2]string]float64

		wantActors, wantRecipients []string
		p                          float64
		marks                      int
	}{
		{"one of each stays", "ATTACKS", []string{"a"}, []string{"b"}, nil, []string{"a"}, []string{"b"}, 0, 2},
		{"all are likely", "ATTACKS", []string{"a"}, []string{"b", "c"}, map[[2]string]float64{{"a", "b"}: 0.8, {"a", "c"}: 0.4}, []string{"a"}, []string{"b", "c"}, 0.6, 3},
		{"a recipient is not", "ATTACKS", []string{"a"}, []string{"b", "c"}, map[[2]string]float64{{"a", "b"}: 0.8, {"a", "c"}: 0.2}, []string{"a"}, []string{"b"}, 0.8, 2},
		{"an actor is not", "ATTACKS", []string{"a", "b"}, []string{"c", "d"}, map[[2]string]float64{{"a", "c"}: 0.8, {"a", "d"}: 0.6, {"b", "c"}: 0.2}, []string{"a"}, []string{"c", "d"}, 0.7, 3},
		{"likely with one of two is enough", "ATTACKS", []string{"a", "b"}, []string{"c", "d"}, map[[2]string]float64{{"a", "c"}: 0.8, {"b", "d"}: 0.6}, []string{"a", "b"}, []string{"c", "d"}, 0.35, 4},
		{"nothing is likely", "ATTACKS", []string{"a"}, []string{"b", "c"}, nil, []string{"a"}, []string{"c"}, 0, 2},
		{"a side of three", "MEETS_WITH", []string{"a", "b", "c"}, nil, map[[2]string]float64{{"a", "b"}: 0.9, {"a", "c"}: 0.1}, []string{"a", "b"}, nil, 0.9, 2},
		{"two sides stay", "MEETS_WITH", []string{"a", "b", "c"}, nil, nil, []string{"b", "c"}, nil, 0, 2},
	} {
		c := schema.Claim{Relation: test.relation, Actor: test.actors, Recipient: test.recipient}
		for role, list := range map[schema.Role][]string{schema.RoleActor: c.Actor, schema.RoleRecipient: c.Recipient} {
			for _, id := range list {
				c.Evidence.Marks = append(c.Evidence.Marks, schema.Mark{Role: role, Span: at(int(id[0] - 'a'))})
			}
		}
		c.ID = schema.ClaimID(&c)
		likely := map[learned.Dyad]float64{}
		label := 0
		if test.relation == "MEETS_WITH" {
			label = 1
		}
		for pair, p := range test.likely {
			likely[x.Model.NewDyad(label, pair[0], pair[1])] = p
		}
		given := slices.Clone(test.actors)
		before, _ := x.probability(&c, likely)
		p := x.thin(doc, &c, before, likely)
		if !slices.Equal(c.Actor, test.wantActors) || !slices.Equal(c.Recipient, test.wantRecipients) || p < test.p-1e-9 || p > test.p+1e-9 {
			t.Errorf("%s: got %v > %v with %g, want %v > %v with %g", test.name, c.Actor, c.Recipient, p, test.wantActors, test.wantRecipients, test.p)
		}
		if len(c.Evidence.Marks) != test.marks || c.ID != schema.ClaimID(&c) {
			t.Errorf("%s: got %d marks and the claim's ID %s, want %d and %s", test.name, len(c.Evidence.Marks), c.ID, test.marks, schema.ClaimID(&c))
		}
		if !slices.Equal(test.actors, given) {
			t.Errorf("%s: the list that was given has changed", test.name)
		}
	}
}
