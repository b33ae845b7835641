package queue

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Status is what a queue is like at a moment.
type Status struct {
	Queue   string    `json:"queue"`
	Waiting int       `json:"waiting"` // articles that no worker has in hand
	Pending int       `json:"pending"` // articles that workers have in hand, or had until they died or gave them back
	Bytes   int64     `json:"bytes"`   // of both
	Oldest  time.Time `json:"oldest,omitzero"`
	Large   int       `json:"large"` // articles in the object store, dead ones included
	Dead    int       `json:"dead"`
	Rate    float64   `json:"rate"`    // articles a second, of all workers, over the last minute
	Seconds float64   `json:"seconds"` // until the queue is empty at this rate; 0 where there is none
	Workers []Alive   `json:"workers"`
}

// Depth is how many articles are not yet done.
func (s Status) Depth() int { return s.Waiting + s.Pending }

// Status looks at the queue.
func (q *Queue) Status(ctx context.Context) (Status, error) {
	s := Status{Queue: q.Name, Workers: []Alive{}}
	err := q.look(ctx, &s)
	return s, q.wrap("look at", err)
}

func (q *Queue) look(ctx context.Context, s *Status) error {
	work, err := q.work.Info(ctx)
	if err != nil {
		return err
	}
	s.Waiting, s.Bytes = int(work.State.Msgs), int64(work.State.Bytes)
	if work.State.Msgs > 0 {
		s.Oldest = work.State.FirstTime.UTC()
	}
	tasks, err := q.work.Consumer(ctx, workersName)
	switch {
	case errors.Is(err, jetstream.ErrConsumerNotFound): // no worker has been there yet
	case err != nil:
		return err
	default:
		s.Pending = min(tasks.CachedInfo().NumAckPending, s.Waiting)
		s.Waiting -= s.Pending
	}
	dead, err := q.dead.Info(ctx)
	if err != nil {
		return err
	}
	s.Dead = int(dead.State.Msgs)
	if s.Large, err = q.countLarge(ctx); err != nil {
		return err
	}
	workers, err := q.Workers(ctx)
	if err != nil {
		return err
	}
	s.Workers = append(s.Workers, workers...)
	for _, w := range workers {
		s.Rate += w.Rate
	}
	if s.Rate > 0 {
		s.Seconds = float64(s.Depth()) / s.Rate
	}
	return nil
}

// Settings returns how the server keeps the queue.
func (q *Queue) Settings(ctx context.Context) (Settings, error) {
	work, err := q.work.Info(ctx)
	if err != nil {
		return Settings{}, q.wrap("look at", err)
	}
	dead, err := q.dead.Info(ctx)
	if err != nil {
		return Settings{}, q.wrap("look at", err)
	}
	c := work.Config
	return Settings{Replicas: c.Replicas, Duplicates: c.Duplicates, MaxBytes: max(c.MaxBytes, 0), MaxAge: c.MaxAge, DeadAge: dead.Config.MaxAge}, nil
}
