package nlp

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/schema"
)

// TestPartiesAreKnown holds that whoever takes part in a claim is among the
// extraction's entities: a graph refuses the whole article otherwise. One
// sentence has the state of a minister that no text names; the others are every
// fifth text of the corpus.
func TestPartiesAreKnown(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts, err := corpus.ReadDir(os.DirFS("../internal/corpus/texts"))
	if err != nil {
		t.Fatal(err)
	}
	list := []string{"Adel al-Jubeir accused Iran of arming rebels on Monday. Oman offered to mediate."}
	for i := 0; i < len(texts); i += 5 {
		list = append(list, texts[i].Text)
	}
	claims := 0
	for _, text := range list {
		x, err := p.Extract(t.Context(), schema.Article{ID: schema.ArticleID("", text), Text: text})
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{"": true}
		for _, e := range x.Entities {
			known[e.ID] = true
		}
		for _, c := range x.Claims {
			claims++
			for _, id := range slices.Concat(c.Actor, c.Recipient, c.Theme, c.Mediator, []string{c.Speaker}) {
				if !known[id] && !strings.HasPrefix(id, `"`) {
					t.Errorf("%s: %s is no entity of the text: %s", c.Relation, id, c.Evidence.Sentence.Text)
				}
			}
		}
	}
	if claims < 1000 {
		t.Errorf("%d claims in all", claims)
	}
}
