package entity

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// posts knows who held which office when, by what news calls it.
type posts struct {
	byOf    map[string][]term   // entity ID → its offices
	byTitle map[string][]term   // title → all who bore it
	spoken  map[string][]string // "top diplomat" → the titles that it may mean
	premier map[string]bool     // states whose leader is the head of government
	titles  map[string]bool     // every title and spoken form
	ends    map[string]bool     // the last word of every title, however it is spelt
	longest int                 // words of the longest title
}

// term is an office with its title as titles are compared.
type term struct {
	*schema.Office
	title string
}

func newPosts(kb *schema.Actors, w schema.Words) posts {
	p := posts{
		byOf: map[string][]term{}, byTitle: map[string][]term{}, spoken: map[string][]string{}, premier: map[string]bool{}, titles: map[string]bool{}, ends: map[string]bool{"affairs": true, "defence": true, "advisor": true},
	}
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		for i := range a.Offices {
			t := term{&a.Offices[i], postTitle(a.Offices[i].Title)}
			p.byOf[t.Of] = append(p.byOf[t.Of], t)
			p.byTitle[t.title] = append(p.byTitle[t.title], t)
			p.addTitle(t.title)
		}
	}
	for set, titles := range w {
		if spoken, ok := strings.CutPrefix(set, "post."); ok {
			p.spoken[spoken] = titles
			p.addTitle(spoken)
		}
	}
	for t := range w.Set("title.office") {
		p.addTitle(postTitle(t))
	}
	for _, code := range w["premier-led"] {
		p.premier["state:"+strings.ToUpper(code)] = true
	}
	return p
}

func (p *posts) addTitle(title string) {
	p.titles[title] = true
	p.ends[title[strings.LastIndexByte(title, ' ')+1:]] = true
	if of, ok := strings.CutSuffix(title, " minister"); ok { // which is also written "minister of"
		p.ends[of[strings.LastIndexByte(of, ' ')+1:]] = true
	}
	p.longest = max(p.longest, strings.Count(title, " ")+1)
}

// postTitle evens out the spellings of one title: "Minister of Trade" and "trade
// minister", and the American and the British ones.
func postTitle(title string) string {
	t := titleSpellings.Replace(gazetteer.Fold(title))
	for _, rank := range []string{"minister ", "deputy minister "} {
		for _, of := range []string{"of the ", "for the ", "of ", "for "} {
			if what, ok := strings.CutPrefix(t, rank+of); ok && !strings.Contains(what, " of ") {
				return strings.TrimSuffix(what, " affairs") + " " + strings.TrimSpace(rank)
			}
		}
	}
	return t
}

var titleSpellings = strings.NewReplacer("defence", "defense", "advisor", "adviser")

// holder is who held an office of an entity on a day, or "". Of several
// titles that the words may mean the likeliest that somebody held counts, of
// several holders the latest.
func (p *posts) holder(of, title string, day schema.Date) string {
	for _, t := range p.meanings(of, title) {
		if id := latest(p.byOf[of], func(x term) bool { return x.title == t && x.HeldOn(day) }); id != "" {
			return id
		}
	}
	return ""
}

// formerHolders are those who held an office before a day, the latest first.
func (p *posts) formerHolders(of, title string, day schema.Date) []string {
	var found []term
	for _, t := range p.meanings(of, title) {
		for _, x := range p.byOf[of] {
			if x.title == t && !x.To.IsZero() && (day.IsZero() || x.To.First().Before(day.Last())) {
				found = append(found, x)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b term) int { return strings.Compare(b.To.Value, a.To.Value) })
	var out []string
	for _, x := range found {
		if !slices.Contains(out, x.Person) {
			out = append(out, x.Person)
		}
	}
	return out
}

// anywhere is who alone held an office of that title on a day, whoever it was
// of: "the CIA director", "the Pope".
func (p *posts) anywhere(title string, day schema.Date) string {
	found := ""
	for _, t := range append([]string{title}, p.spoken[title]...) {
		for _, x := range p.byTitle[t] {
			if !x.HeldOn(day) {
				continue
			}
			if found != "" && found != x.Person {
				return ""
			}
			found = x.Person
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// bears reports whether a person held an office of that title on a day, of an
// entity or, where that is "", of any.
func (p *posts) bears(a *schema.Actor, of, title string, day schema.Date) bool {
	return slices.ContainsFunc(a.Offices, func(o schema.Office) bool {
		return (of == "" || o.Of == of) && o.HeldOn(day) && slices.Contains(p.meanings(o.Of, title), postTitle(o.Title))
	})
}

// bore is bears on some day up to the one given.
func (p *posts) bore(a *schema.Actor, of, title string, day schema.Date) bool {
	return slices.ContainsFunc(a.Offices, func(o schema.Office) bool {
		before := day.IsZero() || o.From.IsZero() || !o.From.First().After(day.Last())
		return (of == "" || o.Of == of) && before && slices.Contains(p.meanings(o.Of, title), postTitle(o.Title))
	})
}

// meanings are the titles that spoken words may mean for an entity, the
// likeliest first.
func (p *posts) meanings(of, title string) []string {
	if title == "leader" && p.premier[of] {
		return p.spoken["leader of a parliament"]
	}
	out := append([]string{title}, p.spoken[title]...)
	if title == "commander" && strings.HasPrefix(of, "group:") { // the one who commands it all
		out = append([]string{"leader", "commander in chief"}, out...)
	}
	if rest, ok := strings.CutPrefix(title, "acting "); ok && p.titles[rest] {
		out = append(out, "interim "+rest, "caretaker "+rest, rest)
	} else if len(p.spoken[title]) > 0 || p.titles["acting "+title] {
		out = append(out, "acting "+title)
	}
	return out
}

func latest(terms []term, fits func(term) bool) string {
	best, from := "", ""
	for _, t := range terms {
		if fits(t) && (best == "" || t.From.Value > from) {
			best, from = t.Person, t.From.Value
		}
	}
	return best
}

// sectorOf is the PLOVER sector of an unnamed official or organ, by its noun's
// set of words.
func sectorOf(w schema.Words) map[string]string {
	out := map[string]string{}
	for _, s := range []struct{ set, sector string }{
		{"title.office", "GOV"},
		{"organ.government", "GOV"},
		{"organ.diplomacy", "GOV"},
		{"organ.law", "JUD"},
		{"organ.force", "MIL"},
		{"organ.arms", "MIL"},
		{"organ.intelligence", "SPY"},
	} {
		for _, lemma := range w[s.set] {
			out[lemma] = s.sector
		}
	}
	for sector, lemmas := range sectors {
		for lemma := range strings.SplitSeq(lemmas, ",") {
			out[lemma] = sector
		}
	}
	return out
}

// sectors are the nouns whose sector is not that of their set.
var sectors = map[string]string{
	"COP": "police,police officer,policeman,policewoman,riot police,traffic police,secret police,law enforcement,law enforcement officer,detective,gendarme,gendarmerie,border guard,chief of police,police chief,police spokesman",
	"LEG": "assembly,congress,congressman,congresswoman,lawmaker,legislator,legislature,member of parliament,mp,parliament,parliamentarian,senate,senator,speaker,parliament speaker",
	"MIL": "admiral,general,commander,military chief,army chief,army spokesman,military spokesman,defense chief,chief of staff,military council,junta",
	"REB": "guerrilla,guerrilla leader,insurgent,insurgent leader,militant leader,rebel,rebel leader",
	"OPP": "opposition,opposition leader",
	"SPY": "spy chief,intelligence chief,spymaster,cia director,mossad director",
	"JUD": "judge,justice,prosecutor,attorney general,chief justice,court,tribunal",
}
