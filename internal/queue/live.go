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

	"github.com/entente-kg/entente/internal/pause"
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
	Waiting   State = "waiting"   // for the store or a language model, which is out of reach or busy
	Resolving State = "resolving" // sums up claims into events and edges
	Stopping  State = "stopping"  // finishes what it has in hand
)

const (
	signEvery  = 2 * time.Second
	keyWorker  = "worker."
	keyResolve = "resolver"
	keyVersion = "version"
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
	// To watch the bucket for its keys would wait for a consumer of its own, which
	// may be on a server that has just gone.
	prefix := "$KV." + q.Name + "-live."
	var info *jetstream.StreamInfo
	bucket, err := q.js.Stream(ctx, "KV_"+q.Name+"-live")
	if err == nil {
		info, err = bucket.Info(ctx, jetstream.WithSubjectFilter(prefix+keyWorker+">"))
	}
	if err != nil {
		return nil, q.wrap("look at the workers of", err)
	}
	var all []Alive
	for subject := range info.State.Subjects {
		key := strings.TrimPrefix(subject, prefix)
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

// errVersion is wrapped by the error of a worker that reads otherwise than those
// that are there: what an article says would depend on who reads it.
var errVersion = errors.New("all workers of a queue need the same entente and the same flags: stop those first")

func (q *Queue) otherVersion(who, theirs, ours string) error {
	return fmt.Errorf("queue %s: %s by other rules (version %.16s, this one has %.16s); %w", q.Name, who, theirs, ours, errVersion)
}

// join makes a worker one of the queue's, unless workers of another version are
// there. That they are of one version is written under one key, which the server
// lets only one of several change at a time. A worker takes the key, gives a
// sign, and looks whether the key is still its version's. Another version takes
// the key over only if it has seen no sign of the former, and if nobody has
// written the key since it looked. So of two versions that start at once one
// gives way.
func (q *Queue) join(ctx context.Context, a Alive) error {
	if err := q.takeVersion(ctx, a.Version); err != nil {
		return err
	}
	err := q.sign(ctx, a)
	if err == nil {
		err = q.keepVersion(ctx, a.Version)
	}
	if errors.Is(err, errVersion) {
		return errors.Join(err, q.leave(ctx, a.ID))
	}
	return q.wrap("join", err)
}

// takeVersion makes the version that of the queue, unless workers of another
// are at it.
func (q *Queue) takeVersion(ctx context.Context, version string) error {
	entry, err := q.live.Get(ctx, keyVersion)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		entry = nil
	case err != nil:
		return q.wrap("join", err)
	}
	workers, err := q.Workers(ctx)
	if err != nil {
		return err
	}
	for _, w := range workers {
		if w.Version != version {
			return q.otherVersion("the worker "+w.ID+" on "+w.Host+" reads", w.Version, version)
		}
	}
	if entry == nil {
		_, err = q.live.Create(ctx, keyVersion, []byte(version))
	} else {
		_, err = q.live.Update(ctx, keyVersion, []byte(version), entry.Revision())
	}
	if isTaken(err) { // by whom, keepVersion sees
		return nil
	}
	return q.wrap("join", err)
}

// keepVersion says to all that workers of the version are at work, and finds out
// if those of another are.
func (q *Queue) keepVersion(ctx context.Context, version string) error {
	for {
		entry, err := q.live.Get(ctx, keyVersion)
		switch {
		case errors.Is(err, jetstream.ErrKeyNotFound):
			_, err = q.live.Create(ctx, keyVersion, []byte(version))
		case err != nil:
		case string(entry.Value()) != version:
			return q.otherVersion("workers read", string(entry.Value()), version)
		default:
			_, err = q.live.Update(ctx, keyVersion, []byte(version), entry.Revision())
		}
		if !isTaken(err) {
			return err
		}
		if err := pause.For(ctx, time.Millisecond); err != nil { // another was faster: of which version?
			return err
		}
	}
}

// isTaken reports whether a key was not written because another did so first.
func isTaken(err error) bool {
	return errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch)
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
