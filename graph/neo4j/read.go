package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// collect reads rows and makes a value of each.
func collect[T any](ctx context.Context, s *Store, name string, params map[string]any, of func(row) (T, error)) ([]T, error) {
	rows, err := s.read(ctx, name, params)
	if err != nil {
		return nil, err
	}
	list := make([]T, 0, len(rows))
	for _, m := range rows {
		v, err := of(m)
		if err != nil {
			return nil, s.wrap("read", err)
		}
		list = append(list, v)
	}
	return list, nil
}

func edgeIn(m row) (graph.Edge, error)      { return edgeOf(m.props("r")), nil }
func eventOrErr(m row) (graph.Event, error) { return eventIn(m), nil }

func one[T any](list []T, err error, what string) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(list) == 0:
		return none, fmt.Errorf("%s is %w", what, graph.ErrNotFound)
	}
	return list[0], nil
}

// Entity returns the entity with the ID.
func (s *Store) Entity(ctx context.Context, id string) (schema.Entity, error) {
	list, err := collect(ctx, s, "entity", map[string]any{"id": id}, func(m row) (schema.Entity, error) { return entityOf(m.props("e")), nil })
	return one(list, err, id)
}

// findCandidates bounds what Find ranks.
const findCandidates = 500

// Find looks the name up by ID and in the full-text index of names.
func (s *Store) Find(ctx context.Context, name string, limit int) ([]schema.Entity, error) {
	of := func(m row) (graph.Found, error) {
		return graph.Found{Entity: entityOf(m.props("e")), Articles: m.number("articles")}, nil
	}
	found, err := collect(ctx, s, "find_id", map[string]any{"id": name}, of)
	if err != nil {
		return nil, err
	}
	if query := lucene(name); query != "" {
		more, err := collect(ctx, s, "find", map[string]any{"query": query, "limit": findCandidates}, of)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	found = slices.DeleteFunc(found, func(f graph.Found) bool { return f.Articles == 0 })
	return graph.Rank(name, found, limit), nil
}

// lucene makes a full-text query of a name: its words in normal form, which
// are letters and digits only, all to be there, the last one as a beginning.
func lucene(name string) string {
	const maxWords, maxWord = 16, 100 // a name of more is found by its first
	words := strings.Split(schema.Normal(name), "-")
	words = words[:min(len(words), maxWords)]
	for i, w := range words {
		if w == "" {
			return ""
		}
		if r := []rune(w); len(r) > maxWord {
			words[i] = string(r[:maxWord]) + "*"
		}
	}
	last := &words[len(words)-1]
	*last = "(" + strings.TrimSuffix(*last, "*") + " " + strings.TrimSuffix(*last, "*") + "*)"
	return "+" + strings.Join(words, " +")
}

// EdgesOf returns the edges at an entity.
func (s *Store) EdgesOf(ctx context.Context, id string) ([]graph.Edge, error) {
	return collect(ctx, s, "edges_of", map[string]any{"id": id}, edgeIn)
}

// Edges returns the edges between two entities.
func (s *Store) Edges(ctx context.Context, from, relation, to string) ([]graph.Edge, error) {
	return collect(ctx, s, "edges", map[string]any{"from": from, "relation": relation, "to": to}, edgeIn)
}

// Strongest returns the edges with the most independent reports.
func (s *Store) Strongest(ctx context.Context, limit int) ([]graph.Edge, error) {
	return collect(ctx, s, "strongest", map[string]any{"limit": limit}, edgeIn)
}

// Events returns the events behind an edge.
func (s *Store) Events(ctx context.Context, edgeKey string) ([]graph.Event, error) {
	return collect(ctx, s, "events", map[string]any{"key": edgeKey}, eventOrErr)
}

// EventsOf returns the latest events with the entity as a party.
func (s *Store) EventsOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	return collect(ctx, s, "events_of", map[string]any{"id": id, "limit": limit}, eventOrErr)
}

// Claims returns claims by ID.
func (s *Store) Claims(ctx context.Context, ids []string) ([]graph.ClaimIn, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return collect(ctx, s, "claims", map[string]any{"ids": ids}, claimInOf)
}

// Article returns an article without its text.
func (s *Store) Article(ctx context.Context, id string) (schema.Article, error) {
	list, err := collect(ctx, s, "article", map[string]any{"id": id}, func(m row) (schema.Article, error) { return articleOf(m.props("a")).Article, nil })
	return one(list, err, id)
}

// ContentHashes returns the hashes of those articles that are there.
func (s *Store) ContentHashes(ctx context.Context, ids []string) (map[string]string, error) {
	rows, err := s.read(ctx, "content_hashes", map[string]any{"ids": ids})
	hashes := make(map[string]string, len(rows))
	for _, m := range rows {
		hashes[m.text("id")] = m.text("hash")
	}
	return hashes, err
}

// Counts returns the sizes of the graph.
func (s *Store) Counts(ctx context.Context) (graph.Counts, error) {
	c := graph.Counts{EventsByRelation: map[string]int{}}
	sizes, err := s.read(ctx, "sizes", nil)
	if err != nil {
		return c, err
	}
	for _, m := range sizes {
		c.Articles, c.Sources, c.Claims, c.Edges = m.number("articles"), m.number("sources"), m.number("claims"), m.number("edges")
	}
	kinds, err := s.read(ctx, "kinds", nil)
	if err != nil {
		return c, err
	}
	c.EntitiesByKind, c.Entities = kindsOf(kinds)
	relations, err := s.read(ctx, "relations", nil)
	for _, m := range relations {
		c.EventsByRelation[m.text("relation")] = m.number("n")
		c.Events += m.number("n")
		if first := m.text("first"); first != "" && (c.First == "" || first < c.First) {
			c.First = first
		}
		c.Last = max(c.Last, m.text("last"))
	}
	return c, err
}
