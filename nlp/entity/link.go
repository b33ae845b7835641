package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// learn takes from the document what it defines itself: acronyms in brackets,
// where unknown people are from, and the surnames of people that it gives in
// full.
func (d *document) learn(found []candidate) {
	for i := range found {
		if c := &found[i]; len(c.entries) == 0 && d.isFullPerson(c) {
			if f := gazetteer.Fold(plainName(c.text)); d.homes[f] == "" {
				d.homes[f] = d.homeBeside(c)
			}
		}
	}
	for i := range found {
		c := &found[i]
		if acronym, ok := d.acronymAfter(c); ok {
			if id := d.resolve(c); id != "" {
				d.acronyms[acronym] = id
			}
		}
		if d.isFullPerson(c) {
			id := d.resolve(c)
			if s := surname(plainName(c.text)); d.local[s] == "" {
				d.local[s] = id
			}
			if w := strings.Fields(gazetteer.Fold(c.text)); id != "" && familyFirst[d.Entity(id).Country] && d.local[w[0]] == "" {
				d.local[w[0]] = id
			}
		}
	}
}

// plainName is a name without its possessive ending.
func plainName(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "’s")
}

// settle counts what an actor tells of where the text is at home.
func (d *document) settle(e gazetteer.Entry) {
	a := d.kb.ByID[e.ID]
	state := a.Country
	if a.Kind == schema.State {
		state = a.ID
	} else if state != "" {
		d.home[state]++
	}
	if s := d.kb.ByID[state]; s != nil && s.Region != "" {
		d.home["region "+s.Region]++
	}
}

// acronymAfter finds "(BLA)" right after a name whose initials it has.
func (d *document) acronymAfter(c *candidate) (string, bool) {
	toks := d.Sentences[c.Sentence].Tokens
	if c.Last+2 >= len(toks) || d.Text(toks[c.Last].Span) != "(" || d.Text(toks[c.Last+2].Span) != ")" {
		return "", false
	}
	acronym := d.Text(toks[c.Last+1].Span)
	var first strings.Builder
	for w := range strings.FieldsFuncSeq(c.text, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		r, _ := utf8.DecodeRuneInString(w)
		first.WriteRune(unicode.ToUpper(r))
	}
	initials, upper := first.String(), strings.ToUpper(acronym)
	if initials == "" || len(acronym) < 2 || acronym[:1] != upper[:1] || !isSubsequence(upper, initials) && upper[0] != initials[0] {
		return "", false
	}
	return gazetteer.Fold(acronym), true
}

func isSubsequence(short, long string) bool {
	for i := 0; i < len(long) && short != ""; i++ {
		if long[i] == short[0] {
			short = short[1:]
		}
	}
	return short == ""
}

func (d *document) isFullPerson(c *candidate) bool {
	if !strings.Contains(strings.TrimSpace(c.text), " ") {
		return false
	}
	if c.label == analysis.PER && len(c.entries) == 0 {
		return true
	}
	return len(c.entries) > 0 && d.kb.ByID[c.entries[0].ID].Kind == schema.Person
}

// link resolves a candidate and adds its mentions to the document.
func (d *document) link(c *candidate) {
	id := d.resolve(c)
	if id == "" {
		return
	}
	c.Entities = []string{id}
	if c.Form == schema.FormDemonym && d.isCrowd(c) {
		d.addPopulation(c.Sentence, c.Head, id)
		c.Head = -1 // the name of the state within it heads nothing
	}
	d.Mentions = append(d.Mentions, c.Mention)
	for _, h := range c.inside { // "Pakistan Air Force" names Pakistan as well
		if id := d.first(h.Entries, schema.State); id != "" && c.label == analysis.ORG {
			d.know(id)
			inner := d.candidate(c.Sentence, h.Span, "", h.Entries)
			inner.Entities, inner.Form, inner.Score, inner.Reason = []string{id}, schema.FormDemonym, 0.8, schema.ByPart
			inner.Head = -1 // never the head of a phrase by itself
			d.Mentions = append(d.Mentions, inner.Mention)
		}
	}
}

// isCrowd reports whether a plural demonym is counted, and so means people
// and not their state: "five Americans", "dozens of Syrians".
func (d *document) isCrowd(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if x := toks[c.Head].XPOS; x != "NNS" && x != "NNPS" {
		return d.isCounted(c)
	}
	for j := range toks {
		if toks[j].Head == c.Head && (toks[j].Deprel == "nummod" || toks[j].Deprel == "amod" && (toks[j].UPOS == "ADJ" || toks[j].XPOS == "VBN") || toks[j].Deprel == "det" && strings.EqualFold(d.Text(toks[j].Span), "some")) {
			return true
		}
	}
	if d.isNarrowedDown(c) {
		return true
	}
	h := toks[c.Head].Head
	return toks[c.Head].Deprel == "nmod" && h >= 0 && (toks[h].UPOS == "NUM" || crowdNouns[strings.ToLower(toks[h].Lemma)])
}

// isNarrowedDown reports whether a clause says which people a plural demonym
// without an article means: "Haitians held at sea", "Syrians who fled".
func (d *document) isNarrowedDown(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if c.First > 0 && d.lower(toks, c.First-1) == "the" || c.Head+1 >= len(toks) || d.lower(toks, c.Head+1) == "," {
		return false
	}
	for j := c.Head + 1; j < len(toks); j++ {
		if toks[j].Head == c.Head && (toks[j].Deprel == "acl" || toks[j].Deprel == "acl:relcl") {
			return true
		}
	}
	return false
}

// isCounted reports whether a demonym that is no plural by its looks has a number
// or "a" before it or before its adjectives: "six displaced Congolese", "a
// Georgian".
func (d *document) isCounted(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if c.First != c.Head || c.Last != c.Head+1 || toks[c.Head].UPOS == "ADJ" && c.Head+1 < len(toks) && (toks[c.Head+1].UPOS == "NOUN" || toks[c.Head+1].UPOS == "PROPN" || toks[c.Head+1].UPOS == "ADJ") {
		return false
	}
	for j := range c.Head {
		t := &toks[j]
		if t.Head != c.Head {
			continue
		}
		switch word := d.lower(toks, j); {
		case t.Deprel == "nummod" && word != "one", t.Deprel == "det" && (word == "a" || word == "an"):
			return true
		}
	}
	return false
}

var crowdNouns = map[string]bool{"dozen": true, "hundred": true, "thousand": true, "score": true, "group": true, "number": true, "million": true}

// resolve returns the ID that a candidate stands for, adding it to the
// document's entities, or "" where it names no actor.
func (d *document) resolve(c *candidate) string {
	name := plainName(c.text)
	folded := gazetteer.Fold(name)
	if id := d.acronyms[folded]; id != "" && gazetteer.IsAcronym(name) {
		return d.linked(c, id, schema.FormInferred, 0.95, schema.ByAcronym)
	}
	if len(c.entries) > 0 {
		return d.known(c, folded)
	}
	if folded == "" || d.isVessel(c) {
		return ""
	}
	if c.label == analysis.PER {
		if id := d.person(c, name, folded); id != "" {
			return id
		}
	} else if id := d.respelt(c, name); id != "" {
		return id
	}
	return d.unknown(c, name)
}

// ruler is the government instead of a place of the same name, where the
// sentence does not use the name as a place's: "ordered out by Washington".
func (d *document) ruler(c *candidate, best Candidate) Candidate {
	if d.kb.ByID[best.ID].Kind != schema.Place || d.isPlaceHere(c) {
		return best
	}
	for _, e := range c.entries {
		if e.Form == schema.FormCapital {
			return Candidate{ID: e.ID, Link: schema.Link{Score: 0.7, Reason: schema.ByGovernment}, form: e.Form}
		}
	}
	return best
}

// linked notes how a candidate was linked.
func (d *document) linked(c *candidate, id string, form schema.Form, score float64, reason schema.Reason) string {
	c.Form, c.Score, c.Reason = form, score, reason
	return id
}

// known chooses among what the knowledge base says that a name may mean.
func (d *document) known(c *candidate, folded string) string {
	s := d.setting(c)
	if d.senses.isNone(s) {
		return ""
	}
	if d.kb.ByID[c.entries[0].ID].Kind == schema.Person && !strings.Contains(folded, " ") {
		if id := d.local[folded]; id != "" && !slices.ContainsFunc(c.entries, func(e gazetteer.Entry) bool { return e.ID == id }) {
			return d.linked(c, id, schema.FormInferred, 0.85, schema.BySurname) // Jill Biden's text calls her Biden
		}
	}
	best := d.weigh(c.entries, s)[0]
	if a := d.kb.ByID[best.ID]; s.title != "" && a.Kind == schema.Person && !d.posts.bore(a, s.of, s.title, s.day) {
		if other, ok := d.byTitle(folded, s); ok && d.posts.bears(d.kb.ByID[other.ID], s.of, s.title, s.day) {
			best = other // of two called Li the one who held the office that is named
		}
	}
	if best = d.ruler(c, best); best.form == schema.FormCapital && d.namesPact(c) {
		return ""
	}
	d.linked(c, best.ID, best.form, best.Score, best.Reason)
	if best.form != schema.FormCapital {
		return d.know(best.ID)
	}
	if d.isPlaceHere(c) {
		c.Reason = schema.ByPlace
		return d.city(best.ID, plainName(c.text))
	}
	c.Reason = schema.ByGovernment
	return d.know(best.ID)
}

// person links a person's name that is no alias: by a name before, by the
// office that stands beside it, by another spelling or a short form.
func (d *document) person(c *candidate, name, folded string) string {
	single := !strings.Contains(folded, " ")
	if id := d.local[surname(name)]; id != "" && (single || particles[folded[:strings.IndexByte(folded, ' ')]]) {
		return d.linked(c, id, schema.FormInferred, 0.9, schema.BySurname)
	}
	s := d.setting(c)
	if best, ok := d.byTitle(folded, s); ok {
		return d.linked(c, d.know(best.ID), schema.FormInferred, best.Score, best.Reason)
	}
	if id := d.respelt(c, name); id != "" {
		return id
	}
	if !single {
		if id := d.shortened(folded); id != "" {
			return d.linked(c, d.know(id), schema.FormInferred, 0.8, schema.ByShortForm)
		}
		return ""
	}
	if ids := d.people.surnames[folded]; len(ids) == 1 && d.isOnStage(d.kb.ByID[ids[0]]) {
		return d.linked(c, d.know(ids[0]), schema.FormInferred, 0.7, schema.ByKnownSurname)
	}
	return ""
}

// isOnStage reports whether a person held an office on the day of a state that
// the document names.
func (d *document) isOnStage(a *schema.Actor) bool {
	if a.Country == "" || d.Entity(a.Country) == nil || d.Article.Published.IsZero() {
		return false
	}
	return slices.ContainsFunc(a.Offices, func(o schema.Office) bool { return o.HeldOn(d.Article.Published) && prominence(o) >= 2.5 })
}

// byTitle finds the known person with a surname, or a first name, who bore
// the title that stands beside it on that day, or else before it.
func (l *Linker) byTitle(folded string, s setting) (Candidate, bool) {
	if s.title == "" {
		return Candidate{}, false
	}
	var all, entries []gazetteer.Entry
	for _, ids := range [][]string{l.people.surnames[folded], l.people.given[folded], l.people.short[folded]} {
		for _, id := range ids {
			all = append(all, gazetteer.Entry{ID: id, Form: schema.FormInferred})
		}
	}
	if len(all) == 0 {
		return Candidate{}, false
	}
	for _, of := range append([]string{s.of}, s.alsoOf...) {
		s.of = of
		entries = slices.DeleteFunc(slices.Clone(all), func(e gazetteer.Entry) bool { return !l.posts.bore(l.kb.ByID[e.ID], of, s.title, s.day) })
		if len(entries) > 0 {
			break
		}
	}
	if len(entries) == 0 && !s.soon && !s.day.IsZero() { // in office within weeks: lists of terms differ by days, and news calls nominees by their post
		s.soon, s.day = true, schema.DayOf(s.day.Last().AddDate(0, 0, 31))
		return l.byTitle(folded, s)
	}
	if len(entries) == 0 {
		return Candidate{}, false
	}
	found := l.weigh(entries, s)
	best := found[0]
	if len(found) > 1 && best.Score < 0.6 {
		return Candidate{}, false // two presidents of that name: neither
	}
	best.Reason = schema.BySurnameOffice
	if !l.posts.bears(l.kb.ByID[best.ID], s.of, s.title, s.day) {
		best.Reason = schema.ByEarlierOffice
		best.Score *= 0.8
	}
	return best, true
}

// respelt links a name that is another spelling of one known name.
func (d *document) respelt(c *candidate, name string) string {
	ids := d.spelt(name, kindsOf[c.label])
	if len(ids) != 1 {
		return ""
	}
	return d.linked(c, d.know(ids[0]), schema.FormName, 0.85, schema.ByTransliteration)
}

// shortened is the person of whose full name this is a part, or the same with
// an initial more.
func (l *Linker) shortened(folded string) string {
	ids := l.people.short[folded]
	if len(ids) == 0 {
		plain := withoutInitials(strings.Fields(folded))
		if entries := l.names.Whole(titleCase(plain)); len(plain) > 1 && len(entries) == 1 && l.kb.ByID[entries[0].ID].Kind == schema.Person {
			return entries[0].ID
		}
	}
	if len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// titleCase gives folded words their capitals back.
func titleCase(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// setting is what the document says around a candidate.
func (d *document) setting(c *candidate) setting {
	s := setting{
		name: plainName(c.text), day: d.dayOf(c.Sentence), label: c.label, home: d.home,
		has: func(id string) bool { return d.Entity(id) != nil },
	}
	s.title, s.of = d.officeBeside(c)
	s.alsoOf = d.sharers(s.of)
	if _, elect := d.beforeElect(d.Sentences[c.Sentence].Tokens, c.First); elect && !s.day.IsZero() {
		s.day = schema.DayOf(s.day.Last().AddDate(0, 3, 0)) // in office soon
	}
	if d.senses[gazetteer.Fold(s.name)] != nil {
		s.words = d.wordsAround(c.Sentence)
	}
	return s
}

// wordsAround are the lower-case words of a sentence and its neighbours, but
// for those of known names of several words: the Bissau of Guinea-Bissau says
// nothing of Guinea.
func (d *document) wordsAround(s int) map[string]bool {
	words := map[string]bool{}
	for i := max(0, s-2); i <= min(s+2, len(d.Sentences)-1); i++ {
		hits := d.names.Find(d.Article.Text, d.Sentences[i].Span)
		for _, t := range d.Sentences[i].Tokens {
			for len(hits) > 0 && hits[0].End <= t.Start {
				hits = hits[1:]
			}
			if len(hits) == 0 || !hits[0].Contains(t.Span) || hits[0].Span == t.Span {
				words[strings.ToLower(d.Text(t.Span))] = true
			}
		}
	}
	return words
}

// kindsOf says what a recogniser's label may be.
var kindsOf = map[analysis.Label][]schema.Kind{
	analysis.PER:  {schema.Person},
	analysis.ORG:  {schema.Organization, schema.IGO, schema.MilitantGroup},
	analysis.LOC:  {schema.State, schema.Place},
	analysis.NORP: {schema.State, schema.Population, schema.MilitantGroup},
}

func (d *document) first(entries []gazetteer.Entry, kind schema.Kind) string {
	for _, e := range entries {
		if d.kb.ByID[e.ID].Kind == kind {
			return e.ID
		}
	}
	return ""
}

// know adds an actor of the knowledge base to the document.
func (d *document) know(id string) string {
	d.AddEntity(d.kb.ByID[id].Entity)
	return id
}

// city adds the city that is a state's capital.
func (d *document) city(state, name string) string {
	e := d.AddEntity(schema.Entity{ID: "place:" + schema.Normal(name), Kind: schema.Place, Name: name, Country: state, Curated: true})
	return e.ID
}
