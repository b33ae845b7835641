package relation

import (
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/when"
	"github.com/entente-kg/entente/schema"
)

// when returns the date of the act at a trigger: the expression of time that
// hangs nearest in its clause, or the sentence's only one.
func (m *matcher) when(trig int, planned bool) schema.Date {
	t := m.tree
	var only *analysis.When
	count, bestDistance := 0, 99
	var best *analysis.When
	for i := range m.doc.Dates {
		w := &m.doc.Dates[i]
		if w.Sentence != t.sentence || when.Dateline(m.doc, *w) {
			continue
		}
		only = w
		count++
		if d := m.distance(trig, w); d < bestDistance {
			best, bestDistance = w, d
		}
	}
	switch {
	case best == nil && count == 1 && !m.tree.tellsOfNoun(only.First, trig):
		best = only
	case best == nil:
		return schema.Date{}
	}
	if planned && bestDistance <= 2 { // "agreed on Friday to meet": the Friday is that of agreeing
		return when.Ahead(m.doc, *best).From
	}
	return best.From
}

// tellsOfNoun reports whether a word stands in a relative clause that the
// trigger is no part of: in "waived a ban that dates from 1992" nothing is
// waived in 1992.
func (t *tree) tellsOfNoun(i, trig int) bool {
	for range maxClimb {
		if i < 0 || i == trig {
			return false
		}
		if t.toks[i].Deprel == "acl:relcl" {
			for v, up := trig, 0; v >= 0 && up < maxClimb; v, up = t.toks[v].Head, up+1 {
				if v == i {
					return false
				}
			}
			return true
		}
		i = t.toks[i].Head
	}
	return false
}

// distance counts the steps from a date up to the trigger, or from both up to
// the verb that governs them; 99 where another clause lies between.
func (m *matcher) distance(trig int, w *analysis.When) int {
	t := m.tree
	head := w.First
	for i := w.First; i < w.Last; i++ {
		if h := t.toks[i].Head; h < w.First || h >= w.Last {
			head = i
		}
	}
	steps := 0
	for i := t.toks[head].Head; i >= 0 && steps < 4; i = t.toks[i].Head {
		steps++
		if i == trig {
			return steps
		}
		if g := m.tree.governor(trig); g == i {
			return steps + 1
		}
		if t.isVerb(i) {
			break
		}
	}
	for v, up := trig, 1; t.toks[v].Head >= 0 && up < 4; up++ { // "on Friday he agreed to meet"
		v = t.toks[v].Head
		if t.toks[head].Head == v {
			return 5 + up
		}
	}
	return 99
}

// where returns the place of the act as written: "in X", "near X", or what it
// was done to: "the Ukrainian city of X". A state is taken where nothing
// sharper is said.
func (m *matcher) where(trig int) string {
	t := m.tree
	nodes := []int{trig}
	if g := t.governor(trig); g >= 0 {
		nodes = append(nodes, g)
	}
	state := ""
	for _, n := range nodes {
		for c := range t.children(n) {
			switch t.preposition(c) {
			case "in", "at", "near", "outside", "off":
			default:
				continue
			}
			for _, tok := range []int{c, t.child(c, "compound"), t.child(c, "nmod")} {
				if tok < 0 {
					continue
				}
				x := m.at(tok)
				switch {
				case x == nil || x.Type != schema.Name || !m.isPlace(x):
				case m.doc.Entity(x.Entities[0]).Kind == schema.Place:
					return m.doc.Text(x.Span)
				case state == "":
					state = m.doc.Text(x.Span)
				}
			}
		}
	}
	for c := range t.children(trig) { // "fired at Ukraine and hit the dam of X"
		if t.toks[c].Deprel == "conj" && t.isVerb(c) && t.child(c, "nsubj", "nsubj:pass") < 0 {
			nodes = append(nodes, c)
		}
	}
	for _, n := range nodes {
		if place := m.target(n); place != "" {
			return place
		}
	}
	return state
}

// target is the place that an act was done to where a noun stands for it and
// its state may be the party: "shelled the Ukrainian city of X", "attacks on
// Ukraine's port of X".
func (m *matcher) target(trig int) string {
	t := m.tree
	for c := range t.children(trig) {
		if !m.places[t.lemma(c)] {
			continue
		}
		switch t.toks[c].Deprel {
		case "obj", "nsubj:pass", "nmod", "obl":
		default:
			continue
		}
		for n := range t.children(c) {
			if t.toks[n].Deprel != "nmod" || t.preposition(n) != "of" {
				continue
			}
			if x := m.at(n); x != nil && x.Type == schema.Name && m.doc.Entity(x.Entities[0]).Kind == schema.Place {
				return m.doc.Text(x.Span)
			}
		}
	}
	return ""
}

func (m *matcher) isPlace(x *analysis.Mention) bool {
	e := m.doc.Entity(x.Entities[0])
	return e != nil && (e.Kind == schema.Place || e.Kind == schema.State && x.Form != schema.FormDemonym)
}
