package read

import (
	"bytes"
	"strconv"
	"strings"
)

// The values of a PDF (ISO 32000-1, 7.3): nil, bool, float64, string, pdfName,
// pdfRef, pdfArray, pdfDict, *pdfStream; pdfWord is an operator or keyword.
type (
	pdfName  string
	pdfWord  string
	pdfRef   int
	pdfArray []any
	pdfDict  []pdfPair // files are hostile: a map for each costs ten times as much
	pdfPair  struct {
		key   string
		value any
	}
	pdfStream struct {
		pdfDict
		raw      []byte
		num, gen int // of its object
	}
)

func (d pdfDict) get(key string) any {
	for _, p := range d {
		if p.key == key {
			return p.value
		}
	}
	return nil
}

const (
	maxNesting = 64      // of arrays and dictionaries
	maxValues  = 1 << 20 // in one object
)

// pdfLexer reads values out of a file or a stream. What is broken ends it.
type pdfLexer struct {
	b      []byte
	at     int
	values int
	broken bool
}

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfDelimiter(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }

func (l *pdfLexer) skipSpace() {
	for ; l.at < len(l.b); l.at++ {
		if c := l.b[l.at]; c == '%' {
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		} else if !pdfSpace(c) {
			return
		}
	}
}

// next is the next value; ok is false at the end and where nothing can be read.
func (l *pdfLexer) next(depth int) (v any, ok bool) {
	l.skipSpace()
	if l.values++; l.at >= len(l.b) || depth > maxNesting || l.values > maxValues {
		l.broken = l.at < len(l.b)
		return nil, false
	}
	switch c := l.b[l.at]; {
	case c == '/':
		l.at++
		return pdfName(unescapedName(l.regular())), true
	case c == '(':
		return l.literal(), true
	case c == '<' && l.at+1 < len(l.b) && l.b[l.at+1] == '<':
		l.at += 2
		return l.dict(depth), true
	case c == '<':
		return l.hex(), true
	case c == '[':
		l.at++
		return l.array(depth), true
	case c == '>' && l.at+1 < len(l.b) && l.b[l.at+1] == '>':
		l.at += 2
		return pdfWord(">>"), true
	case pdfDelimiter(c):
		l.at++
		return pdfWord(c), true
	}
	return l.word(depth), true
}

// word is a number, a reference or a keyword.
func (l *pdfLexer) word(depth int) any {
	w := l.regular()
	if f, ok := pdfNumber(w); ok {
		if n := int(f); depth > 0 && float64(n) == f && n >= 0 {
			if rest := reference(l.b[l.at:min(len(l.b), l.at+12)]); rest > 0 {
				l.at += rest
				return pdfRef(n)
			}
		}
		return f
	}
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return pdfWord(w)
}

// reference is the length of " 0 R" at the start of b, 0 where there is none.
func reference(b []byte) int {
	s := strings.TrimLeft(string(b), " \r\n")
	n := strings.TrimLeft(s, "0123456789")
	r := strings.TrimLeft(n, " \r\n")
	if len(n) == len(s) || len(r) == len(n) || !strings.HasPrefix(r, "R") || len(r) > 1 && !pdfSpace(r[1]) && !pdfDelimiter(r[1]) {
		return 0
	}
	return len(b) - len(r) + 1
}

func pdfNumber(w []byte) (float64, bool) {
	if len(w) == 0 || len(w) > 32 || strings.IndexByte("+-.0123456789", w[0]) < 0 || bytes.ContainsAny(w, "xXpPiInN_eE") {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(w), 64)
	return f, err == nil
}

func (l *pdfLexer) regular() []byte {
	from := l.at
	for l.at < len(l.b) && !pdfSpace(l.b[l.at]) && !pdfDelimiter(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

func unescapedName(b []byte) string {
	if bytes.IndexByte(b, '#') < 0 {
		return string(b)
	}
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			if n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return string(out)
}

func (l *pdfLexer) literal() string {
	var out []byte
	open := 1
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return string(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// escape reads what follows a backslash, and stays on its last byte.
func (l *pdfLexer) escape(out []byte) []byte {
	if l.at++; l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	if i := strings.IndexByte("nrtbf", c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r' && l.at+1 < len(l.b) && l.b[l.at+1] == '\n':
		l.at++
		return out
	case c == '\r' || c == '\n':
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	n := 0
	for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
		n = n*8 + int(l.b[l.at]-'0')
		l.at++
	}
	l.at--
	return append(out, byte(n))
}

func (l *pdfLexer) hex() string {
	var out []byte
	half, odd := byte(0), false
	for l.at++; l.at < len(l.b) && l.b[l.at] != '>'; l.at++ {
		n := strings.IndexByte("0123456789abcdef", l.b[l.at]|0x20)
		if l.b[l.at] < '0' || n < 0 {
			continue
		}
		if odd {
			out = append(out, half|byte(n))
		}
		half, odd = byte(n)<<4, !odd
	}
	if l.at++; odd {
		out = append(out, half)
	}
	return string(out)
}

func (l *pdfLexer) array(depth int) pdfArray {
	var a pdfArray
	for {
		v, ok := l.next(depth + 1)
		if w, end := v.(pdfWord); !ok || end && (w == "]" || w == "endobj" || w == ">>") {
			return a
		}
		a = append(a, v)
	}
}

func (l *pdfLexer) dict(depth int) pdfDict {
	var d pdfDict
	for {
		k, ok := l.next(depth + 1)
		name, isName := k.(pdfName)
		if w, end := k.(pdfWord); !ok || end && (w == ">>" || w == "endobj") {
			return d
		}
		if !isName {
			continue
		}
		v, ok := l.next(depth + 1)
		if w, end := v.(pdfWord); !ok || end && w == ">>" {
			return d
		}
		d = append(d, pdfPair{string(name), v})
	}
}
