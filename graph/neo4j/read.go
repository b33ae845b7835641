package neo4j

import (
	"context"
	"fmt"
	"math"
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

// entityIn reads an entity with what decisions made of it.
func entityIn(m row) (schema.Entity, error) {
	e := m.props("e")
	var others []schema.Entity
	merged, _ := m["merged"].([]any)
	for _, v := range merged {
		x, _ := v.(map[string]any)
		others = append(others, entityOf(x))
	}
	return graph.Decided(entityOf(e), others, e.text("renamed")), nil
}

// canonical gives the IDs of the entities that stand for some.
func (s *Store) canonical(ctx context.Context, ids ...*string) error {
	var asked []string
	for _, id := range ids {
		asked = append(asked, *id)
	}
	rows, err := s.read(ctx, "canonical", map[string]any{"ids": asked})
	for _, m := range rows {
		for _, id := range ids {
			if *id == m.text("id") {
				*id = m.text("same_as")
			}
		}
	}
	return err
}

// Entity returns the entity with the ID, or the one that stands for it.
func (s *Store) Entity(ctx context.Context, id string) (schema.Entity, error) {
	to := id
	if err := s.canonical(ctx, &to); err != nil {
		return schema.Entity{}, err
	}
	list, err := collect(ctx, s, "entity", map[string]any{"id": to}, entityIn)
	return one(list, err, id)
}

// findCandidates bounds what Find ranks.
const findCandidates = 500

// Find looks the name up by ID and in the full-text index of names.
func (s *Store) Find(ctx context.Context, name string, limit int) ([]schema.Entity, error) {
	of := func(m row) (graph.Found, error) {
		e, err := entityIn(m)
		return graph.Found{Entity: e, Articles: m.number("articles")}, err
	}
	asked := name
	if err := s.canonical(ctx, &asked); err != nil {
		return nil, err
	}
	found, err := collect(ctx, s, "find_id", map[string]any{"id": name, "weighed": graph.ManyArticles}, of)
	if err != nil {
		return nil, err
	}
	if query := lucene(name); query != "" {
		more, err := collect(ctx, s, "find", map[string]any{"query": query, "limit": findCandidates, "weighed": graph.ManyArticles}, of)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
		if more, err = collect(ctx, s, "find_renamed", map[string]any{"weighed": graph.ManyArticles}, of); err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	found = slices.DeleteFunc(found, func(f graph.Found) bool { return f.Articles == 0 })
	return graph.Rank(asked, found, limit), nil
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

// EdgesOf returns the strongest edges at an entity.
func (s *Store) EdgesOf(ctx context.Context, id string, limit int) ([]graph.Edge, int, error) {
	if err := s.canonical(ctx, &id); err != nil {
		return nil, 0, err
	}
	if limit <= 0 {
		limit = math.MaxInt32
	}
	if s.until != "" {
		edges, err := s.edgesThen(ctx, "ties_of", map[string]any{"id": id})
		return edges[:min(limit, len(edges))], len(edges), err
	}
	rows, err := s.read(ctx, "edges_of", map[string]any{"id": id, "limit": limit})
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	edges := make([]graph.Edge, 0, len(rows))
	for _, m := range rows {
		e, err := edgeIn(m)
		if err != nil {
			return nil, 0, err
		}
		edges = append(edges, e)
	}
	return edges, rows[0].number("total"), nil
}

// Edges returns the edges between two entities.
func (s *Store) Edges(ctx context.Context, from, relation, to string) ([]graph.Edge, error) {
	if err := s.canonical(ctx, &from, &to); err != nil {
		return nil, err
	}
	params := map[string]any{"from": from, "relation": relation, "to": to}
	if s.until != "" {
		return s.edgesThen(ctx, "ties_between", params)
	}
	return collect(ctx, s, "edges", params, edgeIn)
}

// edgesThen sums edges up from the events of the view, strongest first.
func (s *Store) edgesThen(ctx context.Context, name string, params map[string]any) ([]graph.Edge, error) {
	ties, err := collect(ctx, s, name, params, tieIn)
	return graph.SumEdges(ties), err
}

// Endings returns what other events end of those behind an edge.
func (s *Store) Endings(ctx context.Context, edgeKey string) ([]graph.Ending, error) {
	d := graph.Dyad{Key: edgeKey}
	var err error
	if s.until != "" {
		d.Ties, err = collect(ctx, s, "ties_dyad", map[string]any{"key": edgeKey}, tieIn)
	} else {
		d.Parts, err = collect(ctx, s, "endings", map[string]any{"key": edgeKey}, func(m row) (graph.Part, error) { return partOf(m.props("p")), nil })
	}
	return graph.SumEdge(d).Ends, err
}

// Events returns the events behind an edge.
func (s *Store) Events(ctx context.Context, edgeKey string) ([]graph.Event, error) {
	return collect(ctx, s, "events", map[string]any{"key": edgeKey}, eventOrErr)
}

// Event returns the event with the ID.
func (s *Store) Event(ctx context.Context, id string) (graph.Event, error) {
	list, err := collect(ctx, s, "event", map[string]any{"id": id}, eventOrErr)
	return one(list, err, id)
}

// EventsOf returns the latest events with the entity as a party.
func (s *Store) EventsOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	return s.EventsBetween(ctx, id, "", limit)
}

// EventsBetween returns the latest events with both entities as parties.
func (s *Store) EventsBetween(ctx context.Context, a, b string, limit int) ([]graph.Event, error) {
	if err := s.canonical(ctx, &a, &b); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = math.MaxInt32
	} else if b == "" && s.until == "" {
		rows, err := s.read(ctx, "party_to", map[string]any{"id": a})
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 && rows[0].number("n") > busyWith {
			return s.latestOf(ctx, a, limit)
		}
	}
	return collect(ctx, s, "events_of", map[string]any{"id": a, "also": b, "limit": limit}, eventOrErr)
}

// busyWith is how many claims and events make an entity one whose latest events
// are found sooner by a walk over the latest of all.
const busyWith = 5000

// latestOf gives the latest events of a busy entity. Those without any date come
// last and stand in no index: where they are asked for, all are read.
func (s *Store) latestOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	events, err := collect(ctx, s, "latest_of", map[string]any{"id": id, "limit": limit}, eventOrErr)
	if err == nil && len(events) < limit {
		return collect(ctx, s, "events_of", map[string]any{"id": id, "also": "", "limit": limit}, eventOrErr)
	}
	return events, err
}

// MaybeSame returns pairs of events that may be one, the likeliest first.
func (s *Store) MaybeSame(ctx context.Context, limit int) ([]graph.MaybeSame, error) {
	rows, err := s.read(ctx, "maybe_same", nil)
	var pairs []graph.MaybeSame
	for _, m := range rows {
		pairs = append(pairs, graph.Pairs(m.text("id"), m.list("others"), m.floats("scores"))...)
	}
	return graph.Likeliest(pairs, limit), err
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

// Record returns an article's record.
func (s *Store) Record(ctx context.Context, article string) (graph.Record, error) {
	list, err := collect(ctx, s, "article", map[string]any{"id": article}, func(m row) (graph.Record, error) { return articleOf(m.props("a")), nil })
	if _, err := one(list, err, article); err != nil {
		return graph.Record{}, err
	}
	return list[0], s.fill(ctx, list, false)
}

// Editions returns the versions of those articles that are there.
func (s *Store) Editions(ctx context.Context, ids []string) (map[string]graph.Edition, error) {
	rows, err := s.read(ctx, "editions", map[string]any{"ids": ids})
	kept := make(map[string]graph.Edition, len(rows))
	for _, m := range rows {
		kept[m.text("id")] = editionOf(m)
	}
	return kept, err
}

// EdgesAtMost counts the dyads, a sum that the server has.
func (s *Store) EdgesAtMost(ctx context.Context) (int, error) {
	n, err := collect(ctx, s, "dyads", nil, func(m row) (int, error) { return m.number("n"), nil })
	return one(n, err, "the number of dyads")
}

// Counts returns the sizes of the graph.
func (s *Store) Counts(ctx context.Context) (graph.Counts, error) {
	c := graph.Counts{EventsByRelation: map[string]int{}, EventsByMonth: map[string]int{}, ArticlesBySource: map[string]int{}, EventsByKind: map[schema.SourceKind]int{}}
	sizes, err := s.read(ctx, "sizes", nil)
	if err != nil {
		return c, err
	}
	for _, m := range sizes {
		c.Articles, c.Claims, c.Edges = m.number("articles"), m.number("claims"), m.number("edges")
	}
	sources, err := s.read(ctx, "sources", nil)
	if err != nil {
		return c, err
	}
	for _, m := range sources {
		c.ArticlesBySource[m.text("source")] = m.number("articles")
	}
	c.Sources = len(c.ArticlesBySource)
	if s.until != "" {
		all, err := s.edgesThen(ctx, "ties_all", nil)
		if err != nil {
			return c, err
		}
		c.Edges = len(all)
	}
	kinds, err := s.read(ctx, "kinds", nil)
	if err != nil {
		return c, err
	}
	c.EntitiesByKind, c.Entities = kindsOf(kinds)
	relations, err := s.read(ctx, "relations", nil)
	for _, m := range relations {
		c.AddEvents(m.text("relation"), m.text("month"), m.number("n"), m.text("first"), m.text("last"))
		k, err := schema.ParseSourceKind(m.text("kind"))
		if err != nil {
			k = schema.FromText // somebody has edited the graph
		}
		c.EventsByKind[k] += m.number("n")
	}
	return c, err
}
