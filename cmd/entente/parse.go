package main

import (
	"bufio"
	"context"
	"errors"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/urfave/cli/v2"
)

// parseVerb writes the linguistic analysis.
func parseVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "parse",
		Usage:     "write the tags and trees of articles as CoNLL-U, with names as Entity= in MISC",
		ArgsUsage: "INPUT…",
		Flags: append(append(inputFlags(), schemaFlags()...),
			&cli.StringFlag{Name: "format", Value: "conllu", Usage: "conllu"}),
		Action: func(c *cli.Context) error {
			if c.String("format") != "conllu" {
				return usage("entente parse --format conllu", "--format %q: parse writes conllu", c.String("format"))
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			results, err := analyse(c.Context, c, s, func(ctx context.Context, d read.Document) (*analysis.Doc, error) {
				return p.Analyse(ctx, d.Article)
			})
			if err != nil {
				return err
			}
			out := bufio.NewWriter(s.out)
			failed := &failures{err: s.err}
			for r := range results {
				if r.err != nil {
					if err := failed.add(r.doc, r.err); err != nil {
						return err
					}
					continue
				}
				if err := analysis.WriteCoNLLU(out, r.found); err != nil {
					return err
				}
			}
			return errors.Join(c.Context.Err(), out.Flush(), failed.close())
		},
	}
}
