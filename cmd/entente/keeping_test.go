package main

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
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

// A graph of a former format is refused by verbs that read, and brought up to
// date by the verb that their error names.
func TestGraphOfFormerFormat(t *testing.T) {
	script, err := os.ReadFile("../../graph/sqlite/testdata/format1.sql")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	db, err := sql.Open("sqlite", "entente.db")
	if err == nil {
		_, err = db.ExecContext(t.Context(), string(script))
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		verb string
		code int
		say  string
	}{{"stats", exitError, "up to date with: entente rebuild"}, {"rebuild", exitOK, "events computed"}, {"stats", exitOK, "3 articles"}, {"doctor", exitOK, "all is well"}} {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"entente", tt.verb}, nil, &out, &out); code != tt.code || !strings.Contains(out.String(), tt.say) {
			t.Errorf("%s: got exit code %d and %q, want %d and %q", tt.verb, code, &out, tt.code, tt.say)
		}
	}
}
