// Package doctor examines whether a graph hangs together: each edge has
// events, each event claims, each claim an article, and what is summed up
// agrees with what it is the sum of.
package doctor

import (
	"context"
	"fmt"
	"hash/fnv"
	"iter"
	"reflect"

	"github.com/entente-kg/entente/graph"
)

// Finding is a kind of fault, with how often it was found.
type Finding struct {
	Fault    string   `json:"fault"`
	Count    int      `json:"count"`
	Examples []string `json:"examples"` // IDs or keys, MaxExamples at most
}

// MaxExamples bounds Finding.Examples.
const MaxExamples = 5

// The faults that an examination may find.
const (
	Unfinished        = "claims are not yet summed up into events and edges: an import was cut short"
	ClaimNoArticle    = "claim without an article that counts"
	EventNoClaim      = "event without claims"
	EventLostClaim    = "event with a claim that is not there"
	EventLostArticle  = "event with an article that is not there"
	EventLostParty    = "event with a party that is not there"
	EdgeNoEvent       = "edge without events"
	EdgeLostEnd       = "edge with an end that is not there"
	EdgeDisagrees     = "edge that is not the sum of its events"
	TieNoEdge         = "event that should make an edge which is not there"
	ClaimNoEvent      = "claim that is in no event"
	DecisionUnchecked = "decision whose content has been changed"
)

// examination collects findings in the order in which they come.
type examination struct {
	found []Finding
	at    map[string]int
}

func (x *examination) add(fault, example string) {
	i, ok := x.at[fault]
	if !ok {
		i = len(x.found)
		x.at[fault] = i
		x.found = append(x.found, Finding{Fault: fault, Examples: []string{}})
	}
	f := &x.found[i]
	f.Count++
	if example != "" && len(f.Examples) < MaxExamples {
		f.Examples = append(f.Examples, example)
	}
}

// set holds hashes of IDs: eight bytes each, for graphs of millions of claims.
type set map[uint64]struct{}

func hash(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func (s set) add(id string)      { s[hash(id)] = struct{}{} }
func (s set) has(id string) bool { _, ok := s[hash(id)]; return ok }

// Examine reads the whole graph and gives what is wrong with it, nothing where
// all is well.
func Examine(ctx context.Context, g graph.Store) ([]Finding, error) {
	x := examination{at: map[string]int{}}
	unfinished, err := Left(ctx, g)
	if err != nil {
		return nil, err
	}
	if unfinished {
		x.add(Unfinished, "")
	}
	for _, part := range []func(context.Context, graph.Reader) error{x.record, x.edges, x.decisions} {
		if err := part(ctx, g); err != nil {
			return nil, err
		}
	}
	return x.found, nil
}

// Left reports whether claims are still to be summed up.
func Left(ctx context.Context, g graph.Store) (bool, error) {
	blocks, err := g.DirtyBlocks(ctx, "", 1)
	if err != nil || len(blocks) > 0 {
		return len(blocks) > 0, err
	}
	dyads, err := g.DirtyDyads(ctx, "", 1)
	return len(dyads) > 0, err
}

// record follows articles to claims to events.
func (x *examination) record(ctx context.Context, g graph.Reader) error {
	articles, entities, claims, edges := set{}, set{}, set{}, set{}
	err := each(g.AllArticles(ctx), func(r *graph.Record) {
		if r.Retracted == nil {
			articles.add(r.Article.ID)
		}
	})
	if err != nil {
		return err
	}
	for e, err := range g.AllEntities(ctx) {
		if err != nil {
			return err
		}
		entities.add(e.ID)
	}
	for c, err := range g.AllClaims(ctx) {
		if err != nil {
			return err
		}
		claims.add(c.ID)
		if !articles.has(c.Article) {
			x.add(ClaimNoArticle, c.ID)
		}
	}
	if err := each(g.AllEdges(ctx), func(e *graph.Edge) {
		edges.add(e.Key)
		if !entities.has(e.From) || !entities.has(e.To) {
			x.add(EdgeLostEnd, e.Key)
		}
	}); err != nil {
		return err
	}
	err = each(g.AllEvents(ctx), func(e *graph.Event) {
		if len(e.Claims) == 0 {
			x.add(EventNoClaim, e.ID)
		}
		for _, id := range e.Claims {
			if !claims.has(id) {
				x.add(EventLostClaim, e.ID)
			}
			delete(claims, hash(id))
		}
		for _, id := range e.Articles {
			if !articles.has(id) {
				x.add(EventLostArticle, e.ID)
			}
		}
		for _, id := range e.Parties() {
			if !entities.has(id) {
				x.add(EventLostParty, e.ID+" "+id)
			}
		}
		for i := range e.Ties {
			if t := &e.Ties[i]; !t.Ends && !edges.has(t.Key()) {
				x.add(TieNoEdge, e.ID+" "+t.Key())
			}
		}
	})
	if len(claims) > 0 && err == nil {
		for range claims {
			x.add(ClaimNoEvent, "")
		}
	}
	return err
}

// edges sums up each edge from its events.
func (x *examination) edges(ctx context.Context, g graph.Reader) error {
	for e, err := range g.AllEdges(ctx) {
		if err != nil {
			return err
		}
		events, err := g.Events(ctx, e.Key)
		if err != nil {
			return err
		}
		var ties []graph.TieIn
		for i := range events {
			ev := &events[i]
			for _, t := range ev.Ties {
				if t.Key() == e.Key {
					ties = append(ties, graph.TieIn{
						Tie: t, Event: ev.ID, Date: ev.Date, Published: ev.Published, Goldstein: ev.Goldstein,
						Confidence: ev.Confidence, Contested: ev.Status == graph.Contested,
					})
				}
			}
		}
		sums := graph.SumEdges(ties)
		if len(sums) == 0 {
			x.add(EdgeNoEvent, e.Key)
			continue
		}
		sums[0].Ended = e.Ended // what ends an edge is not behind it
		if !reflect.DeepEqual(sums[0], e) {
			x.add(EdgeDisagrees, e.Key)
		}
	}
	return nil
}

func (x *examination) decisions(ctx context.Context, g graph.Reader) error {
	all, err := g.Decisions(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		if d := all[i]; d.Sign() != nil {
			x.add(DecisionUnchecked, d.ID)
		}
	}
	return nil
}

func each[T any](seq iter.Seq2[T, error], f func(*T)) error {
	for v, err := range seq {
		if err != nil {
			return fmt.Errorf("examine: %w", err)
		}
		f(&v)
	}
	return nil
}
