// Package view serves an explorer of a graph to the browser of the person who
// started it: search an actor, see whom it deals with, and read the sentences
// behind every line. It serves on loopback alone, to whoever has the token of
// its address; it reads the graph, and hands on what the person decides.
// docs/view.md tells what keeps hostile articles and other sites out.
package view

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/schema"
)

// Server answers the pages of one graph. It is made by New.
type Server struct {
	g         graph.Reader
	relations map[string]*schema.Relation
	inverse   map[string]bool // measure.Inverses
	asOf      string
	decider   Decider
	by        string
	host      string // "127.0.0.1:8080", what requests must be for
	token     string
	turns     chan struct{} // as many requests at a time as it holds
	mux       *http.ServeMux
}

// Options are the choices of a server.
type Options struct {
	// AsOf is the day as of which the graph is seen where a request names
	// none, "" for now. Nothing can be decided then.
	AsOf string
	// Decide keeps decisions; nothing can be decided without it.
	Decide Decider
	// By is who decides.
	By string
}

// The limits of a request.
const (
	maxHeader   = 16 << 10 // bytes, the address included
	maxAtATime  = 8
	answerTime  = 20 * time.Second
	readingTime = 10 * time.Second
	closingTime = 2 * time.Second
)

// New makes a server of a graph for an address of loopback, such as
// "127.0.0.1:8080". Its token is new each time.
func New(g graph.Reader, relations map[string]*schema.Relation, host string, o Options) *Server {
	s := &Server{
		g: g, relations: relations, inverse: measure.Inverses(relations), asOf: o.AsOf, decider: o.Decide, by: o.By, host: host, token: rand.Text(),
		turns: make(chan struct{}, maxAtATime), mux: http.NewServeMux(),
	}
	s.mux.HandleFunc("/", s.asset)
	for path, answer := range map[string]func(*http.Request) (any, error){
		"/api/start":     s.start,
		"/api/find":      s.find,
		"/api/network":   s.network,
		"/api/paths":     s.paths,
		"/api/edge":      s.edge,
		"/api/timeline":  s.timeline,
		"/api/export":    s.export,
		"/api/decisions": s.decisions,
		decidePath:       s.decide,
	} {
		s.mux.Handle(path, s.api(answer))
	}
	return s
}

// URL is the address to open, with the token in it.
func (s *Server) URL() string { return "http://" + s.host + "/?token=" + s.token }

// Listen takes a port of loopback, any free one for 0.
func Listen(ctx context.Context, port int) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, fmt.Errorf("serve on port %d: %w; another --port may be free, and 0 takes any", port, err)
	}
	return l, nil
}

// Serve answers until the context ends, then finishes what it is at.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s, MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: readingTime, ReadTimeout: readingTime, WriteTimeout: answerTime + readingTime, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	closed := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closingTime)
		defer cancel()
		err := server.Shutdown(closing)
		if err != nil {
			err = server.Close()
		}
		closed <- err
	})
	err := server.Serve(l)
	if stop() { // nobody asked it to end
		return err
	}
	return <-closed
}

// badRequest is a mistake in a request, to be told to whoever made it.
type badRequest struct{ error }

func bad(format string, args ...any) error { return badRequest{fmt.Errorf(format, args...)} }

// api answers with JSON what a function gives.
func (s *Server) api(answer func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerTime)
		defer cancel()
		select {
		case s.turns <- struct{}{}:
			defer func() { <-s.turns }()
		case <-ctx.Done():
			refuse(w, http.StatusServiceUnavailable, "too many requests at a time; try again")
			return
		}
		got, err := answer(r.WithContext(ctx))
		var mistake badRequest
		f, isFile := got.(*file)
		switch {
		case err == nil && isFile:
			f.send(w)
		case err == nil:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(got) // who asked has gone, nobody is left to tell
		case errors.As(err, &mistake):
			refuse(w, http.StatusBadRequest, err.Error())
		case errors.Is(err, graph.ErrNotFound):
			refuse(w, http.StatusNotFound, err.Error())
		case errors.Is(err, context.DeadlineExceeded):
			refuse(w, http.StatusGatewayTimeout, fmt.Sprintf("the graph took longer than %v; filter more", answerTime))
		default:
			refuse(w, http.StatusInternalServerError, err.Error())
		}
	})
}

// refuse says why there is no answer, as JSON.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": why})
}
