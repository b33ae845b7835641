package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBlock bounds the bytes that are cut at a time, so that memory and time do
// not depend on how long a paragraph is.
const maxBlock = 32 << 10

// blocks walks over the paragraphs of a text: stretches without an empty line.
// A paragraph longer than maxBlock comes in several blocks.
type blocks struct {
	text       string
	start, end int
	wrapped    bool // lines of this text are broken at a margin
}

func newBlocks(text string) *blocks { return &blocks{text: text, wrapped: wrapped(text)} }

func (b *blocks) next() bool {
	i := b.end
	for i < len(b.text) {
		r, n := utf8.DecodeRuneInString(b.text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	if i == len(b.text) {
		return false
	}
	b.start = i
	limit := min(len(b.text), i+maxBlock)
	for i < limit {
		j := strings.IndexAny(b.text[i:limit], "\n\f\v\u2029")
		if j < 0 {
			break
		}
		i += j
		if k := blank(b.text[i:]); k > 0 {
			b.end = i + k
			return true
		}
		i++
	}
	b.end = limit
	if limit == len(b.text) {
		return true
	}
	b.end = lastSpace(b.text, b.start, limit)
	return true
}

// blank is the length of the white space at the start of s if it ends a
// paragraph, else 0. A page may end within a sentence, which then goes on with
// a small letter.
func blank(s string) int {
	lines, page := 0, false
	for i, r := range s {
		switch {
		case r == '\n':
			lines++
		case r == '\f':
			page = true
		case r == '\v' || r == '\u2029':
			lines = 2
		case !unicode.IsSpace(r):
			if lines > 1 || page && !unicode.IsLower(r) {
				return i
			}
			return 0
		}
		if i > 4096 {
			return i
		}
	}
	return len(s)
}

// lastSpace is where to cut a block that is too long: after its last sentence
// mark before white space, else at its last white space, else between two
// characters.
func lastSpace(text string, start, limit int) int {
	half := start + (limit-start)/2
	for _, marks := range []string{".!?", ""} {
		for i := limit - 1; i > half; i-- {
			if c := text[i]; (c == ' ' || c == '\n' || c == '\t') && (marks == "" || strings.IndexByte(marks, text[i-1]) >= 0) {
				return i
			}
		}
	}
	for limit > half && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return limit
}

// wrapped reports whether the single line breaks of a text look like those of
// a margin (most lines about as long as the longest) and not like the ends of
// paragraphs.
func wrapped(text string) bool {
	const look = 64 << 10
	text = text[:min(len(text), look)]
	var lines, long, longest int
	for line := range strings.SplitSeq(text, "\n") {
		if n := len(strings.TrimSpace(line)); n > 0 {
			lines++
			longest = max(longest, n)
		}
	}
	if lines < 3 || longest > 120 {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		if n := len(strings.TrimSpace(line)); n > longest*7/10 {
			long++
		}
	}
	return long*2 > lines
}
