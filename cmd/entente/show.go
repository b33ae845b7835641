package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// showVerb prints an actor's card.
func showVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show an actor: who it is, its edges, its latest events",
		ArgsUsage: "NAME",
		Flags:     append([]cli.Flag{storeFlag(), asOfFlag(), jsonFlag(), &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 15, Usage: "how many edges and events to show"}}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			name := strings.Join(c.Args().Slice(), " ")
			if name == "" {
				return usage("entente show Pakistan", "whom to show? name an actor")
			}
			if c.Int("limit") < 1 {
				return usage("--limit 20", "--limit %d: want 1 or more", c.Int("limit"))
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				card, err := newCard(c, s, store, name, c.Int("limit"))
				if err != nil {
					return err
				}
				if c.Bool("json") {
					return json.NewEncoder(s.out).Encode(card)
				}
				card.print(s)
				return nil
			})
		},
	}
}

// card is all that show says of an actor.
type card struct {
	ID      string            `json:"id"`
	Kind    schema.Kind       `json:"kind"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases"`
	Codes   map[string]string `json:"codes,omitempty"`
	Country string            `json:"country,omitempty"`
	Sector  string            `json:"sector,omitempty"`
	Curated bool              `json:"curated"`
	Edges   []edgeLine        `json:"edges"`
	Total   int               `json:"edges_total"`
	Events  []eventLine       `json:"events"`
}

func newCard(c *cli.Context, s streams, store graph.Reader, name string, limit int) (*card, error) {
	ctx := c.Context
	e, err := findOne(c, s, store, name)
	if err != nil {
		return nil, err
	}
	edges, err := store.EdgesOf(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	events, err := store.EventsOf(ctx, e.ID, limit)
	if err != nil {
		return nil, err
	}
	k := &card{ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: schema.List(e.Aliases), Codes: e.Codes, Sector: e.Sector, Curated: e.Curated, Total: len(edges), Events: []eventLine{}}
	n := newNamer(store)
	if e.Country != "" {
		if k.Country, err = n.name(ctx, e.Country); err != nil {
			k.Country = e.Country
		}
	}
	if k.Edges, err = edgeLines(ctx, store, edges[:min(limit, len(edges))]); err != nil {
		return nil, err
	}
	for _, ev := range events {
		line, err := n.event(ctx, ev)
		if err != nil {
			return nil, err
		}
		k.Events = append(k.Events, line)
	}
	return k, nil
}

func (k *card) print(s streams) {
	st := styleFor(s.out)
	width := terminalWidth(s.out)
	about := string(k.Kind)
	if k.Country != "" {
		about += " of " + k.Country
	}
	if !k.Curated {
		about += ", known from articles only"
	}
	fmt.Fprintf(s.out, "%s  %s  %s\n", st.bold(plain(k.Name)), plain(about), st.dim(plain(k.ID)))
	if len(k.Aliases) > 0 {
		fmt.Fprintf(s.out, "  also   %s\n", wrapped(plain(strings.Join(k.Aliases, ", ")), width-9, 9))
	}
	if codes := sortedCodes(k.Codes); codes != "" {
		fmt.Fprintf(s.out, "  codes  %s\n", wrapped(plain(codes), width-9, 9))
	}
	if len(k.Edges) == 0 {
		fmt.Fprintln(s.out, "\nno edges: no article asserts anything between it and another actor")
	} else {
		head := count(k.Total, "edge")
		if len(k.Edges) < k.Total {
			head = fmt.Sprintf("%d of %d edges, the strongest first", len(k.Edges), k.Total)
		}
		fmt.Fprintf(s.out, "\n%s\n", st.bold(head))
		printEdgesOf(s.out, k.ID, k.Edges)
	}
	if len(k.Events) > 0 {
		fmt.Fprintf(s.out, "\n%s\n", st.bold("latest events"))
		printEvents(s, k.Events)
	}
}

func sortedCodes(codes map[string]string) string {
	var list []string
	for k, v := range codes {
		list = append(list, k+" "+v)
	}
	sort.Strings(list)
	return strings.Join(list, ", ")
}
