package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/internal/pause"
)

// batch is what one transaction of the store is about.
type batch struct {
	records []graph.Record
	tasks   []*task // of the records, in their order
	last    bool    // nothing more will come
}

// analysed is what came of a task.
type analysed struct {
	*task
	record graph.Record
	known  bool // the store has it, or a later version
	err    error
	undone bool // it was not begun, or not finished for no fault of the article
}

// analyse makes records of tasks. Those that failed or that the store has
// already are done with afterwards. When ctx ends, what was not begun is given
// back.
func (w *Worker) analyse(ctx, working context.Context, b *batch, tasks []*task) {
	kept := w.kept(working, tasks)
	// The suspects come last: one that ends the program costs only itself and
	// what was not yet written.
	slices.SortStableFunc(tasks, func(a, b *task) int {
		switch {
		case a.suspect == b.suspect:
			return 0
		case a.suspect:
			return 1
		}
		return -1
	})
	first := slices.IndexFunc(tasks, func(t *task) bool { return t.suspect })
	if first < 0 {
		first = len(tasks)
	}
	for r := range ordered.Map(working, w.Parallel, slices.Values(tasks[:first]), func(working context.Context, t *task) analysed {
		return w.read(ctx, working, t, kept)
	}) {
		w.sort(working, b, r, false)
	}
	for _, t := range tasks[first:] {
		if ctx.Err() != nil {
			break // giveBack
		}
		w.alone(ctx, working, b, t, kept)
	}
}

// kept asks the store which versions it has of the tasks' articles. Without an
// answer all are read: Put looks as well.
func (w *Worker) kept(ctx context.Context, tasks []*task) map[string]graph.Edition {
	ids := make([]string, len(tasks))
	for i, t := range tasks {
		ids[i] = t.msg.Headers().Get(headerArticle)
	}
	kept, err := w.Store.Editions(ctx, ids)
	if err != nil {
		w.Log.Warn("the store does not say which articles it has", "store", w.StoreAs, "error", err)
	}
	return kept
}

// sort puts what came of a task to where it goes.
func (w *Worker) sort(ctx context.Context, b *batch, r analysed, counted bool) {
	switch {
	case r.undone: // it stays in hand until the end, and is given back
	case r.err != nil && w.LeftOut(r.err):
		w.meter.count(func(s *Stats) { s.LeftOut++ })
		w.leaveOut(ctx, r.task)
	case r.err != nil:
		w.fail(ctx, r.task, r.err, counted)
	case r.known:
		w.meter.count(func(s *Stats) { s.Unchanged++ })
		w.done(ctx, []*task{r.task})
	default:
		b.records, b.tasks = append(b.records, r.record), append(b.tasks, r.task)
	}
}

// alone tries a task that somebody may have died of.
func (w *Worker) alone(ctx, working context.Context, b *batch, t *task, kept map[string]graph.Edition) {
	n, err := w.Queue.triesOf(working, t)
	if err == nil && n >= w.Tries {
		_ = w.decode(working, t) // for its name
		if err = w.bury(working, t, errDied(n), n); err == nil {
			return
		}
	}
	if err == nil {
		err = w.Queue.setTries(working, t, n+1)
	}
	if err != nil {
		w.Log.Warn("the queue does not answer; an article stays on it", "error", err)
		_ = t.msg.NakWithDelay(lastWait)
		w.hand.drop(t)
		return
	}
	// A worker that is killed while it waits for another has not died of the
	// article.
	t.waits = func(waiting bool) error {
		if waiting {
			return w.Queue.setTries(working, t, n)
		}
		return w.Queue.setTries(working, t, n+1)
	}
	r := w.read(ctx, working, t, kept)
	switch {
	case r.undone:
		err = w.Queue.setTries(working, t, n)
	case r.err == nil || w.LeftOut(r.err):
		err = w.Queue.forget(working, t)
	}
	if err != nil {
		w.Log.Debug("a try of an article that was not in vain counts as one", "error", err)
	}
	w.sort(working, b, r, true)
}

func (w *Worker) decode(ctx context.Context, t *task) error {
	body, err := w.Queue.body(ctx, t.msg.Headers(), t.msg.Data())
	if err == nil {
		t.item, err = decode(body)
	}
	if named := t.msg.Headers().Get(headerArticle); err == nil && named != t.item.Article.ID {
		err = fmt.Errorf("%w: it names the article %.80q and carries another", errMessage, named)
	}
	return err
}

// read makes the record of a task. It repeats what fails because a server that
// it needs is away, for as long as it takes, or until ctx ends: what the worker
// has in hand stays its own meanwhile, and it takes no more.
func (w *Worker) read(ctx, working context.Context, t *task, kept map[string]graph.Edition) analysed {
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		if ctx.Err() != nil {
			return analysed{task: t, undone: true}
		}
		r := w.readOnce(ctx, working, t, kept)
		switch {
		case r.err == nil:
			return r
		case errors.Is(r.err, errStopped):
			r.undone = true
			return r
		case w.Stops(r.err):
			w.end(r.err)
			r.undone = true
			return r
		case !w.Away(r.err) && !errors.Is(r.err, errAway):
			return r
		}
		w.Log.Warn("waiting for a server that an article needs", "article", t.msg.Headers().Get(headerArticle), "error", r.err)
		w.meter.set(Waiting)
		t.wait(ctx, wait)
		w.meter.set(Working)
	}
}

// errStopped is of an article that was in work for too long when the worker was
// to end.
var errStopped = errors.New("the worker ends")

// readOnce is a try of read.
func (w *Worker) readOnce(ctx, working context.Context, t *task, kept map[string]graph.Edition) (r analysed) {
	r.task = t
	begun, stop := context.WithCancelCause(working)
	defer stop(nil)
	defer context.AfterFunc(ctx, func() {
		_ = pause.For(begun, w.Drain)
		stop(errStopped)
	})()
	patient, cancel := context.WithTimeout(begun, w.Patience)
	defer cancel()
	defer func() { // one article must not end the work on many
		if p := recover(); p != nil {
			r.err = fmt.Errorf("analyse: %v; this is a mistake of the program: please report it, with the article", p)
		}
		if r.err != nil && errors.Is(context.Cause(begun), errStopped) {
			r.err = errStopped
		}
		t.item.Article.Text = "" // for the collector
	}()
	r.err = w.make(patient, t, kept, &r)
	if errors.Is(r.err, context.DeadlineExceeded) && errors.Is(patient.Err(), context.DeadlineExceeded) {
		r.err = fmt.Errorf("it took longer than %s: %w", w.Patience, r.err)
	}
	return r
}

// make fills in what comes of a task.
func (w *Worker) make(ctx context.Context, t *task, kept map[string]graph.Edition, r *analysed) error {
	err := w.decode(ctx, t)
	if errors.Is(err, errGone) {
		r.known, err = w.gone(ctx, t, err)
	}
	if err != nil || r.known {
		return err
	}
	a := &t.item.Article
	if had, there := kept[a.ID]; there {
		standing := w.Resolver.Edition(a).Beside(had)
		if r.known = standing == graph.Kept || standing == graph.Older; r.known {
			return nil
		}
	}
	x, err := w.Extract(ctx, t.item)
	if err != nil {
		return err
	}
	if r.record, err = w.Resolver.Record(x); err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	return nil
}

// gone is of a task whose article is not in the object store: it is dropped
// there after the commit, so that the store has it. It comes again where a server
// was killed before it kept the acknowledgement, or where another worker had it
// in hand at the same time; and so the store is asked now.
func (w *Worker) gone(ctx context.Context, t *task, reason error) (known bool, err error) {
	id := t.msg.Headers().Get(headerArticle)
	kept, err := w.Store.Editions(ctx, []string{id})
	if err != nil {
		return false, fmt.Errorf("%w: %w", errAway, err)
	}
	if _, there := kept[id]; there {
		return true, nil
	}
	return false, reason
}
