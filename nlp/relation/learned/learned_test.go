package learned

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

const testStates, testVectors = 8, 4

// hashVectors gives each word a vector of its own.
type hashVectors struct{}

func (hashVectors) Vector(x []float32, word string) {
	rng := rand.New(rand.NewPCG(uint64(start(0).word(word)), 1))
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
}

func testRelations() map[string]*schema.Relation {
	states := []schema.Kind{schema.State, schema.Person}
	return map[string]*schema.Relation{
		"ATTACKS":    {Name: "ATTACKS", Quad: 4, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states, schema.RoleRecipient: states}},
		"MEETS_WITH": {Name: "MEETS_WITH", Quad: 1, Symmetric: true, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states}},
	}
}

func untrained() *Model {
	return Untrained([]string{"ATTACKS", Mediator, "MEETS_WITH"}, testRelations(), hashVectors{}, testStates, testVectors)
}

// sentence is "A VERB B".
func sentence(subject, verb, object string) *Sentence {
	s := &Sentence{
		Tokens: []analysis.Token{
			{UPOS: "PROPN", XPOS: "NNP", Head: 1, Deprel: "nsubj"},
			{UPOS: "VERB", XPOS: "VBD", Head: -1, Deprel: "root"},
			{UPOS: "PROPN", XPOS: "NNP", Head: 1, Deprel: "obj"},
		},
		States: make([]int8, 3*testStates), Lower: []string{subject, verb, object}, Lemma: []string{subject, verb, object},
		Subject: []int{-1, 0, -1}, Object: []int{-1, 2, -1}, Prep: make([]string, 3), Passive: make([]bool, 3),
	}
	for i, name := range []string{subject, "", object} {
		if name != "" {
			s.Parties = append(s.Parties, Party{ID: name, Token: i, First: i, Last: i + 1, Kind: schema.State, Type: schema.Name})
		}
	}
	return s
}

// example is a sentence that tells of the labels.
func example(m *Model, s *Sentence, first, back uint64) Example {
	in := m.Read(s)
	e := Example{Input: in, Right: make([]uint64, len(in.pairs)), Unsure: make([]uint64, len(in.pairs)), Within: make([][]bool, len(in.pairs))}
	for i, p := range in.pairs {
		e.Right[i] = first
		if p.a > p.b {
			e.Right[i] = back
		}
	}
	return e
}

func examples(m *Model) []Example {
	var all []Example
	names := []string{"iran", "iraq", "chad", "peru", "oman", "fiji"}
	for _, a := range names {
		for _, b := range names {
			if a != b {
				all = append(all, example(m, sentence(a, "shelled", b), 1, 0), example(m, sentence(a, "met", b), 4, 0), example(m, sentence(a, "resembled", b), 0, 0))
			}
		}
	}
	return all
}

var quick = Training{Rounds: 12, Rate: 0.01, Batch: 4, Nets: 2, Seed: 1}

func TestTrainLearnsFromWordsAndRoles(t *testing.T) {
	m := untrained()
	m.Train(examples(m), quick, nil)
	for _, test := range []struct {
		verb, label string
		a, b        string // the pair that is told
		score       bool
	}{
		{"shelled", "ATTACKS", "mali", "togo", true},
		{"shelled", "ATTACKS", "togo", "mali", false},
		{"shelled", "MEETS_WITH", "mali", "togo", false},
		{"met", "MEETS_WITH", "mali", "togo", true},
		{"resembled", "ATTACKS", "mali", "togo", false},
	} {
		in := m.Read(sentence("mali", test.verb, "togo"))
		names := []string{"mali", "togo"}
		found := false
		all, err := m.Opinions([]*Input{in}, func(_, pair, label int) Dyad {
			return m.NewDyad(label, names[in.pairs[pair].a], names[in.pairs[pair].b])
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all {
			if m.Labels[o.Label] == test.label && o.A == test.a && o.B == test.b && o.Score > 0 {
				found = true
				if o.Trigger != 1 {
					t.Errorf("mali %s togo: got trigger %d, want the verb", test.verb, o.Trigger)
				}
			}
		}
		if found != test.score {
			t.Errorf("mali %s togo: got %s(%s, %s) %v, want %v", test.verb, test.label, test.a, test.b, found, test.score)
		}
	}
}

// TestGradient compares the gradients with differences of the loss.
func TestGradient(t *testing.T) {
	m := untrained()
	all := examples(m)[:2]
	all[0].Within[0] = slices.Repeat([]bool{true}, len(all[0].triggers))
	m.Train(all, Training{Rounds: 1, Rate: 1e-9, Batch: 4, Nets: 1, Seed: 3}, nil)
	tr := newTrainer(m, m.nets[0], Training{Evidence: 0.5}, rand.New(rand.NewPCG(1, 1)))
	loss := func() float64 {
		sum := 0.0
		for i := range all {
			sum += tr.sentence(&all[i])
		}
		return sum
	}
	loss()
	grad := tr.g
	for i := range tr.g {
		grad[i] = slices.Clone(tr.g[i])
	}
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range m.nets[0].p {
		w := m.nets[0].p[i].w
		var used []int
		for j, g := range grad[i] {
			if math.Abs(float64(g)) > 1e-3 {
				used = append(used, j)
			}
		}
		for range min(6, len(used)) {
			j := used[rng.IntN(len(used))]
			old := w[j]
			const step = 1e-2
			w[j] = old + step
			up := loss()
			w[j] = old - step
			down := loss()
			w[j] = old
			got, want := float64(grad[i][j]), (up-down)/(2*step)
			if math.Abs(got-want) > 0.02+0.05*math.Abs(want) {
				t.Errorf("parameter %d, number %d: got gradient %.4f, want %.4f", i, j, got, want)
			}
		}
	}
}

// trained is a small model, as its file holds it.
func trained(t testing.TB) (*Model, []byte) {
	t.Helper()
	m := untrained()
	o := quick
	o.Rounds = 2
	m.Train(examples(m), o, nil)
	m.SetCalibration(Calibrate(nil, len(m.Labels)))
	m.Keep, m.Propose, m.Bound = 0.25, 0.5, -2
	return m, m.Bytes()
}

func TestTrainingIsDeterministic(t *testing.T) {
	_, a := trained(t)
	_, b := trained(t)
	if !bytes.Equal(a, b) {
		t.Error("two trainings on the same examples gave other bytes")
	}
}

func TestNew(t *testing.T) {
	m, data := trained(t)
	got, err := New(data, testRelations(), hashVectors{}, testStates, testVectors)
	if err != nil {
		t.Fatal(err)
	}
	if got.Keep != 0.25 || got.Propose != 0.5 || got.Bound != -2 {
		t.Errorf("got bounds %g, %g and %g, want 0.25, 0.5 and -2", got.Keep, got.Propose, got.Bound)
	}
	in := m.Read(sentence("mali", "shelled", "togo"))
	a, b := m.NewScorer(), got.NewScorer()
	a.run(in)
	b.run(in)
	for i := range in.pairs {
		for l := range m.Labels {
			if d := math.Abs(a.score(i, l) - b.score(i, l)); d > 0.1 {
				t.Errorf("pair %d, %s: got score %.3f after reading, want %.3f", i, m.Labels[l], b.score(i, l), a.score(i, l))
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	m, data := trained(t)
	if _, err := New(data, testRelations(), hashVectors{}, testStates+8, testVectors); err == nil {
		t.Error("states of another width: got no error")
	}
	for _, n := range []int{0, 4, len(magic), len(data) / 3, len(data) - 1} {
		if _, err := New(data[:n], testRelations(), hashVectors{}, testStates, testVectors); err == nil {
			t.Errorf("the first %d bytes: got no error", n)
		}
	}
	raw := m.write().Bytes()
	if _, err := read(weights.NewReader(raw, magic)); err != nil {
		t.Fatal(err)
	}
	for n := range len(raw) / 997 {
		if _, err := read(weights.NewReader(raw[:997*n], magic)); err == nil {
			t.Errorf("the first %d bytes, unpacked: got no error", 997*n)
		}
	}
	for _, test := range []struct {
		name string
		do   func(*Model)
	}{
		{"a number too few", func(m *Model) { m.calibration.Weights = m.calibration.Weights[1:] }},
		{"a label too few", func(m *Model) { m.calibration.Labels[1] = m.calibration.Labels[1][1:] }},
		{"a label too many", func(m *Model) { m.Labels = append(m.Labels, "HUGS") }},
		{"no network", func(m *Model) { m.nets = nil }},
	} {
		x, c := *m, *m.calibration
		x.calibration = &c
		test.do(&x)
		if _, err := New(x.Bytes(), testRelations(), hashVectors{}, testStates, testVectors); err == nil {
			t.Errorf("%s: got no error", test.name)
		}
	}
}

func FuzzNew(f *testing.F) {
	m, data := trained(f)
	f.Add(data[:200])
	f.Add([]byte(magic))
	f.Add([]byte{})
	f.Add(m.write().Bytes()[:400])
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := New(b, testRelations(), hashVectors{}, testStates, testVectors); err == nil && len(m.Labels) > maxLabels {
			t.Errorf("got %d labels", len(m.Labels))
		}
		if m, err := read(weights.NewReader(b, magic)); err == nil && len(m.Labels) > maxLabels {
			t.Errorf("got %d labels, unpacked", len(m.Labels))
		}
	})
}

func TestDyads(t *testing.T) {
	m := untrained()
	for _, test := range []struct {
		relation          string
		actors, recipient []string
		want              []Dyad
	}{
		{"ATTACKS", []string{"a", "b"}, []string{"c"}, []Dyad{{0, "a", "c"}, {0, "b", "c"}}},
		{"ATTACKS", []string{"a"}, nil, []Dyad{{0, "a", ""}}},
		{"MEETS_WITH", []string{"c", "a", "b"}, nil, []Dyad{{2, "a", "b"}, {2, "a", "c"}, {2, "b", "c"}}},
		{"HUGS", []string{"a"}, []string{"b"}, nil},
	} {
		if got := m.Dyads(test.relation, test.actors, test.recipient, nil); !slices.Equal(got, test.want) {
			t.Errorf("%s %v > %v: got %v, want %v", test.relation, test.actors, test.recipient, got, test.want)
		}
	}
}

// TestReadBoundsWork reads sentences that nobody wrote.
func TestReadBoundsWork(t *testing.T) {
	m := untrained()
	long := sentence("iran", "shelled", "iraq")
	for len(long.Tokens) <= maxTokens {
		long.Tokens = append(long.Tokens, analysis.Token{UPOS: "NOUN", Head: 1, Deprel: "obl"})
	}
	if in := m.Read(long); len(in.pairs) != 0 {
		t.Errorf("a sentence of %d tokens: got %d pairs, want it left to the patterns", len(long.Tokens), len(in.pairs))
	}
	if in := m.Read(&Sentence{}); len(in.pairs) != 0 {
		t.Errorf("no tokens: got %d pairs", len(in.pairs))
	}
	cycle := sentence("iran", "shelled", "iraq")
	cycle.Tokens[1].Head = 2
	m.Read(cycle) // must end
}
