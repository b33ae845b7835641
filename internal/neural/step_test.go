package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The assembly gives the bits of the plain code, and both about those of an
// LSTM in exact numbers.
func TestStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	const h = 24
	for range 300 {
		g, c := random(rng, 4*h), random(rng, h)
		for i := range g {
			g[i] *= float32(1 + rng.IntN(8))
		}
		before := slices.Clone(c)
		plainC, out, plainOut := slices.Clone(c), make([]uint8, h), make([]uint8, h)
		Step(g, c, out)
		step(g, plainC, plainOut)
		if i := differ(c, plainC); i >= 0 || !slices.Equal(out, plainOut) {
			t.Fatalf("given gates %v and cell %v: got %v and %v, in plain code %v and %v", g, before, c, out, plainC, plainOut)
		}
		for j := range h {
			logistic := func(x float32) float64 { return 1 / (1 + math.Exp(-2*float64(x))) }
			cell := logistic(g[j])*math.Tanh(float64(g[3*h+j])) + logistic(g[h+j])*float64(before[j])
			if d := math.Abs(float64(c[j]) - cell); d > 5e-4 {
				t.Fatalf("unit %d: got cell %v, want %v", j, c[j], cell)
			}
			want := logistic(g[2*h+j]) * math.Tanh(cell)
			if d := math.Abs((float64(out[j])-128)/127 - want); d > 0.0045 {
				t.Fatalf("unit %d: got %v, want %v", j, (float64(out[j])-128)/127, want)
			}
		}
	}
}

func TestLeak(t *testing.T) {
	x := []float32{1, -1, 0, 2, -2, 1e9, -1e9, 3, -3, 4}
	Leak(x, 0.25)
	if want := []float32{1, -0.25, 0, 2, -0.5, 1e9, -0.25e9, 3, -0.75, 4}; !slices.Equal(x, want) {
		t.Errorf("got %v, want %v", x, want)
	}
}

func BenchmarkStep128(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	g, c, out := random(rng, 512), random(rng, 128), make([]uint8, 128)
	for b.Loop() {
		Step(g, c, out)
	}
}

func TestPlus(t *testing.T) {
	a, b := []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}, []float32{9, 8, 7, 6, 5, 4, 3, 2, 0.5}
	got := make([]float32, 9)
	Plus(got, a, b)
	if want := []float32{10, 10, 10, 10, 10, 10, 10, 10, 9.5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMost(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	for _, n := range []int{1, 8, 43} {
		got, a, b, c := random(rng, n), random(rng, n), random(rng, n), random(rng, n)
		want := slices.Clone(got)
		for i := range want {
			want[i] = max(want[i], a[i]+(b[i]+c[i]))
		}
		if Most(got, a, b, c); !slices.Equal(got, want) {
			t.Errorf("%d numbers: got %v, want %v", n, got, want)
		}
	}
}

func TestAddRuns(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	table, code := random(rng, 3*256*4), []byte{7, 0, 255}
	got := random(rng, 12)
	want := slices.Clone(got)
	for i := range want {
		want[i] += float32(table[(i/4*256+int(code[i/4]))*4+i%4] * 1.5)
	}
	AddRuns(got, table, code, 1.5)
	if i := differ(got, want); i >= 0 {
		t.Errorf("got %v, want %v", got, want)
	}
}
