package gazetteer

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// organs finds the bodies that every state has ("the Kenyan foreign ministry",
// "Kenya's Ministry of Defence", "the Central Bank of Kenya") by the name of
// the state and the organ's noun beside it, so that the index needs no name
// for each pair of them. In the same way it finds actors whose name needs that
// of their country, and which the knowledge base calls "People's Party
// (Spain)": "Spain's People's Party".
type organs struct {
	kb    *schema.Actors
	nouns *Gazetteer // the IDs of its entries are those of organs and of actors
}

func newOrgans(kb *schema.Actors) organs {
	b := newBuilder(4 * len(kb.Organs))
	for _, organ := range kb.Organs {
		for _, noun := range organ.Names {
			b.add(noun, Entry{organ.ID, schema.FormName})
		}
	}
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		if name, _, ok := strings.Cut(a.Name, " ("); ok && a.Country != "" {
			b.add(name, Entry{id, schema.FormName})
		}
	}
	return organs{kb, b.index()}
}

// after finds an organ whose noun stands right after a state's name, which is
// words[:n] and means one of entries. It returns the words of the whole.
func (o organs) after(words []word, n int, entries []Entry, text string, shouting bool) (int, []Entry) {
	rest := words[n:]
	if len(rest) > 1 && rest[0].key == possessiveKey && !rest[0].apart {
		rest = rest[1:]
	}
	if len(rest) == 0 || rest[0].apart {
		return 0, nil
	}
	m, nouns := o.nouns.longest(rest, text, shouting)
	if m == 0 {
		return 0, nil
	}
	return len(words) - len(rest) + m, o.of(entries, nouns)
}

// before finds an organ whose noun stands at the beginning of words, with its
// state behind it: "Ministry of Defence of the Russian Federation". A noun of
// one word could be a common one with the capital of its sentence: "Police of
// Spain and Morocco".
func (o organs) before(g *Gazetteer, words []word, text string, shouting bool) (int, []Entry) {
	n, nouns := o.nouns.longest(words, text, shouting)
	if n < 2 || len(words) < n+2 || words[n].key != ofKey || words[n].apart {
		return 0, nil
	}
	n++
	if words[n].key == theKey && len(words) > n+1 {
		n++
	}
	m, entries := g.longest(words[n:], text, shouting)
	if m == 0 {
		return 0, nil
	}
	entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.Form != schema.FormName })
	return n + m, o.of(entries, nouns)
}

// of are the organs of the states among the entries.
func (o organs) of(states, nouns []Entry) []Entry {
	var out []Entry
	for _, s := range states {
		if s.Form == schema.FormMetonym {
			continue
		}
		for _, noun := range nouns {
			id := o.kb.OrganOf(s.ID, noun.ID)
			if a := o.kb.ByID[noun.ID]; a != nil && a.Country == s.ID {
				id = a.ID
			}
			if id != "" {
				out = append(out, Entry{id, schema.FormName})
			}
		}
	}
	return out
}

var possessiveKey, ofKey = keyOf("s"), keyOf("of")

func keyOf(word string) uint64 { return appendWords(nil, word, 0, len(word))[0].key }
