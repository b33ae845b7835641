package neo4j

import (
	"context"

	"github.com/entente-kg/entente/graph"
)

// LatestOf is what EventsOf does for busy entities.
func (s *Store) LatestOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	return s.latestOf(ctx, id, limit)
}
