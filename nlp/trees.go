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
		Gives: []analysis.Layer{analysis.Trees},
		Run: func(_ context.Context, d *analysis.Doc) error {
			next := 0
			for s := range d.Sentences {
				first := next
				for next < len(d.Names) && d.Names[next].Sentence == s {
					next++
				}
				parseNamed(p, d, &d.Sentences[s], d.Names[first:next])
			}
			return nil
		},
	}
}

func parseNamed(p *parse.Parser, d *analysis.Doc, s *analysis.Sentence, names []analysis.Name) {
	short := analysis.Sentence{Span: s.Span, Tokens: make([]analysis.Token, 0, len(s.Tokens))}
	at := make([]int, 0, len(s.Tokens)) // index in s of each token of short
	for i := 0; i < len(s.Tokens); {
		if len(names) > 0 && names[0].First == i && names[0].Last <= len(s.Tokens) {
			n := names[0]
			names = names[1:]
			head := nameHead(d, s.Tokens, n)
			if s.Tokens[head].UPOS != "ADJ" || n.Label != analysis.NORP {
				asProperNoun(&s.Tokens[head])
			}
			for k := n.First; k < n.Last; k++ {
				s.Tokens[k].Head, s.Tokens[k].Deprel = head, "flat"
			}
			short.Tokens = append(short.Tokens, s.Tokens[head])
			at = append(at, head)
			i = n.Last
			continue
		}
		short.Tokens = append(short.Tokens, s.Tokens[i])
		at = append(at, i)
		i++
	}
	p.Parse(d.Article.Text, &short)
	for k, i := range at {
		t := &short.Tokens[k]
		s.Tokens[i].Deprel, s.Tokens[i].Feats = t.Deprel, t.Feats
		s.Tokens[i].Head = -1
		if t.Head >= 0 {
			s.Tokens[i].Head = at[t.Head]
		}
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
// one: "struck" between two names is none, but "United" of the States is.
func asProperNoun(t *analysis.Token) {
	switch t.UPOS {
	case "PROPN", "NOUN":
		return
	case "ADJ":
		if t.XPOS == "JJ" {
			return
		}
	}
	t.UPOS, t.XPOS = "PROPN", "NNP"
}
