package sqlite

import (
	"context"
	"database/sql"

	"github.com/entente-kg/entente/graph/measure"
)

// PutMeasures writes what network analysis says of actors into the table
// measures, in the place of what was written before. The table is there only
// once it was asked for.
func (s *Store) PutMeasures(ctx context.Context, actors []measure.Actor) error {
	return s.write(ctx, "write measures", func(tx *sql.Tx) error {
		for _, text := range []string{
			"DROP TABLE IF EXISTS measures",
			`CREATE TABLE measures (entity TEXT PRIMARY KEY, degree INTEGER NOT NULL, weighted_degree INTEGER NOT NULL,
				betweenness REAL NOT NULL, page_rank REAL NOT NULL, bloc INTEGER, measured_at TEXT NOT NULL) STRICT, WITHOUT ROWID`,
		} {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO measures VALUES (?, ?, ?, ?, ?, nullif(?, 0), ?)")
		if err != nil {
			return err
		}
		defer func() { _ = insert.Close() }() // the transaction ends it too
		now := s.stamp()
		for _, a := range actors {
			if _, err := insert.ExecContext(ctx, a.ID, a.Degree, a.Weight, a.Betweenness, a.PageRank, a.Bloc, now); err != nil {
				return err
			}
		}
		return nil
	})
}
