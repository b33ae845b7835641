package read

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
)

// Skip is the kind of a document that was left out although nothing went
// wrong in reading it. The empty Skip is a mistake in the input.
type Skip string

// The kinds of documents that are left out.
const (
	Empty       Skip = "empty"
	Binary      Skip = "binary"
	NoArticle   Skip = "no article"
	TooLarge    Skip = "too large"
	Unsupported Skip = "unsupported"
	Linked      Skip = "link"        // an address without a text: Error.Link
	Unfetched   Skip = "not fetched" // one whose page could not be had; set by who fetches
)

// Error is one document, or one input, that could not be read. Reading goes
// on with the next one.
type Error struct {
	Path   string // as the caller gave it, or below the folder that he gave; "-" is standard input
	Member string // the file within an archive, "" outside of one
	Line   int    // from 1; 0 where lines say nothing
	Skip   Skip
	Err    error  // what is wrong
	Do     string // what to do about it
	Link   *Link  // what the input leads to, nil where it has its text itself
}

// Error says in one line what was read, where, what is wrong and what to do.
// Names with control characters are quoted, so that it is safe to print.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("read ")
	if e.Path == stdin {
		b.WriteString("standard input")
	} else {
		b.WriteString(show(e.Path))
	}
	if e.Member != "" {
		b.WriteString(": " + show(e.Member))
	}
	if e.Line > 0 {
		b.WriteString(": line " + strconv.Itoa(e.Line))
	}
	if e.Err != nil {
		b.WriteString(": " + plainWords(e.Err.Error()))
	}
	if e.Do != "" {
		b.WriteString("; " + e.Do)
	}
	return b.String()
}

// Unwrap gives what is wrong, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// problem makes an Error of which only the place is still unknown.
func problem(do, format string, args ...any) *Error {
	return &Error{Err: fmt.Errorf(format, args...), Do: do}
}

func skip(kind Skip, do, format string, args ...any) *Error {
	return &Error{Skip: kind, Err: fmt.Errorf(format, args...), Do: do}
}

func (e *Error) at(line int) *Error {
	e.Line = line
	return e
}

// broken says what an error of the input's reader means for its user.
func broken(err error) *Error {
	var own *Error
	var path *fs.PathError
	switch {
	case errors.As(err, &own):
		e := *own
		return &e
	case errors.Is(err, io.ErrUnexpectedEOF):
		return problem("fetch or pack it again; the documents before the break were read", "it is cut short: %w", err)
	case errors.Is(err, fs.ErrNotExist):
		return problem("check the path", "%w", fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return problem("allow reading it (chmod +r) or leave it out", "%w", fs.ErrPermission)
	case errors.As(err, &path):
		return problem("check the file", "%w", path.Err)
	}
	return problem("check the file, or fetch it again; the documents before the break were read", "%w", err)
}

// show is a name from outside, fit to be printed.
func show(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(name)
	}
	return name
}

// plainWords takes the control characters out of a message, which may quote
// the input.
func plainWords(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
