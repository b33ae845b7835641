package nlp_test

import (
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// TestBodies checks whether a common noun with its owner is the owner itself,
// somebody of its own, or people.
func TestBodies(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, mention, want string }{
		{"an organ", "Ghana's army attacked Togo.", "Ghana's army", "state:GHA"},
		{"a junta that a state's name owns", "Niger's junta accused France.", "Niger's junta", "nil:organization:state-NER-nigerien-junta"},
		{"the same junta again", "Niger's junta accused France. The junta then met Togo.", "The junta", "nil:organization:state-NER-nigerien-junta"},
		{"a junta in a place", "The junta in Niger accused France.", "junta", "state:NER"},
		{"a court that a word narrows down", "Ghana's electoral court accused Togo.", "electoral court", "nil:organization:state-GHA-ghanaian-electoral-court"},
		{"any court", "Ghana's court accused Togo.", "Ghana's court", "state:GHA"},
		{"intelligence", "Togo was warned by Chadian intelligence.", "Chadian intelligence", "nil:organization:state-TCD-chadian-intelligence"},
		{"intelligence beside a title", "Togo met Chad's intelligence chief.", "Chad's intelligence chief", "state:TCD"},
		{"a group behind a state", "Nigerian militants of Boko Haram raided Chad.", "militants", "group:boko-haram"},
		{"one of a people", "Ghana jailed a Togolese for life.", "Togolese", "nil:population:togolese"},
		{"a people told by a participle", "Ghana arrested deported Nigerians.", "deported Nigerians", "nil:population:deported-nigerians-" + schema.Hash("article:x")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, m := range x.Mentions {
				if m.Of(tt.text) == tt.mention {
					got[m.Entity] = true
				}
			}
			if !got[tt.want] {
				t.Errorf("given %q\ngot  %q is %v\nwant %s", tt.text, tt.mention, got, tt.want)
			}
		})
	}
	for _, text := range []string{"Congolese gangs killed three Zambians.", "A Chinese company met Ghana.", "A Georgian friend met Ghana."} {
		x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: text, Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range x.Claims {
			for _, id := range c.Actor {
				if id == "state:COD" || id == "state:CHN" || id == "state:GEO" {
					t.Errorf("given %q, got a claim of %s, want none", text, id)
				}
			}
		}
	}
}
