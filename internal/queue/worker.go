package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/pause"
	"github.com/entente-kg/entente/schema"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// Resolver is what a worker needs of resolve.Resolver.
type Resolver interface {
	graph.Resolver
	// Edition is the version that Record makes of an article.
	Edition(*schema.Article) graph.Edition
}

// Worker takes articles from a queue until its context ends, has them analysed,
// and writes what they say into a store. The first five fields are needed.
type Worker struct {
	Queue    *Queue
	Store    graph.Store
	Resolver Resolver
	Extract  func(context.Context, Item) (schema.Extraction, error)
	// Version names the rules and models by which Extract and Resolver work: the
	// workers of a queue must have one version.
	Version string

	Batch     int           // articles in one transaction of the store; 100
	Parallel  int           // articles analysed at a time; 0 for all cores
	Tries     int           // after which an article goes to the dead letters; 5
	AckWait   time.Duration // after which the server gives what a worker that died had to another; 30 s
	Resolve   time.Duration // between two rounds of resolving events while articles come; 20 s
	Patience  time.Duration // for one article; 5 minutes
	Drain     time.Duration // for an article that is in work when the worker is to end; 20 s
	UntilDone bool          // end when the queue is empty and all is resolved
	// Hopeless tells errors of Extract that another try can't mend.
	Hopeless func(error) bool
	// LeftOut tells errors of Extract that say that there is nothing to be kept,
	// such as of a coder's row that no relation says: it is done with.
	LeftOut func(error) bool
	// Away tells errors of Extract that are no fault of the article and pass, such
	// as of a language model that is out of reach: it is waited for.
	Away func(error) bool
	// Stops tells errors of Extract that every article would have, such as of a
	// wrong key: the worker gives back what it has and ends with the error.
	Stops   func(error) bool
	StoreAs string       // the store's name, for others to see
	Log     *slog.Logger // nil for none

	id    string
	since time.Time
	tasks jetstream.Consumer
	ahead int // messages on the queue after the last one taken
	hand  hand
	lease lease
	meter meter
	end   context.CancelCauseFunc // ends the taking, for a reason
}

// workersName is the server's name for what all workers of a queue take from.
const workersName = "workers"

// Run works until the context ends, and then finishes what it has in hand. A
// store or a server of the queue that goes away is waited for. One that is not
// there to begin with is an error: a store at once, a server after two minutes.
func (w *Worker) Run(ctx context.Context) error {
	w.defaults()
	if err := w.join(ctx); err != nil {
		return err
	}
	// What has begun is finished: the context of the work does not end with the
	// caller's.
	working, done := context.WithCancel(context.WithoutCancel(ctx))
	taking, end := context.WithCancelCause(ctx)
	w.end = end
	var aside sync.WaitGroup
	aside.Go(func() { w.signs(working) })
	aside.Go(func() { w.hand.hold(working, w.AckWait/3) })
	err := w.serve(ctx, taking, working)
	if why := context.Cause(taking); err == nil && ctx.Err() == nil && why != nil {
		err = why
	}
	end(nil)
	w.giveBack()
	done()
	aside.Wait()
	if err := w.Queue.leave(context.WithoutCancel(ctx), w.id); err != nil {
		w.Log.Debug("the sign of this worker stays a while", "error", err)
	}
	return err
}

// serve takes and writes until taking ends.
func (w *Worker) serve(ctx, taking, working context.Context) (failed error) {
	if err := w.subscribe(taking); err != nil {
		return err
	}
	writer, err := graph.NewWriter(taking, w.Store, w.Resolver)
	if err != nil {
		return err
	}
	w.Log.Info("at work", "queue", w.Queue.Name, "worker", w.id, "store", w.StoreAs)
	batches := make(chan *batch)
	var writing sync.WaitGroup
	writing.Go(func() {
		if failed = w.write(ctx, working, writer, batches); failed != nil {
			w.end(failed)
		}
		for range batches { // what was taken goes back
		}
	})
	w.take(taking, working, batches)
	close(batches)
	writing.Wait()
	return failed
}

// subscribe makes what all workers take from. One that is there is not given a
// shorter AckWait while others work by it: they tell the server too seldom for
// that.
func (w *Worker) subscribe(ctx context.Context) error {
	return w.insist(ctx, func(ctx context.Context) error {
		wait := w.AckWait
		former, err := w.Queue.work.Consumer(ctx, workersName)
		if err == nil {
			var others []Alive
			if others, err = w.Queue.Workers(ctx); len(others) > 1 { // this one is among them
				wait = max(wait, former.CachedInfo().Config.AckWait)
			}
		}
		if err == nil || errors.Is(err, jetstream.ErrConsumerNotFound) { // this worker is the first
			w.tasks, err = w.Queue.work.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
				Durable: workersName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: wait,
				MaxDeliver:    -1,  // tries are counted by the workers: see triesOf
				MaxAckPending: 1e6, // what a worker takes is bounded by the worker
				MaxWaiting:    4096,
			})
		}
		return w.Queue.wrap("take from", err)
	})
}

// insist asks the server until it answers, or has been away for giveUp: a
// cluster that has lost a server elects another leader first.
func (w *Worker) insist(ctx context.Context, f func(context.Context) error) error {
	return retry(ctx, func(ctx context.Context) error {
		err := f(ctx)
		if err != nil && ctx.Err() == nil && mayPass(err) {
			w.Log.Warn("the queue does not answer; trying again", "queue", w.Queue.Name, "error", err)
		}
		return err
	})
}

func (w *Worker) defaults() {
	host, _ := os.Hostname() // "" says it as well
	w.id, w.since = nuid.Next()[14:], time.Now().UTC()
	w.Batch, w.Tries = cmp.Or(w.Batch, 100), cmp.Or(w.Tries, 5)
	w.AckWait, w.Resolve, w.Patience = cmp.Or(w.AckWait, 30*time.Second), cmp.Or(w.Resolve, 20*time.Second), cmp.Or(w.Patience, 5*time.Minute)
	w.Drain = cmp.Or(w.Drain, 20*time.Second)
	none := func(error) bool { return false }
	if w.Hopeless == nil {
		w.Hopeless = none
	}
	if w.LeftOut == nil {
		w.LeftOut = none
	}
	if w.Away == nil {
		w.Away = none
	}
	if w.Stops == nil {
		w.Stops = none
	}
	if w.Log == nil {
		w.Log = slog.New(slog.DiscardHandler)
	}
	w.hand.tasks = map[uint64]*task{}
	w.lease = lease{q: w.Queue, id: w.id}
	w.meter.host = host
	w.meter.set(Idle)
}

// alive is the sign that this worker gives of itself now.
func (w *Worker) alive() Alive {
	stats, state, rate := w.meter.read()
	return Alive{
		ID: w.id, Host: w.meter.host, Process: os.Getpid(), Version: w.Version, Store: w.StoreAs, Since: w.since,
		State: state, Rate: rate, Stats: stats,
	}
}

// signs shows others that this worker is there, and ends its work if workers of
// another version have taken over while it could not.
func (w *Worker) signs(ctx context.Context) {
	tick := time.NewTicker(signEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		err := w.Queue.sign(ctx, w.alive())
		if err == nil {
			err = w.Queue.keepVersion(ctx, w.Version)
		}
		switch {
		case errors.Is(err, errVersion):
			w.end(err)
		case err != nil && ctx.Err() == nil:
			w.Log.Debug("no sign of this worker could be given", "error", err)
		}
	}
}

// join makes this worker one of the queue's. It waits for workers of another
// version to end, as they do when all are replaced, and refuses to work beside
// them.
func (w *Worker) join(ctx context.Context) error {
	for end := time.Now().Add(liveFor + signEvery); ; {
		err := w.insist(ctx, func(ctx context.Context) error { return w.Queue.join(ctx, w.alive()) })
		if err == nil || !errors.Is(err, errVersion) || time.Now().After(end) {
			return err
		}
		w.Log.Info("waiting for workers of another version to end", "error", err)
		if err := pause.For(ctx, signEvery); err != nil {
			return err
		}
	}
}

// take gets messages, has them analysed batch by batch, and hands them on,
// until the context ends. A batch without articles says that none are there.
func (w *Worker) take(ctx, working context.Context, batches chan<- *batch) {
	wait := firstWait
	for ctx.Err() == nil {
		tasks, err := w.fetch()
		if err != nil && w.Queue.conn.IsClosed() { // for good: it was refused when it came back
			w.end(w.Queue.wrap("take from", err))
			break
		}
		if err != nil {
			w.Log.Warn("the queue does not answer; trying again", "queue", w.Queue.Name, "error", err)
			_ = pause.For(ctx, wait)
			wait = min(2*wait, lastWait)
			continue
		}
		wait = firstWait
		b := &batch{last: len(tasks) == 0 && w.UntilDone && w.empty(ctx)}
		if len(tasks) > 0 {
			w.meter.set(Working)
			w.analyse(ctx, working, b, tasks)
		}
		batches <- b
		if b.last {
			return
		}
	}
	w.meter.set(Stopping)
}

// fetch takes what is there, up to a batch, and waits a second where nothing is.
// Towards the end of a queue batches become small, so that all workers come to
// its end together.
func (w *Worker) fetch() ([]*task, error) {
	want := w.Batch
	if w.ahead > 0 {
		want = min(want, max(leastBatch, w.ahead/leastBatch))
	}
	tasks, err := w.receive(w.tasks.FetchNoWait(want))
	if err != nil || len(tasks) > 0 {
		return tasks, err
	}
	if tasks, err = w.receive(w.tasks.Fetch(1, jetstream.FetchMaxWait(time.Second))); err != nil || len(tasks) == 0 {
		return tasks, err
	}
	more, err := w.receive(w.tasks.FetchNoWait(w.Batch - 1)) // what came in together
	if err != nil {
		w.Log.Debug("the rest of a batch comes later", "error", err)
	}
	return append(tasks, more...), nil
}

// leastBatch is the least that is asked for while more is there.
const leastBatch = 10

// receive makes tasks of messages, which are in hand from here on.
func (w *Worker) receive(messages jetstream.MessageBatch, err error) ([]*task, error) {
	if err != nil {
		return nil, err
	}
	var tasks []*task
	for msg := range messages.Messages() {
		meta, err := msg.Metadata()
		if err != nil { // no server sends such a one
			w.Log.Warn("a message without a number is left alone", "error", err)
			continue
		}
		t := &task{msg: msg, seq: meta.Sequence.Stream, suspect: meta.NumDelivered > 1}
		w.hand.take(t)
		tasks = append(tasks, t)
		w.ahead = int(meta.NumPending)
	}
	w.meter.taken(tasks)
	if err := messages.Error(); err != nil && len(tasks) == 0 {
		return nil, err
	}
	return tasks, nil
}

// empty reports whether the queue holds nothing, not even in another's hands.
func (w *Worker) empty(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	info, err := w.Queue.work.Info(ctx)
	return err == nil && info.State.Msgs == 0
}

// giveBack lets others have at once what this worker has not finished.
func (w *Worker) giveBack() {
	for _, t := range w.hand.all() {
		_ = t.msg.Nak() // else it is given to another after AckWait
		w.hand.drop(t)
	}
	_ = w.Queue.conn.FlushTimeout(time.Second)
}

// done acknowledges tasks whose articles are in the store. What they have in
// the object store goes first: one that comes again because its acknowledgement
// is lost is passed over, for the store has it, and nothing is left lying.
func (w *Worker) done(ctx context.Context, tasks []*task) {
	for _, t := range tasks {
		err := w.Queue.dropBody(ctx, t.msg.Headers())
		if err == nil {
			err = t.msg.Ack()
		} else {
			_ = t.msg.NakWithDelay(lastWait)
		}
		if err != nil {
			w.Log.Debug("an article is kept and could not be acknowledged; it is passed over when it comes again", "article", t.item.Article.ID, "error", err)
		}
		w.hand.drop(t)
	}
}

// leaveOut acknowledges a task of which nothing is kept: nobody could pass over
// it without what lies in the object store.
func (w *Worker) leaveOut(ctx context.Context, t *task) {
	err := t.msg.Ack()
	if err == nil {
		err = w.Queue.dropBody(ctx, t.msg.Headers())
	}
	if err != nil {
		w.Log.Debug("what was left out may come again", "article", t.item.Article.ID, "error", err)
	}
	w.hand.drop(t)
}

// fail counts a try in vain of a task, and gives the article back for another
// or buries it. It is told whether the try was counted before.
func (w *Worker) fail(ctx context.Context, t *task, reason error, counted bool) {
	n, err := w.Queue.triesOf(ctx, t)
	if err == nil && !counted {
		n++
		err = w.Queue.setTries(ctx, t, n)
	}
	w.meter.failed()
	if err == nil && (n >= w.Tries || errors.Is(reason, errMessage) || errors.Is(reason, errRecord) || w.Hopeless(reason)) {
		err = w.bury(ctx, t, reason, n)
		if err == nil {
			return
		}
	}
	if err != nil {
		w.Log.Warn("an article that failed stays on the queue", "article", t.item.Article.ID, "error", err)
	}
	w.Log.Info("an article failed and will be tried again", "article", t.item.Article.ID, "from", t.item.From, "try", n, "reason", reason)
	_ = t.msg.NakWithDelay(min(time.Duration(n*n)*time.Second, time.Minute)) // else it comes again after AckWait
	w.hand.drop(t)
}

func (w *Worker) bury(ctx context.Context, t *task, reason error, tries int) error {
	if err := w.Queue.bury(ctx, t, reason.Error(), tries, w.id); err != nil {
		return err
	}
	w.Log.Warn("an article goes to the dead letters", "article", t.item.Article.ID, "from", t.item.From, "tries", tries, "reason", reason)
	w.meter.buried()
	if err := errors.Join(t.msg.Ack(), w.Queue.forget(ctx, t)); err != nil {
		w.Log.Debug("a dead letter may be tried once more", "article", t.item.Article.ID, "error", err)
	}
	w.hand.drop(t)
	return nil
}

// errDied is the reason of an article that workers died of.
func errDied(tries int) error {
	return fmt.Errorf("a worker ended, without a word, each of the %d times that it read this article", tries)
}

// Stats says what the worker has done so far.
func (w *Worker) Stats() Stats {
	s, _, _ := w.meter.read()
	return s
}
