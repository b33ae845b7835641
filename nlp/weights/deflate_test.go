package weights

import (
	"slices"
	"strings"
	"testing"
)

func TestDeflated(t *testing.T) {
	w := NewWriter("KIND01")
	numbers := make([]int8, 10_000)
	numbers[7] = -3
	w.Int8s(numbers)
	w.String("Kyiv")
	b := w.Deflated()
	if len(b) > 1500 {
		t.Errorf("got %d bytes, want an eighth", len(b))
	}
	r := NewInflatingReader(b, "KIND01")
	if got := r.Int8s(); !slices.Equal(got, numbers) {
		t.Errorf("got %d other numbers", len(got))
	}
	if got := r.String(); got != "Kyiv" || r.Err() != nil {
		t.Errorf("got %q and the error %v, want Kyiv and none", got, r.Err())
	}
	changed := slices.Clone(b)
	changed[len(changed)-1]++
	for _, test := range []struct {
		name  string
		given []byte
		want  string
	}{
		{"nothing", nil, "not weights of the kind KIND01"},
		{"another kind", []byte("KIND02" + string(b[6:])), "not weights of the kind KIND01"},
		{"no stream", []byte("KIND01"), "damaged"},
		{"half of it", b[:len(b)/2], "damaged"},
		{"another sum", changed, "damaged"},
		{"a byte too many", append(slices.Clone(b), 0), "bytes are left"},
	} {
		if err := NewInflatingReader(test.given, "KIND01").Err(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got the error %v, want %s", test.name, err, test.want)
		}
	}
}

// A small file can hold much.
func TestInflatingReaderBounds(t *testing.T) {
	w := NewWriter("KIND01")
	w.Int8s(make([]int8, maxInflated))
	if err := NewInflatingReader(w.Deflated(), "KIND01").Err(); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("got the error %v, want one about size", err)
	}
}
