package nlp

import (
	"context"
	"fmt"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/nlp/when"
	"github.com/entente-kg/entente/schema"
	"golang.org/x/sync/errgroup"
)

// Language is the linguistic part of a pipeline: sentences, tags, trees as
// treebanks have them, names and dates. It needs no knowledge base. It is safe
// for concurrent use.
type Language struct {
	// AnyLanguage is as in Options.
	AnyLanguage bool

	tokens *token.Tokenizer
	tags   *tag.Tagger
	trees  *parse.Parser
	names  *name.Recognizer
}

// LoadLanguage loads the models, each on a core of its own.
func LoadLanguage() (*Language, error) {
	var l Language
	var load errgroup.Group
	load.Go(func() (err error) { l.tokens, err = token.New(token.Options{}); return err })
	load.Go(func() (err error) { l.tags, err = tag.Load(); return err })
	load.Go(func() (err error) { l.trees, err = parse.Load(); return err })
	load.Go(func() (err error) { l.names, err = name.Load(); return err })
	return &l, load.Wait()
}

// Trees is the parser.
func (l *Language) Trees() *parse.Parser { return l.trees }

// stages fill a document that has sentences and tokens.
func (l *Language) stages() []analysis.Stage {
	return []analysis.Stage{l.tags.Stage(), l.trees.Stage(), l.names.Stage(), when.Stage()}
}

// Analyse finds all that the linguistic stages find in an article.
func (l *Language) Analyse(ctx context.Context, a schema.Article) (*analysis.Doc, error) {
	if err := CheckLanguage(a, l.AnyLanguage); err != nil {
		return nil, err
	}
	d := &analysis.Doc{Article: &a}
	return d, run(ctx, append([]analysis.Stage{l.tokens.Stage()}, l.stages()...), d)
}

// Complete keeps the sentences and tokens that a document has, and fills in
// everything else.
func (l *Language) Complete(ctx context.Context, d *analysis.Doc) error {
	return run(ctx, l.stages(), d)
}

// CheckLanguage refuses, with ErrLanguage, what is marked as another language
// than English.
func CheckLanguage(a schema.Article, anyLanguage bool) error {
	if anyLanguage || a.Lang == "" || a.Lang == "en" {
		return nil
	}
	return fmt.Errorf("%s: the text seems to be in another language (%s): %w", a.Key, a.Lang, ErrLanguage)
}

// run takes the document through the stages, and says which article failed. A
// document that has no tokens yet is read as its text is seen; all spans are
// into the text as it is written.
func run(ctx context.Context, stages []analysis.Stage, d *analysis.Doc) error {
	written := d.Article
	var v *visible
	if d.Sentences == nil {
		v = readVisible(written.Text)
	}
	if v != nil {
		seen := *written
		seen.Text = v.text
		d.Article = &seen
	}
	err := analysis.Run(ctx, stages, d)
	if v != nil {
		v.restore(d, written)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", written.Key, err)
	}
	return nil
}
