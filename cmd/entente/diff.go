package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/diff"
	"github.com/urfave/cli/v2"
)

// diffVerb tells what has changed in the graph.
func diffVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "diff",
		Usage: "tell what has changed since a day: edges that are new, stronger, weaker, contested, ended or gone",
		Description: "Days are those on which the graph knew something (UTC), not those on which it happened: what was imported since.\n" +
			"Each change is a sentence with the articles that it comes from.",
		Flags: append([]cli.Flag{
			storeFlag(), jsonFlag(),
			&cli.StringFlag{Name: "since", Usage: "compare the end of this `DAY` with now"},
			&cli.StringFlag{Name: "from", Usage: "compare the end of this `DAY` …"},
			&cli.StringFlag{Name: "to", Usage: "… with the end of this `DAY`"},
			sourceKindFlag(),
			&cli.StringFlag{Name: "of", Usage: "only edges of this `ACTOR`"},
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 20, Usage: "how many changes of a kind to show"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			for _, flag := range []string{"since", "from", "to"} {
				if err := checkDay(c, flag); err != nil {
					return err
				}
			}
			from, to := c.String("since"), ""
			if !c.IsSet("since") {
				from, to = c.String("from"), c.String("to")
			}
			switch {
			case c.Args().Present():
				return usage("entente diff --since 2025-03-12", "diff takes no arguments, but days: --since, or --from and --to")
			case from == "" || c.IsSet("since") && (c.IsSet("from") || c.IsSet("to")):
				return usage("entente diff --since 2025-03-12", "diff needs --since DAY, or --from DAY --to DAY")
			case to != "" && to < from:
				return usage("--from "+to+" --to "+from, "--to %s is before --from %s", to, from)
			case c.Int("limit") < 1:
				return usage("--limit 20", "--limit %d: want 1 or more", c.Int("limit"))
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			kinds, err := sourceKinds(c)
			if err != nil {
				return err
			}
			return withStore(c, relations, true, func(whole graph.Store) error {
				store := whole.OfKinds(kinds...)
				after := store
				if to != "" {
					after = store.AsOf(to)
				}
				d := differ{c: c, streams: s, before: store.AsOf(from), after: after, all: store}
				return d.run(c.Context, from, to)
			})
		},
	}
}

type differ struct {
	c *cli.Context
	streams
	before, after, all graph.Reader
}

// changeLine is a change as it is shown.
type changeLine struct {
	Kind     diff.Kind `json:"kind"`
	Sentence string    `json:"sentence"`
	Before   *edgeLine `json:"before"`
	After    *edgeLine `json:"after"`
	Sources  []source  `json:"sources"`
}

// source is an article behind a change.
type source struct {
	Article   string `json:"article"`
	Source    string `json:"source"`
	Published string `json:"published"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Key       string `json:"key"`                 // what the article is called in its file
	Retracted string `json:"retracted,omitempty"` // the reason
}

// shownSources is how many articles a change names.
const shownSources = 3

func (d *differ) run(ctx context.Context, from, to string) error {
	changes, err := diff.Edges(d.before.AllEdges(ctx), d.after.AllEdges(ctx))
	if err != nil {
		return err
	}
	if name := d.c.String("of"); name != "" {
		e, err := findOne(d.c, d.streams, d.all, name)
		if err != nil {
			return err
		}
		changes = slices.DeleteFunc(changes, func(c diff.Change) bool { return c.Edge().From != e.ID && c.Edge().To != e.ID })
	}
	total, shown := map[diff.Kind]int{}, map[diff.Kind]int{}
	for _, c := range changes {
		total[c.Kind]++
	}
	enc, st := json.NewEncoder(d.out), styleFor(d.out)
	if !d.c.Bool("json") {
		until := "now"
		if to != "" {
			until = "the end of " + to
		}
		fmt.Fprintf(d.out, "%s\n", st.bold(fmt.Sprintf("from the end of %s to %s: %s", from, until, count(len(changes), "change"))))
	}
	last := diff.Kind("")
	for i := range changes {
		c := &changes[i]
		if shown[c.Kind]++; shown[c.Kind] > d.c.Int("limit") && !d.c.Bool("json") {
			continue
		}
		line, err := d.line(ctx, c)
		if err != nil {
			return err
		}
		if d.c.Bool("json") {
			if err := enc.Encode(line); err != nil {
				return err
			}
			continue
		}
		if c.Kind != last {
			last = c.Kind
			head := fmt.Sprintf("%s: %d", c.Kind, total[c.Kind])
			if total[c.Kind] > d.c.Int("limit") {
				head += fmt.Sprintf(", the %d best attested", d.c.Int("limit"))
			}
			fmt.Fprintf(d.out, "\n%s\n", st.bold(head))
		}
		d.print(st, line)
	}
	return nil
}

func (d *differ) print(st style, line changeLine) {
	width := terminalWidth(d.out)
	fmt.Fprintf(d.out, "  %s\n", wrapped(plain(line.Sentence), width-2, 2))
	for _, s := range line.Sources {
		told := whyClaim{Source: s.Source, Published: s.Published, Title: s.Title, URL: s.URL, Key: s.Key}.sourceLine()
		for _, other := range []string{s.URL, s.Article} {
			if told == "" {
				told = other
			}
		}
		if s.Retracted != "" {
			told += "; retracted: " + s.Retracted
		}
		fmt.Fprintf(d.out, "    %s\n", st.dim(wrapped(plain(told), width-4, 4)))
	}
}

func (d *differ) line(ctx context.Context, c *diff.Change) (changeLine, error) {
	out := changeLine{Kind: c.Kind, Sources: []source{}}
	for _, e := range []struct {
		edge *graph.Edge
		in   graph.Reader
		to   **edgeLine
	}{{c.Before, d.before, &out.Before}, {c.After, d.after, &out.After}} {
		if e.edge == nil {
			continue
		}
		lines, err := edgeLines(ctx, e.in, []graph.Edge{*e.edge})
		if err != nil {
			return out, err
		}
		*e.to = &lines[0]
	}
	out.Sentence = changeSentence(&out)
	var err error
	out.Sources, err = d.sources(ctx, c)
	return out, err
}

// enders are the articles of the event that ended an edge on the day it ended.
func (d *differ) enders(ctx context.Context, e *graph.Edge) ([]string, error) {
	endings, err := d.after.Endings(ctx, e.Key)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, end := range endings {
		if end.Date != e.Ended {
			continue
		}
		event, err := d.after.Event(ctx, end.By)
		if err != nil {
			return nil, err
		}
		ids = append(ids, event.Articles...)
	}
	return ids, nil
}

// changeSentence says in words what became of an edge.
func changeSentence(l *changeLine) string {
	e := l.After
	if e == nil {
		e = l.Before
	}
	told := fmt.Sprintf("%s %s %s", e.FromName, e.Relation, e.ToName)
	switch l.Kind {
	case diff.New:
		said := fmt.Sprintf("%s is new: %s by %s", told, count(e.Events, "event"), count(e.Independent, "source"))
		if e.First != "" {
			said += ", " + period(e.First, e.Last)
		}
		return said
	case diff.Strengthened, diff.Weakened:
		return fmt.Sprintf("%s has %s by %s, had %s by %s", told, count(e.Events, "event"), count(e.Independent, "source"), count(l.Before.Events, "event"), count(l.Before.Independent, "source"))
	case diff.Contested:
		return fmt.Sprintf("%s is denied by %s, was by %d", told, count(e.Denied, "article"), l.Before.Denied)
	case diff.Lapsed:
		return fmt.Sprintf("%s ended on %s", told, e.Ended)
	default:
		return fmt.Sprintf("%s is gone: nothing supports it any more; it had %s by %s", told, count(e.Events, "event"), count(e.Independent, "source"))
	}
}

// sources are the articles that made the change: those of events that are
// behind the edge on one side and not on the other, the latest first; for what
// is gone, those that were; and for what ended, those of what ended it.
func (d *differ) sources(ctx context.Context, c *diff.Change) ([]source, error) {
	articles := func(in graph.Reader, e *graph.Edge) ([]string, error) {
		if e == nil {
			return nil, nil
		}
		events, err := in.Events(ctx, e.Key)
		var ids []string
		for _, ev := range events {
			ids = append(ids, ev.Articles...)
		}
		return ids, err
	}
	was, err := articles(d.before, c.Before)
	if err != nil {
		return nil, err
	}
	is, err := articles(d.after, c.After)
	if err != nil {
		return nil, err
	}
	list, others := is, was
	if c.Kind == diff.Retracted || c.Kind == diff.Weakened {
		list, others = was, is
	}
	if c.Kind == diff.Lapsed {
		if list, err = d.enders(ctx, c.After); err != nil {
			return nil, err
		}
		others = nil
	}
	fresh := slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(others, id) })
	if len(fresh) == 0 {
		fresh = list
	}
	out, seen := []source{}, map[string]bool{}
	for _, id := range fresh {
		if seen[id] || len(out) == shownSources {
			continue
		}
		seen[id] = true
		rec, err := d.all.Record(ctx, id)
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a := rec.Article
		s := source{Article: a.ID, Source: a.Source, Published: a.Published.Value, Title: strings.TrimSpace(a.Title), URL: a.URL, Key: a.Key}
		if rec.Retracted != nil {
			s.Retracted = rec.Retracted.Reason
		}
		out = append(out, s)
	}
	return out, nil
}
