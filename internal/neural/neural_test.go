package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

func TestGemm(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, size := range [][3]int{{1, 1, 16}, {3, 5, 32}, {4, 96, 384}, {7, 224, 384}, {9, 3, 80}, {17, 96, 112}} {
		m, k, n := size[0], size[1], size[2]
		lda := k + 3
		a, b, c := random(rng, m*lda), random(rng, k*n), random(rng, m*n)
		want := append([]float32(nil), c...)
		gemm(want, a, b, m, k, n, lda)
		Gemm(c, a, b, m, k, n, lda)
		for i := range c {
			if d := math.Abs(float64(c[i] - want[i])); d > 1e-4*float64(k) {
				t.Fatalf("size %v: got %v at %d, want %v", size, c[i], i, want[i])
			}
		}
	}
}

func TestTanh(t *testing.T) {
	var x []float32
	for v := float32(-12); v <= 12; v += 0.001 {
		x = append(x, v)
	}
	x = x[:len(x)/8*8]
	got := append([]float32(nil), x...)
	Tanh(got)
	for i, v := range x {
		if d := math.Abs(float64(got[i]) - math.Tanh(float64(v))); d > 1.5e-4 {
			t.Fatalf("tanh(%v): got %v, off by %v", v, got[i], d)
		}
		one := []float32{v}
		Tanh(one)
		if d := math.Abs(float64(got[i] - one[0])); d > 1e-6 {
			t.Fatalf("tanh(%v): assembly gives %v, Go %v", v, got[i], one[0])
		}
	}
}

func TestTranspose(t *testing.T) {
	a := []float32{1, 2, 3, 4, 5, 6}
	b := make([]float32, 3*4)
	Transpose(b, a, 2, 3, 4)
	for i := range 2 {
		for j := range 3 {
			if b[j*4+i] != a[i*3+j] {
				t.Fatalf("got %v", b)
			}
		}
	}
}

func BenchmarkGemm20x224x384(b *testing.B) { benchGemm(b, 20, 224, 384) }

func BenchmarkGemm1x96x384(b *testing.B) { benchGemm(b, 1, 96, 384) }

func benchGemm(b *testing.B, m, k, n int) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y, z := random(rng, m*k), random(rng, k*n), random(rng, m*n)
	for b.Loop() {
		Gemm(z, x, y, m, k, n, k)
	}
	b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

func BenchmarkTanh384(b *testing.B) {
	x := random(rand.New(rand.NewPCG(1, 1)), 384)
	for b.Loop() {
		Tanh(x)
	}
}

func TestCell(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	const h = 16
	g, before := random(rng, 4*h), random(rng, h)
	Tanh(g)
	c, tc, out := make([]float32, h), make([]float32, h), make([]float32, h)
	gates := append([]float32(nil), g...)
	Cell(gates, before, c, tc, out)
	for j := range h {
		gi, gf, gout := 0.5*g[j]+0.5, 0.5*g[h+j]+0.5, 0.5*g[2*h+j]+0.5
		want := gi*g[3*h+j] + gf*before[j]
		o := float64(gout) * math.Tanh(float64(want))
		if math.Abs(float64(c[j]-want)) > 1e-5 || math.Abs(float64(out[j])-o) > 2e-4 || math.Abs(float64(gates[h+j]-gf)) > 1e-6 {
			t.Fatalf("unit %d: got cell %v, output %v, want %v, %v", j, c[j], out[j], want, o)
		}
	}
}
