// Package token cuts a text into sentences and tokens as Universal
// Dependencies (English) has them, with the exact bytes that each covers.
//
// The first cut is that of prose and of the punkt model that prose uses. It
// knows neither offsets nor the conventions of the treebanks, so two small
// linear classifiers, trained on treebanks, make the final cuts: one decides
// at each place inside a run of non-blank characters whether a token ends
// there, the other at each token whether a sentence ends there. What the first
// cut says is one of their features.
package token

import (
	"context"
	"errors"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

// Options of a Tokenizer; the zero value is what most callers want.
type Options struct {
	// MaxTokens is the length, in tokens, at which a sentence is cut at its
	// best mark whatever the classifier says; 0 means 300.
	MaxTokens int
	// Model replaces the built-in weights.
	Model []byte
}

// Tokenizer cuts texts. It is safe for use by several goroutines.
type Tokenizer struct {
	max   int
	model *Model
	punkt *punkt
	pool  sync.Pool
}

// New builds a Tokenizer; do it once, it loads models.
func New(o Options) (*Tokenizer, error) {
	if o.MaxTokens < 0 {
		return nil, errors.New("token: MaxTokens is negative")
	}
	if o.MaxTokens == 0 {
		o.MaxTokens = 300
	}
	if o.Model == nil {
		o.Model = weights.Token
	}
	m, err := ReadModel(o.Model)
	if err != nil {
		return nil, err
	}
	return build(m, o.MaxTokens)
}

func build(m *Model, maxTokens int) (*Tokenizer, error) {
	p, err := newPunkt()
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{max: maxTokens, model: m, punkt: p}
	t.pool.New = func() any { return new(scratch) }
	return t, nil
}

// Stage fills Doc.Sentences from the article's text.
func (t *Tokenizer) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "Token",
		Doc:   "Cuts the text into sentences and tokens.",
		Gives: []analysis.Layer{analysis.Sentences},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			d.Sentences = t.Sentences(d.Article.Text)
			return ctx.Err()
		},
	}
}

// Sentences cuts a text. Every byte that is not white space lies in exactly one
// token, tokens are in order, none spans white space, and each sentence goes
// from the start of its first token to the end of its last. Heads are -1.
func (t *Tokenizer) Sentences(text string) []analysis.Sentence {
	s := t.pool.Get().(*scratch)
	defer t.pool.Put(s)
	s.reset()
	t.cut(text, s)
	tokens := make([]analysis.Token, len(s.tokens))
	for i, sp := range s.tokens {
		tokens[i] = analysis.Token{Span: sp, Head: -1}
	}
	sentences := make([]analysis.Sentence, 0, len(s.ends))
	from := 0
	for _, end := range s.ends {
		sentences = append(sentences, analysis.Sentence{
			Span:   schema.Span{Start: tokens[from].Start, End: tokens[end-1].End},
			Tokens: tokens[from:end:end],
		})
		from = end
	}
	return sentences
}

// Words cuts a short text, such as a name of the knowledge base, into tokens
// and does not look for sentences.
func (t *Tokenizer) Words(text string) []schema.Span {
	s := t.pool.Get().(*scratch)
	defer t.pool.Put(s)
	s.reset()
	t.cut(text, s)
	return append([]schema.Span(nil), s.tokens...)
}

// cut leaves the tokens, and the index after the last token of each sentence,
// in s.
func (t *Tokenizer) cut(text string, s *scratch) {
	b := newBlocks(text)
	for b.next() {
		s.begin(text, b.start, b.end)
		s.firstCut(t.punkt)
		from := len(s.tokens)
		s.split(t.model)
		s.sentences(t.model, from, t.max, b.wrapped)
	}
}
