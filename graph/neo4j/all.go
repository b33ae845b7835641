package neo4j

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// pageSize is how many rows a walk reads at once: a walk holds no transaction
// while its reader works.
const pageSize = 1000

// walk reads pages in the order of the column id. The statement takes the last
// one and the page size.
func (s *Store) walk(ctx context.Context, name string) iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		after := ""
		for {
			page, err := s.read(ctx, name, map[string]any{"after": after, "limit": pageSize})
			if !yield(page, err) || err != nil || len(page) < pageSize {
				return
			}
			after = page[len(page)-1].text("id")
		}
	}
}

// all makes a value of each row of a walk; rows without one are left out.
func all[T any](ctx context.Context, s *Store, name string, of func(row) (T, bool, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for page, err := range s.walk(ctx, name) {
			if err != nil {
				yield(none, err)
				return
			}
			for _, m := range page {
				v, ok, err := of(m)
				if err != nil {
					yield(none, s.wrap("read", err))
					return
				}
				if ok && !yield(v, nil) {
					return
				}
			}
		}
	}
}

// AllEntities gives the entities that articles mention, by ID.
func (s *Store) AllEntities(ctx context.Context) iter.Seq2[schema.Entity, error] {
	return all(ctx, s, "all_entities", func(m row) (schema.Entity, bool, error) {
		e, err := entityIn(m)
		return e, true, err
	})
}

// AllClaims gives the current claims, by ID.
func (s *Store) AllClaims(ctx context.Context) iter.Seq2[graph.Row, error] {
	return all(ctx, s, "all_claims", func(m row) (graph.Row, bool, error) {
		c, err := claimOf(m.props("c"), m.text("article"))
		return c, true, err
	})
}

// AllEvents gives the events, by ID.
func (s *Store) AllEvents(ctx context.Context) iter.Seq2[graph.Event, error] {
	return all(ctx, s, "all_events", func(m row) (graph.Event, bool, error) { return eventIn(m), true, nil })
}

// AllEdges gives the edges, by key.
func (s *Store) AllEdges(ctx context.Context) iter.Seq2[graph.Edge, error] {
	if s.until != "" {
		return s.allEdgesThen(ctx)
	}
	return all(ctx, s, "all_edges", func(m row) (graph.Edge, bool, error) {
		e := edgeOf(m.props("r"))
		return e, e.Key != "", nil // a dyad without an edge is not summed up yet
	})
}

// allEdgesThen sums up the edges of a former day.
func (s *Store) allEdgesThen(ctx context.Context) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		all, err := s.edgesThen(ctx, "ties_all", nil)
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

// AllArticles gives the articles without what they say, by ID.
func (s *Store) AllArticles(ctx context.Context) iter.Seq2[graph.Record, error] {
	return all(ctx, s, "all_articles", func(m row) (graph.Record, bool, error) { return articleOf(m.props("a")), true, nil })
}

// AllRecords gives the articles with what they say, by ID.
func (s *Store) AllRecords(ctx context.Context) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for page, err := range s.walk(ctx, "all_articles") {
			var recs []graph.Record
			for _, m := range page {
				recs = append(recs, articleOf(m.props("a")))
			}
			if err == nil {
				err = s.fill(ctx, recs, true)
			}
			if err != nil {
				yield(graph.Record{}, err)
				return
			}
			for _, r := range recs {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// fill adds entities, mentions and claims to the records of a page; to
// retracted ones the claims that they had, where they are asked for.
func (s *Store) fill(ctx context.Context, recs []graph.Record, retracted bool) error {
	at := map[string]*graph.Record{}
	ids := make([]string, len(recs))
	for i := range recs {
		ids[i] = recs[i].Article.ID
		at[ids[i]] = &recs[i]
	}
	mentions, err := s.read(ctx, "mentions_of", map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	for _, m := range mentions {
		r, p, e := at[m.text("id")], m.props("m"), entityOf(m.props("e"))
		if described := p.text("described"); described != "" {
			e = schema.Entity{}
			if err := json.Unmarshal([]byte(described), &e); err != nil {
				return s.wrap("read", err)
			}
		}
		r.Entities = append(r.Entities, e)
		r.Mentions = append(r.Mentions, graph.Mentions{Entity: e.ID, Count: p.number("count"), Surfaces: p.list("surfaces"), Salience: p.float("salience")})
	}
	claims, err := s.read(ctx, "claims_of", map[string]any{"ids": ids, "retracted": retracted})
	if err != nil {
		return err
	}
	for _, m := range claims {
		c, err := claimOf(m.props("c"), m.text("id"))
		if err != nil {
			return s.wrap("read", err)
		}
		r := at[m.text("id")]
		r.Claims = append(r.Claims, c)
	}
	return nil
}
