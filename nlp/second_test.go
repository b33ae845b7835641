package nlp

import "testing"

// The reader that is built in fits the model that asks it.
func TestReaders(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	open := readers(p.claims.Model)
	for range 2 {
		if r, err := open(); err != nil || r == nil {
			t.Fatalf("got the reader %v and the error %v, want one and none", r, err)
		}
	}
}
