package main

import (
	"testing"
)

// TestJoining holds the joining of events to what it reached on the project's
// own pairs.
func TestJoining(t *testing.T) {
	for file, f1 := range map[string]float64{"pairs": 0.85, "reports": 0.75, "heldout": 0.75} {
		s, err := measure(t.Context(), "testdata/"+file+".yaml", false, t.Output())
		if err != nil {
			t.Fatal(err)
		}
		if s.pairs < 100 || s.f1() < f1 || s.precision() < 0.95 {
			t.Errorf("%s: got %s; want F1 of %.2f and precision of 0.95 at least", file, s, f1)
		}
	}
}

func TestMeasureRefuses(t *testing.T) {
	if _, err := measure(t.Context(), "testdata/none.yaml", false, t.Output()); err == nil {
		t.Error("a file that is not there: got no error")
	}
}
