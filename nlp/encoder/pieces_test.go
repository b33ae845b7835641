package encoder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pieces makes tokens with so many pieces each, in sentences.
func pieces(sentences ...[]int) *Pieces {
	p := &Pieces{}
	for _, s := range sentences {
		for _, count := range s {
			p.First = append(p.First, int32(len(p.IDs)))
			p.IDs = append(p.IDs, make([]int32, count)...)
		}
		p.EndSentence()
	}
	return p
}

func TestWindows(t *testing.T) {
	open := pieces([]int{1, 1})
	open.Ends = nil
	for _, test := range []struct {
		name  string
		given *Pieces
		limit int
		want  []Window
	}{
		{"nothing", &Pieces{}, 8, nil},
		{"no room", pieces([]int{1}), 0, nil},
		{"all fits", pieces([]int{1, 2}, []int{3}), 8, []Window{{0, 3}}},
		{"equally long", pieces([]int{3}, []int{3}, []int{3}, []int{3}), 9, []Window{{0, 2}, {2, 4}}},
		{"does not fit", pieces([]int{3}, []int{3}, []int{4}), 5, []Window{{0, 1}, {1, 2}, {2, 3}}},
		{"long sentence", pieces([]int{1}, []int{2, 2, 2, 2}, []int{1}), 4, []Window{{0, 1}, {1, 3}, {3, 5}, {5, 6}}},
		{"long token", pieces([]int{1, 9, 1}), 4, []Window{{0, 1}, {1, 2}, {2, 3}}},
		{"only a long token", pieces([]int{7}), 3, []Window{{0, 1}}},
		{"no sentence", open, 4, []Window{{0, 2}}},
		{"empty sentence", pieces([]int{1}, nil, []int{1}), 1, []Window{{0, 1}, {1, 2}}},
	} {
		if diff := cmp.Diff(test.want, test.given.Windows(test.limit)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func FuzzWindows(f *testing.F) {
	f.Add([]byte{1, 2, 0, 9, 1, 0, 3}, uint8(4))
	f.Fuzz(func(t *testing.T, counts []byte, limit uint8) {
		p := &Pieces{}
		for _, c := range counts {
			if c%16 == 0 {
				p.EndSentence()
				continue
			}
			p.First = append(p.First, int32(len(p.IDs)))
			p.IDs = append(p.IDs, make([]int32, c%16)...)
		}
		at := 0
		for _, w := range p.Windows(int(limit)) {
			if w.First != at || w.Last <= at {
				t.Fatalf("%v, limit %d: got window %v behind token %d", counts, limit, w, at)
			}
			if n := p.size(w.First, w.Last); n > int(limit) && w.Last-w.First > 1 {
				t.Fatalf("%v, limit %d: got window %v of %d pieces", counts, limit, w, n)
			}
			at = w.Last
		}
		if at != len(p.First) && limit > 0 {
			t.Fatalf("%v, limit %d: got windows up to token %d of %d", counts, limit, at, len(p.First))
		}
	})
}
