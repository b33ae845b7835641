package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func shorts(rng *rand.Rand, n, most int) []int16 {
	x := make([]int16, n)
	for i := range x {
		x[i] = int16(rng.IntN(2*most+1) - most)
	}
	return x
}

func TestProduct16(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, size := range [][3]int{{1, 2, 16}, {3, 6, 32}, {4, 32, 144}, {9, 130, 32}} {
		m, k, n := size[0], size[1], size[2]
		lda, ldb, ldc := k+3, n+5, n+16
		a, flat := shorts(rng, m*lda, 4000), shorts(rng, k*n, 4000)
		b := make([]int16, k*ldb)
		Pairs(b, flat, k, n, n, ldb)
		got, want := random(rng, m*ldc), make([]float32, m*ldc)
		copy(want, got)
		product16(want, a, b, m, k, n, lda, ldb, ldc, 0.37)
		Product16(got, a, b, m, k, n, lda, ldb, ldc, 0.37)
		sameBits(t, "Product16", got, want)
		for by := plain; by <= best; by++ {
			product16By(by, got, a, b, m, k, n, lda, ldb, ldc, 0.37)
			sameBits(t, "Product16 by another kernel", got, want)
		}
		for i := range m {
			for j := range n {
				sum := 0
				for p := range k {
					sum += int(a[i*lda+p]) * int(flat[p*n+j])
				}
				if w := float32(sum) * 0.37; got[i*ldc+j] != w {
					t.Fatalf("size %v: got %v at row %d, column %d, want %v", size, got[i*ldc+j], i, j, w)
				}
			}
		}
	}
}

func TestPairs(t *testing.T) {
	a := []int16{1, 2, 9, 3, 4, 9, 5, 6, 9} // three rows of two, three apart
	b := make([]int16, 2*2*2)
	Pairs(b, a, 3, 2, 3, 2)
	if want := []int16{1, 3, 2, 4, 5, 0, 6, 0}; !slices.Equal(b, want) {
		t.Errorf("Pairs: got %v, want %v", b, want)
	}
	b = make([]int16, 2*3)
	PairsTurned(b, a, 3, 2, 3, 3)
	if want := []int16{1, 2, 3, 4, 5, 6}; !slices.Equal(b, want) {
		t.Errorf("PairsTurned: got %v, want %v", b, want)
	}
}

func TestQuantise16(t *testing.T) {
	x := []float32{0, 0.5, 1.5, -0.5, -2.5, 40000, -40000, 1e30, -1e30, 32767, -32768, 3.49, 7, 8, 9, 10, 2.5, -1.5}
	want := []int16{0, 0, 2, 0, -2, 32767, -32768, 32767, -32768, 32767, -32768, 3, 7, 8, 9, 10, 2, -2}
	got := make([]int16, len(x))
	Quantise16(got, x, 1)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	rng := rand.New(rand.NewPCG(5, 1))
	x = random(rng, 64)
	got = make([]int16, len(x))
	Quantise16(got, x, 1234.5)
	for i, v := range x {
		if w := int16(math.RoundToEven(float64(v * 1234.5))); got[i] != w {
			t.Fatalf("%v: got %d, want %d", v, got[i], w)
		}
	}
}

func BenchmarkProduct16of130x32x144(b *testing.B) { benchProduct16(b, 130, 32, 144, 384, 384) }

func BenchmarkProduct16of130x130x32(b *testing.B) { benchProduct16(b, 130, 130, 32, 144, 384) }

func benchProduct16(b *testing.B, m, k, n, lda, ldc int) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y, z := shorts(rng, m*lda, 99), shorts(rng, k*n, 99), make([]float32, m*ldc)
	for b.Loop() {
		Product16(z, x, y, m, k, n, lda, n, ldc, 1)
	}
	b.ReportMetric(float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}
