package queue_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/internal/queue"
	"github.com/entente-kg/entente/internal/queue/embedded"
)

// authority signs certificates of a test.
type authority struct {
	t    *testing.T
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) *authority {
	a := &authority{t: t, dir: t.TempDir()}
	a.cert, a.key = a.make(name, &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

// make makes a certificate, signed by the authority or, for the first one, by
// itself, and writes it to NAME.pem and NAME.key.
func (a *authority) make(name string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c.SerialNumber, c.Subject = big.NewInt(time.Now().UnixNano()), pkix.Name{CommonName: name}
	c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	a.write(name+".pem", "CERTIFICATE", der)
	a.write(name+".key", "EC PRIVATE KEY", keyDER)
	made, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return made, key
}

func (a *authority) write(name, kind string, der []byte) {
	if err := os.WriteFile(a.path(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func (a *authority) path(name string) string { return filepath.Join(a.dir, name) }

// TestTLS connects to a server that has a certificate of its own and asks for
// one.
func TestTLS(t *testing.T) {
	ca := newAuthority(t, "ca")
	ca.make("server", &x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
	ca.make("client", &x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	other := newAuthority(t, "other")
	s := start(t, embedded.Options{CertFile: ca.path("server.pem"), KeyFile: ca.path("server.key"), CAFile: ca.path("ca.pem")})
	url := strings.Replace(s.URL(), "nats://", "tls://", 1)
	good := queue.Server{URL: url, CA: ca.path("ca.pem"), Cert: ca.path("client.pem"), Key: ca.path("client.key")}
	if _, err := queue.Open(t.Context(), connect(t, good), queue.Options{}); err != nil {
		t.Errorf("with certificates: %v", err)
	}
	for name, bad := range map[string]queue.Server{
		"no certificate to trust":      {URL: url, Cert: good.Cert, Key: good.Key},
		"another certificate to trust": {URL: url, CA: other.path("other.pem"), Cert: good.Cert, Key: good.Key},
		"no certificate of ours":       {URL: url, CA: good.CA},
	} {
		conn, err := queue.Connect(t.Context(), bad)
		if err == nil {
			conn.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "--nats-c") {
			t.Errorf("%s: got %v, want an error that names the flags", name, err)
		}
	}
}

func TestLogIn(t *testing.T) {
	s := start(t, embedded.Options{Username: "desk", Password: "correct horse"})
	if _, err := queue.Open(t.Context(), connect(t, queue.Server{URL: s.URL(), Username: "desk", Password: "correct horse"}), queue.Options{}); err != nil {
		t.Errorf("with the password: %v", err)
	}
	for _, bad := range []queue.Server{
		{URL: s.URL()},
		{URL: s.URL(), Username: "desk", Password: "wrong secret"},
		{URL: strings.Replace(s.URL(), "nats://", "nats://desk:wrong%20secret@", 1)},
		{URL: s.URL(), Token: "wrong secret"},
	} {
		conn, err := queue.Connect(t.Context(), bad)
		if err == nil {
			conn.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "NATS_PASSWORD") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: got %v, want it to name the variable and not the password", bad, err)
		}
	}
	for _, missing := range []queue.Server{{URL: s.URL(), Creds: "no.creds"}, {URL: s.URL(), NKey: "no.nk"}, {URL: s.URL(), CA: "no.pem"}, {URL: s.URL(), Cert: "no.pem", Key: "no.key"}} {
		conn, err := queue.Connect(t.Context(), missing)
		if err == nil {
			conn.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "no.") {
			t.Errorf("%+v: got %v, want an error that names the file", missing, err)
		}
	}
}

func TestRedacted(t *testing.T) {
	for url, want := range map[string]string{
		"nats://queue.example:4222":                         "nats://queue.example:4222",
		"nats://me:secret@queue.example":                    "nats://queue.example",
		"tls://token@a.example, nats://me:secret@b.example": "tls://a.example,nats://b.example",
		"nats://me:sec%ret@queue.example":                   "queue.example",
		"me:secret@queue.example:4222":                      "queue.example:4222",
	} {
		if got := queue.Redacted(url); got != want {
			t.Errorf("%s: got %s, want %s", url, got, want)
		}
	}
}

// A queue that is made anew gets its settings; one that is there changes only
// those that are given.
func TestSettings(t *testing.T) {
	s := start(t, embedded.Options{})
	conn := connect(t, queue.Server{URL: s.URL()})
	if _, err := queue.Open(t.Context(), conn, queue.Options{Existing: true}); err == nil || !strings.Contains(err.Error(), "there is no such queue") {
		t.Errorf("a queue that is not there: got %v", err)
	}
	config := func(set queue.Settings) (window time.Duration, bytes int64) {
		t.Helper()
		q, err := queue.Open(t.Context(), conn, queue.Options{Settings: set})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := q.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return kept.Duplicates, kept.MaxBytes
	}
	for _, tt := range []struct {
		set    queue.Settings
		window time.Duration
		bytes  int64
	}{
		{queue.Settings{MaxBytes: 1 << 20}, time.Hour, 1 << 20},
		{queue.Settings{}, time.Hour, 1 << 20},
		{queue.Settings{Duplicates: time.Minute}, time.Minute, 1 << 20},
		{queue.Settings{MaxBytes: 2 << 20}, time.Minute, 2 << 20},
	} {
		if window, bytes := config(tt.set); window != tt.window || bytes != tt.bytes {
			t.Errorf("%+v: got %s and %d, want %s and %d", tt.set, window, bytes, tt.window, tt.bytes)
		}
	}
	if _, err := queue.Open(t.Context(), conn, queue.Options{Name: "three", Settings: queue.Settings{Replicas: 3}}); err == nil || !strings.Contains(err.Error(), "replicas") {
		t.Errorf("replicas on a single server: got %v, want that there are none", err)
	}
}
