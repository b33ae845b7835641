package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/pause"
)

// write puts batches into the store, acknowledges them, and resolves events,
// until no more batches come. It is the only one of a worker that writes.
func (w *Worker) write(ctx, working context.Context, to *graph.Writer, batches <-chan *batch) error {
	resolved, written, last := time.Now(), false, false
	for b := range batches {
		if len(b.records) > 0 {
			if err := w.put(ctx, working, to, b); err != nil {
				return err
			}
			written = true
		}
		last = b.last
		idle := len(b.records) == 0
		if idle {
			w.meter.set(Idle)
		}
		// On an empty queue at once, if there is something of one's own, and now
		// and then for those who could not.
		pause := w.Resolve
		switch {
		case idle && written:
			pause = 0
		case idle:
			pause = min(pause, idlePause)
		}
		if last || time.Since(resolved) < pause {
			continue
		}
		begun := time.Now()
		if w.resolve(working, to, idle, func() bool { return !idle && time.Since(begun) > w.Resolve/2 }) && idle {
			written = false
		}
		resolved = time.Now()
	}
	if last {
		return w.settle(ctx, working, to)
	}
	// What this worker has written is resolved by the others, by the next one, or
	// by entente resolve; a little of it here.
	end := time.Now().Add(idlePause)
	w.resolve(working, to, true, func() bool { return time.Now().After(end) })
	return nil
}

// idlePause is between two looks for what is to be resolved.
const idlePause = 5 * time.Second

// put writes a batch and acknowledges it. A store that is away is waited for;
// of a batch that it refuses, each article is tried alone.
func (w *Worker) put(ctx, working context.Context, to *graph.Writer, b *batch) error {
	err := w.patiently(ctx, working, func() error { return w.commit(working, to, b) })
	switch {
	case err == nil:
		return nil
	case isAway(err): // and the worker is to end: the articles go back
		w.Log.Warn("the store is away; what is not written goes back to the queue", "articles", len(b.records), "error", err)
		return nil
	case len(b.records) == 1:
		w.fail(working, b.tasks[0], err, false)
		return nil
	}
	return w.putEach(ctx, working, to, b, err)
}

// putEach tries the articles of a batch that the store refuses one by one.
func (w *Worker) putEach(ctx, working context.Context, to *graph.Writer, b *batch, err error) error {
	w.Log.Warn("the store refuses a batch; trying its articles one by one", "articles", len(b.records), "error", err)
	good := 0
	var bad []analysed
	for i, t := range b.tasks {
		one := &batch{records: b.records[i : i+1], tasks: b.tasks[i : i+1]}
		err := w.patiently(ctx, working, func() error { return w.commit(working, to, one) })
		switch {
		case err == nil:
			good++
		case isAway(err): // and the worker is to end: the others go back, and those before them too
			return nil
		default:
			if bad = append(bad, analysed{task: t, err: err}); good == 0 && len(bad) >= 3 { // it is not the articles
				return fmt.Errorf("the store refuses what is written to it: %w", err)
			}
		}
	}
	for _, r := range bad {
		w.fail(working, r.task, r.err, false)
	}
	return nil
}

func (w *Worker) commit(ctx context.Context, to *graph.Writer, b *batch) error {
	begun := time.Now()
	report, err := to.Put(ctx, b.records)
	if err != nil {
		return err
	}
	w.meter.count(func(s *Stats) {
		s.Batches++
		s.Written += report.New + report.Changed
		s.Unchanged += report.Unchanged + report.Older
		s.Claims += report.Claims
		s.StoreSeconds += time.Since(begun).Seconds()
	})
	w.done(ctx, b.tasks)
	return nil
}

// patiently repeats what fails because the store is out of reach or busy, for as
// long as it takes, or until the worker is to end: what it has in hand stays its
// own meanwhile, and it takes no more.
func (w *Worker) patiently(ctx, working context.Context, f func() error) error {
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		err := f()
		if err == nil || working.Err() != nil || ctx.Err() != nil || !isAway(err) {
			return err
		}
		w.Log.Warn("waiting for the store", "store", w.StoreAs, "error", err)
		w.meter.set(Waiting)
		_ = pause.For(ctx, wait)
		w.meter.count(func(s *Stats) { s.WaitSeconds += wait.Seconds() })
		w.meter.set(Working)
	}
}

// isAway reports whether waiting may help.
func isAway(err error) bool {
	return errors.Is(err, graph.ErrUnavailable) || errors.Is(err, graph.ErrBusy)
}

// resolve makes events and edges of what was written, by whomever, if no other
// worker is at it or was a moment ago, and reports whether it did. Where the
// store is away, the next round does it.
func (w *Worker) resolve(ctx context.Context, to *graph.Writer, idle bool, enough func() bool) bool {
	if ours, err := w.lease.get(ctx); !ours {
		if err != nil {
			w.Log.Debug("events are resolved later", "error", err)
		}
		return false
	}
	defer w.meter.set(Working)
	err := w.project(ctx, to, enough)
	if err != nil {
		w.Log.Warn("events are resolved later", "store", w.StoreAs, "error", err)
	}
	if idle {
		w.lease.giveBack(ctx)
	}
	return err == nil
}

// settle resolves all that is left, when the queue is empty.
func (w *Worker) settle(ctx, working context.Context, to *graph.Writer) error {
	return w.patiently(ctx, working, func() error {
		for { // another is at it; or has died, and the lease ends
			if ours, err := w.lease.get(working); ours || err != nil { // without a lease it is right as well
				break
			}
			if left, err := w.left(working); err != nil || !left {
				return err
			}
			if err := pause.For(ctx, 500*time.Millisecond); err != nil {
				return err
			}
		}
		defer w.lease.giveBack(working)
		return w.project(working, to, func() bool { return ctx.Err() != nil })
	})
}

// project resolves until enough says so, and keeps the lease meanwhile.
func (w *Worker) project(ctx context.Context, to *graph.Writer, enough func() bool) error {
	w.meter.set(Resolving)
	begun := time.Now()
	report, err := to.Project(ctx, func() bool {
		w.lease.renew(ctx)
		return enough()
	})
	w.meter.count(func(s *Stats) { s.Blocks, s.Edges = s.Blocks+report.Blocks, s.Edges+report.Dyads })
	if report.Blocks+report.Dyads > 0 {
		w.Log.Info("events are resolved", "blocks", report.Blocks, "edges", report.Dyads, "took", time.Since(begun).Round(time.Millisecond))
	}
	return err
}

// left reports whether anything is to be resolved.
func (w *Worker) left(ctx context.Context) (bool, error) {
	blocks, err := w.Store.DirtyBlocks(ctx, "", 1)
	if err != nil || len(blocks) > 0 {
		return len(blocks) > 0, err
	}
	dyads, err := w.Store.DirtyDyads(ctx, "", 1)
	return len(dyads) > 0, err
}
