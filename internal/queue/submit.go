package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/pause"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

const (
	// pendingMax is how many messages may be on their way to the server.
	pendingMax = 256
	// largeFrom is the size in bytes from which an article goes to the object
	// store: few do, and a batch of messages stays small.
	largeFrom = 128 << 10
	// The wait before another try, which doubles from try to try.
	firstWait = 100 * time.Millisecond
	lastWait  = 5 * time.Second
	// giveUp is for how long a server may be away.
	giveUp = 2 * time.Minute
)

// SubmitReport says what was submitted.
type SubmitReport struct {
	Queued int // new on the queue
	Known  int // submitted before, within the time for which the server remembers
	Large  int // of Queued, by way of the object store
}

// Submitter puts articles on the queue. It is for one goroutine.
type Submitter struct {
	q       *Queue
	pending []sent
	report  SubmitReport
	full    func() // see Submitter
}

// sent is a message that the server has not yet acknowledged.
type sent struct {
	msg   *nats.Msg
	ack   jetstream.PubAckFuture // nil where it must be sent again
	again bool                   // it was sent more than once
}

// Submitter begins to submit. Full, where it is given, is told once that the
// queue has reached Settings.MaxBytes: submitting then waits for the workers.
func (q *Queue) Submitter(full func()) *Submitter { return &Submitter{q: q, full: full} }

// Add puts an article on the queue. It may return before the server has it;
// Close waits for that.
func (s *Submitter) Add(ctx context.Context, it Item) error {
	data, err := encode(it)
	if err != nil {
		return s.q.wrap("submit to", err)
	}
	msg := nats.NewMsg(s.q.Name + ".articles")
	msg.Header.Set(headerArticle, it.Article.ID)
	msg.Header.Set(jetstream.MsgIDHeader, messageID(it.Article.ID, data))
	if len(data) < largeFrom {
		msg.Data = data
	} else if err := s.putLarge(ctx, msg, data); err != nil {
		return s.q.wrap("submit to", err)
	}
	for len(s.pending) >= pendingMax {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	ack, err := s.q.js.PublishMsgAsync(msg)
	if err != nil && ctx.Err() == nil {
		ack = nil // settle does it again
	}
	s.pending = append(s.pending, sent{msg: msg, ack: ack})
	return ctx.Err()
}

// putLarge puts a large article under a name of its own, for another message
// may have the same article, and is done with it earlier.
func (s *Submitter) putLarge(ctx context.Context, msg *nats.Msg, data []byte) error {
	name := nuid.Next()
	msg.Header.Set(headerObject, name)
	return retry(ctx, func(ctx context.Context) error {
		_, err := s.q.large.PutBytes(ctx, name, data)
		return err
	})
}

// settle waits for the acknowledgement of the oldest message.
func (s *Submitter) settle(ctx context.Context) error {
	m := &s.pending[0]
	var ack *jetstream.PubAck
	if m.ack != nil {
		select {
		case ack = <-m.ack.Ok():
		case <-m.ack.Err(): //nolint:errcheck // again below: what has arrived all the same counts once
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if ack == nil {
		m.ack, m.again = nil, true
		err := retry(ctx, func(ctx context.Context) (err error) {
			ack, err = s.q.js.PublishMsg(ctx, m.msg)
			if isFull(err) && s.full != nil {
				s.full()
				s.full = nil
			}
			return err
		})
		if err != nil {
			return s.q.wrap("submit to", err)
		}
	}
	s.pending = s.pending[1:] // not before: Close waits for what an interruption has left
	return s.settled(ctx, m, ack)
}

// settled counts a message that the server has acknowledged.
func (s *Submitter) settled(ctx context.Context, m *sent, ack *jetstream.PubAck) error {
	object := m.msg.Header.Get(headerObject)
	switch {
	case ack.Duplicate && object != "":
		former, err := s.former(ctx, ack.Sequence)
		if err != nil {
			return s.q.wrap("submit to", err)
		}
		if former == object { // this message, whose acknowledgement was lost
			s.report.Large++
			s.report.Queued++
			return nil
		}
		s.report.Known++
		if former == "" && m.again { // it may have been this one; then who took it has the article
			return nil
		}
		return s.q.wrap("submit to", s.q.dropBody(ctx, m.msg.Header))
	case ack.Duplicate:
		s.report.Known++
	case object != "":
		s.report.Large++
		s.report.Queued++
	default:
		s.report.Queued++
	}
	return nil
}

// former is where the article of a message lies that was submitted before, "" if
// it was taken from the queue since.
func (s *Submitter) former(ctx context.Context, number uint64) (object string, err error) {
	err = retry(ctx, func(ctx context.Context) error {
		msg, err := s.q.work.GetMsg(ctx, number)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err == nil {
			object = msg.Header.Get(headerObject)
		}
		return err
	})
	return object, err
}

// Report says what the server has acknowledged so far.
func (s *Submitter) Report() SubmitReport { return s.report }

// Close waits until the server has all, and says what it has.
func (s *Submitter) Close(ctx context.Context) (SubmitReport, error) {
	for len(s.pending) > 0 {
		if err := s.settle(ctx); err != nil {
			return s.report, err
		}
	}
	return s.report, nil
}

// isFull reports whether a queue has reached its bound.
func isFull(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.ErrorCode == notStored && strings.Contains(api.Description, "maximum bytes")
}

// notStored is the server's code where it could not keep a message.
const notStored = 10077

// retry does something until it succeeds, the context ends, or the server has
// been away for giveUp. A full queue is waited for without end.
func retry(ctx context.Context, f func(context.Context) error) error {
	return repeat(ctx, giveUp, mayPass, f)
}

// repeat does something again, for a while, if it ended with an error that the
// next try may not have. What f asks of the server has a bound of its own each
// time, whatever that of ctx: what is lost, as while a cluster elects a leader,
// is asked again.
func repeat(ctx context.Context, patience time.Duration, again func(error) bool, f func(context.Context) error) error {
	unbounded, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	end := time.Now().Add(patience)
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		err := f(unbounded)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !again(err):
			return err
		case isFull(err):
			end = time.Now().Add(patience)
		}
		if time.Now().After(end) {
			return fmt.Errorf("in %s without success: %w", patience, err)
		}
		if err := pause.For(ctx, wait); err != nil {
			return err
		}
	}
}

// mayPass reports whether the same may succeed later. It may not where the
// server has understood, and won't.
func mayPass(err error) bool {
	var api *jetstream.APIError
	switch {
	case isFull(err):
		return true
	case errors.As(err, &api) && api.Code < 500 && api.ErrorCode != jetstream.JSErrCodeMessageNotFound:
		return false
	}
	return !errors.Is(err, nats.ErrMaxPayload) && !errors.Is(err, nats.ErrConnectionClosed) && !errors.Is(err, errVersion)
}

// isUnanswered reports whether a server said nothing, or that its cluster has no
// leader.
func isUnanswered(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.ErrorCode == noLeader || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout)
}

// noLeader is the server's code where a cluster has not yet elected its leader.
const noLeader = 10008
