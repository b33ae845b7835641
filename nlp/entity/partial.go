package entity

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// partials are the parts of people's names by which they are called for short,
// folded, with the IDs of those who may be meant.
type partials struct {
	surnames map[string][]string // "salman", "bin salman"; of Xi Jinping "xi" too
	given    map[string][]string // "saddam", "abdullah": only beside a title
	short    map[string][]string // "recep erdogan" of Recep Tayyip Erdoğan
}

func newPartials(kb *schema.Actors) partials {
	p := partials{surnames: map[string][]string{}, given: map[string][]string{}, short: map[string][]string{}}
	for _, id := range kb.IDs {
		if a := kb.ByID[id]; a.Kind == schema.Person {
			for _, n := range a.Names {
				p.add(a, strings.Fields(gazetteer.Fold(n.Text)))
			}
		}
	}
	return p
}

func (p *partials) add(a *schema.Actor, words []string) {
	put := func(m map[string][]string, part string) {
		if part != "" && !slices.Contains(m[part], a.ID) {
			m[part] = append(m[part], a.ID)
		}
	}
	n := len(words)
	put(p.surnames, words[n-1])
	if familyFirst[a.Country] {
		put(p.surnames, words[0])
	} else {
		put(p.given, words[0])
	}
	for k := 2; k < n && k <= 4; k++ {
		tail := strings.Join(words[n-k:], " ")
		if particles[words[n-k]] {
			put(p.surnames, tail)
		} else {
			put(p.short, tail)
		}
	}
	if n > 2 {
		put(p.short, words[0]+" "+words[n-1])
		put(p.given, words[0]+" "+words[1])
		put(p.short, strings.Join(withoutInitials(words), " "))
	}
}

// withoutInitials leaves out the single letters of a name.
func withoutInitials(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(w) == 1 })
}

// particles begin a surname of several words.
var particles = map[string]bool{
	"al": true, "el": true, "ben": true, "bin": true, "ibn": true, "von": true, "van": true, "der": true, "de": true, "da": true, "dos": true, "du": true, "la": true,
	"le": true, "di": true, "della": true, "ul": true, "abu": true, "ould": true, "ter": true, "den": true,
}

// familyFirst are the states whose people's names begin with the family's, or
// who are called by the first of their names.
var familyFirst = map[string]bool{
	"state:CHN": true, "state:KOR": true, "state:PRK": true, "state:TWN": true, "state:VNM": true, "state:KHM": true, "state:SGP": true, "state:HUN": true,
	"state:HKG": true, "state:ETH": true, "state:ERI": true,
}

// surname is the folded last word of a person's name.
func surname(name string) string {
	f := gazetteer.Fold(name)
	return f[strings.LastIndexByte(f, ' ')+1:]
}

// minSpelling is the length of the shortest key of one word by which a name
// is found in another spelling: shorter ones meet by chance.
const minSpelling = 5

// spellingsOf indexes the names of the knowledge base by their spellings.
func spellingsOf(kb *schema.Actors) map[string][]string {
	index := make(map[string][]string, 2*len(kb.IDs))
	for _, id := range kb.IDs {
		for _, n := range kb.ByID[id].Names {
			if n.Form == schema.FormDemonym || gazetteer.IsAcronym(n.Text) {
				continue
			}
			for _, key := range gazetteer.Spellings(n.Text) {
				if len(key) >= minSpelling && !slices.Contains(index[key], id) {
					index[key] = append(index[key], id)
				}
			}
		}
	}
	return index
}

// spelt are the actors of which a name is another spelling, of the kinds that
// a label allows; "" allows all.
func (l *Linker) spelt(name string, allowed []schema.Kind) []string {
	if gazetteer.IsAcronym(name) {
		return nil
	}
	var out []string
	for _, key := range gazetteer.Spellings(name) {
		for _, id := range l.spellings()[key] {
			if !slices.Contains(out, id) && (allowed == nil || slices.Contains(allowed, l.kb.ByID[id].Kind)) {
				out = append(out, id)
			}
		}
	}
	return out
}
