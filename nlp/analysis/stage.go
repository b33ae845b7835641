package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Layer names a part of Doc that a stage needs or gives.
type Layer string

// The layers.
const (
	Sentences Layer = "sentences"
	Tags      Layer = "tags" // Lemma, UPOS, XPOS, Feats
	Trees     Layer = "trees"
	Names     Layer = "names"
	Dates     Layer = "dates"
	Mentions  Layer = "mentions"
	Claims    Layer = "claims"
)

// Stage is one step of the analysis: a value, safe for use by several
// goroutines on different documents.
type Stage struct {
	Name  string
	Doc   string // one sentence on what it does
	Needs []Layer
	Gives []Layer
	Run   func(context.Context, *Doc) error
}

// Check reports the first stage whose needs no earlier stage gives.
func Check(stages []Stage) error {
	var have []Layer
	for _, s := range stages {
		for _, need := range s.Needs {
			if !slices.Contains(have, need) {
				return fmt.Errorf("stage %s needs %s, which no stage before it gives", s.Name, need)
			}
		}
		have = append(have, s.Gives...)
	}
	return nil
}

// Run takes the document through the stages in order.
func Run(ctx context.Context, stages []Stage, d *Doc) error {
	for _, s := range stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.Run(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", strings.ToLower(s.Name), err)
		}
	}
	return nil
}
