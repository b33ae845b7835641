package when

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// phrase is a sentence as the grammar reads it.
type phrase struct {
	doc   *analysis.Doc
	toks  []analysis.Token
	depth int // of expressions within expressions
}

// maxDepth bounds nesting ("early on the day after March 5"), so that
// hostile text costs no more than its length.
const maxDepth = 3

func newPhrase(d *analysis.Doc, sentence int) phrase {
	return phrase{doc: d, toks: d.Sentences[sentence].Tokens}
}

func (p phrase) len() int { return len(p.toks) }

// raw is the i-th token as written, "" outside the sentence.
func (p phrase) raw(i int) string {
	if i < 0 || i >= len(p.toks) {
		return ""
	}
	return p.doc.Text(p.toks[i].Span)
}

// low is the i-th token in lower case and without a final stop. Long tokens
// are no words of time.
func (p phrase) low(i int) string {
	s := p.raw(i)
	if len(s) > 16 {
		return ""
	}
	if len(s) > 1 {
		s = strings.TrimSuffix(s, ".")
	}
	return strings.ToLower(s)
}

// word looks the i-th token up.
func (p phrase) word(i int) word {
	s := p.low(i)
	if s == "" {
		return word{}
	}
	if c := s[0]; c >= '0' && c <= '9' {
		return numeral(s)
	}
	return lexicon[s]
}

// numeral reads "12", "2019", "12th".
func numeral(s string) word {
	n, i := 0, 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		if n = n*10 + int(s[i]-'0'); n > 9999 {
			return word{}
		}
		i++
	}
	switch s[i:] {
	case "":
		return word{number, n}
	case "st", "nd", "rd", "th":
		return word{ordinal, n}
	}
	return word{}
}

// is reports whether the i-th token is one of the words.
func (p phrase) is(i int, words ...string) bool {
	s := p.low(i)
	return s != "" && slices.Contains(words, s)
}

// glued reports whether the i-th token follows the one before without a space.
func (p phrase) glued(i int) bool {
	return i > 0 && i < len(p.toks) && p.toks[i].Start == p.toks[i-1].End
}

// capital reports whether the i-th token begins with a capital letter.
func (p phrase) capital(i int) bool {
	s := p.raw(i)
	return s != "" && s[0] >= 'A' && s[0] <= 'Z'
}

// year reads a number of four digits that can be a year at i, 0 for none.
func (p phrase) year(i int) int {
	s := p.raw(i)
	if len(s) != 4 || p.raw(i-1) == "$" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1500 || n > 2099 {
		return 0
	}
	return n
}

// dayOfMonth reads "5", "5th" or "fifth" at i, 0 for none.
func (p phrase) dayOfMonth(i int) int {
	w := p.word(i)
	if w.class != ordinal && (w.class != number || !digits(p.raw(i))) {
		return 0
	}
	if w.value < 1 || w.value > 31 {
		return 0
	}
	return w.value
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
