package nlp_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// marked is a phrase of a text and the names of those whom it means.
type marked struct {
	schema.Span
	names []string
}

// unmark takes the marks out of a text: "[He|Putin] left" is "He left".
func unmark(text string) (string, []marked) {
	var out strings.Builder
	var marks []marked
	for {
		before, rest, ok := strings.Cut(text, "[")
		out.WriteString(before)
		if !ok {
			return out.String(), marks
		}
		phrase, rest, _ := strings.Cut(rest, "|")
		names, rest, _ := strings.Cut(rest, "]")
		m := marked{Span: schema.Span{Start: out.Len()}}
		out.WriteString(phrase)
		m.End = out.Len()
		if names != "-" {
			m.names = strings.Split(names, "+")
		}
		marks = append(marks, m)
		text = rest
	}
}

// meant are the entities that the name stands for in the document: those of its
// first mention, or the known ones that bear it.
func meant(d *analysis.Doc, name string) string {
	want := gazetteer.Fold(name)
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if f := gazetteer.Fold(d.Text(m.Span)); (f == want || f == "the "+want || f == want+" s") && len(m.Entities) == 1 {
			return m.Entities[0]
		}
	}
	for _, e := range d.Entities {
		if gazetteer.Fold(e.Name) == want || slices.ContainsFunc(e.Aliases, func(a string) bool { return gazetteer.Fold(a) == want }) {
			return e.ID
		}
	}
	return "(" + name + " is nobody)"
}

// TestChains resolves pronouns and phrases that point back. Those that fail
// are printed with -v.
func TestChains(t *testing.T) {
	const least = 0.93
	data, err := os.ReadFile("testdata/chains.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := load(t)
	right, all, wrong := 0, 0, 0
	for block := range strings.SplitSeq(string(data), "\n\n") {
		if strings.HasPrefix(block, "#") {
			continue
		}
		text, marks := unmark(strings.TrimSpace(block))
		d, err := p.Link(t.Context(), article(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range marks {
			var want, got []string
			for _, n := range m.names {
				want = append(want, meant(d, n))
			}
			reason := schema.Reason("")
			for i := range d.Mentions {
				x := &d.Mentions[i]
				inside := m.Contains(x.Span) && x.End == m.End && x.Type != schema.Name
				if x.Span == m.Span || inside && got == nil || x.Type == schema.Nominal && x.Contains(m.Span) && x.End == m.End {
					got, reason = x.Entities, x.Reason
				}
			}
			slices.Sort(want)
			got = slices.Sorted(slices.Values(got))
			all++
			if slices.Equal(got, want) {
				right++
				continue
			}
			if len(got) > 0 {
				wrong++
			}
			t.Logf("%q in %q\n  got  %v (%s)\n  want %v", m.Of(text), text, got, reason, want)
		}
	}
	t.Logf("%d of %d are whom they mean (%.1f %%); %d mean another", right, all, 100*float64(right)/float64(all), wrong)
	if float64(right) < least*float64(all) {
		t.Errorf("got %d of %d, want %.0f %%", right, all, 100*least)
	}
}
