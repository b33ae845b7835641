package coref

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// quotesIn are the stretches of a text in quotation marks. A quotation that is
// not closed ends with its paragraph.
func quotesIn(text string) []schema.Span {
	var out []schema.Span
	open := -1
	end := func(at int) {
		if open >= 0 {
			out = append(out, schema.Span{Start: open, End: at})
			open = -1
		}
	}
	for i, r := range text {
		switch {
		case r == '“' || r == '"' && open < 0:
			end(i)
			open = i
		case r == '”' || r == '"':
			end(i + utf8.RuneLen(r))
		case r == '\n' && strings.HasPrefix(text[i:], "\n\n"):
			end(i)
		}
	}
	end(len(text))
	return out
}

// quoteAt is the number of the quotation that a position lies in, or -1.
// Quotations are in text order.
func (t *text) quoteAt(at int) int {
	lo, hi := 0, len(t.quotes)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.quotes[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(t.quotes) && t.quotes[lo].Start <= at {
		return lo
	}
	return -1
}

// speakers are those who say the quotation that a token stands in: the
// subjects of verbs of saying outside of it, in its sentence and the next.
func (t *text) speakers(s, tok int) []string {
	q := t.quoteAt(t.Sentences[s].Tokens[tok].Start)
	if q < 0 {
		return nil
	}
	var out []string
	for at := max(0, s-1); at <= min(s+1, len(t.Sentences)-1); at++ {
		if sent := t.Sentences[at].Span; !sent.Overlaps(t.quotes[q]) {
			continue
		}
		toks := t.Sentences[at].Tokens
		for _, m := range t.all[at] {
			if m.Head < 0 || len(m.Entities) != 1 || t.quoteAt(m.Start) >= 0 {
				continue
			}
			h := toks[m.Head]
			if strings.HasPrefix(h.Deprel, "nsubj") && h.Head >= 0 && t.saying[strings.ToLower(toks[h.Head].Lemma)] {
				out = append(out, m.Entities[0])
			}
		}
	}
	return out
}

// ahead is whom a pronoun means that comes before its name: the subject of the
// main clause behind "In her first speech," and, in a quotation, whoever the
// words around it name besides the speaker.
func (t *text) ahead(s, tok int, a anaphor) string {
	toks := t.Sentences[s].Tokens
	if toks[tok].UPOS != "PRON" || a.count != 1 || a.plural {
		return ""
	}
	quoted := t.quoteAt(toks[tok].Start) >= 0
	said := t.speakers(s, tok)
	for _, m := range t.all[s] {
		if m.Head <= tok || m.Type != schema.Name || m.Form == schema.FormDemonym || len(m.Entities) != 1 || !fits(t.Doc, m.Entities[0], a.kinds) {
			continue
		}
		if ok, _ := t.agrees(s, tok, a, m.Entities[0]); !ok {
			continue
		}
		if quoted {
			if t.quoteAt(m.Start) < 0 && !slices.Contains(said, m.Entities[0]) {
				return m.Entities[0]
			}
			continue
		}
		if subjectRank(t.Doc, &m) == 2 && t.isFronted(toks, tok, toks[m.Head].Head) {
			return m.Entities[0]
		}
	}
	return ""
}

// isFronted reports whether a token stands in a phrase or clause before the
// subject of the main verb and hangs on that verb.
func (t *text) isFronted(toks []analysis.Token, tok, verb int) bool {
	for i, n := tok, 0; i >= 0 && n < len(toks); i, n = toks[i].Head, n+1 {
		if toks[i].Head != verb {
			continue
		}
		switch d := toks[i].Deprel; {
		case i > verb:
			return false
		case strings.HasPrefix(d, "obl"), strings.HasPrefix(d, "advcl"), d == "advmod", d == "parataxis":
			return true
		}
		return false
	}
	return false
}
