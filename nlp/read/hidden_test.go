package read

import "testing"

func TestHiddenMember(t *testing.T) {
	for name, want := range map[string]bool{
		"a.txt": false, "d/a.txt": false, ".a.txt": true, "d/.git/a.txt": true, `d\.git\a.txt`: true, "__MACOSX/a.txt": true,
		"../a.txt": false, `..\a.txt`: false, // not hidden but refused, aloud
	} {
		if got := hiddenMember(name); got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}
