package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Hash is a short stable digest of parts, for computed IDs: 16 hex digits
// (64 bits) of SHA-256 over the parts with their lengths.
func Hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p))))
		h.Write([]byte{':'})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// ArticleID computes an article's ID from its canonical URL or, without one,
// from its text with white space and letter case evened out.
func ArticleID(rawURL, text string) string {
	if u := CanonicalURL(rawURL); u != "" {
		return "article:" + Hash("url", u)
	}
	return "article:" + Hash("text", strings.ToLower(strings.Join(strings.Fields(text), " ")))
}

// RowID computes the ID of a coder's row of a table from the coder and its own
// ID of the event: never that of an article, also where the row has an address.
func RowID(kind SourceKind, id string) string {
	return "article:" + Hash("row", string(kind), id)
}

// ContentHash tells whether an article's words have changed.
func ContentHash(a *Article) string {
	return Hash(a.Title, a.Text, a.Published.Value, a.URL, a.Source)
}

// CanonicalURL evens out what does not change which page an address means:
// scheme and its usual port, "www.", the root's dot, fragment, trailing slash and
// tracking parameters. It returns
// "" for what is not an http(s) address.
func CanonicalURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" || k == "ref" {
			q.Del(k)
		}
	}
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "" || port == "80" || port == "443" {
		host = strings.TrimSuffix(strings.TrimSuffix(host, ":"+port), ".")
	}
	s := "https://" + strings.TrimPrefix(host, "www.") + strings.TrimSuffix(u.EscapedPath(), "/")
	if enc := q.Encode(); enc != "" {
		s += "?" + enc
	}
	return s
}

// ClaimID computes a claim's ID from where it stands and what it says.
func ClaimID(c *Claim) string {
	list := func(xs []string) string { return strings.Join(xs, "\x1f") }
	span := func(s Span) string { return strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End) }
	return "claim:" + Hash(c.Article, span(c.Evidence.Sentence.Span), span(c.Evidence.Trigger), c.Relation,
		list(c.Actor), list(c.Recipient), list(c.Theme), list(c.Mediator), string(c.Polarity), string(c.Modality), c.Speaker)
}

// Normal is a name's normal form, by which unknown actors are keyed: lower
// case letters and digits joined by single hyphens.
func Normal(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’' || r == '.':
			// "N'Djamena" and "U.S." stay one word
		default:
			gap = true
		}
	}
	return b.String()
}
