package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// The flag library makes a verb's flags when it is called, and panics where
// two lists of shared flags have one of the same name.
func TestHelpOfEveryVerb(t *testing.T) {
	for _, verb := range newApp(streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}).Commands {
		t.Run(verb.Name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			if code := run(t.Context(), []string{"entente", verb.Name, "--help"}, strings.NewReader(""), &out, &errOut); code != exitOK {
				t.Fatalf("%s --help: exit code %d, %q; want 0", verb.Name, code, errOut.String())
			}
			if got := out.String(); !strings.Contains(got, "entente "+verb.Name) || !strings.Contains(got, verb.Usage) {
				t.Errorf("%s --help: got %q; want its name and what it does", verb.Name, got)
			}
		})
	}
}
