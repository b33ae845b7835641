package token

import "testing"

func TestSentenceOverPageBreak(t *testing.T) {
	for give, want := range map[string]int{
		"Nigeria imposed sanctions\fon Niger.": len("Nigeria imposed sanctions\fon Niger."),
		"Talks in Lome\fTogo left.":            len("Talks in Lome\f"),
		"Talks in Lome\f\n\ntogo left.":        len("Talks in Lome\f\n\n"),
	} {
		b := newBlocks(give)
		if b.next(); b.end != want {
			t.Errorf("given %q\ngot  a block of %d bytes\nwant %d", give, b.end, want)
		}
	}
}
