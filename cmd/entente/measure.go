package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/urfave/cli/v2"
)

// measuredActors bounds the actors that are measured: betweenness takes time
// with their square.
const measuredActors = 2000

// measureVerb says what network analysis says of the actors.
func measureVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "measure",
		Usage: "show who is central, who stands between others, which blocs there are, and which triangles are out of balance",
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), jsonFlag(),
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 15, Usage: "how many actors, blocs and triangles to show"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if c.Int("limit") < 1 {
				return usage("--limit 20", "--limit %d: want 1 or more", c.Int("limit"))
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				m, err := measured(c, store)
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
func measured(c *cli.Context, store graph.Reader) (*measuresJSON, error) {
	var edges []graph.Edge
	for e, err := range store.AllEdges(c.Context) {
		if err != nil {
			return nil, err
		}
		if e.Via == graph.Direct {
			edges = append(edges, e)
		}
	}
	m := &measuresJSON{Actors: []actorLine{}, Blocs: [][]string{}, Unbalanced: []triangle{}}
	edges, m.All = busiest(edges, measuredActors)
	network := measure.New(edges)
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

// busiest keeps the edges among the actors with most events, and counts all.
func busiest(edges []graph.Edge, most int) (kept []graph.Edge, all int) {
	events := map[string]int{}
	for _, e := range edges {
		events[e.From] += e.Events
		events[e.To] += e.Events
	}
	ids := make([]string, 0, len(events))
	for id := range events {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(events[b]-events[a], strings.Compare(a, b)) })
	for _, id := range ids[min(len(ids), most):] {
		delete(events, id)
	}
	return slices.DeleteFunc(edges, func(e graph.Edge) bool { return events[e.From] == 0 || events[e.To] == 0 }), len(ids)
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
