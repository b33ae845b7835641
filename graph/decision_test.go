package graph_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
)

func signed(t *testing.T, d graph.Decision) graph.Decision {
	t.Helper()
	if err := d.Sign(); err != nil {
		t.Fatal(err)
	}
	return d
}

// Decisions of a script, or of quick fingers, come several in a second.
func TestHoldingWithinASecond(t *testing.T) {
	for _, by := range []string{"ann", "bo", "cy", "di", "ed", "flo", "gus", "hal"} { // as many orders of IDs
		at := "2025-03-12T09:00:00Z"
		same := signed(t, graph.Decision{Kind: graph.Same, About: []string{"person:a", "person:b"}, By: by, At: at})
		undo := signed(t, graph.Decision{Kind: graph.Undo, About: []string{same.ID}, By: by, At: at})
		redo := signed(t, graph.Decision{Kind: graph.Undo, About: []string{undo.ID}, By: by, At: at})
		if got := graph.Holding([]graph.Decision{same, undo}); len(got) != 0 {
			t.Errorf("%s: a decision and its undo: %v holds, want none", by, got)
		}
		if got := graph.Holding([]graph.Decision{redo, same, undo}); len(got) != 1 || got[0].ID != same.ID {
			t.Errorf("%s: an undo undone: got %v, want %v", by, got, same)
		}
	}
}

// What is later is told by the time and not by how it is written.
func TestLaterDecisionWins(t *testing.T) {
	for _, tt := range []struct{ former, later string }{
		{"2025-03-12T09:00:00Z", "2025-03-12T09:00:00.25Z"},
		{"2025-03-12T09:00:00.3Z", "2025-03-12T09:00:00.300001Z"},
		{"2025-03-12T23:00:00+05:00", "2025-03-12T19:00:00Z"},
		{"", "2025-03-12T09:00:00Z"},
	} {
		for _, kinds := range [][2]graph.DecisionKind{{graph.Accept, graph.Reject}, {graph.Reject, graph.Accept}} {
			former := signed(t, graph.Decision{Kind: kinds[0], About: []string{"claim:x"}, By: "ann", At: tt.former})
			later := signed(t, graph.Decision{Kind: kinds[1], About: []string{"claim:x"}, By: "ann", At: tt.later})
			if got := graph.NewDecisions([]graph.Decision{later, former}).Verdict("claim:x"); got != kinds[1] {
				t.Errorf("%s at %q, %s at %q: got %s, want the later", kinds[0], tt.former, kinds[1], tt.later, got)
			}
		}
	}
}

func TestSignRefusesWhatIsNoTime(t *testing.T) {
	for _, at := range []string{"yesterday", "2025-03-12", "2025-13-12T09:00:00Z"} {
		d := graph.Decision{Kind: graph.Same, About: []string{"person:a", "person:b"}, At: at}
		if err := d.Sign(); err == nil || !strings.Contains(err.Error(), "2025-03-12T09:30:00Z") {
			t.Errorf("at %q: got %v, want an error with an example of a time", at, err)
		}
	}
}
