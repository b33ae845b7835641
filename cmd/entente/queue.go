package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/entente-kg/entente/internal/queue"
	"github.com/urfave/cli/v2"
)

// queueVerb shows a queue and its dead letters.
func queueVerb(s streams) *cli.Command {
	all := &cli.BoolFlag{Name: "all", Usage: "all dead letters"}
	on := func(f func(*cli.Context, streams, *queue.Queue) error) cli.ActionFunc {
		return func(c *cli.Context) error {
			return withQueue(c, queue.Options{Existing: true}, logger(s, true, false), func(q *queue.Queue) error { return f(c, s, q) })
		}
	}
	show := on(showQueue)
	return &cli.Command{
		Name:  "queue",
		Usage: "show how many articles wait on a queue, how fast they go, who works, and which articles could not be used",
		Flags: append(natsFlags(), jsonFlag()),
		Subcommands: []*cli.Command{
			{
				Name: "dead", Usage: "list the articles that could not be used, with the reason",
				Flags:  append(natsFlags(), &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 20, Usage: "how many, the oldest first; 0 for all"}, jsonFlag()),
				Action: on(listDead),
			},
			{
				Name: "retry", Usage: "put dead letters back on the queue", ArgsUsage: "NUMBER…",
				Flags: append(natsFlags(), all), Action: on(func(c *cli.Context, s streams, q *queue.Queue) error {
					return onDead(c, s, "put back on the queue", q.Revive)
				}),
			},
			{
				Name: "drop", Usage: "drop dead letters for good", ArgsUsage: "NUMBER…",
				Flags: append(natsFlags(), all), Action: on(func(c *cli.Context, s streams, q *queue.Queue) error {
					return onDead(c, s, "dropped", q.Drop)
				}),
			},
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return usage("entente queue, or: entente queue dead", "queue: there is no %q; want dead, retry, drop or nothing", c.Args().First())
			}
			return show(c)
		},
	}
}

func showQueue(c *cli.Context, s streams, q *queue.Queue) error {
	st, err := q.Status(c.Context)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return json.NewEncoder(s.out).Encode(struct {
			queue.Status
			Depth int `json:"depth"`
		}{st, st.Depth()})
	}
	printQueue(s.out, &st)
	return nil
}

func printQueue(w io.Writer, q *queue.Status) {
	st := styleFor(w)
	age := ""
	if !q.Oldest.IsZero() {
		age = fmt.Sprintf(", the oldest for %s", time.Since(q.Oldest).Round(time.Second))
	}
	fmt.Fprintf(w, "%s  %s wait%s\n", st.bold(q.Queue), count(q.Waiting, "article"), age)
	fmt.Fprintf(w, "  in hand  %s\n", count(q.Pending, "article"))
	rate := fmt.Sprintf("%.1f articles a second", q.Rate)
	if q.Seconds > 0 && q.Rate >= 0.05 { // less reads as none, and then a time is a guess
		rate += fmt.Sprintf(", empty in some %s", (time.Duration(q.Seconds) * time.Second).Round(time.Second))
	}
	fmt.Fprintf(w, "  rate     %s\n", rate)
	dead := st.alarm(q.Dead > 0, count(q.Dead, "article"))
	if q.Dead > 0 {
		dead += "   (entente queue dead)"
	}
	fmt.Fprintf(w, "  dead     %s\n", dead)
	fmt.Fprintf(w, "  workers  %d\n", len(q.Workers))
	for _, a := range q.Workers {
		fmt.Fprintf(w, "    %s  %-9s  %.1f a second   %d written   %s:%d   %s\n", plain(a.ID), plain(string(a.State)), a.Rate, a.Written, plain(a.Host), a.Process, plain(a.Store))
	}
}

func listDead(c *cli.Context, s streams, q *queue.Queue) error {
	dead, err := q.Dead(c.Context, c.Int("limit"))
	if err != nil {
		return err
	}
	if c.Bool("json") {
		out := json.NewEncoder(forTerminal(s.out))
		for _, d := range dead {
			if err := out.Encode(d); err != nil {
				return err
			}
		}
		return nil
	}
	st := styleFor(s.out)
	for _, d := range dead {
		fmt.Fprintf(s.out, "%s  %s  %s\n", st.bold(strconv.FormatUint(d.Number, 10)), d.At.Format(time.DateTime), cmp.Or(plain(d.Title), "(no title)"))
		fmt.Fprintf(s.out, "    %s (tries: %d, worker %s, from %s)\n", plain(d.Reason), d.Tries, plain(d.Worker), plain(d.From))
	}
	if len(dead) == 0 {
		fmt.Fprintln(s.out, "no dead letters")
	}
	return nil
}

// onDead does something with the dead letters that the arguments name.
func onDead(c *cli.Context, s streams, done string, f func(ctx context.Context, numbers []uint64, all bool) (int, error)) error {
	if c.Bool("all") == c.Args().Present() {
		return usage("entente queue "+c.Command.Name+" 17", "queue %s: want the numbers of dead letters, or --all", c.Command.Name)
	}
	var numbers []uint64
	for _, a := range c.Args().Slice() {
		n, err := strconv.ParseUint(a, 10, 64)
		if err != nil {
			return usage("entente queue dead", "queue %s: %q is no number of a dead letter", c.Command.Name, a)
		}
		numbers = append(numbers, n)
	}
	n, err := f(c.Context, numbers, c.Bool("all"))
	if err == nil || n > 0 {
		fmt.Fprintf(s.out, "%s %s\n", count(n, "dead letter"), done)
	}
	if errors.Is(err, queue.ErrNoLetter) {
		return usage("entente queue dead", "%s", err)
	}
	return err
}
