package schema_test

import (
	"testing"

	"github.com/entente-kg/entente/schema"
)

func TestCategory(t *testing.T) {
	visit := &schema.Relation{Plover: "CONSULT", Quad: 1}
	sanction := &schema.Relation{Plover: "SANCTION", Quad: 4}
	protest := &schema.Relation{Plover: "PROTEST", Quad: 4}
	accuse := &schema.Relation{Plover: "ACCUSE", Quad: 3, SpeechAct: true}
	alliance := &schema.Relation{Quad: 1, Standing: true}
	tests := []struct {
		name     string
		relation *schema.Relation
		polarity schema.Polarity
		modality schema.Modality
		speaker  string
		want     string
	}{
		{"what happened", visit, schema.Affirmed, schema.Asserted, "", "CONSULT"},
		{"what is said to have happened", sanction, schema.Affirmed, schema.Alleged, "", "SANCTION"},
		{"a planned visit is a promise", visit, schema.Affirmed, schema.Future, "", "AGREE"},
		{"planned sanctions are a threat", sanction, schema.Affirmed, schema.Future, "", "THREATEN"},
		{"sanctions on a condition are a threat", sanction, schema.Affirmed, schema.Conditional, "", "THREATEN"},
		{"a possible visit is nothing yet", visit, schema.Affirmed, schema.Conditional, "", ""},
		{"what is asked for is another claim's", sanction, schema.Affirmed, schema.Demanded, "", ""},
		{"a visit refused", visit, schema.Denied, schema.Asserted, "", "REJECT"},
		{"no sanctions are no event", sanction, schema.Denied, schema.Asserted, "", ""},
		{"a visit on one's own condition is a promise", visit, schema.Affirmed, schema.Conditional, "state:FRA", "AGREE"},
		{"a visit that others doubt is no refusal", visit, schema.Denied, schema.Alleged, "state:DEU", ""},
		{"a planned protest", protest, schema.Affirmed, schema.Future, "", "PROTEST"},
		{"a planned accusation", accuse, schema.Affirmed, schema.Future, "", "ACCUSE"},
		{"what holds has none", alliance, schema.Affirmed, schema.Asserted, "", ""},
	}
	for _, tt := range tests {
		got := tt.relation.Category(&schema.Claim{Actor: []string{"state:FRA"}, Polarity: tt.polarity, Modality: tt.modality, Speaker: tt.speaker})
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
