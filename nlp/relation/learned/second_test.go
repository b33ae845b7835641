package learned

import (
	"errors"
	"slices"
	"sync"
	"testing"
)

// scripted is a Second that says of the labels of each pair what a script
// holds, by the words of the sentence. It notes what it was given.
type scripted struct {
	script map[string]map[[2]int]float32 // word → pair, label → logit
	asked  []string                      // verbs of the sentences it has read
	here   []*Sentence
	err    error
}

func (r *scripted) Read(seen []*Sentence, inputs []*Input) error {
	r.here = seen
	for i, s := range seen {
		if inputs[i].Sentence() != s {
			return errors.New("sentence and input are of different sentences")
		}
		r.asked = append(r.asked, s.Lower[1])
	}
	return r.err
}

func (r *scripted) Has(i int) bool { return r.script[r.here[i].Lower[1]] != nil }

func (r *scripted) Logit(i, pair, label int) float32 {
	if v, ok := r.script[r.here[i].Lower[1]][[2]int{pair, label}]; ok {
		return v
	}
	return -9
}

func (r *scripted) Trigger(int, int, int) int { return 1 }

// ask has a model judge sentences of mali and togo that differ by their verb.
func ask(t *testing.T, m *Model, rules map[Dyad]float64, verbs ...string) ([]Opinion, error) {
	t.Helper()
	var inputs []*Input
	for _, v := range verbs {
		inputs = append(inputs, m.Read(sentence("mali", v, "togo")))
	}
	names := []string{"mali", "togo"}
	return m.Opinions(inputs, func(s, pair, label int) Dyad {
		p := inputs[s].pairs[pair]
		return m.NewDyad(label, names[p.a], names[p.b])
	}, rules)
}

func find(all []Opinion, x Dyad) *Opinion {
	if i := slices.IndexFunc(all, func(o Opinion) bool { return o.Dyad == x }); i >= 0 {
		return &all[i]
	}
	return nil
}

// learnt is a model that knows "shelled" and "met".
var learnt = sync.OnceValue(func() *Model {
	m := untrained()
	m.Train(examples(m), quick, nil)
	return m
})

func TestReadAgain(t *testing.T) {
	attack, meeting := Dyad{0, "mali", "togo"}, Dyad{2, "mali", "togo"}
	for _, test := range []struct {
		name  string
		verbs []string
		bound float64
		rules map[Dyad]float64
		said  map[string]map[[2]int]float32

		asked    []string
		of       Dyad
		known    bool
		read     bool
		logit    float64
		sentence int
	}{
		{"what the network sees is read", []string{"shelled"}, -2, nil, map[string]map[[2]int]float32{"shelled": {{0, 0}: 3}}, []string{"shelled"}, attack, true, true, 3, 0},
		{"what it does not see is not", []string{"resembled"}, -2, nil, map[string]map[[2]int]float32{"resembled": {{0, 0}: 3}}, nil, attack, false, false, unread, 0},
		{"unless the bound is lower", []string{"resembled"}, -30, nil, map[string]map[[2]int]float32{"resembled": {{0, 0}: 3}}, []string{"resembled"}, attack, true, true, 3, 0},
		{"what a pattern has found need not be read", []string{"shelled"}, 0, map[Dyad]float64{attack: 0.8}, nil, nil, attack, true, false, unread, 0},
		{"other labels of what was read", []string{"shelled"}, -2, nil, map[string]map[[2]int]float32{"shelled": {{0, 2}: 1}}, []string{"shelled"}, meeting, true, true, 1, 0},
		{"which nobody thinks of", []string{"shelled"}, -2, nil, map[string]map[[2]int]float32{"shelled": {{0, 2}: floor}}, []string{"shelled"}, meeting, false, false, unread, 0},
		{"the best of sentences", []string{"shelled", "met"}, -2, nil, map[string]map[[2]int]float32{"shelled": {{0, 2}: -1}, "met": {{0, 2}: 30}}, []string{"shelled", "met"}, meeting, true, true, 30, 1},
		{"the network's sentence where it is surer", []string{"met", "shelled"}, -2, nil, map[string]map[[2]int]float32{"met": {{0, 0}: -1}, "shelled": {{0, 0}: -3}}, []string{"met", "shelled"}, attack, true, true, -1, 1},
		{"nothing is less than unread", []string{"shelled"}, -2, nil, map[string]map[[2]int]float32{"shelled": {}}, []string{"shelled"}, attack, true, true, unread, 0},
		{"a sentence that can't be read", []string{"shelled"}, -2, nil, nil, []string{"shelled"}, attack, true, false, unread, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := *learnt()
			r := &scripted{script: test.said}
			m.Bound = test.bound
			m.SetReader(func() (Second, error) { return r, nil })
			all, err := ask(t, &m, test.rules, test.verbs...)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(r.asked, test.asked) {
				t.Errorf("got the sentences %v read, want %v", r.asked, test.asked)
			}
			o := find(all, test.of)
			if (o != nil) != test.known {
				t.Fatalf("got the opinion %v, want one: %v", o, test.known)
			}
			if o != nil && (o.Read != test.read || o.Logit != test.logit || o.Sentence != test.sentence || o.Trigger != 1) {
				t.Errorf("got read %v, logit %g, sentence %d, trigger %d; want %v, %g, %d, 1", o.Read, o.Logit, o.Sentence, o.Trigger, test.read, test.logit, test.sentence)
			}
		})
	}
}

// Without a reader, opinions are the network's.
func TestOpinionsWithoutReader(t *testing.T) {
	m := learnt()
	all, err := ask(t, m, nil, "shelled")
	if err != nil {
		t.Fatal(err)
	}
	o := find(all, Dyad{0, "mali", "togo"})
	if o == nil || o.Read || !o.Placed() || o.Logit != unread || o.Score <= 0 {
		t.Errorf("got %+v, want the network's score alone", o)
	}
}

func TestOpinionsFail(t *testing.T) {
	m := *learnt()
	m.Bound = -2
	want := errors.New("no")
	for _, open := range []func() (Second, error){
		func() (Second, error) { return nil, want },
		func() (Second, error) { return &scripted{err: want}, nil },
	} {
		m.SetReader(open)
		if _, err := ask(t, &m, nil, "shelled"); !errors.Is(err, want) {
			t.Errorf("got the error %v, want that of the reader", err)
		}
	}
}

func TestCompete(t *testing.T) {
	m := untrained()
	o := func(label int, a, b string, logit, rule float64) Opinion {
		return Opinion{Dyad: Dyad{label, a, b}, Read: true, Logit: logit, Rule: rule}
	}
	for _, test := range []struct {
		name  string
		given []Opinion
		want  [4]float64 // of the first
	}{
		{"alone", []Opinion{o(0, "a", "b", -1, 0)}, [4]float64{}},
		{"ahead", []Opinion{o(0, "a", "b", 2, 0), o(0, "a", "c", 1, 0), o(0, "c", "b", 1, 0), o(1, "a", "b", 1, 0), o(0, "b", "a", 1, 0)}, [4]float64{}},
		{"the same actor", []Opinion{o(0, "a", "b", -1, 0), o(0, "a", "c", 1, 0), o(0, "a", "d", 0, 0)}, [4]float64{-2, 0, 0, 0}},
		{"the same recipient", []Opinion{o(0, "a", "b", -1, 0), o(0, "c", "b", 1, 0)}, [4]float64{0, -2, 0, 0}},
		{"another label", []Opinion{o(0, "a", "b", -1, 0), o(1, "a", "b", 1, 0)}, [4]float64{0, 0, -2, 0}},
		{"turned round", []Opinion{o(0, "a", "b", -1, 0), o(0, "b", "a", 1, 0)}, [4]float64{0, 0, 0, -2}},
		{"a pattern's lead", []Opinion{o(0, "a", "b", -1, 0), o(0, "a", "c", -1, 0.8)}, [4]float64{-lead, 0, 0, 0}},
		{"and its own", []Opinion{o(0, "a", "b", -1, 0.8), o(0, "a", "c", 1, 0)}, [4]float64{}},
		{"another relation of other parties", []Opinion{o(0, "a", "b", -1, 0), o(1, "a", "c", 1, 0)}, [4]float64{}},
	} {
		m.compete(test.given)
		if got := test.given[0].behind; got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}
