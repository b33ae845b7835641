package encoder

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

func TestSentence(t *testing.T) {
	p := pieces([]int{1, 2}, nil, []int{3})
	for i, want := range [][3]int{{0, 2, 3}, {2, 2, 0}, {2, 3, 3}} {
		first, last, size := p.Sentence(i)
		if got := [3]int{first, last, size}; got != want {
			t.Errorf("sentence %d: got %v, want %v", i, got, want)
		}
	}
}

func TestDropSentence(t *testing.T) {
	for _, test := range []struct {
		name        string
		given, want *Pieces
	}{
		{"the only one", pieces([]int{1, 2}), &Pieces{}},
		{"the last one", pieces([]int{1, 2}, []int{3}), pieces([]int{1, 2})},
		{"an empty one", pieces([]int{1, 2}, nil), pieces([]int{1, 2})},
	} {
		if test.given.DropSentence(); cmp.Diff(test.want, test.given, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(Pieces{})) != "" {
			t.Errorf("%s: got %+v, want %+v", test.name, test.given, test.want)
		}
	}
	p := pieces([]int{1}, []int{1, 1})
	p.Marks = []uint8{1, 2, 3}
	if p.DropSentence(); len(p.Marks) != 1 {
		t.Errorf("got the marks %v, want those of one token", p.Marks)
	}
}
