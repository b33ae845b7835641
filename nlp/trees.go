package nlp

import (
	"context"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/parse"
)

// namedTrees parses sentences with each name taken as one word. A name is
// then never torn apart, and a sentence full of long names is as easy to parse
// as one with short ones. Inside a name every token hangs on the one that
// stands for it.
func namedTrees(p *parse.Parser) analysis.Stage {
	return analysis.Stage{
		Name:  "parse",
		Doc:   "finds the dependency tree of each sentence, names taken whole",
		Needs: []analysis.Layer{analysis.Sentences, analysis.Tags, analysis.Names},
		Gives: []analysis.Layer{analysis.Tags, analysis.Trees},
		Run: func(ctx context.Context, d *analysis.Doc) error {
			short := make([]analysis.Sentence, len(d.Sentences))
			at := make([][]int, len(d.Sentences)) // index in the sentence of each token of short
			names := d.Names
			for s := range d.Sentences {
				n := 0
				for n < len(names) && names[n].Sentence == s {
					n++
				}
				short[s], at[s] = collapse(d, &d.Sentences[s], names[:n])
				names = names[n:]
			}
			if err := p.ParseAll(ctx, d.Article.Text, short); err != nil {
				return err
			}
			for s := range short {
				expand(&d.Sentences[s], &short[s], at[s])
			}
			return nil
		},
	}
}

// collapse leaves of each name the token that stands for it.
func collapse(d *analysis.Doc, s *analysis.Sentence, names []analysis.Name) (analysis.Sentence, []int) {
	short := analysis.Sentence{Span: s.Span, Tokens: make([]analysis.Token, 0, len(s.Tokens))}
	at := make([]int, 0, len(s.Tokens))
	for i := 0; i < len(s.Tokens); i++ {
		k := i
		if len(names) > 0 && names[0].First == i && names[0].Last <= len(s.Tokens) {
			n := names[0]
			names = names[1:]
			k = nameHead(d, s.Tokens, n)
			if n.Label != analysis.NORP {
				asProperNoun(&s.Tokens[k])
			}
			for j := n.First; j < n.Last; j++ {
				s.Tokens[j].Head, s.Tokens[j].Deprel = k, "flat"
			}
			i = n.Last - 1
		}
		short.Tokens = append(short.Tokens, s.Tokens[k])
		at = append(at, k)
	}
	return short, at
}

// expand puts what the parser found back into the whole sentence.
func expand(s, short *analysis.Sentence, at []int) {
	for k, i := range at {
		t := short.Tokens[k] // the parser mends tags and lemmas as well
		if t.Head >= 0 {
			t.Head = at[t.Head]
		}
		s.Tokens[i] = t
	}
}

// nameHead is the token that stands for a name: the one before "of" or "for"
// ("Ministry of Defence"), else the last.
func nameHead(d *analysis.Doc, toks []analysis.Token, n analysis.Name) int {
	for i := n.First + 1; i < n.Last; i++ {
		switch d.Text(toks[i].Span) {
		case "of", "for", "to", "in", "de", "des", "du":
			return i - 1
		}
	}
	return n.Last - 1
}

// asProperNoun mends the tag of a token that a recognised name shows to be
// one: "United" of the States.
func asProperNoun(t *analysis.Token) {
	if t.UPOS != "PROPN" && t.UPOS != "NOUN" && t.UPOS != "ADJ" {
		t.UPOS, t.XPOS = "PROPN", "NNP"
	}
}
