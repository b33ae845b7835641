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
type exact map[*neural.Int8]table

func (m exact) mul(p *product, dst, x []float32, n int) {
	t := m[p.Int8]
	for i := range n {
		for o, scale := range t.scales {
			sum := float32(0)
			for j, w := range t.w[o*t.cols:][:t.cols] {
				sum += float32(w) * x[i*t.cols+j]
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

func encode(t testing.TB, e *Encoder, p *Pieces, limit int) []float32 {
	t.Helper()
	states := make([]float32, len(p.First)*e.m.Width())
	if err := e.States(p, limit, states); err != nil {
		t.Fatal(err)
	}
	return states
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
	m, err := read(readFile(t, "tiny.bin"), func(p *neural.Int8, t table) { weights[p] = t })
	if err != nil {
		t.Fatal(err)
	}
	p, want := readStates(t, readFile(t, "tiny.txt"))
	e := m.NewEncoder()
	compare(t, encode(t, e, p, 0), want, m.Width(), 0.2, 0.999)
	e.mul = weights.mul
	// attention is made of whole numbers all the same, of 13 bits and more
	compare(t, encode(t, e, p, 0), want, m.Width(), 1e-3, 0.9999999)
}

// The state of a token is that of its first piece, wherever other pieces are.
func TestEncodeFirstPieces(t *testing.T) {
	m := tiny(t)
	p, _ := readStates(t, readFile(t, "tiny.txt"))
	p.Marks = nil
	all := encode(t, m.NewEncoder(), p, 0)
	joined := *p
	joined.First = slices.Clone(p.First)
	for i := 3; i < len(joined.First); i += 2 {
		joined.First = slices.Delete(joined.First, i, i+1)
	}
	joined.Ends = nil
	got := encode(t, m.NewEncoder(), &joined, 0)
	for i, first := range joined.First {
		if want := all[int(first)*m.Width():][:m.Width()]; !slices.Equal(got[i*m.Width():][:m.Width()], want) {
			t.Fatalf("token %d: got %v, want %v", i, got[i*m.Width():][:m.Width()], want)
		}
	}
}

// Encoders that share a model, used before or not, give the same bytes.
func TestEncodeSame(t *testing.T) {
	m := tiny(t)
	v, tokens, _ := readTokens(t)
	if v.Len() != m.Vocabulary().Len() {
		t.Fatal("testdata/tiny.bin and testdata/tokens.txt have different vocabularies")
	}
	var p Pieces
	for i, token := range tokens {
		m.Vocabulary().Cut(&p, token)
		if i%9 == 8 {
			p.EndSentence()
		}
	}
	want := encode(t, m.NewEncoder(), &p, 20)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			e := m.NewEncoder()
			states := make([]float32, len(want))
			for _, limit := range []int{0, 20} {
				if err := e.States(&p, limit, states); err != nil {
					t.Error(err)
				}
			}
			if !slices.Equal(states, want) {
				t.Error("got other states in another goroutine")
			}
		})
	}
	wg.Wait()
}

// Every processor, with whichever instructions, gives the same bytes: these.
func TestEncodeSameEverywhere(t *testing.T) {
	p, _ := readStates(t, readFile(t, "tiny.txt"))
	sum := sha256.New()
	for _, limit := range []int{0, 18, 7} {
		if err := binary.Write(sum, binary.LittleEndian, encode(t, tiny(t).NewEncoder(), p, limit)); err != nil {
			t.Fatal(err)
		}
	}
	const want = "8e66c4a681336f9a"
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != want {
		t.Errorf("got the hash %s of all states, want %s", got, want)
	}
}

func TestEncodeErrors(t *testing.T) {
	m := tiny(t)
	e := m.NewEncoder()
	long := pieces([]int{1, 60})
	row := make([]float32, 2*m.Width())
	if err := e.Encode(long, Window{0, 2}, row); err != nil {
		t.Errorf("a last token that is too long: got %v", err)
	}
	if err := e.Encode(pieces([]int{60, 1}), Window{0, 2}, row); err == nil || !strings.Contains(err.Error(), "61 pieces") {
		t.Errorf("a window that is too long: got %v", err)
	}
	if err := e.Encode(long, Window{1, 3}, row); err == nil {
		t.Error("a window beyond the tokens: got no error")
	}
	if err := e.Encode(long, Window{0, 1}, row); err == nil {
		t.Error("room for two tokens, window of one: got no error")
	}
	if err := e.States(long, 0, row[1:]); err == nil {
		t.Error("room for fewer states than tokens: got no error")
	}
	long.Marks = []uint8{1}
	if err := e.Encode(long, Window{0, 2}, row); err == nil || !strings.Contains(err.Error(), "1 marks for 2 tokens") {
		t.Errorf("marks of one token of two: got %v", err)
	}
	long.Marks = []uint8{1, 5}
	if err := e.Encode(long, Window{0, 2}, row); err == nil || !strings.Contains(err.Error(), "token 1 has mark 5") {
		t.Errorf("a mark that the model doesn't know: got %v", err)
	}
	if err := e.States(&Pieces{}, 0, nil); err != nil {
		t.Errorf("no tokens: got %v", err)
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
		{nil, "not weights of the kind encoder1"},
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
		if err := m.NewEncoder().States(p, 0, make([]float32, m.Width())); err != nil {
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
	table := func(rows, cols int) {
		floats(rows, 0.0004, 0.0008)
		list := make([]int8, rows*cols)
		for i := range list {
			seed = seed*1664525 + 1013904223
			list[i] = int8(int(seed>>24)*254/255 - 127)
		}
		w.Int8s(list)
	}
	norm := func() { floats(hidden, 0.8, 1.2); floats(hidden, -0.1, 0.1) }
	dense := func(rows, cols int) { table(rows, cols); floats(rows, -0.1, 0.1) }
	table(len(words), hidden)
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

func BenchmarkEncode(b *testing.B) {
	for _, layers := range []int{2, 3} {
		m := randomModel(layers)
		for _, n := range []int{30, 130, 500} {
			b.Run(fmt.Sprintf("layers=%d/pieces=%d", layers, n), func(b *testing.B) {
				p := &Pieces{}
				for i := range n {
					if i%6 != 5 { // about as many tokens with more than one piece as articles have
						p.First = append(p.First, int32(i))
					}
					p.IDs = append(p.IDs, int32(3+i*37%1000))
				}
				p.EndSentence()
				e := m.NewEncoder()
				states := make([]float32, len(p.First)*m.Width())
				for b.Loop() {
					if err := e.States(p, 0, states); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "pieces/s")
			})
		}
	}
}
