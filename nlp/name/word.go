package name

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is what the features need to know of a token; all parts are hashes,
// small numbers or bits.
type word struct {
	exact  uint32
	lower  uint32 // of the lower-case form
	shape  uint32
	prefix [4]uint32        // the first one to four letters, lower case
	suffix [4]uint32        // the last one to four
	grams  [maxGrams]uint32 // of three letters, lower case; 0 none
	group  Group
	kind   kind
	head   byte // first byte of the lower-case form
}

// kind is a set of properties of a token.
type kind uint16

const (
	initial   kind = 1 << iota // begins with a capital
	capitals                   // has letters, all of them capitals
	allLower                   // has letters, none a capital
	digit                      // has a digit
	mark                       // has neither letter nor digit
	hyphen                     // has a hyphen or apostrophe inside
	mixed                      // a capital after a small letter
	single                     // one letter, or one letter and a stop
	connector                  // "of", "for", "and", "the", "de", "al" between capitals
	shouted                    // stands in a sentence of capitals
	particle                   // "al", "bin", "de"
	glued                      // no space before it
	titled                     // stands in a headline, most words of which have a capital
)

// maxWord is the number of bytes of a token that are looked at; nothing longer
// is a word.
const maxWord = 48

// maxGrams is the number of letter sequences of a word that are looked at.
const maxGrams = 8

const fnvOffset, fnvPrime = 2166136261, 16777619

func mix(h, v uint32) uint32 {
	h ^= v
	h *= 0x9E3779B1
	return h ^ h>>15
}

// read fills w from the token; buf is scratch and is returned for reuse.
func (w *word) read(s string, groups *Groups, buf []byte) []byte {
	*w = word{}
	if len(s) > maxWord {
		w.shape, w.lower, w.exact, w.kind = 1, 1, 1, mark
		return buf
	}
	buf = lower(s, buf[:0])
	w.exact, w.lower = hash(s), hashBytes(buf)
	if len(buf) > 0 {
		w.head = buf[0]
	}
	w.readShape(s)
	w.readAffixes(buf)
	w.group = groups.find(buf)
	return buf
}

func hash(s string) uint32 {
	h := uint32(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

func hashBytes(s []byte) uint32 {
	h := uint32(fnvOffset)
	for _, c := range s {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

// lower appends s in lower case without diacritics and with plain quotes.
func lower(s string, buf []byte) []byte {
	plain := true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			plain = false
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	if plain {
		return buf
	}
	buf = buf[:0]
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘' || r == 'ʼ' || r == 'ʿ' || r == 'ʾ':
			buf = append(buf, '\'')
		case r == '–' || r == '—':
			buf = append(buf, '-')
		case r == 'ø' || r == 'Ø':
			buf = append(buf, 'o')
		case r == 'ł' || r == 'Ł':
			buf = append(buf, 'l')
		case r == 'ı':
			buf = append(buf, 'i')
		case r == 'đ' || r == 'Đ':
			buf = append(buf, 'd')
		default:
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// readShape sets the shape ("Xx", "X.X.", "xx-Xx") and the kind.
func (w *word) readShape(s string) {
	h := uint32(fnvOffset)
	var letters, upper, runes int
	var last byte
	first := true
	for i, r := range s {
		c := byte('.')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
			letters++
			upper++
			if first {
				w.kind |= initial
			}
			if last == 'x' {
				w.kind |= mixed
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			c = 'x'
			letters++
		case unicode.IsDigit(r):
			c = '9'
			w.kind |= digit
		case r == '-' || r == '\'' || r == '’' || r == '‘' || r == '`':
			c = '-'
			if i > 0 {
				w.kind |= hyphen
			}
		case r == '.':
		default:
			c = '#'
		}
		if c != last {
			h = (h ^ uint32(c)) * fnvPrime
		}
		last, first = c, false
		runes++
	}
	switch {
	case letters == 0 && w.kind&digit == 0:
		w.kind |= mark
	case letters > 0 && upper == letters:
		w.kind |= capitals
	case letters > 0 && upper == 0:
		w.kind |= allLower
	}
	if letters == 1 && runes <= 2 {
		w.kind |= single
	}
	size := min(runes, 4)
	if w.kind&capitals != 0 {
		size = min(runes, 6)
	}
	w.shape = mix(h, uint32(size))
}

func (w *word) readAffixes(low []byte) {
	h := uint32(fnvOffset)
	for i := range min(4, len(low)) {
		h = (h ^ uint32(low[i])) * fnvPrime
		w.prefix[i] = h
	}
	for i := range min(maxGrams, len(low)-2) {
		w.grams[i] = hashBytes(low[i : i+3])
	}
	h = fnvOffset
	for i := range min(4, len(low)) {
		h = (h ^ uint32(low[len(low)-1-i])) * fnvPrime
		w.suffix[i] = h
	}
}
