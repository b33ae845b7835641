package queue_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// A connection that is closed right after the first asynchronous publishing
	// may leave this one of nats.go waiting on a channel that is gone.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"))
}

// patience is for what ends much earlier on all machines but a very slow one.
const patience = 5 * time.Minute

// start starts a server of the test's own, which ends with it.
func start(t *testing.T, o embedded.Options) *embedded.Server {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	s, err := embedded.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// connect connects and disconnects with the test.
func connect(t *testing.T, s queue.Server) *nats.Conn {
	t.Helper()
	conn, err := queue.Connect(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// open makes a queue on a server of the test's own.
func open(t *testing.T) *queue.Queue {
	t.Helper()
	return openAt(t, start(t, embedded.Options{}), queue.Options{})
}

func openAt(t *testing.T, s *embedded.Server, o queue.Options) *queue.Queue {
	t.Helper()
	q, err := queue.Open(t.Context(), connect(t, queue.Server{URL: s.URL()}), o)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// submit puts articles on a queue.
func submit(t *testing.T, q *queue.Queue, news []schema.Extraction) queue.SubmitReport {
	t.Helper()
	s := q.Submitter(nil)
	for i := range news {
		if err := s.Add(t.Context(), queue.Item{Article: news[i].Article, From: fmt.Sprint("news.jsonl: line ", i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	report, err := s.Close(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// reading gives what the articles of news say, as a pipeline would.
type reading map[string]schema.Extraction

func of(news []schema.Extraction) reading {
	r := reading{}
	for _, x := range news {
		r[x.Article.ID+x.Article.Text] = x
	}
	return r
}

func (r reading) extract(_ context.Context, it queue.Item) (schema.Extraction, error) {
	a := it.Article
	x, ok := r[a.ID+a.Text]
	if !ok {
		return x, fmt.Errorf("%s: never written", a.ID)
	}
	x.Article = a
	return x, nil
}

func store(t *testing.T) *sqlite.Store {
	t.Helper()
	return storeAt(t, filepath.Join(t.TempDir(), "graph.db"))
}

func storeAt(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	return s
}

// worker reads what is on the queue and ends.
func worker(q *queue.Queue, s graph.Store, r reading) *queue.Worker {
	return &queue.Worker{
		Queue: q, Store: s, Resolver: graphtest.Resolver(), Extract: r.extract, Version: "one",
		Batch: 10, AckWait: time.Second, Resolve: time.Second, UntilDone: true,
	}
}

// work has workers empty the queue.
func work(t *testing.T, workers ...*queue.Worker) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var all sync.WaitGroup
	for _, w := range workers {
		all.Go(func() {
			if err := w.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		t.Errorf("the queue is not empty after %s", patience)
	}
}

// same compares a store with that of an import without a queue.
func same(t *testing.T, s graph.Store, news []schema.Extraction) {
	t.Helper()
	if got, want := graphtest.Export(t, s), graphtest.MemoryExport(t, news); got != want {
		t.Errorf("export: -want +got\n%.3000s", cmp.Diff(want, got))
	}
}

func TestSubmitTwiceIsOnce(t *testing.T) {
	q, news := open(t), graphtest.News(3, 40)
	if got, want := submit(t, q, news), (queue.SubmitReport{Queued: 40}); got != want {
		t.Errorf("submitted: got %+v, want %+v", got, want)
	}
	if got, want := submit(t, q, news), (queue.SubmitReport{Known: 40}); got != want {
		t.Errorf("submitted again: got %+v, want %+v", got, want)
	}
	s := store(t)
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

func TestManyWorkersGiveTheGraphOfOne(t *testing.T) {
	q, news := open(t), graphtest.News(5, 200)
	submit(t, q, news)
	path := filepath.Join(t.TempDir(), "graph.db")
	var workers []*queue.Worker
	for range 4 {
		w := worker(q, storeAt(t, path), of(news))
		w.Batch, w.Resolve = 7, 50*time.Millisecond // so that they resolve while others write
		workers = append(workers, w)
	}
	work(t, workers...)
	same(t, storeAt(t, path), news)
}

// A changed version of an article is another message, and the later version
// counts, whichever comes first.
func TestChangedArticle(t *testing.T) {
	news := graphtest.News(7, 2)
	first, later := news[0], news[1]
	later.Article.ID, later.Article.URL = first.Article.ID, first.Article.URL
	later.Article.Updated = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range later.Claims {
		later.Claims[i].Article = later.Article.ID
	}
	both := []schema.Extraction{later, first}
	q, s := open(t), store(t)
	if got, want := submit(t, q, both), (queue.SubmitReport{Queued: 2}); got != want {
		t.Errorf("submitted: got %+v, want %+v", got, want)
	}
	w := worker(q, s, of(both))
	w.Batch = 1
	work(t, w)
	same(t, s, []schema.Extraction{later})
}

func TestLargeArticle(t *testing.T) {
	q, news := open(t), graphtest.News(9, 3)
	for i := range news { // the server takes messages up to 1 MiB
		news[i].Article.Text += strings.Repeat(" More was not said.", 60_000)
	}
	if got, want := submit(t, q, news), (queue.SubmitReport{Queued: 3, Large: 3}); got != want {
		t.Errorf("submitted: got %+v, want %+v", got, want)
	}
	if got, want := submit(t, q, news), (queue.SubmitReport{Known: 3}); got != want {
		t.Errorf("submitted again: got %+v, want %+v", got, want)
	}
	if n := large(t, q); n != 3 {
		t.Errorf("got %d large articles, want 3: the second ones are dropped", n)
	}
	s := store(t)
	work(t, worker(q, s, of(news)))
	same(t, s, news)
	if n := large(t, q); n != 0 {
		t.Errorf("got %d large articles when all are read, want none", n)
	}
}

func large(t *testing.T, q *queue.Queue) int {
	t.Helper()
	st, err := q.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Large
}

// An article that fails goes to the dead letters after some tries, with its
// reason; the others are kept; and it may be put back.
func TestPoison(t *testing.T) {
	q, news := open(t), graphtest.News(11, 30)
	submit(t, q, news)
	var tries atomic.Int32
	poison := news[4].Article
	reads := of(news)
	broken := func(ctx context.Context, a queue.Item) (schema.Extraction, error) {
		if a.Article.ID == poison.ID {
			if tries.Add(1)%2 == 0 {
				panic("a mistake of the program")
			}
			return schema.Extraction{}, errors.New("the endpoint is down\nand out")
		}
		return reads.extract(ctx, a)
	}
	s := store(t)
	w := worker(q, s, reads)
	w.Extract, w.Tries = broken, 3
	work(t, w)
	if got := tries.Load(); got != 3 {
		t.Errorf("tried %d times, want 3", got)
	}
	same(t, s, append(news[:4:4], news[5:]...))
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 1 {
		t.Fatalf("dead letters: got %+v, %v; want one", dead, err)
	}
	d := dead[0]
	if d.Article != poison.ID || d.Title != poison.Title || d.Tries != 3 || d.Reason != "the endpoint is down and out" || d.From != "news.jsonl: line 5" {
		t.Errorf("dead letter: got %+v", d)
	}
	if n, err := q.Revive(t.Context(), []uint64{d.Number}, false); n != 1 || err != nil {
		t.Errorf("put back: got %d, %v", n, err)
	}
	if _, err := q.Revive(t.Context(), []uint64{d.Number}, false); !errors.Is(err, queue.ErrNoLetter) {
		t.Errorf("put back again: got %v, want that there is none", err)
	}
	work(t, worker(q, s, reads))
	same(t, s, news)
	if dead, err := q.Dead(t.Context(), 0); len(dead) > 0 || err != nil {
		t.Errorf("dead letters: got %+v, %v; want none", dead, err)
	}
}

// What no worker can read goes to the dead letters at once.
func TestForeignMessage(t *testing.T) {
	server := start(t, embedded.Options{})
	q := openAt(t, server, queue.Options{})
	conn := connect(t, queue.Server{URL: server.URL()})
	lie, err := json.Marshal(map[string]any{"format": "entente/article/1", "article": schema.Article{ID: "article:0", Text: "Iran attacked Israel."}})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"hello", "{}", string(lie)} {
		if err := conn.Publish("entente.articles", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	work(t, worker(q, store(t), nil))
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 3 {
		t.Fatalf("dead letters: got %+v, %v; want 3", dead, err)
	}
	for i, want := range []string{"not an article as entente submit writes it", `format ""`, "is not the ID"} {
		if !strings.Contains(dead[i].Reason, want) || dead[i].Tries != 1 {
			t.Errorf("got %+v, want a reason with %q after one try", dead[i], want)
		}
	}
	if n, err := q.Drop(t.Context(), nil, true); n != 3 || err != nil {
		t.Errorf("drop all: got %d, %v; want 3", n, err)
	}
}
