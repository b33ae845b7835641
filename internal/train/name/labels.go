package main

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

//go:embed peoples.txt
var peoplesTXT string

func loadPeoples() (map[string]bool, error) {
	out, err := corpus.Demonyms()
	if err != nil {
		return nil, err
	}
	for l := range strings.SplitSeq(peoplesTXT, "\n") {
		if l != "" && l[0] != '#' {
			out[l] = true
		}
	}
	return out, nil
}

// spans maps a record's names to labels of ours.
func (l *loader) spans(source string, r record) []marked {
	at := byteOffsets(r.Text)
	var out []marked
	add := func(e recEntity) {
		if e.S < 0 || e.E > len(at)-1 || e.S >= e.E {
			return
		}
		s := schema.Span{Start: at[e.S], End: at[e.E]}
		if m, ok := l.label(source, e, r.Text, s); ok {
			out = append(out, m)
		}
	}
	for _, e := range r.Entities {
		if len(e.Mentions) > 0 {
			for _, m := range e.Mentions {
				add(m)
			}
			continue
		}
		add(e)
	}
	return innermost(out)
}

// innermost drops names that hold another one.
func innermost(ms []marked) []marked {
	slices.SortStableFunc(ms, func(a, b marked) int { return a.Len() - b.Len() })
	var out []marked
	for _, m := range ms {
		if !slices.ContainsFunc(out, func(o marked) bool { return o.Overlaps(m.Span) }) {
			out = append(out, m)
		}
	}
	return out
}

func byteOffsets(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

func (l *loader) label(source string, e recEntity, text string, s schema.Span) (marked, bool) {
	s = trim(text, s)
	if s.Len() == 0 {
		return marked{}, false
	}
	w := s.Of(text)
	m := marked{Span: s}
	switch e.Label {
	case "PER", "ORG", "LOC":
		m.labels = []analysis.Label{analysis.Label(e.Label)}
	case "FAC":
		m.labels = []analysis.Label{analysis.LOC}
	case "NORP":
		m.labels = []analysis.Label{analysis.NORP}
	case "EVENT":
		m.labels = []analysis.Label{analysis.EVENT}
	case "PRODUCT":
		m.labels = []analysis.Label{analysis.MISC}
	case "MISC":
		m.labels = []analysis.Label{analysis.MISC, analysis.EVENT}
		if source == "crossner" {
			m.labels, m.outside = []analysis.Label{analysis.MISC, analysis.NORP}, true
		}
	default:
		return m, false
	}
	if l.peoples[w] && (e.Label == "LOC" || e.Label == "MISC") {
		m.labels, m.outside = []analysis.Label{analysis.NORP}, false
	}
	m.labels = l.stateLabels(source, w, m.labels)
	if source == "re3d" && !l.re3d(&m, text) {
		return m, false
	}
	if source == "gum" && strings.ToLower(w) == w {
		return m, false
	}
	return m, true
}

// re3d keeps names out of entities that may be pronouns, nominals and names
// with titles.
func (l *loader) re3d(m *marked, text string) bool {
	w := m.Of(text)
	words := strings.Fields(w)
	switch {
	case pronouns[strings.ToLower(w)], w == strings.ToLower(w):
		return false
	case !capital(words[0]) || !capital(words[len(words)-1]):
		m.labels, m.outside = []analysis.Label{analysis.PER, analysis.ORG, analysis.LOC, analysis.NORP, analysis.MISC}, true
		return true
	case m.labels[0] == analysis.PER && (titles[words[0]] || titles[words[len(words)-1]]):
		// which of the words are title and which name is left open
		m.labels, m.outside = []analysis.Label{analysis.PER, analysis.ORG, analysis.LOC, analysis.NORP}, true
		for titles[strings.Fields(m.Of(text))[0]] {
			first := strings.Fields(m.Of(text))[0]
			rest := strings.TrimLeft(m.Of(text)[len(first):], " ")
			if rest == "" {
				return true
			}
			m.Start = m.End - len(rest)
		}
		if rest := m.Of(text); capital(strings.Fields(rest)[0]) && !strings.ContainsAny(rest, ",") && !strings.Contains(rest, " for ") && !strings.Contains(rest, " of ") {
			m.labels, m.outside = []analysis.Label{analysis.PER}, false
		}
	}
	return true
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || strings.ContainsFunc(s, unicode.IsUpper)
}

// trim takes a leading article and a trailing possessive off a name.
func trim(text string, s schema.Span) schema.Span {
	for _, a := range []string{"the ", "The ", "a ", "an ", "A ", "An "} {
		if strings.HasPrefix(s.Of(text), a) {
			s.Start += len(a)
		}
	}
	for _, p := range []string{"'s", "’s", "'", "’"} {
		if strings.HasSuffix(s.Of(text), p) {
			s.End -= len(p)
			break
		}
	}
	return s
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

var pronouns = set("i we he she they it them us him her you who his their our its my there here this that these those")

// titles are words of office and rank before or within a name's phrase.
var titles = set(`President Prime Minister Foreign Secretary Deputy Special Advisor Adviser Envoy Ambassador General Gen. Col. Colonel
	Maj. Major Lt. Capt. Captain Commodore Admiral Adm. Vice Brig. Spc. Sgt. Staff Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Lord King Queen Prince
	Chancellor Chief Director Commissioner High Representative Senator Sen. Rep. Press Spokesman Spokesperson Commander Chairman Assistant
	Under State of the Defense Defence Interior Finance Affairs Command Sheikh Emir Imam Ayatollah Pope Professor Prof.`)

// plainWords have a capital and are no names.
var plainWords = set(`I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August
	September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Jan. Feb. Aug. Sept. Sep. Oct. Nov. Dec. Mr Mr. Mrs
	Mrs. Ms Ms. Dr Dr. Gen. Col. Lt. Maj. Sen. Rep. A The`)

// plainStarts are words that often begin a sentence.
var plainStarts = set(`a an the in on at of for to from by with about after before since until while when where what who why how if
	as but and or so yet nor not no he she it they we you i his her its their our my this that these those there here then now
	two three four five six seven eight nine ten some many most all both each every another other others several few more less
	one nobody nothing none neither either asked under over during between among against despite although though because
	officials talks police troops soldiers rebels gunmen protesters residents witnesses diplomats analysts critics supporters
	is was were are be been has have had do does did will would can could may might must should let once still only even just
	also earlier later last next today yesterday tomorrow tensions relations ties exports imports trade oil prices shares
	government ministers minister president prime foreign defence defense secretary spokesman state parliament lawmakers
	such like according speaking separately meanwhile however instead elsewhere nearly almost about around hours days weeks
	thousands hundreds dozens millions scores women men children people students farmers doctors`)
