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

// Query asks what a name, a title or a noun phrase means by itself.
type Query struct {
	Name string
	Day  schema.Date // as of when; the zero Date is today
	// Doc is the analysed text that the name stands in, or nil.
	Doc *analysis.Doc
}

// Resolve returns what a name would mean, the likeliest first, with scores and
// reasons. What the knowledge base lacks gets one candidate with an ID of its
// own; a text that names nothing gets none.
func (l *Linker) Resolve(q Query) []Candidate {
	name := strings.TrimFunc(q.Name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"“”.,;:`, r) && r != '.' })
	if len(name) > maxName || !utf8.ValidString(name) || gazetteer.Fold(name) == "" {
		return nil
	}
	s := l.around(q)
	s.name = plainName(name)
	if l.senses.isNone(s) {
		return l.asUnknown(s.name, "")
	}
	if entries := l.names.Whole(name); len(entries) > 0 {
		return governments(l.weigh(entries, s))
	}
	if found := l.phrase(name, s); len(found) > 0 {
		return found
	}
	if found := l.called(s.name, s); len(found) > 0 {
		return found
	}
	return l.asUnknown(s.name, "")
}

// around is the setting that a text gives.
func (l *Linker) around(q Query) setting {
	s := setting{day: q.Day}
	if q.Doc == nil {
		return s
	}
	s.words, s.home = map[string]bool{}, map[string]int{}
	s.has = func(id string) bool { return q.Doc.Entity(id) != nil }
	d := &document{Linker: l, Doc: q.Doc, home: s.home}
	for _, e := range q.Doc.Entities {
		if l.kb.ByID[e.ID] != nil {
			d.settle(gazetteer.Entry{ID: e.ID})
		}
	}
	for i := range q.Doc.Sentences {
		for w := range d.wordsAround(i) {
			s.words[w] = true
		}
	}
	return s
}

// governments gives capitals their reason: without a sentence around them they
// are the government.
func governments(found []Candidate) []Candidate {
	for i := range found {
		if found[i].form == schema.FormCapital {
			found[i].Reason = schema.ByGovernment
		}
	}
	return found
}

// called are the known actors that bear a name in another spelling, in short,
// or as their surname.
func (l *Linker) called(name string, s setting) []Candidate {
	folded := gazetteer.Fold(name)
	byIDs := func(ids []string, share float64, reason schema.Reason) []Candidate {
		var entries []gazetteer.Entry
		for _, id := range ids {
			entries = append(entries, gazetteer.Entry{ID: id, Form: schema.FormInferred})
		}
		found := l.weigh(entries, s)
		for i := range found {
			found[i].Score *= share
			if i == 0 {
				found[i].Reason = reason
			}
		}
		return found
	}
	if ids := l.spelt(name, nil); len(ids) > 0 {
		return byIDs(ids, 1, schema.ByTransliteration)
	}
	if id := l.shortened(folded); id != "" {
		return byIDs([]string{id}, 0.95, schema.ByShortForm)
	}
	if ids := l.people.short[folded]; len(ids) > 0 {
		return byIDs(ids, 0.9, schema.ByShortForm)
	}
	if ids := l.people.surnames[folded]; len(ids) > 0 {
		return byIDs(ids, 0.8, schema.ByKnownSurname)
	}
	if bare, ok := l.withoutAddress(name); ok {
		if entries := l.names.Whole(bare); len(entries) > 0 {
			return l.weigh(entries, s)
		}
		return l.called(bare, s)
	}
	return nil
}

// withoutAddress takes a rank or form of address off the front of a name:
// "Gen. Min Aung Hlaing".
func (l *Linker) withoutAddress(name string) (string, bool) {
	words := strings.Fields(name)
	for n := min(3, len(words)-1); n > 0; n-- {
		front := strings.ToLower(strings.ReplaceAll(strings.Join(words[:n], " "), ".", ""))
		if l.address[front] || l.posts.titles[postTitle(front)] || l.former[front] {
			return strings.Join(words[n:], " "), true
		}
	}
	return "", false
}

// asUnknown is the candidate for a name that the knowledge base lacks.
func (l *Linker) asUnknown(name, country string) []Candidate {
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(name, "the "))
	if !unicode.IsUpper(r) {
		return nil
	}
	kind := guessKind(name)
	return []Candidate{{ID: schema.UnknownID(kind, strings.TrimPrefix(name, "the "), country), Link: schema.Link{Score: 0.5, Reason: schema.ByNone}}}
}

// guessKind guesses what a name without a text names.
func guessKind(name string) schema.Kind {
	kind := kindOf(analysis.ORG, name)
	if kind == schema.MilitantGroup || gazetteer.IsAcronym(name) {
		return kind
	}
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if bodies[w] {
			return schema.Organization
		}
	}
	return schema.Person
}

// bodies are words of which the names of organizations are made.
var bodies = set("ministry,party,agency,university,company,council,committee,commission,union,bank,institute,association,organisation,organization,army,force,forces,movement,alliance,coalition,group,court,department,office,centre,center,corporation,foundation,federation,league,network,service,press,times,post,news,airlines,inc,corp,ltd,of,for")

// phrase resolves "the Israeli prime minister", "President Karimov", "the
// former head of the IAEA" and "Iranian officials".
func (l *Linker) phrase(text string, s setting) []Candidate {
	var second []Candidate // what an office means whose holder is not known
	for _, p := range l.parsePhrase(text) {
		if p.title == "" {
			return l.organs(p, s)
		}
		found, holder := l.office(p, s)
		if holder {
			return found
		}
		if second == nil {
			second = found
		}
	}
	return second
}

// office resolves a phrase around a title. It tells whether a person was found
// who holds or held the office.
func (l *Linker) office(p phrase, s setting) (found []Candidate, holder bool) {
	s.title = p.title
	owner := Candidate{}
	if len(p.owners) > 0 {
		owner = l.weigh(l.ranked(p.owners, p.title, s.day), s)[0]
		s.of = owner.ID
	}
	switch {
	case p.name != "":
		found = l.titled(p, s)
		return found, len(found) > 0 && found[0].Reason != schema.ByNone
	case p.former:
		found = l.formers(s)
		return found, len(found) > 0
	case s.of == "":
		if id := l.posts.anywhere(p.title, s.day); id != "" && !p.other {
			return []Candidate{{ID: id, Link: schema.Link{Score: 0.85, Reason: schema.ByOffice}}}, true
		}
		return nil, false
	}
	official := Candidate{ID: s.of, Link: schema.Link{Score: 0.8, Reason: schema.ByOrgan, Sector: l.unnamedSector(s.of, p.title)}}
	if id := l.posts.holder(s.of, p.title, s.day); id != "" && !p.other && !p.narrowed {
		official.Score = 0.1
		return []Candidate{{ID: id, Link: schema.Link{Score: 0.9 * max(owner.Score, 0.7), Reason: schema.ByOffice}}, official}, true
	}
	return []Candidate{official}, false
}

// ranked puts the owners that have such an office on the day first.
func (l *Linker) ranked(owners []gazetteer.Entry, title string, day schema.Date) []gazetteer.Entry {
	out := slices.Clone(owners)
	slices.SortStableFunc(out, func(a, b gazetteer.Entry) int {
		has := func(e gazetteer.Entry) int {
			if l.posts.holder(e.ID, title, day) != "" {
				return 0
			}
			return 1
		}
		return has(a) - has(b)
	})
	return out
}

// titled resolves a name with a title.
func (l *Linker) titled(p phrase, s setting) []Candidate {
	s.name = plainName(p.name)
	if entries := slices.DeleteFunc(l.names.Whole(p.name), func(e gazetteer.Entry) bool { return l.kb.ByID[e.ID].Kind != schema.Person }); len(entries) > 0 {
		found := l.weigh(entries, s)
		// "President X" whom nobody knows as such is not the X of another country.
		if s.of == "" || strings.Contains(gazetteer.Fold(p.name), " ") || l.serves(found[0].ID, s.of) {
			return found
		}
	}
	if best, ok := l.byTitle(gazetteer.Fold(s.name), s); ok {
		return []Candidate{best}
	}
	if found := slices.DeleteFunc(l.called(s.name, s), func(c Candidate) bool {
		return l.kb.ByID[c.ID].Kind != schema.Person || s.of != "" && !l.serves(c.ID, s.of)
	}); len(found) > 0 {
		return found
	}
	country := ""
	if a := l.kb.ByID[s.of]; a != nil && a.Kind == schema.State {
		country = a.ID
	}
	return []Candidate{{ID: schema.UnknownID(schema.Person, s.name, country), Link: schema.Link{Score: 0.5, Reason: schema.ByNone}}}
}

// serves reports whether a person is of a state or body.
func (l *Linker) serves(person, of string) bool {
	a := l.kb.ByID[person]
	return a.Country == of || slices.ContainsFunc(a.Offices, func(o schema.Office) bool { return o.Of == of })
}

// formers are those who held an office before: any of them may be meant.
func (l *Linker) formers(s setting) []Candidate {
	if s.of == "" {
		return nil
	}
	var out []Candidate
	for i, id := range l.posts.formerHolders(s.of, s.title, s.day) {
		if i == 5 {
			break
		}
		out = append(out, Candidate{ID: id, Link: schema.Link{Score: 0.4 / float64(i+1), Reason: schema.ByEarlierOffice}})
	}
	return out
}

// unnamedSector is the sector in which an unnamed official acts.
func (l *Linker) unnamedSector(of, noun string) string {
	switch a := l.kb.ByID[of]; {
	case a == nil:
		return ""
	case a.Kind == schema.MilitantGroup:
		return "REB"
	case a.Kind == schema.IGO:
		return "IGO"
	case a.Kind != schema.State:
		return a.Sector
	}
	if s := l.sectors[noun]; s != "" {
		return s
	}
	last := noun[strings.LastIndexByte(noun, ' ')+1:]
	return l.sectors[singular(last)]
}

// organs resolves an owner with the noun of its officials or forces.
func (l *Linker) organs(p phrase, s setting) []Candidate {
	if len(p.owners) == 0 || p.noun == "" {
		return nil
	}
	owner := l.weigh(p.owners, s)[0]
	noun := p.noun
	last := singular(noun[strings.LastIndexByte(noun, ' ')+1:])
	switch a := l.kb.ByID[owner.ID]; {
	case a.Kind == schema.Person || a.Kind == schema.Place:
		return nil
	case l.kb.OrganNamed(owner.ID, noun) != "":
		return []Candidate{{ID: l.kb.OrganNamed(owner.ID, noun), Link: schema.Link{Score: 0.9 * owner.Score, Reason: schema.ByOwnOrgan}}}
	case l.words.own[noun] || l.words.own[last]:
		id := "nil:organization:" + strings.ReplaceAll(owner.ID, ":", "-") + "-" + schema.Normal(noun)
		return []Candidate{{ID: id, Link: schema.Link{Score: 0.7, Reason: schema.ByOwnOrgan}}}
	case l.words.organ[noun] || l.words.organ[last], a.Kind != schema.State && l.words.member[last]:
		return []Candidate{{ID: owner.ID, Link: schema.Link{Score: 0.8 * owner.Score, Reason: schema.ByOrgan, Sector: l.unnamedSector(owner.ID, noun)}}}
	}
	return nil
}
