package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// each runs a query and gives f the means to scan each row.
func (s *Store) each(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func collect[T any](ctx context.Context, s *Store, query string, args []any, scan func(func(...any) error) (T, error)) ([]T, error) {
	var list []T
	err := s.each(ctx, query, args, func(sc func(...any) error) error {
		v, err := scan(sc)
		list = append(list, v)
		return err
	})
	return list, s.wrap("read", err)
}

func prefixed(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

// mentioned restricts entities to those that an article mentions or implies.
const mentioned = "EXISTS (SELECT 1 FROM mentions m WHERE m.entity = e.id)"

func justEntity(scan func(...any) error) (schema.Entity, error) { return scanEntity(scan) }

// Entity returns the entity with the ID.
func (s *Store) Entity(ctx context.Context, id string) (schema.Entity, error) {
	query := "SELECT " + prefixed("e", entityColumns) + " FROM entities e WHERE e.id = ? AND " + mentioned
	e, err := scanEntity(s.db.QueryRowContext(ctx, query, id).Scan)
	return e, s.found(err, id)
}

func (s *Store) found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s is %w", what, graph.ErrNotFound)
	}
	return s.wrap("read", err)
}

// findCandidates bounds what Find ranks.
const findCandidates = 500

// Find looks the name up whole, as a beginning, and as words within a name.
func (s *Store) Find(ctx context.Context, name string, limit int) ([]schema.Entity, error) {
	want := schema.Normal(name)
	const counted = "(SELECT count(*) FROM mentions m WHERE m.entity = e.id)"
	query := "SELECT " + prefixed("e", entityColumns) + ", " + counted + ` FROM entities e
		WHERE e.id = ?1 OR e.id IN (SELECT entity FROM names WHERE normal = ?2)
		OR e.id IN (SELECT entity FROM names WHERE normal > ?2 AND normal < ?2 || char(0x10ffff) AND ?2 <> '' LIMIT ?3)
		OR e.id IN (SELECT entity FROM names WHERE instr(normal, '-' || ?2) > 0 AND ?2 <> '' LIMIT ?3)`
	found, err := collect(ctx, s, query, []any{name, want, findCandidates}, func(scan func(...any) error) (graph.Found, error) {
		var f graph.Found
		e, err := scanEntity(scan, &f.Articles)
		f.Entity = e
		return f, err
	})
	for i, f := range slices.Backward(found) {
		if f.Articles == 0 {
			found = append(found[:i], found[i+1:]...)
		}
	}
	return graph.Rank(name, found, limit), err
}

const strongestFirst = " ORDER BY independent DESC, reports DESC, dyad"

// EdgesOf returns the edges at an entity.
func (s *Store) EdgesOf(ctx context.Context, id string) ([]graph.Edge, error) {
	query := "SELECT " + edgeColumns + " FROM edges WHERE source = ?1 OR target = ?1" + strongestFirst
	return collect(ctx, s, query, []any{id}, scanEdge)
}

// Edges returns the edges between two entities.
func (s *Store) Edges(ctx context.Context, from, relation, to string) ([]graph.Edge, error) {
	query := "SELECT " + edgeColumns + ` FROM edges WHERE ((source = ?1 AND target = ?3) OR (symmetric AND source = ?3 AND target = ?1))
		AND (?2 = '' OR relation = ?2)` + strongestFirst
	return collect(ctx, s, query, []any{from, relation, to}, scanEdge)
}

// Strongest returns the edges with the most independent reports.
func (s *Store) Strongest(ctx context.Context, limit int) ([]graph.Edge, error) {
	return collect(ctx, s, "SELECT "+edgeColumns+" FROM edges"+strongestFirst+" LIMIT ?", []any{limit}, scanEdge)
}

const latestFirst = " ORDER BY CASE date WHEN '' THEN published ELSE date END DESC, id"

// Events returns the events behind an edge.
func (s *Store) Events(ctx context.Context, edgeKey string) ([]graph.Event, error) {
	query := "SELECT " + eventColumns + " FROM events WHERE id IN (SELECT event FROM ties WHERE dyad = ?)" + latestFirst
	return s.events(ctx, query, edgeKey)
}

// EventsOf returns the latest events with the entity as a party.
func (s *Store) EventsOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	query := "SELECT " + eventColumns + " FROM events WHERE id IN (SELECT event FROM parties WHERE entity = ?)" + latestFirst + " LIMIT ?"
	return s.events(ctx, query, id, limit)
}

func (s *Store) events(ctx context.Context, query string, args ...any) ([]graph.Event, error) {
	events, err := collect(ctx, s, query, args, scanEvent)
	for i := range events {
		if err == nil {
			err = s.addTies(ctx, &events[i])
		}
	}
	return events, err
}

func (s *Store) addTies(ctx context.Context, e *graph.Event) error {
	const query = "SELECT source, relation, target, via, symmetric, reports, independent, denied FROM ties WHERE event = ? ORDER BY dyad"
	ties, err := collect(ctx, s, query, []any{e.ID}, func(scan func(...any) error) (graph.Tie, error) {
		var t graph.Tie
		err := scan(&t.From, &t.Relation, &t.To, &t.Via, &t.Symmetric, &t.Reports, &t.Independent, &t.Denied)
		return t, err
	})
	e.Ties = ties
	return err
}

// Claims returns claims by ID.
func (s *Store) Claims(ctx context.Context, ids []string) ([]graph.ClaimIn, error) {
	query := selectClaims + " JOIN json_each(?) ids ON ids.value = c.id ORDER BY ids.key"
	return collect(ctx, s, query, []any{toJSON(ids)}, scanClaimIn)
}

// Article returns an article without its text.
func (s *Store) Article(ctx context.Context, id string) (schema.Article, error) {
	a, err := scanArticle(s.db.QueryRowContext(ctx, "SELECT "+articleColumns+" FROM articles WHERE id = ?", id).Scan)
	return a, s.found(err, id)
}

// ContentHashes returns the hashes of those articles that are there.
func (s *Store) ContentHashes(ctx context.Context, ids []string) (map[string]string, error) {
	hashes := make(map[string]string, len(ids))
	const query = "SELECT id, content_hash FROM articles WHERE id IN (SELECT value FROM json_each(?))"
	err := s.each(ctx, query, []any{toJSON(ids)}, func(scan func(...any) error) error {
		var id, hash string
		err := scan(&id, &hash)
		hashes[id] = hash
		return err
	})
	return hashes, s.wrap("read", err)
}

// Counts returns the sizes of the graph.
func (s *Store) Counts(ctx context.Context) (graph.Counts, error) {
	c := graph.Counts{EntitiesByKind: map[schema.Kind]int{}, EventsByRelation: map[string]int{}}
	const sizes = `SELECT (SELECT count(*) FROM articles), (SELECT count(DISTINCT source) FROM articles WHERE source <> ''),
		(SELECT count(*) FROM claims WHERE superseded_at IS NULL), (SELECT count(*) FROM edges),
		(SELECT coalesce(min(date), '') FROM events WHERE date <> ''), (SELECT coalesce(max(date), '') FROM events)`
	err := s.db.QueryRowContext(ctx, sizes).Scan(&c.Articles, &c.Sources, &c.Claims, &c.Edges, &c.First, &c.Last)
	if err != nil {
		return c, s.wrap("read", err)
	}
	err = s.each(ctx, "SELECT kind, count(*) FROM entities e WHERE "+mentioned+" GROUP BY kind", nil, func(scan func(...any) error) error {
		var kind schema.Kind
		var n int
		err := scan(&kind, &n)
		c.EntitiesByKind[kind] = n
		c.Entities += n
		return err
	})
	if err != nil {
		return c, s.wrap("read", err)
	}
	err = s.each(ctx, "SELECT relation, count(*) FROM events GROUP BY relation", nil, func(scan func(...any) error) error {
		var relation string
		var n int
		err := scan(&relation, &n)
		c.EventsByRelation[relation] = n
		c.Events += n
		return err
	})
	return c, s.wrap("read", err)
}
