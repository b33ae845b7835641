package schema

import "time"

// Span is a half-open range of bytes, [Start, End), into Article.Text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Of returns the text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Len is the number of bytes covered.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies wholly within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Quote is a span together with the words that it covers, for readers who do
// not have the article at hand.
type Quote struct {
	Span
	Text string `json:"text"`
}

// Article is a document after reading. It never changes: every position in
// the project is a byte Span into Text.
type Article struct {
	// ID is computed from the canonical URL, or from the normalised text when
	// there is none (ArticleID).
	ID string
	// Key is the input's own id, or its file name without extension.
	Key       string
	URL       string
	Title     string
	Text      string
	Lang      string // ISO 639-1, "" while unknown
	Source    string // the publisher's domain or name, "" when unknown
	Published Date   // precision day, or zero when unknown
	// Updated is when this version was published or last changed, where the
	// input says more of it than the day; Filed is when the file that it stands
	// in was last written. Both are zero when unknown, and tell the versions of
	// one article apart (Edition).
	Updated, Filed time.Time
	// SourceKind is FromText for what is an article, else the coder whose table
	// it is a row of; Text then holds the row's cells.
	SourceKind SourceKind
}
