package likeness

import "testing"

func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961},
		{"dixon", "dicksonx", 0.813},
		{"abc", "abc", 1},
		{"abc", "xyz", 0},
		{"", "a", 0},
	} {
		if got := JaroWinkler(c.a, c.b); got < c.want-0.001 || got > c.want+0.001 {
			t.Errorf("JaroWinkler(%q, %q): got %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func FuzzAtLeast(f *testing.F) {
	f.Add("niger", "nigeria", 0.9)
	f.Add("", "é", 0.5)
	f.Fuzz(func(t *testing.T, a, b string, bound float64) {
		want := JaroWinkler(a, b)
		got, ok := AtLeast(Prepare(a), Prepare(b), bound)
		if len(a) < 200 && len(b) < 200 && bound > 0 && ok != (want >= bound) && want-bound > 1e-9 {
			t.Errorf("AtLeast(%q, %q, %g): got %g, %v; JaroWinkler is %g", a, b, bound, got, ok, want)
		}
		if ok && got != want {
			t.Errorf("AtLeast(%q, %q, %g): got %g, want %g", a, b, bound, got, want)
		}
	})
}
