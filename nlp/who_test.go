package nlp_test

import (
	"bufio"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// whoFloor is the share of the mentions in testdata/who.tsv that must link to
// the actor they name.
const whoFloor = 0.98

// TestWhoIsWho links the mentions of testdata/who.tsv by the whole pipeline
// and logs each that ends up with nobody, or with somebody else.
func TestWhoIsWho(t *testing.T) {
	f, err := os.Open("testdata/who.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p := load(t)
	right, all := 0, 0
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") || strings.HasPrefix(lines.Text(), "date\t") {
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 {
			t.Fatalf("who.tsv:%d: got %d columns, want date, id and text", n, len(fields))
		}
		all++
		want := fields[1]
		if want != "nil" && p.Actors.ByID[want] == nil {
			t.Errorf("who.tsv:%d: %s is not a known actor", n, want)
			continue
		}
		if got := who(t, p, fields[0], fields[2]); got == want || want == "nil" && strings.HasPrefix(got, "nil:") {
			right++
		} else {
			t.Logf("who.tsv:%d: %s %s\n got  %s\n want %s", n, fields[0], fields[2], got, want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	share := float64(right) / float64(all)
	t.Logf("%d of %d mentions are who they are (%.1f %%)", right, all, 100*share)
	if share < whoFloor {
		t.Errorf("got %.3f, want at least %.3f", share, whoFloor)
	}
}

// who analyses a text of a day and returns what the stretch in square
// brackets is linked to: the entities of the mention that fits it best.
func who(t *testing.T, p *nlp.Pipeline, day, marked string) string {
	t.Helper()
	start, end := strings.Index(marked, "["), strings.Index(marked, "]")-1
	if start < 0 || end <= start {
		t.Fatalf("no mention in brackets: %s", marked)
	}
	a := article(strings.NewReplacer("[", "", "]", "").Replace(marked))
	var err error
	if a.Published, err = schema.ParseDate(day); err != nil {
		t.Fatal(err)
	}
	d, err := p.Analyse(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	best, likest := "", 0.3
	for _, m := range d.Mentions {
		if m.Type == schema.Pronoun {
			continue
		}
		if l := overlap(m, start, end); l > likest {
			best, likest = strings.Join(m.Entities, "+"), l
		}
	}
	return best
}

// overlap is how well a mention fits text[start:end]: what both cover, as a
// share of what either covers.
func overlap(m analysis.Mention, start, end int) float64 {
	both := min(m.End, end) - max(m.Start, start)
	either := max(m.End, end) - min(m.Start, start)
	return float64(both) / float64(either)
}
