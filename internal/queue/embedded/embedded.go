// Package embedded runs a NATS server with JetStream within this program: for
// tests, and for a first try on one machine. It adds some 10 MB to a program.
package embedded

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a running server.
type Server struct {
	s *server.Server
}

// Options are the choices of a server.
type Options struct {
	Dir  string // where it keeps its queues; needed
	Port int    // 0 for a free one
	// CertFile and KeyFile, where they are given, have it speak TLS alone; with
	// CAFile it wants certificates of its clients that this CA has signed.
	CertFile, KeyFile, CAFile string
	// Username and Password, where they are given, are asked for.
	Username, Password string
}

// starting is what a server may take that has much to look through.
const starting = time.Minute

// Start starts a server on this machine's own address, which no other machine
// reaches, and waits until it answers.
func Start(o Options) (*Server, error) {
	if o.Dir == "" {
		return nil, errors.New("start nats: want a folder to keep the queues in")
	}
	opts := &server.Options{
		Host: "127.0.0.1", Port: o.Port, JetStream: true, StoreDir: o.Dir, NoSigs: true, NoLog: true,
		Username: o.Username, Password: o.Password,
	}
	if o.Port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	if o.CertFile != "" {
		var err error
		opts.TLS = true
		opts.TLSConfig, err = server.GenTLSConfig(&server.TLSConfigOpts{CertFile: o.CertFile, KeyFile: o.KeyFile, CaFile: o.CAFile, Verify: o.CAFile != ""})
		if err != nil {
			return nil, fmt.Errorf("start nats: %w", err)
		}
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("start nats: %w", err)
	}
	if o.Port != 0 { // the server ends the program where it can't listen
		l, err := net.Listen("tcp", net.JoinHostPort(opts.Host, strconv.Itoa(o.Port)))
		if err != nil {
			return nil, fmt.Errorf("start nats: %w; is another one running? then leave --embedded out", err)
		}
		if err := l.Close(); err != nil {
			return nil, fmt.Errorf("start nats: %w", err)
		}
	}
	go s.Start()
	if !s.ReadyForConnections(starting) {
		s.Shutdown()
		return nil, fmt.Errorf("start nats: not ready after %s; is its folder another server's?", starting)
	}
	return &Server{s}, nil
}

// URL is the server's address.
func (s *Server) URL() string { return s.s.ClientURL() }

// Port is the server's port.
func (s *Server) Port() int {
	u, err := url.Parse(s.URL())
	if err != nil {
		return 0
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return 0
	}
	return port
}

// Stop ends the server and waits until it has ended. What was acknowledged is
// kept.
func (s *Server) Stop() {
	s.s.Shutdown()
	s.s.WaitForShutdown()
}
