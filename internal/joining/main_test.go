package main

import (
	"testing"
)

// TestJoining holds the joining of events to what it reached on the project's
// own pairs.
func TestJoining(t *testing.T) {
	s, err := measure(t.Context(), "testdata/pairs.yaml", false, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if s.pairs < 100 || s.f1() < 0.85 || s.precision() < 0.95 {
		t.Errorf("got %s; want F1 of 0.85 and precision of 0.95 at least", s)
	}
}

func TestMeasureRefuses(t *testing.T) {
	if _, err := measure(t.Context(), "testdata/none.yaml", false, t.Output()); err == nil {
		t.Error("a file that is not there: got no error")
	}
}
