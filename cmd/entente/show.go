package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// showVerb prints an actor's card.
func showVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show an actor: who it is, its edges, its latest events",
		ArgsUsage: "NAME",
		Flags:     append([]cli.Flag{storeFlag(), asOfFlag(), sourceKindFlag(), jsonFlag(), &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 15, Usage: "how many edges and events to show"}}, schemaFlags()...),
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
				card, err := newCard(c, s, store, relations, name, c.Int("limit"))
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
	Place   *placeLine        `json:"place,omitempty"` // in the network; none in a graph too large to be measured each time
}

// placeLine is what network analysis says of an actor; ranks are among those
// measured.
type placeLine struct {
	measure.Actor
	PageRankRank    int `json:"page_rank_rank"`
	BetweennessRank int `json:"betweenness_rank"`
	Measured        int `json:"measured"`
}

// shownRows bounds the edges that are read to place an actor, and measuredOf
// the actors: it must take no second.
const shownRows, measuredOf = 20_000, 250

// placeOf measures the network around an actor, nil where it is too large or the
// actor has no edge.
func placeOf(ctx context.Context, store graph.Reader, relations map[string]*schema.Relation, id string) (*placeLine, error) {
	network, _, err := measure.Read(ctx, store, relations, measure.Bounds{Rows: shownRows, Actors: measuredOf})
	if errors.Is(err, measure.ErrTooLarge) {
		return nil, nil //nolint:nilnil // there is no place to show
	}
	if err != nil {
		return nil, err
	}
	actors := network.Actors()
	at := slices.IndexFunc(actors, func(a measure.Actor) bool { return a.ID == id })
	if at < 0 {
		return nil, nil //nolint:nilnil // there is no place to show
	}
	a := actors[at]
	return &placeLine{a, measure.Rank(actors, a, measure.ByPageRank), measure.Rank(actors, a, measure.ByBetweenness), len(actors)}, nil
}

func (p *placeLine) String() string {
	said := fmt.Sprintf("%s, %s, PageRank %.3f (rank %d of %d), betweenness %.3f (rank %d)", count(p.Degree, "partner"), count(p.Weight, "event"), p.PageRank, p.PageRankRank, p.Measured, p.Betweenness, p.BetweennessRank)
	if p.Bloc > 0 {
		said += fmt.Sprintf(", bloc %d", p.Bloc)
	}
	return said
}

func newCard(c *cli.Context, s streams, store graph.Reader, relations map[string]*schema.Relation, name string, limit int) (*card, error) {
	ctx := c.Context
	e, err := findOne(c, s, store, name)
	if err != nil {
		return nil, err
	}
	edges, all, err := store.EdgesOf(ctx, e.ID, limit)
	if err != nil {
		return nil, err
	}
	events, err := store.EventsOf(ctx, e.ID, limit)
	if err != nil {
		return nil, err
	}
	k := &card{ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: schema.List(e.Aliases), Codes: e.Codes, Sector: e.Sector, Curated: e.Curated, Total: all, Events: []eventLine{}}
	n := newNamer(store)
	if e.Country != "" {
		if k.Country, err = n.name(ctx, e.Country); err != nil {
			k.Country = e.Country
		}
	}
	if k.Edges, err = edgeLines(ctx, store, edges); err != nil {
		return nil, err
	}
	for _, ev := range events {
		line, err := n.event(ctx, ev)
		if err != nil {
			return nil, err
		}
		k.Events = append(k.Events, line.seenBy(e.ID))
	}
	k.Place, err = placeOf(ctx, store, relations, e.ID)
	return k, err
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
	if k.Place != nil {
		fmt.Fprintf(s.out, "  place  %s\n", wrapped(k.Place.String(), width-9, 9))
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
