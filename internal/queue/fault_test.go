package queue_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/entente-kg/entente/schema"
)

// broken is a store of which Put does something else first, or afterwards.
type broken struct {
	graph.Store
	before func() error
	after  func()
}

func (b *broken) Put(ctx context.Context, recs []graph.Record) (graph.PutReport, error) {
	if b.before != nil {
		if err := b.before(); err != nil {
			return graph.PutReport{}, err
		}
	}
	report, err := b.Store.Put(ctx, recs)
	if err == nil && b.after != nil {
		b.after()
	}
	return report, err
}

// dying runs a worker on a connection of its own that is cut by die, with which
// the worker ends: for the server it is a process that was killed.
func dying(t *testing.T, server *embedded.Server, s graph.Store, r reading, change func(w *queue.Worker, die func())) *queue.Worker {
	t.Helper()
	conn := connect(t, queue.Server{URL: server.URL()})
	q, err := queue.Open(t.Context(), conn, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	w := worker(q, s, r)
	change(w, func() { conn.Close(); cancel() })
	if err := w.Run(ctx); err != nil {
		t.Logf("the worker died: %v", err)
	}
	return w
}

// A worker that dies after it has written a batch and before it acknowledges it:
// the batch comes again, and nothing is doubled.
func TestDeathBetweenCommitAndAcknowledgement(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(13, 60)
	q := openAt(t, server, queue.Options{})
	submit(t, q, news)
	s := store(t)
	first := dying(t, server, s, of(news), func(w *queue.Worker, die func()) {
		w.Store = &broken{Store: s, after: die}
	})
	if n := first.Stats().Written; n == 0 {
		t.Errorf("the worker that died has written nothing")
	}
	second := worker(q, s, of(news))
	work(t, second)
	if n := second.Stats(); n.Unchanged == 0 || n.Again == 0 {
		t.Errorf("the second worker: got %+v, want that articles came again that were there", n)
	}
	same(t, s, news)
}

// A worker that dies with articles in hand, of which none is written.
func TestDeathWithArticlesInHand(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(15, 60)
	q := openAt(t, server, queue.Options{})
	submit(t, q, news)
	s := store(t)
	dying(t, server, s, of(news), func(w *queue.Worker, die func()) {
		n := atomic.Int32{}
		w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
			if n.Add(1) == 5 {
				die()
			}
			return of(news).extract(ctx, a)
		}
	})
	if st := status(t, q); st.Depth() != 60 {
		t.Errorf("got %+v, want that all are on the queue", st)
	}
	second := worker(q, s, of(news))
	work(t, second)
	if n := second.Stats().Again; n == 0 {
		t.Error("no article came again")
	}
	same(t, s, news)
}

// An article that each worker dies of goes to the dead letters; those that a
// worker had in hand with it are read.
func TestArticleThatKills(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(17, 25)
	q := openAt(t, server, queue.Options{})
	submit(t, q, news)
	poison, deaths := news[12].Article.ID, 0
	s := store(t)
	for status(t, q).Depth() > 0 && deaths < 10 {
		died := false
		dying(t, server, s, of(news), func(w *queue.Worker, die func()) {
			w.Tries = 2
			w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
				if a.Article.ID == poison {
					died = true
					die()
					<-ctx.Done() // nothing comes after
					return schema.Extraction{}, ctx.Err()
				}
				return of(news).extract(ctx, a)
			}
			w.Patience = 100 * time.Millisecond
		})
		if died {
			deaths++
		}
	}
	if deaths != 3 { // among others, and twice alone
		t.Errorf("%d workers died, want 3", deaths)
	}
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 1 || dead[0].Article != poison || dead[0].Tries != 2 || !strings.Contains(dead[0].Reason, "a worker ended") || dead[0].Title != news[12].Article.Title {
		t.Errorf("dead letters: got %+v, %v", dead, err)
	}
	same(t, s, slices.Delete(slices.Clone(news), 12, 13))
}

func status(t *testing.T, q *queue.Queue) queue.Status {
	t.Helper()
	st, err := q.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// A server that is started again has what it had, and a worker and a submitter
// that were at it go on.
func TestServerRestart(t *testing.T) {
	dir, news := t.TempDir(), graphtest.News(19, 90)
	server := start(t, embedded.Options{Dir: dir})
	q := openAt(t, server, queue.Options{})
	submit(t, q, news[:60])
	server.Stop()
	server = start(t, embedded.Options{Dir: dir, Port: server.Port()})
	if st := status(t, q); st.Depth() != 60 {
		t.Errorf("after a restart: got %+v, want 60 articles", st)
	}
	s := store(t)
	again := sync.OnceFunc(func() {
		server.Stop()
		server = start(t, embedded.Options{Dir: dir, Port: server.Port()})
	})
	w := worker(q, &broken{Store: s, after: again}, of(news))
	work(t, w)
	if got := submit(t, q, news); got.Queued+got.Known != 90 {
		t.Errorf("submitted again: got %+v, want 90 articles", got)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// A store that is away is waited for: no article fails of it, and the worker
// takes no more than it can hold.
func TestStoreAway(t *testing.T) {
	q, news := open(t), graphtest.News(21, 100)
	submit(t, q, news)
	s := store(t)
	var w *queue.Worker
	left := 4
	away := &broken{Store: s, before: func() error {
		if left--; left < 0 {
			return nil
		}
		if taken := w.Stats().Taken; taken > 30 {
			t.Errorf("%d articles are taken while the store is away, want at most three batches", taken)
		}
		return graph.ErrUnavailable
	}}
	w = worker(q, away, of(news))
	w.AckWait = patience
	work(t, w)
	if n := w.Stats(); n.Failed > 0 || n.Dead > 0 || n.WaitSeconds == 0 || n.Again > 0 {
		t.Errorf("got %+v, want a wait and nothing else", n)
	}
	same(t, s, news)
}

// A worker that waits for its store ends when it is told to, and gives back what
// it could not write.
func TestStopWhileStoreIsAway(t *testing.T) {
	q, news := open(t), graphtest.News(39, 20)
	submit(t, q, news)
	s := store(t)
	ctx, stop := context.WithCancel(t.Context())
	tries := 0
	w := worker(q, &broken{Store: s, before: func() error {
		if tries++; tries == 2 {
			stop()
		}
		return graph.ErrUnavailable
	}}, of(news))
	begun := time.Now()
	if err := w.Run(ctx); err != nil || time.Since(begun) > time.Minute {
		t.Errorf("got %v after %s, want that it ends soon", err, time.Since(begun))
	}
	if st := status(t, q); st.Depth() != 20 {
		t.Errorf("got %+v, want all 20 articles on the queue", st)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// A store that refuses one article of a batch gets the others.
func TestStoreRefusesOne(t *testing.T) {
	q, news := open(t), graphtest.News(23, 30)
	submit(t, q, news)
	s := store(t)
	w := worker(q, &refusing{s, news[7].Article.ID}, of(news))
	w.Tries = 1
	work(t, w)
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 1 || dead[0].Article != news[7].Article.ID || dead[0].Reason != "no such thing" {
		t.Errorf("dead letters: got %+v, %v", dead, err)
	}
	same(t, s, slices.Delete(slices.Clone(news), 7, 8))
	// One that refuses all is no fault of the articles: they stay on the queue.
	submit(t, q, graphtest.News(24, 30))
	w = worker(q, &broken{Store: s, before: func() error { return errors.New("the disk is full") }}, of(graphtest.News(24, 30)))
	if err := w.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("a store that refuses all: got %v, want its error", err)
	}
	if st := status(t, q); st.Depth() != 30 || st.Dead != 1 {
		t.Errorf("a store that refuses all: got %+v, want 30 articles on the queue", st)
	}
}

// A store that goes away while the articles of a batch are tried one by one says
// nothing of them: they go back when the worker is to end, and no try counts.
func TestStopWhileTryingOneByOne(t *testing.T) {
	q, news := open(t), graphtest.News(41, 10)
	submit(t, q, news)
	s := store(t)
	ctx, stop := context.WithCancel(t.Context())
	puts := 0
	w := worker(q, &broken{Store: s, before: func() error {
		switch puts++; puts {
		case 1:
			return errors.New("one of them is bad")
		case 2: // the first one is taken
			return nil
		}
		stop()
		return graph.ErrUnavailable
	}}, of(news))
	w.Tries = 1
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if st := status(t, q); st.Depth() != 9 || st.Dead != 0 {
		t.Errorf("got %+v, want 9 articles on the queue and no dead letter", st)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// refusing is a store that does not take an article.
type refusing struct {
	graph.Store
	article string
}

func (r *refusing) Put(ctx context.Context, recs []graph.Record) (graph.PutReport, error) {
	for i := range recs {
		if recs[i].Article.ID == r.article {
			return graph.PutReport{}, errors.New("no such thing")
		}
	}
	return r.Store.Put(ctx, recs)
}

// A worker that is told to end writes what it has analysed, and gives the rest
// back at once.
func TestStopFinishesTheBatch(t *testing.T) {
	q, news := open(t), graphtest.News(25, 100)
	submit(t, q, news)
	s := store(t)
	w := worker(q, s, of(news))
	ctx, stop := context.WithCancel(t.Context())
	n := atomic.Int32{}
	w.UntilDone, w.Parallel, w.AckWait = false, 1, 10*time.Minute
	w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
		if n.Add(1) == 25 {
			stop()
		}
		return of(news).extract(ctx, a)
	}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.Stats().Written; got != 25 {
		t.Errorf("%d articles are written, want the 25 that were analysed", got)
	}
	if st := status(t, q); st.Depth() != 75 || len(st.Workers) != 0 {
		t.Errorf("got %+v, want that 75 articles are there and nobody else", st)
	}
	next := worker(q, s, of(news))
	next.AckWait = w.AckWait // nobody waits for it
	work(t, next)
	same(t, s, news)
}

// A queue that has reached its bound takes no more until workers have made room.
func TestFullQueue(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(27, 60)
	for i := range news {
		news[i].Article.Text += strings.Repeat(" More was not said.", 500)
	}
	q := openAt(t, server, queue.Options{Settings: queue.Settings{MaxBytes: 200 << 10}})
	s := store(t)
	w := worker(q, s, of(news))
	w.UntilDone = false
	ctx, stop := context.WithCancel(t.Context())
	var working sync.WaitGroup
	to := q.Submitter(func() { working.Go(func() { _ = w.Run(ctx) }) })
	for i := range news {
		if err := to.Add(t.Context(), queue.Item{Article: news[i].Article}); err != nil {
			t.Fatal(err)
		}
	}
	report, err := to.Close(t.Context())
	if err != nil || report.Queued != 60 {
		t.Errorf("submitted: got %+v, %v; want 60", report, err)
	}
	stop()
	working.Wait()
	if w.Stats().Taken == 0 {
		t.Error("the queue was never full")
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// A worker that would read otherwise than those that are there does not begin.
func TestOtherVersion(t *testing.T) {
	q, news := open(t), graphtest.News(29, 10)
	path := filepath.Join(t.TempDir(), "graph.db")
	one, two := worker(q, storeAt(t, path), of(news)), worker(q, storeAt(t, path), of(news))
	one.UntilDone, two.Version = false, "two"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var working sync.WaitGroup
	working.Go(func() { _ = one.Run(ctx) })
	for len(status(t, q).Workers) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := two.Run(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want that it waits for the other to end", err)
	}
	stop()
	working.Wait()
}

// An article that takes longer than the server waits for a sign is given to
// nobody else meanwhile.
func TestSlowArticle(t *testing.T) {
	q, news := open(t), graphtest.News(31, 20)
	submit(t, q, news)
	path := filepath.Join(t.TempDir(), "graph.db")
	var workers []*queue.Worker
	read := atomic.Int32{}
	for range 2 {
		w := worker(q, storeAt(t, path), of(news))
		w.Batch, w.AckWait = 5, 3*time.Second // it says every second that it is at it; a slow machine has two more for that
		w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
			read.Add(1)
			if a.Article.ID == news[3].Article.ID {
				time.Sleep(2 * w.AckWait)
			}
			return of(news).extract(ctx, a)
		}
		workers = append(workers, w)
	}
	work(t, workers...)
	if n := workers[0].Stats().Again + workers[1].Stats().Again; n != 0 || read.Load() != 20 {
		t.Errorf("20 articles were read %d times, %d of them were given out again", read.Load(), n)
	}
	same(t, storeAt(t, path), news)
}

// A submitter goes on when the server is away for a while.
func TestServerAwayWhileSubmitting(t *testing.T) {
	dir, news := t.TempDir(), graphtest.News(33, 80)
	server := start(t, embedded.Options{Dir: dir})
	q := openAt(t, server, queue.Options{})
	to := q.Submitter(nil)
	var back sync.WaitGroup
	for i := range news {
		if i == 40 {
			server.Stop()
			back.Go(func() {
				time.Sleep(time.Second)
				s, err := embedded.Start(embedded.Options{Dir: dir, Port: server.Port()})
				if err != nil {
					t.Error(err)
					return
				}
				t.Cleanup(s.Stop)
			})
		}
		if err := to.Add(t.Context(), queue.Item{Article: news[i].Article}); err != nil {
			t.Fatal(err)
		}
	}
	report, err := to.Close(t.Context())
	back.Wait()
	if err != nil || report.Queued+report.Known != 80 {
		t.Errorf("submitted: got %+v, %v; want 80", report, err)
	}
	if st := status(t, q); st.Depth() != 80 {
		t.Errorf("got %+v, want 80 articles", st)
	}
}
