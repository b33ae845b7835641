package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/internal/nerscore"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
)

// example is a document with, for each token of each sentence, the set of tags
// that the annotation leaves open, one bit a tag.
type example struct {
	source  string
	doc     *analysis.Doc
	allowed [][]uint32
}

const anyTag = 1<<tags - 1

// record is a line of the training sets. Offsets are code points.
type record struct {
	Doc      string      `json:"doc"`
	Text     string      `json:"text"`
	Entities []recEntity `json:"entities"`
}

type recEntity struct {
	S        int         `json:"s"`
	E        int         `json:"e"`
	Label    string      `json:"label"`
	Orig     string      `json:"orig"`
	Mentions []recEntity `json:"mentions"`
}

// open says which labels a training set does not mark, so that a capitalised
// word outside its names may still be one of them.
var open = map[string][]analysis.Label{
	"uner":     {analysis.NORP, analysis.EVENT, analysis.MISC},
	"wnut":     {analysis.NORP, analysis.EVENT},
	"gum":      {analysis.NORP},
	"re3d":     {analysis.NORP, analysis.EVENT, analysis.MISC},
	"crossner": {analysis.NORP},
	"redocred": {analysis.NORP},
}

// loader turns annotated files into examples.
type loader struct {
	tokens  *token.Tokenizer
	peoples map[string]bool
	states  map[string]bool // names of states
	either  map[string]bool // sources in which a state may be LOC or ORG
}

// stateLabels are the labels of a name of a state. Sets differ on a state that
// acts ("the UK welcomes"): some call it a place, re3d an organisation. A set
// that says nothing of its own on it leaves both open, so that the others
// decide.
func (l *loader) stateLabels(source, name string, labels []analysis.Label) []analysis.Label {
	if l.either[source] && len(labels) == 1 && labels[0] == analysis.LOC && l.states[name] {
		return []analysis.Label{analysis.LOC, analysis.ORG}
	}
	return labels
}

// grammar gives documents their tags and trees.
type grammar struct {
	tags  *tag.Tagger
	trees *parse.Parser
}

func loadGrammar() (*grammar, error) {
	tags, err := tag.Load()
	if err != nil {
		return nil, err
	}
	trees, err := parse.Load()
	return &grammar{tags, trees}, err
}

// analyse gives each example its tags and trees; examples that share
// sentences get their own.
func (g *grammar) analyse(ctx context.Context, examples []example) error {
	for i := range examples {
		d := examples[i].doc
		sents := slices.Clone(d.Sentences)
		for j := range sents {
			sents[j].Tokens = slices.Clone(sents[j].Tokens)
		}
		own := *d
		own.Sentences = sents
		examples[i].doc = &own
		if err := analysis.Run(ctx, []analysis.Stage{g.tags.Stage(), g.trees.Stage()}, &own); err != nil {
			return err
		}
	}
	return nil
}

// sets reads the JSONL file at path as one training set, joining the lines of
// a document; sets of single sentences are cut into documents of one line.
func (l *loader) set(path string) ([]example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	source := sourceOf(path)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	var out []example
	var cur *builder
	for n := 1; sc.Scan(); n++ {
		var r record
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", path, n, err)
		}
		if cur == nil || cur.id != r.Doc || source == "wikigold" {
			if cur != nil {
				out = append(out, cur.example(source))
			}
			cur = &builder{id: r.Doc}
		}
		cur.add(l, source, r)
	}
	if cur != nil {
		out = append(out, cur.example(source))
	}
	return out, sc.Err()
}

func sourceOf(path string) string {
	base := filepath.Base(path)
	for _, s := range []string{"uner", "wnut", "gum", "re3d", "crossner", "redocred", "wikigold"} {
		if strings.HasPrefix(base, s) {
			return s
		}
	}
	return base
}

// builder puts a document together from lines of text.
type builder struct {
	id      string
	text    strings.Builder
	sents   []analysis.Sentence
	allowed [][]uint32
}

func (b *builder) example(source string) example {
	d := &analysis.Doc{Article: &schema.Article{Text: b.text.String()}, Sentences: b.sents}
	return example{source, d, b.allowed}
}

// add appends one line of text with its names.
func (b *builder) add(l *loader, source string, r record) {
	spans := l.spans(source, r)
	b.append(l, source, r.Text, spans, nil)
}

// marked is a stretch of text with the tags that its annotation allows: a
// label, several, or none.
type marked struct {
	schema.Span
	labels  []analysis.Label
	outside bool // may also be no name
}

func (b *builder) append(l *loader, source, text string, spans []marked, outside []schema.Span) {
	base := b.text.Len()
	b.text.WriteString(text)
	b.text.WriteByte('\n')
	for _, s := range l.tokens.Sentences(text) {
		allowed := make([]uint32, len(s.Tokens))
		for i, t := range s.Tokens {
			allowed[i] = l.unmarked(source, text, t.Span, outside, i == 0)
		}
		for _, m := range spans {
			mark(s.Tokens, allowed, m)
		}
		for i := range s.Tokens {
			s.Tokens[i].Start += base
			s.Tokens[i].End += base
		}
		s.Start += base
		s.End += base
		b.sents = append(b.sents, s)
		b.allowed = append(b.allowed, allowed)
	}
}

// unmarked is the set of tags of a token outside all names of the annotation.
func (l *loader) unmarked(source, text string, t schema.Span, outside []schema.Span, first bool) uint32 {
	w := t.Of(text)
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) {
		return 1
	}
	for _, o := range outside {
		if o.Contains(t) {
			return 1
		}
	}
	if source == "corpus" {
		if plainWords[w] || first && plainStarts[strings.ToLower(w)] {
			return 1
		}
		return anyTag
	}
	set := uint32(1)
	if plainWords[w] {
		return set
	}
	for _, lab := range open[source] {
		if lab == analysis.NORP && !l.peoples[w] {
			continue
		}
		set |= every(lab)
	}
	return set
}

// every is the set of all tags of a label.
func every(l analysis.Label) uint32 {
	for i, x := range name.Labels {
		if x == l {
			return 0b1111 << (1 + 4*i)
		}
	}
	return 0
}

// mark narrows the sets of the tokens that m covers; a token that it cuts
// belongs to it.
func mark(toks []analysis.Token, allowed []uint32, m marked) {
	first, last := -1, -1
	for i, t := range toks {
		if t.Overlaps(m.Span) {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if first < 0 {
		return
	}
	for i := first; i < last; i++ {
		set := uint32(0)
		for _, lab := range m.labels {
			for k, x := range name.Labels {
				if x == lab {
					set |= 1 << name.Tag(k, place(i, first, last))
				}
			}
		}
		if m.outside {
			set |= 1
			for _, lab := range m.labels {
				set |= every(lab)
			}
		}
		allowed[i] = set
	}
}

func place(i, first, last int) int {
	switch {
	case last-first == 1:
		return name.Unit
	case i == first:
		return name.Begin
	case i == last-1:
		return name.Final
	}
	return name.Inside
}

// corpusExamples reads the project's own texts, and keeps every holdout-th of
// them (0: none) back for scoring.
func (l *loader) corpusExamples(dir string, holdout int) (train []example, held []nerscore.Text, err error) {
	texts, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil {
		return nil, nil, err
	}
	for i := range texts {
		t := &texts[i]
		var spans []marked
		for _, n := range t.Names() {
			labels := l.stateLabels("corpus", n.Of(t.Text), []analysis.Label{n.Label})
			spans = append(spans, marked{Span: n.Span, labels: labels})
		}
		b := builder{id: t.ID}
		b.append(l, "corpus", t.Text, spans, t.Titles())
		if holdout > 0 && i%holdout == 0 {
			held = append(held, heldText(t, &b))
			continue
		}
		train = append(train, b.example("corpus"))
	}
	return train, held, nil
}

// heldText is a corpus text as the scorer wants it: what the annotation leaves
// open is neutral.
func heldText(t *corpus.Text, b *builder) nerscore.Text {
	out := nerscore.Text{ID: t.ID, Text: t.Text}
	for _, n := range t.Names() {
		if slices.Contains(nerscore.Scored, n.Label) {
			out.Names = append(out.Names, nerscore.Name{Span: n.Span, Label: n.Label})
		} else {
			out.Neutral = append(out.Neutral, n.Span)
		}
	}
	for si, s := range b.sents {
		for i, tok := range s.Tokens {
			if b.allowed[si][i] == anyTag {
				out.Neutral = append(out.Neutral, tok.Span)
			}
		}
	}
	return out
}

// shouts returns copies of every n-th example in capitals, as headlines and
// some wires have them; texts whose length would change are skipped.
func shouts(examples []example, n int) []example {
	var out []example
	for i, ex := range examples {
		if n == 0 || i%n != n-1 {
			continue
		}
		text := strings.ToUpper(ex.doc.Article.Text)
		if len(text) != len(ex.doc.Article.Text) {
			continue
		}
		d := *ex.doc
		d.Article = &schema.Article{Text: text}
		out = append(out, example{ex.source, &d, ex.allowed})
	}
	return out
}

// headlines returns copies of a short sentence of every n-th example in title
// case.
func headlines(examples []example, n int) []example {
	var out []example
	for i, ex := range examples {
		if n == 0 || i%n != n/2 {
			continue
		}
		for j, s := range ex.doc.Sentences {
			if len(s.Tokens) < 6 || len(s.Tokens) > 20 {
				continue
			}
			d := &analysis.Doc{Article: &schema.Article{Text: titleText(ex.doc.Article.Text)}, Sentences: ex.doc.Sentences[j : j+1]}
			out = append(out, example{ex.source, d, ex.allowed[j : j+1]})
			break
		}
	}
	return out
}

// titleText gives every word of four letters and more a capital, as headlines
// do; its length stays.
func titleText(text string) string {
	b := []byte(text)
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && b[j] != ' ' && b[j] != '\n' && b[j] != '-' {
			j++
		}
		if j-i > 3 && b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
		i = j + 1
	}
	return string(b)
}

// singles cuts every n-th example into its sentences, so that the model also
// learns to do without the rest of a document.
func singles(examples []example, n int) []example {
	var out []example
	for i, ex := range examples {
		if n == 0 || i%n != 0 {
			out = append(out, ex)
			continue
		}
		for j := range ex.doc.Sentences {
			d := *ex.doc
			d.Sentences = d.Sentences[j : j+1]
			out = append(out, example{ex.source, &d, ex.allowed[j : j+1]})
		}
	}
	return out
}
