package token

import (
	"strings"
	"unicode"

	"github.com/entente-kg/entente/schema"
)

// word is what the sentence classifier looks at in a token.
type word struct {
	low    uint32 // hash of the folded text
	shape  uint32 // classes of the first two and the last character, and length
	first  byte   // class of the first character
	last   byte   // class of the last character
	gap    byte   // white space before: 0 none, 1 blank, 2 line break
	cut    byte   // what the first cut says of its end
	title  bool   // an abbreviation that stands before a name
	single bool   // a letter with a full stop
	digits bool
}

// titles stand before names or numbers: a full stop after them ends no
// sentence.
var titles = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "messrs.": true, "dr.": true, "prof.": true, "rev.": true, "fr.": true, "msgr.": true,
	"gen.": true, "maj.": true, "lt.": true, "col.": true, "capt.": true, "cmdr.": true, "cpl.": true, "sgt.": true, "adm.": true,
	"brig.": true, "pvt.": true, "pfc.": true, "spc.": true, "sen.": true, "sens.": true, "rep.": true, "reps.": true, "gov.": true,
	"govs.": true, "pres.": true, "hon.": true, "amb.": true, "supt.": true, "insp.": true, "det.": true, "vs.": true, "ft.": true,
	"e.g.": true, "i.e.": true, "cf.": true, "gens.": true, "mt.": true, "ste.": true, "st.": true, "msgt.": true, "cllr.": true,
}

// sentences appends to s.ends the ends of the sentences in s.tokens[from:].
func (s *scratch) sentences(m *Model, from, most int, wrapped bool) {
	n := len(s.tokens)
	if n == from {
		return
	}
	s.describe(from)
	s.scores = s.scores[:0]
	start := 0 // of the sentence, in s.words
	var open quotes
	dateline := -1
	for i := range s.words {
		if i == 0 || s.words[i].gap == 2 {
			dateline = s.dateline(from, i)
		}
		open.see(s.text[s.tokens[from+i].Start:s.tokens[from+i].End])
		score := -1 << 20
		switch {
		case i+1 == len(s.words):
			score = 1 << 20
		case s.words[i+1].gap == 2 && !wrapped:
			score = 1 << 20
		case i < dateline:
		case i == dateline:
			score = 1 << 20
		case s.words[i+1].title && alnum(s.words[i].last):
		case s.words[i].title || s.words[i].single && s.words[i+1].first != 'l' && s.words[i].cut&punktEnd == 0:
		default:
			s.endFeatures(i, start, open)
			score = m.end.score(s.feats)
			if alnum(s.words[i].last) {
				score -= bareEnd
			}
		}
		s.scores = append(s.scores, score)
		if score > 0 {
			s.close(from, start, i+1, most)
			start, open = i+1, quotes{}
		}
	}
}

// bareEnd is what the evidence must exceed to end a sentence after a word, with
// no mark: the web often does that, the news do not.
const bareEnd = 40

func alnum(class byte) bool { return class == 'l' || class == 'u' || class == 'd' }

// dateline is the index of the dash that ends the dateline which begins with
// word i ('BEIRUT, June 3 (Reuters) -'), or -1.
func (s *scratch) dateline(from, i int) int {
	token := func(k int) string { return s.text[s.tokens[from+k].Start:s.tokens[from+k].End] }
	first := token(i)
	if len(first) < 3 || strings.ToUpper(first) != first || s.words[i].first != 'u' {
		return -1
	}
	lower := 0
	for k := i + 1; k < min(i+18, len(s.words)-1) && s.words[k].gap != 2; k++ {
		switch token(k) {
		case "-", "–", "—", "--", "―":
			if s.words[k+1].gap == 1 && (s.words[k].gap == 1 || token(k-1) == ")") && s.words[k+1].first != 'l' {
				return k
			}
		case ",", "(", ")", "/", ".", "and", "of", "the":
		case ":", ";", "\"", "“":
			return -1
		default:
			if s.words[k].first == 'l' {
				if lower++; lower > 1 {
					return -1
				}
			}
		}
	}
	return -1
}

// close ends a sentence of the words [start, end), in several pieces if it is
// too long.
func (s *scratch) close(from, start, end, most int) {
	for end-start > most {
		best := start + most - 1
		for i := start + most/2; i < start+most; i++ {
			if s.cutValue(from+i)+s.scores[i]/4 >= s.cutValue(from+best)+s.scores[best]/4 {
				best = i
			}
		}
		s.ends = append(s.ends, from+best+1)
		start = best + 1
	}
	s.ends = append(s.ends, from+end)
}

// cutValue is how good a place the end of token i is to cut a sentence that
// has no end.
func (s *scratch) cutValue(i int) int {
	switch s.text[s.tokens[i].Start:s.tokens[i].End] {
	case ".", "!", "?", "...", "…":
		return 4000
	case ";":
		return 3000
	case ":", "–", "—", "--", "|", "•", "*":
		return 2000
	case ",", ")":
		return 1000
	}
	return 0
}

// quotes counts what is open in the sentence so far.
type quotes struct{ paren, quote int8 }

func (q *quotes) see(tok string) {
	switch tok {
	case "(", "[":
		q.paren = min(q.paren+1, 2)
	case ")", "]":
		q.paren = max(q.paren-1, 0)
	case `"`:
		q.quote ^= 1
	case "“", "``":
		q.quote = 1
	case "”", "''":
		q.quote = 0
	}
}

// describe fills s.words from s.tokens[from:].
func (s *scratch) describe(from int) {
	s.words = s.words[:0]
	prev := s.start
	for _, t := range s.tokens[from:] {
		s.words = append(s.words, s.describeToken(t, prev))
		prev = t.End
	}
}

func (s *scratch) describeToken(t schema.Span, prev int) word {
	text := s.text[t.Start:t.End]
	w := word{cut: s.cuts[t.End-s.start], digits: true}
	if gap := s.text[prev:t.Start]; strings.ContainsAny(gap, "\n\r\u2028") {
		w.gap = 2
	} else if gap != "" {
		w.gap = 1
	}
	h := hasher(2166136261)
	var second byte
	n := 0
	var low [8]byte
	for i, r := range text {
		f := fold(r)
		h = (h ^ hasher(f)) * 16777619
		c := class(r)
		switch n {
		case 0:
			w.first = c
		case 1:
			second = c
		}
		if n < len(low) && f < 0x80 {
			low[n] = byte(f)
		}
		w.last = c
		w.digits = w.digits && unicode.IsDigit(r)
		n++
		if i > 64 {
			break
		}
	}
	w.low = uint32(h)
	w.shape = uint32(w.first)<<24 | uint32(second)<<16 | uint32(w.last)<<8 | uint32(min(n, 4))
	if w.last == '.' && n <= len(low) {
		w.title = titles[string(low[:n])]
		w.single = n == 2 && w.first == 'u'
	}
	return w
}

func (s *scratch) wordAt(i int) word {
	if i < 0 || i >= len(s.words) {
		return word{}
	}
	return s.words[i]
}

// endFeatures leaves in s.feats what is known of the end of word i, in a
// sentence that began with word start.
func (s *scratch) endFeatures(i, start int, open quotes) {
	a, b, c, d, e := s.wordAt(i-1), s.words[i], s.wordAt(i+1), s.wordAt(i+2), s.wordAt(i+3)
	length := uint32(i - start)
	switch {
	case length > 40:
		length = 9
	case length > 20:
		length = 8
	case length > 10:
		length = 7
	case length > 5:
		length = 6
	}
	quote := uint32(open.paren)<<4 | uint32(open.quote)
	gap := uint32(c.gap)
	cut := uint32(b.cut)
	before := uint32(a.cut)
	f := s.feats[:0]
	add := func(h hasher) { f = append(f, h.sum()) }
	add(feature(100).num(gap))
	add(feature(101).num(b.low).num(gap))
	add(feature(102).num(c.low).num(gap))
	add(feature(103).num(b.low).num(c.shape).num(gap))
	add(feature(104).num(b.shape).num(c.low).num(gap))
	add(feature(105).num(b.shape).num(c.shape).num(gap))
	add(feature(106).num(b.low).num(c.low))
	add(feature(107).num(a.low).num(b.low))
	add(feature(108).num(a.shape).num(b.shape).num(c.shape))
	add(feature(109).num(b.shape).num(c.shape).num(d.shape))
	add(feature(110).num(c.low).num(d.low))
	add(feature(111).num(b.low).num(cut).num(gap))
	add(feature(112).num(b.shape).num(c.shape).num(cut))
	add(feature(113).num(b.low).num(length))
	add(feature(114).num(length).num(c.shape).num(b.shape))
	add(feature(115).num(quote).num(b.low).num(uint32(c.first)))
	add(feature(116).num(quote).num(c.low).num(uint32(b.last)))
	add(feature(117).num(uint32(b.first)).num(uint32(c.first)).num(uint32(d.first)).num(uint32(e.first)))
	add(feature(118).num(before).num(b.low).num(uint32(c.first)))
	add(feature(119).num(a.shape).num(b.low).num(c.shape).num(uint32(d.first)))
	add(feature(120).num(b.low).num(d.low))
	add(feature(121).num(gap).num(uint32(c.first)).num(cut).num(quote))
	gaps := gap<<4 | uint32(d.gap)
	add(feature(122).num(uint32(b.last)).num(c.low).num(gaps).num(uint32(d.first)))
	add(feature(123).num(uint32(b.last)).num(uint32(c.first)).num(gaps).num(uint32(d.first)).num(uint32(e.first)).num(quote))
	add(feature(124).num(b.low).num(uint32(c.first)).num(gaps).num(uint32(b.gap)))
	add(feature(125).num(b.low).num(uint32(b.gap)).num(gap).num(uint32(a.last)).num(uint32(c.first)))
	s.feats = f
}
