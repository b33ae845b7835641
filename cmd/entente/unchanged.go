package main

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// How many documents, and bytes of them, one question to the store is about.
const (
	askedDocuments = 64
	askedBytes     = 4 << 20
)

// withKnown marks the documents that the store has as they are, so that an
// import need not analyse them again. A second version of an article that this
// run has already taken in is not marked: the store must see both, in order.
func withKnown(ctx context.Context, store graph.Reader, hash func(*schema.Article) string, docs iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		seed, taken := maphash.MakeSeed(), map[uint64]bool{} // hashes of IDs: an import may be long
		var batch []input
		size := 0
		flush := func() bool {
			hashes, err := store.ContentHashes(ctx, articleIDs(batch))
			if err != nil {
				return yield(input{err: fmt.Errorf("look for known articles: %w", err), fatal: true})
			}
			for _, in := range batch {
				id := maphash.String(seed, in.doc.ID)
				in.known = in.err == nil && !taken[id] && hashes[in.doc.ID] == hash(&in.doc.Article)
				if in.err == nil && !in.known {
					taken[id] = true
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
		if in.err == nil {
			ids = append(ids, in.doc.ID)
		}
	}
	return ids
}
