package main

import (
	"context"
	"io"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// parseVerb writes the linguistic analysis.
func parseVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "parse",
		Usage:     "write the words, tags, trees and names of articles as CoNLL-U or JSON",
		ArgsUsage: "INPUT…",
		Flags: append(inputFlags(), wholeFlag(),
			&cli.StringFlag{Name: "format", Value: "conllu", Usage: "conllu (names are Entity= in MISC), or json (one line a document, offsets in bytes)"},
			&cli.BoolFlag{Name: "pretokenized", Usage: "the inputs are CoNLL-U files: keep their sentences and words, and fill in the rest"}),
		Action: func(c *cli.Context) error {
			write, ok := parseFormats[c.String("format")]
			if !ok {
				return usage("entente parse --format conllu", "--format %q: parse writes conllu or json", c.String("format"))
			}
			l, err := nlp.LoadLanguage()
			if err != nil {
				return err
			}
			l.AnyLanguage = c.Bool("any-language")
			if c.Bool("pretokenized") {
				return parseTreebanks(c, s, l, write)
			}
			return writeEach(c, s, analyser(l), func(w io.Writer, r analysed[*analysis.Doc]) error { return write(w, r.found) })
		},
	}
}

// analyser is analyse's function for all that the linguistic stages find.
func analyser(l *nlp.Language) func(context.Context, read.Document) (*analysis.Doc, error) {
	return func(ctx context.Context, d read.Document) (*analysis.Doc, error) { return l.Analyse(ctx, d.Article) }
}

func writeCoNLLU(w io.Writer, d *analysis.Doc) error {
	return writeSentences(w, conllu.FromAnalysis(d))
}

func writeSentences(w io.Writer, sentences []conllu.Sentence) error {
	for i := range sentences {
		if err := conllu.Write(w, &sentences[i]); err != nil {
			return err
		}
	}
	return nil
}

// parseFormats are the ways to write an analysis.
var parseFormats = map[string]func(io.Writer, *analysis.Doc) error{
	"conllu": writeCoNLLU,
	"json":   func(w io.Writer, d *analysis.Doc) error { return schema.WriteLine(w, parsed(d)) },
}

// parsedJSON is a document's analysis as one line. Heads count from 1 within
// the sentence, and 0 is the root, as in CoNLL-U.
type parsedJSON struct {
	Format    string         `json:"format"`
	Key       string         `json:"key"`
	Sentences []sentenceJSON `json:"sentences"`
	Names     []parsedName   `json:"names"`
}

type sentenceJSON struct {
	schema.Span
	Tokens []tokenJSON `json:"tokens"`
}

type tokenJSON struct {
	schema.Quote
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos"`
	XPOS   string `json:"xpos"`
	Feats  string `json:"feats"`
	Head   int    `json:"head"`
	Deprel string `json:"deprel"`
}

type parsedName struct {
	schema.Quote
	Label string `json:"label"`
}

func parsed(d *analysis.Doc) parsedJSON {
	quote := func(s schema.Span) schema.Quote { return schema.Quote{Span: s, Text: d.Text(s)} }
	out := parsedJSON{Format: schema.Format, Key: d.Article.Key, Sentences: []sentenceJSON{}, Names: []parsedName{}}
	for i := range d.Sentences {
		s := sentenceJSON{Span: d.Sentences[i].Span, Tokens: []tokenJSON{}}
		for _, t := range d.Sentences[i].Tokens {
			s.Tokens = append(s.Tokens, tokenJSON{quote(t.Span), t.Lemma, t.UPOS, t.XPOS, t.Feats, t.Head + 1, t.Deprel})
		}
		out.Sentences = append(out.Sentences, s)
	}
	for _, n := range d.Names {
		out.Names = append(out.Names, parsedName{quote(n.Span), string(n.Label)})
	}
	return out
}
