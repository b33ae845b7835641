package main

import (
	"io"
	"slices"

	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// extractVerb writes what articles say, without a graph.
func extractVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "write the entities and claims of articles as JSONL, one line a document, in input order",
		ArgsUsage: "INPUT…",
		Flags: append(slices.Concat(inputFlags(), schemaFlags(), claimFlags(), extractorFlags()),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "jsonl"}),
		Action: func(c *cli.Context) error {
			if c.String("format") != "jsonl" {
				return usage("entente extract --format jsonl", "--format %q: extract writes jsonl", c.String("format"))
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			x, err := newExtractor(c, p)
			if err != nil {
				return err
			}
			defer x.report(s.err)
			return writeEach(c, s, x.extract, func(w io.Writer, r analysed[schema.Extraction]) error {
				return schema.WriteExtraction(w, r.found, p.Relations)
			})
		},
	}
}
