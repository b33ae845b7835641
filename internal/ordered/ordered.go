// Package ordered runs work on all cores and gives the results back in the
// order in which the work came.
package ordered

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// Map calls f on each item with the given number of workers (all cores when
// 0) and yields the results in the order of the items. At most a few items a
// worker are in flight, so memory is bounded by the workers and not by the
// input. When the consumer stops or ctx ends, Map waits for the calls that
// have begun.
func Map[In, Out any](ctx context.Context, workers int, items iter.Seq[In], f func(context.Context, In) Out) iter.Seq[Out] {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return func(yield func(Out) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var wait sync.WaitGroup
		defer wait.Wait()
		defer cancel()

		type job struct {
			item   In
			result chan Out
		}
		jobs := make(chan job)
		pending := make(chan chan Out, 4*workers)
		for range workers {
			wait.Go(func() {
				for j := range jobs {
					j.result <- f(ctx, j.item)
				}
			})
		}
		wait.Go(func() {
			defer close(pending)
			defer close(jobs)
			for item := range items { // an endless reader stops at its next item
				j := job{item, make(chan Out, 1)}
				select {
				case pending <- j.result:
				case <-ctx.Done():
					return
				}
				select {
				case jobs <- j:
				case <-ctx.Done():
					close(j.result)
					return
				}
			}
		})
		for result := range pending {
			out, ok := <-result
			if !ok || !yield(out) {
				return
			}
		}
	}
}
