package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/schema"
)

// tree is a sentence with its tokens' children at hand.
type tree struct {
	*analysis.Doc
	sentence int
	toks     []analysis.Token
	lower    []string // words in lower case
	lemmas   []string // lemmas in lower case
	part     []int    // how many semicolons stand before each token
	moved    string   // the particle of the rule that is being tried
	first    []int32  // first child of each token, -1 for none
	next     []int32  // next sibling
	dated    []bool   // tokens of expressions of time
	named    []bool   // heads of mentions of actors
	spoken   []bool   // nouns for what somebody says or decides
}

// newTree indexes a sentence. Known are the lemmas that patterns and sets of
// words have: where a tagger's guess is none of them, but undoing a regular
// ending gives one, that is the lemma.
func newTree(d *analysis.Doc, s int, known map[string]bool) *tree {
	t := &tree{Doc: d, sentence: s, toks: d.Sentences[s].Tokens}
	n := len(t.toks)
	t.lower, t.lemmas = make([]string, n), make([]string, n)
	t.first, t.next = make([]int32, n), make([]int32, n)
	t.dated = make([]bool, n)
	for i := range d.Dates {
		if w := &d.Dates[i]; w.Sentence == s {
			for k := w.First; k < w.Last; k++ {
				t.dated[k] = true
			}
		}
	}
	for i := range n {
		t.first[i] = -1
		t.lower[i] = strings.ToLower(d.Text(t.toks[i].Span))
		t.lemmas[i] = strings.ToLower(t.toks[i].Lemma)
		if !known[t.lemmas[i]] {
			if lemma, ok := tag.Regular(t.lower[i], t.toks[i].XPOS, func(w string) bool { return known[w] }); ok {
				t.lemmas[i] = lemma
			}
		}
	}
	t.part = parts(t.lower)
	t.toks = mended(t.toks, t.lower)
	for i := n - 1; i >= 0; i-- {
		if h := t.toks[i].Head; h >= 0 {
			t.next[i] = t.first[h]
			t.first[h] = int32(i)
		}
	}
	return t
}

// children calls yield for each child of i, left to right.
func (t *tree) children(i int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for c := t.first[i]; c >= 0; c = t.next[c] {
			if !yield(int(c)) {
				return
			}
		}
	}
}

// child returns the first child with one of the relations, or -1.
func (t *tree) child(i int, deprels ...string) int {
	for c := range t.children(i) {
		if slices.Contains(deprels, t.toks[c].Deprel) {
			return c
		}
	}
	return -1
}

// lemma is a token's lemma in lower case.
func (t *tree) lemma(i int) string { return t.lemmas[i] }

func (t *tree) isVerb(i int) bool { return t.toks[i].UPOS == "VERB" || t.toks[i].UPOS == "AUX" }

func (t *tree) isNominal(i int) bool {
	switch t.toks[i].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM", "SYM", "X":
		return true
	}
	return false
}

// passive reports whether a verb's surface subject is its logical object.
func (t *tree) passive(v int) bool {
	if t.child(v, "aux:pass") >= 0 {
		return true
	}
	if s := t.child(v, "nsubj:pass"); s >= 0 && !t.childWord(v, "has") && !t.childWord(v, "have") && !t.childWord(v, "had") {
		return !t.isFinitePast(v, s)
	}
	if t.child(v, "nsubj", "aux") >= 0 {
		return false
	}
	tok := &t.toks[v]
	if tok.XPOS != "VBN" && tok.XPOS != "VBD" {
		return false
	}
	switch tok.Deprel {
	case "acl", "advcl", "amod":
		return (tok.XPOS == "VBN" || t.child(v, "obj") < 0) && !intransitive[t.lemma(v)]
	case "conj":
		return tok.Head >= 0 && t.isVerb(tok.Head) && t.passive(tok.Head) && t.child(v, "obj") < 0
	case "root": // headline: "Two arrested in Turkey"
		return tok.XPOS == "VBN" && t.child(v, "nsubj") < 0
	}
	return false
}

// intransitive are verbs whose past tense is no passive participle, however a
// parser hung it: "The emir, in his palace, apologised to Doha".
var intransitive = map[string]bool{
	"agree": true, "apologise": true, "apologize": true, "appeal": true, "arrive": true, "complain": true, "go": true, "insist": true, "object": true,
	"plead": true, "react": true, "reply": true, "respond": true, "retaliate": true, "sympathise": true, "sympathize": true, "travel": true, "vow": true,
}

// isFinitePast reports whether a verb with a subject that was taken for that of
// a passive is a past tense: in a sentence of its own a passive has an
// auxiliary, which only headlines leave out.
func (t *tree) isFinitePast(v, subject int) bool {
	last := len(t.toks) - 1
	for last > 0 && t.toks[last].UPOS == "PUNCT" && t.lower[last] != "." {
		last--
	}
	if t.lower[last] != "." || subject > v || t.prepositional(v, "by") >= 0 {
		return false
	}
	switch t.toks[v].Deprel {
	case "root", "ccomp", "parataxis", "acl:relcl":
		return true
	case "conj":
		h := t.toks[v].Head
		return h < 0 || !t.isVerb(h) || !t.passive(h)
	case "advcl":
		switch t.markOf(v) {
		case "after", "before", "as", "because", "when", "while", "since", "although", "though", "if":
			return true
		}
	}
	return false
}

// relative reports whether a token is a relative pronoun, and returns its
// antecedent, -1 where that is a whole clause.
func (t *tree) relative(i int) (int, bool) {
	switch t.lower[i] {
	case "who", "which", "that", "whom", "whose", "where":
	default:
		return i, false
	}
	for v := t.toks[i].Head; v >= 0; v = t.toks[v].Head {
		switch t.toks[v].Deprel {
		case "acl:relcl", "acl":
			return t.antecedent(i, t.toks[v].Head), true
		case "advcl:relcl":
			if w := t.lower[i]; w == "who" || w == "whom" || w == "whose" { // no clause is a person
				return t.orphanRelative(i), true
			}
			return -1, true
		}
	}
	if before := t.orphanRelative(i); before >= 0 {
		return before, true
	}
	return i, false
}

// antecedent is the noun that a relative pronoun stands for: the one that its
// clause hangs on, unless that is no actor and the noun right before the
// pronoun, within the same phrase, is one: "a meeting of the Council, which
// had demanded".
func (t *tree) antecedent(pronoun, noun int) int {
	if t.named == nil || noun < 0 || t.named[noun] {
		return noun
	}
	switch t.lower[pronoun] {
	case "who", "which", "whom", "whose":
	default:
		return noun
	}
	p := pronoun - 1
	for p > noun && (t.lower[p] == "," || t.toks[p].UPOS == "ADP") {
		p--
	}
	for k := p; k > noun; k = t.toks[k].Head {
		if t.named[k] && t.nounAbove(k, noun) {
			return k
		}
	}
	return noun
}

// nounAbove reports whether a word hangs on a noun through nouns only.
func (t *tree) nounAbove(k, noun int) bool {
	for range maxClimb {
		if k == noun {
			return true
		}
		if k < 0 || !t.isNominal(k) {
			return false
		}
		k = t.toks[k].Head
	}
	return false
}

// maxClimb bounds walks up the tree, against cycles and absurd depth.
const maxClimb = 12

// surfaceSubject returns the subject of a verb (or adjective) as the sentence
// has it: its own, or the one that control, conjunction or a modified noun
// supplies; -1 for none.
func (t *tree) surfaceSubject(v int) int { return t.surfaceSubjectWithin(v, maxClimb) }

func (t *tree) surfaceSubjectWithin(v, depth int) int {
	if depth == 0 {
		return -1
	}
	if s := t.nearestSubject(v); s >= 0 {
		if antecedent, ok := t.relative(s); ok {
			return antecedent
		}
		return s
	}
	h := t.toks[v].Head
	if h < 0 {
		return -1
	}
	switch t.toks[v].Deprel {
	case "conj", "parataxis":
		if t.toks[v].Deprel == "parataxis" && t.toks[v].XPOS != "VBG" && t.toks[v].XPOS != "VBN" {
			return -1
		}
		if up := t.agreeing(v, h); up >= 0 {
			h = up
		}
		return t.surfaceSubjectWithin(h, depth-1)
	case "xcomp":
		return t.controller(h, depth-1)
	case "advcl":
		return t.adverbialSubject(v, h, depth)
	case "acl":
		return t.modifyingSubject(v, h, depth)
	case "acl:relcl":
		if t.passiveMorphology(v) || t.child(v, "obj") >= 0 {
			return h
		}
	case "ccomp", "obj":
		if o := t.misplacedSubject(v, h); o >= 0 {
			return o
		}
		if t.toks[v].XPOS == "VB" || t.gerund(v) {
			return t.controller(h, depth-1)
		}
	case "amod":
		return h
	}
	return -1
}

// adverbialSubject is the subject of a verb without one of its own that is an
// adverbial of h: that of h, whom h controls, or who does what the noun h says.
func (t *tree) adverbialSubject(v, h, depth int) int {
	if o := t.misplacedSubject(v, h); o >= 0 {
		return o
	}
	if t.hasFiniteMark(v) {
		return -1
	}
	if t.toks[v].XPOS == "VB" && asks[t.lemma(h)] && t.markOf(v) == "to" { // "asked Peru not to grant"
		return t.controller(h, depth-1)
	}
	switch m := t.markOf(v); m {
	case "of", "for", "from", "into", "about", "over":
		return t.controller(h, depth-1)
	case "with":
		if t.gerund(v) {
			return t.controller(h, depth-1)
		}
	}
	if !t.isVerb(h) && t.toks[h].UPOS != "ADJ" && t.child(h, "cop") < 0 {
		return t.nounSubject(h, depth-1)
	}
	return t.surfaceSubjectWithin(h, depth-1)
}

// modifyingSubject is the subject of a verb that narrows the noun h down: that
// noun, or who does what it says.
func (t *tree) modifyingSubject(v, h, depth int) int {
	infinitive := t.toks[v].XPOS == "VB"
	switch {
	case infinitive && t.toks[h].UPOS == "PROPN": // headline: "Peru to free"
		return h
	case infinitive && t.toks[h].UPOS == "ADJ" && ordinals[t.lower[h]]: // "became the first to recognise"
		return t.surfaceSubjectWithin(h, depth-1)
	case t.toks[v].XPOS == "VBG" && t.blamed(h): // "accused the army of shelling"
		return h
	case infinitive || t.markOf(v) != "": // "a plan to attack", "assistance in capturing"
		return t.nounSubject(h, depth-1)
	case t.toks[v].XPOS == "VBG" && t.spoken != nil && t.spoken[h]: // "issued a statement condemning"
		if s := t.nounSubject(h, depth-1); s >= 0 {
			return s
		}
	}
	return h
}

// gerund reports whether a verb is one, of the present or the perfect:
// "supplying", "having supplied".
func (t *tree) gerund(v int) bool {
	if t.toks[v].XPOS == "VBG" {
		return true
	}
	return t.childWord(v, "having")
}

// asks are verbs whose object, and not their subject, is to do what their
// infinitive says.
var asks = map[string]bool{
	"ask": true, "urge": true, "tell": true, "order": true, "beg": true, "implore": true, "press": true, "command": true, "instruct": true, "force": true,
	"persuade": true, "invite": true, "advise": true, "allow": true, "permit": true, "forbid": true, "compel": true, "oblige": true, "require": true, "warn": true,
	"enjoin": true, "entreat": true, "exhort": true, "encourage": true, "plead": true, "appeal": true, "call": true,
}

func (t *tree) passiveMorphology(v int) bool { return t.child(v, "aux:pass") >= 0 }

// subjectControl are verbs whose infinitive belongs to their subject even
// though they have an object: "Iran promised Syria to send aid", "rang him to ask".
var subjectControl = map[string]bool{
	"promise": true, "vow": true, "pledge": true, "threaten": true, "use": true, "take": true, "spend": true,
	"telephone": true, "phone": true, "ring": true, "visit": true, "meet": true, "contact": true, "cable": true,
}

// agreeing is the verb above a verb of several that one of a single actor was
// joined to by mistake, or -1: in "it accuses a group whose fighters have killed
// many, and demands", who accuses demands.
func (t *tree) agreeing(v, h int) int {
	aux := t.child(h, "aux")
	if t.toks[v].XPOS != "VBZ" || t.toks[h].XPOS != "VBP" && (aux < 0 || t.toks[aux].XPOS != "VBP") {
		return -1
	}
	for up := t.toks[h].Head; up >= 0; up = t.toks[up].Head {
		if t.toks[up].XPOS == "VBZ" {
			return up
		}
	}
	return -1
}

// controller is the subject of an infinitive or gerund below head h.
func (t *tree) controller(h, depth int) int {
	if t.isVerb(h) && !subjectControl[t.lemma(h)] && !t.passive(h) {
		if o := t.child(h, "iobj"); o >= 0 {
			return o
		}
		if o := t.child(h, "obj"); o >= 0 {
			return o
		}
		if t.lemma(h) == "call" || t.lemma(h) == "appeal" || t.lemma(h) == "press" { // "called on Israel to stop"
			if o := t.prepositional(h, "on"); o >= 0 {
				return o
			}
			if o := t.prepositional(h, "to"); o >= 0 {
				return o
			}
		}
	}
	return t.surfaceSubjectWithin(h, depth)
}

// infinitive is what a trigger asks, tells or plans to be done: its "to …",
// whether the tree hangs it on the trigger, on its object or on the noun of a
// light verb ("issued a call to disarm"); -1 for none.
func (t *tree) infinitive(trig, light int) int {
	places := []int{trig, light}
	if t.isVerb(trig) && !t.passive(trig) {
		places = append(places, t.logicalObject(trig))
	}
	for _, n := range places {
		if n < 0 {
			continue
		}
		for c := range t.children(n) {
			switch t.toks[c].Deprel {
			case "xcomp", "ccomp", "advcl", "acl":
				if c > trig && t.toks[c].XPOS == "VB" && t.markOf(c) == "to" || c > trig && t.child(c, "cop", "aux:pass") >= 0 && t.markOf(c) == "to" {
					return c
				}
			}
		}
	}
	return -1
}

func (t *tree) prepositional(v int, prep string) int {
	for c := range t.children(v) {
		if (strings.HasPrefix(t.toks[c].Deprel, "obl") || t.toks[c].Deprel == "nmod") && t.preposition(c) == prep {
			return c
		}
	}
	return -1
}

// blamed reports whether a noun is the object of a verb that says what its
// object does or did: "accused the army of shelling", "barred Iran from
// selling".
func (t *tree) blamed(n int) bool {
	v := t.governor(n)
	return v >= 0 && blames[t.lemma(v)] && (t.toks[n].Deprel == "obj" || t.toks[n].Deprel == "nsubj:pass" || t.toks[n].Deprel == "obl" && t.preposition(n) == "")
}

// blames are verbs with a gerund that tells what their object does.
var blames = map[string]bool{
	"accuse": true, "suspect": true, "convict": true, "acquit": true, "charge": true, "clear": true, "blame": true, "condemn": true, "criticise": true,
	"criticize": true, "denounce": true, "thank": true, "praise": true, "warn": true, "stop": true, "prevent": true, "ban": true, "bar": true,
	"deter": true, "dissuade": true, "forbid": true, "fault": true, "rebuke": true, "sentence": true, "jail": true, "punish": true,
}

// nounSubject is the one who does what a noun tells of: its possessor, its
// 'by', or the subject of the verb whose object it is ("made a plan to …").
func (t *tree) nounSubject(n, depth int) int {
	if depth <= 0 {
		return -1
	}
	if p := t.child(n, "nmod:poss"); p >= 0 {
		return p
	}
	if ordinals[t.firstModifier(n)] { // "the first country to recognise"
		return n
	}
	for _, prep := range []string{"by", "from", "of"} {
		if c := t.prepositional(n, prep); c >= 0 {
			return c
		}
	}
	for c := range t.children(n) {
		if (t.toks[c].Deprel == "amod" || t.toks[c].Deprel == "compound") && (t.toks[c].UPOS == "PROPN" || t.toks[c].XPOS == "JJ" && t.lower[c] != t.Text(t.toks[c].Span)) {
			return c
		}
	}
	if v := t.governor(n); v >= 0 {
		return t.surfaceSubjectWithin(v, depth-1)
	}
	return -1
}

// location is the nearest phrase of place at the trigger or above it: "a
// hijacking by the group … in Pakistan".
func (t *tree) location(trig int) int {
	for i, up := trig, 0; i >= 0 && up < 5; i, up = t.toks[i].Head, up+1 {
		if p := t.placeBelow(i, 3); p >= 0 && p != trig {
			return p
		}
		if d := t.toks[i].Deprel; d == "acl:relcl" || d == "ccomp" || d == "parataxis" {
			return -1
		}
	}
	return -1
}

func (t *tree) placeBelow(i, depth int) int {
	for c := range t.children(i) {
		switch t.preposition(c) {
		case "in", "near", "across", "inside", "outside":
			if t.toks[c].UPOS == "PROPN" && !t.dated[c] {
				return c
			}
		}
		if depth > 1 && t.isNominal(c) {
			if p := t.placeBelow(c, depth-1); p >= 0 {
				return p
			}
		}
	}
	return -1
}

// counted is the noun that only counts or holds the given one: "a round of
// talks" for talks; or the noun itself.
func (t *tree) counted(n int) int {
	for t.toks[n].Deprel == "nmod" && t.toks[n].Head >= 0 && partitives[t.lemma(t.toks[n].Head)] {
		n = t.toks[n].Head
	}
	return n
}

var ordinals = map[string]bool{"first": true, "second": true, "third": true, "last": true, "latest": true, "only": true, "next": true, "one": true}

// firstModifier is a noun's first adjective or number, in lower case.
func (t *tree) firstModifier(n int) string {
	if a := t.child(n, "amod", "nummod"); a >= 0 {
		return t.lower[a]
	}
	return ""
}

// governor is the verb whose object or oblique a noun is, or -1.
func (t *tree) governor(n int) int {
	h := t.toks[n].Head
	if t.toks[n].Deprel == "conj" && h >= 0 {
		return t.governor(h)
	}
	if h < 0 || !t.isVerb(h) {
		return -1
	}
	switch d := t.toks[n].Deprel; {
	case d == "obj", strings.HasPrefix(d, "obl"), d == "nsubj:pass":
		return h
	}
	return -1
}

// markOf is the subordinating word of a clause: "to", "of", "after", "if".
func (t *tree) markOf(v int) string {
	if m := t.child(v, "mark"); m >= 0 {
		return t.lower[m]
	}
	if m := t.child(v, "case"); m >= 0 {
		return t.lower[m]
	}
	return ""
}

// hasFiniteMark reports whether a clause has its own finite verb, so that it
// does not borrow a subject.
func (t *tree) hasFiniteMark(v int) bool {
	switch t.toks[v].XPOS {
	case "VBD", "VBZ", "VBP":
		return t.markOf(v) != "" && t.child(v, "aux", "aux:pass") < 0 && !t.passive(v)
	}
	return false
}

// preposition is the case marker of a nominal, with its fixed parts joined by
// "_": "with", "on_behalf_of"; "" for none.
func (t *tree) preposition(n int) string {
	for c := range t.children(n) {
		d := t.toks[c].Deprel
		if d == "mark" && marksNoun[t.lower[c]] && t.toks[n].UPOS != "VERB" && t.child(n, "cop", "nsubj", "nsubj:pass") < 0 { // "asked Moscow on Monday for troops": parsers wait for a clause
			d = "case"
		}
		if d != "case" || t.lower[c] == "'s" || t.lower[c] == "’s" {
			continue
		}
		word := plainPreposition(t.lower[c])
		if c+1 < n && t.toks[c+1].Head == n && t.toks[c+1].Deprel == "case" { // "gave in to", "out of"
			if t.lower[c+1] == "of" {
				return word + "_of"
			}
			return t.lower[c+1]
		}
		for f := range t.children(c) {
			switch {
			case t.toks[f].Deprel == "fixed":
				word += "_" + t.lower[f]
			case t.toks[f].Deprel == "conj" && t.lower[f] == "without": // "with or without Chad's help": with nobody
				return word + "_or_without"
			}
		}
		return word
	}
	return ""
}

// marksNoun are words that begin clauses as well as phrases.
var marksNoun = map[string]bool{"for": true, "with": true, "of": true, "from": true, "against": true, "on": true, "over": true, "by": true, "in": true, "about": true}

// plainPreposition is the usual form of a preposition that has several:
// "agreed upon", "amongst".
func plainPreposition(word string) string {
	if len(word) < 4 || word[0] != 'u' && word[0] != 't' && word[0] != 'a' {
		return word
	}
	switch word {
	case "upon":
		return "on"
	case "towards":
		return "toward"
	case "amongst":
		return "among"
	case "amidst":
		return "amid"
	}
	return word
}

// logicalSubject is who does what the trigger tells of.
func (t *tree) logicalSubject(trig int) int {
	if t.isNominal(trig) {
		if t.child(trig, "cop") >= 0 {
			return t.surfaceSubject(trig)
		}
		v, prep := t.governor(t.counted(trig)), t.preposition(t.counted(trig))
		if v < 0 || !veryLight[t.lemma(v)] && !temporal[prep] {
			return -1
		}
		if owner := t.child(trig, "nmod:poss"); owner >= 0 && prep == "for" { // "condemned Belarus for its drills with Russia"
			return owner
		}
		return t.logicalSubject(v)
	}
	if t.isVerb(trig) && t.passive(trig) {
		for c := range t.children(trig) {
			if t.toks[c].Deprel == "obl:agent" || strings.HasPrefix(t.toks[c].Deprel, "obl") && t.preposition(c) == "by" {
				return c
			}
		}
		return t.farAgent(trig)
	}
	return t.surfaceSubject(trig)
}

// veryLight are verbs that only say that what their object names happens.
var veryLight = map[string]bool{
	"hold": true, "have": true, "make": true, "conduct": true, "launch": true, "carry": true, "begin": true, "start": true, "stage": true,
	"open": true, "resume": true, "continue": true, "undertake": true, "mount": true, "wage": true, "give": true, "pay": true, "take": true,
	"do": true, "perform": true, "execute": true, "initiate": true, "complete": true, "finish": true, "end": true, "conclude": true, "sign": true,
	"announce": true, "order": true, "plan": true, "threaten": true, "enter": true, "join": true, "attend": true, "host": true,
}

// temporal are prepositions after which an event noun shares the subject of
// its clause: "Lavrov said after talks with Wang".
var temporal = map[string]bool{
	"after": true, "in": true, "during": true, "at": true, "for": true, "following": true, "before": true, "ahead_of": true, "ahead": true, "on": true,
	"under": true, "amid": true, "since": true, "through": true, "via": true, "until": true, "despite": true, "upon": true,
}

// logicalObject is whom or what a verb acts on.
func (t *tree) logicalObject(v int) int { return t.logicalObjectWithin(v, maxClimb) }

func (t *tree) logicalObjectWithin(v, depth int) int {
	if depth == 0 || !t.isVerb(v) && t.toks[v].UPOS != "ADJ" {
		return -1
	}
	if t.passive(v) {
		if t.toks[v].Deprel == "acl" || t.toks[v].Deprel == "amod" {
			return t.toks[v].Head
		}
		return t.surfaceSubject(v)
	}
	o := t.child(v, "obj")
	if o < 0 { // "fired more than 100 missiles"
		if o = t.prepositional(v, "than"); o >= 0 && t.toks[o].XPOS != "NNS" {
			o = -1
		}
	}
	if o < 0 { // treebanks call whom one urges or asks an indirect object
		o = t.child(v, "iobj")
	}
	if o >= 0 {
		if antecedent, ok := t.relative(o); ok {
			return antecedent
		}
		return o
	}
	if o := t.child(v, "xcomp"); o == v+1 && t.toks[o].UPOS == "PROPN" && t.named != nil && t.named[o] { // "recognised Palestine as a state"
		return o
	}
	if o := t.particleObject(v); o >= 0 {
		return o
	}
	if o := t.bareObject(v); o >= 0 {
		return o
	}
	switch t.toks[v].Deprel {
	case "acl:relcl": // "the base that Iran struck", "the base Iran struck"
		if t.child(v, "nsubj") >= 0 && !t.subjectIsRelative(v) {
			return t.toks[v].Head
		}
	case "conj": // "bombed and shelled the town": the object may hang on either
		if h := t.toks[v].Head; h >= 0 && t.isVerb(h) && !t.passive(h) {
			if o := t.child(h, "obj"); o > v {
				return o
			}
		}
	}
	for c := range t.children(v) {
		d := t.toks[c].Deprel
		if c > v && (strings.HasPrefix(d, "obl") || d == "xcomp" || d == "ccomp") { // "came to Quito and praised him"
			return -1
		}
		if d == "conj" && t.isVerb(c) && t.child(c, "nsubj") < 0 && !t.passive(c) {
			return t.logicalObjectWithin(c, depth-1)
		}
	}
	return -1
}

func (t *tree) subjectIsRelative(v int) bool {
	s := t.child(v, "nsubj", "nsubj:pass")
	if s < 0 {
		return false
	}
	_, ok := t.relative(s)
	return ok
}

// span is the stretch of text from the first to the last of tokens.
func (t *tree) span(tokens ...int) schema.Span {
	s := t.toks[tokens[0]].Span
	for _, i := range tokens[1:] {
		s.Start = min(s.Start, t.toks[i].Start)
		s.End = max(s.End, t.toks[i].End)
	}
	return s
}
