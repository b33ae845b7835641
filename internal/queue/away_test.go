package queue_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
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
	"github.com/nats-io/nats.go/jetstream"
)

var errModel = errors.New("nobody answers")

func isModel(err error) bool { return errors.Is(err, errModel) }

// A language model that is away for longer than all tries of an article would
// take is waited for: no article fails of it.
func TestModelAway(t *testing.T) {
	q, news := open(t), graphtest.News(43, 40)
	submit(t, q, news)
	s := store(t)
	back := time.Now().Add(4 * time.Second)
	w := worker(q, s, of(news))
	w.Tries, w.Parallel, w.Away, w.AckWait = 1, 3, isModel, patience
	w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
		if time.Now().Before(back) {
			return schema.Extraction{}, errModel
		}
		return of(news).extract(ctx, a)
	}
	work(t, w)
	if n := w.Stats(); n.Failed > 0 || n.Dead > 0 || n.Again > 0 || n.Written != 40 {
		t.Errorf("got %+v, want that all are written after a wait", n)
	}
	same(t, s, news)
}

// A worker that waits for a model and is stopped, or killed, gives back what it
// has, however often, and no try counts.
func TestStopWhileModelIsAway(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(45, 5)
	q := openAt(t, server, queue.Options{})
	submit(t, q, news)
	s := store(t)
	for i := range 4 {
		conn := connect(t, queue.Server{URL: server.URL()})
		other, err := queue.Open(t.Context(), conn, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		n := atomic.Int32{}
		w := worker(other, s, of(news))
		w.Tries, w.Parallel, w.Away, w.Batch = 1, 1, isModel, 1
		w.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
			if n.Add(1) == 2 { // it has waited before
				stop()
			}
			return schema.Extraction{}, errModel
		}
		go func() {
			for i == 3 && n.Load() < 1 {
				time.Sleep(time.Millisecond)
			}
			if i == 3 { // while it waits
				time.Sleep(50 * time.Millisecond)
				conn.Close()
				stop()
			}
		}()
		if err := w.Run(ctx); err != nil && i < 3 {
			t.Fatal(err)
		}
		stop()
	}
	w := worker(q, s, of(news))
	w.Tries = 1
	work(t, w)
	if n := w.Stats(); n.Dead > 0 || n.Again == 0 {
		t.Errorf("got %+v, want that articles came again and none went to the dead letters", n)
	}
	same(t, s, news)
}

// An error that every article would have ends the worker, and all articles stay
// on the queue without a try in vain.
func TestModelRefuses(t *testing.T) {
	q, news := open(t), graphtest.News(47, 30)
	submit(t, q, news)
	s := store(t)
	for range 3 { // the second and third have them one by one
		w := worker(q, s, of(news))
		w.Tries, w.UntilDone, w.Stops = 1, false, isModel
		w.Extract = func(context.Context, queue.Item) (schema.Extraction, error) { return schema.Extraction{}, errModel }
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		err := w.Run(ctx)
		cancel()
		if !errors.Is(err, errModel) {
			t.Errorf("got %v, want that it ends with %v", err, errModel)
		}
	}
	if st := status(t, q); st.Depth() != 30 || st.Dead > 0 || len(st.Workers) > 0 {
		t.Errorf("got %+v, want all articles on the queue", st)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// Of workers of two versions that start at the same moment, those of one begin.
func TestTwoVersionsAtOnce(t *testing.T) {
	server := start(t, embedded.Options{})
	for range 5 {
		var joined [2]atomic.Int32
		var all sync.WaitGroup
		ctx, stop := context.WithCancel(t.Context())
		begin := make(chan struct{})
		for i := range 6 {
			s := &watched{Store: store(t)}
			w := worker(openAt(t, server, queue.Options{}), s, nil)
			w.UntilDone, w.Version = false, []string{"one", "two"}[i%2]
			s.rules = func() { joined[i%2].Add(1) }
			all.Go(func() {
				<-begin
				_ = w.Run(ctx)
			})
		}
		close(begin)
		for end := time.Now().Add(patience); joined[0].Load()+joined[1].Load() == 0 && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(500 * time.Millisecond)
		if one, two := joined[0].Load(), joined[1].Load(); one > 0 == (two > 0) {
			t.Errorf("%d workers of one version began, and %d of the other; want those of one version alone", one, two)
		}
		stop()
		all.Wait()
	}
}

// watched tells when a worker asks for the rules, with which its work begins.
type watched struct {
	graph.Store
	rules func()
}

func (w *watched) Rules(ctx context.Context) (string, error) {
	w.rules()
	return w.Store.Rules(ctx)
}

// A worker of a version that another has replaced, while it could give no sign,
// ends.
func TestReplacedVersion(t *testing.T) {
	server := start(t, embedded.Options{})
	q := openAt(t, server, queue.Options{})
	w := worker(q, store(t), nil)
	w.UntilDone = false
	var err error
	var working sync.WaitGroup
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	working.Go(func() { err = w.Run(ctx) })
	for len(status(t, q).Workers) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	js, bad := jetstream.New(connect(t, queue.Server{URL: server.URL()}))
	if bad != nil {
		t.Fatal(bad)
	}
	live, bad := js.KeyValue(t.Context(), "entente-live")
	if bad != nil {
		t.Fatal(bad)
	}
	if _, bad = live.PutString(t.Context(), "version", "two"); bad != nil {
		t.Fatal(bad)
	}
	working.Wait()
	if err == nil || !strings.Contains(err.Error(), "same entente") {
		t.Errorf("got %v, want that it ends because of the other version", err)
	}
}

// A large article whose message two workers had in hand at the same time: the
// first has dropped it from the object store, after the commit, when the second
// looks for it. It is no dead letter.
func TestLargeArticleReadByAnother(t *testing.T) {
	server, news := start(t, embedded.Options{}), graphtest.News(49, 2)
	q := openAt(t, server, queue.Options{})
	news[1].Article.Text += strings.Repeat(" More was not said.", 10_000)
	submit(t, q, news)
	path := filepath.Join(t.TempDir(), "graph.db")
	js, err := jetstream.New(connect(t, queue.Server{URL: server.URL()}))
	if err != nil {
		t.Fatal(err)
	}
	objects, err := js.Stream(t.Context(), "OBJ_entente-large")
	if err != nil {
		t.Fatal(err)
	}
	first := worker(openAt(t, server, queue.Options{}), storeAt(t, path), of(news))
	second := worker(q, storeAt(t, path), of(news))
	second.Parallel = 1
	second.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
		if a.Article.ID == news[0].Article.ID { // the store was asked before what it has
			if rec, err := graphtest.Resolver().Record(news[1]); err != nil {
				t.Error(err)
			} else if writer, err := graph.NewWriter(ctx, first.Store, first.Resolver); err != nil {
				t.Error(err)
			} else if _, err = writer.Put(ctx, []graph.Record{rec}); err != nil {
				t.Error(err)
			}
			if err := objects.Purge(ctx); err != nil { // as done does
				t.Error(err)
			}
		}
		return of(news).extract(ctx, a)
	}
	work(t, second)
	if n := second.Stats(); n.Dead > 0 || n.Failed > 0 {
		t.Errorf("got %+v, want no dead letter", n)
	}
	same(t, storeAt(t, path), news)
}

// A message that is as large as the server takes can't have a reason added; it
// goes to the dead letters without what it carried.
func TestForeignMessageOfGreatestSize(t *testing.T) {
	server := start(t, embedded.Options{})
	q := openAt(t, server, queue.Options{})
	conn := connect(t, queue.Server{URL: server.URL()})
	if err := conn.Publish("entente.articles", bytes.Repeat([]byte("x"), int(conn.MaxPayload()))); err != nil {
		t.Fatal(err)
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	work(t, worker(q, store(t), nil))
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 1 || !strings.Contains(dead[0].Reason, "too large to be kept") {
		t.Errorf("dead letters: got %+v, %v; want one", dead, err)
	}
}

// An interrupted submission knows of all that it has sent.
func TestInterruptedSubmissionForgetsNothing(t *testing.T) {
	q, news := open(t), graphtest.News(51, 300)
	to := q.Submitter(nil)
	sent := 0
	for i := range news {
		ctx, stop := context.WithCancel(t.Context())
		if i > 280 { // by then each Add waits for the oldest
			stop()
		}
		if err := to.Add(ctx, queue.Item{Article: news[i].Article}); err == nil {
			sent++
		}
		stop()
	}
	report, err := to.Close(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st := status(t, q); report.Queued < sent || report.Queued != st.Depth() {
		t.Errorf("%d of %d are reported as queued, %d are on the queue", report.Queued, sent, st.Depth())
	}
}

// An article that takes long does not keep a worker from ending: it goes back.
func TestStopDuringLongArticle(t *testing.T) {
	q, news := open(t), graphtest.News(55, 6)
	submit(t, q, news)
	s := store(t)
	ctx, stop := context.WithCancel(t.Context())
	w := worker(q, s, of(news))
	w.Tries, w.Parallel, w.Drain = 1, 1, 200*time.Millisecond
	w.Extract = func(working context.Context, a queue.Item) (schema.Extraction, error) {
		if a.Article.ID == news[3].Article.ID {
			stop()
			<-working.Done()
			return schema.Extraction{}, working.Err()
		}
		return of(news).extract(working, a)
	}
	begun := time.Now()
	if err := w.Run(ctx); err != nil || time.Since(begun) > time.Minute {
		t.Errorf("got %v after %s, want that it ends soon", err, time.Since(begun))
	}
	if st := status(t, q); st.Depth() != 3 || st.Dead != 0 || w.Stats().Written != 3 || w.Stats().Failed != 0 {
		t.Errorf("got %+v, want 3 articles written and 3 on the queue", st)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// A worker that joins others with a shorter AckWait keeps theirs: they would be
// too slow to tell the server that they are at it.
func TestShorterAckWait(t *testing.T) {
	q, news := open(t), graphtest.News(57, 10)
	submit(t, q, news)
	path := filepath.Join(t.TempDir(), "graph.db")
	one, two := worker(q, storeAt(t, path), of(news)), worker(q, storeAt(t, path), of(news))
	one.AckWait, two.AckWait = 10*time.Second, time.Second
	reads, slow := atomic.Int32{}, make(chan struct{})
	one.Extract = func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
		if reads.Add(1) == 1 {
			close(slow)
			time.Sleep(2500 * time.Millisecond)
		}
		return of(news).extract(ctx, a)
	}
	var all sync.WaitGroup
	all.Go(func() { work(t, one) })
	<-slow
	work(t, two)
	all.Wait()
	if n := one.Stats().Again + two.Stats().Again; n > 0 {
		t.Errorf("%d articles were given out again", n)
	}
	same(t, storeAt(t, path), news)
}
