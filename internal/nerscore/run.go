package nerscore

import (
	"context"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Run takes each text, raw, through the stages and scores the names that they
// leave.
func Run(ctx context.Context, texts []Text, stages []analysis.Stage, strict bool) (Score, []Mistake, error) {
	if err := analysis.Check(stages); err != nil {
		return nil, nil, err
	}
	s := Score{}
	var wrong []Mistake
	for i := range texts {
		d := &analysis.Doc{Article: &schema.Article{ID: texts[i].ID, Text: texts[i].Text}}
		if err := analysis.Run(ctx, stages, d); err != nil {
			return nil, nil, err
		}
		var found []Name
		for _, n := range d.Names {
			found = append(found, Name{n.Span, n.Label})
		}
		wrong = append(wrong, s.Add(&texts[i], found, strict)...)
	}
	return s, wrong, nil
}
