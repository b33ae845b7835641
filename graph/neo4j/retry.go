package neo4j

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// The wait before another try, which doubles from try to try.
const (
	firstWait = 100 * time.Millisecond
	lastWait  = 3 * time.Second
)

// again runs a whole transaction until it has gone through, the server says
// that it can't, or Config.Retry is over. The driver repeats transactions of its
// own, after transient errors and when a cluster changes its leader; but it
// gives up at once where a connection ends during a commit, for it can't know
// whether the commit came to pass. Here it does not matter: what is written
// twice is the same.
func (s *Store) again(ctx context.Context, transaction func(context.Context) error) error {
	end := time.Now().Add(s.config.Retry)
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		err := s.patiently(ctx, transaction)
		if err == nil || !isDown(err) || errors.Is(err, errSilent) || time.Now().Add(wait).After(end) {
			return err
		}
		select {
		case <-time.After(wait + rand.N(wait)): // importers that were cut off together don't come back together
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// errSilent is the end of Config.Patience.
var errSilent = errors.New("the server does not answer")

// patiently ends a transaction that takes too long. What ends it is told from
// the caller's own end.
func (s *Store) patiently(ctx context.Context, transaction func(context.Context) error) error {
	limited, cancel := context.WithTimeoutCause(ctx, s.config.Patience, errSilent)
	defer cancel()
	err := transaction(limited)
	if err != nil && ctx.Err() == nil && errors.Is(context.Cause(limited), errSilent) {
		return fmt.Errorf("%w: %w for %s: %w", graph.ErrUnavailable, errSilent, s.config.Patience, err)
	}
	return err
}

// isDown reports whether an error comes from the way to the server, or from
// the server's going down, rather than from what it was asked.
func isDown(err error) bool {
	if limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err); ok {
		return slices.ContainsFunc(limit.Errors, isCut) // retries ended because the server was gone
	}
	return isCut(err)
}

// isCut reports whether a connection could not be made or has ended. Where it
// ends while a transaction begins, the driver passes on what the socket said.
func isCut(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	_, ok := errors.AsType[*neo4j.ConnectivityError](err)
	return ok
}
