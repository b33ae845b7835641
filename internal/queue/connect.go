package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// DefaultURL is the server when nothing else is said.
const DefaultURL = nats.DefaultURL

// Server says where the server is and who we are there.
type Server struct {
	URL   string // nats:// or tls:// and a host; several, of a cluster, with commas between; DefaultURL when ""
	Creds string // a file of credentials (JWT and seed)
	NKey  string // a file with the seed of an NKey
	// Username and Password, or Token, are for servers with a plain log-in.
	Username, Password, Token string
	CA                        string        // a file with the certificates to trust instead of the system's
	Cert, Key                 string        // files of our own certificate, for servers that ask for one
	Options                   []nats.Option // more of them
	Log                       *slog.Logger  // nil for none
}

// Connect connects to the server. Later it comes back by itself to one that
// goes away and returns.
func Connect(ctx context.Context, s Server) (*nats.Conn, error) {
	at := cmp.Or(s.URL, DefaultURL)
	log := s.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	for _, file := range []string{s.Creds, s.NKey, s.CA, s.Cert, s.Key} {
		if _, err := os.Stat(file); file != "" && err != nil {
			return nil, fmt.Errorf("connect to %s: %w", Redacted(at), err)
		}
	}
	options := []nats.Option{
		nats.Name("entente"), nats.MaxReconnects(-1), nats.ReconnectWait(500 * time.Millisecond), nats.ReconnectBufSize(16 << 20), nats.Timeout(5 * time.Second),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("the connection to the queue is cut", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("the queue is back") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrPermissionViolation) {
				log.Warn("this user may not do all that is needed; see docs/workers.md", "error", err)
				return
			}
			log.Debug("queue", "error", err)
		}),
	}
	if s.Creds != "" {
		options = append(options, nats.UserCredentials(s.Creds))
	}
	if s.NKey != "" {
		o, err := nats.NkeyOptionFromSeed(s.NKey)
		if err != nil {
			return nil, fmt.Errorf("connect to %s: read the NKey of %s: %w", Redacted(at), s.NKey, err)
		}
		options = append(options, o)
	}
	if s.Username != "" {
		options = append(options, nats.UserInfo(s.Username, s.Password))
	}
	if s.Token != "" {
		options = append(options, nats.Token(s.Token))
	}
	if s.CA != "" {
		options = append(options, nats.RootCAs(s.CA))
	}
	if s.Cert != "" || s.Key != "" {
		options = append(options, nats.ClientCert(s.Cert, s.Key))
	}
	conn, err := nats.Connect(at, append(options, s.Options...)...)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w%s", Redacted(at), err, hint(err))
	}
	if err := ctx.Err(); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// hint says what to do about an error of connecting.
func hint(err error) string {
	switch text := err.Error(); {
	case errors.Is(err, nats.ErrNoServers), strings.Contains(text, "connection refused"):
		return "; no NATS server answers there; is it started (nats-server -js, or docker compose --profile workers up -d), are address and port right?"
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), strings.Contains(strings.ToLower(text), "authorization"):
		return "; the server refuses this user; give --nats-creds, or NATS_USER and NATS_PASSWORD"
	case strings.Contains(text, "certificate"), strings.Contains(text, "tls"), errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return "; see to --nats-ca, --nats-cert and --nats-key, and to the server's name in its certificate"
	}
	return ""
}

// Redacted is an address without what may be secret in it.
func Redacted(urls string) string {
	list := strings.Split(urls, ",")
	for i, one := range list {
		if u, err := url.Parse(strings.TrimSpace(one)); err == nil && u.User != nil {
			u.User = nil
			list[i] = u.String()
		} else if at := strings.LastIndexByte(one, '@'); at >= 0 {
			list[i] = one[at+1:]
		}
	}
	return strings.Join(list, ",")
}
