package nlp

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// visible is a text as a reader sees it: without the invisible characters that
// pages leave inside words (soft hyphens, zero-width spaces and joiners, marks of
// direction), and with plain letters for full-width ones, ligatures and the
// letters of mathematics. It knows which bytes of the text as written each of
// its own stands for.
type visible struct {
	text   string
	pieces []copied
}

// copied is a stretch that was taken over: n bytes at to, from m bytes at from.
// When n and m differ, they stand for each other as a whole.
type copied struct{ to, n, from, m int }

// readVisible returns nil for a text that is seen as it is written.
func readVisible(text string) *visible {
	at := firstUnseen(text)
	if at < 0 {
		return nil
	}
	var v visible
	var b strings.Builder
	from := 0 // of the stretch under way
	flush := func(end int) {
		if end > from {
			v.pieces = append(v.pieces, copied{b.Len(), end - from, from, end - from})
			b.WriteString(text[from:end])
		}
	}
	for i := at; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		seen, ok := seenAs(r)
		if ok {
			i += size
			continue
		}
		flush(i)
		if seen != "" {
			v.pieces = append(v.pieces, copied{b.Len(), len(seen), i, size})
			b.WriteString(seen)
		}
		i += size
		from = i
	}
	flush(len(text))
	v.text = b.String()
	return &v
}

// firstUnseen is the offset of the first character that is not seen as it is
// written, or -1.
func firstUnseen(text string) int {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if _, ok := seenAs(r); !ok {
			return i
		}
		i += size
	}
	return -1
}

// seenAs returns what is seen of a character, and whether that is itself.
func seenAs(r rune) (string, bool) {
	switch {
	case r < 0xAD, r == utf8.RuneError:
		return "", true
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xE0000 && r <= 0xE01EF:
		return "", false
	case r == 0x2010, r == 0x2011:
		return "-", false
	case r >= 0xFB00 && r <= 0xFB06, r >= 0xFF01 && r <= 0xFF5E, r >= 0x1D400 && r <= 0x1D7FF:
		s := norm.NFKC.String(string(r))
		if s == string(r) || strings.ContainsFunc(s, unicode.IsSpace) {
			return "", true
		}
		return s, false
	}
	return "", true
}

// back returns where a stretch of the visible text stands in the text as
// written.
func (v *visible) back(s schema.Span) schema.Span {
	if len(v.pieces) == 0 {
		return schema.Span{}
	}
	start := v.piece(s.Start)
	out := schema.Span{Start: start.from}
	if start.n == start.m {
		out.Start += min(s.Start-start.to, start.n)
	}
	if s.End <= s.Start {
		out.End = out.Start
		return out
	}
	end := v.piece(s.End - 1)
	out.End = end.from + end.m
	if end.n == end.m {
		out.End = end.from + s.End - end.to
	}
	return out
}

// piece is the one that holds byte i of the visible text, the last one for what
// lies beyond.
func (v *visible) piece(i int) copied {
	k := sort.Search(len(v.pieces), func(k int) bool { return v.pieces[k].to > i })
	return v.pieces[max(k-1, 0)]
}

// around widens the span of a token by the invisible characters after it, and
// by those before it where they begin a word, so that every character but white
// space stays in some token.
func (v *visible) around(s schema.Span, text string) schema.Span {
	unseen := func(r rune) bool { seen, ok := seenAs(r); return !ok && seen == "" }
	rest := text[s.End:]
	s.End += len(rest) - len(strings.TrimLeftFunc(rest, unseen))
	before := strings.TrimRightFunc(text[:s.Start], unseen)
	if r, _ := utf8.DecodeLastRuneInString(before); before == "" || unicode.IsSpace(r) {
		s.Start = len(before)
	}
	return s
}

// restore makes an analysis of the visible text one of the article as written.
func (v *visible) restore(d *analysis.Doc, a *schema.Article) {
	d.Article = a
	for i := range d.Sentences {
		s := &d.Sentences[i]
		for j := range s.Tokens {
			s.Tokens[j].Span = v.around(v.back(s.Tokens[j].Span), a.Text)
		}
		if n := len(s.Tokens); n > 0 {
			s.Span = schema.Span{Start: s.Tokens[0].Start, End: s.Tokens[n-1].End}
		}
	}
	for i := range d.Names {
		d.Names[i].Span = v.back(d.Names[i].Span)
	}
	for i := range d.Dates {
		d.Dates[i].Span = v.back(d.Dates[i].Span)
	}
	for i := range d.Mentions {
		d.Mentions[i].Span = v.back(d.Mentions[i].Span)
	}
	quote := func(q *schema.Quote) { q.Span = v.back(q.Span); q.Text = q.Of(a.Text) }
	for i := range d.Claims {
		c := &d.Claims[i]
		quote(&c.Evidence.Sentence)
		quote(&c.Evidence.Quote)
		c.Evidence.Trigger = v.back(c.Evidence.Trigger)
		for k := range c.Evidence.Marks {
			c.Evidence.Marks[k].Span = v.back(c.Evidence.Marks[k].Span)
		}
		c.ID = schema.ClaimID(c)
	}
}
