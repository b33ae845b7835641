package claimscore_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/claimscore"
	"github.com/entente-kg/entente/schema"
)

const gold = `{"id": "a", "date": "2025-03-12", "text": "Kenya met Ghana. Chad hit Mali.", "entities": {
 "KEN": {"kind": "State", "names": ["Kenya"]}, "GHA": {"kind": "State", "names": ["Ghana"]},
 "TCD": {"kind": "State", "names": ["Chad"]}, "MLI": {"kind": "State", "names": ["Mali"]}},
 "claims": [{"relation": "MEETS_WITH", "actor": ["KEN", "GHA"]}, {"relation": "ATTACKS", "actor": ["TCD"], "recipient": ["MLI"], "modality": "alleged"}]}`

func TestScore(t *testing.T) {
	tests := []struct {
		name        string
		claims      []schema.Claim
		dyads, full float64 // F1
		instead     string  // of the missed attack
		precision   float64
	}{
		{"all right", []schema.Claim{claim("MEETS_WITH", "asserted", "state:GHA state:KEN", ""), claim("ATTACKS", "alleged", "state:TCD", "state:MLI")}, 1, 1, "", 1},
		{"another modality", []schema.Claim{claim("MEETS_WITH", "asserted", "state:GHA state:KEN", ""), claim("ATTACKS", "asserted", "state:TCD", "state:MLI")}, 1, 0.5, "", 1},
		{"the other way round", []schema.Claim{claim("ATTACKS", "alleged", "state:MLI", "state:TCD")}, 0, 0, "the other way round", 0},
		{"another relation", []schema.Claim{claim("MEETS_WITH", "asserted", "state:GHA state:KEN", ""), claim("OCCUPIES", "asserted", "state:TCD", "state:MLI")}, 0.5, 0.5, "OCCUPIES", 0.5},
		{"nothing", nil, 0, 0, "nothing", 0},
	}
	relations := map[string]*schema.Relation{"MEETS_WITH": {Name: "MEETS_WITH", Symmetric: true}, "ATTACKS": {Name: "ATTACKS"}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			texts, err := claimscore.Read(strings.NewReader(strings.ReplaceAll(gold, "\n", "")), "gold")
			if err != nil {
				t.Fatal(err)
			}
			s := claimscore.New(relations)
			s.Add(&texts[0], &schema.Extraction{Claims: tt.claims, Entities: entities()})
			f := s.Figures()
			if f.Dyads.F1 != tt.dyads || f.Full.F1 != tt.full || f.Dyads.Precision != tt.precision || f.Entities.F1 != 1 {
				t.Errorf("got dyads %v, full %v, entities %v; want %v and %v", f.Dyads, f.Full, f.Entities, tt.dyads, tt.full)
			}
			if tt.instead != "" && f.Confusion["ATTACKS"][tt.instead] != 1 {
				t.Errorf("got confusion %v, want %q", f.Confusion, tt.instead)
			}
		})
	}
}

func claim(relation, modality, actors, recipient string) schema.Claim {
	c := schema.Claim{Relation: relation, Actor: strings.Fields(actors), Recipient: strings.Fields(recipient), Polarity: schema.Affirmed, Modality: schema.Modality(modality)}
	return c
}

func entities() []schema.Entity {
	var out []schema.Entity
	for id, name := range map[string]string{"state:KEN": "Kenya", "state:GHA": "Ghana", "state:TCD": "Chad", "state:MLI": "Mali"} {
		out = append(out, schema.Entity{ID: id, Name: name, Kind: schema.State})
	}
	return out
}

func TestReadNamesTheLine(t *testing.T) {
	tests := []struct{ name, given, want string }{
		{"no JSON", "\n{", "read gold: line 2: "},
		{"a party that is no entity", `{"id": "a", "date": "2025-03-12", "text": "x", "claims": [{"relation": "ATTACKS", "actor": ["XXX"]}]}`, `line 1: text a: ATTACKS has the party "XXX"`},
		{"a bad date", `{"id": "a", "date": "yesterday", "text": "x"}`, "line 1: text a: "},
		{"nothing", "", "no annotated texts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := claimscore.Read(strings.NewReader(tt.given), "gold")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(strings.ReplaceAll(gold, "\n", ""))
	f.Add("{}\n\n[]")
	f.Fuzz(func(t *testing.T, s string) {
		texts, err := claimscore.Read(strings.NewReader(s), "gold")
		if err == nil && len(texts) == 0 {
			t.Error("no texts and no error")
		}
	})
}
