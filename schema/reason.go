package schema

// Reason says why a mention was linked to its entity: a term of the closed list
// Reasons.
type Reason string

// The reasons. Those of names come first, then what the sentence or the date
// decides, then what points back, then what the knowledge base does not know.
const (
	ByAlias           Reason = "exact alias"
	ByDemonym         Reason = "demonym"
	ByMetonym         Reason = "metonym"
	ByTransliteration Reason = "transliteration"
	ByShortForm       Reason = "short form of a known name"
	ByAcronym         Reason = "acronym defined in the text"
	BySurname         Reason = "surname of a person named before"
	ByKnownSurname    Reason = "surname of a known person"
	ByOffice          Reason = "office on that date"
	BySurnameOffice   Reason = "surname and office on that date"
	ByEarlierOffice   Reason = "office before that date"
	ByGovernment      Reason = "context: acts as a government"
	ByPlace           Reason = "context: stands as a place"
	ByNamed           Reason = "context: named elsewhere in the text"
	ByCountry         Reason = "context: its country is spoken of"
	ByWords           Reason = "context: words of the text"
	ByKind            Reason = "context: kind of name"
	ByDate            Reason = "context: so on that date"
	ByPrior           Reason = "commonest meaning"
	ByPart            Reason = "part of a longer name"
	ByOrgan           Reason = "organ of a named actor"
	ByOwnOrgan        Reason = "organ with a name of its own"
	ByPeople          Reason = "people named by a noun"
	ByApposition      Reason = "apposition"
	ByPronoun         Reason = "pronoun"
	ByNounPhrase      Reason = "noun phrase that points back"
	BySpeaker         Reason = "organ of the actor that speaks of it"
	ByNoName          Reason = "party without a name"
	ByCode            Reason = "code of a table"
	ByNone            Reason = "unknown to the knowledge base"
)

// Reasons are all of them, in the order above.
var Reasons = []Reason{
	ByAlias, ByDemonym, ByMetonym, ByTransliteration, ByShortForm, ByAcronym, BySurname, ByKnownSurname,
	ByOffice, BySurnameOffice, ByEarlierOffice, ByGovernment, ByPlace, ByNamed, ByCountry, ByWords, ByKind, ByDate, ByPrior,
	ByPart, ByOrgan, ByOwnOrgan, ByPeople, ByApposition, ByPronoun, ByNounPhrase, BySpeaker, ByNoName, ByCode, ByNone,
}
