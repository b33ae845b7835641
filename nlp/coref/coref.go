// Package coref resolves pronouns and noun phrases that point back: "he",
// "its", "the group", "the two countries".
//
// The nearest fitting mention wins, subjects before others. What has no clear
// antecedent stays unresolved: a missing party costs less than a wrong one.
package coref

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// reach is in how many sentences an antecedent may stand, that of the pronoun
// counted.
const reach = 3

// perSentence is how much less likely an antecedent is for each sentence back:
// more than a subject has before others, so that the object of the last
// sentence comes before the subject of an earlier one.
const perSentence = 45

// Stage returns coreference as a stage, with a knowledge base and the shared
// sets of words.
func Stage(kb *schema.Actors, words schema.Words) analysis.Stage {
	known := newKnowledge(kb, words)
	return analysis.Stage{
		Name:  "coref",
		Doc:   "ties pronouns and phrases such as 'the two countries' to the actors that they mean",
		Needs: []analysis.Layer{analysis.Trees, analysis.Mentions},
		Gives: []analysis.Layer{analysis.Mentions},
		Run: func(_ context.Context, d *analysis.Doc) error {
			run(d, known)
			return nil
		},
	}
}

// anaphor says what a word may point back to.
type anaphor struct {
	kinds  []schema.Kind
	count  int    // entities meant: 1, as many as the phrase says, or many
	plural bool   // of count 1: two or more, if the text puts them side by side
	title  string // of "the president": what the person should be called
	// regions are those of the state meant by "the West African country"; island
	// asks for one on an island.
	regions []string
	island  bool
}

var (
	people = []schema.Kind{schema.Person}
	bodies = []schema.Kind{schema.State, schema.MilitantGroup, schema.IGO, schema.Organization}
	states = []schema.Kind{schema.State}
	groups = []schema.Kind{schema.MilitantGroup, schema.Organization}
	igos   = []schema.Kind{schema.IGO}
	crowds = append([]schema.Kind{schema.Population}, bodies...)
)

var pronouns = map[string]anaphor{
	"he": {kinds: people, count: 1}, "him": {kinds: people, count: 1}, "his": {kinds: people, count: 1}, "himself": {kinds: people, count: 1},
	"she": {kinds: people, count: 1}, "her": {kinds: people, count: 1}, "hers": {kinds: people, count: 1}, "herself": {kinds: people, count: 1},
	"it": {kinds: bodies, count: 1}, "its": {kinds: bodies, count: 1}, "itself": {kinds: bodies, count: 1},
	"they": {kinds: crowds, count: 1, plural: true}, "their": {kinds: crowds, count: 1, plural: true}, "them": {kinds: crowds, count: 1, plural: true},
	"themselves": {kinds: crowds, count: 1, plural: true},
}

// phrases are nouns that point back when they have a definite article.
var phrases = map[string]anaphor{
	"country": one(schema.State), "nation": one(schema.State), "kingdom": one(schema.State), "republic": one(schema.State), "emirate": one(schema.State),
	"group": {kinds: groups, count: 1}, "movement": {kinds: groups, count: 1}, "militia": {kinds: groups, count: 1}, "faction": {kinds: groups, count: 1},
	"insurgents": {kinds: groups, count: 1}, "rebel": {kinds: groups, count: 1}, "outfit": {kinds: groups, count: 1}, "guerrilla": one(schema.MilitantGroup),
	"organisation": {kinds: append(igos, groups...), count: 1}, "organization": {kinds: append(igos, groups...), count: 1},
	"bloc": one(schema.IGO), "alliance": one(schema.IGO), "union": one(schema.IGO), "fund": one(schema.IGO), "watchdog": {kinds: append(igos, schema.Organization), count: 1},
	"agency": {kinds: append(igos, schema.Organization), count: 1}, "court": {kinds: append(igos, schema.Organization), count: 1},
	"ministry": one(schema.Organization), "company": one(schema.Organization), "firm": one(schema.Organization), "party": one(schema.Organization),
	"president": titled("president"), "minister": titled("minister"), "premier": titled("premier"), "leader": titled("leader"), "envoy": titled("envoy"),
	"spokesman": titled("spokesman"), "spokeswoman": titled("spokeswoman"), "chancellor": titled("chancellor"), "king": titled("king"), "emir": titled("emir"),
	"general": titled("general"), "secretary": titled("secretary"), "ambassador": titled("ambassador"), "diplomat": titled("diplomat"), "commander": titled("commander"),
	"pope": titled("pope"), "prince": titled("prince"), "chief": titled("chief"), "politician": {kinds: people, count: 1}, "strongman": {kinds: people, count: 1},
}

// one is a phrase for an entity of a kind.
func one(k schema.Kind) anaphor { return anaphor{kinds: []schema.Kind{k}, count: 1} }

// titled is a phrase for a person with a title.
func titled(title string) anaphor { return anaphor{kinds: people, count: 1, title: title} }

// pairs are plural nouns that, with a number, "both" or a definite article,
// mean as many actors.
var pairs = map[string][]schema.Kind{
	"country": states, "nation": states, "state": states, "neighbour": states, "neighbor": states, "government": states, "capital": states,
	"ally": states, "rival": states, "power": states, "side": bodies, "party": bodies, "adversary": states, "foe": states, "army": states,
	"enemy": bodies, "signatory": bodies, "partner": states, "kingdom": states, "republic": states, "navy": states, "delegation": states,
	"leader": people, "president": people, "minister": people, "man": people, "woman": people, "diplomat": people, "official": people, "counterpart": people,
	"premier": people, "chancellor": people, "envoy": people, "general": people, "statesman": people, "politician": people,
	"group": groups, "movement": groups, "militia": groups, "faction": groups, "belligerent": bodies, "protagonist": bodies,
}

// definitePairs are those that a definite article alone makes point back.
var definitePairs = map[string]bool{
	"side": true, "party": true, "minister": true, "leader": true, "president": true, "neighbour": true, "neighbor": true, "signatory": true,
	"belligerent": true, "premier": true, "foe": true,
}

func run(d *analysis.Doc, known *knowledge) {
	holders(d)
	t := newText(d, known)
	at := headIndex(d)
	t.all = make([][]analysis.Mention, len(d.Sentences))
	for i := range d.Mentions {
		m := &d.Mentions[i]
		t.learnGender(m)
		t.all[m.Sentence] = append(t.all[m.Sentence], *m)
	}
	// What is resolved is an antecedent itself for what comes behind it, so that
	// chains are followed however long they are.
	d.Mentions = make([]analysis.Mention, 0, len(d.Mentions)+len(d.Mentions)/2)
	for s := range d.Sentences {
		begin := len(d.Mentions)
		d.Mentions = append(d.Mentions, t.all[s]...)
		for i := range d.Sentences[s].Tokens {
			if _, taken := at[[2]int{s, i}]; taken {
				continue
			}
			if m, ok := t.resolve(s, i); ok {
				d.Mentions = append(d.Mentions, m)
			}
		}
		slices.SortStableFunc(d.Mentions[begin:], func(a, b analysis.Mention) int {
			if a.Start != b.Start {
				return a.Start - b.Start
			}
			return b.End - a.End
		})
		t.see(d.Mentions[begin:])
	}
}

// resolve makes the mention of a token that points back.
func (t *text) resolve(s, i int) (analysis.Mention, bool) {
	toks := t.Sentences[s].Tokens
	a, first, ok := t.anaphorAt(s, i)
	if !ok {
		return t.bareOrgan(s, i)
	}
	var ids []string
	if id := t.here(s, i, first, a); id != "" {
		ids = []string{id}
	} else {
		ids = t.antecedents(s, i, a)
	}
	if len(ids) == 0 || a.count > 1 && len(ids) != a.count {
		return analysis.Mention{}, false
	}
	typ, link := schema.Nominal, schema.Link{Score: 0.6, Reason: schema.ByNounPhrase}
	if toks[i].UPOS == "PRON" {
		typ, link.Reason = schema.Pronoun, schema.ByPronoun
	}
	return analysis.Mention{
		Span: schema.Span{Start: toks[first].Start, End: toks[i].End}, Sentence: s, First: first, Last: i + 1, Head: i,
		Entities: ids, Type: typ, Link: link,
	}, true
}

// organs are nouns that, bare, mean those of the state that speaks: "India said
// its warplanes struck", "the Turkish army said troops killed".
var organs = map[string]bool{
	"troop": true, "troops": true, "force": true, "forces": true, "soldier": true, "warplane": true, "jet": true, "drone": true, "police": true, "army": true,
	"military": true, "navy": true, "warship": true, "missile": true, "artillery": true, "government": true, "authority": true, "security": true,
}

// ofState are the sectors of organizations that a state has: their troops are
// its own.
var ofState = map[string]bool{"GOV": true, "MIL": true, "LEG": true, "JUD": true, "COP": true, "SPY": true}

// bareOrgan ties an organ without an owner to the subject of the verb of
// saying above it, and one with a resolved pronoun as owner to that.
func (t *text) bareOrgan(s, i int) (analysis.Mention, bool) {
	d, toks := t.Doc, t.Sentences[s].Tokens
	if toks[i].UPOS != "NOUN" {
		return analysis.Mention{}, false
	}
	if m, ok := t.namedOrgan(s, i); ok {
		return m, true
	}
	if !organs[strings.ToLower(toks[i].Lemma)] && !organs[strings.ToLower(d.Text(toks[i].Span))] {
		return analysis.Mention{}, false
	}
	first, _, _, other := modifiers(d, toks, i)
	var ids []string
	if poss := possessor(toks, i); poss >= 0 {
		if a, ok := pronouns[strings.ToLower(d.Text(toks[poss].Span))]; ok {
			ids, first = t.antecedents(s, poss, a), poss
		}
	} else if !other {
		ids = sayer(d, s, i)
	}
	if len(ids) != 1 || !fits(d, ids[0], bodies) {
		return analysis.Mention{}, false
	}
	if e := d.Entity(ids[0]); e.Kind == schema.Organization && ofState[e.Sector] && t.kb != nil && t.kb.ByID[e.Country] != nil {
		ids = []string{d.AddEntity(t.kb.ByID[e.Country].Entity).ID} // "the ministry said that its troops"
	}
	return analysis.Mention{
		Span: schema.Span{Start: toks[first].Start, End: toks[i].End}, Sentence: s, First: first, Last: i + 1, Head: i,
		Entities: ids, Type: schema.Nominal, Link: schema.Link{Score: 0.6, Reason: schema.BySpeaker},
	}, true
}

// namedOrgan ties an organ that every state has to the state that a pronoun
// before it means: "its foreign ministry", "Chad, whose parliament".
func (t *text) namedOrgan(s, i int) (analysis.Mention, bool) {
	d, toks := t.Doc, t.Sentences[s].Tokens
	poss := possessor(toks, i)
	if poss < 0 || poss > i || t.kb == nil || !t.isOrganNoun[strings.ToLower(d.Text(toks[i].Span))] {
		return analysis.Mention{}, false
	}
	var ids []string
	if word := strings.ToLower(d.Text(toks[poss].Span)); word == "whose" {
		ids = t.relativeHead(s, i)
	} else if a, ok := pronouns[word]; ok {
		ids = t.antecedents(s, poss, a)
	}
	if len(ids) != 1 {
		return analysis.Mention{}, false
	}
	state := ids[0]
	if e := d.Entity(state); e.Kind == schema.Person && e.Country != "" {
		state = e.Country
	}
	for first := max(poss+1, i-2); first <= i; first++ {
		id := t.kb.OrganNamed(state, d.Text(schema.Span{Start: toks[first].Start, End: toks[i].End}))
		if id == "" {
			continue
		}
		d.AddEntity(t.kb.ByID[id].Entity)
		return analysis.Mention{
			Span: schema.Span{Start: toks[poss].Start, End: toks[i].End}, Sentence: s, First: poss, Last: i + 1, Head: i,
			Entities: []string{id}, Type: schema.Nominal, Link: schema.Link{Score: 0.6, Reason: schema.ByOwnOrgan},
		}, true
	}
	return analysis.Mention{}, false
}

// relativeHead is who the relative clause around a token is about.
func (t *text) relativeHead(s, tok int) []string {
	toks := t.Sentences[s].Tokens
	for range maxBetween {
		if tok < 0 {
			return nil
		}
		if toks[tok].Deprel == "acl:relcl" {
			break
		}
		tok = toks[tok].Head
	}
	if tok < 0 || toks[tok].Deprel != "acl:relcl" {
		return nil
	}
	here := mentionsIn(t.Doc, s, s)
	for i := range here {
		if here[i].Head == toks[tok].Head && len(here[i].Entities) == 1 {
			return here[i].Entities
		}
	}
	return nil
}

func possessor(toks []analysis.Token, noun int) int {
	for j := range toks {
		if toks[j].Head == noun && toks[j].Deprel == "nmod:poss" && toks[j].UPOS == "PRON" {
			return j
		}
	}
	return -1
}

// sayer is the actor that is subject of a verb with the clause of tok as its
// complement.
func sayer(d *analysis.Doc, s, tok int) []string {
	toks := d.Sentences[s].Tokens
	for v := toks[tok].Head; v >= 0; v = toks[v].Head {
		if toks[v].Deprel != "ccomp" {
			continue
		}
		here := mentionsIn(d, s, s)
		for i := range here {
			m := &here[i]
			if m.Head >= 0 && toks[m.Head].Head == toks[v].Head && toks[m.Head].Deprel == "nsubj" && len(m.Entities) == 1 {
				return m.Entities
			}
		}
	}
	return nil
}

// mentionsIn gives the mentions of the sentences first to last. They stand
// together, for mentions are in text order, so that a long document costs no
// more for each of its pronouns than a short one.
func mentionsIn(d *analysis.Doc, first, last int) []analysis.Mention {
	from := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence >= first })
	to := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence > last })
	return d.Mentions[from:to]
}

func headIndex(d *analysis.Doc) map[[2]int]bool {
	at := map[[2]int]bool{}
	for i := range d.Mentions {
		at[[2]int{d.Mentions[i].Sentence, d.Mentions[i].Head}] = true
	}
	return at
}

// anaphorAt tells whether token i points back, and where its phrase begins.
func (t *text) anaphorAt(s, i int) (anaphor, int, bool) {
	toks := t.Sentences[s].Tokens
	if a, first, ok := t.nounAt(s, i); ok {
		return a, first, true
	}
	return anaphorAt(t.Doc, toks, i)
}

// anaphorAt is for pronouns, numbers and the nouns that need no knowledge.
func anaphorAt(d *analysis.Doc, toks []analysis.Token, i int) (anaphor, int, bool) {
	lower := strings.ToLower(d.Text(toks[i].Span))
	switch upos := toks[i].UPOS; {
	case lower == "both" && upos != "CCONJ" && standsAlone(toks, i):
		return anaphor{kinds: anyone, count: 2}, i, true
	case upos == "PRON" || upos == "DET":
		a, ok := pronouns[lower]
		return a, i, ok
	case upos == "NUM" && numbers[lower] > 1 && isArgument(toks[i].Deprel): // "the two agreed"
		if first, definite, _, other := modifiers(d, toks, i); definite && !other {
			return anaphor{kinds: anyone, count: numbers[lower]}, first, true
		}
		return anaphor{}, 0, false
	case upos != "NOUN":
		return anaphor{}, 0, false
	}
	lemma := strings.ToLower(toks[i].Lemma)
	first, definite, count, other := modifiers(d, toks, i)
	if other {
		return anaphor{}, 0, false
	}
	if n := groupNouns[lemma]; n > 0 && definite {
		return anaphor{kinds: anyone, count: n}, first, true
	}
	if kinds, ok := pairs[lemma]; ok {
		switch {
		case lower != lemma && count > 1:
			return anaphor{kinds: kinds, count: count}, first, true
		case lower != lemma && definite && definitePairs[lemma]:
			return anaphor{kinds: kinds, count: many}, first, true
		case count == each:
			return anaphor{kinds: kinds, count: 2}, first, true
		}
	}
	if a, ok := phrases[lemma]; ok && definite && count == 0 && (lower == lemma || lower == "insurgents" || lower == "rebels" || lower == "guerrillas") {
		return a, first, true
	}
	return anaphor{}, 0, false
}

// standsAlone reports whether a "both" is a phrase of its own, and neither one
// with a noun nor the first half of "both … and": also where the parser hung it
// on its verb as if it were that ("charged both with").
func standsAlone(toks []analysis.Token, i int) bool {
	switch toks[i].Deprel {
	case "det", "det:predet":
		return false
	case "cc:preconj":
		h := toks[i].Head
		return h >= 0 && h < i && toks[h].UPOS == "VERB" && (i+1 == len(toks) || toks[i+1].UPOS == "ADP" || toks[i+1].UPOS == "PUNCT" || toks[i+1].UPOS == "PART")
	}
	return true
}

// isArgument reports whether a word stands where a party may.
func isArgument(deprel string) bool {
	return strings.HasPrefix(deprel, "nsubj") || strings.HasPrefix(deprel, "obl") || deprel == "obj" || deprel == "nmod" || deprel == "iobj"
}

// each is the count of "each side", "neither side".
const each = -2

// modifiers reads what stands before a noun in its phrase: a definite
// determiner, how many it says are meant (0 for nothing said), and whether
// something else narrows it down.
func modifiers(d *analysis.Doc, toks []analysis.Token, noun int) (first int, definite bool, count int, other bool) {
	first = noun
	named := false
	asked := false // "told both sides to stop": the clause is no part of the phrase
	for j := range toks {
		if toks[j].Head != noun {
			continue
		}
		switch word := strings.ToLower(d.Text(toks[j].Span)); toks[j].Deprel {
		case "det", "det:predet", "nummod", "cc:preconj":
			switch word {
			case "the", "this", "that", "these", "those":
				definite = true
			case "both":
				count, definite = 2, true
			case "each", "either", "neither":
				count = each
			case "all":
			default:
				if count = numbers[word]; count == 0 {
					other = true
				}
			}
			first = min(first, j)
		case "acl:relcl", "acl":
			if toks[j].XPOS == "VB" && toks[j].Deprel == "acl" {
				asked = true
				continue
			}
			other = other || !addsOnly(d, toks, noun, j)
		case "nmod:poss", "nmod", "nummod:gov", "flat", "appos":
			other = true
		case "compound", "amod":
			if toks[j].UPOS == "PROPN" || word == "new" || word == "other" || word == "unknown" || word == "opposing" || word == "former" {
				named = true
			}
			first = min(first, j)
		}
	}
	other = other || named && count < 2 /* "the two Gulf rivals" */ || asked && count < 2
	return first, definite, count, other
}

// addsOnly reports whether a clause behind a noun is set off by a comma, so that
// it tells more of who is meant and does not say which one: "the rebels, who
// took the town".
func addsOnly(d *analysis.Doc, toks []analysis.Token, noun, clause int) bool {
	return clause > noun+1 && d.Text(toks[noun+1].Span) == ","
}

// antecedents returns the entities meant: the best one, or the two latest
// different ones.
func (t *text) antecedents(s, tok int, a anaphor) []string {
	d := t.Doc
	if a.count != 1 {
		return plural(d, s, tok, a)
	}
	best, bestScore := "", 0
	others := coArguments(d, s, tok)
	quote := t.quoteAt(d.Sentences[s].Tokens[tok].Start)
	if genderAsked[strings.ToLower(d.Text(d.Sentences[s].Tokens[tok].Span))] != 0 && quote >= 0 {
		others = append(others, t.speakers(s, tok)...) // who speaks calls himself "I"
	}
	near, judged, binder := mentionsIn(d, s-reach+1, s), t.judged(s, tok), t.binder(s, tok)
	for i := range near {
		m := &near[i]
		back := s - m.Sentence
		if len(m.Entities) == 1 && slices.Contains(others, m.Entities[0]) {
			continue
		}
		if m.Head < 0 || back == 0 && m.Head >= tok || len(m.Entities) != 1 || !fits(d, m.Entities[0], a.kinds) {
			continue
		}
		ok, more := t.agrees(s, tok, a, m.Entities[0])
		if !ok {
			continue
		}
		score := 100 - perSentence*back + 20*subjectRank(d, m) + more
		if back == 0 {
			score += 5
		}
		if m.Form == schema.FormDemonym && m.Type == schema.Name { // "Iranian" is seldom what "it" means
			score -= 35
		}
		if a.title != "" && bears(d, m, a.title) {
			score += 40
		}
		if back == 0 && m.Head == judged {
			score += 60 + bound // more than what a subject has before it
		}
		if back == 0 && m.Head == binder && !a.plural {
			score += bound
		}
		if quote < 0 && t.quoteAt(m.Start) >= 0 {
			score -= 15
		}
		if score >= bestScore {
			best, bestScore = m.Entities[0], score
		}
	}
	if id := t.ahead(s, tok, a); id != "" && (best == "" || quote < 0) {
		return []string{id}
	}
	if a.plural {
		if g, ok := bestGroup(d, s, tok, anyone, many); ok && g.score+10 >= bestScore && !overlaps(g.ids, others) {
			return g.ids
		}
	}
	if best == "" && d.Sentences[s].Tokens[tok].UPOS == "NOUN" {
		best = t.onlyOne(s, tok, a)
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// onlyOne is the one entity that a definite noun may mean of all that the text
// has named up to the sentence, however far back: "the rebels" of a text that
// has spoken of one armed group. Of two kinds the one that the noun means
// first counts.
func (t *text) onlyOne(s, tok int, a anaphor) string {
	for _, kind := range a.kinds {
		if kind == schema.Person {
			return ""
		}
		found := ""
		for _, id := range t.seen[kind] {
			if ok, _ := t.agrees(s, tok, a, id); !ok {
				continue
			}
			if found != "" {
				return ""
			}
			found = id
		}
		if len(t.seen[kind]) > maxSeen {
			return ""
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// maxSeen is how many entities of a kind a text may have named for a noun to
// mean the only fitting one of them.
const maxSeen = 8

// see notes the entities of a sentence's mentions.
func (t *text) see(mentions []analysis.Mention) {
	for i := range mentions {
		for _, id := range mentions[i].Entities {
			e := t.Entity(id)
			if e == nil || e.Kind == schema.Person || len(t.seen[e.Kind]) > maxSeen || slices.Contains(t.seen[e.Kind], id) {
				continue
			}
			t.seen[e.Kind] = append(t.seen[e.Kind], id)
		}
	}
}

func overlaps(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// bears reports whether a title stands beside a name: "President X", "X, the
// president of".
func bears(d *analysis.Doc, m *analysis.Mention, title string) bool {
	toks := d.Sentences[m.Sentence].Tokens
	for i := max(0, m.First-2); i < min(len(toks), m.Last+6); i++ {
		if (i < m.First || i > m.Last) && strings.EqualFold(toks[i].Lemma, title) {
			return true
		}
	}
	return false
}

// coArguments are the subjects of the verb whose object or oblique a pronoun
// is, which the pronoun then can't mean: in "Iran told it to stop" and in "Iran
// left, accusing it of spying", it is not Iran.
func coArguments(d *analysis.Doc, s, tok int) []string {
	toks := d.Sentences[s].Tokens
	switch t := toks[tok]; {
	case t.UPOS != "PRON", strings.HasSuffix(t.Lemma, "self"), strings.HasSuffix(t.Lemma, "selves"):
		return nil
	case t.Deprel != "obj" && t.Deprel != "iobj" && t.Deprel != "obl":
		return nil
	}
	subject := borrowedSubject(toks, tok)
	if subject < 0 {
		return nil
	}
	var out []string
	here := mentionsIn(d, s, s)
	for i := range here {
		m := &here[i]
		if m.Head < 0 || len(m.Entities) != 1 {
			continue
		}
		if h := toks[m.Head]; m.Head == subject || h.Head == subject && h.Deprel == "conj" {
			out = append(out, m.Entities[0])
		}
	}
	return out
}

// borrowedSubject is the subject of the clause that tok stands in, or of the
// one that such a clause leans on: "it left, accusing …", "it left and told …".
func borrowedSubject(toks []analysis.Token, tok int) int {
	for range 4 {
		if s := ownSubject(toks, tok); s >= 0 {
			return s
		}
		v := toks[tok].Head
		for v >= 0 && toks[v].UPOS != "VERB" {
			v = toks[v].Head
		}
		if v < 0 {
			return -1
		}
		switch toks[v].Deprel {
		case "xcomp":
			if s := doerOf(toks, v); s >= 0 && s != tok {
				return s
			}
		case "advcl", "conj":
		default:
			return -1
		}
		tok = v
	}
	return -1
}

// subjectRank is 2 for the subject of a main clause, 1 for another subject.
func subjectRank(d *analysis.Doc, m *analysis.Mention) int {
	toks := d.Sentences[m.Sentence].Tokens
	t := toks[m.Head]
	if !strings.HasPrefix(t.Deprel, "nsubj") {
		return 0
	}
	if t.Head >= 0 && toks[t.Head].Head == -1 {
		return 2
	}
	return 1
}

// ownSubject is the subject of the clause that tok stands in, or -1: "China
// mediated between the two countries" does not mean China.
func ownSubject(toks []analysis.Token, tok int) int {
	v := toks[tok].Head
	for v >= 0 && toks[v].UPOS != "VERB" {
		v = toks[v].Head
	}
	for i := range toks {
		if v >= 0 && toks[i].Head == v && strings.HasPrefix(toks[i].Deprel, "nsubj") && i != tok {
			return i
		}
	}
	return -1
}

func fits(d *analysis.Doc, id string, kinds []schema.Kind) bool {
	e := d.Entity(id)
	return e != nil && slices.Contains(kinds, e.Kind)
}
