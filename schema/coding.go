package schema

// Coding is what one row of a coder's table of events says, in the coder's own
// terms. Spans are into the text of the article that the row makes.
type Coding struct {
	Kind      SourceKind
	ID        string // the coder's own, one for each event
	Scheme    string // of Code: the name of a crosswalk
	Code      string
	At        Span // of the code
	Actor     []CodedParty
	Recipient []CodedParty
	Date      Date
	Place     string // as written, the smallest first: "Kupiansk, Kharkiv, Ukraine"
	Country   string // of the place: name or code, "" where unknown
	Point     *Point
}

// CodedParty is somebody as a coder names him. What the coder does not say is
// empty.
type CodedParty struct {
	Span
	Name    string
	Country string   // name, ISO 3166 or CAMEO code
	Sectors []string // codes or names, the most telling first
	Group   string   // CAMEO's code of a known group
}
