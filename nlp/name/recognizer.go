// Package name finds proper names in tokenised text and tells people,
// organisations, places, nationalities and other groups, events, and the rest
// apart.
//
// It is a linear-chain conditional random field over hashed features of the
// words, their shapes, clusters of their vectors, the capitalised sequence
// that they stand in, what their tree makes of it, and what the rest of the
// document says of them. A
// gazetteer, when there is one, adds features and decides nothing by itself.
package name

import (
	"context"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

// Recognizer finds names. It is safe for use by several goroutines on
// different documents.
type Recognizer struct {
	// Gazetteer is asked about every sentence when it is set; set it before
	// the first use.
	Gazetteer Lookup

	model *Model
	pool  sync.Pool
}

// scratch is what one document needs while it is read.
type scratch struct {
	encoder  *Encoder
	lattice  lattice
	features []uint32
	runs     []run
}

// Load makes a Recognizer of the model in the binary. Do it once.
func Load() (*Recognizer, error) {
	m, err := ReadModel(weights.Name)
	if err != nil {
		return nil, err
	}
	return New(m), nil
}

// New makes a Recognizer of a model.
func New(m *Model) *Recognizer { return &Recognizer{model: m} }

// Stage sets Doc.Names.
func (r *Recognizer) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "name",
		Doc:   "finds the names of people, organisations, places, peoples and events",
		Needs: []analysis.Layer{analysis.Sentences, analysis.Tags, analysis.Trees},
		Gives: []analysis.Layer{analysis.Names},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			names, err := r.Find(ctx, d)
			d.Names = names
			return err
		},
	}
}

// Find returns the names of a document in text order.
func (r *Recognizer) Find(ctx context.Context, d *analysis.Doc) ([]analysis.Name, error) {
	s, ok := r.pool.Get().(*scratch)
	if !ok {
		s = &scratch{encoder: NewEncoder(r.model.groups, r.model.lexicon, r.Gazetteer)}
	}
	defer r.pool.Put(s)
	s.encoder.Document(d)
	var out []analysis.Name
	for si := range d.Sentences {
		if si%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n := s.encoder.Sentence(si)
		s.lattice.reset(n)
		for i := range n {
			s.features = s.encoder.Features(i, s.features[:0])
			r.model.emit(s.features, &s.lattice.emit[i])
		}
		s.runs = runs(s.lattice.best(&r.model.next), s.runs[:0])
		s.encoder.agree(s.runs)
		for _, u := range s.runs {
			toks := d.Sentences[si].Tokens
			if !trim(d.Article.Text, toks, &u) {
				continue
			}
			out = append(out, analysis.Name{
				Span:  schema.Span{Start: toks[u.first].Start, End: toks[u.last-1].End},
				Label: Labels[u.label], Sentence: si, First: u.first, Last: u.last,
			})
		}
	}
	return out, nil
}
