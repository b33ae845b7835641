package model

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

var relations = map[string]*schema.Relation{
	"ATTACKS": {Name: "ATTACKS", Quad: 4, Arguments: map[schema.Role][]schema.Kind{
		schema.RoleActor: {schema.State, schema.MilitantGroup}, schema.RoleRecipient: {schema.State, schema.Place},
	}},
	"MEETS_WITH": {Name: "MEETS_WITH", Quad: 1, Symmetric: true, Arguments: map[schema.Role][]schema.Kind{
		schema.RoleActor: {schema.State, schema.Person},
	}},
}

// parsed is "Iran attacked Iraq near Basra", as a parser has it.
func parsed() *Sentence {
	words := []string{"iran", "attack", "iraq", "near", "basra"}
	s := &Sentence{Lower: words, Lemma: words, Subject: []int{-1, 0, -1, -1, -1}, Object: []int{-1, 2, -1, -1, -1},
		Prep: []string{"", "", "", "", "near"}, Passive: make([]bool, 5)}
	for i, t := range []struct {
		upos, deprel string
		head         int
	}{{"PROPN", "nsubj", 1}, {"VERB", "root", -1}, {"PROPN", "obj", 1}, {"ADP", "case", 4}, {"PROPN", "obl", 1}} {
		s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: 8 * i, End: 8*i + 4}, UPOS: t.upos, Head: t.head, Deprel: t.deprel})
	}
	s.Parties = []Party{
		{ID: "state:IRN", Token: 0, First: 0, Last: 1, Kind: schema.State},
		{ID: "state:IRQ", Token: 2, First: 2, Last: 3, Kind: schema.State},
		{ID: "place:basra", Token: 4, First: 4, Last: 5, Kind: schema.Place, Country: "state:IRQ"},
	}
	s.Cues = []Cue{{Token: 1, Relation: "ATTACKS", Holds: true}}
	return s
}

var words = Words{
	Clusters: NewClusters(map[string]uint16{"attack": 1, "raid": 1, "meet": 2}, []uint16{0, 1, 1}),
	Vectors:  NewVectors([]string{"attack", "meet"}, func(i int) []float32 { return slices.Repeat([]float32{float32(i) - 0.5}, Dims) }),
	Nears:    map[string][]Near{"attack": {{Label: 1, Close: 2}}},
}

var labels = []string{"ATTACKS", "MEETS_WITH", Mediator}

// trained is a model with weights for what parsed gives: for ATTACKS, from
// the word above both.
func trained(t *testing.T) []byte {
	t.Helper()
	u := Untrained(labels, words, relations)
	x := u.newExtractor(parsed())
	p := x.extract(0, 1)
	w := &Weights{Labels: labels, Bias: []float32{-4, -4, -4}, Slope: []float32{1, 1, 1}, Offset: make([]float32, 3), Thresholds: []float32{0.5, 0.5, 0.5}, Words: words, Scale: 0.5, Mix: 0.25}
	hashes := map[uint32]bool{}
	for _, f := range p.features {
		if f.token == 1 && !hashes[f.hash] {
			hashes[f.hash] = true
			w.Rows = append(w.Rows, Row{Hash: f.hash, Labels: []uint8{0}, Values: []int8{4}})
		}
	}
	slices.SortFunc(w.Rows, func(a, b Row) int {
		if a.Hash < b.Hash {
			return -1
		}
		return 1
	})
	h := neural.Lanes
	w.Deep = &Deep{
		Hidden: h, Labels: 3, Rows: map[uint32]int32{p.deep[0]: 0}, Embed: make([]float32, h), W: make([]float32, Inputs*h),
		Bias: make([]float32, h), Out: make([]float32, h*neural.Pad(3)), OutB: make([]float32, neural.Pad(3)),
	}
	return w.Encode()
}

func TestPropose(t *testing.T) {
	m, err := New(trained(t), relations)
	if err != nil {
		t.Fatal(err)
	}
	got := m.Propose(parsed())
	if len(got) == 0 {
		t.Fatal("nothing was proposed")
	}
	best := slices.MaxFunc(got, func(a, b Proposal) int {
		if a.Score < b.Score {
			return -1
		}
		return 1
	})
	if best.Relation != "ATTACKS" || best.Actor != 0 || best.Recipient != 1 || best.Trigger != 1 {
		t.Errorf("got %+v, want ATTACKS of party 0 and 1, told by token 1", best)
	}
	for range 5 {
		if again := m.Propose(parsed()); !slices.Equal(got, again) {
			t.Fatalf("got %v, then %v", got, again)
		}
	}
}

func TestProposeKeepsTheLaw(t *testing.T) {
	m, err := New(trained(t), relations)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.threshold {
		m.threshold[i] = 0 // everything that is legal
	}
	s := parsed()
	s.Parties = append(s.Parties,
		Party{ID: "person:x", Token: 4, First: 4, Last: 5, Kind: schema.Person, Country: "state:IRN"},
		Party{ID: "state:IRN", Token: 2, First: 2, Last: 3, Kind: schema.State})
	seen := 0
	for _, p := range m.Propose(s) {
		seen++
		a, b := &s.Parties[p.Actor], &s.Parties[p.Recipient]
		switch {
		case a.ID == b.ID:
			t.Errorf("%s joins %s with itself", p.Relation, a.ID)
		case p.Relation == "ATTACKS" && (a.Kind == schema.Person || b.Kind == schema.Person):
			t.Errorf("a person takes part in %s, which has no place for one", p.Relation)
		case p.Relation == "MEETS_WITH" && (a.Country == b.ID || b.Country == a.ID) && (a.Kind == schema.Person || b.Kind == schema.Person):
			t.Errorf("%s meets the own state %s", a.ID, b.ID)
		case p.Relation == "MEETS_WITH" && p.Actor > p.Recipient:
			t.Errorf("a symmetric pair %d, %d is proposed twice", p.Actor, p.Recipient)
		case p.Relation == Mediator:
			t.Error("a relation that is not loaded was proposed")
		}
	}
	if seen == 0 {
		t.Error("nothing was proposed")
	}
}

func TestNoWeightsNoModel(t *testing.T) {
	if m, err := New(nil, relations); m != nil || err != nil {
		t.Errorf("got %v, %v; want no model and no error", m, err)
	}
}

func TestDamagedWeights(t *testing.T) {
	good := trained(t)
	for _, n := range []int{1, 10, 40, 200, len(good) / 2, len(good) - 1} {
		if _, err := New(good[:n], relations); err == nil {
			t.Errorf("weights cut to %d bytes were accepted", n)
		}
	}
	if _, err := New(append(bytes.Clone(good), 0), relations); err == nil {
		t.Error("weights with a byte too many were accepted")
	}
}

func FuzzNew(f *testing.F) {
	f.Add([]byte(magic))
	f.Add([]byte(magic + "\x01\x01A\x01\x00\x00\x00\x00"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		m, err := New(b, relations)
		if err == nil && m != nil {
			m.Propose(parsed())
		}
	})
}

func TestVectors(t *testing.T) {
	a, b := words.Vectors.Vector("attack"), words.Vectors.Vector("meet")
	sum := float32(0)
	for i := range a {
		sum += a[i] * b[i]
	}
	if sum > -0.99 {
		t.Errorf("opposite vectors: got cosine %v, want -1", sum)
	}
	if got := words.Vectors.Vector("unknown"); got != nil {
		t.Errorf("a word without a vector: got %v, want none", got)
	}
}

func BenchmarkPropose(b *testing.B) {
	s := parsed()
	r := rand.New(rand.NewPCG(1, 1))
	m := Untrained(labels, words, relations)
	m.bias, m.slope, m.offset, m.threshold = make([]float32, 3), make([]float32, 3), make([]float32, 3), []float32{1, 1, 1}
	if err := m.index([]uint32{r.Uint32()}, []byte{0}); err != nil {
		b.Fatal(err)
	}
	h := neural.Pad(96)
	m.deep = &Deep{Hidden: h, Labels: 3, W: make([]float32, Inputs*h), Bias: make([]float32, h), Out: make([]float32, h*neural.Pad(3)), OutB: make([]float32, neural.Pad(3))}
	b.ReportAllocs()
	for b.Loop() {
		m.Propose(s)
	}
}
