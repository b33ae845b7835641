package schema

// Kind is what sort of thing an entity is; it is also its label in Neo4j.
type Kind string

// The kinds of entities.
const (
	State         Kind = "State"
	Person        Kind = "Person"
	MilitantGroup Kind = "MilitantGroup"
	IGO           Kind = "IGO"
	Organization  Kind = "Organization" // ministry, army, agency, party, company, media, NGO
	Population    Kind = "Population"
	Place         Kind = "Place"
)

// Kinds lists every Kind, in the order of reports.
var Kinds = []Kind{State, Person, MilitantGroup, IGO, Organization, Population, Place}

// Entity is one real thing that takes part in international relations.
type Entity struct {
	// ID is "state:PAK", "person:donald-trump", "group:isis-k", "igo:un",
	// "org:irgc", "place:gaza"; what the knowledge base lacks is
	// "nil:KIND:normal-name".
	ID      string
	Kind    Kind
	Name    string
	Aliases []string          // sorted; without Name
	Codes   map[string]string // "iso2", "iso3", "cow", "wikidata"
	Country string            // ID of the state that it belongs to or serves, "" for none
	Sector  string            // PLOVER sector: GOV, MIL, REB, IGO…; "" when unknown
	Curated bool              // from the knowledge base, not from a text
}

// MentionType tells how a text refers to an entity.
type MentionType string

// The types of mentions.
const (
	Name    MentionType = "name"
	Nominal MentionType = "nominal"
	Pronoun MentionType = "pronoun"
)

// Mention is one place where an article refers to an entity.
type Mention struct {
	Span
	Entity string // Entity.ID
	Type   MentionType
	Link
}

// Link says how sure it is that a mention means its entity, and why.
type Link struct {
	Score  float64 // 0 to 1
	Reason Reason
	// Sector is the PLOVER sector in which an unnamed official or organ acts for
	// its entity: MIL for "Israeli troops"; "" for what is named.
	Sector string
	// Holder is the ID of the person who held the named office on the day of
	// the article, where the entity is what the office is of: "the Israeli prime
	// minister" is Israel, held by the person.
	Holder string
}
