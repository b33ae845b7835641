package encoder

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The pieces that every vocabulary has: of what it can't spell, of the begin
// and of the end of a window.
const (
	unknownPiece = "[UNK]"
	beginPiece   = "[CLS]"
	endPiece     = "[SEP]"
)

const (
	inside   = "##" // marks pieces that go on with a word
	longest  = 100  // runes of a word; longer ones are unknown
	maxPiece = 1 << 10
)

// Vocabulary is a list of pieces of words. It cuts words as WordPiece does (Wu
// et al., "Google's Neural Machine Translation System", 2016): the longest
// piece that fits, again and again.
type Vocabulary struct {
	pieces              []string
	start, rest         map[string]int32 // of pieces that begin a word, that go on with one (without the mark)
	size                int              // bytes of the longest piece
	unknown, begin, end int32
}

// NewVocabulary makes a vocabulary of the pieces, whose index is their ID.
func NewVocabulary(pieces []string) (*Vocabulary, error) {
	v := &Vocabulary{pieces: pieces, start: make(map[string]int32, len(pieces)), rest: map[string]int32{}}
	for i, p := range pieces {
		m, s := v.start, p
		if len(p) > len(inside) && p[:len(inside)] == inside {
			m, s = v.rest, p[len(inside):]
		}
		if old, twice := m[s]; twice {
			return nil, fmt.Errorf("piece %q is there twice, as %d and %d", p, old, i)
		}
		if s == "" || len(p) > maxPiece || !utf8.ValidString(p) {
			return nil, fmt.Errorf("piece %d is empty, too long or not UTF-8: %.20q", i, p)
		}
		m[s] = int32(i)
		v.size = max(v.size, len(s))
	}
	for _, special := range []struct {
		piece string
		id    *int32
	}{{unknownPiece, &v.unknown}, {beginPiece, &v.begin}, {endPiece, &v.end}} {
		id, ok := v.start[special.piece]
		if !ok {
			return nil, fmt.Errorf("the vocabulary has no %s", special.piece)
		}
		*special.id = id
	}
	return v, nil
}

// Cut adds a token to p. It is cleaned, put into lower case, freed of accents
// and cut at marks, as the tokeniser of BERT's uncased models does, and then
// into pieces: one or more, [UNK] for a word that can't be spelled and for a
// token of which nothing is left.
func (v *Vocabulary) Cut(p *Pieces, token string) {
	p.First = append(p.First, int32(len(p.IDs)))
	before := len(p.IDs)
	p.clean(token)
	start := -1
	for i := 0; i < len(p.buf); {
		r, size := rune(p.buf[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(p.buf[i:])
		}
		alone := mark(r)
		if alone || space(r) {
			if start >= 0 {
				v.word(p, p.buf[start:i])
				start = -1
			}
			if alone {
				v.word(p, p.buf[i:i+size])
			}
		} else if start < 0 {
			start = i
		}
		i += size
	}
	if start >= 0 {
		v.word(p, p.buf[start:])
	}
	if len(p.IDs) == before {
		p.IDs = append(p.IDs, v.unknown)
	}
}

// word adds the pieces of one word.
func (v *Vocabulary) word(p *Pieces, w []byte) {
	before, m := len(p.IDs), v.start
	if len(w) > longest && utf8.RuneCount(w) > longest {
		p.IDs = append(p.IDs, v.unknown)
		return
	}
	for len(w) > 0 {
		end := min(len(w), v.size)
		for ; end > 0; end-- {
			if id, ok := m[string(w[:end])]; ok {
				p.IDs = append(p.IDs, id)
				break
			}
		}
		if end == 0 {
			p.IDs = append(p.IDs[:before], v.unknown)
			return
		}
		w, m = w[end:], v.rest
	}
}

// clean puts into p.buf what is left of a token: no control characters, no
// accents, lower case, and spaces around Chinese characters.
func (p *Pieces) clean(token string) {
	p.buf = p.buf[:0]
	for i := range len(token) {
		c := token[i]
		if c >= utf8.RuneSelf {
			p.cleanRunes(token)
			return
		}
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '\t' || c == '\n' || c == '\r':
			c = ' '
		case c < ' ' || c == 0x7f:
			continue
		}
		p.buf = append(p.buf, c)
	}
}

func (p *Pieces) cleanRunes(token string) {
	p.buf = p.buf[:0]
	for i, r := range token {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			p.buf = append(p.buf, ' ')
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		case chinese(r):
			p.buf = append(p.buf, ' ')
			p.decompose(token[i:], r)
			p.buf = append(p.buf, ' ')
		default:
			p.decompose(token[i:], r)
		}
	}
}

// Hangul syllables are taken apart by arithmetic: The Unicode Standard, 3.12.
const (
	syllable, syllables      = 0xac00, 11172
	leading, vowel, trailing = 0x1100, 0x1161, 0x11a7
	vowels, trailings        = 21, 28
)

// decompose adds the first rune r of s, taken apart as in Unicode's form NFD, in
// lower case, without accents. Accents need no order, since they go.
func (p *Pieces) decompose(s string, r rune) {
	if n := r - syllable; n >= 0 && n < syllables {
		p.buf = utf8.AppendRune(p.buf, leading+n/(vowels*trailings))
		p.buf = utf8.AppendRune(p.buf, vowel+n/trailings%vowels)
		if n %= trailings; n > 0 {
			p.buf = utf8.AppendRune(p.buf, trailing+n)
		}
		return
	}
	parts := norm.NFD.PropertiesString(s).Decomposition()
	if parts == nil {
		p.add(r)
	}
	for len(parts) > 0 {
		r, size := utf8.DecodeRune(parts)
		p.add(r)
		parts = parts[size:]
	}
}

func (p *Pieces) add(r rune) {
	if !unicode.Is(unicode.Mn, r) {
		p.buf = utf8.AppendRune(p.buf, unicode.ToLower(r))
	}
}

func space(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' '
	}
	return unicode.IsSpace(r)
}

// mark reports whether BERT's tokeniser takes a character for a mark: those of
// Unicode, and all of ASCII that are neither letter nor digit.
func mark(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0x7f
	}
	return unicode.IsPunct(r)
}

// chinese reports whether a character stands in one of the blocks of Chinese
// characters, whose words have no spaces between them. BERT's tokeniser leaves
// out the first of the block at 2B820.
func chinese(r rune) bool {
	return r >= 0x3400 && (r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff ||
		r >= 0x20000 && r <= 0x2a6df || r >= 0x2a700 && r <= 0x2b81f || r >= 0x2b920 && r <= 0x2ceaf || r >= 0x2f800 && r <= 0x2fa1f)
}
