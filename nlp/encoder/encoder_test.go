package encoder

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

// exact multiplies rows that are not rounded, so that only the weights are.
type exact map[*neural.Int8]weightRows

// weightRows are the weights of a matrix.
type weightRows struct {
	scales []float32
	w      [][]uint8
}

func (m exact) see(p *neural.Int8, x *neural.Rows) {
	rows := weightRows{scales: slices.Clone(x.Scale)}
	for i := range x.Len() {
		rows.w = append(rows.w, slices.Clone(x.Row(i)))
	}
	m[p] = rows
}

func (m exact) mul(p *product, dst, x []float32, n int) {
	t := m[p.Int8]
	for i := range n {
		for o, scale := range t.scales {
			sum := float32(0)
			for j, w := range t.w[o] {
				sum += (float32(w) - 128) * x[i*p.In()+j]
			}
			dst[i*p.Out()+o] = sum*scale + p.bias[o]
		}
	}
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tiny(t testing.TB) *Model {
	t.Helper()
	m, err := Read(readFile(t, "tiny.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// readStates reads IDs, marks and the states that PyTorch gives for them.
func readStates(t testing.TB, b []byte) (p *Pieces, states []float32) {
	t.Helper()
	p = &Pieces{}
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		for i, field := range strings.Fields(s.Text()) {
			x, err := strconv.ParseFloat(field, 32)
			if err != nil {
				t.Fatal(err)
			}
			switch i {
			case 0:
				p.First, p.IDs = append(p.First, int32(len(p.IDs))), append(p.IDs, int32(x))
			case 1:
				p.Marks = append(p.Marks, uint8(x))
			default:
				states = append(states, float32(x))
			}
		}
	}
	p.EndSentence()
	return p, states
}

// encode gives the states of all tokens.
func encode(t testing.TB, e *Encoder, p *Pieces) []float32 {
	t.Helper()
	states := make([]float32, len(p.First)*e.m.Width())
	if err := e.Encode(p, all(p), states); err != nil {
		t.Fatal(err)
	}
	return states
}

// all lists all tokens.
func all(p *Pieces) []int {
	tokens := make([]int, len(p.First))
	for i := range tokens {
		tokens[i] = i
	}
	return tokens
}

// compare fails where a state is off from PyTorch's.
func compare(t *testing.T, got, want []float32, width int, most, cosine float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d numbers, want %d", len(got), len(want))
	}
	far, least := 0.0, 1.0
	for i := 0; i < len(got); i += width {
		var ab, aa, bb float64
		for j := range width {
			a, b := float64(got[i+j]), float64(want[i+j])
			far = max(far, math.Abs(a-b))
			ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
		}
		least = min(least, ab/math.Sqrt(aa*bb))
	}
	t.Logf("%d states: greatest difference %.2g, least cosine %.5f", len(got)/width, far, least)
	if !(far <= most) || !(least >= cosine) {
		t.Errorf("got a difference of %g and a cosine of %g, want at most %g and at least %g", far, least, most, cosine)
	}
}

func TestEncodeAsPyTorch(t *testing.T) {
	weights := exact{}
	m, err := read(readFile(t, "tiny.bin"), weights.see)
	if err != nil {
		t.Fatal(err)
	}
	p, want := readStates(t, readFile(t, "tiny.txt"))
	e := m.NewEncoder()
	compare(t, encode(t, e, p), want, m.Width(), 0.2, 0.999)
	e.mul = weights.mul
	// attention is made of whole numbers all the same, of 13 bits and more
	compare(t, encode(t, e, p), want, m.Width(), 1e-3, 0.9999999)
}

// The state of a token is that of its first piece, wherever other pieces are.
func TestEncodeFirstPieces(t *testing.T) {
	m := tiny(t)
	p, _ := readStates(t, readFile(t, "tiny.txt"))
	p.Marks = nil
	want := encode(t, m.NewEncoder(), p)
	joined := &Pieces{IDs: p.IDs, First: slices.Clone(p.First)}
	for i := 3; i < len(joined.First); i += 2 {
		joined.First = slices.Delete(joined.First, i, i+1)
	}
	joined.EndSentence()
	compare(t, encode(t, m.NewEncoder(), joined), pick(want, joined.First, m.Width()), m.Width(), 0.02, 0.9999)
}

// pick gives some of the states.
func pick[T int | int32](states []float32, rows []T, width int) (out []float32) {
	for _, i := range rows {
		out = append(out, states[int(i)*width:][:width]...)
	}
	return out
}

// The states that are wanted don't depend on how many they are, but for how
// attention is rounded.
func TestEncodeSome(t *testing.T) {
	m := tiny(t)
	p := texts(t, m)
	e := m.NewEncoder()
	want := encode(t, e, p)
	for _, tokens := range [][]int{{0}, {3, 4, 30}, {len(p.First) - 1}} {
		got := make([]float32, len(tokens)*m.Width())
		if err := e.Encode(p, tokens, got); err != nil {
			t.Fatal(err)
		}
		compare(t, got, pick(want, tokens, m.Width()), m.Width(), 0.02, 0.9999)
	}
}

// texts are sentences of nine tokens.
func texts(t testing.TB, m *Model) *Pieces {
	t.Helper()
	v, tokens, _ := readTokens(t)
	if len(v.pieces) != len(m.Vocabulary().pieces) {
		t.Fatal("testdata/tiny.bin and testdata/tokens.txt have different vocabularies")
	}
	p := &Pieces{}
	for i, token := range tokens {
		if len(token) > 40 {
			token = "a"
		}
		m.Vocabulary().Cut(p, token)
		if i%9 == 8 {
			p.EndSentence()
		}
	}
	p.EndSentence()
	return p
}

// Sentences have the same states to the bit, whichever are read with them and
// by which encoder.
func TestEncodeSame(t *testing.T) {
	m := tiny(t)
	p := texts(t, m)
	want := encode(t, m.NewEncoder(), p)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			e := m.NewEncoder()
			var alone []float32
			for i := range p.Ends {
				first, last, _ := p.Sentence(i)
				one := &Pieces{}
				for k := first; k < last; k++ {
					one.First = append(one.First, int32(len(one.IDs)))
					one.IDs = append(one.IDs, p.IDs[p.at(k):p.at(k+1)]...)
				}
				one.EndSentence()
				alone = append(alone, encode(t, e, one)...)
			}
			if !slices.Equal(alone, want) {
				t.Error("got other states for sentences read alone")
			}
			if !slices.Equal(encode(t, e, p), want) {
				t.Error("got other states in another goroutine")
			}
		})
	}
	wg.Wait()
}

// Every processor, with whichever instructions, gives the same bytes: these.
func TestEncodeSameEverywhere(t *testing.T) {
	m := tiny(t)
	p, _ := readStates(t, readFile(t, "tiny.txt"))
	sum := sha256.New()
	for _, given := range []*Pieces{p, texts(t, m)} {
		if err := binary.Write(sum, binary.LittleEndian, encode(t, m.NewEncoder(), given)); err != nil {
			t.Fatal(err)
		}
	}
	const want = "311b1e9f42b091d0"
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != want {
		t.Errorf("got the hash %s of all states, want %s", got, want)
	}
}

func TestEncodeErrors(t *testing.T) {
	m := tiny(t)
	e := m.NewEncoder()
	two := pieces([]int{1, 1}, []int{1})
	marked := func(marks ...uint8) *Pieces {
		p := pieces([]int{1, 1}, []int{1})
		p.Marks = marks
		return p
	}
	open := pieces([]int{1, 1})
	open.First, open.IDs = append(open.First, 2), append(open.IDs, 0)
	for _, test := range []struct {
		name   string
		given  *Pieces
		tokens []int
		room   int
		want   string
	}{
		{"a sentence that is too long", pieces([]int{1}, []int{46, 1}), []int{0}, 1, "47 pieces, but the model takes 46"},
		{"room for two", two, []int{0}, 2, "room for 64 numbers, but 1 tokens"},
		{"tokens that fall", two, []int{1, 0}, 2, "token 0 is in no sentence, or does not come after token 1"},
		{"a token twice", two, []int{1, 1}, 2, "token 1 is in no sentence"},
		{"a token that is not there", two, []int{3}, 1, "token 3 is in no sentence"},
		{"a token below zero", two, []int{-1}, 1, "token -1 is in no sentence"},
		{"a token behind the last sentence", open, []int{2}, 1, "token 2 is in no sentence"},
		{"marks of two of three", marked(1, 1), []int{0}, 1, "2 marks for 3 tokens"},
		{"an unknown mark", marked(1, 5, 0), []int{0}, 1, "token 1 has mark 5, but the model knows 5"},
	} {
		if err := e.Encode(test.given, test.tokens, make([]float32, test.room*m.Width())); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
	if err := e.Encode(&Pieces{}, nil, nil); err != nil {
		t.Errorf("nothing: got %v", err)
	}
}

func TestReadErrors(t *testing.T) {
	b := readFile(t, "tiny.bin")
	for n := range b {
		if n > 3000 && n%97 != 0 {
			continue
		}
		if _, err := Read(b[:n]); err == nil || !strings.HasPrefix(err.Error(), "read the text encoder: ") {
			t.Fatalf("%d bytes of %d: got %v", n, len(b), err)
		}
	}
	if _, err := Read(append(slices.Clone(b), 0)); err == nil {
		t.Error("a byte too many: got no error")
	}
	head := func(sizes ...int) []byte {
		w := weights.NewWriter(magic)
		for _, n := range sizes {
			w.Uint(n)
		}
		w.Float(1e-12)
		w.Strings([]string{"[UNK]", "[CLS]", "[SEP]"})
		return w.Bytes()
	}
	for _, test := range []struct {
		given []byte
		want  string
	}{
		{nil, "not weights of the kind encoder2"},
		{head(0, 32, 2, 64, 48), "layers is 0"},
		{head(2, 33, 2, 64, 48), "hidden is 33, not a multiple of 32"},
		{head(2, 32, 4, 64, 48), "4 heads for 32 numbers"},
		{head(2, 32, 2, 64, 2), "fewer than three positions"},
		{head(2, 32, 2, 64, 48), "too early"},
	} {
		if _, err := Read(test.given); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	b := readFile(f, "tiny.bin")
	f.Add(b, 0, byte(0))
	for at := 9; at < len(b); at += 2500 {
		f.Add(b, at, byte(0x7f))
	}
	f.Fuzz(func(t *testing.T, b []byte, at int, x byte) {
		b = slices.Clone(b)
		if at >= 0 && at < len(b) {
			b[at] ^= x
		}
		m, err := Read(b)
		if err != nil {
			return
		}
		p := &Pieces{}
		m.Vocabulary().Cut(p, "ministers")
		p.EndSentence()
		if err := m.NewEncoder().Encode(p, []int{0}, make([]float32, m.Width())); err != nil && m.Limit() >= len(p.IDs) {
			t.Fatal(err)
		}
	})
}

// randomModel has the sizes of a small BERT.
func randomModel(layers int) *Model {
	const hidden, inner, positions = 384, 1536, 512
	w := weights.NewWriter(magic)
	for _, n := range []int{layers, hidden, 12, inner, positions} {
		w.Uint(n)
	}
	w.Float(1e-12)
	words := []string{unknownPiece, beginPiece, endPiece}
	for i := range 1000 {
		words = append(words, "w"+strconv.Itoa(i))
	}
	w.Strings(words)
	seed := uint32(1)
	floats := func(n int, from, to float32) {
		list := make([]float32, n)
		for i := range list {
			seed = seed*1664525 + 1013904223
			list[i] = from + (to-from)*float32(seed>>8)/(1<<24)
		}
		w.Floats(list)
	}
	bytes := func(n int) []byte {
		list := make([]byte, n)
		for i := range list {
			seed = seed*1664525 + 1013904223
			list[i] = byte(seed >> 24)
		}
		return list
	}
	table := func(rows, cols int) {
		floats(rows, 0.0004, 0.0008)
		list := make([]int8, rows*cols)
		for i, b := range bytes(len(list)) {
			list[i] = int8(int(b)*254/255 - 127)
		}
		w.Int8s(list)
	}
	coarse := func(rows, cols int) {
		w.Uint(4)
		scales := rows * cols / 64
		w.Uint(scales)
		for range scales / 2 { // two of 2^-6
			w.Fixed(0x24002400)
		}
		w.Blob(bytes(rows * cols / 2))
	}
	norm := func() { floats(hidden, 0.8, 1.2); floats(hidden, -0.1, 0.1) }
	dense := func(rows, cols int) { coarse(rows, cols); floats(rows, -0.1, 0.1) }
	coarse(len(words), hidden)
	table(positions, hidden)
	w.Uint(0)
	norm()
	for range layers {
		dense(3*hidden, hidden)
		dense(hidden, hidden)
		norm()
		dense(inner, hidden)
		dense(hidden, inner)
		norm()
	}
	m, err := Read(w.Bytes())
	if err != nil {
		panic(err)
	}
	return m
}

// BenchmarkEncode reads sentences of some lengths, of which every third token
// is wanted.
func BenchmarkEncode(b *testing.B) {
	for _, layers := range []int{3, 4, 6} {
		m := randomModel(layers)
		for _, sentences := range []int{1, 8} {
			b.Run(fmt.Sprintf("layers=%d/sentences=%d", layers, sentences), func(b *testing.B) {
				p := &Pieces{}
				var tokens []int
				for s := range sentences {
					for i := range 26 + 4*(s%4) {
						if i%6 != 5 { // about as many tokens with more than one piece as articles have
							if len(p.First)%3 == 0 {
								tokens = append(tokens, len(p.First))
							}
							p.First = append(p.First, int32(len(p.IDs)))
						}
						p.IDs = append(p.IDs, int32(3+i*37%1000))
					}
					p.EndSentence()
				}
				e := m.NewEncoder()
				states := make([]float32, len(tokens)*m.Width())
				b.ReportAllocs()
				for b.Loop() {
					if err := e.Encode(p, tokens, states); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(len(p.IDs)*b.N), "µs/piece")
			})
		}
	}
}
