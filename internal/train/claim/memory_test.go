package main

import (
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// numbered is a reader that says how many sentences it has read so far; the
// second it can't read.
type numbered struct{ reads int }

func (r *numbered) Read(seen []*learned.Sentence, _ []*learned.Input) error {
	r.reads += len(seen)
	return nil
}
func (r *numbered) Has(int) bool                     { return r.reads != 2 }
func (r *numbered) Logit(_, pair, label int) float32 { return float32(100*r.reads + 10*pair + label) }
func (r *numbered) Trigger(_, pair, label int) int   { return r.reads + pair + label }

// noVectors has none.
type noVectors struct{}

func (noVectors) Vector(x []float32, _ string) { clear(x) }

func TestMemory(t *testing.T) {
	states := []schema.Kind{schema.State}
	m := learned.Untrained([]string{"ATTACKS", "HUGS"}, map[string]*schema.Relation{
		"ATTACKS": {Name: "ATTACKS", Quad: 4, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states, schema.RoleRecipient: states}},
	}, noVectors{}, 0, 1)
	var seen []*learned.Sentence
	var inputs []*learned.Input
	for range 3 {
		s := &learned.Sentence{
			Tokens: []analysis.Token{{UPOS: "PROPN", Head: 1, Deprel: "nsubj"}, {UPOS: "VERB", Head: -1, Deprel: "root"}, {UPOS: "PROPN", Head: 1, Deprel: "obj"}},
			Lower:  []string{"mali", "hit", "togo"}, Lemma: []string{"mali", "hit", "togo"},
			Subject: []int{-1, 0, -1}, Object: []int{-1, 2, -1}, Prep: make([]string, 3), Passive: make([]bool, 3),
		}
		for _, i := range []int{0, 2} {
			id := s.Lower[i]
			s.Parties = append(s.Parties, learned.Party{ID: id, Token: i, First: i, Last: i + 1, Kind: schema.State})
		}
		seen, inputs = append(seen, s), append(inputs, m.Read(s))
	}
	r := &numbered{}
	y := newMemory(r, 2)
	for _, test := range []struct {
		name  string
		ask   []int // sentences
		reads int   // so far
		read  []bool
		logit []float32 // of pair 1 and label 0
	}{
		{"one", []int{0}, 1, []bool{true}, []float32{110}},
		{"the same again", []int{0}, 1, []bool{true}, []float32{110}},
		{"with others", []int{1, 0, 2}, 3, []bool{false, true, true}, []float32{0, 110, 310}},
		{"turned round", []int{2, 1}, 3, []bool{true, false}, []float32{310, 0}},
	} {
		var ss []*learned.Sentence
		var ins []*learned.Input
		for _, k := range test.ask {
			ss, ins = append(ss, seen[k]), append(ins, inputs[k])
		}
		if err := y.Read(ss, ins); err != nil {
			t.Fatal(err)
		}
		if r.reads != test.reads {
			t.Errorf("%s: got %d sentences read, want %d", test.name, r.reads, test.reads)
		}
		for i := range test.ask {
			if y.Has(i) != test.read[i] {
				t.Errorf("%s: sentence %d: got read %v, want %v", test.name, i, y.Has(i), test.read[i])
			}
			if y.Has(i) && y.Logit(i, 1, 0) != test.logit[i] {
				t.Errorf("%s: sentence %d: got logit %g, want %g", test.name, i, y.Logit(i, 1, 0), test.logit[i])
			}
			if want := int(test.logit[i])/100 + 1; y.Has(i) && y.Trigger(i, 1, 0) != want {
				t.Errorf("%s: sentence %d: got trigger %d, want %d", test.name, i, y.Trigger(i, 1, 0), want)
			}
		}
	}
	if y.sentences != 7 || y.tokens != 21 {
		t.Errorf("got %d sentences and %d tokens asked for, want 7 and 21", y.sentences, y.tokens)
	}
	if c := y.within(m, -3); c.Bound != -3 || m.Bound == -3 || y.sentences != 0 {
		t.Errorf("got bound %g, %g of the model itself, %d sentences counted; want -3, another, 0", c.Bound, m.Bound, y.sentences)
	}
}

func TestFoldOf(t *testing.T) {
	count := map[int]int{}
	for _, file := range []string{"a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt", "h.txt"} {
		k := foldOf(file, 5)
		if k < 0 || k > 4 || k != foldOf(file, 5) {
			t.Errorf("%s: got part %d", file, k)
		}
		count[k]++
	}
	if len(count) < 2 {
		t.Errorf("all files are in one part: %v", count)
	}
}

func TestBestAt(t *testing.T) {
	guesses := func(rights ...bool) (out []guess) {
		for i, r := range rights {
			out = append(out, guess{Judged: learned.Judged{Right: r}, p: 1 - float64(i)/10})
		}
		return out
	}
	for _, test := range []struct {
		name      string
		given     []guess
		precision float64
		want      count
		threshold float64
	}{
		{"all right", guesses(true, true), 0, count{2, 0, 4}, 0.9},
		{"a wrong one last", guesses(true, true, false), 0, count{2, 0, 4}, 0.9},
		{"a wrong one between", guesses(true, false, true, true), 0, count{3, 1, 4}, 0.7},
		{"too many wrong ones", guesses(true, false, true, true), 0.9, count{1, 0, 4}, 1},
		{"nothing", nil, 0, count{0, 0, 4}, 1},
	} {
		got, threshold := bestAt(test.given, 4, test.precision)
		if got != test.want || threshold < test.threshold-1e-9 || threshold > test.threshold+1e-9 {
			t.Errorf("%s: got %+v from %g, want %+v from %g", test.name, got, threshold, test.want, test.threshold)
		}
	}
}
