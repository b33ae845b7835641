package neural

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The assembly gives the bits of plain code.
func TestAddTo(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	for _, cols := range []int{1, 8, 19, 64, 99} {
		var r Rows
		r.Quantise(random(rng, 5*cols), 5, cols, cols)
		for _, rows := range [][]int32{nil, {3}, {4, 0, 0, 2}} {
			got := random(rng, cols)
			want := slices.Clone(got)
			r.AddTo(got, rows)
			for _, i := range rows {
				for j, b := range r.Row(int(i)) {
					want[j] += float32((float32(b) - 128) * r.Scale[i])
				}
			}
			if k := differ(got, want); k >= 0 {
				t.Fatalf("rows %v of %d numbers: got %v, want %v", rows, cols, got, want)
			}
		}
	}
}
