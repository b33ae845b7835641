package read

import (
	"bytes"
	"context"
	"strings"
	"unicode"
)

// Text is plain text, one article a file: front matter or header lines, a
// headline set apart by a blank line, then the body. Line ends become "\n".
var Text = Format{
	Name:       "text",
	Extensions: []string{".txt", ".text"},
	Sniff:      func(head []byte) bool { return len(head) > 0 && !looksBinary(head) },
	Read:       single(readText),
}

func readText(_ context.Context, in Input) (Entry, error) {
	text, warnings, err := in.text()
	if err != nil {
		return Entry{}, err
	}
	if strings.ContainsRune(text, 0) {
		return Entry{}, nulByte()
	}
	e := Entry{Warnings: warnings}
	if in.Options.Whole {
		e.Text = text
		return e, nil
	}
	rest := frontMatter(evenLines(text), &e)
	return finishText(in, head(rest, &e), e)
}

// finishText puts the body of a text or Markdown file into its entry.
func finishText(in Input, body string, e Entry) (Entry, error) {
	e.Text = strings.TrimRightFunc(body, unicode.IsSpace)
	if e.Date == "" {
		e.Date = inName(in.Name)
	}
	return e, nil
}

func nulByte() *Error {
	return skip(Binary, "if it is UTF-16, save it as UTF-8 or with a byte order mark", "it is not text: it holds NUL bytes")
}

func evenLines(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// beginsWith reports whether head begins, after white space, with one of
// prefixes (lower case) in any case.
func beginsWith(head []byte, prefixes ...string) bool {
	head = bytes.TrimLeftFunc(head, unicode.IsSpace)
	for _, p := range prefixes {
		if len(head) >= len(p) && strings.EqualFold(string(head[:len(p)]), p) {
			return true
		}
	}
	return false
}
