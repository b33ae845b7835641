package neo4j

import (
	"context"
	"slices"

	"github.com/entente-kg/entente/graph/measure"
)

// PutMeasures writes what network analysis says of actors as properties of
// their nodes, in the place of what was written before.
func (s *Store) PutMeasures(ctx context.Context, actors []measure.Actor) error {
	return s.write(ctx, "write measures", func(t *tx) error {
		if err := t.do(ctx, "clear_measures", nil); err != nil {
			return err
		}
		for part := range slices.Chunk(actors, unwindRows) {
			var rows []map[string]any
			for _, a := range part {
				row := map[string]any{"id": a.ID, "degree": a.Degree, "weighted_degree": a.Weight, "betweenness": a.Betweenness, "page_rank": a.PageRank, "bloc": nil}
				if a.Bloc > 0 {
					row["bloc"] = a.Bloc
				}
				rows = append(rows, row)
			}
			if err := t.do(ctx, "put_measures", map[string]any{"rows": rows, "now": t.now}); err != nil {
				return err
			}
		}
		return nil
	})
}
