package model

import (
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Sentence is what the model looks at: a sentence's tree with the grammatical
// functions that package relation reads off it. All slices that speak of
// tokens are as long as Tokens; token numbers are indexes, -1 for none.
type Sentence struct {
	Tokens  []analysis.Token
	Lower   []string // words in lower case
	Lemma   []string // lemmas in lower case
	Subject []int    // logical subject of verbs, nouns and adjectives
	Object  []int    // logical object of verbs
	Prep    []string // preposition of nominals, "" for none
	Passive []bool
	Parties []Party
	Cues    []Cue
	Found   []Found
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
	Country string // ID of the state it belongs to, "" for none
	Crowd   bool   // a noun without a name
	Name    string // of a crowd
}

// Cue says that the patterns list a token as a trigger of a relation.
type Cue struct {
	Token    int
	Relation string
	Holds    bool // the pattern's particle and conditions are met
}

// Found is a pair that the patterns have found in the sentence.
type Found struct {
	Relation string
	A, B     string // IDs of actor and recipient, or of two actors
}

// Proposal is a claim that the model believes in.
type Proposal struct {
	Relation  string
	Actor     int // index in Sentence.Parties
	Recipient int
	Trigger   int     // token
	Score     float64 // probability that the claim is right
}
