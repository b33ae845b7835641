package relation_test

import (
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

func TestReportOfAGame(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"a game", "The striker shot on the turn. The goalkeeper dived to his left. The referee showed four cards. Kenya and Ghana meet tomorrow.", 0},
		{"one game among other news", "The striker beat the goalkeeper, the referee said. Kenya and Ghana meet tomorrow.", 1},
		{"no game", "Delegates flew in on Monday. Kenya and Ghana meet tomorrow.", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			if len(x.Claims) != tt.want {
				t.Errorf("%s: got %d claims, want %d", tt.text, len(x.Claims), tt.want)
			}
		})
	}
}
