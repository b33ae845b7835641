// Package nlp turns articles into claims: who did what to whom, as their
// sentences say it. It knows no database.
//
//	p, err := nlp.New(nlp.Options{})
//	x, err := p.Extract(ctx, article)
//	for _, c := range x.Claims { … }
package nlp

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/coref"
	"github.com/entente-kg/entente/nlp/entity"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/nlp/when"
	"github.com/entente-kg/entente/schema"
	"golang.org/x/sync/errgroup"
)

// Options for a pipeline; the zero value is the built-in one.
type Options struct {
	// Actors and Relations are folders layered over the built-in ones.
	Actors    []fs.FS
	Relations []fs.FS
	// AnyLanguage analyses articles that are marked as other than English as
	// well; without it they are refused with ErrLanguage.
	AnyLanguage bool
	// RulesOnly leaves the trained model out: claims have the confidence of
	// their pattern, and none is dropped for being unlikely.
	RulesOnly bool
	// NoProposals has the model judge the patterns' claims only, and add none
	// that no pattern found.
	NoProposals bool
	// MinConfidence is the least confidence of a claim, from 0 to 1; 0 means
	// the model's own bounds, and with RulesOnly all claims.
	MinConfidence float64
	// Around, if any, wraps each stage, for programs that watch their work.
	Around func(analysis.Stage) analysis.Stage
	// KeepStates fills analysis.Sentence.States also where no stage reads them,
	// for programs that train.
	KeepStates bool
}

// ErrLanguage is wrapped by the error for an article in another language than
// English.
var ErrLanguage = errors.New("only English is analysed")

// Pipeline analyses articles. It is safe for concurrent use.
type Pipeline struct {
	Actors    *schema.Actors
	Relations map[string]*schema.Relation
	options   Options
	stages    []analysis.Stage
	claims    *relation.Matcher
	linking   []analysis.Stage // those up to coreference
	linker    *entity.Linker
}

// New loads the schema and the models.
func New(o Options) (*Pipeline, error) {
	var (
		kb        *schema.Actors
		words     schema.Words
		relations map[string]*schema.Relation
		language  *Language
		load      errgroup.Group
	)
	load.Go(func() (err error) {
		kb, err = schema.LoadActors(layers(schema.ActorFiles(), o.Actors)...)
		return err
	})
	load.Go(func() (err error) {
		if words, err = schema.LoadWords(schema.WordFiles()); err != nil {
			return err
		}
		relations, err = schema.LoadRelations(words, layers(schema.RelationFiles(), o.Relations)...)
		return err
	})
	load.Go(func() (err error) { language, err = LoadLanguage(); return err })
	if err := load.Wait(); err != nil {
		return nil, err
	}
	claims, err := relation.New(kb, relations, words)
	if err != nil {
		return nil, err
	}
	claims.MinConfidence, claims.NoProposals = o.MinConfidence, o.NoProposals
	trees := language.trees
	trees.KeepStates = o.KeepStates || !o.RulesOnly
	if !o.RulesOnly {
		if claims.Model, err = learned.New(weights.Claim, relations, trees, trees.StateWidth(), parse.VectorWidth); err != nil {
			return nil, err
		}
		claims.Model.SetReader(readers(claims.Model))
	}
	linker := entity.New(kb, words)
	linking := []analysis.Stage{
		language.tokens.Stage(), language.tags.Stage(), language.trees.Stage(), language.names.Stage(), mendTrees(), when.Stage(),
		linker.Stage(), coref.Stage(kb, words),
	}
	stages := append(slices.Clone(linking), claims.Stage())
	if o.Around != nil {
		for i := range stages {
			stages[i] = o.Around(stages[i])
		}
		linking = stages[:len(linking)]
	}
	return &Pipeline{Actors: kb, Relations: relations, options: o, stages: stages, linking: linking, linker: linker, claims: claims}, analysis.Check(stages)
}

// LoadRelations loads the relations alone, for programs that read a graph and
// analyse nothing.
func LoadRelations(o Options) (map[string]*schema.Relation, error) {
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		return nil, err
	}
	return schema.LoadRelations(words, layers(schema.RelationFiles(), o.Relations)...)
}

func layers(builtIn fs.FS, own []fs.FS) []fs.FS { return append([]fs.FS{builtIn}, own...) }

// Analyse takes an article through every stage and returns all that they
// found.
func (p *Pipeline) Analyse(ctx context.Context, a schema.Article) (*analysis.Doc, error) {
	if err := CheckLanguage(a, p.options.AnyLanguage); err != nil {
		return nil, err
	}
	d := &analysis.Doc{Article: &a}
	if err := run(ctx, p.stages, d); err != nil {
		return nil, err
	}
	return d, nil
}

// Link takes an article through the stages up to coreference: names, dates and
// mentions, but no claims.
func (p *Pipeline) Link(ctx context.Context, a schema.Article) (*analysis.Doc, error) {
	if err := CheckLanguage(a, p.options.AnyLanguage); err != nil {
		return nil, err
	}
	d := &analysis.Doc{Article: &a}
	return d, run(ctx, p.linking, d)
}

// Extract returns what an article says: its claims, with every actor that it
// names.
func (p *Pipeline) Extract(ctx context.Context, a schema.Article) (schema.Extraction, error) {
	d, err := p.Analyse(ctx, a)
	if err != nil {
		return schema.Extraction{}, err
	}
	return Sum(d), nil
}

// Sum makes the extraction of an analysed document. Places and crowds are left
// out unless they take part in a claim.
func Sum(d *analysis.Doc) schema.Extraction {
	x := schema.Extraction{Article: *d.Article, Claims: d.Claims}
	keep := parties(d)
	for _, m := range d.Mentions {
		for _, id := range m.Entities {
			if e := d.Entity(id); e.Kind != schema.Place && e.Kind != schema.Population {
				keep[id] = true
			}
			if keep[id] {
				x.Mentions = append(x.Mentions, schema.Mention{Span: m.Span, Entity: id, Type: m.Type, Link: m.Link})
			}
		}
	}
	for _, e := range d.Entities {
		if keep[e.ID] {
			x.Entities = append(x.Entities, *e)
		}
	}
	slices.SortFunc(x.Entities, func(a, b schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	return x
}

// Explain analyses an article and returns, with all that was found, every
// pattern that was tried and how far it came.
func (p *Pipeline) Explain(ctx context.Context, a schema.Article) (*analysis.Doc, []relation.Attempt, error) {
	d, err := p.Analyse(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	return d, p.claims.Explain(d), nil
}

// Gaps returns what an article tells of two known actors and no pattern
// covers.
func (p *Pipeline) Gaps(ctx context.Context, a schema.Article) ([]relation.Gap, error) {
	d, err := p.Analyse(ctx, a)
	if err != nil {
		return nil, err
	}
	return p.claims.Gaps(d), nil
}

// parties are the entities that some claim needs: who takes part, and where.
func parties(d *analysis.Doc) map[string]bool {
	keep := map[string]bool{}
	type named struct {
		sentence int // where it begins
		text     string
	}
	places := map[named]string{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if len(m.Entities) == 1 && m.Type == schema.Name && d.Entity(m.Entities[0]).Kind == schema.Place {
			places[named{d.Sentences[m.Sentence].Start, d.Text(m.Span)}] = m.Entities[0]
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		if id := places[named{c.Evidence.Sentence.Start, c.Place}]; id != "" {
			keep[id] = true
		}
		for _, list := range [][]string{c.Actor, c.Recipient, c.Theme, c.Mediator, {c.Speaker}} {
			for _, id := range list {
				if d.Entity(id) != nil {
					keep[id] = true
				}
			}
		}
	}
	return keep
}
