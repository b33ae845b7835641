package neo4j

import (
	"context"
	"slices"

	"github.com/entente-kg/entente/graph"
)

// wanted are the parameters that say which edges are.
func wanted(w *graph.Which) map[string]any {
	relations := w.Relations
	if relations == nil {
		relations = []string{}
	}
	return map[string]any{
		"relations": relations, "from": w.From, "to": w.To, "independent": w.Independent, "confidence": w.Confidence, "stance": string(w.Stance), "source": w.Source,
	}
}

// Near returns the wanted edges of an entity with its nearest neighbours.
func (s *Store) Near(ctx context.Context, id string, w graph.Which, neighbours int) ([]graph.Edge, int, error) {
	if err := s.canonical(ctx, &id); err != nil {
		return nil, 0, err
	}
	if s.until != "" {
		edges, err := s.wantedThen(ctx, &w, "ties_of", map[string]any{"id": id})
		if err != nil {
			return nil, 0, err
		}
		near, others := graph.Nearest(id, edges, neighbours)
		return near, others, nil
	}
	params := wanted(&w)
	params["id"], params["limit"] = id, neighbours
	rows, err := s.read(ctx, "nearest", params)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	near := rows[0].list("near")
	params["near"] = near
	edges, err := collect(ctx, s, "near", params, edgeIn)
	return edges, rows[0].number("neighbours") - len(near), err
}

// Strongest returns the wanted edges with the most independent reports.
func (s *Store) Strongest(ctx context.Context, w graph.Which, limit int) ([]graph.Edge, error) {
	if s.until != "" {
		all, err := s.wantedThen(ctx, &w, "ties_all", nil)
		return all[:min(limit, len(all))], err
	}
	params := wanted(&w)
	params["limit"] = limit
	return collect(ctx, s, "strongest", params, edgeIn)
}

// wantedThen gives the wanted edges of a former day, strongest first.
func (s *Store) wantedThen(ctx context.Context, w *graph.Which, name string, params map[string]any) ([]graph.Edge, error) {
	edges, err := s.edgesThen(ctx, name, params)
	edges = slices.DeleteFunc(edges, func(e graph.Edge) bool { return !w.Wants(&e) })
	if err != nil || w.Source == "" {
		return edges, err
	}
	keys := make([]string, len(edges))
	for i := range edges {
		keys[i] = edges[i].Key
	}
	rows, err := s.read(ctx, "told_by", map[string]any{"keys": keys, "source": w.Source})
	told := map[string]bool{}
	for _, m := range rows {
		told[m.text("key")] = true
	}
	return slices.DeleteFunc(edges, func(e graph.Edge) bool { return !told[e.Key] }), err
}
