package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Construction is a word with two actors in its functions, which no pattern
// made a claim of.
type Construction struct {
	Class     string `json:"class"` // verb, noun
	Lemma     string `json:"lemma"`
	Actor     string `json:"actor"`     // function of the first actor, in the notation of patterns
	Recipient string `json:"recipient"` // function of the second
}

// Gap is a construction at its place in a text.
type Gap struct {
	Construction
	Known    bool // some pattern lists the word; this use of it is not covered
	Sentence schema.Span
	Trigger  schema.Span
}

// actorKinds are whom relations are about.
var actorKinds = []schema.Kind{schema.State, schema.IGO, schema.MilitantGroup, schema.Organization, schema.Person}

// Gaps returns the constructions of an analysed document that stand between
// two known actors and that no claim of the document rests on, in text order.
func (x *Matcher) Gaps(d *analysis.Doc) []Gap {
	claimed := map[int]bool{}
	for _, a := range x.Explain(d) {
		claimed[a.Trigger.Start] = claimed[a.Trigger.Start] || a.Outcome == Fired
	}
	var out []Gap
	next := 0
	for s := range d.Sentences {
		start := next
		for next < len(d.Mentions) && d.Mentions[next].Sentence == s {
			next++
		}
		if next-start < 2 {
			continue
		}
		m := x.onSentence(d, s, d.Mentions[start:next])
		for i := range m.tree.toks {
			if claimed[m.tree.toks[i].Start] {
				continue
			}
			if g, ok := m.gap(i); ok {
				out = append(out, g)
			}
		}
	}
	return out
}

// bareVerbs say nothing by themselves of what is done.
var bareVerbs = map[string]bool{"be": true, "have": true, "do": true, "say": true, "tell": true, "add": true, "will": true, "would": true, "can": true, "could": true, "may": true, "might": true, "must": true, "should": true}

// gap looks for two actors in a word's functions.
func (m *matcher) gap(i int) (Gap, bool) {
	t := m.tree
	c := m.classOf(i)
	if m.cover[i] != nil || c == verb && bareVerbs[t.lemma(i)] || c == noun && t.toks[i].UPOS == "PROPN" {
		return Gap{}, false
	}
	g := Gap{Sentence: t.Sentences[t.sentence].Span, Trigger: t.toks[i].Span}
	var first, second []string
	switch c {
	case verb:
		g.Class, first, second = "verb", []string{"subj"}, append([]string{"obj", "iobj"}, t.prepositions(i)...)
	case noun:
		preps := t.prepositions(i)
		g.Class, first, second = "noun", append([]string{"poss", "mod", "subj"}, preps...), preps
	default:
		return Gap{}, false
	}
	for _, a := range first {
		actors := m.knownAt(i, a)
		for _, b := range second {
			if len(actors) == 0 || a == b {
				continue
			}
			others := slices.DeleteFunc(m.knownAt(i, b), func(f filler) bool { return has(actors, f.id) })
			if len(others) == 0 || m.sameSide(actors, others) {
				continue
			}
			g.Lemma, g.Actor, g.Recipient = t.lemma(i), a, b
			g.Known = len(m.index[trigger{g.Lemma, c}]) > 0
			return g, true
		}
	}
	return Gap{}, false
}

// knownAt are the actors in a function of a word.
func (m *matcher) knownAt(i int, function string) []filler {
	var buffer [8]int
	var out []filler
	for _, head := range m.tree.fillers(buffer[:0], i, -1, strings.TrimSuffix(function, "*")) {
		if head != i {
			out = m.fill(out, head, actorKinds, true)
		}
	}
	return slices.DeleteFunc(out, func(f filler) bool { // a crowd is nobody known
		mention := m.at(f.token)
		return m.crowded[f.token] || mention != nil && mention.Reason == schema.ByNoName
	})
}

// sameSide reports whether all of one side belong to the other: a minister
// and his own state.
func (m *matcher) sameSide(a, b []filler) bool {
	for _, f := range a {
		for _, g := range b {
			if !m.serves(f.id, g.id) && !m.serves(g.id, f.id) {
				return false
			}
		}
	}
	return true
}

// prepositions are those of a word's own complements, in text order.
func (t *tree) prepositions(i int) []string {
	var out []string
	for c := range t.children(i) {
		d := t.toks[c].Deprel
		if p := t.preposition(c); p != "" && !t.dated[c] && (strings.HasPrefix(d, "obl") || strings.HasPrefix(d, "nmod")) && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
