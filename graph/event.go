package graph

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Status of an event.
type Status string

// The statuses of events.
const (
	Auto      Status = "auto"
	Confirmed Status = "confirmed"
	Rejected  Status = "rejected"
	Contested Status = "contested"
)

// Event is one thing that happened, is planned or is denied (or a standing
// tie), however many articles tell of it. Lists are sorted.
type Event struct {
	ID        string
	Block     string // the block of claims that it was resolved from
	Relation  string
	Plover    string
	Mode      string
	Cameo     string
	Quad      int
	Goldstein float64
	Actor     []string
	Recipient []string
	Theme     []string // entity IDs, or words of a text in double quotes
	Mediator  []string
	Date      schema.Date // the sharpest date that its claims give
	Inferred  bool        // no text gives the date: it is the earliest publication
	Published schema.Date // the earliest publication among its articles
	Place     string      // as written
	Location  string      // the entity that Place names, or ""
	// Point is where a coder says that it was, or nil; SourceKind is that of all
	// its claims.
	Point       *schema.Point     `json:",omitempty"`
	SourceKind  schema.SourceKind `json:",omitempty"`
	Claims      []string          // IDs
	Denying     []string          // IDs of the claims among Claims that deny it
	Articles    []string          // IDs
	Reports     int               // articles that affirm it
	Independent int               // stories among them: reprints of one wire count once
	Denied      int               // articles that deny it
	Factual     bool              // at least one claim affirms and asserts it
	Modality    schema.Modality
	Confidence  float64 // of its best affirming claim
	Status      Status
	Ties        []Tie // the direct edges that it lies behind, sorted by key
	// MaybeSame are the IDs of events that may be the same, sorted, with how
	// close they came (0 to 1, in steps of 0.01).
	MaybeSame []string
	Likeness  []float64
	// RecordedAt and SupersededAt are when this version of the event came and
	// went, RFC 3339; they are no part of Digest. SupersededAt is "" for what
	// is current.
	RecordedAt, SupersededAt string `json:"-"`
}

// Parties returns the IDs of all entities that take part, sorted, once each.
func (e *Event) Parties() []string {
	var ids []string
	for _, list := range [][]string{e.Actor, e.Recipient, e.Theme, e.Mediator} {
		for _, id := range list {
			if IsEntity(id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// IsEntity tells an entity ID from words of a text, which stand in double
// quotes.
func IsEntity(party string) bool { return party != "" && !strings.HasPrefix(party, `"`) }

// Via tells how the parties of an edge came to be its ends.
type Via string

// The ways.
const (
	Direct Via = "direct" // a text names both
	Office Via = "office" // an office holder or organ acted for its state
)

// Tie is one direct edge that an event lies behind, with the share of the
// event's reports that name these two parties.
type Tie struct {
	From        string
	Relation    string // relationship type, EdgeRule.Type
	To          string
	Via         Via
	Symmetric   bool // From is the smaller ID
	Reports     int  // articles
	Independent int
	Denied      int
	Ends        bool              // the event does not make the edge but ends it
	SourceKind  schema.SourceKind `json:",omitempty"` // of the event
}

// Key identifies the edge. What coders say makes edges of its own, beside those
// of texts.
func (t *Tie) Key() string {
	key := t.From + "|" + t.Relation + "|" + t.To
	if t.SourceKind.Coded() {
		key += "|" + string(t.SourceKind)
	}
	return key
}

// Edge is a direct edge between two entities: the summary of the events
// behind it.
type Edge struct {
	Key         string // Tie.Key
	From        string
	Relation    string // relationship type
	To          string
	SourceKind  schema.SourceKind
	Via         Via // Office when only acts for a state are behind it
	Symmetric   bool
	First, Last string // ISO dates of the earliest and latest event
	Ended       string // ISO date of the event that ended it, "" while it holds
	Events      int
	Reports     int
	Independent int
	Denied      int
	Contested   bool
	Score       float64  // sum of Goldstein scores, one an event
	Confidence  float64  // of the best event
	EventIDs    []string // the latest MaxEventIDs at most, latest first
}

// MaxEventIDs bounds Edge.EventIDs; Reader.Events gives all.
const MaxEventIDs = 50

// EdgeTypes lists the relationship types that relations can give, sorted: the
// closed list from which an engine may take names into a query.
func EdgeTypes(relations map[string]*schema.Relation) []string {
	var types []string
	for _, r := range relations {
		for _, rule := range r.Edges {
			types = append(types, rule.Type)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}
