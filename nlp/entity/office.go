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

// officeBeside is the title that stands before a person's name, or behind it
// after a comma, and whose office it is: "Uzbek President NAME", "the foreign
// minister of Iran, NAME", "NAME, Iran's foreign minister". A title that is no
// longer held counts as well; the date tells.
func (d *document) officeBeside(c *candidate) (title, of string) {
	toks := d.Sentences[c.Sentence].Tokens
	end := c.First
	if end > 0 && d.lower(toks, end-1) == "," {
		end--
	}
	end, _ = d.beforeElect(toks, end)
	if title, of := d.officeEnding(c.Sentence, toks, end); title != "" {
		if of == "" && c.Last+1 < len(toks) && d.lower(toks, c.Last) == "of" { // "President NAME of Mali"
			for last := c.Last + 2; last <= min(len(toks), c.Last+6) && of == ""; last++ {
				of = d.ownerEnding(c.Sentence, last)
			}
		}
		return title, of
	}
	for i := end - 1; i > 0 && i > end-7; i-- { // "the president of Iran, NAME"
		if w := d.lower(toks, i); w == "of" || w == "for" {
			if title, _ := d.titleEnding(toks, i); title != "" {
				return title, d.ownerEnding(c.Sentence, end)
			}
		}
	}
	if c.Last < len(toks) && d.lower(toks, c.Last) == "," {
		return d.officeBehind(c, toks)
	}
	return "", ""
}

// officeBehind reads "NAME, Iran's foreign minister" and "NAME, the president
// of Iran".
func (d *document) officeBehind(c *candidate, toks []analysis.Token) (string, string) {
	for end := c.Last + 2; end <= len(toks) && end < c.Last+9; end++ {
		if w := d.lower(toks, end-1); w == "," || w == "who" || w == "said" {
			break
		}
		title, first := d.titleEnding(toks, end)
		if title == "" || first <= c.Last {
			continue
		}
		if d.goesOn(toks[c.Last+1 : first]) {
			break // "NAME, a daughter of the president"
		}
		if longer, _ := d.titleEnding(toks, end+1); len(longer) > len(title) {
			continue
		}
		if end < len(toks) && (d.lower(toks, end) == "of" || d.lower(toks, end) == "for") {
			for last := end + 1; last <= len(toks) && last < end+7; last++ {
				if of := d.ownerEnding(c.Sentence, last); of != "" {
					return title, of
				}
			}
		}
		return title, d.ownerEnding(c.Sentence, first)
	}
	return "", ""
}

func (d *document) lower(toks []analysis.Token, i int) string {
	return strings.ToLower(d.Text(toks[i].Span))
}

// goesOn reports whether the words between a name and a title make the title
// another's: a noun or preposition stands among them.
func (d *document) goesOn(toks []analysis.Token) bool {
	return slices.ContainsFunc(toks, func(t analysis.Token) bool {
		return t.UPOS == "NOUN" || t.UPOS == "ADP" || t.UPOS == "VERB"
	})
}

// beforeElect steps over the "-elect" of a title that ends before token end.
func (d *document) beforeElect(toks []analysis.Token, end int) (int, bool) {
	if end < 2 || !elected[strings.Trim(d.lower(toks, end-1), "-")] {
		return end, false
	}
	if end--; d.lower(toks, end-1) == "-" {
		end--
	}
	return end, true
}

// elected stand behind a title that is to be held soon.
var elected = map[string]bool{"elect": true, "designate": true}

// officeEnding is the title that ends before token end, with whose office it
// is: the longest title with an owner, else the longest.
func (d *document) officeEnding(s int, toks []analysis.Token, end int) (title, of string) {
	longest := ""
	for n := end; n > 0; {
		t, first := d.titleWithin(toks, end-n, end)
		if t == "" {
			break
		}
		if of := d.ownerEnding(s, first); of != "" {
			return t, of
		}
		if longest == "" {
			longest = t
		}
		n = end - first - 1
	}
	return longest, ""
}

// titleEnding is the longest title that ends before token end, as titles are
// compared, and its first token.
func (d *document) titleEnding(toks []analysis.Token, end int) (string, int) {
	return d.titleWithin(toks, 0, end)
}

// titleWithin is titleEnding for titles that begin at token from or later.
func (d *document) titleWithin(toks []analysis.Token, from, end int) (string, int) {
	if end <= from || end > len(toks) || !d.mayEndTitle(d.lower(toks, end-1)) {
		return "", 0
	}
	for n := min(d.posts.longest+2, end-from); n > 0; n-- { // hyphens are tokens of their own
		if t := postTitle(d.Text(schema.Span{Start: toks[end-n].Start, End: toks[end-1].End})); d.posts.titles[t] {
			return t, end - n
		}
	}
	return "", 0
}

// mayEndTitle reports whether some title ends in a word, which spares looking
// for one at most places.
func (d *document) mayEndTitle(word string) bool {
	if !isASCII(word) || strings.ContainsRune(word, '-') {
		return true
	}
	return d.posts.ends[word]
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// ownerEnding is the state or body whose name ends before token end, marks
// of possession left aside.
func (d *document) ownerEnding(sentence, end int) string {
	toks := d.Sentences[sentence].Tokens
	for end > 0 {
		switch w := d.lower(toks, end-1); {
		case w == "'s" || w == "’s" || w == "'" || w == "’" || w == "-" || d.former[w] || w == "acting" || w == "interim" || w == "new" || w == "deputy":
			end--
			continue
		}
		break
	}
	if end <= 0 || end > len(toks) {
		return ""
	}
	from := toks[max(0, end-8)].Start
	hits := d.names.Find(d.Article.Text, schema.Span{Start: from, End: toks[end-1].End})
	if len(hits) == 0 || hits[len(hits)-1].End < toks[end-1].End {
		return ""
	}
	for _, e := range hits[len(hits)-1].Entries {
		if a := d.kb.ByID[e.ID]; a.Kind != schema.Person && a.Kind != schema.Place {
			return e.ID
		}
	}
	return ""
}

// sharers are the other states that share a name or demonym with a state, as
// the two Congos do.
func (d *document) sharers(of string) []string {
	var out []string
	for _, id := range d.shared[of] {
		if id != of {
			out = append(out, id)
		}
	}
	return out
}

// homeBeside is the state that an unknown person serves or is from, as the
// words beside the name say, or "".
func (d *document) homeBeside(c *candidate) string {
	_, of := d.officeBeside(c)
	if of == "" {
		of = d.ownerEnding(c.Sentence, c.First) // "Kenyan Bo Lindqvist"
	}
	if a := d.kb.ByID[of]; a != nil && a.Kind == schema.State { // a group's member may be from anywhere
		return a.ID
	}
	return ""
}

// titledNames finds names that stand right behind a title and its owner and
// that the recogniser missed: in "Malian President Toure" the surname of whoever
// is known to have been just that.
func (d *document) titledNames(s int, found []candidate) []candidate {
	toks := d.Sentences[s].Tokens
	var out []candidate
	for i := 1; i < len(toks); i++ {
		if !d.isCapital(toks, i) || covered(found, toks[i].Span) {
			continue
		}
		end, _ := d.beforeElect(toks, i)
		title, of := d.officeEnding(s, toks, end)
		if title == "" {
			continue
		}
		for last := min(i+3, len(toks)); last > i; last-- {
			if !d.isCapital(toks, last-1) || covered(found, toks[last-1].Span) {
				continue
			}
			c := d.candidate(s, schema.Span{Start: toks[i].Start, End: toks[last-1].End}, analysis.PER, nil)
			at := d.setting(&c)
			if of == "" {
				of = at.of
			}
			if at.of = of; of == "" {
				break
			}
			if _, ok := d.byTitle(gazetteer.Fold(c.text), at); ok {
				out = append(out, c)
				i = last
				break
			}
		}
	}
	return out
}

// isCapital reports whether a token begins with a capital.
func (d *document) isCapital(toks []analysis.Token, i int) bool {
	r, _ := utf8.DecodeRuneInString(d.Text(toks[i].Span))
	return unicode.IsUpper(r)
}

func covered(found []candidate, s schema.Span) bool {
	return slices.ContainsFunc(found, func(c candidate) bool { return c.Overlaps(s) })
}
