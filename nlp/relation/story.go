package relation

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// byStory is the factor of confidence for a state that is meant because the
// article plays there.
const byStory = 0.6

// homeFunction is the place of an actor that nobody names because he is whose
// law holds there: "he was arrested", "300 have been jailed".
const homeFunction = "home"

// playedIn makes a party of the state in which the article plays, unless the
// sentence says by some other word who did it.
func (m *matcher) playedIn(fs []filler, trig int, kinds []schema.Kind) []filler {
	t := m.tree
	if !slices.Contains(kinds, schema.State) || t.isVerb(trig) && (!t.suffered(trig) || t.logicalSubject(trig) >= 0) {
		return fs
	}
	id := m.story()
	if id == "" {
		return fs
	}
	return append(fs, filler{id: m.country(id), span: t.toks[trig].Span, token: -1, sure: byStory})
}

// suffered reports whether a verb is surely a passive: "was held", "was beaten
// and held", "a man held since May".
func (t *tree) suffered(v int) bool {
	h := t.toks[v].Head
	switch t.toks[v].Deprel {
	case "acl":
		return v > 0 && t.lower[v-1] != ","
	case "conj":
		return t.child(v, "aux:pass") >= 0 || h >= 0 && t.child(h, "aux:pass") >= 0 && t.child(v, "nsubj", "obj") < 0
	}
	return t.child(v, "aux:pass") >= 0
}

// ahead is the weight of what an article names behind the sentence in hand.
const ahead = 0.25

// story is the state in which the article plays as far as the sentence in
// hand, or "" where two may be meant: "The army" and "police" without an owner
// are that state's. What the article names counts the more the nearer it
// stands, where it says where something happened, and in its dateline. Whoever
// acts in the match in hand is not meant: nobody fights his own soldiers.
func (m *matcher) story() string {
	if m.played == nil {
		m.played = m.whereItPlays()
	}
	best, first, second := "", 0.0, 0.0
	for _, id := range slices.Sorted(maps.Keys(m.played)) {
		if has(m.actors, id) {
			continue
		}
		switch w := m.played[id]; {
		case w > first:
			best, first, second = id, w, first
		case w > second:
			second = w
		}
	}
	if first < clearly*second {
		return ""
	}
	return best
}

// whereItPlays weighs the states that the article names.
func (m *matcher) whereItPlays() map[string]float64 {
	weights := map[string]float64{}
	for i := range m.doc.Mentions {
		x := &m.doc.Mentions[i]
		if x.Head < 0 || len(x.Entities) != 1 || x.Type == schema.Pronoun {
			continue
		}
		if id, w := m.plays(x); id != "" {
			weights[id] += w
		}
	}
	return weights
}

// clearly is how much more must speak for a state than for the next one.
const clearly = 1.4

// plays is the state that a mention speaks for as where the article plays,
// and how much.
func (m *matcher) plays(x *analysis.Mention) (state string, weight float64) {
	e := m.doc.Entity(x.Entities[0])
	if e == nil {
		return "", 0
	}
	switch e.Kind {
	case schema.State:
		state, weight = e.ID, 1
	case schema.Place:
		state, weight = e.Country, 1
	case schema.Person, schema.Organization:
		state, weight = e.Country, 0.6
	default:
		return "", 0
	}
	toks := m.doc.Sentences[x.Sentence].Tokens
	if x.Form == schema.FormDemonym && x.Type == schema.Name {
		weight *= 0.7
	}
	back := m.tree.sentence - x.Sentence
	switch {
	case x.Sentence == 0 && x.First == 0 && x.Last < len(toks) && m.dateline(x):
		return state, 1.5
	case back < 0:
		return state, weight * ahead
	}
	for c := x.First - 1; c >= 0 && c >= x.First-3; c-- {
		if toks[c].UPOS == "ADP" && placed[strings.ToLower(m.doc.Text(toks[c].Span))] {
			weight *= 1.5
			break
		}
	}
	for range min(back, 100) { // beyond, it weighs nothing
		weight *= 0.75
	}
	return state, weight
}

// dateline reports whether a name that opens the article is the city that it
// was sent from: "QUITO, Feb 10 -".
func (m *matcher) dateline(x *analysis.Mention) bool {
	text := m.doc.Text(x.Span)
	return len(text) > 2 && text == strings.ToUpper(text)
}

// storyFunction is the place of a party that the sentence leaves out because
// the article is about it: "Oman has offered three aircraft".
const storyFunction = "story"

// concerned is the state that the article is about, as a party with whom the
// anchors deal; "" where the words around the trigger name somebody else, or
// the anchors are that state's own.
func (m *matcher) concerned(anchors []filler, trig int, kinds []schema.Kind) string {
	if !slices.Contains(kinds, schema.State) || m.namesMore(anchors, trig) {
		return ""
	}
	m.actors = anchors
	id := m.story()
	if id == "" || slices.ContainsFunc(anchors, func(a filler) bool { return m.serves(a.id, id) }) {
		return ""
	}
	return m.country(id)
}

// namesMore reports whether the part of the sentence in which a token stands,
// up to a semicolon on either side, names anybody but some parties and those
// whom they serve.
func (m *matcher) namesMore(but []filler, tok int) bool {
	t := m.tree
	first, last := tok, tok
	for first > 0 && t.lower[first-1] != ";" {
		first--
	}
	for last+1 < len(t.toks) && t.lower[last+1] != ";" {
		last++
	}
	for i := first; i <= last; i++ {
		x := m.byHead[i]
		if x == nil {
			continue
		}
		for _, id := range x.Entities {
			if e := m.doc.Entity(id); e == nil || e.Kind == schema.Place || e.Kind == schema.Population || has(but, id) {
				continue
			}
			if !slices.ContainsFunc(but, func(f filler) bool { return m.serves(f.id, id) || m.serves(id, f.id) }) {
				return true
			}
		}
	}
	return false
}
