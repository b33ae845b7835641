package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The headers that a dead letter has besides those of the message.
const (
	headerReason = "Entente-Reason"
	headerTries  = "Entente-Tries"
	headerWorker = "Entente-Worker"
)

// DeadLetter is an article that could not be used.
type DeadLetter struct {
	Number  uint64    `json:"number"` // of the letter, by which it is named
	Article string    `json:"article"`
	Title   string    `json:"title"`
	From    string    `json:"from"` // the input that it was read from
	Reason  string    `json:"reason"`
	Tries   int       `json:"tries"`
	Worker  string    `json:"worker"` // the last that had it
	At      time.Time `json:"at"`
}

// reasonMax bounds the text of an error, which may quote an article.
const reasonMax = 2000

// bury puts a task among the dead letters.
func (q *Queue) bury(ctx context.Context, t *task, reason string, tries int, worker string) error {
	from := t.msg.Headers()
	msg := nats.NewMsg(q.Name + ".dead")
	msg.Data = t.msg.Data()
	for _, h := range []string{headerArticle, headerObject} {
		if v := from.Get(h); v != "" {
			msg.Header.Set(h, v)
		}
	}
	msg.Header.Set(headerReason, oneLine(reason))
	msg.Header.Set(headerTries, strconv.Itoa(tries))
	msg.Header.Set(headerWorker, worker)
	// A worker that dies before it has acknowledged the article buries it twice.
	msg.Header.Set(jetstream.MsgIDHeader, fmt.Sprintf("dead.%d.%s", t.seq, from.Get(jetstream.MsgIDHeader)))
	err := retry(ctx, func(ctx context.Context) error {
		_, err := q.js.PublishMsg(ctx, msg)
		return err
	})
	if errors.Is(err, nats.ErrMaxPayload) && len(msg.Data) > 0 { // of another program: ours leave room for the reason
		msg.Data = nil
		msg.Header.Set(headerReason, oneLine(fmt.Sprintf("%s (the message of %d bytes is too large to be kept)", reason, len(t.msg.Data()))))
		_, err = q.js.PublishMsg(ctx, msg)
	}
	return err
}

// oneLine makes a text fit for a header.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if len(s) > reasonMax {
		s = strings.ToValidUTF8(s[:reasonMax], "") + "…"
	}
	return s
}

// Dead returns the dead letters, oldest first; up to a limit, 0 for all.
func (q *Queue) Dead(ctx context.Context, limit int) ([]DeadLetter, error) {
	var letters []DeadLetter
	err := q.eachDead(ctx, func(msg jetstream.Msg, number uint64, at time.Time) (bool, error) {
		letters = append(letters, q.letter(ctx, msg, number, at))
		return limit <= 0 || len(letters) < limit, nil
	})
	return letters, q.wrap("read the dead letters of", err)
}

func (q *Queue) letter(ctx context.Context, msg jetstream.Msg, number uint64, at time.Time) DeadLetter {
	h := msg.Headers()
	l := DeadLetter{
		Number: number, Article: h.Get(headerArticle), Reason: h.Get(headerReason), Worker: h.Get(headerWorker), At: at.UTC(),
	}
	l.Tries, _ = strconv.Atoi(h.Get(headerTries)) // 0 where it is not ours
	if body, err := q.body(ctx, h, msg.Data()); err == nil {
		var e envelope
		if json.Unmarshal(body, &e) == nil {
			l.Title, l.From = e.Article.Title, e.From
		}
	}
	return l
}

// eachDead goes through the dead letters that are there now.
func (q *Queue) eachDead(ctx context.Context, f func(msg jetstream.Msg, number uint64, at time.Time) (more bool, err error)) error {
	info, err := q.dead.Info(ctx)
	if err != nil || info.State.Msgs == 0 {
		return err
	}
	letters, err := q.js.OrderedConsumer(ctx, q.dead.CachedInfo().Config.Name, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return err
	}
	for {
		msg, err := letters.Next(jetstream.FetchMaxWait(asked))
		if err != nil {
			return err
		}
		meta, err := msg.Metadata()
		if err != nil {
			return err
		}
		more, err := f(msg, meta.Sequence.Stream, meta.Timestamp)
		if err != nil || !more || meta.NumPending == 0 {
			return err
		}
	}
}

// Revive puts dead letters back on the queue, those with the numbers or all of
// them, and returns how many.
func (q *Queue) Revive(ctx context.Context, numbers []uint64, all bool) (int, error) {
	n, err := q.take(ctx, numbers, all, func(header nats.Header, data []byte, number uint64) error {
		msg := nats.NewMsg(q.Name + ".articles")
		msg.Data = data
		for _, h := range []string{headerArticle, headerObject} {
			if v := header.Get(h); v != "" {
				msg.Header.Set(h, v)
			}
		}
		// The same again after a failure is one message.
		msg.Header.Set(jetstream.MsgIDHeader, fmt.Sprintf("revived.%d.%s", number, header.Get(jetstream.MsgIDHeader)))
		return retry(ctx, func(ctx context.Context) error {
			_, err := q.js.PublishMsg(ctx, msg)
			return err
		})
	})
	return n, q.wrap("put dead letters back on", err)
}

// Drop removes dead letters, those with the numbers or all of them, and returns
// how many.
func (q *Queue) Drop(ctx context.Context, numbers []uint64, all bool) (int, error) {
	n, err := q.take(ctx, numbers, all, func(header nats.Header, _ []byte, _ uint64) error { return q.dropBody(ctx, header) })
	return n, q.wrap("drop dead letters of", err)
}

// ErrNoLetter is returned for a number that no dead letter has.
var ErrNoLetter = errors.New("there is no dead letter of this number")

// take does something with dead letters and takes them out.
func (q *Queue) take(ctx context.Context, numbers []uint64, all bool, f func(header nats.Header, data []byte, number uint64) error) (int, error) {
	if all {
		numbers = nil
		err := q.eachDead(ctx, func(_ jetstream.Msg, number uint64, _ time.Time) (bool, error) {
			numbers = append(numbers, number)
			return true, nil
		})
		if err != nil {
			return 0, err
		}
	}
	for i, number := range numbers {
		msg, err := q.dead.GetMsg(ctx, number)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			if all { // another took it
				continue
			}
			return i, fmt.Errorf("%d: %w", number, ErrNoLetter)
		}
		if err == nil {
			err = f(msg.Header, msg.Data, number)
		}
		if err == nil {
			err = q.dead.DeleteMsg(ctx, number)
		}
		if err != nil {
			return i, err
		}
	}
	return len(numbers), nil
}
