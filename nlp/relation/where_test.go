package relation_test

import (
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// TestDateOfAct shows which date of a sentence is that of the act.
func TestDateOfAct(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{"Kenya condemned Ghana on 3 March 2025.", "2025-03-03"},
		{"Donald Trump waived a ban on aid to Azerbaijan that dates from 1992.", ""},
		{"Donald Trump, who was re-elected in 2024, condemned Ghana on 3 March 2025.", "2025-03-03"},
	} {
		x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Claims) == 0 {
			t.Errorf("%s: no claim", tt.text)
		}
		for _, c := range x.Claims {
			if c.Date.Value != tt.want {
				t.Errorf("%s: %s on %q, want %q", tt.text, c.Relation, c.Date.Value, tt.want)
			}
		}
	}
}
