package main

import (
	"context"
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
		Flags:     append([]cli.Flag{storeFlag(), jsonFlag(), &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 15, Usage: "how many edges and events to show"}}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			name := strings.Join(c.Args().Slice(), " ")
			if name == "" {
				return usage("entente show Pakistan", "whom to show? name an actor")
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withStore(c, relations, true, func(store graph.Store) error {
				card, err := newCard(c.Context, s, store, name, c.Int("limit"))
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

// eventLine is an event as verbs show it.
type eventLine struct {
	ID          string `json:"id"`
	Date        string `json:"date"`
	Inferred    bool   `json:"date_inferred"`
	Relation    string `json:"relation"`
	Actor       string `json:"actor"`
	Recipient   string `json:"recipient,omitempty"`
	Theme       string `json:"theme,omitempty"`
	Mediator    string `json:"mediator,omitempty"`
	Modality    string `json:"modality"`
	Reports     int    `json:"reports"`
	Independent int    `json:"independent"`
	Denied      int    `json:"denied"`
	Status      string `json:"status"`
}

func newCard(ctx context.Context, s streams, store graph.Store, name string, limit int) (*card, error) {
	e, err := findOne(ctx, s, store, name)
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
	k := &card{ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: schema.List(e.Aliases), Codes: e.Codes, Sector: e.Sector, Curated: e.Curated, Total: len(edges)}
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

func (n *namer) event(ctx context.Context, e graph.Event) (eventLine, error) {
	line := eventLine{
		ID: e.ID, Date: e.Date.Value, Inferred: e.Inferred, Relation: e.Relation, Modality: string(e.Modality),
		Reports: e.Reports, Independent: e.Independent, Denied: e.Denied, Status: string(e.Status),
	}
	for _, part := range []struct {
		ids []string
		to  *string
	}{{e.Actor, &line.Actor}, {e.Recipient, &line.Recipient}, {e.Theme, &line.Theme}, {e.Mediator, &line.Mediator}} {
		names, err := n.list(ctx, part.ids)
		if err != nil {
			return line, err
		}
		*part.to = names
	}
	return line, nil
}

func (k *card) print(s streams) {
	st := styleFor(s.out)
	about := string(k.Kind)
	if k.Country != "" {
		about += " of " + k.Country
	}
	if !k.Curated {
		about += ", known from articles only"
	}
	fmt.Fprintf(s.out, "%s  %s  %s\n", st.bold(plain(k.Name)), plain(about), st.dim(plain(k.ID)))
	if len(k.Aliases) > 0 {
		fmt.Fprintf(s.out, "  also: %s\n", plain(strings.Join(k.Aliases, ", ")))
	}
	if codes := sortedCodes(k.Codes); codes != "" {
		fmt.Fprintf(s.out, "  codes: %s\n", plain(codes))
	}
	if len(k.Edges) == 0 {
		fmt.Fprintln(s.out, "\nno edges: no article asserts anything between it and another actor")
	} else {
		fmt.Fprintf(s.out, "\n%s\n", st.bold(fmt.Sprintf("edges (%d of %d)", len(k.Edges), k.Total)))
		printEdges(s.out, k.Edges)
	}
	if len(k.Events) > 0 {
		fmt.Fprintf(s.out, "\n%s\n", st.bold("latest events"))
		rows := make([][]string, len(k.Events))
		for i, e := range k.Events {
			rows[i] = e.row()
		}
		printColumns(s.out, rows)
	}
}

// row is an event in columns: date, what, how held.
func (e eventLine) row() []string {
	date := e.Date
	if e.Inferred {
		date = "~" + date
	}
	what := e.Actor + " " + e.Relation
	if e.Recipient != "" {
		what += " " + e.Recipient
	}
	if e.Theme != "" {
		what += " (" + e.Theme + ")"
	}
	if e.Mediator != "" {
		what += " through " + e.Mediator
	}
	var notes []string
	if e.Modality != string(schema.Asserted) && e.Modality != "" {
		notes = append(notes, e.Modality)
	}
	if e.Reports == 0 && e.Denied > 0 {
		notes = append(notes, "denied")
	} else if e.Denied > 0 {
		notes = append(notes, fmt.Sprintf("denied by %d", e.Denied))
	}
	if e.Independent > 1 {
		notes = append(notes, count(e.Independent, "source"))
	}
	return []string{date, what, strings.Join(notes, ", ")}
}

func sortedCodes(codes map[string]string) string {
	var list []string
	for k, v := range codes {
		list = append(list, k+" "+v)
	}
	sort.Strings(list)
	return strings.Join(list, ", ")
}
