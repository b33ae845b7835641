package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
)

const texts = `@ t-1 | 2024-05-27 | i
Iran said on Monday that Ali Omar had met Sara Noor in Oslo.
---
E IRN NOR
e1 Person Ali Omar / Omar
e2 Person Sara Noor
@ t-2 | 2024-05-27 | i
Iraq said on Tuesday that Sara Omar had met Ali Noor in Oslo.
---
E IRQ NOR
e1 Person Sara Omar
e2 Person Ali Noor
`

// small trains on two texts.
func small(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(texts), 0o600); err != nil {
		t.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	peoples, err := loadPeoples()
	if err != nil {
		t.Fatal(err)
	}
	ex, held, err := (&loader{tokens: tok, peoples: peoples}).corpusExamples(dir, 0)
	if err != nil || len(ex) != 2 || len(held) != 0 {
		t.Fatalf("%d examples, %d held back, %v", len(ex), len(held), err)
	}
	lexicon, err := makeLexicon("", "", tok)
	if err != nil {
		t.Fatal(err)
	}
	tr := &trainer{
		settings: settings{epochs: 20, rate: 0.1, cutoff: 1, keep: 10_000, seed: 3, runs: 2, dropout: 0.1},
		groups:   name.NewGroups(map[string]uint16{"iran": 1, "iraq": 1}, []uint16{0, 1}), lexicon: lexicon,
	}
	tr.fit(tr.encode(ex, nil), io.Discard)
	return tr.weights().Encode()
}

func TestTrainingIsDeterministicAndLearns(t *testing.T) {
	a, b := small(t), small(t)
	if !bytes.Equal(a, b) {
		t.Error("the same input gave other bytes")
	}
	m, err := name.ReadModel(a)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const text = "Iraq said on Monday that Ali Omar had met Sara Noor in Oslo."
	d := &analysis.Doc{Article: &schema.Article{Text: text}, Sentences: tok.Sentences(text)}
	names, err := name.New(m).Find(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range names {
		got = append(got, d.Text(n.Span)+"/"+string(n.Label))
	}
	if g := strings.Join(got, "; "); g != "Iraq/LOC; Ali Omar/PER; Sara Noor/PER; Oslo/LOC" {
		t.Errorf("got %s", g)
	}
}

func TestReadModelRefusesDamage(t *testing.T) {
	good := small(t)
	for i := 0; i < len(good); i += 1 + len(good)/200 {
		if _, err := name.ReadModel(good[:i]); err == nil {
			t.Errorf("the first %d of %d bytes were read as a model", i, len(good))
		}
	}
	if _, err := name.ReadModel(append(bytes.Clone(good), 0)); err == nil {
		t.Error("a model with a byte too many was read")
	}
}

func TestSetMapsLabels(t *testing.T) {
	tok, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	peoples, err := loadPeoples()
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{tokens: tok, peoples: peoples}
	p := filepath.Join(t.TempDir(), "wikigold.jsonl")
	line := `{"doc":"d","text":"The Iranian Ali met the UN.","entities":[{"s":4,"e":11,"label":"MISC"},{"s":12,"e":15,"label":"PER"},{"s":20,"e":26,"label":"ORG"}]}` + "\n"
	if err := os.WriteFile(p, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	ex, err := l.set(p)
	if err != nil || len(ex) != 1 {
		t.Fatalf("%d examples, %v", len(ex), err)
	}
	unit := func(label int) uint32 { return 1 << name.Tag(label, name.Unit) }
	want := []uint32{1, unit(3), unit(0), 1, 1, unit(1), 1}
	for i, w := range want {
		if got := ex[0].allowed[0][i]; got != w {
			t.Errorf("token %d: tags %b, want %b", i, got, w)
		}
	}
	if err := os.WriteFile(p, []byte(line+"{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.set(p); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want line 2", err)
	}
}

func TestReadVectors(t *testing.T) {
	p := filepath.Join(t.TempDir(), "v.json")
	row := "[" + strings.Repeat("0.1,", dims) + "1.5,0]"
	if err := os.WriteFile(p, []byte(`{"words":["a"],"vectors":{"a":`+row+`,"]":`+row+`,"\"":`+row+`},"unkVector":[0]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	v, err := readVectors(p, 10)
	if err != nil || strings.Join(v.words, " ") != `a ] "` {
		t.Fatalf("words %q, %v", v.words, err)
	}
	if d := dot(v.at(0), v.at(2)); d < 0.999 || d > 1.001 {
		t.Errorf("vectors of length one have the product %v", d)
	}
	if err := os.WriteFile(p, []byte(`{"vectors":{"a":[1,2]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readVectors(p, 10); err == nil {
		t.Error("got no error for a short vector")
	}
}
