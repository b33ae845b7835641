package ploverscore

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

func TestCodes(t *testing.T) {
	states := map[string]bool{"FRA": true, "DEU": true, "ITA": true}
	relations := map[string]*schema.Relation{
		"CALLS":   {Name: "CALLS", Plover: "CONSULT", Symmetric: true},
		"ACCUSES": {Name: "ACCUSES", Plover: "ACCUSE"},
	}
	entities := []schema.Entity{
		{ID: "state:FRA", Kind: schema.State},
		{ID: "state:DEU", Kind: schema.State},
		{ID: "person:x", Kind: schema.Person, Country: "state:ITA"},
	}
	tests := []struct {
		name   string
		events []Event
		claims []schema.Claim
		want   [3]count // category, dyad, triple
	}{
		{
			"both ways",
			[]Event{{Category: "CONSULT", Source: []Actor{{Code: "FRAGOV"}, {Code: "DEU"}}, Reciprocal: true}},
			[]schema.Claim{{Relation: "CALLS", Actor: []string{"state:FRA", "state:DEU"}}},
			[3]count{{tp: 1}, {tp: 2}, {tp: 2}},
		},
		{
			"a person stands for his state, and denied claims are no events",
			[]Event{{Category: "ACCUSE", Source: []Actor{{Code: "ITAGOV"}}, Target: []Actor{{Code: "FRA"}}}},
			[]schema.Claim{
				{Relation: "ACCUSES", Actor: []string{"person:x"}, Recipient: []string{"state:FRA"}},
				{Relation: "ACCUSES", Actor: []string{"state:DEU"}, Recipient: []string{"state:FRA"}, Polarity: schema.Denied},
			},
			[3]count{{tp: 1}, {tp: 1}, {tp: 1}},
		},
		{
			"right states, wrong category",
			[]Event{{Category: "THREATEN", Source: []Actor{{Code: "FRA"}}, Target: []Actor{{Code: "DEU"}}}},
			[]schema.Claim{{Relation: "ACCUSES", Actor: []string{"state:FRA"}, Recipient: []string{"state:DEU"}}},
			[3]count{{fp: 1, fn: 1}, {tp: 1}, {fp: 1, fn: 1}},
		},
	}
	for _, tt := range tests {
		s := &Score{byCategory: map[string]*count{}}
		s.add(Sentence{}, expectedCodes(tt.events, states), claimedCodes(schema.Extraction{Entities: entities, Claims: tt.claims}, relations))
		if got := [3]count{s.category, s.dyad, s.triple}; got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestReadNamesTheLine(t *testing.T) {
	_, err := Read(strings.NewReader("{\"text\":\"A.\",\"expected\":[{}]}\n{}\n"), "x.jsonl")
	if err == nil || !strings.Contains(err.Error(), "read x.jsonl: line 2") {
		t.Errorf("got %v, want an error at line 2", err)
	}
}
