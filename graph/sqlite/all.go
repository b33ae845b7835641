package sqlite

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// pageSize is how many rows a walk reads at once: a walk holds no lock and no
// cursor while its reader works.
const pageSize = 1000

// byID and byHash give the place where a walk goes on after an ID.
func byID(id string) []any { return []any{id} }

func byHash(id string) []any {
	if id == "" {
		return []any{-1, id}
	}
	return []any{hashOf(id), id}
}

// walk reads a table in the order of its key, page by page. The query takes the
// place of the last key and the page size.
func walk[T any](ctx context.Context, s *Store, query string, place func(key string) []any, key func(*T) string, scan func(func(...any) error) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last := ""
		for {
			page, err := collect(ctx, s, query, append(place(last), pageSize), scan)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for i := range page {
				last = key(&page[i])
				if !yield(page[i], nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
		}
	}
}

// AllEntities gives the entities that articles mention, by ID.
func (s *Store) AllEntities(ctx context.Context) iter.Seq2[schema.Entity, error] {
	query := selectEntity + "e.id > ? AND " + s.mentioned() + " ORDER BY e.id LIMIT ?"
	rows := walk(ctx, s, query, byID, func(e *entityRow) string { return e.ID }, scanEntityRow)
	return func(yield func(schema.Entity, error) bool) {
		for r, err := range rows {
			var e schema.Entity
			if err == nil {
				e, err = s.decide(ctx, r)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// AllClaims gives the current claims, by ID.
func (s *Store) AllClaims(ctx context.Context) iter.Seq2[graph.Row, error] {
	query := selectRows + " WHERE (c.hash, c.id) > (?, ?) AND " + s.valid("c") + " ORDER BY c.hash, c.id LIMIT ?"
	return walk(ctx, s, query, byHash, func(c *graph.Row) string { return c.ID }, justClaim)
}

var selectRows = "SELECT a.id, " + prefixed("c", claimColumns) + fromClaims

func justClaim(scan func(...any) error) (graph.Row, error) { return scanClaim(scan) }

// AllEvents gives the events, by ID.
func (s *Store) AllEvents(ctx context.Context) iter.Seq2[graph.Event, error] {
	query := selectEvents + "(e.hash, e.id) > (?, ?) AND " + s.valid("e") + " ORDER BY e.hash, e.id LIMIT ?"
	events := walk(ctx, s, query, byHash, func(e *versioned) string { return e.ID }, scanEvent)
	return func(yield func(graph.Event, error) bool) {
		var part []versioned
		pass := func() bool {
			if err := s.addTies(ctx, part); err != nil {
				yield(graph.Event{}, err)
				return false
			}
			for i := range part {
				if !yield(part[i].Event, nil) {
					return false
				}
			}
			part = part[:0]
			return true
		}
		for e, err := range events {
			if err != nil {
				if pass() {
					yield(graph.Event{}, err)
				}
				return
			}
			if part = append(part, e); len(part) == tiesAtOnce && !pass() {
				return
			}
		}
		pass()
	}
}

// AllEdges gives the edges, by key, which begins with the source and a bar.
func (s *Store) AllEdges(ctx context.Context) iter.Seq2[graph.Edge, error] {
	if s.until != "" {
		return s.allEdgesThen(ctx)
	}
	return func(yield func(graph.Edge, error) bool) {
		query := "SELECT e.n FROM entities e WHERE EXISTS (SELECT 1 FROM dyads y WHERE y.source = e.n AND y.events > 0 AND " + s.ofKind("y") + ") ORDER BY e.id || '|'"
		sources, err := collect(ctx, s, query, nil, func(scan func(...any) error) (n int64, err error) {
			err = scan(&n)
			return n, err
		})
		for i := 0; err == nil && i < len(sources); i++ {
			var edges []graph.Edge
			edges, err = collect(ctx, s, s.selectEdges()+" AND y.source = ? ORDER BY y.dyad", []any{sources[i]}, scanEdge)
			for _, e := range edges {
				if !yield(e, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(graph.Edge{}, err)
		}
	}
}

// allEdgesThen sums up the edges of a former day.
func (s *Store) allEdgesThen(ctx context.Context) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		all, err := s.edgesThen(ctx, "true")
		if err != nil {
			yield(graph.Edge{}, err)
			return
		}
		slices.SortFunc(all, func(a, b graph.Edge) int { return strings.Compare(a.Key, b.Key) })
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

const selectRecord = "SELECT " + articleColumns + ", content_hash, edition, wire, gist, retracted_at, retracted_reason, retracted_stamp FROM articles a WHERE "

func scanRecord(scan func(...any) error) (graph.Record, error) {
	var r graph.Record
	var at, reason, stamp string
	a, err := scanArticle(scan, &r.ContentHash, &r.Order, &r.Wire, &r.Gist, &at, &reason, &stamp)
	r.Article = a
	if stamp != "" {
		r.Retracted = &graph.Retraction{Article: a.ID, At: at, Reason: reason}
	}
	return r, err
}

// AllArticles gives the articles without what they say, by ID.
func (s *Store) AllArticles(ctx context.Context) iter.Seq2[graph.Record, error] {
	query := selectRecord + "id > ? AND " + s.there("a") + " ORDER BY id LIMIT ?"
	return walk(ctx, s, query, byID, func(r *graph.Record) string { return r.Article.ID }, scanRecord)
}

// AllRecords gives the articles with what they say, by ID; retracted ones with
// what they said.
func (s *Store) AllRecords(ctx context.Context) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for r, err := range s.AllArticles(ctx) {
			if err == nil {
				which := s.valid("c")
				if r.Retracted != nil {
					which = "(" + which + " OR c.retracted)"
				}
				err = s.fill(ctx, &r, which)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// fill adds an article's entities, mentions and claims to its record. Entities
// are as the article has them, without decisions.
func (s *Store) fill(ctx context.Context, r *graph.Record, which string) error {
	query := "SELECT " + prefixed("e", entityColumns) + `, m.count, m.surfaces, m.salience, m.described
		FROM mentions m JOIN entities e ON e.n = m.entity WHERE m.article = (SELECT n FROM articles WHERE id = ?) ORDER BY e.id`
	err := s.each(ctx, query, []any{r.Article.ID}, func(scan func(...any) error) error {
		var m graph.Mentions
		var described string
		e, err := scanEntity(scan, &m.Count, list{&m.Surfaces}, &m.Salience, &described)
		if err == nil && described != "" {
			e = schema.Entity{}
			err = json.Unmarshal([]byte(described), &e)
		}
		m.Entity = e.ID
		r.Entities, r.Mentions = append(r.Entities, e), append(r.Mentions, m)
		return err
	})
	if err != nil {
		return s.wrap("read", err)
	}
	r.Claims, err = collect(ctx, s, selectRows+" WHERE a.id = ? AND "+which+" ORDER BY c.id", []any{r.Article.ID}, justClaim)
	return err
}
