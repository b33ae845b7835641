package coref

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// knowledge is what coreference knows of actors and words.
type knowledge struct {
	kb     *schema.Actors // may be nil
	given  map[string]gender
	island map[string]bool
	crowns map[string]map[string]bool // "kingdom" → states with such a monarch
	saying map[string]bool
	// isOrganNoun are the last words of the names, in small letters, of what every
	// state has.
	isOrganNoun map[string]bool
}

// gender is what "he" and "she" ask of a person.
type gender uint8

// The genders; the zero one is unknown.
const (
	_ gender = iota
	male
	female
)

func newKnowledge(kb *schema.Actors, w schema.Words) *knowledge {
	k := &knowledge{kb: kb, given: map[string]gender{}, island: map[string]bool{}, crowns: map[string]map[string]bool{}, saying: w.Set("reporting")}
	for _, n := range w["given-name.male"] {
		k.given[n] = male
	}
	for _, n := range w["given-name.female"] {
		k.given[n] = female
	}
	for _, code := range w["island-state"] {
		k.island["state:"+strings.ToUpper(code)] = true
	}
	k.isOrganNoun = map[string]bool{}
	if kb == nil {
		return k
	}
	for _, o := range kb.Organs {
		for _, n := range o.Names {
			if n == strings.ToLower(n) { // "its police" and "its army" are the state's
				k.isOrganNoun[n[strings.LastIndexByte(n, ' ')+1:]] = true
			}
		}
	}
	for _, id := range kb.IDs {
		for _, o := range kb.ByID[id].Offices {
			for _, realm := range realms[o.Title] {
				if k.crowns[realm] == nil {
					k.crowns[realm] = map[string]bool{}
				}
				k.crowns[realm][o.Of] = true
			}
		}
	}
	return k
}

// realms are what news calls the states of monarchs, by their titles.
var realms = map[string][]string{
	"King": {"kingdom", "monarchy"}, "Queen": {"kingdom", "monarchy"}, "Emperor": {"monarchy"}, "Emir": {"emirate", "monarchy"},
	"Sultan": {"sultanate", "monarchy"}, "Grand Duke": {"duchy", "monarchy"}, "Prince": {"principality", "monarchy"},
}

// text is the work on one document.
type text struct {
	*analysis.Doc
	*knowledge
	all     [][]analysis.Mention // by sentence, before anything was resolved
	genders map[string]gender    // entity ID → what its names and titles tell
	quotes  []schema.Span
	seen    map[schema.Kind][]string // the entities that the sentences done so far name, but for persons
}

func newText(d *analysis.Doc, k *knowledge) *text {
	return &text{Doc: d, knowledge: k, genders: map[string]gender{}, seen: map[schema.Kind][]string{}, quotes: quotesIn(d.Article.Text)}
}

// forms of address and titles that tell a person's gender.
var addressed = map[string]gender{
	"mr": male, "mr.": male, "king": male, "prince": male, "sir": male, "lord": male, "emir": male, "sheikh": male, "sultan": male, "pope": male, "imam": male, "mullah": male,
	"ayatollah": male, "spokesman": male, "congressman": male, "cardinal": male, "chairman": male, "father": male, "brother": male, "businessman": male,
	"mrs": female, "mrs.": female, "ms": female, "ms.": female, "miss": female, "queen": female, "princess": female, "lady": female, "dame": female, "baroness": female,
	"spokeswoman": female, "congresswoman": female, "chairwoman": female, "empress": female, "businesswoman": female, "sister": female,
}

// learnGender notes what a person's name or the title before it tells.
func (t *text) learnGender(m *analysis.Mention) {
	if len(m.Entities) != 1 || m.Type != schema.Name || t.genders[m.Entities[0]] != 0 {
		return
	}
	e := t.Entity(m.Entities[0])
	if e == nil || e.Kind != schema.Person {
		return
	}
	g := t.genderOfName(e.Name)
	if g == 0 {
		g = t.genderOfName(t.Text(m.Span))
	}
	if toks := t.Sentences[m.Sentence].Tokens; g == 0 {
		for i := m.First; i >= max(0, m.First-2) && g == 0; i-- {
			g = addressed[strings.ToLower(t.Text(toks[i].Span))]
		}
	}
	t.genders[e.ID] = g
}

// genderOfName is what a name tells by itself.
func (t *text) genderOfName(name string) gender {
	words := strings.FieldsFunc(gazetteer.Fold(name), func(r rune) bool { return r == ' ' || r == '-' })
	if len(words) == 0 {
		return 0
	}
	if g := t.given[strings.Join(words, " ")]; g != 0 && len(words) > 1 {
		return g
	}
	if g := addressed[words[0]]; g != 0 {
		return g
	}
	if len(words) < 2 { // a surname tells nothing
		return 0
	}
	if len(words) > 2 && t.given[words[0]+" "+words[1]] != 0 {
		return t.given[words[0]+" "+words[1]]
	}
	return t.given[words[0]]
}

// genderAsked is what a pronoun asks for.
var genderAsked = map[string]gender{
	"he": male, "him": male, "his": male, "himself": male, "she": female, "her": female, "hers": female, "herself": female,
}

// agrees reports whether an entity may be what a pronoun or phrase means, and
// how much more, or less, likely that makes it.
func (t *text) agrees(s, tok int, a anaphor, id string) (bool, int) {
	e := t.Entity(id)
	word := strings.ToLower(t.Text(t.Sentences[s].Tokens[tok].Span))
	if want := genderAsked[word]; want != 0 {
		switch g := t.genders[id]; {
		case g == want:
			return true, 12
		case g != 0:
			return false, 0
		}
		return true, 0
	}
	if a.plural { // "they" is a group rather than a state
		if e.Kind == schema.State {
			return true, -10
		}
		return true, 10
	}
	if t.Sentences[s].Tokens[tok].UPOS != "NOUN" {
		return true, 0
	}
	return t.nounAgrees(strings.ToLower(t.Sentences[s].Tokens[tok].Lemma), a, e)
}

// nounAgrees compares a noun with what an actor is called and is.
func (t *text) nounAgrees(noun string, a anaphor, e *schema.Entity) (bool, int) {
	var actor *schema.Actor
	if t.kb != nil {
		actor = t.kb.ByID[e.ID]
	}
	if len(a.regions) > 0 && (actor == nil || !slices.Contains(a.regions, actor.Region)) {
		return false, 0
	}
	if noun == "island" || noun == "archipelago" || a.island {
		return t.island[e.ID], 20
	}
	if isRealm[noun] {
		return actor == nil || t.crowns[noun][e.ID] || named(e, noun), 20
	}
	if e.Kind == schema.Person {
		return true, t.bore(actor, a.title)
	}
	for _, head := range append([]string{noun}, sameHeads[noun]...) {
		if named(e, head) {
			return true, 40
		}
	}
	if headNouns[noun] {
		return noun == "party" && e.Sector == "PTY", 20
	}
	switch {
	case businesses[noun] && e.Kind == schema.MilitantGroup:
		return e.Sector != "REB", -10
	case businesses[noun] && e.Sector != "" && e.Sector != "BUS" && e.Sector != "MNC":
		return false, 0
	}
	return true, 0
}

// isRealm are the nouns for states of monarchs.
var isRealm = map[string]bool{"kingdom": true, "emirate": true, "sultanate": true, "monarchy": true, "principality": true, "duchy": true}

// businesses are nouns for companies.
var businesses = map[string]bool{"company": true, "firm": true, "corporation": true}

// headNouns point back to a name that has them, or another of sameHeads, as a
// word: "the ministry", "the bank".
var headNouns = map[string]bool{
	"ministry": true, "bank": true, "fund": true, "union": true, "council": true, "commission": true, "court": true, "party": true, "league": true, "committee": true,
	"front": true, "university": true, "airline": true, "institute": true, "army": true, "navy": true, "parliament": true, "brigade": true, "network": true, "cartel": true,
}

// sameHeads are nouns under which a name may go that has another.
var sameHeads = map[string][]string{
	"ministry": {"department", "office"}, "court": {"tribunal"}, "alliance": {"organization", "treaty", "coalition"}, "organisation": {"organization", "league"},
	"organization": {"organisation", "league"}, "body": {"organization", "organisation", "council", "commission"}, "agency": {"organization", "authority"}, "bloc": {"union", "community"},
	"watchdog": {"agency"}, "parliament": {"assembly", "congress", "duma", "knesset", "majlis"}, "party": {"congress"},
}

// named reports whether a name of an entity has a word.
func named(e *schema.Entity, word string) bool {
	has := func(name string) bool {
		return slices.Contains(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' }), word)
	}
	return has(e.Name) || slices.ContainsFunc(e.Aliases, has)
}

// bore tells how well a title fits what is known of a person's offices.
func (t *text) bore(a *schema.Actor, title string) int {
	if a == nil || title == "" || len(a.Offices) == 0 {
		return 0
	}
	best := -60
	for _, o := range a.Offices {
		if !strings.Contains(strings.ToLower(strings.ReplaceAll(o.Title, "-", " ")), title) {
			continue
		}
		if o.HeldOn(t.Article.Published) {
			return 35
		}
		best = 20
	}
	return best
}
