package claimscore

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// result is what was extracted from a text.
type result struct {
	text *Text
	schema.Extraction
	err error
}

// Run extracts claims from the texts with the number of workers (0 for all
// cores) and scores them. Annotated texts are analysed in whatever language
// they seem to be.
func Run(ctx context.Context, p *nlp.Pipeline, texts []Text, workers int) (*Score, error) {
	s := New(p.Relations)
	pointers := make([]*Text, len(texts))
	for i := range texts {
		pointers[i] = &texts[i]
	}
	for r := range ordered.Map(ctx, workers, slices.Values(pointers), func(ctx context.Context, t *Text) result {
		a, err := t.Article()
		if err != nil {
			return result{text: t, err: err}
		}
		x, err := p.Extract(ctx, a)
		return result{t, x, err}
	}) {
		if r.err != nil {
			return nil, fmt.Errorf("text %s: %w", r.text.ID, r.err)
		}
		s.Add(r.text, &r.Extraction)
	}
	return s, ctx.Err()
}
