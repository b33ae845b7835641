package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-kg/entente/graph"
	cypher "github.com/entente-kg/entente/schema/graph"
	"github.com/urfave/cli/v2"
)

// schemaVerb prints or applies the constraints and indexes of the graph.
func schemaVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "schema",
		Usage: "print the graph's constraints and indexes, apply them to a store, or list the relations",
		Flags: append([]cli.Flag{
			storeFlag(),
			&cli.BoolFlag{Name: "apply", Usage: "create what is missing in the store"},
			&cli.BoolFlag{Name: "list", Usage: "list the relations with their codes and meanings"},
			jsonFlag(),
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			switch {
			case c.Bool("list"):
				return listRelations(c, s)
			case c.Bool("apply"):
				relations, err := loadRelations(c)
				if err != nil {
					return err
				}
				return withStore(c, relations, false, func(store graph.Store) error {
					if err := store.Migrate(c.Context); err != nil {
						return err
					}
					fmt.Fprintf(s.out, "constraints and indexes are in place in %s\n", plain(c.String("store")))
					return nil
				})
			}
			for _, statement := range cypher.Constraints() {
				fmt.Fprintln(s.out, statement+";")
			}
			return nil
		},
	}
}

// relationLine is a relation as schema lists it.
type relationLine struct {
	Relation  string   `json:"relation"`
	Means     string   `json:"means"`
	Plover    string   `json:"plover"`
	Cameo     string   `json:"cameo"`
	Quad      int      `json:"quad"`
	Goldstein float64  `json:"goldstein"`
	Symmetric bool     `json:"symmetric"`
	Standing  bool     `json:"standing"`
	Edges     []string `json:"edges"`
	File      string   `json:"file"`
}

func listRelations(c *cli.Context, s streams) error {
	relations, err := loadRelations(c)
	if err != nil {
		return err
	}
	var lines []relationLine
	var rows [][]string
	for _, name := range slices.Sorted(maps.Keys(relations)) {
		r := relations[name]
		var edges []string
		for _, e := range r.Edges {
			edges = append(edges, e.Type)
		}
		lines = append(lines, relationLine{r.Name, r.Means, r.Plover, r.Cameo, r.Quad, r.Goldstein, r.Symmetric, r.Standing, edges, r.File})
		rows = append(rows, []string{r.Name, r.Plover, r.Cameo, r.Means})
	}
	if c.Bool("json") {
		return json.NewEncoder(s.out).Encode(lines)
	}
	printColumns(s.out, rows, narrow{wrap: true})
	return nil
}
