package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/entente-kg/entente/internal/press"
	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/google/go-cmp/cmp"
)

// queueServer is a NATS server as a program of its own, so that it can be
// killed: queue-server DIR PORT. It ends with its input.
func queueServer() {
	port, err := strconv.Atoi(os.Args[2])
	if err == nil {
		var s *embedded.Server
		if s, err = embedded.Start(embedded.Options{Dir: os.Args[1], Port: port}); err == nil {
			fmt.Println("ready")
			_, _ = io.Copy(io.Discard, os.Stdin)
			s.Stop()
			return
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// natsProcess is a server that is killed and started again.
type natsProcess struct {
	dir  string
	port int
	cmd  *exec.Cmd
	in   io.Closer
}

func startNATS(t testing.TB) *natsProcess {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &natsProcess{dir: t.TempDir(), port: l.Addr().(*net.TCPAddr).Port}
	l.Close()
	if err := n.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.kill)
	return n
}

func (n *natsProcess) url() string { return fmt.Sprint("nats://127.0.0.1:", n.port) }

func (n *natsProcess) start() (err error) {
	n.cmd = exec.Command("queue-server", n.dir, strconv.Itoa(n.port))
	if n.in, err = n.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	n.cmd.Stderr = os.Stderr
	if err := n.cmd.Start(); err != nil {
		return err
	}
	if _, err := io.ReadFull(out, make([]byte, len("ready\n"))); err != nil {
		return errors.Join(err, n.cmd.Wait())
	}
	return nil
}

func (n *natsProcess) kill() {
	_ = n.cmd.Process.Kill() // it may be gone
	_ = n.cmd.Wait()
	n.in.Close()
}

// pool is workers that are started again whenever they end, until it is told to
// let them end.
type pool struct {
	args    []string
	dir     string
	mu      sync.Mutex
	now     []*exec.Cmd
	said    bytes.Buffer
	killed  int
	ended   int // of themselves, with an error
	closing bool
	all     sync.WaitGroup
}

func (p *pool) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(b)
}

func (p *pool) run(n int) {
	p.now = make([]*exec.Cmd, n)
	for i := range n {
		p.all.Go(func() {
			for {
				cmd := exec.Command("entente", p.args...)
				cmd.Dir, cmd.Stderr = p.dir, p
				p.mu.Lock()
				closing := p.closing
				if closing {
					cmd.Args = append(cmd.Args, "--until-done")
				}
				err := cmd.Start()
				p.now[i] = cmd
				p.mu.Unlock()
				if err == nil {
					err = cmd.Wait()
				}
				if closing && err == nil {
					return
				}
				p.mu.Lock()
				if cmd.ProcessState != nil && cmd.ProcessState.Exited() && err != nil {
					p.ended++
				}
				p.mu.Unlock()
				time.Sleep(200 * time.Millisecond)
			}
		})
	}
}

// kill ends one worker without a word.
func (p *pool) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if cmd := p.now[rand.IntN(len(p.now))]; cmd != nil && cmd.Process != nil && cmd.Process.Kill() == nil {
		p.killed++
	}
}

// finish lets the workers end when the queue is empty.
func (p *pool) finish() {
	p.mu.Lock()
	p.closing = true
	for _, cmd := range p.now {
		if cmd != nil && cmd.Process != nil {
			_ = cmd.Process.Signal(os.Interrupt) // those that begin now are told
		}
	}
	p.mu.Unlock()
	p.all.Wait()
}

// queueStatus is what entente queue --json says.
type queueStatus struct{ Depth, Dead, Large int }

func statusOf(ctx context.Context, nats string) (queueStatus, error) {
	var st queueStatus
	out, err := exec.CommandContext(ctx, "entente", "queue", "--json", "--nats", nats).Output()
	if err == nil {
		err = json.Unmarshal(out, &st)
	}
	return st, err
}

// TestKilledWorkers has four workers read while one after another is killed, and
// the queue's server too, and in the long run the store: in the end the graph
// is that of one undisturbed import, byte for byte, and no article is among the
// dead letters. ENTENTE_QUEUE_FAULTS says for how long (make queue-faults: 5m).
func TestKilledWorkers(t *testing.T) {
	if testing.Short() {
		t.Skip("kills programs for some time")
	}
	during, long := 12*time.Second, false
	if d, err := time.ParseDuration(os.Getenv("ENTENTE_QUEUE_FAULTS")); err == nil {
		during, long = d, true
	}
	t.Run("sqlite", func(t *testing.T) {
		d := &disturbance{during: during}
		d.run(t, "sqlite:graph.db")
	})
	t.Run("neo4j", func(t *testing.T) {
		if !long {
			neo4jtest.Clean(t, neo4jtest.Server(t))
			d := &disturbance{during: during}
			d.run(t, neo4jtest.Server(t).URI)
			return
		}
		dir := t.TempDir()
		p := neo4jtest.Own(t, dir, 0, false)
		d := &disturbance{during: during, store: func() error {
			p.Kill()
			time.Sleep(rand.N(3 * time.Second))
			again, err := neo4jtest.Start(dir, p.Port, false)
			if err == nil {
				p = again
			}
			return err
		}}
		d.run(t, p.URI)
		p.Kill()
	})
}

// disturbance is one such run.
type disturbance struct {
	during time.Duration
	store  func() error // kills the store and starts it again; nil for one that is left alone
	dir    string
	used   int // chunks that were submitted
}

const chunk = 150 // articles that are submitted at a time

func (d *disturbance) run(t *testing.T, store string) {
	d.dir = t.TempDir()
	chunks := d.chunks(t, 400)
	nats := startNATS(t)
	p := &pool{dir: d.dir, args: []string{
		"worker", "-q", "--nats", nats.url(), "--store", store, "-j", "1", "--batch", "20", "--ack-wait", "2s", "--resolve", "1s",
	}}
	d.submit(t, nats, chunks[0])
	p.run(4)
	end, kills := time.Now().Add(d.during), [2]int{}
	nextNATS := time.Now().Add(5 * time.Second)
	var beside sync.WaitGroup
	if d.store != nil {
		beside.Go(func() { // a store takes long to start, and workers die meanwhile
			for time.Sleep(20 * time.Second); time.Now().Before(end); time.Sleep(20*time.Second + rand.N(20*time.Second)) {
				if err := d.store(); err != nil {
					t.Error(err)
					return
				}
				kills[1]++
			}
		})
	}
	for time.Now().Before(end) {
		time.Sleep(500*time.Millisecond + rand.N(2500*time.Millisecond))
		p.kill()
		if time.Now().After(nextNATS) {
			nats.kill()
			time.Sleep(rand.N(time.Second))
			if err := nats.start(); err != nil {
				t.Fatal(err)
			}
			kills[0]++
			nextNATS = time.Now().Add(5*time.Second + rand.N(10*time.Second))
		}
		if st, err := statusOf(t.Context(), nats.url()); err == nil && st.Depth < 2*chunk && d.used < len(chunks) {
			d.submit(t, nats, chunks[d.used])
		}
	}
	beside.Wait()
	p.finish()
	t.Logf("%d articles; workers killed %d times, ended with an error %d times; queue killed %d times, store %d times", d.used*chunk, p.killed, p.ended, kills[0], kills[1])
	if text := p.said.String(); testing.Verbose() {
		t.Logf("the workers said:\n%.2000s", text)
	}
	if strings.Contains(p.said.String(), "panic") {
		t.Errorf("workers: %.3000s", &p.said)
	}
	if st, err := statusOf(t.Context(), nats.url()); err != nil || st != (queueStatus{}) {
		t.Errorf("the queue: got %+v, %v; want it empty\n%.3000s", st, err, &p.said)
	}
	d.compare(t, store, chunks)
}

// chunks writes files of articles, of which each is submitted at a time.
func (d *disturbance) chunks(t *testing.T, n int) []string {
	lines := strings.SplitAfter(worldLines(n*chunk), "\n")
	paths := make([]string, n)
	for i := range paths {
		paths[i] = filepath.Join(d.dir, fmt.Sprintf("chunk%03d.jsonl", i))
		if err := os.WriteFile(paths[i], []byte(strings.Join(lines[i*chunk:(i+1)*chunk], "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func (d *disturbance) submit(t *testing.T, nats *natsProcess, path string) {
	if _, said, err := program(t, d.dir, "submit", "-q", "--nats", nats.url(), path); err != nil {
		t.Fatalf("submit: %v; %s", err, said)
	}
	d.used++
}

// compare looks whether the graph is that of one import of what was submitted.
func (d *disturbance) compare(t *testing.T, store string, chunks []string) {
	if _, said, err := program(t, d.dir, append([]string{"import", "-q", "--store", "sqlite:whole.db"}, chunks[:d.used]...)...); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	want, said, err := program(t, d.dir, "export", "--store", "sqlite:whole.db")
	if err != nil || len(want) < 10_000 {
		t.Fatalf("export: %v, %d bytes; %s", err, len(want), said)
	}
	got, said, err := program(t, d.dir, "export", "--store", store)
	if err != nil || got != want {
		t.Errorf("export: %v; %s; -want +got\n%.3000s", err, said, cmp.Diff(want, got))
	}
	if strings.Contains(said, "not summed up") {
		t.Errorf("export: %s", said)
	}
}

// BenchmarkWorkers has one worker and then two, of one core each, empty the same
// queue of invented news, and says how much faster two are. Both
// figures are without what the programs take to start: times-faster by the
// clock, which on a busy machine means little, and times-faster-cpu by the
// processor time that an article takes of one worker and of one of two, which is
// what two get on cores of their own if they never wait for each other.
// ENTENTE_WORKERS_STORE is the store's address; an SQLite file without.
func BenchmarkWorkers(b *testing.B) {
	articles := envNumber("ENTENTE_WORKERS_ARTICLES", 400)
	dir := b.TempDir()
	input, none := filepath.Join(dir, "world.jsonl"), filepath.Join(dir, "none.jsonl")
	news, err := press.NewNews("../../internal/corpus/texts")
	if err != nil {
		b.Fatal(err)
	}
	var all, one bytes.Buffer
	err = errors.Join(news.Write(&all, articles, 0), news.Write(&one, 1, 0),
		os.WriteFile(input, all.Bytes(), 0o644), os.WriteFile(none, one.Bytes(), 0o644))
	if err != nil {
		b.Fatal(err)
	}
	if runtime.NumCPU() < 2 {
		b.Skip("two workers need two cores")
	}
	for range b.N {
		var took, spent [3]float64
		for workers := 1; workers <= 2; workers++ {
			start, startCPU := emptied(b, workers, none)
			took[workers], spent[workers] = emptied(b, workers, input)
			took[workers] -= start
			spent[workers] -= startCPU
			b.ReportMetric(float64(articles)/took[workers], fmt.Sprintf("articles/s-%dw", workers))
			b.ReportMetric(1000*spent[workers]/float64(articles), fmt.Sprintf("cpu-ms/article-%dw", workers))
		}
		b.ReportMetric(took[1]/took[2], "times-faster")
		b.ReportMetric(2*spent[1]/spent[2], "times-faster-cpu")
	}
}

// emptied gives the seconds that workers take to empty a queue, from when they
// have begun to read to when all is resolved, and those of their processors.
func emptied(b *testing.B, workers int, input string) (seconds, processor float64) {
	nats, dir := startNATS(b), b.TempDir()
	defer nats.kill()
	store := os.Getenv("ENTENTE_WORKERS_STORE")
	if store == "" {
		store = "sqlite:" + filepath.Join(dir, "graph.db")
	}
	if out, err := exec.Command("entente", "submit", "-q", "--failed", "", "--nats", nats.url(), input).CombinedOutput(); err != nil {
		b.Fatalf("submit: %v; %s", err, out)
	}
	var cmds []*exec.Cmd
	begun := time.Now()
	for range workers {
		cmd := exec.Command("entente", "worker", "-q", "--until-done", "-j", "1", "--nats", nats.url(), "--store", store)
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
		processor += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	}
	return time.Since(begun).Seconds(), processor
}

// TestWorkerShowsItself asks a worker for its metrics, and whether it is ready
// with its queue and without.
func TestWorkerShowsItself(t *testing.T) {
	nats := startNATS(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	var said bytes.Buffer
	go func() {
		ended <- run(ctx, []string{"entente", "worker", "--quiet", "--nats", nats.url(), "--metrics", address, "--store", "sqlite:" + filepath.Join(t.TempDir(), "graph.db")}, strings.NewReader(""), io.Discard, &said)
	}()
	get := func(path string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, err.Error()
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			return 0, err.Error()
		}
		return resp.StatusCode, string(b)
	}
	becomes := func(want int) {
		t.Helper()
		status := 0
		for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			if status, _ = get("/readyz"); status == want {
				return
			}
		}
		t.Fatalf("/readyz: got %d, want %d; the worker said %s", status, want, said.String())
	}
	becomes(http.StatusOK)
	_, metrics := get("/metrics")
	for _, want := range []string{"\nentente_queue_waiting 0\n", "\nentente_queue_workers 1\n", "\nentente_worker_unchanged 0\n", `verb="worker"`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %q:\n%s", want, metrics)
		}
	}
	nats.kill()
	becomes(http.StatusServiceUnavailable)
	if status, _ := get("/healthz"); status != http.StatusOK {
		t.Errorf("/healthz: got %d, want 200: it waits for its queue", status)
	}
	if err := nats.start(); err != nil {
		t.Fatal(err)
	}
	becomes(http.StatusOK)
	stop()
	if code := <-ended; code != exitInterrupt && code != exitOK {
		t.Errorf("got exit %d, want that of an end by signal; the worker said %s", code, said.String())
	}
}
