package queue_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/queue"
	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// serve starts a server with options that no Entente has.
func serve(t *testing.T, o *server.Options) string {
	t.Helper()
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoSigs, o.NoLog = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(patience) {
		t.Fatal("the server is not ready")
	}
	return s.ClientURL()
}

// The rights that docs/workers.md names are enough for all that Entente does.
func TestRights(t *testing.T) {
	doc, err := os.ReadFile("../../docs/workers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sentence, ok := strings.Cut(string(doc), "A user of the queue needs to publish to ")
	publish, rest, ok2 := strings.Cut(sentence, ", and to subscribe to ")
	subscribe, _, ok3 := strings.Cut(rest, ".\n")
	if !ok || !ok2 || !ok3 {
		t.Fatal("docs/workers.md does not name the rights")
	}
	url := serve(t, &server.Options{Users: []*server.User{{Username: "desk", Password: "secret", Permissions: &server.Permissions{
		Publish: &server.SubjectPermission{Allow: quoted(publish)}, Subscribe: &server.SubjectPermission{Allow: quoted(subscribe)},
	}}}})
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	q, err := queue.Open(t.Context(), connect(t, queue.Server{URL: url, Username: "desk", Password: "secret", Log: log}), queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	news := graphtest.News(35, 20)
	news[0].Article.Text += strings.Repeat(" More was not said.", 10_000)
	submit(t, q, news)
	s, reads := store(t), of(news)
	delete(reads, news[1].Article.ID+news[1].Article.Text)
	w := worker(q, s, reads)
	w.Tries = 2
	work(t, w)
	dead, err := q.Dead(t.Context(), 0)
	if err != nil || len(dead) != 1 {
		t.Fatalf("dead letters: got %+v, %v; want one", dead, err)
	}
	if n, err := q.Revive(t.Context(), nil, true); n != 1 || err != nil {
		t.Errorf("put back: got %d, %v", n, err)
	}
	work(t, worker(q, s, of(news)))
	same(t, s, news)
}

// quoted gives what stands between backquotes.
func quoted(s string) []string {
	var out []string
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			out = append(out, part)
		}
	}
	return out
}

// TestCredentials logs in with a .creds file, and with an NKey.
func TestCredentials(t *testing.T) {
	pair := func(make func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
		t.Helper()
		k, err := make()
		if err != nil {
			t.Fatal(err)
		}
		public, err := k.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		return k, public
	}
	operator, _ := pair(nkeys.CreateOperator)
	account, accountKey := pair(nkeys.CreateAccount)
	_, systemKey := pair(nkeys.CreateAccount)
	user, userKey := pair(nkeys.CreateUser)
	token := func(c jwt.Claims, by nkeys.KeyPair) string {
		t.Helper()
		text, err := c.Encode(by)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	_, operatorKey := pair(func() (nkeys.KeyPair, error) { return operator, nil })
	desk := jwt.NewAccountClaims(accountKey)
	desk.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
	accounts := &server.MemAccResolver{}
	for key, text := range map[string]string{accountKey: token(desk, operator), systemKey: token(jwt.NewAccountClaims(systemKey), operator)} {
		if err := accounts.Store(key, text); err != nil {
			t.Fatal(err)
		}
	}
	url := serve(t, &server.Options{TrustedOperators: []*jwt.OperatorClaims{jwt.NewOperatorClaims(operatorKey)}, SystemAccount: systemKey, AccountResolver: accounts})
	seed, err := user.Seed()
	if err != nil {
		t.Fatal(err)
	}
	creds, err := jwt.FormatUserConfig(token(jwt.NewUserClaims(userKey), account), seed)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "desk.creds")
	if err := os.WriteFile(file, creds, 0o600); err != nil {
		t.Fatal(err)
	}
	q, err := queue.Open(t.Context(), connect(t, queue.Server{URL: url, Creds: file}), queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := submit(t, q, graphtest.News(37, 5)); got.Queued != 5 {
		t.Errorf("submitted: got %+v, want 5", got)
	}

	url = serve(t, &server.Options{Nkeys: []*server.NkeyUser{{Nkey: userKey}}})
	file = filepath.Join(t.TempDir(), "desk.nk")
	if err := os.WriteFile(file, seed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := queue.Open(t.Context(), connect(t, queue.Server{URL: url, NKey: file}), queue.Options{}); err != nil {
		t.Errorf("with an NKey: %v", err)
	}
}
