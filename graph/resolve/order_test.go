package resolve_test

import (
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

// Several office holders of one state come from a map: an event's ID must not
// depend on its order.
func TestOfficesInAnyOrder(t *testing.T) {
	r := graphtest.Resolver()
	c := graph.ClaimIn{Row: graph.Row{
		Claim: schema.Claim{
			ID: "claim:1", Article: "article:1", Relation: "MEETS_WITH", Actor: []string{"person:a", "person:b", "person:c", "person:d", "state:IND"},
			Polarity: schema.Affirmed, Modality: schema.Asserted, Date: schema.Date{Value: "2025-03-12", Precision: schema.Day},
		},
		Offices: map[string]string{"person:a": "state:USA", "person:b": "state:USA", "person:c": "state:USA", "person:d": "state:USA"},
	}}
	c.Block, _ = r.Block(&c, nil)
	ids := map[string]bool{}
	for range 50 {
		events := r.Events(graph.Block{Key: c.Block, Claims: []graph.ClaimIn{c}}, nil)
		if len(events) != 1 {
			t.Fatalf("got %d events, want 1", len(events))
		}
		ids[events[0].ID] = true
	}
	if len(ids) != 1 {
		t.Errorf("got IDs %v, want always the same", ids)
	}
}
