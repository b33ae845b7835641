package schema

import "strings"

// Polarity tells whether a text affirms or denies a claim.
type Polarity string

// The polarities.
const (
	Affirmed Polarity = "affirmed"
	Denied   Polarity = "denied"
)

// Modality tells in which way a text holds a claim.
type Modality string

// The modalities.
const (
	Asserted    Modality = "asserted"    // said as a fact that has happened or holds
	Future      Modality = "future"      // will, plans, is scheduled, pledged
	Conditional Modality = "conditional" // may, could, if
	Demanded    Modality = "demanded"    // someone asks for it
	Alleged     Modality = "alleged"     // left to a speaker
)

// Polarities and Modalities list the values that a claim may have.
var (
	Polarities = []Polarity{Affirmed, Denied}
	Modalities = []Modality{Asserted, Future, Conditional, Demanded, Alleged}
)

// Role is the part that an entity plays in a claim.
type Role string

// The roles.
const (
	RoleActor     Role = "actor"
	RoleRecipient Role = "recipient"
	RoleTheme     Role = "theme"
	RoleMediator  Role = "mediator"
	RoleSpeaker   Role = "speaker"
	RoleCue       Role = "cue" // the words that gave polarity or modality
)

// Claim is what one sentence of one article says about two or more parties.
// Lists of parties are sorted and without repetition.
type Claim struct {
	ID        string // ClaimID
	Article   string // Article.ID
	Relation  string // Relation.Name
	Actor     []string
	Recipient []string
	Theme     []string // entity IDs, or words of the text in double quotes
	Mediator  []string
	Polarity  Polarity
	Modality  Modality
	Speaker   string // entity ID, or ""
	Date      Date   // of the event, resolved against publication
	Place     string // as written, or ""
	Point     *Point // where a coder says that it was, or nil
	// SourceKind is that of the article. The evidence of a coder's claim is the
	// row: Sentence holds its cells, Quote the code.
	SourceKind SourceKind
	Evidence   Evidence
}

// Evidence is where a claim stands in its article. A claim without it cannot
// be made.
type Evidence struct {
	Sentence   Quote
	Quote      Quote // the shortest stretch that carries the claim
	Trigger    Span  // the word that fired the rule
	Marks      []Mark
	Rule       string  // "relations/extradites.yaml:14"
	Confidence float64 // 0 to 1
	Page       int     // on which Quote begins, from 1; 0 for a text without pages, and until the article is recorded
}

// PageAt is the page on which a place in a text is, in bytes from its start:
// pages are divided by form feeds. It is 0 for a text without any.
func PageAt(text string, at int) int {
	if !strings.Contains(text, "\f") {
		return 0
	}
	return 1 + strings.Count(text[:min(max(at, 0), len(text))], "\f")
}

// Mark says which words of the sentence name a party or give a cue.
type Mark struct {
	Role Role
	Span
}

// Extraction is everything that the nlp side says of one article: what goes
// over to the graph.
type Extraction struct {
	Article  Article
	Entities []Entity  // sorted by ID; every one is mentioned or is a claim's party
	Mentions []Mention // in text order
	Claims   []Claim   // in text order
}

// Cameo is the claim's CAMEO code: a CAMEO coder's own, else that of its
// relation.
func (c *Claim) Cameo(r *Relation) string {
	if (c.SourceKind == GDELT || c.SourceKind == ICEWS) && c.Evidence.Quote.Text != "" {
		return c.Evidence.Quote.Text
	}
	return r.Cameo
}
