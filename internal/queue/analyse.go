package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/ordered"
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
	undone bool // it was not begun, or a server was away: it says nothing of the article
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
		if ctx.Err() != nil {
			return analysed{task: t, undone: true}
		}
		return w.read(working, t, kept)
	}) {
		w.sort(working, b, r, false)
	}
	for _, t := range tasks[first:] {
		if ctx.Err() != nil {
			break // giveBack
		}
		w.alone(working, b, t, kept)
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
	case r.err != nil && w.LeftOut(r.err):
		w.meter.count(func(s *Stats) { s.LeftOut++ })
		w.done(ctx, []*task{r.task})
	case r.undone: // it stays in hand until the end, and is given back
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
func (w *Worker) alone(ctx context.Context, b *batch, t *task, kept map[string]graph.Edition) {
	n, err := w.Queue.triesOf(ctx, t)
	if err == nil && n >= w.Tries {
		_ = w.decode(ctx, t) // for its name
		if err = w.bury(ctx, t, errDied(n), n); err == nil {
			return
		}
	}
	if err == nil {
		err = w.Queue.setTries(ctx, t, n+1)
	}
	if err != nil {
		w.Log.Warn("the queue does not answer; an article stays on it", "error", err)
		_ = t.msg.NakWithDelay(lastWait)
		w.hand.drop(t)
		return
	}
	r := w.read(ctx, t, kept)
	if r.err == nil || w.LeftOut(r.err) {
		err = w.Queue.forget(ctx, t)
	}
	if err != nil {
		w.Log.Debug("a try of an article that went well counts as one in vain", "error", err)
	}
	w.sort(ctx, b, r, true)
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

// read makes the record of a task.
func (w *Worker) read(ctx context.Context, t *task, kept map[string]graph.Edition) (r analysed) {
	r.task = t
	ctx, cancel := context.WithTimeout(ctx, w.Patience)
	defer cancel()
	defer func() { // one article must not end the work on many
		if p := recover(); p != nil {
			r.err = fmt.Errorf("analyse: %v; this is a mistake of the program: please report it, with the article", p)
		}
	}()
	had, there := kept[t.msg.Headers().Get(headerArticle)]
	r.err = w.decode(ctx, t)
	if errors.Is(r.err, errGone) && there {
		// A server that was killed may give out once more what was acknowledged,
		// and what lay in the object store is dropped with the acknowledgement.
		r.known, r.err = true, nil
		return r
	}
	if r.err != nil {
		return r
	}
	a := &t.item.Article
	if there {
		standing := w.Resolver.Edition(a).Beside(had)
		if r.known = standing == graph.Kept || standing == graph.Older; r.known {
			return r
		}
	}
	x, err := w.Extract(ctx, t.item)
	if err == nil {
		if r.record, err = w.Resolver.Record(x); err != nil {
			err = fmt.Errorf("%w: %w", errRecord, err)
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("it took longer than %s: %w", w.Patience, err)
	}
	r.err = err
	t.item.Article.Text = "" // for the collector
	return r
}
