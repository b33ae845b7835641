package entity

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// nouns are the common nouns that stand for an actor together with its name.
type nouns struct {
	organ  map[string]bool // "officials", "forces", "prime minister": the actor itself
	member map[string]bool // "fighters", "commander": the group or body that they belong to, never a state
	own    map[string]bool // "ministry", "embassy": an organization of the actor's
	people map[string]bool // "civilians", "hostages": a population of its
	vessel map[string]bool // "tanker", "trawler": what has a name and is nobody
}

func newNouns(w schema.Words) nouns {
	return nouns{
		organ:  w.Set("organ", "title.office", "title.abroad", "title.styled"),
		member: w.Set("member-noun"),
		own:    w.Set("organ-own"),
		people: w.Set("population"),
		vessel: w.Set("vessel"),
	}
}

// nominals adds mentions for the nouns of a sentence that an owner's name,
// one of those named in it, ties to an actor.
func (d *document) nominals(s int, named []analysis.Mention) {
	toks := d.Sentences[s].Tokens
	covered := make([]string, len(toks)) // entity whose mention has its head here
	inName := make([]bool, len(toks))
	for i := range named {
		m := &named[i]
		if m.Head < 0 {
			continue
		}
		covered[m.Head] = m.Entities[0]
		for t := m.First; t < m.Last; t++ {
			inName[t] = true
		}
	}
	for i := range toks {
		t := &toks[i]
		lemma := singular(strings.ToLower(t.Lemma))
		if lemma == "office" && !inName[i] && d.personsOffice(s, i, named) {
			continue
		}
		isOrgan, isOwn, isPeople := d.words.organ[lemma], d.words.own[lemma], d.words.people[lemma]
		isMember := d.words.member[lemma] && !isOrgan
		if i > 0 && inName[i-1] && !inName[i] && !isOrgan && sorts[lemma] {
			if id := d.nameBefore(toks, covered, i); id != "" {
				d.addNominal(s, i-1, i, schema.Link{Score: 0.85, Reason: schema.ByOrgan}, id)
				continue
			}
		}
		if before := d.modified(toks, i); before != "" {
			isOrgan, isOwn = isOrgan || d.words.organ[before], isOwn || d.words.own[before]
		}
		isOwn = isOwn || isOrgan && d.isBody(toks, covered, i)
		if inName[i] || (t.UPOS != "NOUN" && t.UPOS != "PROPN") || !isOrgan && !isOwn && !isPeople && !isMember {
			continue
		}
		if person := d.namedBeside(toks, covered, i); person != "" {
			d.addNominal(s, i, i, schema.Link{Score: 0.8, Reason: schema.ByApposition}, person)
			continue
		}
		owners, first := d.owners(toks, covered, i)
		if isMember && !isOrgan {
			owners, first = d.groupFirst(toks, covered, i, owners, first)
		}
		owner := ""
		if len(owners) > 0 {
			owner = owners[0]
		}
		if owner == "" {
			switch {
			case isPeople && d.plain(toks, i) && !d.pointsBack(toks, i):
				d.addPopulation(s, i, "")
			case isOwn:
				d.bareOrgan(s, i)
			case isOrgan:
				d.bodyAgain(s, i)
			}
			continue
		}
		if e := d.Entity(owner); isMember && e.Kind == schema.State {
			continue // "Syrian rebels" are not Syria
		}
		switch {
		case isPeople && !isOrgan && !isMember:
			d.addPopulation(s, i, owner)
		case isOwn:
			d.addOwn(s, first, i, owner)
		default:
			d.addOffice(s, first, i, owners)
		}
	}
}

// sorts are nouns that say behind a body's name what it is: "the Hamas
// movement".
var sorts = map[string]bool{
	"movement": true, "organisation": true, "organization": true, "militia": true, "network": true, "alliance": true, "bloc": true, "grouping": true,
	"outfit": true, "cartel": true, "gang": true, "syndicate": true, "insurgency": true, "guerrilla": true, "guerrillas": true, "sect": true, "party": true, "club": true, "clan": true, "faction": true, "company": true,
}

// nameBefore is the group or organization whose name ends right before a noun
// that it narrows down, or "".
func (d *document) nameBefore(toks []analysis.Token, covered []string, noun int) string {
	if noun == 0 {
		return ""
	}
	for j := noun - 1; j >= max(0, noun-4); j-- {
		if covered[j] == "" {
			continue
		}
		if toks[j].Head != noun && toks[noun-1].Head != noun {
			return ""
		}
		if e := d.Entity(covered[j]); e != nil && (e.Kind == schema.MilitantGroup || e.Kind == schema.Organization || e.Kind == schema.IGO) {
			return e.ID
		}
		return ""
	}
	return ""
}

// pointsBack reports whether a plural is one that takes up parties named before
// rather than people of its own: "the two men", "the neighbours".
func (d *document) pointsBack(toks []analysis.Token, noun int) bool {
	lemma := singular(strings.ToLower(toks[noun].Lemma))
	if x := toks[noun].XPOS; x != "NNS" {
		return false
	}
	the, two := false, false
	for j := max(0, noun-3); j < noun; j++ {
		w := d.lower(toks, j)
		the, two = the || w == "the" || w == "both", two || w == "two" || w == "both"
	}
	return the && (lemma == "neighbour" || lemma == "neighbor" || two && (lemma == "man" || lemma == "woman" || lemma == "men" || lemma == "women"))
}

// singular takes the plural's ending off a lemma that kept it: "troops".
func singular(lemma string) string {
	if strings.HasSuffix(lemma, "s") && !strings.HasSuffix(lemma, "ss") && len(lemma) > 4 {
		return lemma[:len(lemma)-1]
	}
	return lemma
}

// modified is a noun with the compound or adjective right before it: "central
// bank", "coast guard".
func (d *document) modified(toks []analysis.Token, i int) string {
	if i == 0 || toks[i-1].Head != i || toks[i-1].Deprel != "compound" && toks[i-1].Deprel != "amod" {
		return ""
	}
	return strings.ToLower(d.Text(toks[i-1].Span)) + " " + strings.ToLower(toks[i].Lemma)
}

// namedBeside returns the person whom a title or noun describes: "its envoy,
// Muhammad Tipu", "leader Ismail Haniyeh".
func (d *document) namedBeside(toks []analysis.Token, covered []string, i int) string {
	for j := range toks {
		related := toks[j].Head == i && (toks[j].Deprel == "appos" || toks[j].Deprel == "flat") ||
			toks[i].Head == j && (toks[i].Deprel == "appos" || toks[i].Deprel == "compound" || toks[i].Deprel == "flat" || toks[i].Deprel == "nmod:desc")
		if related && covered[j] != "" {
			if e := d.Entity(covered[j]); e != nil && e.Kind == schema.Person {
				return e.ID
			}
		}
	}
	return ""
}

// owners finds the actors to whom a noun belongs, several for a plural
// ("Indian and Pakistani officials"), and the first token of the phrase that
// says so.
func (d *document) owners(toks []analysis.Token, covered []string, noun int) ([]string, int) {
	bestRank, best := 9, -1
	for j := range toks {
		if toks[j].Head != noun || d.ownerAt(covered[j]) == "" && !d.isOwnedOrgan(toks, covered, j) {
			continue
		}
		rank := 9
		switch toks[j].Deprel {
		case "nmod:poss":
			rank = 0
		case "amod", "compound", "nmod:desc":
			rank = 1
		case "nmod":
			switch c := d.caseOf(toks, j); {
			case c == "of":
				rank = 2
			case c == "in" && civil[singular(strings.ToLower(toks[noun].Lemma))] && !schema.IsCourtSeat(covered[j]): // "police in Sri Lanka"
				rank = 3
			}
		}
		if rank < bestRank {
			bestRank, best = rank, j
		}
	}
	if best < 0 {
		return nil, noun
	}
	owners := []string{d.ownerAt(covered[best])}
	if owners[0] == "" {
		owners, _ = d.owners(toks, covered, best) // "leaders of Chad's government"
		return owners, min(best, noun)
	}
	if plural := toks[noun].XPOS; plural == "NNS" || plural == "NNPS" {
		for j := range toks {
			if toks[j].Head == best && toks[j].Deprel == "conj" || toks[j].Head == noun && j != best && bestRank == 1 && (toks[j].Deprel == "amod" || toks[j].Deprel == "compound") {
				if id := d.ownerAt(covered[j]); id != "" && !slices.Contains(owners, id) {
					owners = append(owners, id)
				}
			}
		}
		slices.Sort(owners)
	}
	return owners, min(best, noun)
}

// isOwnedOrgan reports whether a noun below another is an organ with an owner
// of its own, to whom the other belongs as well.
func (d *document) isOwnedOrgan(toks []analysis.Token, covered []string, j int) bool {
	h := toks[j].Head
	if covered[j] != "" || toks[j].Deprel != "nmod" && toks[j].Deprel != "nmod:poss" || !staffed[singular(strings.ToLower(toks[j].Lemma))] || !d.words.organ[singular(strings.ToLower(toks[h].Lemma))] {
		return false
	}
	for k := range toks {
		if toks[k].Head == j && k != j && d.ownerAt(covered[k]) != "" {
			owners, _ := d.owners(toks, covered, j)
			return len(owners) > 0
		}
	}
	return false
}

// staffed are organs that people belong to: "leaders of Chad's government".
var staffed = map[string]bool{
	"government": true, "parliament": true, "army": true, "military": true, "cabinet": true, "administration": true, "regime": true, "junta": true,
	"delegation": true, "police": true, "force": true, "navy": true, "leadership": true, "presidency": true, "air force": true,
}

// civil are organs that belong to the country that they are in; troops may be
// another's.
var civil = map[string]bool{
	"police": true, "authority": true, "official": true, "court": true, "prosecutor": true, "government": true, "lawmaker": true,
	"parliament": true, "judge": true, "investigator": true, "junta": true, "cabinet": true, "ministry": true, "tribunal": true,
}

// ownerAt is the actor that a covered token makes the owner of a noun: no
// person, no crowd, and for a place the state that it lies in.
func (d *document) ownerAt(id string) string {
	e := d.Entity(id)
	switch {
	case e == nil || e.Kind == schema.Person || e.Kind == schema.Population:
		return ""
	case e.Kind == schema.Place && e.Country != "":
		return d.know(e.Country)
	case e.Kind == schema.Place:
		return ""
	}
	return id
}

func (d *document) caseOf(toks []analysis.Token, i int) string {
	for j := range toks {
		if toks[j].Head == i && toks[j].Deprel == "case" {
			return strings.ToLower(d.Text(toks[j].Span))
		}
	}
	return ""
}

// plain reports whether a noun of people is definite enough to be a party by
// itself: the object or subject of a verb.
func (d *document) plain(toks []analysis.Token, i int) bool {
	switch toks[i].Deprel {
	case "obj", "nsubj", "nsubj:pass":
		return true
	}
	return false
}

// addOffice adds an organ or an unnamed official of the owners. Who held the
// named office on the day is the one meant where the document names him;
// elsewhere he is noted beside what the office is of.
func (d *document) addOffice(s, first, noun int, owners []string) {
	toks := d.Sentences[s].Tokens
	link := schema.Link{Score: 0.8, Reason: schema.ByOrgan, Sector: d.sectorOf(toks, noun, owners)}
	if holder := d.holderOf(s, noun, owners); holder != "" {
		if d.Entity(holder) != nil {
			d.addNominal(s, first, noun, schema.Link{Score: 0.85, Reason: schema.ByOffice}, holder)
			return
		}
		link.Reason, link.Holder = schema.ByOffice, holder
	}
	d.addNominal(s, first, noun, link, owners...)
}

// sectorOf is the PLOVER sector of an organ. A group's officials are its own
// and no government's.
func (d *document) sectorOf(toks []analysis.Token, noun int, owners []string) string {
	switch e := d.Entity(owners[0]); e.Kind {
	case schema.MilitantGroup:
		return "REB"
	case schema.IGO:
		return "IGO"
	case schema.State:
	default:
		return e.Sector
	}
	if s := d.sectors[d.modified(toks, noun)]; s != "" {
		return s
	}
	return d.sectors[singular(strings.ToLower(toks[noun].Lemma))]
}

// holderOf is who held the office that a noun names, on the day that the
// sentence speaks of, or "".
func (d *document) holderOf(s, noun int, owners []string) string {
	toks := d.Sentences[s].Tokens
	if x := toks[noun].XPOS; len(owners) != 1 || x == "NNS" || x == "NNPS" {
		return ""
	}
	for n := noun + 1; n > 0; {
		title, first := d.titleWithin(toks, noun+1-n, noun+1)
		if title == "" {
			break
		}
		if d.isHeld(toks, first, noun) && (n == noun+1 || d.ownerEnding(s, first) != "") && (d.ownerEnding(s, first) != "" || !d.isNarrowed(toks, first)) {
			if id := d.posts.holder(owners[0], title, d.dayOf(s)); id != "" {
				return id
			}
		}
		n = noun - first
	}
	return ""
}

// isNarrowed reports whether the word before a title makes it another office:
// "the Belarusian opposition leader", "the Iraqi Shiite leader".
func (d *document) isNarrowed(toks []analysis.Token, first int) bool {
	if first == 0 || toks[first-1].UPOS != "NOUN" && toks[first-1].UPOS != "ADJ" && toks[first-1].UPOS != "PROPN" {
		return false
	}
	w := d.lower(toks, first-1)
	return !plainly[w] && !d.former[w] && len(d.names.Find(d.Article.Text, toks[first-1].Span)) == 0
}

// isHeld reports whether nothing before a title says that it is no longer, or
// not yet, the office itself, or one of several.
func (d *document) isHeld(toks []analysis.Token, first, noun int) bool {
	for i := first - 1; i >= 0 && i >= first-3; i-- {
		if w := d.lower(toks, i); d.former[w] || notInOffice[w] {
			return false
		}
	}
	return first == 0 || toks[first-1].Head != noun || toks[first-1].Deprel != "det" || d.lower(toks, first-1) == "the"
}

// notInOffice are the words before a title that make it another's.
var notInOffice = map[string]bool{
	"deputy": true, "vice": true, "assistant": true, "junior": true, "incoming": true, "future": true, "designate": true, "elect": true, "senior": true, "a": true, "an": true,
	"another": true, "ex": true, "would-be": true, "next": true,
}

// dayOf is the day as of which a sentence's offices are read: that of its main
// clause where that names one in the past, else that of publication.
func (d *document) dayOf(s int) schema.Date {
	at := -1
	for i := range d.Dates {
		if d.Dates[i].Sentence == s {
			if at >= 0 {
				return d.Article.Published
			}
			at = i
		}
	}
	if at < 0 {
		return d.Article.Published
	}
	w, toks := &d.Dates[at], d.Sentences[s].Tokens
	h := toks[head(toks, w.First, w.Last)].Head
	if h < 0 || toks[h].Head >= 0 || w.From.IsZero() {
		return d.Article.Published
	}
	return w.From
}

func (d *document) addNominal(s, first, noun int, link schema.Link, ids ...string) {
	toks := d.Sentences[s].Tokens
	d.Mentions = append(d.Mentions, analysis.Mention{
		Span: schema.Span{Start: toks[first].Start, End: toks[noun].End}, Sentence: s, First: first, Last: noun + 1,
		Head: noun, Entities: ids, Type: schema.Nominal, Link: link,
	})
}

// addPopulation adds the people that a noun names, of a state or of none.
func (d *document) addPopulation(s, noun int, owner string) {
	toks := d.Sentences[s].Tokens
	name := d.Text(toks[noun].Span)
	e := schema.Entity{Kind: schema.Population, Name: name, Country: owner}
	if toks[noun].UPOS == "NOUN" && owner != "" && toks[noun].XPOS != "NNPS" && !d.isDemonymOf(name, owner) {
		name = strings.ToLower(name)
		e.Name = d.Entity(owner).Name + " " + name
		if adj := d.demonym(owner); adj != "" {
			e.Name = adj + " " + name
		}
	}
	start := d.phraseStart(toks, noun)
	if start > 0 && toks[start].UPOS == "NUM" && d.lower(toks, start-1) == "a" { // "a million Afghans"
		start--
	}
	told := d.isDemonymOf(name, owner) && start < noun // "725 Cubans" are not all Cubans
	if told {
		e.Name = d.Text(schema.Span{Start: toks[start].Start, End: toks[noun].End})
	}
	e.ID = "nil:population:" + schema.Normal(e.Name)
	if owner == "" || told { // "hostages" of one article are not those of another
		e.ID += "-" + schema.Hash(d.Article.ID)
	}
	d.addNominal(s, start, noun, schema.Link{Score: 0.8, Reason: schema.ByPeople}, d.AddEntity(e).ID)
}

// demonym is the first adjective for what is an actor's, or "".
func (d *document) demonym(id string) string {
	if a := d.kb.ByID[id]; a != nil {
		for _, n := range a.Names {
			if n.Form == schema.FormDemonym {
				return n.Text
			}
		}
	}
	return ""
}

// isDemonymOf reports whether a word by itself names an actor: "Afghans".
func (d *document) isDemonymOf(word, id string) bool {
	a := d.kb.ByID[id]
	return a != nil && slices.ContainsFunc(a.Names, func(n schema.Alias) bool {
		return n.Form == schema.FormDemonym && strings.HasPrefix(strings.ToLower(word), strings.ToLower(n.Text))
	})
}

// phraseStart is the first token of the noun's own modifiers.
func (d *document) phraseStart(toks []analysis.Token, noun int) int {
	first := noun
	for j := noun - 1; j >= 0 && (toks[j].Head == noun || toks[j].Head > j && toks[j].Head < noun); j-- {
		switch toks[j].Deprel {
		case "amod", "compound", "nummod":
			first = j
		case "det", "punct", "advmod":
		default:
			return first
		}
	}
	return first
}

// addOwn adds an organization that is named by its state and a common noun:
// "Iran's foreign ministry".
func (d *document) addOwn(s, first, noun int, owner string) {
	toks := d.Sentences[s].Tokens
	start := d.phraseStart(toks, noun)
	name := d.Text(schema.Span{Start: toks[start].Start, End: toks[noun].End})
	if len(name) > maxName {
		start, name = noun, d.Text(toks[noun].Span)
	}
	o := d.Entity(owner)
	if id := d.organNamed(o.ID, toks, start, noun); id != "" {
		d.addNominal(s, min(first, start), noun, schema.Link{Score: 0.85, Reason: schema.ByOwnOrgan}, d.know(id))
		d.addShort(s, first, noun)
		return
	}
	if in := d.seat(toks, noun); in > 0 { // one of several: "a court in Abuja"
		if long := d.Text(schema.Span{Start: toks[start].Start, End: toks[in].End}); len(long) <= maxName {
			name = long
		}
	}
	if first < start { // "Beijing's embassy" is the Chinese embassy
		if adj := d.demonym(o.ID); adj != "" && len(adj)+1+len(name) <= maxName {
			name = adj + " " + name
		}
	}
	e := schema.Entity{
		ID:   "nil:organization:" + strings.ReplaceAll(o.ID, ":", "-") + "-" + schema.Normal(name),
		Kind: schema.Organization, Name: name, Country: owner,
	}
	d.addNominal(s, min(first, start), noun, schema.Link{Score: 0.8, Reason: schema.ByOwnOrgan}, d.AddEntity(e).ID)
	d.addShort(s, first, noun)
}

// addShort adds the name of the body just added without its owner, whose token is
// given, which is how the text may call it next: "electoral court" of
// "Bolivia's electoral court".
func (d *document) addShort(s, owner, noun int) {
	toks := d.Sentences[s].Tokens
	start := owner + 1
	for start < noun && (toks[start].UPOS == "PART" || toks[start].UPOS == "PUNCT") {
		start++
	}
	if owner >= noun {
		return
	}
	short := d.Mentions[len(d.Mentions)-1]
	short.Start, short.First, short.Head = toks[start].Start, start, -1 // the name within it heads nothing
	d.Mentions = append(d.Mentions, short)
}

// seat is the token of the place that stands, with "in", right behind a noun, or
// 0.
func (d *document) seat(toks []analysis.Token, noun int) int {
	if noun+2 < len(toks) && d.lower(toks, noun+1) == "in" && toks[noun+2].Head == noun && toks[noun+2].UPOS == "PROPN" {
		return noun + 2
	}
	return 0
}

// personsOffice adds the staff who work and speak for a person named before:
// "Guterres's office".
func (d *document) personsOffice(s, noun int, named []analysis.Mention) bool {
	toks := d.Sentences[s].Tokens
	for i := range named {
		m := &named[i]
		if m.Head < 0 || m.Head >= noun || toks[m.Head].Head != noun || toks[m.Head].Deprel != "nmod:poss" {
			continue
		}
		e := d.Entity(m.Entities[0])
		if e == nil || e.Kind != schema.Person || toks[noun].XPOS != "NN" {
			return false
		}
		office := d.AddEntity(schema.Entity{
			ID:   "nil:organization:" + strings.ReplaceAll(e.ID, ":", "-") + "-office",
			Kind: schema.Organization, Name: e.Name + "'s office", Country: e.Country,
		})
		d.addNominal(s, m.First, noun, schema.Link{Score: 0.7, Reason: schema.ByOwnOrgan}, office.ID)
		return true
	}
	return false
}

// organNamed is the organ of a state that the noun names, with as many of the
// words before it as say which: "powerful foreign ministry"; or "".
func (d *document) organNamed(state string, toks []analysis.Token, start, noun int) string {
	for i := start; i <= noun; i++ {
		if id := d.kb.OrganNamed(state, d.Text(schema.Span{Start: toks[i].Start, End: toks[noun].End})); id != "" {
			return id
		}
	}
	return ""
}

// bareOrgan ties "the foreign ministry" to the only state of which the text
// has just spoken.
func (d *document) bareOrgan(s, noun int) {
	toks := d.Sentences[s].Tokens
	start := d.phraseStart(toks, noun)
	if start == 0 || d.lower(toks, start-1) != "the" {
		return
	}
	if state := d.onlyState(s, toks[noun].Start); state != "" {
		if id := d.organNamed(state, toks, start, noun); id != "" {
			d.addNominal(s, start-1, noun, schema.Link{Score: 0.6, Reason: schema.ByNounPhrase}, d.know(id))
		}
	}
}

// onlyState is the one state that a sentence and the two before it name ahead
// of a position, or "".
func (d *document) onlyState(s, before int) string {
	found := ""
	for i := sort.Search(len(d.named), func(i int) bool { return d.named[i].Sentence >= s-2 }); i < len(d.named) && d.named[i].Start < before; i++ {
		for _, id := range d.named[i].Entities {
			if e := d.Entity(id); e.Kind == schema.State && id != found {
				if found != "" {
					return ""
				}
				found = id
			}
		}
	}
	return found
}
