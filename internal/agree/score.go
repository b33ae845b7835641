package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// dyad is what is compared: a relation between two entities, by their keys in
// the first annotation.
type dyad struct{ relation, a, b string }

// tag is a dyad's polarity and modality.
type tag struct {
	polarity schema.Polarity
	modality schema.Modality
}

// count is how many things both annotations have, and how many only one.
type count struct{ both, first, second int }

func (c count) precision() float64 { return ratio(c.both, c.both+c.second) }
func (c count) recall() float64    { return ratio(c.both, c.both+c.first) }
func (c count) f1() float64        { return ratio(2*c.both, 2*c.both+c.first+c.second) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

type tally struct {
	texts, sameEmpty      int
	dyads, full, entities count
	polarity, modality    int
	groups                map[string]*count // by letter of the id
}

// symmetric relations have two parties and no direction.
var symmetric = []string{
	"MEETS_WITH", "CALLS", "NEGOTIATES_WITH", "MEDIATES_BETWEEN", "SIGNS_AGREEMENT_WITH", "RESTORES_TIES_WITH",
	"COOPERATES_WITH", "EXERCISES_WITH", "CEASEFIRE_WITH", "ALLIED_WITH",
}

// add compares two annotations of one text and returns the dyads that only
// one of them has, a line each.
func (t *tally) add(first, second corpus.Text) []string {
	t.texts++
	if (len(first.Claims) == 0) == (len(second.Claims) == 0) {
		t.sameEmpty++
	}
	names := t.match(first, second)
	a := dyads(first, func(k string) string { return k })
	b := dyads(second, func(k string) string {
		if n, ok := names[k]; ok {
			return n
		}
		return "?" + k
	})
	group := t.group(first.ID)
	var only []string
	all := slices.SortedFunc(maps.Keys(union(a, b)), func(x, y dyad) int {
		return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
	for _, d := range all {
		x, inFirst := a[d]
		y, inSecond := b[d]
		switch {
		case inFirst && inSecond:
			t.dyads.both++
			group.both++
			t.agree(x, y)
		case inFirst:
			t.dyads.first++
			group.first++
			only = append(only, fmt.Sprintf("first  %s %s %s > %s", first.ID, d.relation, d.a, d.b))
		default:
			t.dyads.second++
			group.second++
			only = append(only, fmt.Sprintf("second %s %s %s > %s", first.ID, d.relation, d.a, d.b))
		}
	}
	t.full = count{t.full.both, t.dyads.both + t.dyads.first - t.full.both, t.dyads.both + t.dyads.second - t.full.both}
	return only
}

func (t *tally) group(id string) *count {
	g := id[:1]
	switch {
	case g >= "a" && g <= "g":
		g = "a to g"
	case g >= "h" && g <= "m":
		g = "h to m"
	}
	if t.groups[g] == nil {
		t.groups[g] = &count{}
	}
	return t.groups[g]
}

// agree counts a dyad whose polarity, modality or both are the same in some
// claim of each annotation.
func (t *tally) agree(a, b []tag) {
	var p, m, both bool
	for _, x := range a {
		for _, y := range b {
			p = p || x.polarity == y.polarity
			m = m || x.modality == y.modality
			both = both || x == y
		}
	}
	for _, f := range []struct {
		ok bool
		n  *int
	}{{p, &t.polarity}, {m, &t.modality}, {both, &t.full.both}} {
		if f.ok {
			*f.n++
		}
	}
}

func union(a, b map[dyad][]tag) map[dyad][]tag {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// dyads of a text: each pair of actor and recipient, each unordered pair of
// parties, each mediator with each side, and each person handed over with the
// recipient.
func dyads(t corpus.Text, key func(string) string) map[dyad][]tag {
	out := map[dyad][]tag{}
	for _, c := range t.Claims {
		at := tag{c.Polarity, c.Modality}
		put := func(relation string, as, bs []string) {
			for _, a := range as {
				for _, b := range bs {
					if a != "" || b != "" {
						d := dyad{relation, a, b}
						out[d] = append(out[d], at)
					}
				}
			}
		}
		actors, recipients := each(c.Actor, key), each(c.Recipient, key)
		if slices.Contains(symmetric, c.Relation) {
			sides := slices.Concat(actors, recipients)
			slices.Sort(sides)
			sides = slices.Compact(sides)
			for i, s := range sides {
				put(c.Relation, []string{s}, sides[i+1:])
			}
			if len(sides) == 1 && c.Relation != "MEDIATES_BETWEEN" {
				put(c.Relation, sides, []string{""})
			}
			put(c.Relation+"/mediator", each(c.Mediator, key), sides)
			continue
		}
		put(c.Relation, orNone(actors), orNone(recipients))
		if c.Relation == "EXTRADITES" {
			put(c.Relation+"/theme", each(c.Theme, key), recipients)
		}
	}
	return out
}

func each(list []string, key func(string) string) []string {
	out := make([]string, len(list))
	for i, k := range list {
		out[i] = key(k)
	}
	return out
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

// match maps the second annotation's entities to those of the first with
// which they share most names, and counts them.
func (t *tally) match(first, second corpus.Text) map[string]string {
	out, found := map[string]string{}, map[string]bool{}
	for _, e := range second.Entities {
		best, most := "", 0
		for _, x := range first.Entities {
			if n := shared(x, e); n > most {
				best, most = x.Key, n
			}
		}
		if best == "" {
			t.entities.second++
			continue
		}
		out[e.Key], found[best] = best, true
	}
	for _, x := range first.Entities {
		if found[x.Key] {
			t.entities.both++
		} else {
			t.entities.first++
		}
	}
	return out
}

func shared(a, b corpus.Entity) int {
	names := func(e corpus.Entity) map[string]bool {
		out := map[string]bool{}
		for _, f := range e.Names {
			n := gazetteer.Fold(f.Text)
			out[strings.TrimPrefix(n, "the ")] = true
		}
		return out
	}
	x, n := names(a), 0
	for k := range names(b) {
		if k != "" && x[k] {
			n++
		}
	}
	return n
}
