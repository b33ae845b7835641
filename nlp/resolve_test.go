package nlp_test

import (
	"encoding/csv"
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

// TestLookAlikesStayApart resolves the names of the pairs that are easily taken
// for each other: none may be the other.
func TestLookAlikesStayApart(t *testing.T) {
	p := load(t)
	f, err := schema.ActorFiles().Open("never-merge.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := csv.NewReader(f)
	rows.Comment = '#'
	pairs, err := rows.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, pair := range pairs[1:] {
		for i, id := range pair[:2] {
			a, other := p.Actors.ByID[id], pair[1-i]
			if a == nil {
				t.Fatalf("never-merge.csv: %s is not known", id)
			}
			for _, n := range a.Names {
				if p.Actors.Ambiguous[n.Text] != nil || n.Form != schema.FormName {
					continue
				}
				names++
				found, err := p.Resolve(t.Context(), n.Text, a.To, "")
				if err != nil {
					t.Fatal(err)
				}
				if len(found) > 0 && found[0].Entity.ID == other {
					t.Errorf("%q of %s: got %s (%s)", n.Text, id, other, found[0].Reason)
				}
			}
		}
	}
	t.Logf("%d names of %d pairs stay apart", names, len(pairs)-1)
}

// TestNamesMeanTheirActors resolves the name of each actor of the knowledge
// base on a day on which it was there.
func TestNamesMeanTheirActors(t *testing.T) {
	p := load(t)
	wrong := 0
	for _, id := range p.Actors.IDs {
		a := p.Actors.ByID[id]
		day := a.To
		if len(a.Offices) > 0 {
			day = a.Offices[len(a.Offices)-1].From
		}
		found, err := p.Resolve(t.Context(), a.Name, day, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 || found[0].Entity.ID != id {
			got := "none"
			if len(found) > 0 {
				got = found[0].Entity.ID + " (" + string(found[0].Reason) + ")"
			}
			wrong++
			t.Logf("%q on %s: got %s, want %s", a.Name, day.Value, got, id)
		}
	}
	t.Logf("%d of %d names mean another", wrong, len(p.Actors.IDs))
	if wrong*200 > len(p.Actors.IDs) {
		t.Errorf("got %d of %d names that mean another, want at most one in 200", wrong, len(p.Actors.IDs))
	}
}
