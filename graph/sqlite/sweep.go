package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"

	"github.com/entente-kg/entente/schema"
)

// orphans are the rows of each table whose parents are not there, which the
// file's own rules keep from happening: another program, or a damaged page that
// was mended by hand, has taken them out. Nothing can be read of such a row.
var orphans = []struct{ table, where string }{
	{"parties", "version NOT IN (SELECT version FROM events) OR entity NOT IN (SELECT n FROM entities)"},
	{"ties", "version NOT IN (SELECT version FROM events) OR dyad NOT IN (SELECT n FROM dyads)"},
	{"parts", "dyad NOT IN (SELECT n FROM dyads)"},
	{"dirty_dyads", "dyad NOT IN (SELECT n FROM dyads)"},
	{"names", "entity NOT IN (SELECT id FROM entities)"},
	{"mentions", "article NOT IN (SELECT n FROM articles) OR entity NOT IN (SELECT n FROM entities)"},
	{"claims", "article NOT IN (SELECT n FROM articles)"},
}

// Sweep makes tables and indexes that are not there, removes rows whose parents
// are not there, and says which; what can be
// computed anew is then computed anew by a rebuild, and an article that is gone
// comes back when it is imported again.
func (s *Store) Sweep(ctx context.Context) (swept []string, err error) {
	err = s.write(ctx, "mend", func(tx *sql.Tx) error {
		lost, err := s.lost(ctx, tx)
		if err != nil {
			return err
		}
		for _, o := range lost {
			if _, err := tx.ExecContext(ctx, o.sql); err != nil {
				return err
			}
			swept = append(swept, fmt.Sprintf("the %s %s made anew", o.kind, o.name))
		}
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		nameless, err := collectTx(ctx, tx, "SELECT "+entityColumns+" FROM entities e WHERE name <> '' AND NOT EXISTS (SELECT 1 FROM names n WHERE n.entity = e.id)", nil, justEntity)
		if err != nil {
			return err
		}
		for i := range nameless {
			if err := p.entity(ctx, &nameless[i]); err != nil {
				return err
			}
		}
		if len(nameless) > 0 {
			swept = append(swept, fmt.Sprintf("names of %d actors written anew, by which they are found", len(nameless)))
		}
		rows, err := tx.QueryContext(ctx, "PRAGMA foreign_key_check")
		if err != nil {
			return err
		}
		some := rows.Next()
		if err := rows.Close(); err != nil || !some {
			return err
		}
		for _, o := range orphans {
			result, err := tx.ExecContext(ctx, "DELETE FROM "+o.table+" WHERE "+o.where)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				swept = append(swept, fmt.Sprintf("%d rows of %s removed that referred to what is not there", n, o.table))
			}
		}
		return nil
	})
	return swept, err
}

func justEntity(scan func(...any) error) (schema.Entity, error) { return scanEntity(scan) }

// Distrust takes back all sums and marks all events as wrong, in one
// transaction with the marks that have them computed anew.
func (s *Store) Distrust(ctx context.Context) error {
	return s.write(ctx, "mend", func(tx *sql.Tx) error {
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		for _, q := range []string{
			"UPDATE events SET digest = '' WHERE superseded_at IS NULL",
			"DELETE FROM counted",
			"DELETE FROM parts",
			"DELETE FROM dirty_dyads",
			"UPDATE dyads SET events = 0, via = '', first = '', last = '', ended = '', reports = 0, independent = 0, denied = 0, contested = 0, score = 0, confidence = 0, event_ids = '[]', ends = '[]'",
		} {
			if err := p.exec(ctx, q); err != nil {
				return err
			}
		}
		return p.markAll(ctx)
	})
}

// Sums looks whether what the store keeps for itself agrees with what it is
// the sum or the index of. A Remake mends it.
func (s *Store) Sums(ctx context.Context) (map[string]int, error) {
	found := map[string]int{}
	for fault, query := range map[string]string{
		"event to which none of its parties leads": `SELECT count(*) FROM events e WHERE superseded_at IS NULL AND actor <> '[]' AND NOT EXISTS (SELECT 1 FROM parties p WHERE p.version = e.version)`,
		"edge that is not the sum of its months":   `SELECT count(*) FROM dyads d WHERE events <> (SELECT coalesce(sum(events), 0) FROM parts p WHERE p.dyad = d.n)`,
		"relation and day with a wrong count of events": `SELECT count(*) FROM (SELECT relation, date, sum(n) AS n FROM (
			SELECT relation, date, count(*) AS n FROM events WHERE superseded_at IS NULL GROUP BY relation, date
			UNION ALL SELECT relation, date, -events FROM counted) GROUP BY relation, date HAVING sum(n) <> 0)`,
		"actor that is not found by name": `SELECT count(*) FROM entities e WHERE NOT EXISTS (SELECT 1 FROM names n WHERE n.entity = e.id) AND name <> ''`,
	} {
		var n int
		if err := s.db.QueryRowContext(ctx, query).Scan(&n); err != nil {
			return nil, s.wrap("examine", err)
		}
		if n > 0 {
			found[fault] = n
		}
	}
	changed, err := s.changed(ctx)
	if changed > 0 {
		found["event that is not what was computed"] = changed
	}
	return found, err
}

// changed counts the events that differ from what was written of them.
func (s *Store) changed(ctx context.Context) (int, error) {
	short := func(text string) uint64 {
		h := fnv.New64a()
		h.Write([]byte(text))
		return h.Sum64()
	}
	written := map[uint64]uint64{} // ID → digest
	err := s.each(ctx, "SELECT id, digest FROM events WHERE superseded_at IS NULL", nil, func(scan func(...any) error) error {
		var id, digest string
		err := scan(&id, &digest)
		written[short(id)] = short(digest)
		return err
	})
	if err != nil {
		return 0, s.wrap("examine", err)
	}
	n := 0
	for e, err := range s.AllEvents(ctx) {
		if err != nil {
			return 0, err
		}
		if written[short(e.ID)] != short(e.Digest()) {
			n++
		}
	}
	return n, nil
}
