// Package claimscore compares extracted claims with annotated ones.
//
// Claims are compared as dyads: (relation, actor, recipient) for each pair,
// unordered pairs for symmetric relations, and for mediators and persons
// handed over as well. A predicted entity stands for the annotated one with
// which it shares most names.
package claimscore

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
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

// Score sums up texts.
type Score struct {
	relations             map[string]*schema.Relation
	dyads, full, entities count
	empty, stayedEmpty    int // texts without annotated claims; those of them without a predicted one
	polarity, modality    int
	byRelation            map[string]*count
	confused              map[string]map[string]int // relation missed → what was claimed of its parties instead → times
	mistakes              []mistake
}

// New returns an empty score; the relations tell which are symmetric.
func New(relations map[string]*schema.Relation) *Score {
	return &Score{relations: relations, byRelation: map[string]*count{}, confused: map[string]map[string]int{}}
}

// set maps a text's dyads to the tags that claims give them and to their rule
// or evidence.
type set struct {
	tags  map[dyad][]tag
	where map[dyad]string
}

func (s set) add(c Claim, symmetric bool, resolve func(string) string) {
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
	if symmetric {
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

// Add compares what was extracted from a text with its annotation.
func (s *Score) Add(t *Text, x *schema.Extraction) {
	names := s.match(t, x)
	gold := set{map[dyad][]tag{}, map[dyad]string{}}
	for _, c := range t.Claims {
		gold.add(c, s.symmetric(c.Relation), func(x string) string { return x })
	}
	pred := set{map[dyad][]tag{}, map[dyad]string{}}
	for _, c := range x.Claims {
		g := Claim{c.Relation, c.Actor, c.Recipient, c.Theme, c.Mediator, string(c.Polarity), string(c.Modality), c.Evidence.Rule + " " + c.Evidence.Quote.Text}
		pred.add(g, s.symmetric(c.Relation), func(x string) string {
			if k, ok := names[x]; ok {
				return k
			}
			return "?" + x
		})
	}
	if len(t.Claims) == 0 {
		s.empty++
		if len(x.Claims) == 0 {
			s.stayedEmpty++
		}
	}
	for d, tags := range gold.tags {
		if got, ok := pred.tags[d]; ok {
			s.tally(d, func(c *count) { c.tp++ })
			s.agree(tags, got)
		} else {
			s.tally(d, func(c *count) { c.fn++ })
			s.confuse(d, pred.tags)
			s.mistakes = append(s.mistakes, mistake{"missed", t.ID, t.Text, d, gold.where[d]})
		}
	}
	for d := range pred.tags {
		if _, ok := gold.tags[d]; !ok {
			s.tally(d, func(c *count) { c.fp++ })
			s.mistakes = append(s.mistakes, mistake{"false ", t.ID, t.Text, d, pred.where[d]})
		}
	}
}

func (s *Score) symmetric(relation string) bool {
	r := s.relations[relation]
	return r != nil && r.Symmetric
}

// confuse notes what was claimed of a missed dyad's parties instead.
func (s *Score) confuse(missed dyad, predicted map[dyad][]tag) {
	instead := map[string]bool{}
	for d := range predicted {
		switch {
		case d.a == missed.a && d.b == missed.b:
			instead[d.relation] = true
		case d.a == missed.b && d.b == missed.a && d.relation == missed.relation:
			instead["the other way round"] = true
		case d.a == missed.b && d.b == missed.a:
			instead[d.relation] = true
		}
	}
	if len(instead) == 0 {
		instead["nothing"] = true
	}
	if s.confused[missed.relation] == nil {
		s.confused[missed.relation] = map[string]int{}
	}
	for r := range instead {
		s.confused[missed.relation][r]++
	}
}

func (s *Score) tally(d dyad, f func(*count)) {
	f(&s.dyads)
	if s.byRelation[d.relation] == nil {
		s.byRelation[d.relation] = &count{}
	}
	f(s.byRelation[d.relation])
}

func (s *Score) agree(gold, got []tag) {
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
func (s *Score) match(t *Text, x *schema.Extraction) map[string]string {
	gold := map[string]map[string]bool{}
	keys := []string{}
	for k, e := range t.Entities {
		gold[k] = map[string]bool{}
		keys = append(keys, k)
		for _, n := range e.Names {
			gold[k][Normal(n)] = true
		}
	}
	slices.Sort(keys)
	out, found := map[string]string{}, map[string]bool{}
	for _, e := range x.Entities {
		names := map[string]bool{Normal(e.Name): true}
		for _, m := range x.Mentions {
			if m.Entity == e.ID {
				names[Normal(m.Of(t.Text))] = true
			}
		}
		best := Likest(gold, keys, names)
		if best == "" {
			s.entities.fp++
			s.mistakes = append(s.mistakes, mistake{"false ", t.ID, t.Text, dyad{"ENTITY", e.ID, string(e.Kind)}, e.Name})
			continue
		}
		out[e.ID], found[best] = best, true
	}
	for _, k := range keys {
		if found[k] {
			s.entities.tp++
		} else {
			s.entities.fn++
			s.mistakes = append(s.mistakes, mistake{"missed", t.ID, t.Text, dyad{"ENTITY", k, t.Entities[k].Kind}, strings.Join(t.Entities[k].Names, " / ")})
		}
	}
	return out
}

// Likest is the key of the annotated entity that shares most of the names, the
// first of keys among equals; "" if none shares any. Gold maps each key to its
// names, all in the form of Normal.
func Likest(gold map[string]map[string]bool, keys []string, names map[string]bool) string {
	best, most := "", 0
	for _, k := range keys {
		n := 0
		for name := range names {
			if name != "" && gold[k][name] {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	return best
}

// Normal is a name as names are compared: without case, accents, possessives
// and a leading article.
func Normal(s string) string {
	f := gazetteer.Fold(strings.NewReplacer("'s", "", "’s", "", "'", "", "’", "", ".", "").Replace(s))
	for _, article := range []string{"the ", "a ", "an "} {
		f = strings.TrimPrefix(f, article)
	}
	return f
}
