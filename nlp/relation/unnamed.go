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
type crowdWords struct {
	kindOf map[string]schema.Kind
	counts map[string]bool // "dozens", "thousands": people, where nothing else is counted
}

func newCrowdWords(w schema.Words) crowdWords {
	c := crowdWords{map[string]schema.Kind{}, w.Set("crowd-count")}
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
// "Tuareg rebels", "American companies", "thousands", "the Afghans". It exists
// only as a claim's party and only within its article, because the rebels of
// one article are not those of another.
func (m *matcher) unnamed(out []filler, head int, kinds []schema.Kind) []filler {
	kind := m.crowdKind(head, kinds)
	if kind == "" || m.role == schema.RoleActor && kind == schema.Population && m.organs[m.tree.lemma(head)] && !slices.Contains(kinds, schema.State) {
		return out // what soldiers do is done by their state, or not meant
	}
	id := m.sameCrowd(head, kind)
	if id == "" {
		e := m.crowd(head, kind)
		id = e.ID
		m.doc.AddEntity(e)
	}
	spans := m.crowdMentions(head, id)
	return append(out, filler{id: id, span: spans[0], token: head, sure: 0.9})
}

// crowdKind is the kind of party, one of kinds, that a noun without a name
// stands for, or "".
func (m *matcher) crowdKind(head int, kinds []schema.Kind) schema.Kind {
	t := m.tree
	people := slices.Contains(kinds, schema.Population)
	switch {
	case people && m.isPeopleByDemonym(head, kinds):
		return schema.Population
	case people && t.toks[head].UPOS == "NUM" && !t.dated[head] && m.countsPeople(head):
		return schema.Population
	case t.toks[head].UPOS != "NOUN":
		return ""
	case people && m.crowds.counts[t.lower[head]] && t.prepositional(head, "of") < 0:
		return schema.Population
	}
	kind := m.crowds.kindOf[t.lemma(head)]
	if c := t.child(head, "compound", "amod"); kind == "" && c == head-1 && c >= 0 {
		kind = m.crowds.kindOf[t.lower[c]+" "+t.lemma(head)] // "aid worker"
	}
	if kind == "" && people && m.suffers(head, kinds) {
		return schema.Population
	}
	switch {
	case kind == "" || slices.Contains(kinds, kind):
		return kind
	case people && kind != schema.Organization:
		return schema.Population
	}
	return ""
}

// countsPeople reports whether a bare number can only mean people: "arrested
// 15", "the two were freed".
func (m *matcher) countsPeople(head int) bool {
	t := m.tree
	switch t.toks[head].Deprel {
	case "obj", "nsubj:pass":
		of := t.prepositional(head, "of")
		return t.lower[head] != "one" && (of < 0 || t.toks[of].UPOS == "PRON") && (of >= 0 || t.child(head, "nmod") < 0) && t.child(head, "compound", "flat") < 0 && !strings.ContainsAny(t.lower[head], "%$€£")
	}
	return false
}

// isPeopleByDemonym reports whether a plural demonym means people rather than
// their state: the role asks for people first, or takes no state at all.
func (m *matcher) isPeopleByDemonym(head int, kinds []schema.Kind) bool {
	x := m.at(head)
	if x == nil || x.Form != schema.FormDemonym || !strings.HasSuffix(m.tree.lower[head], "s") {
		return false
	}
	people, state := slices.Index(kinds, schema.Population), slices.Index(kinds, schema.State)
	return people >= 0 && (state < 0 || people < state)
}

// sameCrowd is the crowd that the article told of before and a noun without
// modifiers takes up again: "two Danish divers … the divers"; or "".
func (m *matcher) sameCrowd(head int, kind schema.Kind) string {
	t := m.tree
	if _, bare := m.phrase(head); bare != head || t.toks[head].UPOS != "NOUN" {
		return ""
	}
	prefix := "nil:" + strings.ToLower(string(kind)) + ":"
	for _, e := range slices.Backward(m.doc.Entities) {
		if !strings.HasPrefix(e.ID, prefix) {
			continue
		}
		last := strings.ToLower(e.Name[strings.LastIndexByte(e.Name, ' ')+1:])
		if last == t.lower[head] || last == t.lemma(head) || last == t.lower[head]+"s" {
			return e.ID
		}
	}
	return ""
}

// nameCrowds adds the longer forms of crowds that were found by their noun.
func (m *matcher) nameCrowds(head int, found []filler) {
	for _, f := range found {
		if f.token == head && strings.HasPrefix(f.id, "nil:population:") {
			m.crowdMentions(head, f.id)
		}
	}
}

// crowd is the entity of a noun that names nobody.
func (m *matcher) crowd(head int, kind schema.Kind) schema.Entity {
	t := m.tree
	first, bare := m.phrase(head)
	span := schema.Span{Start: t.toks[bare].Start, End: t.toks[m.crowdEnd(head)].End}
	if span.Len() > maxCrowdName {
		first, span = head, t.toks[head].Span
	}
	name := m.doc.Text(span)
	return schema.Entity{
		ID:   "nil:" + strings.ToLower(string(kind)) + ":" + schema.Normal(name) + "-" + schema.Hash(m.doc.Article.ID),
		Kind: kind, Name: name, Country: m.stateWithin(first, head+1),
	}
}

// crowdEnd is the last noun of a crowd of two sorts under one number or
// adjective: "39 Palestinian women and minors"; else its noun.
func (m *matcher) crowdEnd(head int) int {
	t := m.tree
	end := head
	for c := range t.children(head) {
		if t.toks[c].Deprel == "conj" && m.joinsCrowd(head, c) {
			end = c
		}
	}
	return end
}

// joinsCrowd reports whether a noun joined to a crowd's is part of the same
// phrase: it is of people too, and has no number, article or adjective of its
// own.
func (m *matcher) joinsCrowd(head, c int) bool {
	t := m.tree
	first, _ := m.phrase(c)
	return c > head && first == c && t.child(c, "det", "nmod:poss", "case") < 0 && m.at(c) == nil && m.crowds.kindOf[t.lemma(head)] == schema.Population && m.crowds.kindOf[t.lemma(c)] == schema.Population
}

// crowdMentions adds the forms in which the text names a crowd and returns
// their spans.
func (m *matcher) crowdMentions(head int, id string) []schema.Span {
	t := m.tree
	var spans []schema.Span
	for _, s := range m.crowdForms(head) {
		span := schema.Span{Start: t.toks[s[0]].Start, End: t.toks[s[1]].End}
		spans = append(spans, span)
		if m.crowded[head] {
			continue
		}
		m.extra = append(m.extra, analysis.Mention{
			Span: span, Sentence: t.sentence, First: s[0], Last: s[1] + 1, Head: head,
			Entities: []string{id}, Type: schema.Nominal, Link: schema.Link{Score: 0.5, Reason: schema.ByNoName},
		})
	}
	m.crowded[head] = true
	return append(spans, t.toks[head].Span)
}

// crowdForms are the first and last tokens of the forms in which the text names
// a crowd: its phrase first, then from its noun alone to all that counts, owns
// and narrows it down.
func (m *matcher) crowdForms(head int) [][2]int {
	t := m.tree
	first, bare := m.phrase(head)
	end := m.crowdEnd(head)
	whole := m.hedgedFrom(first)
	if p := t.counted(head); p < head { // "hundreds of people"
		whole, _ = m.phrase(p)
	}
	owned := m.hedgedFrom(m.ownedFrom(head, whole))
	last := m.complementEnd(end)
	var out [][2]int
	for _, s := range [][2]int{{first, end}, {bare, head}, {m.compoundFrom(head), head}, {whole, end}, {owned, end}, {first, last}, {whole, last}, {owned, last}} {
		if s[0] == s[1] && first < head && t.lower[head] != m.doc.Text(t.toks[head].Span) {
			continue // "Cubans" of "725 Cubans" names Cuba as well
		}
		if !slices.Contains(out, s) && t.toks[s[1]].End-t.toks[s[0]].Start <= maxCrowdName {
			out = append(out, s)
		}
	}
	return out
}

// hedgedFrom is where a phrase begins with the words that hedge its number:
// "nearly", "at least"; or where it begins without them.
func (m *matcher) hedgedFrom(first int) int {
	t := m.tree
	for first > 0 && t.toks[first-1].UPOS == "ADV" || first > 1 && atLeast[t.lower[first-2]+" "+t.lower[first-1]] {
		first--
		if t.toks[first].UPOS != "ADV" {
			first--
		}
	}
	return first
}

// compoundFrom is the first token of a noun with the nouns before it that make
// one word with it: "border guards" of "four kidnapped border guards".
func (m *matcher) compoundFrom(head int) int {
	t := m.tree
	first := head
	for first > 0 && t.toks[first-1].Head == head && t.toks[first-1].Deprel == "compound" {
		first--
	}
	return first
}

// ownedFrom is the first token of a crowd's phrase with its owner or its "any":
// "the tanker's 22 crew", "seventeen of the Tigers' taxmen"; or whole.
func (m *matcher) ownedFrom(head, whole int) int {
	t := m.tree
	from := whole
	for c := range t.children(head) {
		switch d := t.toks[c].Deprel; {
		case d == "nmod:poss" && c < from && t.lower[c] != "whose":
			if start, _ := m.extent(c); !m.hasVerb(start, from) {
				from = start
			}
		case d == "det" && c < from && quantifiers[t.lower[c]]:
			from = c
		}
	}
	if n := m.partOf(head); n >= 0 && n < from {
		from, _ = m.phrase(n)
	}
	return from
}

// hasVerb reports whether a verb in a finite form or an infinitive is among the
// tokens: no name has one.
func (m *matcher) hasVerb(first, last int) bool {
	return slices.ContainsFunc(m.tree.toks[first:max(first, last)], func(t analysis.Token) bool {
		return (t.UPOS == "VERB" || t.UPOS == "AUX") && t.XPOS != "VBN" && t.XPOS != "VBG"
	})
}

var quantifiers = map[string]bool{"any": true, "some": true, "all": true, "these": true, "those": true, "both": true, "every": true, "another": true}

var atLeast = map[string]bool{"at least": true, "more than": true, "up to": true, "as many": true, "fewer than": true, "less than": true}

// complementEnd is the last token of what narrows a noun down behind it:
// "supporters of the former president", "terrorists from the north".
func (m *matcher) complementEnd(head int) int {
	t := m.tree
	for c := range t.children(head) {
		if p := t.preposition(c); c > head && t.toks[c].Deprel == "nmod" && (p == "of" || p == "from" || p == "in") && !t.dated[c] {
			_, last := m.extent(c)
			return last
		}
	}
	return head
}

// phrase is where a noun's phrase begins, with its number and without.
func (m *matcher) phrase(head int) (first, bare int) {
	t := m.tree
	first, bare = head, head
	counted := false
	for i := head - 1; i >= 0; i-- {
		h := t.toks[i].Head
		if d := t.toks[i].Deprel; h < i || h > head || h == head && (d == "cc" || d == "conj") {
			break
		}
		if t.dated[i] || m.isVerbal(i) {
			break
		}
		switch t.toks[i].Deprel {
		case "nummod":
			first, counted = i, true
		case "amod", "compound", "nmod:desc", "flat", "conj", "cc", "nmod:unmarked":
			first = i
			if t.toks[i].UPOS != "NUM" && !counted {
				bare = i
			}
		case "advmod", "punct", "case":
		default:
			return first, bare
		}
	}
	return first, bare
}

// isVerbal reports whether a word before a noun belongs to the verb, whatever the
// parser says: "to free hostages", "shot dead four guards".
func (m *matcher) isVerbal(i int) bool {
	t := m.tree
	if i == 0 {
		return false
	}
	switch t.lower[i] {
	case "dead", "free", "alive":
		if t.isVerb(i - 1) {
			return true
		}
	}
	return t.lower[i-1] == "to" && len(m.index[trigger{t.lower[i], verb}]) > 0
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
