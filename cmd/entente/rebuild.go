package main

import (
	"fmt"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/urfave/cli/v2"
)

// rebuildVerb computes events and edges anew.
func rebuildVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "rebuild",
		Usage: "compute all events and edges anew from the record of articles, claims and decisions",
		Description: "The record stays as it is, no article is read. An import does it by itself when a new version computes otherwise;\n" +
			"it may be stopped at any time: the same command again goes on.",
		Flags: append([]cli.Flag{storeFlag()}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				before, err := store.Counts(c.Context)
				if err != nil {
					return err
				}
				report, err := graph.Rebuild(c.Context, store, r, graph.ImportOptions{})
				if err != nil {
					return fmt.Errorf("rebuild: %w; the same command again goes on", err)
				}
				after, err := store.Counts(c.Context)
				if err != nil {
					return err
				}
				fmt.Fprintf(s.out, "%s computed from %s of claims, %s from their events: %s\n", count(after.Events, "event"), count(report.Blocks, "block"), count(after.Edges, "edge"), grew(before, after))
				return nil
			})
		},
	}
}
