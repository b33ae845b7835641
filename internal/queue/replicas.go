package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/entente-kg/entente/internal/pause"
	"github.com/nats-io/nats.go/jetstream"
)

// streams are the names of all that the server keeps of the queue.
func (q *Queue) streams() []string {
	return []string{q.Name, q.Name + "-dead", "KV_" + q.Name + "-tries", "KV_" + q.Name + "-live", "OBJ_" + q.Name + "-large"}
}

// replicate has all parts of the queue kept by so many servers: what is kept by
// fewer goes with a server and takes the articles of the object store with it.
// It sets grown before a part is given more servers than it has.
func (q *Queue) replicate(ctx context.Context, replicas int, grown *bool) error {
	for _, name := range q.streams() {
		found, err := q.js.Stream(ctx, name)
		if err != nil {
			return err
		}
		now := found.CachedInfo().Config
		if now.Replicas == replicas {
			continue
		}
		*grown = *grown || now.Replicas < replicas
		now.Replicas = replicas
		if _, err = q.js.UpdateStream(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// errCopying says that servers are not yet given all of a queue.
var errCopying = errors.New("the servers of the cluster have not yet all of it, so that the loss of one could lose it; they go on copying: try again, or without --replicas")

// copying is for how long servers may copy a queue while we wait.
const copying = 10 * time.Minute

// replicated waits until all parts of the queue are kept by as many servers as
// they are to be, and, for one that has grown, until all of these have all of
// it. The server answers an update at once, and copies afterwards: a part whose
// only server is lost meanwhile is lost with it, or has no majority for good.
func (q *Queue) replicated(ctx context.Context, grown bool, log *slog.Logger) error {
	end := time.Now().Add(copying)
	for _, name := range q.streams() {
		for wait := firstWait; ; wait = min(2*wait, time.Second) {
			asking, cancel := context.WithTimeout(ctx, asked)
			whole, err := q.whole(asking, name, grown)
			cancel()
			if whole && err == nil {
				break
			}
			if err != nil && !isUnanswered(err) {
				return err
			}
			if time.Now().After(end) {
				return errors.Join(fmt.Errorf("%s, after %s: %w", name, copying, errCopying), err)
			}
			if log != nil {
				log.Warn("waiting until the servers of the cluster have all of the queue; the loss of one could lose it", "queue", q.Name)
				log = nil
			}
			if err := pause.For(ctx, wait); err != nil {
				return err
			}
		}
	}
	return nil
}

// whole reports whether a stream, and what workers take from it, is kept as it
// is to be.
func (q *Queue) whole(ctx context.Context, name string, grown bool) (bool, error) {
	stream, err := q.js.Stream(ctx, name)
	if err != nil {
		return false, err
	}
	info := stream.CachedInfo()
	if whole := isWhole(info.Cluster, info.Config.Replicas, grown); !whole || name != q.Name {
		return whole, nil
	}
	tasks, err := stream.Consumer(ctx, workersName)
	switch {
	case errors.Is(err, jetstream.ErrConsumerNotFound): // no worker has been there yet
		return true, nil
	case err != nil:
		return false, err
	}
	return isWhole(tasks.CachedInfo().Cluster, info.Config.Replicas, grown), nil
}

// isWhole reports whether a group of servers has a leader and all its members.
// Of one that has grown, all members must have all that the leader has; of
// another, some may be behind or away, if the others are a majority.
func isWhole(c *jetstream.ClusterInfo, replicas int, grown bool) bool {
	if c == nil || replicas <= 1 { // no cluster
		return true
	}
	if c.Leader == "" || c.Desired != nil || len(c.Replicas) < replicas-1 {
		return false
	}
	whole := 1 // the leader
	for _, p := range c.Replicas {
		if p.Pending || grown && !p.Current {
			return false
		}
		if p.Current {
			whole++
		}
	}
	return whole > replicas/2
}
