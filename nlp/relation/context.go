package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// surroundings are what surrounds a trigger: whether its act is denied, how it is
// held, and who says so.
type surroundings struct {
	polarity schema.Polarity
	modality schema.Modality
	speaker  string
	cues     []schema.Span
	planned  bool // a weekday means the coming one
	settled  bool // the act goes on, whatever is said of its end
}

// cueWords are the sets of words that decide polarity and modality.
type cueWords struct {
	negator, denial, denialNoun, speechDenial       map[string]bool
	plan, infinitivePlan, condition, demand, belief map[string]bool
	reporting, announce, source                     map[string]bool
	noun, adjective, adverb                         map[string]schema.Modality
	failed                                          map[string]bool // adjectives
}

// newCueWords takes them from the shared sets.
func newCueWords(w schema.Words) cueWords {
	c := cueWords{
		negator:        w.Set("negation.word"),
		denial:         w.Set("negation.verb", "negation.speech"),
		denialNoun:     w.Set("negation.noun"),
		speechDenial:   w.Set("negation.speech"),
		plan:           w.Set("plan.verb", "plan.adjective"),
		infinitivePlan: w.Set("plan.infinitive"),
		condition:      w.Set("condition"),
		demand:         w.Set("demand"),
		belief:         w.Set("reporting.believe"),
		reporting:      w.Set("reporting"),
		announce:       w.Set("reporting.announce"),
		source:         w.Set("modality.alleged-noun"),
		failed:         w.Set("negation.adjective"),
		noun:           map[string]schema.Modality{},
		adjective:      map[string]schema.Modality{},
		adverb:         map[string]schema.Modality{},
	}
	for _, m := range []schema.Modality{schema.Conditional, schema.Demanded, schema.Future, schema.Alleged} {
		for kind, to := range map[string]map[string]schema.Modality{"noun": c.noun, "adjective": c.adjective, "adverb": c.adverb} {
			if kind == "noun" && m == schema.Alleged {
				continue // those report; see source
			}
			for word := range w.Set("modality." + string(m) + "-" + kind) {
				to[word] = m
			}
		}
	}
	return c
}

// strength orders modalities: a stronger one found further out wins over
// "alleged", as the guidelines have it.
func (c *surroundings) set(m schema.Modality, cue schema.Span) {
	if c.modality == schema.Asserted || c.modality == schema.Alleged && m != schema.Alleged {
		c.modality = m
		c.cues = append(c.cues, cue)
	}
}

func (c *surroundings) deny(cue schema.Span) {
	if c.polarity == schema.Denied { // "did not deny": leave it denied once
		return
	}
	c.polarity = schema.Denied
	c.cues = append(c.cues, cue)
}

// contextOf reads the context of a trigger by walking up the tree.
func (m *matcher) contextOf(trig int, actors []filler) surroundings {
	c := surroundings{polarity: schema.Affirmed, modality: schema.Asserted}
	t := m.tree
	m.own(&c, trig)
	if m.presupposed(trig) || m.stands && roles[m.tree.lemma(trig)] && m.tree.child(trig, "cop") < 0 && m.tree.toks[trig].Deprel != "xcomp" {
		return c
	}
	inScope := true // of verbs that say what becomes of the act itself
	for i, steps := trig, 0; t.toks[i].Head >= 0 && steps < maxClimb; steps++ {
		h := t.toks[i].Head
		if t.toks[i].Deprel == "acl:relcl" { // told of a participant, by the text itself
			break
		}
		if i < h && h < trig && t.ownClauseBetween(trig, i) { // "…, X said, while Y …"
			break
		}
		inScope = m.climb(&c, i, h, inScope, actors) && !c.settled
		i = h
	}
	m.attribution(&c, trig, actors)
	if m.question() {
		c.set(schema.Conditional, t.toks[len(t.toks)-1].Span)
	}
	return c
}

// speaksForItself reports whether a speaker tells of its own act, or of that
// of the state or body that it speaks for.
func (m *matcher) speaksForItself(speaker string, actors []filler) bool {
	return speaker != "" && slices.ContainsFunc(actors, func(a filler) bool {
		return a.id == speaker || m.serves(speaker, a.id) || m.serves(a.id, speaker)
	})
}

// serves reports whether a person or body belongs to a state.
func (m *matcher) serves(id, state string) bool {
	e := m.doc.Entity(id)
	return e != nil && e.Country != "" && e.Country == state
}

// presupposed reports whether a noun tells of an act as known, so that what is
// said around it leaves the act alone: "analysts say that Russia's annexation
// of Crimea alarms", and not "demanded Russia's withdrawal".
func (m *matcher) presupposed(trig int) bool {
	t := m.tree
	if !t.isNominal(trig) || t.child(trig, "nmod:poss") < 0 {
		return false
	}
	switch t.toks[trig].Deprel {
	case "nsubj", "nsubj:pass", "nmod":
		return true
	case "obl":
		p := t.preposition(trig)
		return p == "after" || p == "since" || p == "over" || p == "following" || p == "during" || p == "despite"
	}
	return false
}

// roles are nouns that name a party by a tie that holds, whatever the sentence
// says that it does or suffers: "urged its ally X to leave".
var roles = map[string]bool{"ally": true, "member": true, "affiliate": true, "partner": true}

// own reads the trigger's own auxiliaries, negations and modifiers.
func (m *matcher) own(c *surroundings, i int) {
	t := m.tree
	for k := range t.children(i) {
		w := t.lower[k]
		switch d := t.toks[k].Deprel; {
		case d == "advmod" || d == "neg" || d == "det" || d == "cc" || d == "mark" || d == "case" || d == "cc:preconj":
			switch {
			case m.cues.negator[w]:
				c.deny(t.toks[k].Span)
			case m.cues.adverb[w] != "" && d == "advmod":
				c.set(m.cues.adverb[w], t.toks[k].Span)
			case d == "mark" && (w == "if" || w == "unless" || w == "whether"):
				c.set(schema.Conditional, t.toks[k].Span)
			}
		case d == "aux":
			m.auxiliary(c, i, k)
		case d == "amod" || d == "compound":
			m.adjective(c, k)
		case d == "nsubj" || d == "nsubj:pass" || d == "obj":
			if n := t.child(k, "det"); n >= 0 && (t.lower[n] == "no" || t.lower[n] == "neither") {
				c.deny(t.toks[n].Span)
			} else if w == "nobody" || w == "nothing" || w == "none" || w == "neither" {
				c.deny(t.toks[k].Span)
			}
		case d == "advcl" && (t.markOf(k) == "if" || t.markOf(k) == "unless") && (!m.inWords || i != m.saying || !t.finite(i)): // not in "threatened war if": the threat was made
			c.set(schema.Conditional, t.toks[k].Span)
			c.modality = schema.Conditional
		}
	}
	if t.toks[i].XPOS == "VB" && t.child(i, "mark") >= 0 && t.lower[t.child(i, "mark")] == "to" &&
		(t.toks[i].Deprel == "root" || t.child(i, "nsubj") >= 0 || t.toks[i].Deprel == "acl" && t.toks[t.toks[i].Head].UPOS == "PROPN") { // headline: "Vance to visit India"
		c.set(schema.Future, t.toks[i].Span)
		c.planned = true
	}
}

func (m *matcher) auxiliary(c *surroundings, verb, aux int) {
	t := m.tree
	cue := t.toks[aux].Span
	switch t.lower[aux] {
	case "will", "shall", "'ll", "’ll", "wo":
		c.set(schema.Future, cue)
		c.planned = true
	case "would", "'d", "’d":
		if t.child(verb, "aux:pass") < 0 && t.childWord(verb, "have") {
			c.set(schema.Conditional, cue)
		} else {
			c.set(schema.Future, cue)
			c.planned = true
		}
	case "may", "might", "could", "can", "ca":
		c.set(schema.Conditional, cue)
	case "must", "should", "ought":
		c.set(schema.Demanded, cue)
	}
}

func (t *tree) childWord(i int, word string) bool {
	for c := range t.children(i) {
		if t.lower[c] == word {
			return true
		}
	}
	return false
}

// adjective reads what an adjective says of an event noun: "a planned visit".
func (m *matcher) adjective(c *surroundings, k int) {
	t := m.tree
	switch w := t.lower[k]; {
	case m.cues.adjective[w] != "":
		c.set(m.cues.adjective[w], t.toks[k].Span)
		c.planned = c.planned || m.cues.adjective[w] == schema.Future
	case m.cues.failed[w]:
		c.deny(t.toks[k].Span)
	}
}

// climb reads what head h says of the clause or noun at i, and reports
// whether words further up still speak of the act itself.
func (m *matcher) climb(c *surroundings, i, h int, inScope bool, actors []filler) bool {
	t := m.tree
	d := t.toks[i].Deprel
	lemma := t.phrasal(h)
	cue := t.toks[h].Span
	complement := d == "ccomp" || d == "csubj" || d == "csubj:pass"
	switch {
	case t.semicolonBetween(i, h): // two sentences in one
		return false
	case complement && (m.cues.reporting[lemma] || m.cues.belief[lemma]):
		m.reported(c, h, actors)
		return false
	case d == "acl" && m.cues.source[lemma]: // "claims that …", "reports of …"
		m.reported(c, h, actors)
		return false
	}
	if !inScope || m.apart(i, h) {
		return false
	}
	switch d {
	case "xcomp", "ccomp", "csubj", "acl", "advcl", "obj", "obl", "nmod", "nsubj:pass", "nsubj":
		if d == "advcl" && m.conditional(c, i) {
			return false
		}
		if d == "acl" && t.toks[i].XPOS != "VB" && t.markOf(i) == "" || d == "advcl" && t.toks[i].XPOS == "VBG" && t.markOf(i) == "" {
			return false
		}
		if (d == "nsubj" || d == "nmod" || d == "obl") && t.isVerb(i) {
			return false
		}
		m.governed(c, i, h, cue, lemma)
		if c.settled {
			return false
		}
		if c.modality == schema.Asserted || t.isVerb(h) {
			m.governorsOwn(c, h)
		}
		return d != "nsubj" && (d != "obl" || m.cues.plan[lemma] || m.cues.infinitivePlan[lemma]) && (d != "advcl" || t.toks[i].XPOS == "VB" && t.markOf(i) == "to")
	case "conj":
		if t.child(i, "nsubj", "nsubj:pass", "aux", "aux:pass") < 0 {
			m.governorsOwn(c, h)
			return true
		}
		return true
	case "acl:relcl", "appos", "parataxis":
		return false
	}
	return true
}

// apart reports whether a clause or noun stands beside its head and not under
// it, so that what the head says leaves it alone: a finite clause of time,
// reason or contrast ("will meet, two days after X attacked"), what is told
// of a participant ("requires the X-backed militia"), and an event that goes
// before or along with the other ("will meet after talks", "ordered the army
// out at the request of X").
func (m *matcher) apart(i, h int) bool {
	t := m.tree
	switch t.toks[i].Deprel {
	case "amod":
		return true
	case "advcl":
		return beside[t.markOf(i)] && t.finite(i)
	case "obl":
		return t.isNominal(i) && besideNoun[t.preposition(i)]
	case "conj": // "would lift the ban and on Friday met", "is to leave and X stayed away"
		return t.finite(i) && (t.toks[h].XPOS == "VB" || t.child(i, "nsubj", "nsubj:pass") >= 0)
	}
	return false
}

// beside are the marks of clauses that are told as facts of their own.
var beside = map[string]bool{
	"after": true, "although": true, "as": true, "because": true, "since": true, "though": true, "when": true, "whereas": true,
	"while": true, "whilst": true, "whereupon": true, "upon": true,
}

// besideNoun are the prepositions of what goes before another act, or is its
// reason.
var besideNoun = map[string]bool{
	"after": true, "amid": true, "because": true, "despite": true, "following": true, "given": true, "over": true, "since": true,
	"under": true,
}

// finite reports whether a verb is told in its own tense, past or present,
// and has no modal.
func (t *tree) finite(i int) bool {
	for k := range t.children(i) {
		if d := t.toks[k].Deprel; d == "aux" || d == "aux:pass" || d == "cop" {
			return t.toks[k].XPOS != "MD"
		}
	}
	x := t.toks[i].XPOS
	return x == "VBD" || x == "VBZ" || x == "VBP"
}

// governorsOwn passes on what the governing word's own auxiliaries say:
// "will not agree to meet" is neither met nor past.
func (m *matcher) governorsOwn(c *surroundings, h int) {
	before := c.polarity
	m.own(c, h)
	if before == schema.Denied {
		c.polarity = before
	}
}

// conditional reads the mark of an adverbial clause.
func (m *matcher) conditional(c *surroundings, i int) bool {
	t := m.tree
	switch mark := t.markOf(i); mark {
	case "if", "unless", "whether", "should", "lest":
		c.set(schema.Conditional, t.toks[i].Span)
		return true
	case "without":
		c.deny(t.toks[i].Span)
		return true
	}
	return false
}

// governed reads what a governing verb, noun or adjective says of an act.
func (m *matcher) governed(c *surroundings, i, h int, cue schema.Span, lemma string) {
	t := m.tree
	if r := m.embeds[lemma]; r != "" && t.isVerb(h) && m.isComplement(i) {
		c.set(r, cue)
		if c.speaker == "" {
			c.speaker = m.entityAt(t.logicalSubject(h))
		}
		return
	}
	if m.charged(c, i, h) {
		return
	}
	infinitive := t.toks[i].XPOS == "VB"
	switch {
	case (m.cues.denial[lemma] || t.isNominal(h) && m.cues.denialNoun[lemma]) && (m.isComplement(i) || t.isNominal(i)):
		if t.toks[i].Deprel == "obl" && !takenBack[t.preposition(i)] { // "stopped in Cairo for talks"
			return
		}
		if c.modality == schema.Asserted && goesOn[lemma] && m.notYet(i, h) { // "may stop arming X": X is armed
			c.settled = true
			return
		}
		c.deny(cue)
		if m.cues.speechDenial[lemma] {
			c.set(schema.Alleged, cue)
			if c.speaker == "" {
				c.speaker = m.entityAt(t.logicalSubject(h))
			}
		}
	case m.cues.demand[lemma] && !t.isNominal(h) && m.asks(i, h):
		c.set(schema.Demanded, cue)
		if c.speaker == "" {
			c.speaker = m.entityAt(t.logicalSubject(h))
		}
	case m.cues.infinitivePlan[lemma] && infinitive && !t.isNominal(h), m.cues.plan[lemma] && !t.isNominal(h) && (infinitive || t.isNominal(i) || t.toks[i].XPOS == "VBG"):
		c.set(schema.Future, cue)
		c.planned = true
	case m.cues.condition[lemma] && !t.isNominal(h):
		c.set(schema.Conditional, cue)
	case lemma == "be" && infinitive, lemma == "go" && t.lower[h] == "going" && infinitive:
		c.set(schema.Future, cue)
		c.planned = true
	case m.cues.belief[lemma]:
		c.set(schema.Alleged, cue)
	case t.toks[i].Deprel == "xcomp" && m.cues.reporting[lemma] && t.markOf(i) == "to" && t.childWord(i, "have"): // "claimed to have shot", "were said to have"
		m.reported(c, h, nil)
	case m.cues.noun[lemma] != "" && t.isNominal(h) && (infinitive && t.toks[i].Deprel == "acl" || t.isNominal(i) && t.toks[i].Deprel == "nmod"):
		c.set(m.cues.noun[lemma], cue)
		c.planned = c.planned || m.cues.noun[lemma] == schema.Future
	}
}

// charged reads a charge above the act: "accused X of sheltering Y", also where
// the parser hangs it on X.
func (m *matcher) charged(c *surroundings, i, h int) bool {
	t := m.tree
	verb := h
	if d := t.toks[i].Deprel; t.isNominal(h) && (d == "acl" || d == "nmod") && t.toks[h].Head >= 0 {
		switch t.toks[h].Deprel {
		case "obj", "iobj", "obl":
			verb = t.toks[h].Head
		}
	}
	by := t.markOf(i)
	if t.isNominal(i) {
		by = t.preposition(i)
	}
	if !t.isVerb(verb) || i < verb || charges[t.lemma(verb)] != by || by == "" {
		return false
	}
	c.set(schema.Alleged, t.toks[verb].Span)
	if c.speaker == "" {
		c.speaker = m.entityAt(t.logicalSubject(verb))
	}
	return true
}

// charges are the verbs of a charge with the word that opens what is charged.
var charges = map[string]string{"accuse": "of", "charge": "with", "suspect": "of", "convict": "of", "indict": "for"}

// takenBack are the prepositions behind which a verb takes an act back:
// "refrained from", "backed out of", "objected to".
var takenBack = map[string]bool{"from": true, "of": true, "out_of": true, "to": true, "against": true, "on": true}

// goesOn are the verbs that end what is going on.
var goesOn = map[string]bool{"stop": true, "halt": true, "suspend": true, "abandon": true, "give up": true, "drop": true}

// notYet reports whether the end of an act is itself planned, possible or
// denied, so that the act goes on. One that is asked to "stop arming X" is not
// said to be at it; one that is asked to "halt its siege" is.
func (m *matcher) notYet(i, h int) bool {
	t := m.tree
	c := surroundings{polarity: schema.Affirmed, modality: schema.Asserted}
	m.own(&c, h)
	if p := t.toks[h].Head; p >= 0 && t.toks[h].XPOS == "VB" {
		m.governed(&c, h, p, t.toks[p].Span, t.phrasal(p))
		m.own(&c, p)
	}
	switch c.modality {
	case schema.Asserted, schema.Alleged:
		return c.polarity == schema.Denied
	case schema.Demanded:
		return t.isNominal(i)
	}
	return true
}

// asks reports whether a verb of asking has an act as what it asks for: its
// complement or object, or what stands behind "for", "on" and the like.
func (m *matcher) asks(i, h int) bool {
	t := m.tree
	switch t.toks[i].Deprel {
	case "nsubj":
		return false
	case "obl":
		switch t.preposition(i) {
		case "for", "on", "upon", "to", "into", "about":
			return true
		}
		return t.isVerb(i)
	case "obj", "xcomp", "ccomp", "advcl":
		return i > h
	}
	return true
}

// phrasal is a token's lemma, with its particle where it has one: "rule out".
func (t *tree) phrasal(i int) string {
	if p := t.child(i, "compound:prt"); p >= 0 {
		return t.lemma(i) + " " + t.lower[p]
	}
	return t.lemma(i)
}

func (m *matcher) isComplement(i int) bool {
	switch m.tree.toks[i].Deprel {
	case "xcomp", "ccomp", "advcl", "acl", "csubj":
		return true
	case "obj": // "denied sending shells"
		return m.tree.isVerb(i)
	}
	return false
}

// reported reads a verb of saying above the act: alleged, unless the act is
// the speaker's own and announced.
func (m *matcher) reported(c *surroundings, h int, actors []filler) {
	t := m.tree
	speaker := m.entityAt(t.logicalSubject(h))
	lemma := t.phrasal(h)
	if c.speaker == "" {
		c.speaker = speaker
	}
	if m.cues.speechDenial[lemma] {
		c.deny(t.toks[h].Span)
	}
	if m.cues.announce[lemma] {
		if m.speaksForItself(speaker, actors) || speaker == "" && m.homeOrgan(t.logicalSubject(h)) {
			c.speaker = ""
			return
		}
	}
	for k := range t.children(h) {
		if m.cues.negator[t.lower[k]] { // "did not say that": nothing is said
			c.deny(t.toks[k].Span)
		}
	}
	c.set(schema.Alleged, t.toks[h].Span)
}

// homeOrgan reports whether a word is an organ of the state that the text is
// about: "the military announced".
func (m *matcher) homeOrgan(i int) bool {
	return i >= 0 && m.organs[m.tree.lemma(i)]
}

// phraseHead climbs from a phrase's first token to its head.
func (m *matcher) phraseHead(i int) int {
	t := m.tree
	for range maxClimb {
		switch d := t.toks[i].Deprel; d {
		case "amod", "compound", "nmod:poss", "nummod", "flat", "nmod:desc":
			if m.at(i) != nil && m.at(i).Type == schema.Name && d != "amod" && d != "compound" {
				return i
			}
			i = t.toks[i].Head
			continue
		}
		return i
	}
	return i
}

// entityAt is the ID of the one actor at a token, or "".
func (m *matcher) entityAt(tok int) string {
	if tok < 0 {
		return ""
	}
	fs := m.fill(nil, tok, speakers, false)
	if len(fs) == 0 {
		return ""
	}
	return fs[0].id
}

var speakers = []schema.Kind{schema.State, schema.Person, schema.MilitantGroup, schema.IGO, schema.Organization}

func (m *matcher) question() bool {
	t := m.tree
	return len(t.toks) > 0 && strings.HasSuffix(t.lower[len(t.toks)-1], "?")
}
