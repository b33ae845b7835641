package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Name is a proper name in the text, derived from an entity's forms.
type Name struct {
	schema.Span
	Label analysis.Label
}

// Names derives the proper names of a text from the forms of its entities:
// the longest form wins, a leading article is no part of a name, and forms
// with common nouns in them ("Russia's central bank") are none. The list is
// in text order. What it lacks may still be a name, because the annotation
// lists those who take part in relations, not every city of a dateline.
func (t *Text) Names() []Name {
	var all []Name
	for _, e := range t.Entities {
		for _, f := range e.Names {
			if e.Kind == schema.Population {
				continue // peoples among them are found as demonyms
			}
			all = t.occurrences(all, f.Text, label(e.Kind, f))
		}
	}
	states, err := loadStates()
	if err != nil {
		states = nil // the table is embedded and tested
	}
	for _, s := range states {
		for _, d := range s.demonyms {
			if !slices.Contains(s.names, d) {
				all = t.occurrences(all, d, analysis.NORP)
			}
		}
		for _, n := range slices.Concat(s.names, s.capitals) {
			if n != "Male" {
				all = t.occurrences(all, n, analysis.LOC)
			}
		}
	}
	return longest(all)
}

// Titles returns where the text has the titles of office that its claims
// quote: words that are no part of a name.
func (t *Text) Titles() []schema.Span {
	var out []schema.Span
	for _, c := range t.Claims {
		if c.Relation != "HOLDS_OFFICE_IN" {
			continue
		}
		for _, th := range c.Theme {
			w := strings.Trim(th, `"`)
			for i := find(w, t.Text, 0); w != th && i >= 0; i = find(w, t.Text, i+len(w)) {
				out = append(out, schema.Span{Start: i, End: i + len(w)})
			}
		}
	}
	return out
}

// organs are seats of government that stand for it.
var organs = []string{
	"Kremlin", "White House", "Élysée", "Elysee", "Downing Street", "Blue House", "Pentagon", "Capitol Hill", "Quai d'Orsay",
}

func label(k schema.Kind, f Form) analysis.Label {
	switch k {
	case schema.Person:
		return analysis.PER
	case schema.Place:
		return analysis.LOC
	case schema.State:
		if f.Role == Demonym || f.Role == Plain && demonymLike(f.Text) {
			return analysis.NORP
		}
		if slices.Contains(organs, trimArticle(f.Text)) || strings.Contains(f.Text, "Government") {
			return analysis.ORG
		}
		return analysis.LOC
	}
	return analysis.ORG
}

// demonymLike knows demonyms by their endings; states with such an ending are
// few.
func demonymLike(s string) bool {
	switch s {
	case "Azerbaijan", "Jordan", "Japan", "Iran", "Pakistan", "Sudan", "South Sudan", "Bhutan", "Oman", "Taiwan",
		"Afghanistan", "Milan", "Amman", "Vatican", "The Vatican", "the Vatican", "Yerevan", "Tehran", "Haiti", "Mali",
		"Malawi", "Burundi", "Fiji", "Djibouti", "Kiribati", "Brussels", "Athens", "Paris", "Tbilisi", "Abu Dhabi", "New Delhi",
		"Delhi", "Nairobi", "Suva", "Chisinau", "Tunis", "Honduras", "Cyprus", "Belarus", "Laos", "Maldives", "Netherlands", "Philippines":
		return false
	}
	w := s
	if strings.HasSuffix(w, "States") || strings.HasSuffix(w, "Islands") || strings.Contains(w, "Republic") {
		return false
	}
	if strings.HasSuffix(w, "istan") || strings.HasSuffix(w, "land") {
		return false
	}
	w = strings.TrimSuffix(w, "s")
	for _, end := range []string{"ian", "ean", "ese", "ish", "can", "man", "ani", "eli", "qi", "ari", "iti", "ati", "egian", "uan", "yan", "nch", "utch", "wiss", "Thai", "Finn", "Dane", "Swede", "Turk", "Serb", "Pole", "Briton", "Arab", "Kurd", "Czech", "Croat", "Filipino", "Ivorian", "Burkinabe", "Kazakh", "Uzbek", "Tajik", "Afghan", "Icelander", "New Zealander", "Greek", "Soviet", "Lao", "Mosotho", "Rwandan", "Ugandan", "Angolan", "Gambian", "African"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// titles come before a name in some forms and are no part of it.
var titles = []string{
	"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Dr", "President", "King", "Queen", "Prince", "Princess", "Emir", "Sheikh",
	"Sultan", "Pope", "Gen.", "General", "Col.", "Colonel", "Maj.", "Lt.", "Capt.", "Captain", "Admiral", "Adm.", "Minister",
	"Prime", "Foreign", "Defence", "Defense", "Secretary", "Senator", "Sen.", "Rep.", "Ambassador", "Chancellor", "Marshal",
	"Archbishop", "Bishop", "Cardinal", "Father", "Sir", "Lord", "Lady", "Judge", "Justice", "Premier", "Vice", "Crown",
}

func trimTitle(s string) string {
	for {
		first, rest, ok := strings.Cut(s, " ")
		if !ok || !slices.Contains(titles, first) {
			return s
		}
		s = rest
	}
}

func trimArticle(s string) string {
	for _, a := range []string{"the ", "The ", "THE "} {
		s = strings.TrimPrefix(s, a)
	}
	return s
}

// occurrences adds the places where the form stands, when it is a name.
func (t *Text) occurrences(all []Name, form string, l analysis.Label) []Name {
	form = strings.TrimSuffix(strings.TrimSuffix(trimArticle(form), "'s"), "’s")
	if l == analysis.PER {
		form = trimTitle(form)
	}
	if !properName(form, l) {
		return all
	}
	for i := find(form, t.Text, 0); i >= 0; i = find(form, t.Text, i+len(form)) {
		all = append(all, Name{schema.Span{Start: i, End: i + len(form)}, l})
	}
	return all
}

// particles may stand in lower case within a name, or begin one ("al-Sisi",
// "bin Salman").
var particles = []string{
	"of", "the", "and", "for", "in", "de", "del", "della", "des", "du", "da", "dos", "di", "la", "le", "el", "al", "ul", "ud", "wal", "bin", "ibn",
	"bint", "ben", "von", "van", "der", "den", "ter", "y", "e", "on", "to", "&", "d'Ivoire", "l'Ivoire", "against", "und", "für", "et", "en", "les",
}

// properName reports whether every word but particles has a capital.
func properName(s string, l analysis.Label) bool {
	words := strings.Fields(s)
	capitals := 0
	for i, w := range words {
		switch {
		case hasUpper(w):
			capitals++
		case slices.Contains(particles, w) && i < len(words)-1 && (i > 0 || l == analysis.PER):
		case unicode.IsDigit(rune(w[0])) && i > 0:
		default:
			return false
		}
	}
	if len(words) > 0 && strings.Contains(s, "'s ") && l == analysis.ORG && !hasUpperStart(words[len(words)-1]) {
		return false
	}
	return capitals > 0 && len(s) > 1
}

func hasUpper(s string) bool { return strings.IndexFunc(s, unicode.IsUpper) >= 0 }

func hasUpperStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// longest keeps the longest of overlapping names; of equal ones the first in
// the list, which is the annotator's own.
func longest(all []Name) []Name {
	slices.SortStableFunc(all, func(a, b Name) int { return b.Len() - a.Len() })
	var out []Name
	for _, n := range all {
		if !slices.ContainsFunc(out, func(o Name) bool { return o.Overlaps(n.Span) }) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b Name) int { return a.Start - b.Start })
	return out
}
