package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/entente-kg/entente/nlp/roster"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// errProblems ends a check that found problems; they have been written.
var errProblems = fmt.Errorf("%w: problems found", errSomeBad)

// checkVerb checks a user's own actors.
func checkVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "find every mistake in actors of your own, with file and line: a folder, a CSV file, or JSON of FollowTheMoney or Wikidata",
		ArgsUsage: "FOLDER|FILE…",
		Flags:     []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			if !c.Args().Present() {
				return usage("entente check my-actors", "check: want a folder or file of actors")
			}
			base, err := schema.LoadActors(schema.ActorFiles())
			if err != nil {
				return err
			}
			found := 0
			for _, path := range c.Args().Slice() {
				r, err := roster.Open(path, base)
				if errors.Is(err, fs.ErrNotExist) {
					return usage("entente check my-actors", "check %s: there is no such folder or file", path)
				}
				if err != nil {
					return err
				}
				problems, err := r.Check(base)
				if err != nil {
					return err
				}
				if err := writeProblems(c, s, problems); err != nil {
					return err
				}
				found += len(problems)
			}
			if found > 0 {
				fmt.Fprintf(s.err, "entente: %s\n", count(found, "problem"))
				return errProblems
			}
			if !c.Bool("json") {
				_, err = fmt.Fprintln(s.out, "no problems")
			}
			return err
		},
	}
}

// problemJSON is a problem as other programs read it.
type problemJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

func writeProblems(c *cli.Context, s streams, problems []schema.Problem) error {
	for _, p := range problems {
		var err error
		if c.Bool("json") {
			err = schema.WriteLine(s.out, problemJSON{p.File, p.Line, p.Text})
		} else {
			_, err = fmt.Fprintln(s.out, plain(p.String()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
