package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// briefFormats are the ways to write a briefing.
var briefFormats = map[string]func(*brief.Briefing, io.Writer) error{
	"html": (*brief.Briefing).HTML,
	"md":   (*brief.Briefing).Markdown,
	"svg":  (*brief.Briefing).SVG,
	"png":  (*brief.Briefing).PNG,
}

// briefVerb writes a briefing.
func briefVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "brief",
		Usage:     "write a briefing: an actor, two actors, or everything in a period, as one page with a picture and footnotes",
		ArgsUsage: "[ACTOR [ACTOR]]",
		Description: "html is one file that needs no network and prints on A4; md is the text with footnotes; svg and png are the picture alone.\n" +
			"The same graph gives the same bytes.",
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), sourceKindFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Value: "html", Usage: "html, md, svg or png"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "-", Usage: "the file to write, - for standard output", TakesFile: true},
			&cli.StringFlag{Name: "from", Usage: "leave out what happened before this `DAY`"},
			&cli.StringFlag{Name: "to", Usage: "leave out what happened after this `DAY`"},
			&cli.StringFlag{Name: "since", Usage: "the `DAY` of the briefing before: say what has changed"},
			&cli.StringSliceFlag{Name: "relation", Usage: "only events of this relation, such as SANCTIONS; may be repeated"},
			&cli.IntFlag{Name: "nodes", Value: 30, Usage: fmt.Sprintf("how many actors the picture shows, at most %d", brief.MaxNodes)},
			&cli.IntFlag{Name: "events", Value: 25, Usage: "how many events the table shows"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			write, ok := briefFormats[c.String("format")]
			if !ok {
				return usage("entente brief --format html", "--format %q: want html, md, svg or png", c.String("format"))
			}
			if c.String("format") == "png" && c.String("output") == "-" && isTerminal(s.out) {
				return usage("--output picture.png", "a PNG is not for a terminal")
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			r, err := briefRequest(c, relations)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				for _, name := range c.Args().Slice() {
					e, err := findOne(c, s, store, name)
					if err != nil {
						return err
					}
					r.Actors = append(r.Actors, e)
				}
				b, err := brief.Make(c.Context, store, relations, r)
				if err != nil {
					return err
				}
				return writeTo(c.String("output"), s.out, func(w io.Writer) error { return write(b, w) })
			})
		},
	}
}

func briefRequest(c *cli.Context, relations map[string]*schema.Relation) (brief.Request, error) {
	r := brief.Request{From: c.String("from"), To: c.String("to"), Since: c.String("since"), Nodes: c.Int("nodes"), Events: c.Int("events")}
	if c.Args().Len() > 2 {
		return r, usage(`entente brief Iran "United States"`, "brief takes at most two actors; put names of several words in quotes")
	}
	for _, f := range []string{"from", "to", "since"} {
		if err := checkDay(c, f); err != nil {
			return r, err
		}
	}
	if r.From != "" && r.To != "" && r.From > r.To {
		return r, usage("--from "+r.To+" --to "+r.From, "--from %s is after --to %s", r.From, r.To)
	}
	if r.Nodes < 2 || r.Nodes > brief.MaxNodes || r.Events < 1 {
		return r, usage("--nodes 30 --events 25", "--nodes wants 2 to %d, --events 1 or more", brief.MaxNodes)
	}
	for _, name := range c.StringSlice("relation") {
		name = strings.ToUpper(name)
		if relations[name] == nil {
			return r, usage("entente schema --list", "there is no relation %q", name)
		}
		if !slices.Contains(r.Relations, name) {
			r.Relations = append(r.Relations, name)
		}
	}
	return r, nil
}
