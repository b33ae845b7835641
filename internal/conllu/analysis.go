package conllu

import (
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// FromAnalysis turns an analysed document into sentences: with its key as
// "# newdoc id", with a word and its clitics ("don't") as a multi-word token,
// and with names as Entity= in MISC, "(PER" where one begins and "PER)" where it
// ends.
func FromAnalysis(d *analysis.Doc) []Sentence {
	text := d.Article.Text
	all := make([]Sentence, 0, len(d.Sentences))
	for i := range d.Sentences {
		s := &d.Sentences[i]
		c := Sentence{Words: make([]Word, 0, len(s.Tokens))}
		if i == 0 && d.Article.Key != "" {
			c.Comments = append(c.Comments, "# newdoc id = "+line(d.Article.Key))
		}
		if d.Article.Key != "" {
			c.Comments = append(c.Comments, "# sent_id = "+line(d.Article.Key)+"-"+strconv.Itoa(i+1))
		}
		c.Comments = append(c.Comments, "# text = "+line(s.Of(text)))
		for k := range s.Tokens {
			t := &s.Tokens[k]
			w := Word{Form: line(t.Of(text)), Lemma: line(t.Lemma), UPOS: t.UPOS, XPOS: t.XPOS, Feats: t.Feats, Head: t.Head + 1, Deprel: t.Deprel}
			if !spaceFollows(d, i, k) {
				w.Misc = "SpaceAfter=No"
			}
			c.Words = append(c.Words, w)
		}
		c.Spans = multiword(text, s.Tokens)
		for k := range c.Spans { // the space after them is that of the whole
			sp := &c.Spans[k]
			sp.Misc = c.Words[sp.Last-1].Misc
			for w := sp.First; w < sp.Last; w++ {
				c.Words[w].Misc = ""
			}
		}
		all = append(all, c)
	}
	for _, n := range d.Names {
		mark(all[n.Sentence].Words, n)
	}
	return all
}

// spaceFollows reports whether there is a gap between a token and the next.
func spaceFollows(d *analysis.Doc, sentence, token int) bool {
	toks := d.Sentences[sentence].Tokens
	end := toks[token].End
	switch {
	case token+1 < len(toks):
		return toks[token+1].Start > end
	case sentence+1 < len(d.Sentences):
		return d.Sentences[sentence+1].Start > end
	}
	return end < len(d.Article.Text)
}

func mark(words []Word, n analysis.Name) {
	add := func(i int, value string) {
		if words[i].Misc != "" {
			value += "|" + words[i].Misc
		}
		words[i].Misc = value
	}
	if n.Last == n.First+1 {
		add(n.First, "Entity=("+string(n.Label)+")")
		return
	}
	add(n.First, "Entity=("+string(n.Label))
	add(n.Last-1, "Entity="+string(n.Label)+")")
}

// line keeps a text from breaking the lines and columns of the format.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// Analysis makes a document of a treebank's sentences and words, for stages to
// fill in the rest.
func (d *Document) Analysis(key string) *analysis.Doc {
	doc := &analysis.Doc{Article: &schema.Article{Key: key, Text: d.Text}}
	for _, words := range d.Words {
		s := analysis.Sentence{Span: schema.Span{Start: words[0].Start, End: words[len(words)-1].End}}
		for _, w := range words {
			s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: w.Start, End: w.End}, Head: -1})
		}
		doc.Sentences = append(doc.Sentences, s)
	}
	return doc
}

// Keep puts an analysis of the document on its own sentences: their comments,
// multi-word tokens, forms and spaces stay.
func (d *Document) Keep(doc *analysis.Doc) []Sentence {
	all := FromAnalysis(doc)
	for i := range all {
		own := &d.Sentences[i]
		all[i].Comments, all[i].Spans = own.Comments, own.Spans
		for j := range all[i].Words {
			w := &all[i].Words[j]
			w.Form = own.Words[j].Form
			entity := ""
			for part := range strings.SplitSeq(w.Misc, "|") {
				if strings.HasPrefix(part, "Entity=") {
					entity = part
				}
			}
			w.Misc = strings.Trim(entity+"|"+strings.TrimSuffix(own.Words[j].Misc, "_"), "|")
		}
	}
	return all
}
