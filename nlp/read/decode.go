package read

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	mark "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

const (
	convert = "convert it to UTF-8, or name its charset"
	guessed = "it is not UTF-8; it was read as windows-1252"
)

// whole reads a file that is one document, within the limit.
func (in Input) whole() ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in.Reader, in.Options.MaxBytes+1))
	if int64(len(b)) > in.Options.MaxBytes {
		return nil, tooLarge("the document", in.Options)
	}
	return b, err
}

func tooLarge(what string, o Options) *Error {
	return skip(TooLarge, "split it, or raise the limit (--max-document)", "%s has more than %s", what, size(o.MaxBytes))
}

// text is whole, decoded to UTF-8 by a byte order mark, by declared (nil for
// nothing declared), or by looking at it.
func (in Input) text() (text string, warnings []string, err error) {
	b, err := in.whole()
	if err != nil {
		return "", nil, err
	}
	return in.decode(b, nil)
}

func (in Input) decode(b []byte, declared encoding.Encoding) (text string, warnings []string, err error) {
	enc, n := byteOrderMark(b)
	b = b[n:]
	if in.Options.Charset != "" {
		if enc, err = charsetOf(in.Options.Charset); err != nil {
			return "", nil, err
		}
	}
	if enc == nil && n == 0 && !utf8.Valid(b) {
		enc = declared
	}
	if enc == nil {
		text, warning, err := utf8Text(b)
		if warning != "" {
			warnings = []string{warning}
		}
		return text, warnings, err
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", nil, problem(convert, "its charset cannot be decoded: %w", err)
	}
	return string(out), nil, nil
}

// stream is the file's reader for formats of many records. A byte order mark
// is taken off, and what it or Options.Charset says is decoded; otherwise the
// bytes are as in the file, and each record goes through utf8Text.
func (in Input) stream() (*bufio.Reader, error) {
	head, _ := in.Reader.Peek(4)
	enc, n := byteOrderMark(head)
	if _, err := in.Reader.Discard(n); err != nil {
		return nil, err
	}
	if in.Options.Charset != "" {
		var err error
		if enc, err = charsetOf(in.Options.Charset); err != nil {
			return nil, err
		}
	}
	return decoded(in.Reader, enc), nil
}

func decoded(r *bufio.Reader, enc encoding.Encoding) *bufio.Reader {
	if enc == nil || enc == mark.UTF8 || enc == encoding.Nop {
		return r
	}
	return bufio.NewReaderSize(transform.NewReader(r, enc.NewDecoder()), 64<<10)
}

// byteOrderMark gives the length of the mark at the beginning of b, and the
// encoding to decode with, nil for UTF-8 and for no mark.
func byteOrderMark(b []byte) (encoding.Encoding, int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return nil, 3
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return mark.UTF16(mark.LittleEndian, mark.IgnoreBOM), 2
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return mark.UTF16(mark.BigEndian, mark.IgnoreBOM), 2
	}
	return nil, 0
}

var errCharset = errors.New("it is neither UTF-8 nor plausible as windows-1252")

// utf8Text gives b as it is when it is UTF-8, decoded with a warning when it
// is plausible as windows-1252, and an error otherwise.
func utf8Text(b []byte) (text, warning string, err error) {
	if utf8.Valid(b) {
		return string(b), "", nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil || !plausible1252(b, string(out)) {
		return "", "", problem(convert, "%w (byte %d)", errCharset, firstInvalid(b))
	}
	return string(out), guessed, nil
}

// plausible1252 reports whether b, which decodes to text, was written in
// windows-1252. What was cut out of UTF-8, or is in the charset of another
// script or platform, shows in runes that no word of Western Europe has: a
// sign between two letters, a capital after a small letter, or too many
// letters beyond ASCII.
func plausible1252(b []byte, text string) bool {
	high, letters := 0, 0
	for i := range b {
		if b[i] < utf8.RuneSelf {
			continue
		}
		if _, n := utf8.DecodeRune(b[i:]); n > 1 {
			return false // a good UTF-8 sequence beside bad bytes
		}
	}
	before, last := ' ', ' '
	for _, r := range text + " " {
		switch {
		case r == utf8.RuneError, r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f':
			return false
		case r >= 0x80 && r < 0xA0: // undefined in windows-1252
			return false
		case strange(before, last, r):
			return false
		}
		if unicode.IsLetter(r) {
			letters++
			if r >= utf8.RuneSelf {
				high++
			}
		}
		before, last = last, r
	}
	return high*4 <= letters
}

// strange reports whether last cannot stand between before and next in a word.
func strange(before, last, next rune) bool {
	if last < utf8.RuneSelf || !unicode.IsLetter(before) {
		return false
	}
	switch {
	case unicode.IsUpper(last):
		return unicode.IsLower(before)
	case unicode.IsLetter(last):
		return last == 'ª' || last == 'º' || last == 'µ'
	case last == '’' || last == '‘' || last == '–' || last == '—' || last == '\u00a0' || last == '\u00ad' || last == '·' || last == '…' || last == '”' || last == '“':
		return false
	}
	return unicode.IsLetter(next)
}

// mostlyUTF8 reports whether b has many more good sequences beyond ASCII than
// bad bytes.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > 10*bad
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(b)
}
