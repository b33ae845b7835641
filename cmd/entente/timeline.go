package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// timelineVerb draws how an actor got on with others, or with one other, week
// by week.
func timelineVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "timeline",
		Usage:     "show how an actor got on with the world, or with another actor, week by week",
		ArgsUsage: "A [B]",
		Description: "Each event that happened has a score from -10 (attack) to 8.3 (help), by Goldstein's scale; a bar is a period's sum.\n" +
			"Events whose date is less precise than the period are counted below and are in no bar: try --by month or --by year.",
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), sourceKindFlag(), jsonFlag(),
			&cli.StringFlag{Name: "by", Value: "week", Usage: "week, month, quarter or year"},
			&cli.StringFlag{Name: "from", Usage: "leave out what happened before this `DAY`"},
			&cli.StringFlag{Name: "to", Usage: "leave out what happened after this `DAY`"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if n := c.Args().Len(); n < 1 || n > 2 {
				return usage(`entente timeline Pakistan "United States"`, "timeline takes one actor or two; put names of several words in quotes")
			}
			for _, flag := range []string{"from", "to"} {
				if err := checkDay(c, flag); err != nil {
					return err
				}
			}
			if from, to := c.String("from"), c.String("to"); to != "" && to < from {
				return usage("--from "+to+" --to "+from, "--to %s is before --from %s", to, from)
			}
			by := schema.Precision(c.String("by"))
			if _, err := timeline.Sum(nil, by, timeline.Span{}); err != nil {
				return usage("--by month", "--by %q: want week, month, quarter or year", by)
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				t, err := newTimeline(c, s, store, by)
				if err != nil {
					return err
				}
				if c.Bool("json") {
					return json.NewEncoder(s.out).Encode(t)
				}
				t.print(s)
				return nil
			})
		},
	}
}

// timelineOf is a timeline with the actors that it is of.
type timelineOf struct {
	Of []party `json:"of"`
	timeline.Timeline
}

func newTimeline(c *cli.Context, s streams, store graph.Reader, by schema.Precision) (*timelineOf, error) {
	t := &timelineOf{}
	for _, name := range c.Args().Slice() {
		e, err := findOne(c, s, store, name)
		if err != nil {
			return nil, err
		}
		t.Of = append(t.Of, party{ID: e.ID, Name: e.Name})
	}
	if len(t.Of) == 2 && t.Of[0].ID == t.Of[1].ID {
		return nil, usage("entente timeline "+quoted(t.Of[0].Name), "both names mean %s", t.Of[0].Name)
	}
	var other []string
	if len(t.Of) == 2 {
		other = append(other, t.Of[1].ID)
	}
	events, err := graph.EventsWith(c.Context, store, t.Of[0].ID, other...)
	if err != nil {
		return nil, err
	}
	t.Timeline, err = timeline.Sum(events, by, timeline.Span{First: c.String("from"), Last: c.String("to")})
	return t, err
}

// The chart's measures.
const (
	chartMax = 30 // columns a side
	chartMin = 8
	maxGap   = 2 // periods without events that are drawn one by one
)

func (t *timelineOf) print(s streams) {
	st := styleFor(s.out)
	var names []string
	for _, p := range t.Of {
		names = append(names, plain(p.Name))
	}
	fmt.Fprintf(s.out, "%s, by %s: %s\n", st.bold(strings.Join(names, " and ")), t.By, count(t.events(), "event"))
	if len(t.Bars) > 0 {
		if isTerminal(s.out) {
			t.chart(s.out, st, terminalWidth(s.out))
		} else {
			t.table(s)
		}
	}
	var apart []string
	if t.Vague > 0 {
		apart = append(apart, fmt.Sprintf("%s dated less precisely than a %s", count(t.Vague, "event"), t.By))
	}
	if t.Undated > 0 {
		apart = append(apart, count(t.Undated, "event")+" without a date")
	}
	if len(apart) > 0 {
		fmt.Fprintf(s.out, "%s\n", st.dim("not shown: "+strings.Join(apart, ", ")))
	}
}

func (t *timelineOf) events() int {
	n := 0
	for _, b := range t.Bars {
		n += b.Events
	}
	return n
}

// table is the timeline for programs and files: one period a line.
func (t *timelineOf) table(s streams) {
	rows := [][]string{{string(t.By), "score", "cooperation", "conflict", "events", "contested"}}
	for _, b := range t.Bars {
		rows = append(rows, []string{b.From, signed(b.Score), signed(b.Cooperation), signed(b.Conflict), fmt.Sprint(b.Events), fmt.Sprint(b.Contested)})
	}
	printColumns(s.out, rows, narrow{})
}

// chart draws conflict to the left of a line and cooperation to its right.
func (t *timelineOf) chart(w io.Writer, st style, width int) {
	const beside = len("  2025-03-10  ") + len("  +100.0  100 events, 10 contested")
	side := max(chartMin, min(chartMax, (width-beside-1)/2))
	most := 0.0
	for _, b := range t.Bars {
		most = max(most, b.Cooperation, -b.Conflict)
	}
	next := t.Bars[0].From
	for _, b := range t.Bars {
		gap := 0
		for at := next; at < b.From && at != ""; at = timeline.Next(at, t.By) {
			gap++
		}
		for at := next; gap <= maxGap && at < b.From; at = timeline.Next(at, t.By) {
			fmt.Fprintf(w, "  %s  %s│\n", st.dim(at), strings.Repeat(" ", side))
		}
		if gap > maxGap {
			fmt.Fprintf(w, "  %s\n", st.dim(fmt.Sprintf("%-10s  %s⋮ %s", "", strings.Repeat(" ", side), count(gap, string(t.By))+" without events")))
		}
		next = timeline.Next(b.From, t.By)
		left, right := bar(-b.Conflict, most, side), bar(b.Cooperation, most, side)
		told := fmt.Sprintf("%6s  %s", signed(b.Score), count(b.Events, "event"))
		if b.Contested > 0 {
			told += fmt.Sprintf(", %d contested", b.Contested)
		}
		fmt.Fprintf(w, "  %s  %s%s│%s%s  %s\n", b.From, strings.Repeat(" ", side-len(left)), st.wrap("31", drawn(left)), st.wrap("32", drawn(right)), strings.Repeat(" ", side-len(right)), told)
	}
}

// bar is as many marks as a value has of the most; what is there is seen.
func bar(value, most float64, width int) string {
	if value <= 0 || most <= 0 {
		return ""
	}
	return strings.Repeat("#", max(1, int(math.Round(value/most*float64(width)))))
}

func drawn(marks string) string { return strings.ReplaceAll(marks, "#", "█") }

func signed(score float64) string {
	if score == 0 {
		return "0"
	}
	return fmt.Sprintf("%+.1f", score)
}
