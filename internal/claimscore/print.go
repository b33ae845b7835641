package claimscore

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Figure is precision, recall and their harmonic mean, 0 to 1.
type Figure struct {
	Gold      int     `json:"gold"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func (c count) figure() Figure {
	p, r, f := c.prf()
	return Figure{c.tp + c.fn, p, r, f}
}

// Figures are the scores of a set of texts.
type Figures struct {
	Dyads    Figure `json:"dyads"`
	Full     Figure `json:"full"` // with polarity and modality right
	Entities Figure `json:"entities"`
	// Polarity and Modality are the shares of the matched dyads that have them
	// right.
	Polarity float64 `json:"polarity"`
	Modality float64 `json:"modality"`
	// Empty are texts without an annotated claim; StayedEmpty is the share of
	// them of which nothing was claimed.
	Empty       int               `json:"empty"`
	StayedEmpty float64           `json:"stayed_empty"`
	ByRelation  map[string]Figure `json:"by_relation"`
	// Confusion tells, by relation missed, what was claimed of the same two
	// parties instead, and how often.
	Confusion map[string]map[string]int `json:"confusion"`
}

// Figures sums up.
func (s *Score) Figures() Figures {
	full := count{s.full.tp, s.dyads.tp + s.dyads.fp - s.full.tp, s.dyads.tp + s.dyads.fn - s.full.tp}
	f := Figures{Dyads: s.dyads.figure(), Full: full.figure(), Entities: s.entities.figure(), Empty: s.empty, ByRelation: map[string]Figure{}, Confusion: s.confused}
	if s.dyads.tp > 0 {
		f.Polarity, f.Modality = float64(s.polarity)/float64(s.dyads.tp), float64(s.modality)/float64(s.dyads.tp)
	}
	if s.empty > 0 {
		f.StayedEmpty = float64(s.stayedEmpty) / float64(s.empty)
	}
	for name, c := range s.byRelation {
		f.ByRelation[name] = c.figure()
	}
	return f
}

// Print writes the table.
func (f *Figures) Print(w io.Writer) {
	for _, x := range []struct {
		name string
		Figure
	}{{"dyads", f.Dyads}, {"full", f.Full}, {"entities", f.Entities}} {
		fmt.Fprintf(w, "%-9s P %.3f  R %.3f  F1 %.3f\n", x.name, x.Precision, x.Recall, x.F1)
	}
	fmt.Fprintf(w, "on %.0f matched dyads: polarity %.3f, modality %.3f\n", f.Dyads.Recall*float64(f.Dyads.Gold), f.Polarity, f.Modality)
	if f.Empty > 0 {
		fmt.Fprintf(w, "of %d texts without a claim, %.1f %% stay empty\n", f.Empty, 100*f.StayedEmpty)
	}
}

// PrintByRelation writes a line a relation, the most frequent first.
func (f *Figures) PrintByRelation(w io.Writer) {
	names := slices.SortedFunc(maps.Keys(f.ByRelation), func(a, b string) int {
		return cmp.Or(f.ByRelation[b].Gold-f.ByRelation[a].Gold, strings.Compare(a, b))
	})
	for _, n := range names {
		x := f.ByRelation[n]
		fmt.Fprintf(w, "%-28s gold %4d  P %.3f  R %.3f  F1 %.3f\n", n, x.Gold, x.Precision, x.Recall, x.F1)
	}
}

// PrintConfusion writes, a line a relation, what was claimed instead of its
// missed dyads.
func (f *Figures) PrintConfusion(w io.Writer) {
	for _, missed := range slices.Sorted(maps.Keys(f.Confusion)) {
		instead := f.Confusion[missed]
		names := slices.SortedFunc(maps.Keys(instead), func(a, b string) int {
			return cmp.Or(instead[b]-instead[a], strings.Compare(a, b))
		})
		parts := make([]string, len(names))
		for i, n := range names {
			parts[i] = fmt.Sprintf("%d %s", instead[n], n)
		}
		fmt.Fprintf(w, "%-28s missed; claimed instead: %s\n", missed, strings.Join(parts, ", "))
	}
}

// PrintErrors writes up to limit missed and limit false dyads, of one relation
// only unless that is "", with whole texts if full. The relation ENTITY shows
// errors of entities.
func (s *Score) PrintErrors(w io.Writer, limit int, only string, full bool) {
	slices.SortFunc(s.mistakes, func(a, b mistake) int {
		return strings.Compare(a.kind+a.id+a.relation+a.a+a.b, b.kind+b.id+b.relation+b.a+b.b)
	})
	shown := map[string]int{}
	for _, m := range s.mistakes {
		if only != "" && !strings.HasPrefix(m.relation, only) || only == "" && m.relation == "ENTITY" || shown[m.kind] >= limit {
			continue
		}
		shown[m.kind]++
		fmt.Fprintf(w, "%s %s %s %s > %s :: %s\n", m.kind, m.id, m.relation, m.a, m.b, m.evidence)
		if full {
			fmt.Fprintf(w, "       %s\n", strings.ReplaceAll(m.text, "\n", " "))
		}
	}
}
