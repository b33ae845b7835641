package reader

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// told is "Spain has attacked Israeli troops near Gaza".
func told() *learned.Sentence {
	words := []string{"spain", "has", "attacked", "israeli", "troops", "near", "gaza"}
	n := len(words)
	s := &learned.Sentence{
		Tokens: []analysis.Token{
			{UPOS: "PROPN", Head: 2, Deprel: "nsubj"},
			{UPOS: "AUX", Head: 2, Deprel: "aux"},
			{UPOS: "VERB", Head: -1, Deprel: "root"},
			{UPOS: "ADJ", Head: 4, Deprel: "amod"},
			{UPOS: "NOUN", Head: 2, Deprel: "obj"},
			{UPOS: "ADP", Head: 6, Deprel: "case"},
			{UPOS: "PROPN", Head: 2, Deprel: "obl"},
		},
		Lower: words, Lemma: words, Subject: slices.Repeat([]int{-1}, n), Object: slices.Repeat([]int{-1}, n),
		Prep: make([]string, n), Passive: make([]bool, n),
		Parties: []learned.Party{
			{ID: "ESP", Token: 0, First: 0, Last: 1, Kind: schema.State, Type: schema.Name},
			{ID: "ISR", Token: 3, First: 3, Last: 5, Kind: schema.State, Type: schema.Nominal},
			{ID: "gaza", Token: 6, First: 6, Last: 7, Kind: schema.Place, Type: schema.Name, Country: "ISR"},
		},
		Cues: []learned.Cue{{Token: 1, Relation: "ATTACKS"}, {Token: 2, Relation: "ATTACKS"}, {Token: 2, Relation: "ATTACKS", Holds: true}, {Token: 4, Relation: "MEETS_WITH"}},
	}
	s.Subject[2], s.Object[2] = 0, 4
	return s
}

// words gives every word the vector of nothing.
type words struct{}

func (words) Vector(x []float32, _ string) { clear(x) }

func testInput(s *learned.Sentence) (*learned.Model, *learned.Input) {
	m := testModel()
	return m, m.Read(s)
}

func TestLay(t *testing.T) {
	s := told()
	_, in := testInput(s)
	got := Lay(s, in)
	if got == nil {
		t.Fatal("got nothing")
	}
	kind := func(k schema.Kind) uint8 { return uint8(1 + 3*slices.Index(schema.Kinds, k)) }
	state, place := kind(schema.State), kind(schema.Place)
	const attacks, meets = 1, 1 << 2
	want := &Sentence{
		Words:    s.Lower,
		Marks:    []uint8{state, 0, 0, state + 1, state + 1, 0, place},
		Triggers: []Trigger{{Word: 2}, {Word: 3}, {Word: 4}}, // neither has nor near nor Gaza
		Parties:  []int{0, 3, 6},
		Pairs: []Pair{
			{0, 1, attacks | meets, 0}, {0, 2, attacks | meets, 0}, {1, 0, attacks, 0}, {2, 0, attacks, 0},
		},
		Cues: []Cue{{0, 0, true}, {2, 2, false}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Trigger{}, "Roles")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	roles := map[string]bool{}
	for i, trigger := range got.Triggers {
		if len(trigger.Roles) != 3*learned.RoleFeatures {
			t.Errorf("trigger %d: got %d rows of roles, want %d", i, len(trigger.Roles), 3*learned.RoleFeatures)
		}
		at := slices.Index(in.Triggers(), trigger.Word)
		if !slices.Equal(trigger.Roles, in.TriggerRoles(at)) {
			t.Errorf("trigger %d: got other roles than those of word %d", i, trigger.Word)
		}
		roles[cmp.Diff(nil, trigger.Roles)] = true
	}
	if len(roles) != 3 {
		t.Errorf("got %d kinds of roles, want each trigger to have its own", len(roles))
	}
}

func TestLayNothing(t *testing.T) {
	alone := told()
	alone.Parties = alone.Parties[:1]
	silent := told()
	for i := range silent.Tokens {
		silent.Tokens[i].UPOS = "ADP"
	}
	for name, s := range map[string]*learned.Sentence{"one party": alone, "no trigger": silent} {
		if _, in := testInput(s); Lay(s, in) != nil {
			t.Errorf("%s: got a sentence", name)
		}
	}
}

func TestRead(t *testing.T) {
	s, alone := told(), told()
	alone.Parties = alone.Parties[:1]
	m, in := testInput(s)
	r := tiny(t).NewReader()
	if err := r.Read([]*learned.Sentence{alone, s}, []*learned.Input{m.Read(alone), in}); err != nil {
		t.Fatal(err)
	}
	if r.Has(0) || !r.Has(1) {
		t.Errorf("got %v for one party and %v for three", r.Has(0), r.Has(1))
	}
	want := logits(t, tiny(t).NewReader(), []*Sentence{Lay(s, in)})
	for pair := range in.Count() {
		for label := range m.Labels {
			if got := r.Logit(1, pair, label); got != want[pair*len(m.Labels)+label] {
				t.Errorf("pair %d, label %d: got %v, want %v", pair, label, got, want[pair*len(m.Labels)+label])
			}
			if got := r.Trigger(1, pair, label); got < 2 || got > 4 {
				t.Errorf("pair %d, label %d: got the trigger %d, want one of 2 to 4", pair, label, got)
			}
		}
	}
	if err := r.Read(nil, []*learned.Input{in}); err == nil {
		t.Error("an input without a sentence: got no error")
	}
}
