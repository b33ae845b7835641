package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
)

// dyad is what is compared.
type dyad struct{ relation, a, b string }

// tag is a dyad's polarity and modality.
type tag struct{ polarity, modality string }

type count struct{ tp, fp, fn int }

func (c count) prf() (p, r, f float64) {
	if c.tp == 0 {
		return 0, 0, 0
	}
	p = float64(c.tp) / float64(c.tp+c.fp)
	r = float64(c.tp) / float64(c.tp+c.fn)
	return p, r, 2 * p * r / (p + r)
}

type mistake struct {
	kind, id, text string
	dyad
	evidence string
}

type score struct {
	dyads, full, entities count
	polarity, modality    int
	byRelation            map[string]*count
	mistakes              []mistake
}

func newScore() *score { return &score{byRelation: map[string]*count{}} }

var symmetric = map[string]bool{
	"MEETS_WITH": true, "CALLS": true, "NEGOTIATES_WITH": true, "SIGNS_AGREEMENT_WITH": true, "RESTORES_TIES_WITH": true,
	"COOPERATES_WITH": true, "EXERCISES_WITH": true, "CEASEFIRE_WITH": true, "ALLIED_WITH": true, "MEDIATES_BETWEEN": true,
}

// set maps a text's dyads to the tags that claims give them and to their rule
// or evidence.
type set struct {
	tags  map[dyad][]tag
	where map[dyad]string
}

func (s set) add(c goldClaim, resolve func(string) string) {
	t := tag{c.Polarity, c.Modality}
	put := func(relation, a, b string) {
		d := dyad{relation, a, b}
		s.tags[d] = append(s.tags[d], t)
		s.where[d] = c.Evidence
	}
	each := func(list []string) []string {
		out := []string{}
		for _, x := range list {
			out = append(out, resolve(x))
		}
		return out
	}
	actors, recipients := each(c.Actor), each(c.Recipient)
	if symmetric[c.Relation] {
		sides := append(actors, recipients...)
		slices.Sort(sides)
		sides = slices.Compact(sides)
		for i := range sides {
			for j := i + 1; j < len(sides); j++ {
				put(c.Relation, sides[i], sides[j])
			}
			for _, m := range each(c.Mediator) {
				put(c.Relation+"/mediator", m, sides[i])
			}
		}
		if len(sides) == 1 && c.Relation != "MEDIATES_BETWEEN" {
			put(c.Relation, sides[0], "")
		}
		return
	}
	for _, a := range orNone(actors) {
		for _, r := range orNone(recipients) {
			if a != "" || r != "" {
				put(c.Relation, a, r)
			}
		}
	}
	if c.Relation == "EXTRADITES" {
		for _, t := range each(c.Theme) {
			for _, r := range recipients {
				put(c.Relation+"/theme", t, r)
			}
		}
	}
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

func (s *score) add(a analysed) {
	names := s.match(a)
	gold := set{map[dyad][]tag{}, map[dyad]string{}}
	for _, c := range a.item.Claims {
		gold.add(c, func(x string) string { return x })
	}
	pred := set{map[dyad][]tag{}, map[dyad]string{}}
	for _, c := range a.Extraction.Claims {
		g := goldClaim{c.Relation, c.Actor, c.Recipient, c.Theme, c.Mediator, string(c.Polarity), string(c.Modality), c.Evidence.Rule + " " + c.Evidence.Quote.Text}
		pred.add(g, func(x string) string {
			if k, ok := names[x]; ok {
				return k
			}
			return "?" + x
		})
	}
	for d, tags := range gold.tags {
		if got, ok := pred.tags[d]; ok {
			s.tally(d, func(c *count) { c.tp++ })
			s.agree(tags, got)
		} else {
			s.tally(d, func(c *count) { c.fn++ })
			s.mistakes = append(s.mistakes, mistake{"missed", a.ID, a.Text(), d, gold.where[d]})
		}
	}
	for d := range pred.tags {
		if _, ok := gold.tags[d]; !ok {
			s.tally(d, func(c *count) { c.fp++ })
			s.mistakes = append(s.mistakes, mistake{"false ", a.ID, a.Text(), d, pred.where[d]})
		}
	}
}

func (s *score) tally(d dyad, f func(*count)) {
	f(&s.dyads)
	if s.byRelation[d.relation] == nil {
		s.byRelation[d.relation] = &count{}
	}
	f(s.byRelation[d.relation])
}

func (s *score) agree(gold, got []tag) {
	var p, m, both bool
	for _, g := range gold {
		for _, x := range got {
			p = p || g.polarity == x.polarity
			m = m || g.modality == x.modality
			both = both || g == x
		}
	}
	if p {
		s.polarity++
	}
	if m {
		s.modality++
	}
	if both {
		s.full.tp++
	}
}

// match maps predicted entities to annotated ones by their names, and counts
// them.
func (s *score) match(a analysed) map[string]string {
	gold := map[string]map[string]bool{}
	keys := []string{}
	for k, e := range a.item.Entities {
		gold[k] = map[string]bool{}
		keys = append(keys, k)
		for _, n := range e.Names {
			gold[k][normal(n)] = true
		}
	}
	slices.Sort(keys)
	out, found := map[string]string{}, map[string]bool{}
	for _, e := range a.Extraction.Entities {
		names := map[string]bool{normal(e.Name): true}
		for _, m := range a.Mentions {
			if m.Entity == e.ID {
				names[normal(m.Of(a.Text()))] = true
			}
		}
		best, most := "", 0
		for _, k := range keys {
			n := 0
			for x := range names {
				if x != "" && gold[k][x] {
					n++
				}
			}
			if n > most {
				best, most = k, n
			}
		}
		if best == "" {
			s.entities.fp++
			s.mistakes = append(s.mistakes, mistake{"false ", a.ID, a.Text(), dyad{"ENTITY", e.ID, string(e.Kind)}, e.Name})
			continue
		}
		out[e.ID], found[best] = best, true
	}
	for _, k := range keys {
		if found[k] {
			s.entities.tp++
		} else {
			s.entities.fn++
			s.mistakes = append(s.mistakes, mistake{"missed", a.ID, a.Text(), dyad{"ENTITY", k, a.item.Entities[k].Kind}, strings.Join(a.item.Entities[k].Names, " / ")})
		}
	}
	return out
}

func normal(s string) string {
	f := gazetteer.Fold(strings.NewReplacer("'s", "", "’s", "", "'", "", "’", "", ".", "").Replace(s))
	for _, article := range []string{"the ", "a ", "an "} {
		f = strings.TrimPrefix(f, article)
	}
	return f
}

func (s *score) print() {
	s.full.fp, s.full.fn = s.dyads.tp+s.dyads.fp-s.full.tp, s.dyads.tp+s.dyads.fn-s.full.tp
	for _, x := range []struct {
		name string
		c    count
	}{{"dyads", s.dyads}, {"full", s.full}, {"entities", s.entities}} {
		p, r, f := x.c.prf()
		fmt.Printf("%-9s P %.3f  R %.3f  F1 %.3f\n", x.name, p, r, f)
	}
	if s.dyads.tp > 0 {
		fmt.Printf("on %d matched dyads: polarity %.3f, modality %.3f\n", s.dyads.tp, float64(s.polarity)/float64(s.dyads.tp), float64(s.modality)/float64(s.dyads.tp))
	}
}

func (s *score) printByRelation() {
	var names []string
	for n := range s.byRelation {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		x, y := s.byRelation[a], s.byRelation[b]
		if d := y.tp + y.fn - x.tp - x.fn; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, n := range names {
		p, r, f := s.byRelation[n].prf()
		fmt.Printf("%-28s gold %4d  P %.3f  R %.3f  F1 %.3f\n", n, s.byRelation[n].tp+s.byRelation[n].fn, p, r, f)
	}
}

func (s *score) printErrors(limit int, only string, full bool) {
	slices.SortFunc(s.mistakes, func(a, b mistake) int {
		return strings.Compare(a.kind+a.id+a.relation+a.a+a.b, b.kind+b.id+b.relation+b.a+b.b)
	})
	shown := map[string]int{}
	for _, m := range s.mistakes {
		if only != "" && !strings.HasPrefix(m.relation, only) || only == "" && m.relation == "ENTITY" || shown[m.kind] >= limit {
			continue
		}
		shown[m.kind]++
		fmt.Printf("%s %s %s %s > %s :: %s\n", m.kind, m.id, m.relation, m.a, m.b, m.evidence)
		if full {
			fmt.Printf("       %s\n", strings.ReplaceAll(m.text, "\n", " "))
		}
	}
}
