package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// maxCrowdName bounds, in bytes, the phrase that names a crowd; of a longer
// one the noun alone is taken.
const maxCrowdName = 200

// crowdWords are nouns for parties that have no name of their own.
type crowdWords struct{ kindOf map[string]schema.Kind }

func newCrowdWords(w schema.Words) crowdWords {
	c := crowdWords{map[string]schema.Kind{}}
	for _, set := range []struct {
		name string
		kind schema.Kind
	}{{"company-noun", schema.Organization}, {"population", schema.Population}, {"armed-noun", schema.MilitantGroup}} {
		for lemma := range w.Set(set.name) {
			c.kindOf[lemma] = set.kind
		}
	}
	return c
}

// unnamed makes a party of a noun phrase that names nobody: "17 missionaries",
// "Tuareg rebels", "American companies". It exists only as a claim's party
// and only within its article, because the rebels of one article are not
// those of another.
func (m *matcher) unnamed(out []filler, head int, kinds []schema.Kind) []filler {
	t := m.tree
	if t.toks[head].UPOS != "NOUN" {
		return out
	}
	kind := m.crowds.kindOf[t.lemma(head)]
	if kind == "" || !slices.Contains(kinds, kind) {
		if kind == "" || !slices.Contains(kinds, schema.Population) || kind == schema.Organization {
			return out
		}
		kind = schema.Population
	}
	e, x := m.crowd(head, kind)
	m.doc.AddEntity(e)
	m.extra = append(m.extra, x)
	return append(out, filler{id: e.ID, span: x.Span, token: head, sure: 0.9})
}

// withoutName is the reason of a mention that names nobody.
const withoutName = "a party without a name"

// crowd is the entity of a noun that names nobody, and its mention.
func (m *matcher) crowd(head int, kind schema.Kind) (schema.Entity, analysis.Mention) {
	t := m.tree
	first, bare := m.phrase(head)
	span := schema.Span{Start: t.toks[bare].Start, End: t.toks[head].End}
	if span.Len() > maxCrowdName {
		first, span.Start = head, t.toks[head].Start
	}
	name := m.doc.Text(span)
	e := schema.Entity{
		ID:   "nil:" + strings.ToLower(string(kind)) + ":" + schema.Normal(name) + "-" + schema.Hash(m.doc.Article.ID),
		Kind: kind, Name: name, Country: m.stateWithin(first, head),
	}
	return e, analysis.Mention{
		Span: schema.Span{Start: t.toks[first].Start, End: t.toks[head].End}, Sentence: t.sentence, First: first, Last: head + 1,
		Head: head, Entities: []string{e.ID}, Type: schema.Nominal, Reason: withoutName,
	}
}

// phrase is where a noun's phrase begins, with its number and without.
func (m *matcher) phrase(head int) (first, bare int) {
	t := m.tree
	first, bare = head, head
	for i := head - 1; i >= 0; i-- {
		h := t.toks[i].Head
		if h < i || h > head {
			break
		}
		switch t.toks[i].Deprel {
		case "nummod":
			first = i
		case "amod", "compound", "nmod:desc", "flat", "conj", "cc", "nmod:unmarked":
			first = i
			if t.toks[i].UPOS != "NUM" {
				bare = i
			}
		case "advmod", "punct", "case":
		default:
			return first, bare
		}
	}
	return first, bare
}

// stateWithin is the state whose name stands among the tokens, or "".
func (m *matcher) stateWithin(first, last int) string {
	for i := first; i < last; i++ {
		x := m.at(i)
		if x == nil {
			continue
		}
		if e := m.doc.Entity(x.Entities[0]); e != nil && e.Kind == schema.State {
			return e.ID
		}
	}
	return ""
}
