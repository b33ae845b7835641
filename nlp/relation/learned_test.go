package relation_test

import (
	"slices"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/schema"
)

// TestSentencesShowCrowds checks whom the trained models may choose: people
// without a name, also where their noun stands for their state.
func TestSentencesShowCrowds(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true, KeepStates: true})
	if err != nil {
		t.Fatal(err)
	}
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	x, err := relation.New(p.Actors, p.Relations, words)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		want       []string // forms of crowds
		not        string   // form of none
	}{
		{"counted persons of no listed sort", "Ghana freed two Chadian cyclists.", []string{"two Chadian cyclists", "Chadian cyclists"}, ""},
		{"counted agents beside their state", "Ghana expelled four Chadian agents.", []string{"four Chadian agents"}, ""},
		{"an object of arrest beside its state", "Ghana arrested Chadian officers.", []string{"Chadian officers"}, ""},
		{"a bare plural of a people", "Ghana urged Togolese and Chadians to leave.", []string{"Chadians"}, ""},
		{"a people with the article is its state", "Ghana praised the Chadians.", nil, "Chadians"},
		{"officers who act are their state", "Chadian officers accused Ghana.", nil, "Chadian officers"},
		{"machines", "Ghana seized two Chadian tankers.", nil, "two Chadian tankers"},
		{"a counted people is not all of it", "Ghana expelled 38 Chadians.", []string{"38 Chadians"}, "Chadians"},
		{"a verb that a noun follows", "Ghana vowed to free Chadian hostages.", []string{"Chadian hostages"}, "free Chadian hostages"},
		{"a hedged number of an owner's", "Ghana killed at least 30 of its own guards in Chad.", []string{"at least 30 of its own guards"}, ""},
		{"some of those before", "Ghana held Chadian monks and let go 38 of them.", []string{"38 of them"}, ""},
		{"an owner by pronoun", "Ghana told its citizens to leave Chad.", []string{"its citizens", "citizens"}, ""},
		{"a number of an owner's", "Ghana jailed seventeen of the Boko Haram gunmen's cooks in Chad.", []string{"seventeen of the Boko Haram gunmen's cooks"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := p.Analyse(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range x.Sentences(d) {
				for _, q := range s.Parties {
					got = append(got, q.Forms...)
				}
			}
			for _, w := range tt.want {
				if !slices.Contains(got, w) {
					t.Errorf("got %q, want %q among them", got, w)
				}
			}
			if tt.not != "" && slices.Contains(got, tt.not) {
				t.Errorf("got %q, want no %q", got, tt.not)
			}
		})
	}
}
