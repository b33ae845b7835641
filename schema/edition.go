package schema

import (
	"strings"
	"time"
)

// Edition orders the versions of one article: of two, the one with the greater
// edition counts, in whatever order they come. It is four words:
//
//   - when the article says that it was changed or published,
//   - when its file was written,
//   - ContentHash,
//   - a hash of the input's own key and language.
//
// An article with an address is one that may change, so the latest version
// counts, and so is a coder's row. One without is known by its text, so that its versions are reprints
// of one text: the earliest counts, for what it calls yesterday was the day
// before it first came out, and one that names its source before one that does
// not. Its first word is made of the date with 9 in the place of 0, 8 of 1, and
// so on.
func Edition(a *Article) string {
	stated, filed := a.Published.Value, ""
	switch {
	case CanonicalURL(a.URL) == "" && !a.SourceKind.Coded():
		stated = strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return '9' - (r - '0')
			}
			return r
		}, stated) + "/"
		if a.Source != "" {
			stated += "named"
		}
	default:
		if !a.Updated.IsZero() {
			stated = a.Updated.UTC().Format(time.RFC3339)
		}
		if !a.Filed.IsZero() {
			filed = a.Filed.UTC().Format("2006-01-02T15:04:05.000000000Z")
		}
	}
	word := func(s string) string {
		if s = strings.Join(strings.Fields(s), ""); s == "" {
			return "-" // less than any digit
		}
		return s
	}
	return strings.Join([]string{word(stated), word(filed), ContentHash(a), Hash(a.Key, a.Lang)}, " ")
}
