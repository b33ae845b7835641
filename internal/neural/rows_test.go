package neural

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The assembly gives the bits of plain code.
func TestAddTo(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	for _, cols := range []int{1, 8, 19, 64} {
		var r Rows
		r.Quantise(random(rng, 5*cols), 5, cols, cols)
		for i := range 5 {
			got := random(rng, cols)
			want := slices.Clone(got)
			r.AddTo(got, i)
			for j, b := range r.Row(i) {
				want[j] += float32((float32(b) - 128) * r.Scale[i])
			}
			if k := differ(got, want); k >= 0 {
				t.Fatalf("row %d of %d numbers: got %v, want %v", i, cols, got, want)
			}
		}
	}
}
