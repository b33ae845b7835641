package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/entente-kg/entente/internal/telemetry"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/coder"
	"github.com/entente-kg/entente/nlp/endpoint"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// workerVerb reads articles from a queue into a graph, until it is stopped.
func workerVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "worker",
		Usage: "take articles from a queue of NATS JetStream and put what they say into the graph, until it is stopped",
		Description: "Any number of workers on any number of machines may serve one queue and one graph. Ctrl-C finishes what is in hand.\n" +
			"All workers of a queue need the same entente, and the same flags for actors, relations and claims.",
		Flags: slices.Concat([]cli.Flag{storeFlag()}, natsFlags(), settingFlags(), []cli.Flag{
			&cli.IntFlag{Name: "batch", Value: 100, Usage: "how many articles go into one transaction: what a crash can cost of work"},
			&cli.IntFlag{Name: "workers", Aliases: []string{"j"}, Usage: "how many articles to analyse at a time; 0 for all cores"},
			&cli.IntFlag{Name: "tries", Value: 5, Usage: "after how many tries in vain an article goes to the dead letters"},
			&cli.DurationFlag{Name: "ack-wait", Value: 30 * time.Second, Usage: "after how long without a sign a worker counts as dead, and others get what it had"},
			&cli.DurationFlag{Name: "resolve", Value: 20 * time.Second, Usage: "how often claims are summed up into events and edges while articles come in"},
			&cli.DurationFlag{Name: "patience", Value: 5 * time.Minute, Usage: "how long one article may take"},
			&cli.BoolFlag{Name: "until-done", Usage: "end when the queue is empty and all events are resolved"},
			&cli.BoolFlag{Name: "any-language", Usage: "analyse texts that seem to be in another language than English as well"},
			&cli.BoolFlag{Name: "embedded", Usage: "run the NATS server too, at the address of --nats on this machine, for a first try"},
			&cli.StringFlag{Name: "embedded-dir", Value: "entente-queue", Usage: "the folder in which --embedded keeps the queue", TakesFile: true},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say only what is wrong"},
			&cli.StringFlag{Name: "log", Value: "text", Usage: "how the log on standard error is written: text (key=value) or json"},
		}, schemaFlags(), claimFlags(), extractorFlags(), telemetryFlags()),
		Action: func(c *cli.Context) error { return runWorker(c, s) },
	}
}

func runWorker(c *cli.Context, s streams) error {
	for flag, bounds := range map[string][2]int{"batch": {1, 10_000}, "tries": {1, 1000}, "workers": {0, 1024}} {
		if n := c.Int(flag); n < bounds[0] || n > bounds[1] {
			return usage("entente worker --help", "--%s %d: want %d to %d", flag, n, bounds[0], bounds[1])
		}
	}
	for _, flag := range []string{"ack-wait", "resolve", "patience"} {
		if d := c.Duration(flag); d < time.Second {
			return usage("--"+flag+" 30s", "--%s %s: want a second or more", flag, d)
		}
	}
	if l := c.String("log"); l != "text" && l != "json" {
		return usage("--log json", "--log %q: want text or json", l)
	}
	keep, err := settings(c)
	if err != nil {
		return err
	}
	log := logger(s, c.Bool("quiet"), c.String("log") == "json")
	if c.Bool("embedded") {
		stop, err := embeddedServer(c, log)
		if err != nil {
			return err
		}
		defer stop()
	}
	return withQueue(c, queue.Options{Settings: keep}, log, func(q *queue.Queue) error {
		return serveQueue(c, s, q, log)
	})
}

// serveQueue works on an open queue.
func serveQueue(c *cli.Context, s streams, q *queue.Queue, log *slog.Logger) (err error) {
	var now readiness
	shown, err := newTelemetry(c, s.err, now.check)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	pipeline, err := newWatchedPipeline(c, shown)
	if err != nil {
		return err
	}
	boundMemory(c.Int("workers"))
	extractor, err := newExtractor(c, pipeline)
	if err != nil {
		return err
	}
	extractor.extract = watched(shown, extractor.extract)
	resolver, err := newResolver(pipeline, extractor.version)
	if err != nil {
		return err
	}
	return withStore(c, pipeline.Relations, false, func(store graph.Store) error {
		if err := store.Migrate(c.Context); err != nil {
			return err
		}
		w := newWorker(c, extractor, resolver)
		w.Queue, w.Store, w.Log = q, shown.Store(store), log
		queueGauges(shown, q, w)
		now.begin(store, q)
		err := w.Run(c.Context)
		now.end()
		extractor.report(s.err)
		if err == nil && !c.Bool("quiet") {
			printWorked(s.out, w.Stats())
		}
		return err
	})
}

// newWorker is a worker as the flags have it, still without queue and store.
func newWorker(c *cli.Context, x claimExtractor, r *resolve.Resolver) *queue.Worker {
	return &queue.Worker{
		Resolver: r, Version: schema.Hash(r.Version, r.Rules()), StoreAs: c.String("store"),
		Extract: func(ctx context.Context, it queue.Item) (schema.Extraction, error) {
			return x.extract(ctx, read.Document{Article: it.Article, Coding: it.Coding})
		},
		Batch: c.Int("batch"), Parallel: c.Int("workers"), Tries: c.Int("tries"), AckWait: c.Duration("ack-wait"),
		Resolve: c.Duration("resolve"), Patience: c.Duration("patience"), UntilDone: c.Bool("until-done"),
		Hopeless: func(err error) bool { return errors.Is(err, nlp.ErrLanguage) },
		LeftOut: func(err error) bool {
			_, unsaid := errors.AsType[*coder.Unsaid](err)
			return unsaid
		},
		Away:  func(err error) bool { return errors.Is(err, endpoint.ErrAway) },
		Stops: func(err error) bool { return errors.Is(err, endpoint.ErrRefused) || errors.Is(err, endpoint.ErrBudget) },
	}
}

// printWorked says what a worker has done.
func printWorked(w io.Writer, n queue.Stats) {
	left := ""
	if n.LeftOut > 0 {
		left = fmt.Sprintf(", %s of coders' tables left out", count(n.LeftOut, "row"))
	}
	fmt.Fprintf(w, "%s written, %d unchanged, %d to the dead letters%s; %s of writing\n", count(n.Written, "article"), n.Unchanged, n.Dead, left, took(n.StoreSeconds))
}

// readiness answers /readyz for a worker: it is ready while it runs, its store
// answers and its queue does.
type readiness struct {
	mu    sync.Mutex
	store graph.Store
	queue *queue.Queue
}

func (r *readiness) begin(s graph.Store, q *queue.Queue) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.store, r.queue = s, q
}

func (r *readiness) end() { r.begin(nil, nil) }

var errNotAtWork = errors.New("not at work")

func (r *readiness) check(ctx context.Context) error {
	r.mu.Lock()
	store, q := r.store, r.queue
	r.mu.Unlock()
	if store == nil {
		return errNotAtWork
	}
	if _, err := store.Rules(ctx); err != nil {
		return err
	}
	_, err := q.Status(ctx)
	return err
}

// queueGauges show the queue and what the worker counts of it.
func queueGauges(t *telemetry.Telemetry, q *queue.Queue, w *queue.Worker) {
	var mu sync.Mutex
	var asked time.Time
	var seen queue.Status
	look := func() queue.Status { // one look for all gauges of a scrape
		mu.Lock()
		defer mu.Unlock()
		if time.Since(asked) < time.Second {
			return seen
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if now, err := q.Status(ctx); err == nil { // else what was seen last
			seen = now
		}
		asked = time.Now()
		return seen
	}
	for name, of := range map[string]func(queue.Status) int{
		"entente_queue_waiting": func(s queue.Status) int { return s.Waiting },
		"entente_queue_in_hand": func(s queue.Status) int { return s.Pending },
		"entente_queue_dead":    func(s queue.Status) int { return s.Dead },
		"entente_queue_workers": func(s queue.Status) int { return len(s.Workers) },
	} {
		t.Gauge(name, func() float64 { return float64(of(look())) })
	}
	for name, of := range map[string]func(queue.Stats) float64{
		"entente_worker_unchanged":     func(s queue.Stats) float64 { return float64(s.Unchanged) },
		"entente_worker_failed_tries":  func(s queue.Stats) float64 { return float64(s.Failed) },
		"entente_worker_wait_seconds":  func(s queue.Stats) float64 { return s.WaitSeconds },
		"entente_worker_store_seconds": func(s queue.Stats) float64 { return s.StoreSeconds },
	} {
		t.Gauge(name, func() float64 { return of(w.Stats()) })
	}
}
