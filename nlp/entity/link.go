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
// and the surnames of people that it gives in full.
func (d *document) learn(found []candidate) {
	for i := range found {
		c := &found[i]
		if acronym, ok := d.acronymAfter(c); ok {
			if id := d.resolve(c); id != "" {
				d.local[acronym] = id
			}
		}
		if d.isFullPerson(c) {
			id := d.resolve(c)
			if s := surname(c.text); d.local[s] == "" {
				d.local[s] = id
			}
		}
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
			inner.Entities, inner.Form, inner.Reason = []string{id}, schema.FormDemonym, "part of a longer name"
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
		return false
	}
	for j := range toks {
		if toks[j].Head == c.Head && (toks[j].Deprel == "nummod" || toks[j].Deprel == "amod" && toks[j].UPOS == "ADJ" || toks[j].Deprel == "det" && strings.EqualFold(d.Text(toks[j].Span), "some")) {
			return true
		}
	}
	h := toks[c.Head].Head
	return toks[c.Head].Deprel == "nmod" && h >= 0 && (toks[h].UPOS == "NUM" || crowdNouns[strings.ToLower(toks[h].Lemma)])
}

var crowdNouns = map[string]bool{"dozen": true, "hundred": true, "thousand": true, "score": true, "group": true, "number": true, "million": true}

// resolve returns the ID that a candidate stands for, adding it to the
// document's entities, or "" where it names no actor.
func (d *document) resolve(c *candidate) string {
	if len(c.entries) > 0 {
		e := d.choose(c)
		c.Form = e.Form
		if c.Reason == "" {
			c.Reason = "exact alias"
		}
		if e.Form == schema.FormCapital && d.isPlaceHere(c) {
			c.Reason = "city, by its place in the sentence"
			return d.city(e.ID, c.text)
		}
		return d.know(e.ID)
	}
	name := strings.TrimSuffix(strings.TrimSuffix(c.text, "'s"), "’s")
	folded := gazetteer.Fold(name)
	if folded == "" {
		return ""
	}
	if id := d.local[folded]; id != "" {
		c.Form, c.Reason = schema.FormInferred, "acronym or surname given in the text"
		return id
	}
	if c.label == analysis.PER {
		if id := d.local[surname(name)]; id != "" && !strings.Contains(folded, " ") {
			c.Form, c.Reason = schema.FormInferred, "surname of a person named in the text"
			return id
		}
		if id := d.byOffice(c, folded); id != "" {
			c.Form, c.Reason = schema.FormInferred, "surname and office on that date"
			return d.know(id)
		}
	}
	return d.unknown(c, name)
}

// choose picks the meaning of a name that fits its label and its document.
func (d *document) choose(c *candidate) gazetteer.Entry {
	best, bestScore := c.entries[0], -1
	for i, e := range c.entries {
		a := d.kb.ByID[e.ID]
		score := 0
		if c.label != "" && slices.Contains(kindsOf[c.label], a.Kind) {
			score += 4
		}
		if d.Entity(e.ID) != nil {
			score += 3
		}
		if a.Country != "" && d.Entity(a.Country) != nil {
			score += 2
		}
		if a.To.IsZero() {
			score++
		}
		if a.Kind == schema.Person {
			score += d.inOffice(a, d.before(c))
		}
		if e.Form == schema.FormName {
			score++
		}
		if score > bestScore || (score == bestScore && i == 0) {
			best, bestScore = e, score
		}
	}
	return best
}

// inOffice is 2 for a person who held an office on the day of publication, and
// 4 where the words before the name end in its title.
func (d *document) inOffice(a *schema.Actor, before string) int {
	best := 0
	for _, o := range a.Offices {
		if !o.HeldOn(d.Article.Published) {
			continue
		}
		best = max(best, 2)
		if strings.HasSuffix(before, " "+sameTitle(o.Title)) {
			return 4
		}
	}
	return best
}

// before are the four words before a candidate, in the spelling of titles.
func (d *document) before(c *candidate) string {
	toks := d.Sentences[c.Sentence].Tokens
	var words strings.Builder
	for i := max(0, c.First-4); i < c.First; i++ {
		words.WriteString(" " + d.Text(toks[i].Span))
	}
	return sameTitle(words.String())
}

// sameTitle evens out the spellings of one title.
func sameTitle(title string) string {
	return titleSpellings.Replace(strings.ToLower(title))
}

var titleSpellings = strings.NewReplacer(
	"defence", "defense", "secretary of defense", "defense secretary", "minister of foreign affairs", "foreign minister",
	"minister of defense", "defense minister", "external affairs minister", "foreign minister", "premier", "prime minister",
	"secretary general", "secretary-general", "vice-president", "vice president",
)

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

// placeWords are the prepositions after which a capital is a city and not a
// government. "with" is not among them: "talks with Tehran".
var placeWords = map[string]bool{"in": true, "at": true, "near": true, "outside": true, "around": true, "across": true, "through": true, "inside": true, "into": true, "from": true, "to": true}

// isPlaceHere decides whether a capital's name stands for the city: in a
// dateline, after a preposition of place, beside another name, or before what
// says where it lies ("in Lima, Peru").
func (d *document) isPlaceHere(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if d.isDateline(c) {
		return true
	}
	for i := c.First - 1; i >= 0 && i >= c.First-2; i-- {
		w := strings.ToLower(d.Text(toks[i].Span))
		if placeWords[w] {
			return true
		}
		if w != "the" && w != "central" && w != "downtown" {
			break
		}
	}
	return toks[c.Head].Deprel == "appos" || c.Last < len(toks)-1 && d.Text(toks[c.Last].Span) == "," && toks[c.Head].Deprel == "obl"
}

// isDateline reports whether the name opens a sentence as a dateline does:
// "WASHINGTON, March 5 -" or "ISLAMABAD:" or "KYIV (Reuters) —".
func (d *document) isDateline(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if c.First > 2 || c.text != strings.ToUpper(c.text) {
		return false
	}
	for i := c.Last; i < len(toks) && i < c.Last+9; i++ {
		switch d.Text(toks[i].Span) {
		case "-", "–", "—", "--", ":":
			return true
		}
	}
	return c.Last >= len(toks)
}

// byOffice finds the known person with a surname whose office the words
// before the name state: "President Karimov", "Pakistani Prime Minister Sharif".
func (d *document) byOffice(c *candidate, folded string) string {
	ids := d.surnames[folded]
	if len(ids) == 0 {
		return ""
	}
	before := d.before(c)
	match := ""
	for _, id := range ids {
		for _, o := range d.kb.ByID[id].Offices {
			if strings.HasSuffix(before, " "+sameTitle(o.Title)) && o.HeldOn(d.Article.Published) {
				if match != "" && match != id {
					return "" // two presidents of that name: neither
				}
				match = id
			}
		}
	}
	return match
}

// maxName bounds a name, in bytes: IDs are made of names and are keys. What is
// longer is no name but a list, or rubbish.
const maxName = 300

// unknown adds an actor that the knowledge base lacks.
func (d *document) unknown(c *candidate, name string) string {
	kind := kindOf(c.label, name)
	if kind == "" || utf8.RuneCountInString(name) < 2 || len(name) > maxName {
		return ""
	}
	e := schema.Entity{ID: "nil:" + strings.ToLower(string(kind)) + ":" + schema.Normal(name), Kind: kind, Name: name}
	for _, h := range c.inside {
		if id := d.first(h.Entries, schema.State); id != "" && kind != schema.Person {
			e.Country = d.know(id)
			break
		}
	}
	c.Reason = "unknown to the knowledge base"
	return d.AddEntity(e).ID
}

// kindOf guesses an unknown name's kind from its label and its words.
func kindOf(label analysis.Label, name string) schema.Kind {
	switch label {
	case analysis.PER:
		return schema.Person
	case analysis.LOC:
		return schema.Place
	case analysis.NORP:
		return schema.Population
	case analysis.ORG:
		for w := range strings.FieldsSeq(strings.ToLower(name)) {
			if militant[w] {
				return schema.MilitantGroup
			}
		}
		return schema.Organization
	}
	return ""
}

// militant are words of which the names of armed groups are made.
var militant = map[string]bool{
	"front": true, "liberation": true, "brigade": true, "brigades": true, "militia": true, "mujahideen": true,
	"jihad": true, "jihadi": true, "resistance": true, "rebels": true, "guerrillas": true, "guerrilla": true,
	"insurgents": true, "battalion": true, "battalions": true, "jaish": true, "lashkar": true, "ansar": true, "cartel": true,
}
