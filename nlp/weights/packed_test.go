package weights

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Packed vectors are near what they were, the fine ones nearer, and writing
// and reading changes nothing.
func TestPackVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	const n, width, fine = 1200, 20, 700
	vecs := make([][]float32, n)
	for i := range vecs {
		vecs[i] = make([]float32, width)
		for j := range vecs[i] {
			if i > 0 { // the first is zero
				vecs[i][j] = float32(rng.NormFloat64()) * float32(1+i%9)
			}
		}
	}
	p := Pack(vecs, width, func(i int) bool { return i >= n-fine })
	var noise, energy [2]float64
	for i, v := range vecs {
		x := make([]float32, width)
		p.Add(x, i)
		k := 0
		if i >= n-fine {
			k = 1
		}
		for j := range x {
			noise[k] += float64(x[j]-v[j]) * float64(x[j]-v[j])
			energy[k] += float64(v[j]) * float64(v[j])
		}
		if i == 0 && cmp.Diff(v, x) != "" {
			t.Errorf("got %v for a vector of zeros", x)
		}
	}
	if share := noise[0] / energy[0]; share > 0.12 {
		t.Errorf("the noise is %.3f of the vectors, want 0.12 at most", share)
	}
	if share := noise[1] / energy[1]; share > 0.02 {
		t.Errorf("the noise is %.3f of the fine vectors, want 0.02 at most", share)
	}
	w := NewWriter("KIND01")
	w.Packed(&p)
	r := NewReader(w.Bytes(), "KIND01")
	q := r.Packed(n, width)
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	again := NewWriter("KIND01")
	again.Packed(&q)
	if string(again.Bytes()) != string(w.Bytes()) {
		t.Error("vectors are written otherwise than they were read")
	}
	if diff := cmp.Diff(p.rank, q.rank); diff != "" {
		t.Error(diff)
	}
}
