package main

import (
	"context"
	"fmt"
	"iter"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// How many documents, and bytes of them, one question to the store is about.
const (
	askedDocuments = 64
	askedBytes     = 4 << 20
)

// withKnown marks the documents that the store has as they are, or in a later
// version, so that an import need not analyse them again.
func withKnown(ctx context.Context, store graph.Reader, edition func(*schema.Article) graph.Edition, docs iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		var batch []input
		size := 0
		flush := func() bool {
			kept, err := store.Editions(ctx, articleIDs(batch))
			if err != nil {
				return yield(input{err: fmt.Errorf("look for known articles: %w", err), fatal: true})
			}
			for _, in := range batch {
				if in.err == nil && !in.left {
					if k, ok := kept[in.doc.ID]; ok {
						in.there = true
						standing := edition(&in.doc.Article).Beside(k)
						in.known, in.older = standing == graph.Kept, standing == graph.Older
					}
				}
				if !yield(in) {
					return false
				}
			}
			clear(batch)
			batch, size = batch[:0], 0
			return true
		}
		for in := range docs {
			batch = append(batch, in)
			size += len(in.doc.Text)
			if (len(batch) == askedDocuments || size >= askedBytes || in.fatal) && !flush() {
				return
			}
		}
		if len(batch) > 0 {
			flush()
		}
	}
}

func articleIDs(batch []input) []string {
	ids := make([]string, 0, len(batch))
	for _, in := range batch {
		if in.err == nil && !in.left {
			ids = append(ids, in.doc.ID)
		}
	}
	return ids
}
