package weights

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPack(t *testing.T) {
	w := NewWriter("KIND01")
	w.Uint(300)
	w.String("Kyiv")
	w.Strings([]string{"a", ""})
	w.Float(1.5)
	w.Int8s([]int8{-1, 7})
	w.Blob([]byte{9})
	w.Floats([]float32{0.25})
	w.Halves([]float32{1, -0.5})
	w.Fixed(1 << 31)
	r := NewReader(w.Bytes(), "KIND01")
	type all struct {
		N       int
		S       string
		List    []string
		F       float32
		Small   []int8
		Blob    []byte
		Floats  []float32
		Halves  []float32
		Fixed   uint32
		Problem error
	}
	got := all{r.Uint(), r.String(), r.Strings(), r.Float(), r.Int8s(), r.Bytes(), r.Floats(), r.Halves(), r.Fixed(), r.Err()}
	want := all{300, "Kyiv", []string{"a", ""}, 1.5, []int8{-1, 7}, []byte{9}, []float32{0.25}, []float32{1, -0.5}, 1 << 31, nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPackErrors(t *testing.T) {
	if err := NewReader([]byte("OTHER1"), "KIND01").Err(); err == nil {
		t.Error("got no error for another kind")
	}
	if err := NewReader([]byte("KIND01x"), "KIND01").Err(); err == nil {
		t.Error("got no error for bytes that are left")
	}
	r := NewReader([]byte("KIND01\x09ab"), "KIND01")
	if s := r.String(); s != "" || r.Err() == nil {
		t.Errorf("got %q, %v, want an error for a string cut short", s, r.Err())
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("KIND01\x02\x01a\x00\x05"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(append([]byte("KIND01"), b...), "KIND01")
		for range 4 {
			r.Strings()
			r.Int8s()
			r.Floats()
			r.Halves()
			r.Bytes()
		}
		_ = r.Err()
	})
}
