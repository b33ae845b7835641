package brief

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/graph/timeline"
)

// Places are what network analysis says: of the request's actors, or of the
// most central ones.
type Places struct {
	Rows     []Place
	Measured int  // actors, of
	All      int  // that have an edge
	TooLarge bool // the graph, to be measured within a briefing
	Blocs    []Bloc
	Triads   int // triangles that the rows' actors are in
	Balanced int
	Tense    []string // the tensest triangles out of balance
}

// Place is one actor's; ranks count from 1 among those measured.
type Place struct {
	Name                          string
	measure.Actor                 // with its bloc's number
	PageRankRank, BetweennessRank int
}

// Bloc is a community of cooperation.
type Bloc struct {
	Number int
	Names  string
}

// What a briefing measures, so that it takes no second, and shows.
const (
	measuredActors = 250
	measuredRows   = 50_000
	shownPlaces    = 10
	shownBlocs     = 5
	shownMembers   = 10
	shownTense     = 3
)

// places measures the network: that of the events where the request names no
// actor, else that of the whole graph in the period.
func (m *maker) places(b *Briefing, events []graph.Event) error {
	p := &b.Places
	var n *measure.Network
	if len(m.request.Actors) == 0 {
		n, p.All = measure.OfEvents(events, m.relations, measuredActors)
	} else {
		var err error
		span := timeline.Span{First: m.request.From, Last: m.request.To}
		n, p.All, err = measure.Read(m.ctx, m.g, m.relations, measure.Bounds{Span: span, Actors: measuredActors, Rows: measuredRows})
		if errors.Is(err, measure.ErrTooLarge) {
			p.TooLarge = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	all := n.Actors()
	p.Measured = len(all)
	if err := m.rows(p, all); err != nil {
		return err
	}
	if err := m.blocs(p, all); err != nil {
		return err
	}
	return m.tense(p, n.Triads())
}

// rows are the places of the request's actors, or of the first by PageRank.
func (m *maker) rows(p *Places, all []measure.Actor) error {
	for i, a := range slices.SortedStableFunc(slices.Values(all), func(a, b measure.Actor) int { return cmp.Compare(b.PageRank, a.PageRank) }) {
		if len(m.request.Actors) == 0 && i == shownPlaces {
			break
		}
		if len(m.request.Actors) > 0 && !m.asked(a.ID) {
			continue
		}
		name, err := m.name(a.ID)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, Place{name, a, measure.Rank(all, a, measure.ByPageRank), measure.Rank(all, a, measure.ByBetweenness)})
	}
	return nil
}

func (m *maker) asked(id string) bool {
	for _, a := range m.request.Actors {
		if a.ID == id {
			return true
		}
	}
	return false
}

// blocs are those of the rows, the most central members first.
func (m *maker) blocs(p *Places, all []measure.Actor) error {
	members := map[int][]string{}
	for _, a := range slices.SortedStableFunc(slices.Values(all), func(a, b measure.Actor) int { return cmp.Compare(b.PageRank, a.PageRank) }) {
		if strings.Contains(a.ID, ":population:") { // nobody whom one would name as a member
			continue
		}
		members[a.Bloc] = append(members[a.Bloc], a.ID)
	}
	var numbers []int
	for _, r := range p.Rows {
		if r.Bloc > 0 {
			numbers = append(numbers, r.Bloc)
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	for _, number := range numbers[:min(len(numbers), shownBlocs)] {
		var names []string
		for _, id := range members[number][:min(len(members[number]), shownMembers)] {
			name, err := m.name(id)
			if err != nil {
				return err
			}
			names = append(names, name)
		}
		said := strings.Join(names, ", ")
		if left := len(members[number]) - len(names); left > 0 {
			said += fmt.Sprintf(" and %d more", left)
		}
		p.Blocs = append(p.Blocs, Bloc{number, said})
	}
	return nil
}

// tense counts the triangles, and names the tensest of those out of balance.
func (m *maker) tense(p *Places, all []measure.Triad) error {
	all = slices.DeleteFunc(all, func(t measure.Triad) bool {
		return len(m.request.Actors) > 0 && !slices.ContainsFunc(t.Actors[:], m.asked)
	})
	p.Triads = len(all)
	all = slices.DeleteFunc(all, measure.Triad.Balanced)
	p.Balanced = p.Triads - len(all)
	slices.SortStableFunc(all, func(a, b measure.Triad) int { return cmp.Compare(b.Tension(), a.Tension()) })
	for _, t := range all[:min(len(all), shownTense)] {
		var sides []string
		for i, pair := range [][2]int{{0, 1}, {1, 2}, {0, 2}} {
			one, err := m.name(t.Actors[pair[0]])
			if err != nil {
				return err
			}
			two, err := m.name(t.Actors[pair[1]])
			if err != nil {
				return err
			}
			with := "with"
			if t.Scores[i] < 0 {
				with = "against"
			}
			sides = append(sides, strings.Replace(fmt.Sprintf("%s %s %s (%+.1f)", one, with, two, t.Scores[i]), "(-", "(−", 1))
		}
		p.Tense = append(p.Tense, strings.Join(sides, "; "))
	}
	return nil
}
