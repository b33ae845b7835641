package learned

import (
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Sentence is what the model looks at: a sentence's tree, with the grammatical
// functions that package relation reads off it. Slices that speak of tokens
// are as long as Tokens; token numbers are indexes, -1 for none.
type Sentence struct {
	Tokens  []analysis.Token
	States  []int8   // the parser's, for each token equally many
	Lower   []string // words in lower case
	Lemma   []string // lemmas in lower case
	Subject []int    // logical subject of verbs, nouns and adjectives
	Object  []int    // logical object of verbs
	Prep    []string // preposition of nominals, "" for none
	Passive []bool
	Parties []Party
	Cues    []Cue
}

// Party is a mention of somebody who may take part in a claim, or a noun for
// a crowd that has no name.
type Party struct {
	ID      string // of the entity
	Token   int    // the one that stands for it in the tree
	First   int    // first token
	Last    int    // after the last token
	Kind    schema.Kind
	Type    schema.MentionType
	Form    schema.Form
	Country string   // ID of the state it belongs to, "" for none
	Crowd   bool     // a noun without a name
	Forms   []string // of a crowd or people, as the text names them
}

// Cue says that the patterns list a token as a trigger of a relation.
type Cue struct {
	Token    int
	Relation string
	Holds    bool // the pattern's particle and conditions are met
}
