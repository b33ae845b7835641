package telemetry_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/internal/telemetry"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
	"go.uber.org/goleak"
)

// collector takes OTLP as JSON.
type collector struct {
	sync.Mutex
	status int
	asked  int
	token  string
	spans  []span
}

type span struct {
	TraceID, SpanID, ParentSpanID, Name, StartTimeUnixNano, EndTimeUnixNano string
	Status                                                                  struct{ Code int }
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var got struct {
		ResourceSpans []struct {
			ScopeSpans []struct{ Spans []span }
		}
	}
	c.Lock()
	defer c.Unlock()
	c.asked++
	c.token = r.Header.Get("Authorization")
	if r.URL.Path != "/v1/traces" || json.NewDecoder(r.Body).Decode(&got) != nil {
		http.Error(w, "not OTLP", http.StatusBadRequest)
		return
	}
	for _, rs := range got.ResourceSpans {
		for _, ss := range rs.ScopeSpans {
			c.spans = append(c.spans, ss.Spans...)
		}
	}
	w.WriteHeader(c.status)
}

func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// importOne puts one article into a graph of its own, watched.
func importOne(t *testing.T, tel *telemetry.Telemetry) {
	t.Helper()
	p, err := nlp.New(nlp.Options{Around: tel.Stage})
	if err != nil {
		t.Fatal(err)
	}
	r := &resolve.Resolver{Relations: p.Relations}
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close(t.Context())
	if err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	xs := func(yield func(schema.Extraction, error) bool) {
		a := schema.Article{Key: "one", Text: "Russia attacked Ukraine on Friday. France condemned Russia."}
		a.ID = schema.ArticleID("", a.Text)
		ctx, done := tel.Article(t.Context(), a.Key)
		x, err := p.Extract(ctx, a)
		done(err)
		yield(x, err)
	}
	if _, err := graph.Import(t.Context(), tel.Store(store), r, xs, graph.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
}

// A collector that does not answer and a caller that does not leave are no
// fault of the run.
func TestCloseDoesNotWait(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	tel, err := telemetry.Start(telemetry.Options{Traces: slow.URL, Listen: "127.0.0.1:0", Ready: func(context.Context) error { <-release; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	_, done := tel.Article(t.Context(), "one")
	done(nil)
	asked, end := context.WithCancel(t.Context())
	defer end()
	req, err := http.NewRequestWithContext(asked, http.MethodGet, "http://"+tel.Addr()+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
		}
	}()
	begun := time.Now()
	time.Sleep(100 * time.Millisecond) // until it is asked
	if err := tel.Close(); err != nil || time.Since(begun) > 10*time.Second {
		t.Errorf("got %v after %s, want no error, soon", err, time.Since(begun))
	}
	end()
	<-gone
}

func TestAnImportIsShown(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
	c := &collector{status: http.StatusOK}
	server := httptest.NewServer(c)
	defer server.Close()
	tel, err := telemetry.Start(telemetry.Options{
		Listen: "127.0.0.1:0", Traces: server.URL, Headers: map[string]string{"Authorization": "Bearer x"}, Verb: "import", Version: "v1",
		Warn: func(err error) { t.Error(err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	importOne(t, tel)
	_, metrics := get(t, "http://"+tel.Addr()+"/metrics")
	for _, want := range []string{
		`entente_articles_total\{outcome="new"\} 1\n`, `entente_claims_total 2\n`, `entente_stage_seconds_count\{stage="relation"\} 1\n`,
		`entente_stage_seconds_bucket\{stage="relation",le="\+Inf"\} 1\n`, `entente_store_seconds_count\{call="put"\} 1\n`, `entente_blocks_total [1-9]`,
		`entente_edges_total [1-9]`, `entente_article_seconds_count 1\n`, `entente_build_info\{version="v1",verb="import"\} 1\n`, `process_resident_memory_bytes \d`, `go_goroutines \d`,
	} {
		if !regexp.MustCompile(want).MatchString(metrics) {
			t.Errorf("metrics lack %s", want)
		}
	}
	for name := range dashboardMetrics(t) {
		if !strings.Contains(metrics, name) && !sometimes[name] {
			t.Errorf("the dashboard asks for %s, which a run does not show", name)
		}
	}
	if err := tel.Close(); err != nil {
		t.Fatal(err)
	}
	c.Lock()
	defer c.Unlock()
	if c.token != "Bearer x" {
		t.Errorf("got the header %q, want that of the options", c.token)
	}
	i := slices.IndexFunc(c.spans, func(s span) bool { return s.Name == "article" })
	if i < 0 {
		t.Fatalf("no span of the article among %d", len(c.spans))
	}
	article := c.spans[i]
	stages := 0
	for _, s := range c.spans {
		if s.ParentSpanID == article.SpanID && s.TraceID == article.TraceID {
			stages++
			if s.StartTimeUnixNano < article.StartTimeUnixNano || s.EndTimeUnixNano > article.EndTimeUnixNano {
				t.Errorf("span %s is not within its article's", s.Name)
			}
		}
	}
	if stages < 8 || len(article.TraceID) != 32 || len(article.SpanID) != 16 || article.ParentSpanID != "" {
		t.Errorf("got %d stages below %+v, want the nine of the analysis", stages, article)
	}
	if !slices.ContainsFunc(c.spans, func(s span) bool { return s.Name == "store.put" }) {
		t.Error("no span of writing")
	}
}

// sometimes are metrics that only some runs have.
var sometimes = map[string]bool{
	"entente_store_errors_total": true,
	"entente_queue_waiting":      true, "entente_queue_in_hand": true, "entente_queue_dead": true, "entente_queue_workers": true, "entente_worker_wait_seconds": true,
}

// dashboardMetrics are the names that the queries of the dashboard ask for.
func dashboardMetrics(t *testing.T) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "examples", "grafana", "dashboard.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Panels []struct {
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range d.Panels {
		for _, q := range p.Targets {
			for _, name := range regexp.MustCompile(`(entente|process)_[a-z_]+`).FindAllString(q.Expr, -1) {
				names[name] = true
			}
		}
	}
	if len(names) < 10 {
		t.Fatalf("the dashboard asks for %d metrics only", len(names))
	}
	return names
}

func TestHealth(t *testing.T) {
	ill := errors.New("bolt://secret:7687 is away")
	var now error
	tel, err := telemetry.Start(telemetry.Options{Listen: "127.0.0.1:0", Ready: func(context.Context) error { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer tel.Close()
	at := "http://" + tel.Addr()
	for _, test := range []struct {
		path string
		ill  error
		want int
	}{
		{"/healthz", ill, 200},
		{"/readyz", nil, 200},
		{"/readyz", ill, 503},
		{"/debug/pprof/goroutine?debug=1", nil, 200},
		{"/", nil, 404},
	} {
		now = test.ill
		status, body := get(t, at+test.path)
		if status != test.want || strings.Contains(body, "secret") {
			t.Errorf("%s: got %d %q, want %d", test.path, status, body, test.want)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+"/debug/pprof/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example" // as a web page would ask whose name was made to point here
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("profiles under another name: got %d, want 403", resp.StatusCode)
	}
}

// A collector that is away, or refuses, is told of once, and stops nothing.
func TestCollectorFails(t *testing.T) {
	refusing := httptest.NewServer(&collector{status: http.StatusInternalServerError})
	defer refusing.Close()
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	for _, address := range []string{refusing.URL, away.URL} {
		warned := 0
		tel, err := telemetry.Start(telemetry.Options{Traces: address, Warn: func(error) { warned++ }})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			_, done := tel.Article(t.Context(), "k")
			done(errors.New("no"))
		}
		if err := tel.Close(); err != nil || warned != 1 {
			t.Errorf("%s: got error %v and %d warnings, want none and 1", address, err, warned)
		}
	}
}

func TestStartErrors(t *testing.T) {
	for _, test := range []struct {
		given telemetry.Options
		want  string
	}{
		{telemetry.Options{Listen: "127.0.0.1:x"}, "name a free address"},
		{telemetry.Options{Traces: "localhost:4318"}, "no address of a collector"},
		{telemetry.Options{Traces: "ftp://x"}, "no address of a collector"},
	} {
		if _, err := telemetry.Start(test.given); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %q", test.given, err, test.want)
		}
	}
}

func TestNothingAskedFor(t *testing.T) {
	tel, err := telemetry.Start(telemetry.Options{})
	if err != nil || tel != nil {
		t.Fatalf("got %v, %v; want a nil Telemetry", tel, err)
	}
	tel.Count("x", 1)
	ctx, done := tel.Article(t.Context(), "k")
	done(nil)
	if ctx != t.Context() || tel.Addr() != "" || tel.Close() != nil {
		t.Error("a nil Telemetry does something")
	}
}
