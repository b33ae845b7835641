package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
)

// edgeLine is an edge with the names of its ends, as verbs show it.
type edgeLine struct {
	From        string  `json:"from"`
	FromName    string  `json:"from_name"`
	Relation    string  `json:"relation"`
	To          string  `json:"to"`
	ToName      string  `json:"to_name"`
	Via         string  `json:"via"`
	First       string  `json:"first"`
	Last        string  `json:"last"`
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

func (n *namer) list(ctx context.Context, ids []string) (string, error) {
	names := make([]string, len(ids))
	for i, id := range ids {
		name, err := n.name(ctx, id)
		if err != nil {
			return "", err
		}
		names[i] = name
	}
	return strings.Join(names, ", "), nil
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
			e.From, from, e.Relation, e.To, to, string(e.Via), e.First, e.Last,
			e.Events, e.Reports, e.Independent, e.Denied, e.Contested, e.Score,
		})
	}
	return out, nil
}

// printEdges writes edges in columns.
func printEdges(w io.Writer, edges []edgeLine) {
	rows := make([][]string, len(edges))
	for i, e := range edges {
		note := ""
		if e.Contested {
			note = "contested"
		} else if e.Denied > 0 {
			note = fmt.Sprintf("denied by %d", e.Denied)
		}
		if e.Via == string(graph.Office) {
			note = strings.TrimSpace(note + " through office holders")
		}
		rows[i] = []string{e.FromName, e.Relation, e.ToName, period(e.First, e.Last), count(e.Events, "event"), count(e.Independent, "source"), note}
	}
	printColumns(w, rows)
}

func period(first, last string) string {
	if first == last {
		return first
	}
	return first + " to " + last
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// printColumns lines up rows, two spaces in, cutting no word: a tired reader's
// terminal wraps the last column at worst.
func printColumns(w io.Writer, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			row[i] = plain(cell)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	for _, row := range rows {
		line := "  "
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}
