// Package analysis holds the document that flows through the stages of nlp,
// and what a stage is.
package analysis

import "github.com/entente-kg/entente/schema"

// Doc is one article and all that the stages have found in it so far. It
// belongs to one goroutine at a time.
type Doc struct {
	Article   *schema.Article
	Sentences []Sentence
	Names     []Name           // in text order, not overlapping
	Dates     []When           // in text order
	Mentions  []Mention        // in text order; one may lie within another
	Entities  []*schema.Entity // what Mentions and Claims refer to, in order of first mention
	Claims    []schema.Claim   // in text order

	byID map[string]*schema.Entity
}

// Entity returns the document's entity with the ID, or nil.
func (d *Doc) Entity(id string) *schema.Entity { return d.byID[id] }

// AddEntity makes the entity known to the document and returns the one that
// is kept: the first with its ID.
func (d *Doc) AddEntity(e schema.Entity) *schema.Entity {
	if old := d.byID[e.ID]; old != nil {
		return old
	}
	if d.byID == nil {
		d.byID = map[string]*schema.Entity{}
	}
	d.byID[e.ID] = &e
	d.Entities = append(d.Entities, &e)
	return &e
}

// Text returns the words that s covers.
func (d *Doc) Text(s schema.Span) string { return s.Of(d.Article.Text) }

// Sentence is a stretch of text with its tokens. Heads are indexes into
// Tokens, so that a sentence can be analysed by itself.
type Sentence struct {
	schema.Span
	Tokens []Token
	// States is what the parser's network knows of each token in its context:
	// for every token equally many numbers, times 127. It is nil where no
	// later stage asked for it.
	States []int8
}

// Token is a word or a mark, as Universal Dependencies (English) cuts them:
// "don't" is do + n't, "Iran's" is Iran + 's, "US-India" is US + - + India.
type Token struct {
	schema.Span
	Lemma  string // lower case except for proper nouns
	UPOS   string // Universal part of speech: NOUN, PROPN, VERB, …
	XPOS   string // Penn Treebank tag: NN, NNP, VBD, …
	Feats  string // UD features in UD's notation, "" for none
	Head   int    // index of the head in Sentence.Tokens, -1 for the root
	Deprel string // Universal dependency relation to the head: nsubj, obj, obl, …
}

// Label is the class of a name.
type Label string

// The labels of names.
const (
	PER   Label = "PER"
	ORG   Label = "ORG"
	LOC   Label = "LOC" // states and places
	NORP  Label = "NORP"
	EVENT Label = "EVENT"
	MISC  Label = "MISC"
)

// Name is a proper name in the text. First and Last are token indexes in
// Doc.Sentences[Sentence].Tokens, Last exclusive.
type Name struct {
	schema.Span
	Label       Label
	Sentence    int
	First, Last int
}

// When is an expression of time, resolved against the publication date. A
// range has To set as well.
type When struct {
	schema.Span
	From, To    schema.Date
	Sentence    int
	First, Last int // tokens, Last exclusive
}

// Mention is a stretch of text that refers to one or, as "the two countries"
// does, several entities.
type Mention struct {
	schema.Span
	Sentence    int
	First, Last int // tokens, Last exclusive
	Head        int // the token that stands for the mention in the tree
	Entities    []string
	Type        schema.MentionType
	Form        schema.Form
	schema.Link
}
