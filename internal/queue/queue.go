// Package queue hands articles from whoever reads them to any number of
// workers on any number of machines, over a work queue of NATS JetStream.
//
// Submit puts articles on the queue; a Worker takes them, has them analysed,
// writes what they say into a store, and acknowledges them after the commit.
// What a worker that dies has in hand is given to another one. So an article
// may be worked on twice; it counts once, because IDs are computed and a store
// passes over what it has. An article that can't be used after some tries goes
// to the dead letters, with the reason.
//
// On the server a queue named entente is the stream entente (the articles), the
// stream entente-dead (the dead letters), the object store entente-large
// (articles that are too large for a message), and the buckets entente-tries
// (of articles that were tried in vain) and entente-live (who is at work).
package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// DefaultName is the queue when nothing else is said.
const DefaultName = "entente"

// ErrNone is returned for a queue that is to be there and is not.
var ErrNone = errors.New("there is no such queue; submit articles first")

// Settings are how the server keeps a queue. Zero stands for the default where
// the queue is made, and for what is there where it is.
type Settings struct {
	Replicas   int           // servers of a cluster that keep it: 1, 3 or 5; 1
	Duplicates time.Duration // how long the server remembers what was submitted; 1 hour
	MaxBytes   int64         // how large it may grow before submitting waits; no bound
	MaxAge     time.Duration // after which an article that nobody took is dropped; never
	DeadAge    time.Duration // after which a dead letter is dropped; never
}

// Options say which queue.
type Options struct {
	Name     string // DefaultName when ""
	Settings Settings
	Existing bool         // refuse a queue that is not there, with ErrNone
	Log      *slog.Logger // nil for none
}

// Queue is a queue on a server. It serves any number of goroutines.
type Queue struct {
	Name  string
	conn  *nats.Conn
	js    jetstream.JetStream
	work  jetstream.Stream
	dead  jetstream.Stream
	tries jetstream.KeyValue
	live  jetstream.KeyValue
	large jetstream.ObjectStore
}

const (
	asked = 10 * time.Second // for an answer of the server
	// opening is for how long a queue is looked for before a server that does not
	// answer is an error: it may have lost what it was asked while a cluster elects
	// a leader.
	opening = 20 * time.Second
	// liveFor is after how long without a sign a worker counts as gone.
	liveFor = 20 * time.Second
	// triedFor is how long the tries of an article are remembered.
	triedFor = 7 * 24 * time.Hour
)

var names = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Open finds the queue on the server of a connection, or makes it. One that is
// given more replicas is copied to them when Open returns.
func Open(ctx context.Context, conn *nats.Conn, o Options) (*Queue, error) {
	q := &Queue{Name: cmp.Or(o.Name, DefaultName), conn: conn}
	if !names.MatchString(q.Name) {
		return nil, fmt.Errorf("queue %q: want a name of letters, digits, - and _", q.Name)
	}
	js, err := jetstream.New(conn, jetstream.WithPublishAsyncMaxPending(pendingMax), jetstream.WithPublishAsyncTimeout(asked))
	if err != nil {
		return nil, q.wrap("open", err)
	}
	q.js = js
	grown := false
	err = repeat(ctx, opening, isUnanswered, func(ctx context.Context) error { return q.find(ctx, o, &grown) })
	if err == nil && o.Settings.Replicas > 1 {
		err = q.replicated(ctx, grown, o.Log)
	}
	return q, q.wrap("open", err)
}

// find finds what the server keeps of the queue, or makes it, and sets grown
// where it gives it more servers than it had.
func (q *Queue) find(ctx context.Context, o Options, grown *bool) error {
	if o.Existing {
		if _, err := q.js.Stream(ctx, q.Name); errors.Is(err, jetstream.ErrStreamNotFound) {
			return ErrNone
		}
	}
	if err := q.parts(ctx, o.Settings); err != nil || o.Settings.Replicas == 0 {
		return err
	}
	return q.replicate(ctx, o.Settings.Replicas, grown)
}

// parts finds the parts of the queue, and makes those that are not there.
func (q *Queue) parts(ctx context.Context, s Settings) (err error) {
	replicas := cmp.Or(s.Replicas, 1)
	if q.work, err = q.stream(ctx, jetstream.StreamConfig{
		Name: q.Name, Subjects: []string{q.Name + ".articles"}, Description: "articles to be read by entente",
		// A full queue refuses what is new, so that submitting waits; nothing that
		// was taken on is dropped.
		Retention: jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew, Compression: jetstream.S2Compression,
		Replicas: replicas, Duplicates: cmp.Or(s.Duplicates, time.Hour), MaxBytes: cmp.Or(s.MaxBytes, -1), MaxAge: s.MaxAge,
	}, s, s.MaxAge); err != nil {
		return err
	}
	if q.dead, err = q.stream(ctx, jetstream.StreamConfig{
		Name: q.Name + "-dead", Subjects: []string{q.Name + ".dead"}, Description: "articles that entente could not use",
		Compression: jetstream.S2Compression, Replicas: replicas, MaxAge: s.DeadAge, AllowDirect: true,
	}, Settings{}, s.DeadAge); err != nil {
		return err
	}
	if q.tries, err = q.bucket(ctx, "tries", triedFor, replicas); err != nil {
		return err
	}
	if q.live, err = q.bucket(ctx, "live", liveFor, replicas); err != nil {
		return err
	}
	if q.large, err = q.js.ObjectStore(ctx, q.Name+"-large"); errors.Is(err, jetstream.ErrBucketNotFound) {
		q.large, err = q.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: q.Name + "-large", Compression: true, Replicas: replicas})
	}
	return err
}

// stream finds a stream, gives it what was set otherwise but for its replicas,
// or makes it.
func (q *Queue) stream(ctx context.Context, want jetstream.StreamConfig, set Settings, age time.Duration) (jetstream.Stream, error) {
	found, err := q.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		made, err := q.js.CreateStream(ctx, want)
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another was faster, with other settings
			return q.js.Stream(ctx, want.Name)
		}
		return made, err
	}
	if err != nil {
		return nil, err
	}
	has := found.CachedInfo().Config
	if want.Retention != has.Retention {
		return nil, fmt.Errorf("the stream %s is another program's; choose another name for the queue", want.Name)
	}
	now := has
	now.Duplicates = cmp.Or(set.Duplicates, has.Duplicates)
	now.MaxBytes = cmp.Or(set.MaxBytes, has.MaxBytes)
	now.MaxAge = cmp.Or(age, has.MaxAge)
	if now.Duplicates == has.Duplicates && now.MaxBytes == has.MaxBytes && now.MaxAge == has.MaxAge {
		return found, nil
	}
	return q.js.UpdateStream(ctx, now)
}

func (q *Queue) bucket(ctx context.Context, name string, ttl time.Duration, replicas int) (jetstream.KeyValue, error) {
	kv, err := q.js.KeyValue(ctx, q.Name+"-"+name)
	if !errors.Is(err, jetstream.ErrBucketNotFound) {
		return kv, err
	}
	kv, err = q.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: q.Name + "-" + name, TTL: ttl, Replicas: replicas})
	if errors.Is(err, jetstream.ErrBucketExists) {
		return q.js.KeyValue(ctx, q.Name+"-"+name)
	}
	return kv, err
}

// wrap says which queue an error is of, and what to do about it.
func (q *Queue) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	hint := ""
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		hint = ": the server has no JetStream; start it with: nats-server -js"
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout):
		hint = ": the server does not answer; is it up, with JetStream (nats-server -js), and may this user use it?"
	}
	return fmt.Errorf("%s queue %s%s: %w", doing, q.Name, hint, err)
}
