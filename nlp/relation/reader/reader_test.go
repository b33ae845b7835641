package reader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

func testModel() *learned.Model {
	states := []schema.Kind{schema.State}
	relations := map[string]*schema.Relation{
		"ATTACKS":    {Name: "ATTACKS", Quad: 4, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states, schema.RoleRecipient: states}},
		"MEETS_WITH": {Name: "MEETS_WITH", Quad: 1, Symmetric: true, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states}},
	}
	return learned.Untrained([]string{"ATTACKS", learned.Mediator, "MEETS_WITH"}, relations, words{}, 0, 0)
}

func tinyBytes(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tiny(t testing.TB) *Model {
	t.Helper()
	m, err := Read(tinyBytes(t), testModel())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// want is what numpy computes for a pair and a label.
type want struct {
	Pair, Label, Trigger int
	Logit                float32
}

// readSentences reads testdata/tiny.json: sentences, the states of their words,
// and what is wanted of each.
func readSentences(t testing.TB) (sentences []*Sentence, states [][][]float32, wants [][]want) {
	t.Helper()
	b, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Words    []string
		Marks    []int
		States   [][]float32
		Triggers []Trigger
		Parties  []int
		Pairs    []struct {
			A, B, Own int
			Legal     []int
		}
		Cues [][3]int
		Want []want
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		s := &Sentence{Words: x.Words, Triggers: x.Triggers, Parties: x.Parties}
		for _, m := range x.Marks {
			s.Marks = append(s.Marks, uint8(m))
		}
		for _, p := range x.Pairs {
			legal := uint64(0)
			for _, l := range p.Legal {
				legal |= 1 << l
			}
			s.Pairs = append(s.Pairs, Pair{p.A, p.B, legal, p.Own})
		}
		for _, c := range x.Cues {
			s.Cues = append(s.Cues, Cue{c[0], c[1], c[2] == 0})
		}
		sentences, states, wants = append(sentences, s), append(states, x.States), append(wants, x.Want)
	}
	return sentences, states, wants
}

// readGiven scores sentences from states of their words that are given.
func (r *Reader) readGiven(list []*Sentence, states [][][]float32) {
	r.read = make([]scored, len(list))
	r.clear()
	for i, s := range list {
		r.add(&r.read[i], s)
	}
	r.states = nil
	for i := range list {
		x := &r.read[i]
		for _, token := range r.tokens[x.tokens[0]:x.tokens[1]] {
			r.states = append(r.states, states[i][token-x.word]...)
		}
	}
	r.scoreStates(r.read)
}

// From the same states, scores are the same as numpy's. From states of its
// own they are about the same: small differences grow when a product of rows
// of 32 numbers is rounded to 8 bits.
func TestReadAsNumpy(t *testing.T) {
	r := tiny(t).NewReader()
	list, states, wants := readSentences(t)
	for _, test := range []struct {
		name       string
		read       func()
		given      bool
		most, mean float64
	}{
		{"states given", func() { r.readGiven(list, states) }, true, 2e-3, 1e-3},
		{"from words", func() {
			if err := r.readAll(list); err != nil {
				t.Fatal(err)
			}
		}, false, 1, 0.08},
	} {
		test.read()
		far, sum, n := 0.0, 0.0, 0
		for i, ws := range wants {
			if !r.Has(i) || len(ws) == 0 {
				t.Fatalf("sentence %d: no candidates", i)
			}
			for _, w := range ws {
				got := r.Logit(i, w.Pair, w.Label)
				if w.Logit > marginal {
					d := math.Abs(float64(got - w.Logit))
					far, sum, n = max(far, d), sum+d, n+1
				} else if got > marginal+0.5 {
					t.Errorf("sentence %d, pair %d, label %d: got %v, want less than %v", i, w.Pair, w.Label, got, w.Logit)
				}
				if got := r.Trigger(i, w.Pair, w.Label); test.given && w.Logit > marginal && got != w.Trigger {
					t.Errorf("sentence %d, pair %d, label %d: got trigger %d, want %d", i, w.Pair, w.Label, got, w.Trigger)
				}
			}
		}
		t.Logf("%s: %d numbers, greatest difference %.2g, mean %.2g", test.name, n, far, sum/float64(n))
		if !(far < test.most) || !(sum/float64(n) < test.mean) {
			t.Errorf("%s: got a difference of %g at most, want %g; of %g in the mean, want %g", test.name, far, test.most, sum/float64(n), test.mean)
		}
	}
}

// logits are all that a reader says of sentences.
func logits(t testing.TB, r *Reader, list []*Sentence) []float32 {
	if err := r.readAll(list); err != nil {
		t.Error(err)
	}
	var out []float32
	for i := range list {
		if r.Has(i) {
			out = append(out, r.read[i].logits...)
		}
	}
	return out
}

// Every processor, with whichever instructions, gives the same bytes: these.
func TestReadSameEverywhere(t *testing.T) {
	list, _, _ := readSentences(t)
	sum := sha256.New()
	if err := binary.Write(sum, binary.LittleEndian, logits(t, tiny(t).NewReader(), list)); err != nil {
		t.Fatal(err)
	}
	const want = "8515a1763a6b4442"
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != want {
		t.Errorf("got the hash %s of all logits, want %s", got, want)
	}
}

// Sentences have the same bytes alone and with others, in readers that share a
// model.
func TestReadSame(t *testing.T) {
	m := tiny(t)
	list, _, _ := readSentences(t)
	var want []float32
	for _, s := range list {
		want = append(want, logits(t, m.NewReader(), []*Sentence{s})...)
	}
	for len(list) < 100 { // more than are encoded together
		list, want = append(list, list...), append(want, want...)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r := m.NewReader()
			for range 2 {
				if !slices.Equal(logits(t, r, list), want) {
					t.Error("got other logits in another goroutine")
				}
			}
		})
	}
	wg.Wait()
}

// What can't be read does not hinder what is read with it.
func TestReadHas(t *testing.T) {
	list, _, _ := readSentences(t)
	r := tiny(t).NewReader()
	want := logits(t, r, list[:2])
	long := *list[2]
	long.Words = slices.Repeat([]string{"a"}, 63)
	if got := logits(t, r, []*Sentence{nil, list[0], &long, list[1]}); !slices.Equal(got, want) {
		t.Errorf("got the logits %v, want %v", got, want)
	}
	for i, want := range []bool{false, true, false, true} {
		if got := r.Has(i); got != want {
			t.Errorf("sentence %d: got %v, want %v", i, got, want)
		}
	}
}

func TestReadErrors(t *testing.T) {
	b := tinyBytes(t)
	m := testModel()
	body, err := weights.Inflate(b, magic)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(b); n += 1 + n/50 {
		if _, err := Read(b[:n], m); err == nil || !strings.HasPrefix(err.Error(), "read the reader of claims: ") {
			t.Fatalf("%d bytes of %d: got %v", n, len(b), err)
		}
	}
	for n := 0; n < len(body); n += 1 + n/50 {
		if _, err := read(body[:n], m); err == nil {
			t.Fatalf("%d bytes of %d, unpacked: got no error", n, len(body))
		}
	}
	damaged := slices.Clone(b)
	damaged[len(b)/2] ^= 1
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"a byte too many", second(Read(append(slices.Clone(b), 0), m)), "bytes are left"},
		{"a byte too many, unpacked", second(read(append(slices.Clone(body), 0), m)), "bytes are left"},
		{"another kind", second(Read([]byte("encoder1"), m)), "not weights of the kind reader03"},
		{"a byte changed", second(Read(damaged, m)), "zlib: invalid checksum"},
		{"other relations", second(Read(b, learned.Untrained([]string{"ATTACKS"}, nil, nil, 0, 0))), "other relations: 3 labels instead of 1"},
		{"an odd width", second(read(bytes.Replace(body, []byte("MEETS_WITH\x10"), []byte("MEETS_WITH\x11"), 1), m)), "hidden layer of 17 units"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, test.err, test.want)
		}
	}
}

func second(_ *Model, err error) error { return err }

// FuzzRead changes one byte, of the file or of what is unpacked.
func FuzzRead(f *testing.F) {
	b := tinyBytes(f)
	m := testModel()
	body, err := weights.Inflate(b, magic)
	if err != nil {
		f.Fatal(err)
	}
	list, _, _ := readSentences(f)
	for at := 0; at < len(body); at += 9001 {
		f.Add(at, byte(0x7f), at < 9001)
	}
	f.Fuzz(func(t *testing.T, at int, x byte, packed bool) {
		b, read := slices.Clone(body), read
		if packed {
			b, read = slices.Clone(tinyBytes(t)), Read
		}
		if at >= 0 && at < len(b) {
			b[at] ^= x
		}
		m, err := read(b, m)
		if err != nil {
			return
		}
		logits(t, m.NewReader(), list[:2])
	})
}

func TestLogarithm(t *testing.T) {
	for x := float32(1); x < 1e4; x *= 1.0137 {
		if got, want := logarithm(x), math.Log(float64(x)); math.Abs(float64(got)-want) > 1e-6*max(1, want) {
			t.Errorf("logarithm of %v: got %v, want %v", x, got, want)
		}
	}
}
