// Package ploverscore scores claims, by their relations' PLOVER categories,
// against sentences that were coded by hand with PLOVER events.
package ploverscore

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// Sentence is a sentence coded by hand. A code is a chain of groups of three
// letters, of which the first may be a state's ISO 3166-1 alpha-3 code.
type Sentence struct {
	ID, Date, Text string
	Expected       []Event
}

// Event is a coded event.
type Event struct {
	Category       string `json:"category_2021"` // of the codebook of 2021
	Source, Target []Actor
	Reciprocal     bool // source lists both parties
}

// Actor is a party of an event, as written and as coded.
type Actor struct{ Text, Code string }

// count holds the true and false positives and the false negatives.
type count struct{ tp, fp, fn int }

func (c count) prf() (p, r, f float64) {
	if c.tp == 0 {
		return 0, 0, 0
	}
	p = float64(c.tp) / float64(c.tp+c.fp)
	r = float64(c.tp) / float64(c.tp+c.fn)
	return p, r, 2 * p * r / (p + r)
}

// Score counts categories, pairs of states, and both together, each once a
// sentence.
type Score struct {
	category, dyad, triple count
	byCategory             map[string]*count
	mistakes               []string
}

// coded is what a sentence is coded with.
type coded struct{ categories, dyads, triples map[string]bool }

func newCoded() coded {
	return coded{map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

func (c coded) add(category string, source, target []string) {
	c.categories[category] = true
	for _, s := range source {
		for _, t := range target {
			if s != t {
				c.dyads[s+" > "+t] = true
				c.triples[category+" "+s+" > "+t] = true
			}
		}
	}
}

// Read reads coded sentences, one JSON object a line.
func Read(r io.Reader, name string) ([]Sentence, error) {
	var sentences []Sentence
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	n := 1
	for ; lines.Scan(); n++ {
		var s Sentence
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", name, n, err)
		}
		if s.Text == "" || len(s.Expected) == 0 {
			return nil, fmt.Errorf(`read %s: line %d: a coded sentence needs "text" and "expected"`, name, n)
		}
		sentences = append(sentences, s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: line %d: %w", name, n, err)
	}
	return sentences, nil
}

// Run extracts claims from the sentences and scores them, each by its own
// category: a claim that has none, as what is only demanded, is no event.
func Run(ctx context.Context, p *nlp.Pipeline, sentences []Sentence) (*Score, error) {
	states := map[string]bool{}
	for id, a := range p.Actors.ByID {
		if a.Kind == schema.State {
			states[code(id)] = true
		}
	}
	type result struct {
		Sentence
		schema.Extraction
		err error
	}
	s := &Score{byCategory: map[string]*count{}}
	for a := range ordered.Map(ctx, 0, slices.Values(sentences), func(ctx context.Context, it Sentence) result {
		date, err := schema.ParseDate(it.Date)
		if err != nil {
			return result{err: fmt.Errorf("sentence %s: %w", it.ID, err)}
		}
		x, err := p.Extract(ctx, schema.Article{ID: schema.ArticleID("", it.Text), Key: it.ID, Text: it.Text, Published: date})
		return result{it, x, err}
	}) {
		if a.err != nil {
			return nil, a.err
		}
		s.add(a.Sentence, expectedCodes(a.Expected, states), claimedCodes(a.Extraction, p.Relations))
	}
	return s, ctx.Err()
}

// code is a state's letters: "state:FRA" has FRA.
func code(id string) string { return strings.TrimPrefix(id, "state:") }

// expectedCodes is what the gold codes a sentence with.
func expectedCodes(events []Event, states map[string]bool) coded {
	of := func(actors []Actor) []string {
		var out []string
		for _, a := range actors {
			if len(a.Code) >= 3 && states[a.Code[:3]] {
				out = append(out, a.Code[:3])
			}
		}
		return out
	}
	c := newCoded()
	for _, e := range events {
		source, target := of(e.Source), of(e.Target)
		if e.Reciprocal {
			source = append(source, target...)
			target = source
		}
		c.add(e.Category, source, target)
	}
	return c
}

// claimedCodes is what the claims of a sentence code it with.
func claimedCodes(x schema.Extraction, relations map[string]*schema.Relation) coded {
	states := map[string]string{}
	for i := range x.Entities {
		e := &x.Entities[i]
		if id := e.ID; e.Kind == schema.State {
			states[id] = code(id)
		} else if e.Country != "" {
			states[id] = code(e.Country)
		}
	}
	of := func(ids []string) []string {
		var out []string
		for _, id := range ids {
			if s := states[id]; s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	c := newCoded()
	for i := range x.Claims {
		cl := &x.Claims[i]
		r := relations[cl.Relation]
		if r == nil {
			continue
		}
		category := r.Category(cl)
		if category == "" {
			continue
		}
		source, target := of(cl.Actor), of(cl.Recipient)
		switch mediators := of(cl.Mediator); {
		case cl.Relation == "MEDIATES_BETWEEN" && len(mediators) > 0: // who mediates consults both sides
			source, target = mediators, source
		case r.Symmetric:
			target = source
		}
		c.add(category, source, target)
	}
	return c
}

func (s *Score) add(it Sentence, gold, got coded) {
	compare(&s.category, gold.categories, got.categories, func(kind, what string) {
		s.mistakes = append(s.mistakes, fmt.Sprintf("%s %s %s\n       %s", kind, it.ID, what, it.Text))
	}, s.byCategory)
	compare(&s.dyad, gold.dyads, got.dyads, nil, nil)
	compare(&s.triple, gold.triples, got.triples, func(kind, what string) {
		s.mistakes = append(s.mistakes, fmt.Sprintf("%s %s %s\n       %s", kind, it.ID, what, it.Text))
	}, nil)
}

// compare counts two sets into c and, by member, into each.
func compare(c *count, gold, got map[string]bool, mistake func(kind, what string), each map[string]*count) {
	tally := func(what string, f func(*count)) {
		f(c)
		if each != nil {
			if each[what] == nil {
				each[what] = &count{}
			}
			f(each[what])
		}
	}
	all := map[string]bool{}
	for _, set := range []map[string]bool{gold, got} {
		for k := range set {
			all[k] = true
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		switch {
		case gold[k] && got[k]:
			tally(k, func(c *count) { c.tp++ })
			continue
		case gold[k]:
			tally(k, func(c *count) { c.fn++ })
		default:
			tally(k, func(c *count) { c.fp++ })
		}
		if mistake != nil {
			mistake(map[bool]string{true: "missed", false: "false "}[gold[k]], k)
		}
	}
}

// Print writes up to mistakes mistakes, the figures of each category, and
// those of categories, dyads of states and triples of both.
func (s *Score) Print(w io.Writer, mistakes int) {
	for _, l := range s.mistakes[:min(mistakes, len(s.mistakes))] {
		fmt.Fprintln(w, l)
	}
	for _, k := range slices.Sorted(maps.Keys(s.byCategory)) {
		c := s.byCategory[k]
		p, r, f := c.prf()
		fmt.Fprintf(w, "%-12s gold %3d  P %.3f  R %.3f  F1 %.3f\n", k, c.tp+c.fn, p, r, f)
	}
	for _, x := range []struct {
		name string
		c    count
	}{{"category", s.category}, {"dyads", s.dyad}, {"triples", s.triple}} {
		p, r, f := x.c.prf()
		fmt.Fprintf(w, "%-9s P %.3f  R %.3f  F1 %.3f\n", x.name, p, r, f)
	}
}
