package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// fullDisk takes some bytes and then no more.
type fullDisk struct{ left int }

func (f *fullDisk) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(b), nil
}

// What a verb could not write is not passed over.
func TestOutputThatCanNotBeWritten(t *testing.T) {
	t.Chdir(t.TempDir())
	var errOut bytes.Buffer
	in := strings.NewReader(articleLines(3))
	if code := run(t.Context(), []string{"entente", "import", "-q", "--input-format", "jsonl", "-"}, in, &errOut, &errOut); code != exitOK {
		t.Fatalf("import: exit code %d; %s", code, &errOut)
	}
	for _, verb := range []string{
		"stats", "stats --json", "show Iran", "show Iran --json", "why Iran ATTACKS Israel", "export", "export --format cypher", "export --format graphml",
		"version", "schema", "completion bash", "help", "show --help",
	} {
		for _, room := range []int{0, 10} {
			errOut.Reset()
			code := run(t.Context(), append([]string{"entente"}, strings.Fields(verb)...), nil, &fullDisk{room}, &errOut)
			if code != exitError || !strings.Contains(errOut.String(), "no space left on device") {
				t.Errorf("%s with room for %d bytes: got exit code %d and %q, want %d and the reason", verb, room, code, &errOut, exitError)
			}
		}
	}
}
