package main

import (
	"fmt"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// meaningJSON is one meaning of a name.
type meaningJSON struct {
	ID      string      `json:"id"`
	Kind    schema.Kind `json:"kind"`
	Name    string      `json:"name"`
	Country string      `json:"country,omitempty"`
	Curated bool        `json:"curated"`
	schema.LinkJSON
}

// foundJSON is the answer to one name.
type foundJSON struct {
	Name    string        `json:"name"`
	Date    *string       `json:"date"`
	Context *string       `json:"context"`
	Found   []meaningJSON `json:"found"`
}

// actorsVerb asks the knowledge base.
func actorsVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "actors",
		Usage: "ask what the knowledge base knows",
		Subcommands: []*cli.Command{{
			Name:      "find",
			Usage:     "show what names, titles or phrases would be taken for on a date, and why",
			ArgsUsage: "NAME…",
			Flags: append(schemaFlags(),
				&cli.StringFlag{Name: "date", Usage: "as of this day (YYYY-MM-DD, YYYY-MM or YYYY); without it, today"},
				&cli.StringFlag{Name: "context", Usage: "a sentence that the name stands in, which decides between several meanings"},
				jsonFlag()),
			Action: func(c *cli.Context) error { return findActors(c, s) },
		}},
		Action: func(c *cli.Context) error {
			return usage("entente actors find NAME", "actors: want find and a name")
		},
	}
}

// findActors writes the meanings of each name.
func findActors(c *cli.Context, s streams) error {
	if !c.Args().Present() {
		return usage("entente actors find 'the Israeli prime minister' --date 2014-07-01", "actors find: want a name")
	}
	day, err := schema.ParseDate(c.String("date"))
	if err != nil {
		return usage("entente actors find NAME --date 2014-07-01", "--date: %s", err)
	}
	p, err := newPipeline(c)
	if err != nil {
		return err
	}
	for i, name := range c.Args().Slice() {
		found, err := p.Resolve(c.Context, name, day, c.String("context"))
		if err != nil {
			return err
		}
		if c.Bool("json") {
			err = schema.WriteLine(s.out, encodeFound(c, name, found))
		} else {
			err = printFound(s, i, name, found, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func encodeFound(c *cli.Context, name string, found []nlp.Meaning) foundJSON {
	out := foundJSON{Name: name, Date: schema.OrNull(c.String("date")), Context: schema.OrNull(c.String("context")), Found: []meaningJSON{}}
	for _, m := range found {
		out.Found = append(out.Found, meaningJSON{m.Entity.ID, m.Entity.Kind, m.Entity.Name, m.Entity.Country, m.Entity.Curated, schema.EncodeLink(m.Link)})
	}
	return out
}

// printFound writes the meanings of a name as a table: score, ID, name, why.
func printFound(s streams, nth int, name string, found []nlp.Meaning, p *nlp.Pipeline) error {
	if nth > 0 {
		fmt.Fprintln(s.out)
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(s.out, "%s: no actor\n", plain(name))
		return err
	}
	fmt.Fprintf(s.out, "%s\n", plain(name))
	width := 0
	for _, m := range found {
		width = max(width, len([]rune(m.Entity.ID)))
	}
	for _, m := range found {
		why := []string{string(m.Reason)}
		if m.Sector != "" {
			why = append(why, "sector "+m.Sector)
		}
		if a := p.Actors.ByID[m.Entity.Country]; a != nil {
			why = append(why, a.Name)
		}
		id := plain(m.Entity.ID)
		if _, err := fmt.Fprintf(s.out, "  %.2f  %s%s  %s (%s)\n", m.Score, id, strings.Repeat(" ", max(0, width-len([]rune(id)))), plain(m.Entity.Name), plain(strings.Join(why, "; "))); err != nil {
			return err
		}
	}
	return nil
}
