package neural

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// kernels are those that this processor has.
func kernels() []kernel {
	all := []kernel{plain, avx2, vnni}
	return all[:best+1]
}

// sums are the products in whole numbers, in the simplest way.
func sums(rows, cols int, w []int8, x *Rows) []int32 {
	out := make([]int32, x.Len()*rows)
	for i := range x.Len() {
		for o := range rows {
			for k, q := range x.Row(i) {
				out[i*rows+o] += (int32(q) - 128) * int32(w[o*cols+k])
			}
		}
	}
	return out
}

// same runs all kernels on weights and activations made of bytes, and wants
// the same bits of all, and the sums of them.
func same(t *testing.T, rows, cols, n int, next func() byte) {
	t.Helper()
	w, scale := make([]int8, rows*cols), make([]float32, rows)
	for i := range w {
		if w[i] = int8(next()); w[i] == -128 {
			w[i] = 127
		}
	}
	for i := range scale {
		scale[i] = 0.001 * float32(1+int(next()))
	}
	var x Rows
	x.Reset(n, cols)
	for i := range n {
		x.Scale[i] = 0.01 * float32(1+int(next()))
		for j := range x.Row(i) {
			x.Row(i)[j] = next()
		}
	}
	m := NewInt8(rows, cols, w, scale)
	bias := make([]float32, m.Out())
	for i := range bias {
		bias[i] = float32(int8(next())) / 16
	}
	want := make([]float32, n*m.Out())
	for i, s := range sums(rows, cols, w, &x) {
		row, o := i/max(1, rows), i%max(1, rows)
		want[row*m.Out()+o] = bias[o] + float32(float32(float32(s)*scale[o])*x.Scale[row])
	}
	for i := range n {
		copy(want[i*m.Out()+rows:][:m.Out()-rows], bias[rows:])
	}
	for _, k := range kernels() {
		got := make([]float32, n*m.Out())
		m.run(k, got, &x, bias, 0)
		if i := differ(got, want); i >= 0 {
			t.Fatalf("kernel %d, %d×%d weights, %d rows: got %v at %d, want %v", k, rows, cols, n, got[i], i, want[i])
		}
		for i := range n {
			copy(got[i*m.Out():], bias)
		}
		m.run(k, got, &x, got, m.Out())
		if i := differ(got, want); i >= 0 {
			t.Fatalf("kernel %d, %d×%d weights, %d rows, added: got %v at %d, want %v", k, rows, cols, n, got[i], i, want[i])
		}
	}
}

// Activations taken for weights are the same as the weights.
func TestReloadRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	var m Int8
	for _, size := range [][2]int{{130, 64}, {5, 7}, {80, 128}, {1, 1}} {
		var a, b Rows
		a.Quantise(random(rng, 3*size[1]), 3, size[1], size[1])
		b.Quantise(random(rng, size[0]*size[1]), size[0], size[1], size[1])
		w := make([]int8, 0, size[0]*size[1])
		for i := range size[0] {
			for _, q := range b.Row(i) {
				w = append(w, int8(int(q)-128))
			}
		}
		n := NewInt8(size[0], size[1], w, b.Scale)
		m.ReloadRows(&b)
		got, want := make([]float32, 3*m.Out()), make([]float32, 3*n.Out())
		m.Mul(got, &a, nil)
		n.Mul(want, &a, nil)
		if !slices.Equal(got, want) {
			t.Errorf("%v: got %v, want %v", size, got, want)
		}
	}
}

func differ(a, b []float32) int {
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return i
		}
	}
	return -1
}

func TestInt8(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	fills := map[string]func() byte{
		"random":  func() byte { return byte(rng.Uint32()) },
		"largest": func() byte { return 255 },
		"least":   func() byte { return 129 }, // -127
		"zero":    func() byte { return 0 },
		"extreme": func() byte { return []byte{0, 1, 127, 128, 129, 255}[rng.IntN(6)] },
	}
	for name, fill := range fills {
		t.Run(name, func(t *testing.T) {
			for n := range 10 {
				for _, size := range [][2]int{{1, 1}, {16, 4}, {17, 5}, {63, 31}, {64, 64}, {65, 7}, {80, 33}, {100, 208}, {129, 12}, {512, 128}} {
					same(t, size[0], size[1], n, fill)
				}
			}
			same(t, 64, 4000, 3, fill)
		})
	}
}

func FuzzInt8(f *testing.F) {
	f.Add(uint8(64), uint8(8), uint8(4), []byte{0, 255, 128, 129, 7})
	f.Add(uint8(17), uint8(3), uint8(1), []byte{127})
	f.Add(uint8(84), uint8(0), uint8(2), []byte{48})
	f.Fuzz(func(t *testing.T, rows, cols, n uint8, data []byte) {
		if len(data) == 0 {
			return
		}
		i := 0
		same(t, int(rows), int(cols), int(n)%10, func() byte { i++; return data[i%len(data)] })
	})
}

func TestQuantise(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for _, cols := range []int{1, 7, 8, 9, 31, 64, 100} {
		x := random(rng, 3*(cols+2))
		x[0] = -9
		clear(x[cols+2:][:cols])
		var r Rows
		r.Quantise(x, 3, cols, cols+2)
		if slices.ContainsFunc(r.Row(1), func(q uint8) bool { return q != 128 }) {
			t.Errorf("%d zeros: got %v, want 128 everywhere", cols, r.Row(1))
		}
		for i := range 3 {
			for j, q := range r.Row(i) {
				if d := math.Abs(float64(r.Scale[i]*float32(int(q)-128) - x[i*(cols+2)+j])); d > 0.501*float64(r.Scale[i]) {
					t.Errorf("row %d, number %d: got %v, off by %v of %v", i, j, q, d, x[i*(cols+2)+j])
				}
			}
		}
		if r.Row(0)[0] != 1 {
			t.Errorf("the largest of %d: got %d, want 1", cols, r.Row(0)[0])
		}
	}
}

// The assembly has to round as the plain code does, also halves and what is
// beyond the fixed range.
func TestQuantiseRounds(t *testing.T) {
	x := []float32{0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, -126.5, 127, -127, 128, -128, 1e9, -1e9, 3e38, 0}
	want := []uint8{128, 130, 130, 128, 126, 126, 254, 2, 255, 1, 255, 1, 255, 1, 255, 128}
	var whole, odd Rows
	whole.QuantiseFixed(x, 1, len(x), len(x), 127)
	if !slices.Equal(whole.Row(0), want) {
		t.Errorf("got %v, want %v", whole.Row(0), want)
	}
	for i := range x { // one by one: in plain code
		odd.QuantiseFixed(x[i:], 1, 1, 1, 127)
		if got := odd.Row(0)[0]; got != want[i] {
			t.Errorf("%v: got %d, want %d", x[i], got, want[i])
		}
	}
}

func FuzzQuantise(f *testing.F) {
	f.Add(uint32(1), uint32(2), 9)
	f.Fuzz(func(t *testing.T, a, b uint32, n int) {
		rng := rand.New(rand.NewPCG(uint64(a), uint64(b)))
		x := make([]float32, 8+max(0, n%64))
		for i := range x {
			for {
				x[i] = math.Float32frombits(rng.Uint32())
				if v := float64(x[i]); !math.IsNaN(v) && !math.IsInf(v, 0) {
					break
				}
			}
		}
		var r Rows
		r.Quantise(x, 1, len(x), len(x))
		most := float32(0)
		for _, v := range x {
			most = max(most, v, -v)
		}
		for i, q := range r.Row(0) {
			if want := uint8(round(x[i]*(127/most)) + 128); most >= tiny && q != want {
				t.Fatalf("%v of %v: got %d, want %d", x[i], most, q, want)
			}
		}
	})
}

// A matrix of floats in 8 bits gives about what Gemm gives.
func TestInt8LikeGemm(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	const n, k, out = 5, 200, 96
	a, b := random(rng, n*k), random(rng, k*out)
	want, got := make([]float32, n*out), make([]float32, n*out)
	Gemm(want, a, b, n, k, out, k)
	q, scale := QuantiseColumns(b, k, out)
	m := NewInt8(out, k, q, scale)
	var x Rows
	x.Quantise(a, n, k, k)
	m.Mul(got, &x, nil)
	for i := range got {
		if d := math.Abs(float64(got[i] - want[i])); d > 1 {
			t.Fatalf("got %v at %d, want about %v", got[i], i, want[i])
		}
	}
}

func BenchmarkInt8(b *testing.B) {
	for _, size := range [][3]int{{20, 256, 512}, {4, 128, 512}, {1, 128, 512}, {64, 384, 1536}} {
		n, k, out := size[0], size[1], size[2]
		rng := rand.New(rand.NewPCG(1, 1))
		x, w, y := random(rng, n*k), random(rng, k*out), make([]float32, n*out)
		speed := func(b *testing.B) {
			b.ReportMetric(float64(n*k*out)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
		}
		b.Run(fmt.Sprintf("%dx%dx%d/float", n, k, out), func(b *testing.B) {
			for b.Loop() {
				Gemm(y, x, w, n, k, out, k)
			}
			speed(b)
		})
		q, scale := QuantiseColumns(w, k, out)
		m := NewInt8(out, k, q, scale)
		var rows Rows
		rows.Quantise(x, n, k, k)
		for _, kern := range kernels() {
			b.Run(fmt.Sprintf("%dx%dx%d/%v", n, k, out, []string{"plain", "avx2", "vnni"}[kern]), func(b *testing.B) {
				for b.Loop() {
					m.run(kern, y, &rows, y, m.out)
				}
				speed(b)
			})
		}
	}
}

func BenchmarkQuantise384(b *testing.B) {
	x := random(rand.New(rand.NewPCG(1, 1)), 384)
	var r Rows
	for b.Loop() {
		r.Quantise(x, 1, 384, 384)
	}
}
