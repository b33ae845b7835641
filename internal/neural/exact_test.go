package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sameBits fails where two lists differ in one bit.
func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: got %v at %d, Go gives %v", what, got[i], i, want[i])
		}
	}
}

func TestExponentials(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for _, n := range []int{16, 48, 512} {
		x := random(rng, n)
		x[3], x[5], x[9] = -1e30, -90, 60
		got, want := slices.Clone(x), slices.Clone(x)
		sum := Exponentials(got)
		if other := exponentials(want); sum != other {
			t.Fatalf("got the sum %v, Go gives %v", sum, other)
		}
		sameBits(t, "Exponentials", got, want)
		exact := 0.0
		for i, v := range x {
			e := math.Exp(max(float64(v)-60, -87))
			if d := math.Abs(float64(got[i])/e - 1); d > 6e-6 {
				t.Fatalf("exp(%v): got %v, off by %g", v-60, got[i], d)
			}
			exact += e
		}
		if math.Abs(float64(sum)/exact-1) > 1e-6 {
			t.Fatalf("got the sum %v, want %v", sum, exact)
		}
	}
}

func TestGelu(t *testing.T) {
	var x []float32
	for v := float32(-12); v <= 12; v += 0.003 {
		x = append(x, v)
	}
	x = append(x[:len(x)/16*16-16], 0, float32(math.Copysign(0, -1)), 1e20, -1e20, 1e-30, -1e-30, 3, -3, 1, -1, 5, -5, 6, -6, 7, -7)
	got, want := slices.Clone(x), slices.Clone(x)
	Gelu(got)
	gelu(want)
	sameBits(t, "Gelu", got, want)
	for i, v := range x {
		exact := float64(v) * (1 + math.Erf(float64(v)/math.Sqrt2)) / 2
		if d := math.Abs(float64(got[i]) - exact); d > 1e-6*max(1, math.Abs(float64(v))) {
			t.Fatalf("gelu(%v): got %v, off by %g", v, got[i], d)
		}
	}
}

func TestAddNorm(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for _, n := range []int{16, 384} {
		x, y, gain, bias := random(rng, n), random(rng, n), random(rng, n), random(rng, n)
		got, want := slices.Clone(x), slices.Clone(x)
		AddNorm(got, y, gain, bias, 1e-12)
		addNorm(want, y, gain, bias, 1e-12)
		sameBits(t, "AddNorm", got, want)
		var sum, square float64
		for i := range x {
			sum += float64(x[i] + y[i])
		}
		for i := range x {
			d := float64(x[i]+y[i]) - sum/float64(n)
			square += d * d
		}
		for i := range x {
			exact := (float64(x[i]+y[i])-sum/float64(n))/math.Sqrt(square/float64(n))*float64(gain[i]) + float64(bias[i])
			if d := math.Abs(float64(got[i]) - exact); d > 1e-5 {
				t.Fatalf("%d numbers: got %v at %d, off by %g", n, got[i], i, d)
			}
		}
	}
}

func BenchmarkExponentials144(b *testing.B) {
	from, x := random(rand.New(rand.NewPCG(1, 1)), 144), make([]float32, 144)
	for b.Loop() {
		copy(x, from)
		Exponentials(x)
	}
}

func BenchmarkGelu1536(b *testing.B) {
	from, x := random(rand.New(rand.NewPCG(1, 1)), 1536), make([]float32, 1536)
	for b.Loop() {
		copy(x, from)
		Gelu(x)
	}
}

func BenchmarkAddNorm384(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y, gain, bias := random(rng, 384), random(rng, 384), random(rng, 384), random(rng, 384)
	for b.Loop() {
		AddNorm(x, y, gain, bias, 1e-12)
	}
}
