package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Alive is the sign that a worker gives of itself.
type Alive struct {
	ID      string    `json:"id"`
	Host    string    `json:"host"`
	Process int       `json:"process"`
	Version string    `json:"version"` // of the reader's rules and models
	Store   string    `json:"store"`
	Since   time.Time `json:"since"`
	State   State     `json:"state"`
	Rate    float64   `json:"rate"` // articles a second, over the last minute
	Stats
}

// State is what a worker is at.
type State string

// The states of a worker.
const (
	Working   State = "working"
	Idle      State = "idle"      // the queue is empty
	Waiting   State = "waiting"   // for the store, which is out of reach or busy
	Resolving State = "resolving" // sums up claims into events and edges
	Stopping  State = "stopping"  // finishes what it has in hand
)

const (
	signEvery  = 2 * time.Second
	keyWorker  = "worker."
	keyResolve = "resolver"
)

func (q *Queue) sign(ctx context.Context, a Alive) error {
	data, err := json.Marshal(a)
	if err == nil {
		_, err = q.live.Put(ctx, keyWorker+a.ID, data)
	}
	return err
}

func (q *Queue) leave(ctx context.Context, id string) error { return q.live.Purge(ctx, keyWorker+id) }

// Workers returns who is at work, or was until liveFor ago, by ID.
func (q *Queue) Workers(ctx context.Context) ([]Alive, error) {
	keys, err := q.live.Keys(ctx)
	if errors.Is(err, jetstream.ErrNoKeysFound) {
		return nil, nil
	}
	if err != nil {
		return nil, q.wrap("look at the workers of", err)
	}
	var all []Alive
	for _, key := range keys {
		if !strings.HasPrefix(key, keyWorker) {
			continue
		}
		entry, err := q.live.Get(ctx, key)
		if errors.Is(err, jetstream.ErrKeyNotFound) { // it has gone since
			continue
		}
		if err != nil {
			return nil, q.wrap("look at the workers of", err)
		}
		var a Alive
		if json.Unmarshal(entry.Value(), &a) == nil {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b Alive) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// sameVersion refuses a worker that reads otherwise than those that are there:
// what an article says would depend on who reads it.
func (q *Queue) sameVersion(ctx context.Context, version string) error {
	workers, err := q.Workers(ctx)
	for _, w := range workers {
		if w.Version != version {
			return fmt.Errorf("queue %s: the worker %s on %s reads by other rules (version %.16s, this one has %.16s); all workers of a queue need the same entente and the same flags: stop those first",
				q.Name, w.ID, w.Host, w.Version, version)
		}
	}
	return err
}

// lease is the right to resolve events. Events come out right without it, for
// the store refuses those of a block that has changed since; it saves workers
// from all doing the same.
type lease struct {
	q        *Queue
	id       string
	revision uint64
	renewed  time.Time
}

// get takes the lease if it is free, and reports whether it is ours. One that
// its holder neither renews nor gives back ends by itself after liveFor. An error
// says that the server does not tell.
func (l *lease) get(ctx context.Context) (bool, error) {
	if l.renew(ctx) {
		return true, nil
	}
	revision, err := l.q.live.Create(ctx, keyResolve, []byte(l.id))
	if errors.Is(err, jetstream.ErrKeyExists) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	l.revision, l.renewed = revision, time.Now()
	return true, nil
}

// renew keeps a lease that is ours, and reports whether it is.
func (l *lease) renew(ctx context.Context) bool {
	if l.revision == 0 {
		return false
	}
	if time.Since(l.renewed) < signEvery {
		return true
	}
	revision, err := l.q.live.Update(ctx, keyResolve, []byte(l.id), l.revision)
	if err != nil {
		l.revision = 0
		return false
	}
	l.revision, l.renewed = revision, time.Now()
	return true
}

// giveBack ends a lease that is ours.
func (l *lease) giveBack(ctx context.Context) {
	if l.renew(ctx) {
		_ = l.q.live.Delete(ctx, keyResolve, jetstream.LastRevision(l.revision)) // else it ends by itself
	}
	l.revision = 0
}
