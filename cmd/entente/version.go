package main

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/urfave/cli/v2"
)

// versionVerb says what this binary is and what its extractions depend on.
func versionVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "print the version of the program, of its rules and of its models",
		Flags: append(schemaFlags(), jsonFlag()),
		Action: func(c *cli.Context) error {
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			rules, err := p.Version()
			if err != nil {
				return err
			}
			if c.Bool("json") {
				return json.NewEncoder(s.out).Encode(map[string]any{
					"version": version, "rules": rules, "go": runtime.Version(), "relations": len(p.Relations), "actors": len(p.Actors.IDs),
				})
			}
			fmt.Fprintf(s.out, "entente %s, rules and models %s, %d relations, %d actors, %s\n", version, rules, len(p.Relations), len(p.Actors.IDs), runtime.Version())
			return nil
		},
	}
}
