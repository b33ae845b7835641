package queue

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/entente-kg/entente/internal/pause"
	"github.com/nats-io/nats.go/jetstream"
)

// task is a message that a worker has in hand.
type task struct {
	msg  jetstream.Msg
	seq  uint64
	item Item
	// suspect is one that was given out before: whoever had it may have died of
	// it.
	suspect bool
	// waits, where it is given, is told when the work on the task pauses and goes
	// on.
	waits func(waiting bool) error
}

// wait pauses the work on a task.
func (t *task) wait(ctx context.Context, d time.Duration) {
	if t.waits == nil {
		_ = pause.For(ctx, d)
		return
	}
	err := t.waits(true)
	_ = pause.For(ctx, d)
	for err = errors.Join(err, t.waits(false)); err != nil && ctx.Err() == nil; err = t.waits(false) { // what is not counted is not tried
		_ = pause.For(ctx, d)
	}
}

// hand is what a worker has in hand. It tells the server again and again that
// it is still at it, so that the server gives it to nobody else.
type hand struct {
	mu    sync.Mutex
	tasks map[uint64]*task
}

func (h *hand) take(t *task) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tasks[t.seq] = t
}

// drop lets go of a task, which is done or given back.
func (h *hand) drop(t *task) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.tasks, t.seq)
}

func (h *hand) all() []*task {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*task, 0, len(h.tasks))
	for _, t := range h.tasks {
		all = append(all, t)
	}
	return all
}

// hold tells the server every so often, until the context ends.
func (h *hand) hold(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			for _, t := range h.all() {
				_ = t.msg.InProgress() // a server that is away gives it to another: it counts once all the same
			}
		case <-ctx.Done():
			return
		}
	}
}
