//go:build embedded

package main

import (
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"

	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/urfave/cli/v2"
)

// embeddedServer starts the server at the flag's address.
func embeddedServer(c *cli.Context, log *slog.Logger) (stop func(), err error) {
	u, err := url.Parse(c.String("nats"))
	if err != nil || u.Scheme != "nats" || !isLoopback(u.Hostname()) {
		return nil, usage("--nats nats://127.0.0.1:4222", "--embedded serves this machine alone; --nats %q is elsewhere", c.String("nats"))
	}
	port := 4222
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, usage("--nats nats://127.0.0.1:4222", "--nats %q: want a port", c.String("nats"))
		}
	}
	server, err := embedded.Start(embedded.Options{
		Dir: c.String("embedded-dir"), Port: port, Username: os.Getenv("NATS_USER"), Password: os.Getenv("NATS_PASSWORD"),
	})
	if err != nil {
		return nil, err
	}
	log.Info("the queue's server is up", "nats", server.URL(), "folder", c.String("embedded-dir"))
	return server.Stop, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
