package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// findSeries finds enumerations by their surface, "Iran, the United States and
// China", because parsers often lose a link of them. It maps the head of each
// member to all members.
func (m *matcher) findSeries(sentence []analysis.Mention) {
	chunks := m.chunks(sentence)
	for i := 0; i < len(chunks); {
		n := m.enumeration(chunks, i)
		members := m.sameClause(chunks[i : i+n])
		for _, c := range members {
			if len(members) > 1 {
				m.series[c.main.Head] = members
			}
		}
		i += n
	}
}

// chunk is a name with what describes it before: "Turkish Foreign Minister
// Hakan Fidan".
type chunk struct {
	first, last int // tokens, last exclusive
	main        *analysis.Mention
}

func (m *matcher) chunks(sentence []analysis.Mention) []chunk {
	order := make([]*analysis.Mention, 0, len(sentence))
	for i := range sentence {
		if x := &sentence[i]; x.Head >= 0 && x.Type != schema.Pronoun {
			order = append(order, x)
		}
	}
	slices.SortStableFunc(order, func(a, b *analysis.Mention) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	var out []chunk
	for _, x := range order {
		if len(out) > 0 {
			if p := &out[len(out)-1]; x.First < p.last { // nested
				continue
			} else if m.describes(p.last, x.First) && p.main.Form == schema.FormDemonym || m.adjacent(p, x) {
				p.last, p.main = x.Last, x
				continue
			}
		}
		out = append(out, chunk{x.First, x.Last, x})
	}
	return out
}

// adjacent reports whether x stands right behind the chunk and goes on with
// it: "Minister" + "Hakan Fidan", "Russia" + 's + "Lavrov".
func (m *matcher) adjacent(p *chunk, x *analysis.Mention) bool {
	if x.First == p.last {
		return true
	}
	return x.First == p.last+1 && (m.tree.lower[p.last] == "'s" || m.tree.lower[p.last] == "’s")
}

// describes reports whether the tokens between are plain modifiers.
func (m *matcher) describes(from, to int) bool {
	if to-from > 4 {
		return false
	}
	for i := from; i < to; i++ {
		switch m.tree.toks[i].UPOS {
		case "ADJ", "NOUN", "PROPN":
		default:
			if m.tree.lower[i] != "-" {
				return false
			}
		}
	}
	return true
}

// enumeration returns how many chunks from i on make one enumeration: "A", "A and B",
// "A, B and C", or "A, B" at the head of a headline.
func (m *matcher) enumeration(chunks []chunk, i int) int {
	n := 1
	for i+n < len(chunks) {
		switch m.separator(chunks[i+n-1], chunks[i+n]) {
		case "and":
			return n + 1
		case ",":
			n++
			continue
		}
		break
	}
	last := chunks[i+n-1].last
	if n == 2 && chunks[i].first == 0 && last < len(m.tree.toks) && (m.tree.isVerb(last) || strings.HasPrefix(m.tree.toks[last].XPOS, "VB")) {
		return 2
	}
	return 1
}

func (m *matcher) separator(a, b chunk) string {
	got := ""
	modifiers := 0
	for i := a.last; i < b.first; i++ {
		switch w := m.tree.lower[i]; {
		case w == "and" || w == "&":
			got = "and"
		case w == ",":
			if got == "" {
				got = ","
			}
		case w == "the" || w == "both" || w == "also":
		case got != "" && (m.tree.toks[i].UPOS == "ADJ" || m.tree.toks[i].UPOS == "NOUN" || m.tree.toks[i].UPOS == "PROPN") && modifiers < 3:
			modifiers++
		default:
			return ""
		}
	}
	if got != "" && !m.sameSort(a.main, b.main) {
		return ""
	}
	return got
}

// sameSort reports whether two mentions may stand in one enumeration of
// parties: people with people, states and bodies with each other.
func (m *matcher) sameSort(a, b *analysis.Mention) bool {
	sort := func(x *analysis.Mention) int {
		e := m.doc.Entity(x.Entities[0])
		if e == nil {
			return -1
		}
		switch e.Kind {
		case schema.Person:
			return 1
		case schema.Place:
			return 2
		case schema.Population:
			return 3
		}
		return 4
	}
	return sort(a) == sort(b)
}

// sameClause cuts off what comes before a member that is the subject of a
// later verb while the others belong to an earlier one: "met Iran, and Egypt
// said".
func (m *matcher) sameClause(members []chunk) []chunk {
	t := m.tree
	for i := len(members) - 1; i > 0; i-- {
		h := members[i].main.Head
		if d := t.toks[h].Deprel; d != "nsubj" && d != "nsubj:pass" {
			continue
		}
		v := t.toks[h].Head
		for a := members[0].main.Head; a >= 0; a = t.toks[a].Head {
			if t.isVerb(a) && a < members[0].first && a != v {
				return members[i:]
			}
		}
	}
	return members
}
