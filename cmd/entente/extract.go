package main

import (
	"bufio"
	"errors"

	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// extractVerb writes what articles say, without a graph.
func extractVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "write the entities and claims of articles as JSONL, one line a document, in input order",
		ArgsUsage: "INPUT…",
		Flags: append(append(inputFlags(), schemaFlags()...),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "jsonl"}),
		Action: func(c *cli.Context) error {
			if c.String("format") != "jsonl" {
				return usage("entente extract --format jsonl", "--format %q: extract writes jsonl", c.String("format"))
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			results, err := analyse(c.Context, c, s, extractor(p))
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
				if err := schema.WriteExtraction(out, r.found, p.Relations); err != nil {
					return err
				}
			}
			return errors.Join(c.Context.Err(), out.Flush(), failed.close())
		},
	}
}
