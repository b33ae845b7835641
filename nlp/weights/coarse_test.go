package weights

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/neural"
)

// coarseBytes writes a matrix of one row.
func coarseBytes(bits int, scales []uint16, row []byte) []byte {
	w := NewWriter("KIND01")
	w.Uint(bits)
	w.Uint(len(scales))
	for _, s := range scales {
		w.b = append(w.b, byte(s), byte(s>>8))
	}
	w.Blob(row)
	return w.Bytes()
}

func TestCoarse(t *testing.T) {
	const one, two, big = 0x3c00, 0x4000, 0x7bff // 1, 2, 65504
	for _, test := range []struct {
		name   string
		bits   int
		scales []uint16
		row    []byte
		cols   int
		want   []float32
	}{
		{"four bits", 4, []uint16{two}, []byte{0xf1, 0x80}, 4, []float32{-14, 14, -16, 0}},
		{"three bits", 3, []uint16{one}, []byte{0b11_100_001, 0b101_011_1, 0b0}, 6, []float32{-3, 0, 3, -1, 1, -4}},
		{"eight bits", 8, []uint16{big}, []byte{0xff, 0x80}, 2, []float32{65504 * 127, 0}},
		{"two groups", 4, []uint16{one, two}, slices.Repeat([]byte{0x99}, 33), 66, append(slices.Repeat([]float32{1}, 64), 2, 2)},
	} {
		r := NewReader(coarseBytes(test.bits, test.scales, test.row), "KIND01")
		c := r.Coarse("row", 1, test.cols)
		if err := r.Err(); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		got := make([]float32, test.cols)
		if c.Row(got, 0); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
		var rows neural.Rows
		c.Round(&rows)
		for i, q := range rows.Row(0) {
			if x := rows.Scale[0] * float32(int(q)-128); math.Abs(float64(x-got[i])) > float64(rows.Scale[0])*0.501 {
				t.Errorf("%s: number %d rounded is %v, want about %v", test.name, i, x, got[i])
			}
		}
	}
}

func TestCoarseErrors(t *testing.T) {
	for _, test := range []struct {
		name  string
		given []byte
		want  string
	}{
		{"no bits", coarseBytes(0, []uint16{1}, []byte{1}), "numbers of 0 bits"},
		{"too many bits", coarseBytes(9, []uint16{1}, []byte{1}), "numbers of 9 bits"},
		{"too few bytes", coarseBytes(4, []uint16{1}, []byte{1}), "1 scales and 1 bytes, want 1 and 2"},
		{"too many scales", coarseBytes(4, []uint16{1, 1}, []byte{1, 2}), "2 scales and 2 bytes, want 1 and 2"},
		{"negative", coarseBytes(4, []uint16{0xbc00}, []byte{1, 2}), "negative"},
		{"not a number", coarseBytes(4, []uint16{0x7e00}, []byte{1, 2}), "not finite"},
		{"cut short", coarseBytes(4, []uint16{1}, []byte{1, 2})[:11], "too early"},
	} {
		r := NewReader(test.given, "KIND01")
		r.Coarse("row", 1, 4)
		if err := r.Err(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

func TestHalf(t *testing.T) {
	for given, want := range map[uint16]float32{
		0: 0, 1: 0x1p-24, 0x03ff: 1023 * 0x1p-24, 0x0400: 0x1p-14, 0x3555: 0.33325195, 0xc000: -2, 0x7bff: 65504, 0x7c00: float32(math.Inf(1)),
	} {
		if got := half(given); got != want {
			t.Errorf("%#04x: got %v, want %v", given, got, want)
		}
	}
}
