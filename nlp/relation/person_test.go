package relation

import (
	"testing"

	"github.com/entente-kg/entente/schema"
)

func TestIsPerson(t *testing.T) {
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	w := newPersonWords(words)
	tests := []struct {
		lemma string
		want  bool
	}{
		{"cyclist", true},
		{"ex-minister", true},
		{"policeman", true},
		{"guest", true},
		{"well-wisher", true},
		{"referee", true},
		{"technician", true},
		{"tanker", false},
		{"mini-reactor", false},
		{"committee", false},
		{"shortlist", false},
		{"pier", false},
		{"er", false},
		{"city", false},
		{"", false},
	}
	for _, tt := range tests {
		t.Run(tt.lemma, func(t *testing.T) {
			if got := w.isPerson(tt.lemma); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
