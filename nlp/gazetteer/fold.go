package gazetteer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin maps the letters of the Latin blocks to their lower-case base
// letters: É to e, ğ to g, ø to o.
var latin = latinBases()

// undecomposed are the letters that Unicode does not take apart.
var undecomposed = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ə': "a",
}

func latinBases() [0x250]string {
	var table [0x250]string
	for r := range rune(0x250) {
		table[r] = base(unicode.ToLower(r))
	}
	return table
}

func base(r rune) string {
	if s, ok := undecomposed[r]; ok {
		return s
	}
	var b strings.Builder
	for _, d := range norm.NFD.String(string(r)) {
		if !unicode.IsMark(d) {
			b.WriteRune(d)
		}
	}
	return b.String()
}

// fold returns a letter's folded form; combining marks fold to nothing.
func fold(r rune) string {
	if r < 0x250 {
		return latin[r]
	}
	if unicode.IsMark(r) {
		return ""
	}
	return base(unicode.ToLower(r))
}

// Fold returns the folded form of a text: lower case, without diacritics,
// single spaces for all that is neither letter nor digit.
func Fold(s string) string {
	var b strings.Builder
	for i, w := range appendWords(nil, s, 0, len(s)) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, r := range s[w.start:w.end] {
			b.WriteString(fold(r))
		}
	}
	return b.String()
}
