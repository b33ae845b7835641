package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// edgeLine is an edge with the names of its ends, as verbs show it.
type edgeLine struct {
	From        string  `json:"from"`
	FromName    string  `json:"from_name"`
	Relation    string  `json:"relation"`
	To          string  `json:"to"`
	ToName      string  `json:"to_name"`
	Via         string  `json:"via"`
	SourceKind  string  `json:"source_kind"`
	Symmetric   bool    `json:"symmetric"`
	First       string  `json:"first"`
	Last        string  `json:"last"`
	Ended       string  `json:"ended,omitempty"` // the day of the event that ended it
	Events      int     `json:"events"`
	Reports     int     `json:"reports"`
	Independent int     `json:"independent"`
	Denied      int     `json:"denied"`
	Contested   bool    `json:"contested"`
	Score       float64 `json:"score"`
}

// namer gives entities' names, each looked up once.
type namer struct {
	store graph.Reader
	names map[string]string
}

func newNamer(store graph.Reader) *namer { return &namer{store, map[string]string{}} }

// name is the entity's name; words of a text and unknown IDs stay as they are.
func (n *namer) name(ctx context.Context, id string) (string, error) {
	if !graph.IsEntity(id) {
		return id, nil
	}
	if name, ok := n.names[id]; ok {
		return name, nil
	}
	e, err := n.store.Entity(ctx, id)
	if err != nil {
		return "", err
	}
	n.names[id] = e.Name
	return e.Name, nil
}

func edgeLines(ctx context.Context, store graph.Reader, edges []graph.Edge) ([]edgeLine, error) {
	n := newNamer(store)
	out := make([]edgeLine, 0, len(edges))
	for _, e := range edges {
		from, err := n.name(ctx, e.From)
		if err != nil {
			return nil, err
		}
		to, err := n.name(ctx, e.To)
		if err != nil {
			return nil, err
		}
		out = append(out, edgeLine{
			e.From, from, e.Relation, e.To, to, string(e.Via), e.SourceKind.String(), e.Symmetric, e.First, e.Last, e.Ended,
			e.Events, e.Reports, e.Independent, e.Denied, e.Contested, e.Score,
		})
	}
	return out, nil
}

// printEdges writes edges in columns.
func printEdges(w io.Writer, edges []edgeLine) {
	rows := make([][]string, len(edges))
	for i, e := range edges {
		rows[i] = []string{e.FromName, e.Relation, e.ToName, period(e.First, e.Last), count(e.Independent, "source"), e.notes()}
	}
	printColumns(w, rows, narrow{cut: []int{0, 2}})
}

// printEdgesOf writes the edges of one entity, seen from it: an arrow says who
// acted.
func printEdgesOf(w io.Writer, id string, edges []edgeLine) {
	rows := make([][]string, len(edges))
	for i, e := range edges {
		arrow, other := "→", e.ToName
		switch {
		case e.Symmetric && e.To == id:
			arrow, other = "–", e.FromName
		case e.Symmetric:
			arrow = "–"
		case e.To == id:
			arrow, other = "←", e.FromName
		}
		rows[i] = []string{arrow, e.Relation, other, period(e.First, e.Last), count(e.Events, "event"), count(e.Independent, "source"), e.notes()}
	}
	printColumns(w, rows, narrow{cut: []int{2}})
}

// notes are what a reader should know before believing the edge.
func (e edgeLine) notes() string {
	var notes []string
	if e.SourceKind != schema.FromText.String() {
		notes = append(notes, "coded by "+e.SourceKind)
	}
	if e.Contested {
		notes = append(notes, "contested")
	} else if e.Denied > 0 {
		notes = append(notes, fmt.Sprintf("denied by %d", e.Denied))
	}
	if e.Ended != "" {
		notes = append(notes, "ended "+e.Ended)
	}
	if e.Via == string(graph.Office) {
		notes = append(notes, "by office")
	}
	return strings.Join(notes, ", ")
}

// period is a stretch of days, the year said once.
func period(first, last string) string {
	switch {
	case first == last || last == "":
		return first
	case first == "":
		return last
	case len(first) > 4 && len(last) > 4 && first[:4] == last[:4]:
		return first + " to " + last[5:]
	}
	return first + " to " + last
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// are is count with the verb that goes with it.
func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return count(n, noun) + " are"
}

// took is how long something lasted: 0.69 s, 42 s, 1m12s, 2h30m5s.
func took(seconds float64) string {
	if seconds < 59.5 {
		return strconv.FormatFloat(seconds, 'g', 2, 64) + " s"
	}
	return time.Duration(seconds * float64(time.Second)).Round(time.Second).String()
}

// quoted is a name as a shell takes it.
func quoted(name string) string {
	name = plain(name)
	if name != "" && !strings.ContainsAny(name, " '\"$`\\!&|;<>()*?[]#~=%{}") {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
