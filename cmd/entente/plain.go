package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// plain makes text from articles and errors safe for a terminal: line and page breaks
// become spaces; control characters, escape sequences' beginnings and
// characters that turn the direction of writing or are not seen are dropped.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == '\u2028' || r == '\u2029':
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
		return &escaping{w: w}
	}
	return w
}

type escaping struct {
	w    io.Writer
	rest []byte // the beginning of a character that was cut by the end of a write
}

func (e *escaping) Write(b []byte) (int, error) {
	text := append(e.rest, b...)
	var out []byte
	for len(text) > 0 && utf8.FullRune(text) {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == '\n' || r == '\t' || !isHidden(r):
			out = append(out, text[:n]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[n:]
	}
	e.rest = append([]byte(nil), text...)
	if _, err := e.w.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}
