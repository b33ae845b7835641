package brief

import (
	"io"
	"strings"
	"unicode"
)

// writePlain writes a page without the characters that steer a terminal or
// turn the direction of writing: with them a title or a name from an article
// could rewrite the words beside it. Scripts that are written from the right
// need none of them.
func writePlain(w io.Writer, page string) error {
	_, err := io.WriteString(w, strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, page))
	return err
}
