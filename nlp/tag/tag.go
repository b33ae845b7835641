// Package tag gives each token its part of speech (UPOS and XPOS), its
// features and its lemma.
//
// Tags come from a linear model over hashed features of a window of words,
// trained as an averaged perceptron, left to right. Features follow from word
// and tag by a table; lemmas by endings and a table of exceptions. All of it
// is learnt from treebanks.
package tag

import (
	"context"
	"fmt"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
)

// Tagger tags sentences. It is safe for use by several goroutines.
type Tagger struct {
	model  *Model
	lemmas *Lemmas
	pool   sync.Pool
}

// Load builds a Tagger from the built-in weights; do it once.
func Load() (*Tagger, error) {
	m, err := ReadModel(weights.Tag)
	if err != nil {
		return nil, err
	}
	l, err := LoadLemmas()
	if err != nil {
		return nil, err
	}
	return New(m, l), nil
}

// New builds a Tagger of a model and tables of lemmas.
func New(m *Model, l *Lemmas) *Tagger {
	t := &Tagger{model: m, lemmas: l}
	t.pool.New = func() any { return new(scratch) }
	return t
}

// Stage fills Lemma, UPOS, XPOS and Feats of every token.
func (t *Tagger) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "Tag",
		Doc:   "Gives each token its part of speech, features and lemma.",
		Needs: []analysis.Layer{analysis.Sentences},
		Gives: []analysis.Layer{analysis.Tags},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			for i := range d.Sentences {
				if i%256 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				t.Tag(d.Article.Text, &d.Sentences[i])
			}
			return nil
		},
	}
}

// Tag fills Lemma, UPOS, XPOS and Feats of the tokens of one sentence.
func (t *Tagger) Tag(text string, s *analysis.Sentence) {
	m := t.model
	sc := t.pool.Get().(*scratch)
	defer t.pool.Put(sc)
	sc.words = sc.words[:0]
	for i := range s.Tokens {
		sc.words = append(sc.words, describe(s.Tokens[i].Of(text), i == 0))
	}
	m.assign(sc)
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		c := sc.tags[i]
		tok.UPOS, tok.XPOS = m.upos[c], m.xpos[c]
		form := tok.Of(text)
		low := sc.words[i].low
		tok.Feats = m.feats.find(low, int(c))
		if len(form) > maxWord {
			tok.Lemma = form
			continue
		}
		tok.Lemma = t.lemmas.find(form, low, tok.UPOS, tok.XPOS)
	}
}

// scratch is the working memory for one sentence.
type scratch struct {
	words []word
	tags  []uint8
	feats []uint32
}

// featsTable maps word and tag to the features seen most often with them.
type featsTable struct {
	byWord map[string]uint16 // lower-case word, a tab, the number of the tag
	byTag  []uint16
	names  []string
}

func (t *featsTable) find(low string, tag int) string {
	var buf [64]byte
	if len(low) < 48 {
		key := append(buf[:0], low...)
		key = append(key, '\t', byte(tag))
		if f, ok := t.byWord[string(key)]; ok {
			return t.names[f]
		}
	}
	return t.names[t.byTag[tag]]
}

// ReadModel reads what Model.Bytes wrote.
func ReadModel(b []byte) (*Model, error) {
	r := weights.NewInflatingReader(b, magic)
	m := &Model{upos: r.Strings(), xpos: r.Strings()}
	n := len(m.upos)
	m.open = make([]uint8, r.Uint())
	for i := range m.open {
		m.open[i] = uint8(r.Uint())
	}
	m.dict = make(map[string][]uint8)
	for range r.Uint() {
		w := r.String()
		tags := make([]uint8, r.Uint())
		for i := range tags {
			tags[i] = uint8(r.Uint())
		}
		m.dict[w] = tags
	}
	m.w = r.Int8s()
	m.feats.names = r.Strings()
	m.feats.byTag = make([]uint16, n)
	for i := range m.feats.byTag {
		m.feats.byTag[i] = uint16(r.Uint())
	}
	m.feats.byWord = make(map[string]uint16)
	for range r.Uint() {
		k := r.String()
		m.feats.byWord[k] = uint16(r.Uint())
	}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return m, nil
}
