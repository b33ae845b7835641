package queue_test

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
)

// cluster starts three servers that keep their streams together.
func cluster(t *testing.T) []*server.Server {
	t.Helper()
	var ports [3]int
	var routes []*url.URL
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[i] = l.Addr().(*net.TCPAddr).Port
		l.Close()
		routes = append(routes, &url.URL{Scheme: "nats", Host: fmt.Sprint("127.0.0.1:", ports[i])})
	}
	var all []*server.Server
	for i, port := range ports {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprint("s", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true,
			Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: port}, Routes: routes,
		})
		if err != nil {
			t.Fatal(err)
		}
		go s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		all = append(all, s)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		for _, s := range all {
			if s.JetStreamIsLeader() && len(s.JetStreamClusterPeers()) == len(all) {
				return all
			}
		}
		if time.Now().After(end) {
			t.Fatal("the cluster is not ready")
		}
	}
}

// A queue that is given more replicas has them in all its parts: the loss of a
// server costs nothing.
func TestReplicasGivenLater(t *testing.T) {
	servers := cluster(t)
	conn := connect(t, queue.Server{URL: servers[0].ClientURL() + "," + servers[1].ClientURL() + "," + servers[2].ClientURL()})
	if _, err := queue.Open(t.Context(), conn, queue.Options{}); err != nil {
		t.Fatal(err)
	}
	q, err := queue.Open(t.Context(), conn, queue.Options{Settings: queue.Settings{Replicas: 3}})
	if err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(conn)
	if err != nil {
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
	news := graphtest.News(53, 30)
	news[0].Article.Text += strings.Repeat(" More was not said.", 10_000)
	submit(t, q, news)
	at := conn.ConnectedServerName()
	for _, s := range servers {
		if s.Name() == at {
			s.Shutdown()
		}
	}
	s := store(t)
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}
