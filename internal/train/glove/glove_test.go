package glove

import (
	"strings"
	"testing"
)

func vector(numbers int) string { return "[" + strings.Repeat("0.5,", numbers-1) + "1]" }

func TestReadVectors(t *testing.T) {
	given := `{"dimensions":100,"words":["a"],"vectors":{"the":` + vector(102) + `,"of":` + vector(102) + `,"kyiv":` + vector(102) + `},"unkVector":[0]}`
	words, vecs, err := Read(strings.NewReader(given), "x.json", 1, map[string]bool{"kyiv": true})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(words, " "); got != "the kyiv" || len(vecs) != 2 || len(vecs[1]) != Dims {
		t.Errorf("got the %d vectors of %s, want those of the and kyiv", len(vecs), got)
	}
}

func TestReadVectorsErrors(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"", "EOF"},
		{`{"words":[]}`, `no member "vectors"`},
		{`{"vectors":[1]}`, "is no object"},
		{`{"vectors":{"a":[1,2]}}`, `the vector of "a" has 2 numbers, not 100`},
		{`{"vectors":{"a":` + vector(102), "EOF"},
		{`{"vectors":{"a":"b"}}`, "cannot unmarshal"},
	} {
		_, _, err := Read(strings.NewReader(c.given), "x.json", 9, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "read x.json: byte ") {
			t.Errorf("given %q: got %v, want %s", c.given, err, c.want)
		}
	}
}

func FuzzReadVectors(f *testing.F) {
	f.Add(`{"vectors":{"a":` + vector(100) + `}}`)
	f.Add(`{"vectors":{"a":[]`)
	f.Fuzz(func(t *testing.T, text string) {
		if words, vecs, err := Read(strings.NewReader(text), "x.json", 2, nil); err == nil && len(words) != len(vecs) {
			t.Errorf("%d words and %d vectors", len(words), len(vecs))
		}
	})
}
