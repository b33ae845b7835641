package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/urfave/cli/v2"
)

// resolveVerb sums up what imports and workers have left.
func resolveVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:        "resolve",
		Usage:       "sum up claims into events and edges where an import or workers have not come to it",
		Description: "Imports and workers do so themselves; this finishes what those that were stopped have left. It may run beside them.",
		Flags:       append([]cli.Flag{storeFlag(), jsonFlag()}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				begun := time.Now()
				report, err := graph.Project(c.Context, store, r, graph.ImportOptions{})
				if err != nil {
					return err
				}
				seconds := time.Since(begun).Seconds()
				if c.Bool("json") {
					return json.NewEncoder(s.out).Encode(map[string]any{"blocks": report.Blocks, "edges": report.Dyads, "seconds": seconds})
				}
				fmt.Fprintf(s.out, "%s of claims resolved, %s summed up in %s\n", count(report.Blocks, "block"), count(report.Dyads, "edge"), took(seconds))
				return nil
			})
		},
	}
}
