package token

import (
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// What the first cut says about a byte offset, as bits.
const (
	proseEnd  = 1 << iota // a token of prose ends here
	punktEnd              // a sentence of punkt ends here
	punktAbbr             // an abbreviation of punkt ends here
)

// scratch is the working memory of one cut, kept from text to text.
type scratch struct {
	text       string
	start, end int    // the block in text
	cuts       []byte // of each offset in the block, and of its end
	runes      []rune // of the chunk, folded
	at         []int  // offset in text of each rune of the chunk, and its end
	address    bool   // the chunk is an address,
	inner      [2]int // from and to these runes
	feats      []uint32
	tokens     []schema.Span
	ends       []int
	words      []word // of the block, for the sentence classifier
	scores     []int
}

func (s *scratch) reset() {
	s.tokens, s.ends = s.tokens[:0], s.ends[:0]
	if cap(s.tokens) > 1<<16 {
		s.tokens, s.ends = nil, nil
	}
}

func (s *scratch) begin(text string, start, end int) {
	s.text, s.start, s.end = text, start, end
	if cap(s.cuts) < end-start+1 {
		s.cuts = make([]byte, maxBlock+utf8.UTFMax+1)
	}
	s.cuts = s.cuts[:end-start+1]
	clear(s.cuts)
}

// firstCut notes where prose and punkt cut the block. What prose can't take is
// left without its advice.
func (s *scratch) firstCut(p *punkt) {
	block := s.text[s.start:s.end]
	p.ends(block, func(end int, sentence, abbreviation bool) {
		if sentence {
			s.cuts[end] |= punktEnd
		}
		if abbreviation {
			s.cuts[end] |= punktAbbr
		}
	})
	from := 0
	give := func(to int) {
		text := plain(block[from:to])
		tokens, err := proseTokens(text)
		if err != nil {
			return
		}
		base := from
		recoverOffsets(text, tokens, func(end int) { s.cuts[base+end] |= proseEnd })
	}
	for start, end := range chunks(block) {
		if end-start > maxChunk {
			give(start)
			from = end
		}
	}
	give(len(block))
}

// chunks yields the runs of text without white space.
func chunks(text string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		start := -1
		for i, r := range text {
			switch space := unicode.IsSpace(r); {
			case space && start >= 0:
				if !yield(start, i) {
					return
				}
				start = -1
			case !space && start < 0:
				start = i
			}
		}
		if start >= 0 {
			yield(start, len(text))
		}
	}
}

// fold makes the characters alike that differ in print only.
func fold(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`', '´', '′', '‛':
		return '\''
	case '“', '”', '„', '«', '»', '″', '‟':
		return '"'
	case '—', '―', '–', '‒':
		return '–'
	case '‐', '‑', '−':
		return '-'
	case '…':
		return '…'
	}
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}
	return unicode.ToLower(r)
}

// class is the kind of a character: l, u, d, a mark itself, or other.
func class(r rune) byte {
	switch {
	case 'a' <= r && r <= 'z':
		return 'l'
	case 'A' <= r && r <= 'Z':
		return 'u'
	case '0' <= r && r <= '9':
		return 'd'
	case r < utf8.RuneSelf:
		return byte(r)
	case unicode.IsUpper(r):
		return 'u'
	case unicode.IsLetter(r), unicode.IsMark(r):
		return 'l'
	case unicode.IsDigit(r):
		return 'd'
	}
	switch f := fold(r); f {
	case '\'', '"', '-':
		return byte(f)
	case '–':
		return 1
	case '…':
		return 2
	}
	return 3
}
