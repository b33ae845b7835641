package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain makes text from articles and errors safe for a terminal: line breaks
// become spaces; control characters, escape sequences' beginnings and
// characters that turn the direction of writing or are not seen are dropped.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case isHidden(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// isHidden tells characters that steer a terminal or are not seen in it. The
// joiners that some scripts need to be written rightly are none of them.
func isHidden(r rune) bool {
	const zwnj, zwj = '\u200c', '\u200d'
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || (unicode.Is(unicode.Cf, r) && r != zwnj && r != zwj)
}

// forTerminal makes data for programs safe where it is shown on a terminal:
// hidden characters are written as \u escapes, which JSON reads as the same.
func forTerminal(w io.Writer) io.Writer {
	if isTerminal(w) {
		return escaping{w}
	}
	return w
}

type escaping struct{ w io.Writer }

func (e escaping) Write(b []byte) (int, error) {
	var out strings.Builder
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == '\n' || r == '\t' || !isHidden(r):
			out.Write(b[i : i+n])
		case r > 0xffff:
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		i += n
	}
	if _, err := io.WriteString(e.w, out.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}
