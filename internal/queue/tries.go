package queue

import (
	"context"
	"errors"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"
)

// The server counts how often it gave a message out, which says little: a
// worker that dies takes all that it has in hand with it, and most of that is
// innocent. So a message that comes again is tried alone, and what counts is
// how often that has not ended well. The count is written before the try: of a
// worker that dies there is nothing after it.

func triesKey(t *task) string { return strconv.FormatUint(t.seq, 10) }

// triesOf is how often a task was tried in vain.
func (q *Queue) triesOf(ctx context.Context, t *task) (int, error) {
	entry, err := q.tries.Get(ctx, triesKey(t))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, _ := strconv.Atoi(string(entry.Value())) // what is no number is not ours, and begins anew
	return n, nil
}

func (q *Queue) setTries(ctx context.Context, t *task, n int) error {
	_, err := q.tries.PutString(ctx, triesKey(t), strconv.Itoa(n))
	return err
}

// forget drops the count of a task that has ended well, or for good.
func (q *Queue) forget(ctx context.Context, t *task) error {
	return q.tries.Purge(ctx, triesKey(t))
}
