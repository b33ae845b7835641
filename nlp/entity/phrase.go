package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// phrase is a noun phrase around a title, or around the noun of an organ, cut
// into its parts: "the former Israeli prime minister", "UN chief NAME".
type phrase struct {
	owners []gazetteer.Entry // whose office or organ it is
	title  string            // as titles are compared
	noun   string            // the words after the owner, in lower case, where there is no title
	name   string            // the person's, where it is given
	former bool              // the title is no longer held
	other  bool              // or not yet, or it is another's: deputies, designates
	// narrowed: words between owner and title make it another office, "the
	// Belarusian opposition leader".
	narrowed bool
}

// parsePhrase cuts a phrase into its parts, in every way that its titles
// allow, the longest title first: a "Quds Force commander" may be a commander or
// a force commander.
func (l *Linker) parsePhrase(text string) []phrase {
	words := cutWords(text)
	var out []phrase
	for _, t := range l.findTitles(text, words) {
		if p := l.parseTitle(text, words, t); p.title != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		out = append(out, l.parseOrgan(text))
	}
	return out
}

// titleAt is a title that words[first:last] hold.
type titleAt struct {
	first, last int
	title       string
}

// parseTitle cuts a phrase around one of its titles.
func (l *Linker) parseTitle(text string, words []schema.Span, t titleAt) phrase {
	first, last, title := t.first, t.last, t.title
	p := phrase{title: title}
	for _, w := range words[:first] {
		switch lower := strings.ToLower(strings.TrimSuffix(text[w.Start:w.End], "-")); {
		case l.former[lower]:
			p.former = true
		case notInOffice[lower]:
			p.other = true
		}
	}
	front := text[:words[first].Start]
	if rest, ok := strings.CutPrefix(strings.ToLower(front), "ex-"); ok || strings.HasSuffix(rest, "ex-") {
		p.former = true
	}
	if hits := l.names.Find(text, schema.Span{End: len(front)}); len(hits) > 0 {
		p.owners = l.owning(hits[len(hits)-1].Entries)
		p.narrowed = l.isNarrowed(text, words[:first], hits[len(hits)-1].End)
	}
	rest := words[last:]
	if len(rest) == 0 {
		return p
	}
	tail := schema.Span{Start: rest[0].Start, End: len(text)}
	switch strings.ToLower(text[rest[0].Start:rest[0].End]) {
	case "elect", "designate", "-elect", "-designate":
		p.other = true
		rest = rest[1:]
	case "of", "for", "to", "in", "at":
		hits := l.names.Find(text, tail)
		if len(hits) > 0 && len(p.owners) == 0 {
			p.owners = l.owning(hits[0].Entries)
			rest = after(rest, hits[0].End)
		} else if len(hits) > 0 {
			rest = after(rest, hits[0].End)
		}
	}
	if len(rest) > 0 {
		p.name = strings.Trim(text[rest[0].Start:], " ,")
		r, _ := utf8.DecodeRuneInString(p.name)
		if first, _, _ := strings.Cut(gazetteer.Fold(p.name), " "); !unicode.IsUpper(r) && !particles[first] {
			return phrase{} // "Justice and Development Party" is no justice
		}
	}
	return p
}

// isNarrowed reports whether a word that says more than how he rules stands
// between the owner, which ends at a position, and the title.
func (l *Linker) isNarrowed(text string, words []schema.Span, end int) bool {
	for _, w := range words {
		word := strings.ToLower(text[w.Start:w.End])
		if w.Start >= end && word != "'s" && word != "’s" && !plainly[word] && !l.former[word] && !notInOffice[word] {
			return true
		}
	}
	return false
}

// plainly are words before a title that leave the office what it is.
var plainly = set("new,current,longtime,long-time,powerful,embattled,sitting,outgoing,veteran,acting,interim,caretaker,transitional,authoritarian,hardline,hard-line,wartime,the,first,-,’,',reformist,conservative,ailing,elderly,young,civilian,military,elected,de,facto,supreme,paramount,top,overall,founding")

// after are the words behind a position.
func after(words []schema.Span, end int) []schema.Span {
	for len(words) > 0 && words[0].Start < end {
		words = words[1:]
	}
	return words
}

// owning leaves out what no office is of.
func (l *Linker) owning(entries []gazetteer.Entry) []gazetteer.Entry {
	var out []gazetteer.Entry
	for _, e := range entries {
		if k := l.kb.ByID[e.ID].Kind; k != schema.Person && k != schema.Population && (k != schema.Place || len(l.posts.byOf[e.ID]) > 0) {
			out = append(out, e)
		}
	}
	return out
}

// parseOrgan cuts "Iranian officials" and "the army of Mali" into owner and
// noun.
func (l *Linker) parseOrgan(text string) phrase {
	hits := l.names.Find(text, schema.Span{End: len(text)})
	if len(hits) != 1 {
		return phrase{}
	}
	h := hits[0]
	front := strings.ToLower(strings.Trim(text[:h.Start], " ,"))
	behind := strings.ToLower(strings.Trim(text[h.End:], " ,"))
	behind = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(behind, "'s"), "’s"))
	if noun, ok := strings.CutSuffix(strings.TrimSuffix(front, " the"), " of"); ok && behind == "" {
		behind, front = strings.TrimPrefix(noun, "the "), ""
	}
	if front != "" && front != "the" || behind == "" {
		return phrase{}
	}
	return phrase{owners: h.Entries, noun: behind}
}

// findTitles finds the titles among the words, the longest first.
func (l *Linker) findTitles(text string, words []schema.Span) []titleAt {
	var found []titleAt
	for i := range words {
		for j := min(len(words), i+l.posts.longest+1); j > i; j-- {
			if t := postTitle(text[words[i].Start:words[j-1].End]); l.posts.titles[t] {
				found = append(found, titleAt{i, j, t})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b titleAt) int { return strings.Count(b.title, " ") - strings.Count(a.title, " ") })
	return found
}

// cutWords cuts a phrase at spaces, and possessive endings and "-elect" off
// their words.
func cutWords(text string) []schema.Span {
	var out []schema.Span
	start := -1
	add := func(from, to int) {
		w := text[from:to]
		for _, end := range []string{"'s", "’s", "-elect", "-designate", ","} {
			if cut, ok := strings.CutSuffix(w, end); ok && cut != "" {
				out = append(out, schema.Span{Start: from, End: from + len(cut)})
				if strings.HasPrefix(end, "-") {
					out = append(out, schema.Span{Start: from + len(cut) + 1, End: to})
				}
				return
			}
		}
		out = append(out, schema.Span{Start: from, End: to})
	}
	for i, r := range text {
		switch space := r == ' ' || r == '\t' || r == '\n' || r == '\u00a0'; {
		case space && start >= 0:
			add(start, i)
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	if start >= 0 {
		add(start, len(text))
	}
	return out
}
