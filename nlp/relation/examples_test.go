package relation_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// published is a Wednesday; the examples' weekdays count from it.
var published = schema.Date{Value: "2025-03-12", Precision: schema.Day}

// TestExamples runs the sentences that stand in every relation's file: each
// must give the claims that are listed with it, and no other of its relation.
// ENTENTE_RELATION=SANCTIONS runs one file.
func TestExamples(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("ENTENTE_RELATION")
	for _, r := range p.Relations {
		if only != "" && r.Name != only {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			for _, e := range r.Examples {
				x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: e.Text, Published: published})
				if err != nil {
					t.Fatal(err)
				}
				want := make([]string, 0, len(e.Claims))
				for _, c := range e.Claims {
					w, err := canonical(x, c, r.Symmetric)
					if err != nil {
						t.Errorf("%s:%d: %v\n  %s", r.File, e.Line, err, e.Text)
					}
					want = append(want, w)
				}
				var got []string
				for _, c := range x.Claims {
					if c.Relation == r.Name {
						got = append(got, describe(c))
					}
				}
				slices.Sort(want)
				slices.Sort(got)
				if !covers(got, want) {
					t.Errorf("%s:%d: %s\n  got  %s\n  want %s", r.File, e.Line, e.Text, strings.Join(got, "\n       "), strings.Join(want, "\n       "))
				}
			}
		})
	}
}

// covers compares got with want; a wanted claim without a theme or mediator
// says nothing about it.
func covers(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		g, w := strings.Split(got[i], " ; "), strings.Split(want[i], " ; ")
		for _, part := range w {
			if !slices.Contains(g, part) {
				return false
			}
		}
		for _, part := range g {
			if !slices.Contains(w, part) && !strings.HasPrefix(part, "theme=") && !strings.HasPrefix(part, "mediator=") {
				return false
			}
		}
	}
	return true
}

// describe writes a claim in the notation of the examples, with IDs.
func describe(c schema.Claim) string {
	s := strings.Join(c.Actor, ", ")
	if len(c.Recipient) > 0 {
		s += " > " + strings.Join(c.Recipient, ", ")
	}
	if c.Polarity == schema.Denied {
		s += " ; neg"
	}
	if c.Modality != schema.Asserted {
		s += " ; " + string(c.Modality)
	}
	if c.Speaker != "" {
		s += " ; speaker=" + c.Speaker
	}
	for _, t := range c.Theme {
		s += " ; theme=" + strings.Trim(t, `"`)
	}
	for _, t := range c.Mediator {
		s += " ; mediator=" + t
	}
	return s
}

// canonical puts IDs in place of the names of an example's claim.
func canonical(x schema.Extraction, claim string, symmetric bool) (string, error) {
	parts := strings.Split(claim, ";")
	actors, recipients, _ := strings.Cut(parts[0], ">")
	var firstErr error
	ids := func(names string) []string {
		var out []string
		for n := range strings.SplitSeq(names, ",") {
			if n = strings.TrimSpace(n); n == "" {
				continue
			}
			id := lookup(x, n)
			if id == "" && firstErr == nil {
				firstErr = fmt.Errorf("no entity %q was found", n)
			}
			out = append(out, id)
		}
		slices.Sort(out)
		return out
	}
	c := schema.Claim{Actor: ids(actors), Recipient: ids(recipients), Polarity: schema.Affirmed, Modality: schema.Asserted}
	if symmetric && len(c.Recipient) > 0 {
		return "", fmt.Errorf("claim %q: the relation is symmetric, list all parties before any '>'", claim)
	}
	for _, o := range parts[1:] {
		key, value, hasValue := strings.Cut(strings.TrimSpace(o), "=")
		switch {
		case !hasValue && key == "neg":
			c.Polarity = schema.Denied
		case !hasValue:
			c.Modality = schema.Modality(key)
		case key == "speaker":
			c.Speaker = lookup(x, value)
		case key == "mediator":
			c.Mediator = append(c.Mediator, ids(value)...)
		case key == "theme":
			if id := lookup(x, value); id != "" {
				value = id
			}
			c.Theme = append(c.Theme, value)
		}
	}
	return describe(c), firstErr
}

// lookup finds the entity that has a name, in its own names or its mentions.
func lookup(x schema.Extraction, name string) string {
	want := gazetteer.Fold(name)
	for _, e := range x.Entities {
		if gazetteer.Fold(e.Name) == want {
			return e.ID
		}
		for _, a := range e.Aliases {
			if gazetteer.Fold(a) == want {
				return e.ID
			}
		}
	}
	for _, m := range x.Mentions {
		if gazetteer.Fold(m.Of(x.Article.Text)) == want {
			return m.Entity
		}
	}
	return ""
}
