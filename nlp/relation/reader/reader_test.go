package reader

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

func testModel() *learned.Model {
	states := []schema.Kind{schema.State}
	relations := map[string]*schema.Relation{
		"ATTACKS":    {Name: "ATTACKS", Quad: 4, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states, schema.RoleRecipient: states}},
		"MEETS_WITH": {Name: "MEETS_WITH", Quad: 1, Symmetric: true, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states}},
	}
	return learned.Untrained([]string{"ATTACKS", learned.Mediator, "MEETS_WITH"}, relations, nil, 0, 0)
}

func tinyBytes(t testing.TB) []byte {
	t.Helper()
	f, err := os.Open("testdata/tiny.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
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
	Attributes           []float32
}

// readTexts reads testdata/tiny.json: texts, the states of their words, and for
// each sentence what is wanted.
func readTexts(t testing.TB) (texts []*Text, states [][]float32, wants [][][]want) {
	t.Helper()
	b, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Words     []string
		Marks     []int
		States    [][]float32
		Sentences []struct {
			First, Last, Own int
			Triggers         []int
			Parties          []struct{ Word, Ago int }
			Pairs            []struct {
				A, B, Own int
				Legal     []int
			}
			Roles []int32
			Cues  [][3]int
			Want  []want
		}
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		text := &Text{Words: x.Words}
		for _, m := range x.Marks {
			text.Marks = append(text.Marks, uint8(m))
		}
		var ws [][]want
		for _, s := range x.Sentences {
			y := Sentence{First: s.First, Last: s.Last, Triggers: s.Triggers, Own: s.Own, Roles: s.Roles}
			for _, p := range s.Parties {
				y.Parties = append(y.Parties, Party{Word: p.Word, Ago: p.Ago})
			}
			for _, p := range s.Pairs {
				legal := uint64(0)
				for _, l := range p.Legal {
					legal |= 1 << l
				}
				y.Pairs = append(y.Pairs, Pair{p.A, p.B, legal, p.Own})
			}
			for _, c := range s.Cues {
				y.Cues = append(y.Cues, Cue{c[0], c[1], c[2] == 0})
			}
			text.Sentences, ws = append(text.Sentences, y), append(ws, s.Want)
		}
		texts, states, wants = append(texts, text), append(states, slices.Concat(x.States...)), append(wants, ws)
	}
	return texts, states, wants
}

// From the same states, scores are the same as numpy's. From states of its
// own they are about the same: small differences grow when a product of rows
// of 32 numbers is rounded to 8 bits.
func TestScoreAsNumpy(t *testing.T) {
	r := tiny(t).NewReader()
	texts, states, wants := readTexts(t)
	for _, test := range []struct {
		name       string
		given      bool // the states
		most, mean float64
	}{{"states given", true, 2e-3, 1e-3}, {"from words", false, 1, 0.08}} {
		far, sum, n := 0.0, 0.0, 0
		off := func(got, want float32) {
			d := math.Abs(float64(got - want))
			far, sum, n = max(far, d), sum+d, n+1
		}
		for i, text := range texts {
			if err := r.Read(text); err != nil {
				t.Fatal(err)
			}
			if test.given {
				copy(r.states, states[i])
			}
			for s, ws := range wants[i] {
				if !r.Score(s) || len(ws) == 0 {
					t.Fatalf("text %d, sentence %d: no candidates", i, s)
				}
				for _, w := range ws {
					if got := r.Logit(w.Pair, w.Label); w.Logit > marginal {
						off(got, w.Logit)
					} else if got > marginal+0.5 {
						t.Errorf("text %d, sentence %d, pair %d, label %d: got %v, want less than %v", i, s, w.Pair, w.Label, got, w.Logit)
					}
					a := r.Attributes(w.Pair, w.Label)
					for k, got := range append([]float32{a.Denied}, a.Modalities[:]...) {
						off(got, w.Attributes[k])
					}
					if got := r.Trigger(w.Pair, w.Label); test.given && got != w.Trigger {
						t.Errorf("text %d, sentence %d, pair %d, label %d: got trigger %d, want %d", i, s, w.Pair, w.Label, got, w.Trigger)
					}
				}
			}
		}
		t.Logf("%s: %d numbers, greatest difference %.2g, mean %.2g", test.name, n, far, sum/float64(n))
		if !(far < test.most) || !(sum/float64(n) < test.mean) {
			t.Errorf("%s: got a difference of %g at most, want %g; of %g in the mean, want %g", test.name, far, test.most, sum/float64(n), test.mean)
		}
	}
}

// logits are all that a reader says of texts.
func logits(t testing.TB, r *Reader, texts []*Text) []float32 {
	var out []float32
	for _, text := range texts {
		if err := r.Read(text); err != nil {
			t.Error(err)
		}
		for s := range text.Sentences {
			if r.Score(s) {
				out = append(out, r.logits...)
				a := r.Attributes(0, 0)
				out = append(append(out, a.Denied), a.Modalities[:]...)
			}
		}
	}
	return out
}

// Every processor, with whichever instructions, gives the same bytes: these.
func TestScoreSameEverywhere(t *testing.T) {
	texts, _, _ := readTexts(t)
	sum := sha256.New()
	if err := binary.Write(sum, binary.LittleEndian, logits(t, tiny(t).NewReader(), texts)); err != nil {
		t.Fatal(err)
	}
	const want = "bf6b044a78121a08"
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != want {
		t.Errorf("got the hash %s of all logits, want %s", got, want)
	}
}

// Readers that share a model, used before or not, give the same bytes.
func TestScoreSame(t *testing.T) {
	m := tiny(t)
	texts, _, _ := readTexts(t)
	want := logits(t, m.NewReader(), texts)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			r := m.NewReader()
			for range 2 {
				if !slices.Equal(logits(t, r, texts), want) {
					t.Error("got other logits in another goroutine")
				}
			}
		})
	}
	wg.Wait()
}

func TestReadErrors(t *testing.T) {
	b := tinyBytes(t)
	m := testModel()
	for n := 0; n < len(b); n += 1 + n/50 {
		if _, err := Read(b[:n], m); err == nil || !strings.HasPrefix(err.Error(), "read the reader of claims: ") {
			t.Fatalf("%d bytes of %d: got %v", n, len(b), err)
		}
	}
	for _, test := range []struct {
		name  string
		given []byte
		model *learned.Model
		want  string
	}{
		{"a byte too many", append(slices.Clone(b), 0), m, "bytes are left"},
		{"another kind", []byte("encoder1"), m, "not weights of the kind reader01"},
		{"other relations", b, learned.Untrained([]string{"ATTACKS"}, nil, nil, 0, 0), "other relations: 3 labels instead of 1"},
		{"an odd width", bytes.Replace(b, []byte("MEETS_WITH\x10"), []byte("MEETS_WITH\x11"), 1), m, "hidden layer of 17 units"},
	} {
		if _, err := Read(test.given, test.model); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	b := tinyBytes(f)
	m := testModel()
	texts, _, _ := readTexts(f)
	for at := 0; at < len(b); at += 9001 {
		f.Add(at, byte(0x7f))
	}
	f.Fuzz(func(t *testing.T, at int, x byte) {
		b := slices.Clone(b)
		if at >= 0 && at < len(b) {
			b[at] ^= x
		}
		m, err := Read(b, m)
		if err != nil {
			return
		}
		logits(t, m.NewReader(), texts[:1])
	})
}

func TestReadText(t *testing.T) {
	r := tiny(t).NewReader()
	if err := r.Read(&Text{}); err != nil {
		t.Errorf("nothing: got %v", err)
	}
	if err := r.Read(&Text{Words: []string{"a"}}); err == nil {
		t.Error("a word without mark: got no error")
	}
	if err := r.Read(&Text{Words: []string{"a"}, Marks: []uint8{0}, Sentences: []Sentence{{Last: 1}}}); err != nil || r.Score(0) {
		t.Errorf("no candidates: got %v", err)
	}
}

func TestLogarithm(t *testing.T) {
	for x := float32(1); x < 1e4; x *= 1.0137 {
		if got, want := logarithm(x), math.Log(float64(x)); math.Abs(float64(got)-want) > 1e-6*max(1, want) {
			t.Errorf("logarithm of %v: got %v, want %v", x, got, want)
		}
	}
}
