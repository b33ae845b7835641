package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/entente-kg/entente/internal/queue"
	"github.com/urfave/cli/v2"
)

// submitVerb puts articles on a queue, for workers to read.
func submitVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "submit",
		Usage:     "put articles on a queue of NATS JetStream, for workers to read",
		ArgsUsage: "INPUT…",
		Description: "INPUT is what import takes. What is on the queue already, or was within --dedup-window, is not put there twice.\n" +
			"Documents that can't be read are named and left out; the exit code is then 2.",
		Flags: slices.Concat(natsFlags(), settingFlags(), []cli.Flag{
			&cli.StringFlag{Name: "failed", Value: "failed.jsonl", Usage: "where to list the documents that could not be used; made only when there are any", TakesFile: true},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress, no closing lines"},
			jsonFlag(),
		}, withoutWorkers(inputFlags())),
		Action: func(c *cli.Context) error { return (&submission{c: c, streams: s}).run() },
	}
}

// withoutWorkers leaves out the flag for what only a worker does.
func withoutWorkers(flags []cli.Flag) []cli.Flag {
	return slices.DeleteFunc(flags, func(f cli.Flag) bool {
		return slices.Contains(f.Names(), "workers") || slices.Contains(f.Names(), "any-language")
	})
}

// submission is one run of the verb.
type submission struct {
	c *cli.Context
	streams
	failed *failures
	report submitReport
}

// submitReport is what the closing lines and --json show.
type submitReport struct {
	Read    int     `json:"read"`
	Queued  int     `json:"queued"`
	Known   int     `json:"known"` // submitted before
	Large   int     `json:"large"` // of Queued
	Failed  int     `json:"failed"`
	Seconds float64 `json:"seconds"`
}

func (s *submission) run() error {
	c := s.c
	keep, err := settings(c)
	if err != nil {
		return err
	}
	docs, err := documents(c, s.streams)
	if err != nil {
		return err
	}
	list := c.String("failed")
	docs = without(docs, ownFiles("", list, ""))
	if s.failed, err = newFailures(list, s.err); err != nil {
		return err
	}
	err = withQueue(c, queue.Options{Settings: keep}, logger(s.streams, true, false), func(q *queue.Queue) error {
		begun := time.Now()
		bar := newProgress(c.Context, s.streams, c, c.Args().Slice())
		defer bar.close()
		s.failed.err = bar.above(s.err)
		to := q.Submitter(func() {
			fmt.Fprintln(bar.above(s.err), "the queue is full; waiting for the workers")
		})
		err := s.all(c.Context, docs, bar, to)
		// What was read is handed over, also after an interruption.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context), time.Minute)
		defer cancel()
		sent, closing := to.Close(ctx)
		s.report.Queued, s.report.Known, s.report.Large, s.report.Seconds = sent.Queued, sent.Known, sent.Large, time.Since(begun).Seconds()
		return errors.Join(err, closing)
	})
	bad := s.failed.close(err == nil)
	s.report.Failed = s.failed.count
	if c.Err() != nil {
		return interrupted{s.report.Queued + s.report.Known, "queue " + c.String("queue"), s.command}
	}
	if err != nil {
		return err
	}
	if bad != nil && !errors.Is(bad, errSomeBad) {
		return bad
	}
	return s.print(bad)
}

// all submits documents until they or the context end.
func (s *submission) all(ctx context.Context, docs iter.Seq[input], bar *progress, to *queue.Submitter) error {
	for in := range docs {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case in.fatal:
			return in.err
		}
		bar.step(&in)
		s.failed.saw(in.doc, in.err, false)
		if in.err != nil {
			if err := s.failed.add(in.doc, in.err); err != nil {
				return err
			}
			continue
		}
		s.report.Read++
		for _, w := range in.doc.Warnings {
			bar.warn(in.doc, w)
		}
		if err := to.Add(ctx, queue.Item{Article: in.doc.Article, Coding: in.doc.Coding, From: place(in.doc.Origin)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *submission) print(end error) error {
	r := &s.report
	if s.c.Bool("json") {
		return errors.Join(json.NewEncoder(s.out).Encode(r), end)
	}
	if s.c.Bool("quiet") {
		return end
	}
	st := styleFor(s.out)
	fmt.Fprintf(s.out, "%s read in %s\n", st.bold(count(r.Read, "article")), took(r.Seconds))
	fmt.Fprintf(s.out, "  queued  %s new   %d there already   %s\n", st.bold(fmt.Sprint(r.Queued)), r.Known, st.alarm(r.Failed > 0, fmt.Sprintf("%d failed", r.Failed)))
	if r.Failed > 0 {
		fmt.Fprintf(s.out, "  failed  %s\n", plain(s.failed.where()))
	}
	same := sameQueue(s.c)
	fmt.Fprintf(s.out, "\nnext: entente worker%s --store neo4j://localhost   and, to see how far they are: entente queue%s\n", same, same)
	return end
}
