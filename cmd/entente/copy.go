package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-kg/entente/graph"
	"github.com/urfave/cli/v2"
)

// copyVerb moves a graph from one store to another.
func copyVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "copy",
		Usage: "copy a graph from one store to another, for example from a file to Neo4j",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "the graph to read: sqlite:FILE, neo4j://… or bolt://…"},
			&cli.StringFlag{Name: "to", Usage: "the graph to write into; what it has is kept"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			from, to := c.String("from"), c.String("to")
			if from == "" || to == "" || from == to {
				return usage("entente copy --from sqlite:entente.db --to neo4j://localhost:7687", "copy needs two different stores, --from and --to")
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			resolver, err := newResolver(p, p.Version)
			if err != nil {
				return err
			}
			source, err := openStore(c.Context, from, p.Relations, true)
			if err != nil {
				return err
			}
			defer func() { _ = source.Close(context.WithoutCancel(c.Context)) }() // it was only read
			target, err := openStore(c.Context, to, p.Relations, false)
			if err != nil {
				return err
			}
			if err := target.Migrate(c.Context); err != nil {
				return errors.Join(err, target.Close(context.WithoutCancel(c.Context)))
			}
			rep, err := graph.Copy(c.Context, source, target, resolver, graph.ImportOptions{})
			if err := errors.Join(err, target.Close(context.WithoutCancel(c.Context))); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "articles: new %d, changed %d, unchanged %d, older %d; claims %d\n", rep.New, rep.Changed, rep.Unchanged, rep.Older, rep.Claims)
			return nil
		},
	}
}
