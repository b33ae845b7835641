package queue_test

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// node is a server of a cluster, which may be shut down and started again.
type node struct {
	t       *testing.T
	options server.Options
	*server.Server
}

func (n *node) start() {
	n.t.Helper()
	o := n.options // a server fills in its own
	s, err := server.NewServer(&o)
	if err != nil {
		n.t.Fatal(err)
	}
	n.Server = s
	go s.Start()
}

func (n *node) stop() {
	n.Shutdown()
	n.WaitForShutdown()
}

// cluster starts three servers that keep their streams together.
func cluster(t *testing.T) []*node {
	t.Helper()
	var ports [3]int
	var routes []*url.URL
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[i] = l.Addr().(*net.TCPAddr).Port
		defer l.Close() // not earlier: each is another one
		routes = append(routes, &url.URL{Scheme: "nats", Host: fmt.Sprint("127.0.0.1:", ports[i])})
	}
	var all []*node
	for i, port := range ports {
		all = append(all, &node{t: t, options: server.Options{
			ServerName: fmt.Sprint("s", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true,
			Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: port}, Routes: routes,
		}})
	}
	return all
}

// begin starts the servers of a cluster and waits until they have a leader.
func begin(t *testing.T, all []*node) {
	t.Helper()
	for _, n := range all {
		n.start()
		t.Cleanup(func() { n.stop() })
	}
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		for _, n := range all {
			if n.JetStreamIsLeader() && len(n.JetStreamClusterPeers()) == len(all) {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatal("the cluster is not ready")
		}
	}
}

// at connects to the first of some servers, and to the others when it is gone.
func at(t *testing.T, servers ...*node) *nats.Conn {
	t.Helper()
	var urls []string
	for _, n := range servers {
		urls = append(urls, n.ClientURL())
	}
	return connect(t, queue.Server{URL: strings.Join(urls, ","), Options: []nats.Option{nats.DontRandomize()}})
}

// A queue that is given more replicas has them in all its parts: the loss of a
// server costs nothing, even that of the one that had it alone.
func TestReplicasGivenLater(t *testing.T) {
	servers := cluster(t)
	begin(t, servers)
	conn := at(t, servers...)
	q, err := queue.Open(t.Context(), conn, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	news, s := graphtest.News(53, 30), store(t)
	news[0].Article.Text += strings.Repeat(" More was not said.", 10_000)
	submit(t, q, news[10:])
	work(t, worker(q, s, of(news))) // so that there is something of the workers, too
	submit(t, q, news[:5])
	alone, err := js.Stream(t.Context(), "entente")
	if err != nil {
		t.Fatal(err)
	}
	holder := slices.IndexFunc(servers, func(n *node) bool { return n.Name() == alone.CachedInfo().Cluster.Leader })
	servers[0], servers[holder] = servers[holder], servers[0]

	if q, err = queue.Open(t.Context(), at(t, servers...), queue.Options{Settings: queue.Settings{Replicas: 3}}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"entente", "entente-dead", "KV_entente-tries", "KV_entente-live", "OBJ_entente-large"} {
		s, err := js.Stream(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if n := s.CachedInfo().Config.Replicas; n != 3 {
			t.Errorf("%s has %d replicas, want 3", name, n)
		}
	}
	submit(t, q, news[5:10])
	servers[0].stop()
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// A worker that is started while a cluster has no leader waits for it.
func TestBeginWithoutLeader(t *testing.T) {
	servers := cluster(t)
	begin(t, servers)
	q, err := queue.Open(t.Context(), at(t, servers...), queue.Options{Settings: queue.Settings{Replicas: 3}})
	if err != nil {
		t.Fatal(err)
	}
	news, s := graphtest.News(59, 20), store(t)
	submit(t, q, news)
	servers[1].stop()
	servers[2].stop()
	var back sync.WaitGroup
	back.Go(func() {
		time.Sleep(3 * time.Second) // the worker has asked by then; if not, it asks one that is back
		servers[1].start()
	})
	work(t, worker(q, s, of(news)))
	back.Wait()
	same(t, s, news)
}
