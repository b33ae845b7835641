package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// measureVerb says what network analysis says of the actors.
func measureVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "measure",
		Usage: "show who is central, who stands between others, which blocs there are, and which triangles are out of balance",
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), sourceKindFlag(), jsonFlag(),
			&cli.StringFlag{Name: "from", Usage: "leave out what happened before this `DAY`"},
			&cli.StringFlag{Name: "to", Usage: "leave out what happened after this `DAY`"},
			&cli.BoolFlag{Name: "write", Usage: "also write them into the graph: in Neo4j as properties of the actors' nodes, in SQLite into the table measures"},
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 15, Usage: "how many actors, blocs and triangles to show"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if c.Int("limit") < 1 {
				return usage("--limit 20", "--limit %d: want 1 or more", c.Int("limit"))
			}
			span, err := spanOf(c)
			if err != nil {
				return err
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			if c.Bool("write") {
				if c.String("as-of") != "" {
					return usage("entente measure --write", "--write and --as-of: only the graph of now can be written")
				}
				err := withStore(c, relations, false, func(store graph.Store) error { return writeMeasures(c, s, store, relations, span) })
				if err != nil {
					return err
				}
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				m, err := measured(c, store, relations, span)
				if err != nil {
					return err
				}
				if c.Bool("json") {
					return json.NewEncoder(s.out).Encode(m)
				}
				m.print(s)
				return nil
			})
		},
	}
}

// writeMeasures measures and writes.
func writeMeasures(c *cli.Context, s streams, store graph.Store, relations map[string]*schema.Relation, span timeline.Span) error {
	to, ok := store.(interface {
		PutMeasures(ctx context.Context, actors []measure.Actor) error
	})
	if !ok {
		return fmt.Errorf("%s takes no measures", c.String("store"))
	}
	network, _, err := measure.Read(c.Context, store, relations, measure.Bounds{Span: span})
	if err != nil {
		return err
	}
	actors := network.Actors()
	if err := to.PutMeasures(c.Context, actors); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "wrote the measures of %s\n", count(len(actors), "actor"))
	return nil
}

// spanOf are the days of --from and --to.
func spanOf(c *cli.Context) (timeline.Span, error) {
	span := timeline.Span{First: c.String("from"), Last: c.String("to")}
	if err := errors.Join(checkDay(c, "from"), checkDay(c, "to")); err != nil {
		return span, err
	}
	if span.First != "" && span.Last != "" && span.First > span.Last {
		return span, usage("--from "+span.Last+" --to "+span.First, "--from %s is after --to %s", span.First, span.Last)
	}
	return span, nil
}

// measuresJSON is what the verb shows.
type measuresJSON struct {
	Measured   int         `json:"measured"` // actors
	All        int         `json:"all"`      // actors with an edge
	Actors     []actorLine `json:"actors"`
	Blocs      [][]string  `json:"blocs"` // names, the largest bloc first
	Unbalanced []triangle  `json:"unbalanced"`
	Triads     int         `json:"triads"`
	Balanced   int         `json:"balanced"`
}

type actorLine struct {
	measure.Actor
	Name string `json:"name"`
}

// triangle is a triad out of balance, in names.
type triangle struct {
	Actors [3]string  `json:"actors"`
	Scores [3]float64 `json:"scores"`
}

// measured measures what the texts say of actors directly; what an office
// holder does counts for himself.
func measured(c *cli.Context, store graph.Reader, relations map[string]*schema.Relation, span timeline.Span) (*measuresJSON, error) {
	m := &measuresJSON{Actors: []actorLine{}, Blocs: [][]string{}, Unbalanced: []triangle{}}
	network, all, err := measure.Read(c.Context, store, relations, measure.Bounds{Span: span})
	if err != nil {
		return nil, err
	}
	m.All = all
	actors := network.Actors()
	m.Measured = len(actors)
	n := newNamer(store)
	name := func(id string) (string, error) { return n.name(c.Context, id) }
	if err := m.blocs(actors, c.Int("limit"), name); err != nil {
		return nil, err
	}
	slices.SortStableFunc(actors, func(a, b measure.Actor) int { return cmp.Compare(b.PageRank, a.PageRank) })
	for _, a := range actors[:min(len(actors), c.Int("limit"))] {
		called, err := name(a.ID)
		if err != nil {
			return nil, err
		}
		m.Actors = append(m.Actors, actorLine{a, called})
	}
	return m, m.triads(network.Triads(), c.Int("limit"), name)
}

func (m *measuresJSON) blocs(actors []measure.Actor, limit int, name func(string) (string, error)) error {
	for _, a := range slices.SortedStableFunc(slices.Values(actors), func(a, b measure.Actor) int { return cmp.Compare(b.PageRank, a.PageRank) }) {
		if a.Bloc == 0 || a.Bloc > limit {
			continue
		}
		for len(m.Blocs) < a.Bloc {
			m.Blocs = append(m.Blocs, nil)
		}
		called, err := name(a.ID)
		if err != nil {
			return err
		}
		m.Blocs[a.Bloc-1] = append(m.Blocs[a.Bloc-1], called)
	}
	return nil
}

// triads counts them, and lists those out of balance, the tensest first.
func (m *measuresJSON) triads(all []measure.Triad, limit int, name func(string) (string, error)) error {
	m.Triads = len(all)
	out := slices.DeleteFunc(slices.Clone(all), measure.Triad.Balanced)
	m.Balanced = len(all) - len(out)
	slices.SortStableFunc(out, func(a, b measure.Triad) int { return cmp.Compare(b.Tension(), a.Tension()) })
	for _, t := range out[:min(len(out), limit)] {
		x := triangle{Scores: t.Scores}
		for i, id := range t.Actors {
			called, err := name(id)
			if err != nil {
				return err
			}
			x.Actors[i] = called
		}
		m.Unbalanced = append(m.Unbalanced, x)
	}
	return nil
}

// shownMembers bounds the names of a bloc on one line.
const shownMembers = 12

func (m *measuresJSON) print(s streams) {
	st, width := styleFor(s.out), terminalWidth(s.out)
	if m.Measured == 0 {
		fmt.Fprintln(s.out, "no two actors are connected; fill the graph with: entente import examples/articles")
		return
	}
	fmt.Fprintf(s.out, "%s\n", st.bold(count(m.Measured, "actor")))
	if left := m.All - m.Measured; left > 0 {
		fmt.Fprintf(s.out, "the busiest of %d; %d with fewer events are left out\n", m.All, left)
	}
	rows := [][]string{{"", "partners", "events", "PageRank", "betweenness", "bloc"}}
	for _, a := range m.Actors {
		bloc := ""
		if a.Bloc > 0 {
			bloc = fmt.Sprint(a.Bloc)
		}
		rows = append(rows, []string{a.Name, fmt.Sprint(a.Degree), fmt.Sprint(a.Weight), fmt.Sprintf("%.3f", a.PageRank), fmt.Sprintf("%.3f", a.Betweenness), bloc})
	}
	printColumns(s.out, rows, narrow{})
	fmt.Fprintf(s.out, "\n%s\n", st.bold("blocs, by cooperation"))
	for i, bloc := range m.Blocs {
		line := strings.Join(bloc[:min(len(bloc), shownMembers)], ", ")
		if n := len(bloc) - shownMembers; n > 0 {
			line += fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(s.out, "  %2d  %s\n", i+1, wrapped(plain(line), width-6, 6))
	}
	fmt.Fprintf(s.out, "\n%s\n", st.bold(fmt.Sprintf("%d of %s in balance; the tensest of the others", m.Balanced, count(m.Triads, "triangle"))))
	for _, t := range m.Unbalanced {
		line := fmt.Sprintf("%s %+.1f %s %+.1f %s %+.1f %s", t.Actors[0], t.Scores[0], t.Actors[1], t.Scores[1], t.Actors[2], t.Scores[2], t.Actors[0])
		fmt.Fprintf(s.out, "  %s\n", wrapped(plain(line), width-2, 4))
	}
}
