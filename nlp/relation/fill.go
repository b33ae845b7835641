package relation

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// filler is a party found for a role.
type filler struct {
	id    string      // entity ID, or words of the text in double quotes
	span  schema.Span // the words that name it
	token int         // their head
	sure  float64     // factor of confidence: less where it was reached or inferred
	part  int         // which part of "subj & with" it fills
}

// mentions indexes a sentence's mentions by token.
type mentions struct {
	byHead map[int]*analysis.Mention
	cover  []*analysis.Mention // the longest name that covers each token
}

func newMentions(d *analysis.Doc, s int, sentence []analysis.Mention) mentions {
	m := mentions{byHead: map[int]*analysis.Mention{}, cover: make([]*analysis.Mention, len(d.Sentences[s].Tokens))}
	for i := range sentence {
		x := &sentence[i]
		if x.Head < 0 {
			continue
		}
		if old := m.byHead[x.Head]; old == nil || x.Last-x.First > old.Last-old.First {
			m.byHead[x.Head] = x
		}
		if x.Type == schema.Name {
			for t := x.First; t < x.Last; t++ {
				if m.cover[t] == nil || x.Last-x.First > m.cover[t].Last-m.cover[t].First {
					m.cover[t] = x
				}
			}
		}
	}
	return m
}

// partitives are nouns that only count what follows them: "one of its
// soldiers", "a group of rebels".
var partitives = map[string]bool{
	"one": true, "some": true, "many": true, "most": true, "several": true, "all": true, "number": true, "dozen": true, "hundred": true,
	"thousand": true, "part": true, "member": true, "series": true, "rest": true, "majority": true, "handful": true, "group": true, "lot": true,
	"round": true, "package": true, "consignment": true, "shipment": true, "wave": true, "string": true, "set": true, "batch": true, "tranche": true,
	"spate": true, "barrage": true, "year": true, "month": true, "week": true, "day": true, "million": true, "billion": true, "ton": true, "tonne": true, "scores": true, "score": true, "unit": true, "raft": true, "body": true, "range": true, "slew": true, "host": true,
	"both": true, "each": true, "none": true, "two": true, "three": true, "four": true, "five": true, "six": true, "seven": true, "eight": true, "nine": true, "ten": true, "half": true, "hour": true, "kind": true, "pair": true, "couple": true,
}

// fill finds the parties at token head and those joined to it by "and".
func (m *matcher) fill(out []filler, head int, kinds []schema.Kind, reach bool) []filler {
	t := m.tree
	before := len(out)
	out = m.fillOne(out, head, kinds, reach, 0)
	for i, n := before, len(out); i < n; i++ {
		for _, c := range m.series[out[i].token] {
			if c.main.Head != out[i].token {
				out = m.entities(out, c.main, kinds)
			}
		}
	}
	for c := range t.children(head) {
		if t.toks[c].Deprel == "conj" && !t.isVerb(c) && c > head && !m.joinsCrowd(head, c) {
			out = m.fill(out, c, kinds, reach)
		}
	}
	return out
}

func (m *matcher) fillOne(out []filler, head int, kinds []schema.Kind, reach bool, depth int) []filler {
	t := m.tree
	if antecedent, ok := t.relative(head); ok {
		if antecedent < 0 || antecedent == head || depth > 3 {
			return out
		}
		return m.fillOne(out, antecedent, kinds, reach, depth+1)
	}
	if in, at := m.crowdMeant(head); at >= 0 && depth <= 3 {
		if got := m.takeUp(out, head, in, at, kinds, depth); len(got) > len(out) {
			return got
		}
	}
	if x := m.at(head); x != nil {
		if m.isPeopleByDemonym(head, kinds) {
			return m.unnamed(out, head, kinds)
		}
		if p := m.holderBeside(head, x); p != nil {
			if got := m.entities(out, p, kinds); len(got) > len(out) {
				return got
			}
		}
		if got := m.entities(out, x, kinds); len(got) > len(out) {
			m.nameCrowds(head, got[len(out):])
			return got
		}
		if x.Type == schema.Name && !reach {
			return out
		}
	}
	for c := range t.children(head) { // "its envoy, Muhammad Tipu"
		d := t.toks[c].Deprel
		if d != "appos" && d != "flat" && (d != "nmod" || c < head || !m.office.title[t.lower[head]]) {
			continue
		}
		if x := m.at(c); x != nil && (d != "nmod" || m.isKind(x.Entities[0], schema.Person)) { // "Secretary of State Marco Rubio"
			if got := m.entities(out, x, kinds); len(got) > len(out) {
				return got
			}
		}
	}
	if h := t.toks[head].Head; t.toks[head].Deprel == "appos" && h >= 0 && depth <= 3 && m.at(head) == nil && m.at(h) != nil { // "X, a coalition that …"
		return m.fillOne(out, h, kinds, reach, depth+1)
	}
	if t.child(head, "cop") >= 0 || t.toks[head].Deprel == "xcomp" { // "became the first country to recognise it"
		if s := t.surfaceSubject(head); s >= 0 && s != head && depth <= 3 {
			return m.fillOne(out, s, kinds, reach, depth+1)
		}
	}
	if owner := m.whoseOrgan(head); owner >= 0 && depth <= 3 {
		return m.fillOne(out, owner, kinds, reach, depth+1)
	}
	if got := m.home(m.we(out, head, kinds), head, kinds); len(got) > len(out) {
		return got
	}
	if got := m.unnamed(out, head, kinds); len(got) > len(out) {
		return got
	}
	if depth > 3 || !reach && !partitives[t.lemma(head)] {
		return out
	}
	return m.owners(out, head, kinds, depth)
}

// owners reaches through a phrase to the actors that it belongs to or
// consists of: "strongholds of Jaish al-Adl", "Iranian banks".
func (m *matcher) owners(out []filler, head int, kinds []schema.Kind, depth int) []filler {
	t := m.tree
	before := len(out)
	if m.office.kin[t.lemma(head)] { // what is done to his wife is not done to him
		return out
	}
	for c := range t.children(head) {
		d := t.toks[c].Deprel
		switch {
		case d == "nmod:poss", d == "nummod" && m.byHead[c] != nil, d == "amod", d == "compound", d == "nmod:desc", d == "nmod" && (ownership[t.preposition(c)] || t.preposition(c) == "between" && m.isDealing(head)):
			if d == "amod" && t.isVerb(c) {
				continue
			}
			out = m.fillOne(out, c, kinds, true, depth+1)
			for cc := range t.children(c) {
				if t.toks[cc].Deprel == "conj" && len(out) > before {
					out = m.fillOne(out, cc, kinds, true, depth+1)
				}
			}
			if len(out) > before {
				for i := before; i < len(out); i++ {
					out[i].sure *= 0.9
				}
				return out
			}
		}
	}
	return m.makers(out, head, kinds, depth)
}

// isDealing reports whether a noun tells of an act of two or more, so that what
// is done to it is done to them: "hailed the pact between Chad and Niger".
func (m *matcher) isDealing(head int) bool {
	return slices.ContainsFunc(m.index[trigger{m.tree.lemma(head), noun}], func(r *rule) bool { return r.relation.Symmetric || r.relation.Quad <= 2 })
}

// makers are those whom a participle or relative clause names as the origin of
// what a noun stands for: "a proposal floated by Cairo", "the plan that Riyadh
// drew up", "a missile fired by the Houthis".
func (m *matcher) makers(out []filler, head int, kinds []schema.Kind, depth int) []filler {
	t := m.tree
	if !m.utterance[t.lemma(head)] && (!m.arms[t.lemma(head)] || m.role == schema.RoleRecipient) {
		return out
	}
	for c := range t.children(head) {
		if d := t.toks[c].Deprel; d != "acl" && d != "acl:relcl" || c < head || !t.isVerb(c) {
			continue
		}
		s := t.logicalSubject(c)
		if s < 0 || s == head || t.toks[c].XPOS == "VB" {
			continue
		}
		before := len(out)
		if out = m.fillOne(out, s, kinds, true, depth+1); len(out) > before {
			for i := before; i < len(out); i++ {
				out[i].sure *= 0.8
			}
			return out
		}
	}
	return out
}

// holderBeside is the person whose name follows the title at head: "Libyan
// leader Muammar Gaddafi" is Gaddafi and not Libya. It is nil where the title
// stands alone.
func (m *matcher) holderBeside(head int, x *analysis.Mention) *analysis.Mention {
	if x.Type != schema.Nominal {
		return nil
	}
	t := m.tree
	for c := range t.children(head) {
		switch t.toks[c].Deprel {
		case "appos", "flat", "nmod", "nmod:desc":
		default:
			continue
		}
		p := m.at(c)
		if p == nil || p.Type != schema.Name || len(p.Entities) != 1 || !m.isKind(p.Entities[0], schema.Person) {
			continue
		}
		if p.First == head+1 || p.First == head+2 && t.lower[head+1] == "," && t.toks[c].Deprel == "appos" {
			return p
		}
	}
	return m.holderBehind(head)
}

// holderBehind is the person whose name follows what a title is of, wherever the
// parser hung the name: "U.S. Secretary of State Hillary Clinton"; or nil.
func (m *matcher) holderBehind(head int) *analysis.Mention {
	t := m.tree
	if head+3 >= len(t.toks) || t.lower[head+1] != "of" || !m.office.title[t.lower[head]] {
		return nil
	}
	for i := head + 2; i < min(head+6, len(t.toks)); i++ {
		switch p := m.cover[i]; {
		case p != nil && p.Type == schema.Name && i > head+2 && p.First == i && len(p.Entities) == 1 && m.isKind(p.Entities[0], schema.Person):
			return p
		case t.toks[i].UPOS != "NOUN" && t.toks[i].UPOS != "PROPN" && t.toks[i].UPOS != "ADJ":
			return nil
		}
	}
	return nil
}

var ownership = map[string]bool{"of": true, "in": true, "from": true, "by": true, "at": true, "on": true, "inside": true, "near": true, "for": true, "across": true, "against": true}

// heads tells of each token whether it heads a mention.
func (m *mentions) heads() []bool {
	out := make([]bool, len(m.cover))
	for i := range m.byHead {
		out[i] = true
	}
	return out
}

// utterances tells of each token whether it is a noun for what somebody says
// or decides.
func (m *matcher) utterances() []bool {
	out := make([]bool, len(m.tree.toks))
	for i := range out {
		out[i] = m.tree.toks[i].UPOS == "NOUN" && m.utterance[m.tree.lemma(i)]
	}
	return out
}

// at returns the mention that a token heads, or the name that it is part of.
func (m *matcher) at(tok int) *analysis.Mention {
	if x := m.byHead[tok]; x != nil {
		return x
	}
	return m.cover[tok]
}

// entities adds a mention's entities whose kinds fit. A place or organ whose
// own kind does not fit stands for its state where a state does.
func (m *matcher) entities(out []filler, x *analysis.Mention, kinds []schema.Kind) []filler {
	sure := 1.0
	switch x.Type {
	case schema.Pronoun:
		sure = 0.8
	case schema.Nominal:
		sure = 0.95
	}
	for _, id := range x.Entities {
		e := m.doc.Entity(id)
		if e == nil {
			continue
		}
		switch {
		case e.Country != "" && !m.stands && m.isEmbassy(x) && slices.Contains(kinds, schema.State):
			id, sure = m.country(e.Country), sure*0.9
		case slices.Contains(kinds, e.Kind):
		case e.Country != "" && (e.Kind == schema.Place || e.Kind == schema.Organization) && slices.Contains(kinds, schema.State):
			id, sure = m.country(e.Country), sure*0.9
		default:
			continue
		}
		out = append(out, filler{id: id, span: x.Span, token: x.Head, sure: sure})
	}
	return out
}

// isEmbassy reports whether a phrase names a mission of a state to another,
// which is done to and acts as its state: "stormed the French embassy".
func (m *matcher) isEmbassy(x *analysis.Mention) bool {
	return x.Head >= 0 && missions[strings.ToLower(m.doc.Sentences[x.Sentence].Tokens[x.Head].Lemma)] && m.isKind(x.Entities[0], schema.Organization)
}

var missions = map[string]bool{"embassy": true, "consulate": true, "legation": true}

// country makes sure that the document knows a state that one of its places
// or organs belongs to.
func (m *matcher) country(id string) string {
	if id != "" && m.doc.Entity(id) == nil {
		if a := m.kb.ByID[id]; a != nil {
			m.doc.AddEntity(a.Entity)
		}
	}
	return id
}

// words makes a theme of a phrase's own words, as written.
func (m *matcher) words(head int) (filler, bool) {
	t := m.tree
	first, last := m.extent(head)
	for first < last && (t.toks[first].UPOS == "ADP" || t.toks[first].UPOS == "DET" || t.toks[first].UPOS == "PUNCT" || t.toks[first].UPOS == "SCONJ" || t.lower[first] == "to") {
		first++
	}
	span := schema.Span{Start: t.toks[first].Start, End: t.toks[last].End}
	if span.Len() < 2 || last-first > 14 {
		return filler{}, false
	}
	return filler{id: `"` + m.doc.Text(span) + `"`, span: span, token: head, sure: 1}, true
}

// extent is the run of tokens around head that belong to its phrase, without
// relative clauses and what follows a comma.
func (m *matcher) extent(head int) (first, last int) {
	t := m.tree
	inside := make([]bool, len(t.toks))
	var walk func(i, depth int)
	walk = func(i, depth int) {
		inside[i] = true
		if depth == 0 {
			return
		}
		for c := range t.children(i) {
			switch t.toks[c].Deprel {
			case "acl:relcl", "appos", "parataxis", "conj", "cc":
			default:
				walk(c, depth-1)
			}
		}
	}
	walk(head, 8)
	first, last = head, head
	for first > 0 && inside[first-1] && t.lower[first-1] != "," {
		first--
	}
	for last+1 < len(inside) && inside[last+1] && t.lower[last+1] != "," && t.lower[last+1] != "." {
		last++
	}
	return first, last
}

// unique sorts fillers by ID and keeps the surest of each.
func unique(fs []filler) []filler {
	sort.SliceStable(fs, func(i, j int) bool {
		if fs[i].id != fs[j].id {
			return strings.Compare(fs[i].id, fs[j].id) < 0
		}
		return fs[i].sure > fs[j].sure
	})
	return slices.CompactFunc(fs, func(a, b filler) bool { return a.id == b.id })
}
