// Package parse finds the Universal Dependencies tree of each sentence.
//
// Trees are built from left to right by the arc-hybrid transitions, each
// chosen by a linear model over hashed features, trained with a dynamic oracle
// so that it knows how to go on after its own errors. Time is linear in the
// length of the sentence.
package parse

import (
	"context"
	"fmt"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
)

// Parser parses sentences. It is safe for use by several goroutines.
type Parser struct {
	model *Model
	pool  sync.Pool
}

// Load builds a Parser from the built-in weights; do it once.
func Load() (*Parser, error) {
	m, err := ReadModel(weights.Parse)
	if err != nil {
		return nil, err
	}
	return New(m), nil
}

// New builds a Parser of a model.
func New(m *Model) *Parser {
	p := &Parser{model: m}
	p.pool.New = func() any { return new(state) }
	return p
}

// Stage fills Head and Deprel of every token.
func (p *Parser) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "Parse",
		Doc:   "Finds the dependency tree of each sentence.",
		Needs: []analysis.Layer{analysis.Sentences, analysis.Tags},
		Gives: []analysis.Layer{analysis.Trees},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			for i := range d.Sentences {
				if i%256 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				p.Parse(d.Article.Text, &d.Sentences[i])
			}
			return nil
		},
	}
}

// Parse fills Head and Deprel of the tokens of one sentence, which have tags.
// The result is one tree: exactly one token has the head -1.
func (p *Parser) Parse(text string, s *analysis.Sentence) {
	st := p.pool.Get().(*state)
	defer p.pool.Put(st)
	st.begin(len(s.Tokens))
	for i := range s.Tokens {
		t := &s.Tokens[i]
		st.words[i] = describe(t.Of(text), t.UPOS, t.XPOS)
	}
	for !st.done() {
		p.model.step(st)
	}
	for i := range s.Tokens {
		head := int(st.head[i])
		if head == len(s.Tokens) {
			head = -1
		}
		s.Tokens[i].Head = head
		s.Tokens[i].Deprel = p.model.labels[st.label[i]]
	}
}

// ReadModel reads what Model.Bytes wrote.
func ReadModel(b []byte) (*Model, error) {
	r := weights.NewReader(b, magic)
	m := &Model{labels: r.Strings(), moves: r.Int8s(), names: r.Int8s()}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	if len(m.moves) != moveRows*moveWidth || len(m.names) != nameRows*m.width() || len(m.labels) < 2 || len(m.labels) > 255 {
		return nil, fmt.Errorf("parse: the weights don't fit together; train them anew")
	}
	m.find()
	return m, nil
}

// Bytes is the model as ReadModel reads it.
func (m *Model) Bytes() []byte {
	w := weights.NewWriter(magic)
	w.Strings(m.labels)
	w.Int8s(m.moves)
	w.Int8s(m.names)
	return w.Bytes()
}
