package nlp_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestResolve takes names, titles and phrases for what they mean on a date, by
// themselves or with a sentence. The few that still fail are printed with -v.
func TestResolve(t *testing.T) {
	const least = 0.97
	data, err := os.ReadFile("testdata/resolve.tsv")
	if err != nil {
		t.Fatal(err)
	}
	p := load(t)
	right, all := 0, 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || f[0] == "date" {
			continue
		}
		all++
		day, err := schema.ParseDate(f[0])
		if err != nil || len(f) < 3 {
			t.Fatalf("%q: %v", line, err)
		}
		sentence := ""
		if len(f) > 3 {
			sentence = f[3]
		}
		found, err := p.Resolve(t.Context(), f[2], day, sentence)
		if err != nil {
			t.Fatal(err)
		}
		got, why := "none", schema.Link{}
		if len(found) > 0 {
			got, why = found[0].Entity.ID, found[0].Link
		}
		want := f[1]
		if got == want || want == "nil" && strings.HasPrefix(got, "nil:") || want == "none" && strings.HasPrefix(got, "nil:") {
			right++
			if why.Score <= 0 && got != "none" || why.Score > 1 {
				t.Errorf("%q: score %v", f[2], why.Score)
			}
			continue
		}
		t.Logf("%s %q %q\n  got  %s (%.2f, %s)\n  want %s", f[0], f[2], sentence, got, why.Score, why.Reason, want)
	}
	t.Logf("%d of %d are what they mean (%.1f %%)", right, all, 100*float64(right)/float64(all))
	if float64(right) < least*float64(all) {
		t.Errorf("got %d of %d, want %.0f %%", right, all, 100*least)
	}
}
