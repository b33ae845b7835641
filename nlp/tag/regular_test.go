package tag

import "testing"

func TestRegular(t *testing.T) {
	words := map[string]bool{}
	for _, w := range []string{"bomb", "invade", "expel", "veto", "deny", "stop", "attack", "seize", "ally", "base", "free", "raid", "die", "hope"} {
		words[w] = true
	}
	known := func(w string) bool { return words[w] }
	for _, test := range []struct{ form, xpos, want string }{
		{"bombed", "VBD", "bomb"},
		{"Invaded", "VBN", "invade"},
		{"expelled", "VBD", "expel"},
		{"vetoed", "VBD", "veto"},
		{"denied", "VBD", "deny"},
		{"denies", "VBZ", "deny"},
		{"stopping", "VBG", "stop"},
		{"seizing", "VBG", "seize"},
		{"attacks", "VBZ", "attack"},
		{"bases", "NNS", "base"},
		{"allies", "NNS", "ally"},
		{"freed", "VBD", "free"},
		{"raids", "NNS", "raid"},
		{"hoped", "VBD", "hope"},
		{"died", "VBD", "die"},
		{"fled", "VBD", ""},
		{"red", "VBD", ""},
		{"ing", "VBG", ""},
		{"s", "VBZ", ""},
		{"bombed", "NNP", ""},
	} {
		if got, _ := Regular(test.form, test.xpos, known); got != test.want {
			t.Errorf("Regular(%q, %s): got %q, want %q", test.form, test.xpos, got, test.want)
		}
	}
}
