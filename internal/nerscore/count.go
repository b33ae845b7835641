package nerscore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Count is how many names were right, found wrongly, and missed.
type Count struct{ Right, Wrong, Missed int }

// Precision is the share of the found names that were right, 0 to 1.
func (c Count) Precision() float64 { return ratio(c.Right, c.Right+c.Wrong) }

// Recall is the share of the annotated names that were found, 0 to 1.
func (c Count) Recall() float64 { return ratio(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Right, 2*c.Right+c.Wrong+c.Missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Score counts by label; "" is all of them.
type Score map[analysis.Label]Count

// Mistake is a name that was found wrongly, or missed.
type Mistake struct {
	Text   *Text
	Name   Name
	Missed bool
}

// Add compares what was found in a text with its annotation and returns the
// mistakes. Found names of other labels than PER, ORG and LOC are ignored, and
// so are those that overlap a span of another type, unless strict.
func (s Score) Add(t *Text, found []Name, strict bool) []Mistake {
	var out []Mistake
	add := func(l analysis.Label, c Count) {
		for _, k := range []analysis.Label{l, ""} {
			o := s[k]
			s[k] = Count{o.Right + c.Right, o.Wrong + c.Wrong, o.Missed + c.Missed}
		}
	}
	got := map[Name]bool{}
	for _, n := range found {
		n.Span = Trim(t.Text, n.Span)
		if !slices.Contains(Scored, n.Label) || n.Len() <= 0 || got[n] {
			continue
		}
		switch {
		case slices.Contains(t.Names, n):
			got[n] = true
			add(n.Label, Count{Right: 1})
		case strict || !slices.ContainsFunc(t.Neutral, func(o schema.Span) bool { return o.Overlaps(n.Span) }):
			add(n.Label, Count{Wrong: 1})
			out = append(out, Mistake{t, n, false})
		}
	}
	for _, n := range t.Names {
		if !got[n] {
			add(n.Label, Count{Missed: 1})
			out = append(out, Mistake{t, n, true})
		}
	}
	return out
}

// String is a table, a line a label.
func (s Score) String() string {
	var b strings.Builder
	for _, l := range []analysis.Label{"", analysis.PER, analysis.ORG, analysis.LOC} {
		name := string(l)
		if l == "" {
			name = "all"
		}
		c := s[l]
		fmt.Fprintf(&b, "%-4s P %.1f R %.1f F1 %.1f (%d right, %d wrong, %d missed)\n",
			name, 100*c.Precision(), 100*c.Recall(), 100*c.F1(), c.Right, c.Wrong, c.Missed)
	}
	return b.String()
}
