// Package parse finds the Universal Dependencies tree of each sentence, and
// corrects its tags.
//
// A network reads the sentence in both directions (two layers of LSTM over
// word vectors, affixes and the tags that package tag gave), then scores, for
// each word, every other word as its head. The best heads that make a tree are
// chosen, and each arc gets its relation. From the same reading come better
// tags and features than a tagger finds that looks at a window of words.
//
// A sentence longer than a bound is read in pieces, so that time and memory
// grow with the length of the text only.
package parse

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/weights"
)

// maxTokens is the length of the pieces that a longer sentence is read in.
const maxTokens = 300

// Parser parses sentences. It is safe for use by several goroutines.
type Parser struct {
	// KeepStates fills Sentence.States, for stages that read on from there.
	KeepStates bool

	model      *Model
	lemmas     *tag.Lemmas
	upos, xpos []string // of each tag of the model
	pool       sync.Pool
}

// Load builds a Parser from the built-in weights; do it once.
func Load() (*Parser, error) {
	model, err := ReadModel(weights.Parse)
	if err != nil {
		return nil, err
	}
	lemmas, err := tag.LoadLemmas()
	if err != nil {
		return nil, err
	}
	return New(model, lemmas), nil
}

// New builds a Parser of a model and tables of lemmas.
func New(model *Model, lemmas *tag.Lemmas) *Parser {
	p := &Parser{model: model, lemmas: lemmas}
	for _, t := range model.tags {
		u, x, _ := strings.Cut(t, "\t")
		p.upos, p.xpos = append(p.upos, u), append(p.xpos, x)
	}
	p.pool.New = func() any { return new(scratch) }
	return p
}

// batch is how many tokens are read at the same time, at least.
const batch = 512

// scratch is the working memory for a batch of sentences.
type scratch struct {
	reading reading
	dec     decoder
	cache   cache
	slots   []int32
	tags    []int32
	head    []int32
	lengths []int
	pieces  []piece
}

// piece is a sentence or, if it is too long, a part of one.
type piece struct {
	s        *analysis.Sentence
	from, to int
}

// Stage fills Head and Deprel of every token, and sets Lemma, UPOS, XPOS and
// Feats anew.
func (p *Parser) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "Parse",
		Doc:   "Finds the dependency tree of each sentence, and corrects its tags.",
		Needs: []analysis.Layer{analysis.Sentences, analysis.Tags},
		Gives: []analysis.Layer{analysis.Tags, analysis.Trees},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			return p.ParseAll(ctx, d.Article.Text, d.Sentences)
		},
	}
}

// Parse analyses one sentence in place. It works best when the tokens have
// tags. The result is one tree: exactly one token has the head -1.
func (p *Parser) Parse(text string, s *analysis.Sentence) {
	one := [1]analysis.Sentence{*s}
	_ = p.ParseAll(context.Background(), text, one[:]) // can't be cancelled
}

// ParseAll analyses sentences in place, many at a time, which is faster than
// one by one. What a sentence gets does not depend on the others.
func (p *Parser) ParseAll(ctx context.Context, text string, sents []analysis.Sentence) error {
	sc := p.pool.Get().(*scratch)
	defer p.pool.Put(sc)
	sc.pieces = sc.pieces[:0]
	tokens := 0
	for i := range sents {
		s := &sents[i]
		for from := 0; from < len(s.Tokens); from += maxTokens {
			to := min(len(s.Tokens), from+maxTokens)
			sc.pieces = append(sc.pieces, piece{s, from, to})
			tokens += to - from
			if tokens >= batch {
				if err := ctx.Err(); err != nil {
					return err
				}
				p.read(sc, text)
				sc.pieces, tokens = sc.pieces[:0], 0
			}
		}
	}
	if tokens > 0 {
		p.read(sc, text)
	}
	return ctx.Err()
}

// read analyses the pieces in sc.
func (p *Parser) read(sc *scratch, text string) {
	slices.SortStableFunc(sc.pieces, func(a, b piece) int { return (b.to - b.from) - (a.to - a.from) })
	m := p.model
	sc.slots, sc.tags, sc.lengths = sc.slots[:0], sc.tags[:0], sc.lengths[:0]
	words := 0
	for _, pc := range sc.pieces {
		sc.lengths = append(sc.lengths, pc.to-pc.from)
		words += pc.to - pc.from
	}
	sc.cache.open(m, words)
	for _, pc := range sc.pieces {
		for i := pc.from; i < pc.to; i++ {
			t := &pc.s.Tokens[i]
			sc.slots = append(sc.slots, sc.cache.slot(m, t.Of(text)))
			sc.tags = append(sc.tags, m.tagOf(t.UPOS, t.XPOS))
		}
	}
	sc.cache.fill(m)
	sc.reading.begin(sc.lengths)
	sc.head = grow(sc.head, words)
	m.encode(&sc.reading, &sc.cache, sc.slots, sc.tags)
	m.decide(&sc.reading, &sc.dec, sc.head)
	row := 0
	for _, pc := range sc.pieces {
		if p.KeepStates {
			p.keep(sc, pc, row)
		}
		for i := pc.from; i < pc.to; i++ {
			p.put(sc, text, pc, i, row)
			row++
		}
	}
	for _, pc := range sc.pieces {
		if pc.from > 0 {
			p.join(pc)
		}
	}
}

// StateWidth is how many numbers of Sentence.States belong to one token.
func (p *Parser) StateWidth() int { return 2 * p.model.hidden }

// keep copies the states of a piece's tokens, the first of which is in a row.
func (p *Parser) keep(sc *scratch, pc piece, row int) {
	width := p.StateWidth()
	if len(pc.s.States) != len(pc.s.Tokens)*width {
		pc.s.States = make([]int8, len(pc.s.Tokens)*width)
	}
	to := pc.s.States[pc.from*width:]
	for i := range pc.to - pc.from {
		for j, q := range sc.reading.out[layers-1].Row(row + i) {
			to[i*width+j] = int8(q ^ 128)
		}
	}
}

// Vector writes a word's fixed vector to x, VectorWidth numbers: zeros where
// it has none.
func (p *Parser) Vector(x []float32, word string) {
	p.model.vectors.put(x, p.model.vectors.find(normal(cut(word))))
}

// VectorWidth is the length of a word vector.
const VectorWidth = dimVec

// put writes to token i of a piece what the model found in a row.
func (p *Parser) put(sc *scratch, text string, pc piece, i, row int) {
	m, r := p.model, &sc.reading
	t := &pc.s.Tokens[i]
	t.Head = int(sc.head[row]) + pc.from
	if t.Head == pc.to {
		t.Head, t.Deprel = -1, m.labels[m.root]
	} else {
		t.Deprel = m.labels[m.best(r.label[row*m.m[mLabel].packed.Out():])]
	}
	best := argmax(r.tags[row*m.m[mTags].packed.Out():], len(m.tags))
	u, x := p.upos[best], p.xpos[best]
	if x == "VBG" && u == "VERB" && !strings.HasSuffix(strings.ToLower(t.Of(text)), "in") && !strings.HasSuffix(strings.ToLower(t.Of(text)), "ing") {
		x = "VBD" // "froze": no such form is a participle of the present
	}
	switch t.Of(text) { // which the network takes for the same
	case "“":
		u, x = "PUNCT", "``"
	case "”":
		u, x = "PUNCT", "''"
	}
	if t.Lemma == "" || u != t.UPOS || x != t.XPOS {
		t.UPOS, t.XPOS = u, x
		t.Lemma = p.lemmas.Lemma(t.Of(text), u, x)
	}
	t.Feats = m.feats[argmax(r.feats[row*m.m[mFeats].packed.Out():], len(m.feats))]
}

// join hangs the root of a later piece of a sentence on that of its first.
func (p *Parser) join(pc piece) {
	first := -1
	for i := range pc.s.Tokens[:min(maxTokens, len(pc.s.Tokens))] {
		if pc.s.Tokens[i].Head == -1 {
			first = i
			break
		}
	}
	for i := pc.from; i < pc.to; i++ {
		if t := &pc.s.Tokens[i]; t.Head == -1 {
			t.Head, t.Deprel = first, "parataxis"
		}
	}
}

// best is the best relation other than root.
func (m *Model) best(score []float32) int {
	best := -1
	for i := range m.labels {
		if i != m.root && (best < 0 || score[i] > score[best]) {
			best = i
		}
	}
	return best
}
