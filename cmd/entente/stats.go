package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// statsVerb says how large the graph is and what is in it.
func statsVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "stats",
		Usage: "show the sizes of the graph, its kinds of actors and its kinds of events",
		Flags: append([]cli.Flag{storeFlag(), asOfFlag(), sourceKindFlag(), jsonFlag()}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				counts, err := store.Counts(c.Context)
				if err != nil {
					return err
				}
				strongest, err := store.Strongest(c.Context, graph.Which{}, 2000)
				if err != nil {
					return err
				}
				best := newBestEdges(relations, 10)
				for _, e := range strongest {
					best.one(e)
				}
				edges, err := edgeLines(c.Context, store, best.list())
				if err != nil {
					return err
				}
				if c.Bool("json") {
					return json.NewEncoder(s.out).Encode(statsOf(counts, edges))
				}
				printStats(s, counts, edges, c.StringSlice("source-kind"), c.String("as-of"))
				return nil
			})
		},
	}
}

type statsJSON struct {
	Articles  int                 `json:"articles"`
	Sources   int                 `json:"sources"`
	Entities  int                 `json:"entities"`
	Claims    int                 `json:"claims"`
	Events    int                 `json:"events"`
	Edges     int                 `json:"edges"`
	First     string              `json:"first"`
	Last      string              `json:"last"`
	Kinds     map[schema.Kind]int `json:"kinds"`
	Relations map[string]int      `json:"relations"`
	Coders    map[string]int      `json:"source_kinds"` // events
	Strongest []edgeLine          `json:"strongest"`
}

func statsOf(c graph.Counts, edges []edgeLine) statsJSON {
	coders := map[string]int{}
	for k, n := range c.EventsByKind {
		coders[k.String()] = n
	}
	return statsJSON{c.Articles, c.Sources, c.Entities, c.Claims, c.Events, c.Edges, c.First, c.Last, c.EntitiesByKind, c.EventsByRelation, coders, edges}
}

// printStats shows the sizes; kinds are the source kinds that were asked for,
// empty for all, and day what --as-of asked for.
func printStats(s streams, c graph.Counts, edges []edgeLine, kinds []string, day string) {
	st := styleFor(s.out)
	fmt.Fprintf(s.out, "%s, %s, %d claims, %s, %s\n", count(c.Articles, "article"), count(c.Sources, "source"), c.Claims, count(c.Events, "event"), count(c.Edges, "edge"))
	if c.First != "" {
		fmt.Fprintf(s.out, "events from %s\n", plain(period(c.First, c.Last)))
	}
	if c.Articles == 0 && len(kinds) > 0 {
		fmt.Fprintf(s.out, "nothing in the graph is coded by %s; without --source-kind all of it is shown\n", strings.Join(kinds, " or "))
		return
	}
	if c.Articles == 0 && day != "" {
		fmt.Fprintf(s.out, "nothing was in the graph at the end of %s; the days of --as-of are those of import\n", day)
		return
	}
	if c.Articles == 0 {
		fmt.Fprintln(s.out, "the graph is empty; fill it with: entente import examples/articles")
		return
	}
	fmt.Fprintf(s.out, "\n%s\n", st.bold(count(c.Entities, "actor")))
	var rows [][]string
	for _, k := range schema.Kinds {
		if n := c.EntitiesByKind[k]; n > 0 {
			rows = append(rows, []string{string(k), fmt.Sprint(n)})
		}
	}
	printColumns(s.out, rows, narrow{})
	printCoders(s, c)
	fmt.Fprintf(s.out, "\n%s\n", st.bold("events by relation"))
	names := slices.SortedFunc(maps.Keys(c.EventsByRelation), func(a, b string) int {
		if d := c.EventsByRelation[b] - c.EventsByRelation[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	rows = nil
	for _, n := range names {
		rows = append(rows, []string{n, fmt.Sprint(c.EventsByRelation[n])})
	}
	printColumns(s.out, rows, narrow{})
	fmt.Fprintf(s.out, "\n%s\n", st.bold("strongest edges"))
	printEdges(s.out, edges)
}

// printCoders says who coded the events, where it was not Entente alone.
func printCoders(s streams, c graph.Counts) {
	if len(c.EventsByKind) == 0 || len(c.EventsByKind) == 1 && c.EventsByKind[schema.FromText] > 0 {
		return
	}
	fmt.Fprintf(s.out, "\n%s\n", styleFor(s.out).bold("events by who coded them"))
	var rows [][]string
	for _, k := range schema.SourceKinds {
		if n := c.EventsByKind[k]; n > 0 {
			rows = append(rows, []string{k.String(), fmt.Sprint(n)})
		}
	}
	printColumns(s.out, rows, narrow{})
}
