package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/entente-kg/entente/graph"
)

// DirtyBlocks returns blocks to be resolved, with their current claims.
func (s *Store) DirtyBlocks(ctx context.Context, limit int) ([]graph.Block, error) {
	var blocks []graph.Block
	// The mark is read before the claims: if another process adds one in
	// between, the mark no longer fits and the events are not taken.
	err := s.each(ctx, "SELECT block, mark FROM dirty_blocks ORDER BY block LIMIT ?", []any{limit}, func(scan func(...any) error) error {
		var b graph.Block
		err := scan(&b.Key, &b.Mark)
		blocks = append(blocks, b)
		return err
	})
	if err != nil {
		return nil, s.wrap("read", err)
	}
	for i := range blocks {
		b := &blocks[i]
		err := s.each(ctx, selectClaims+" WHERE c.block = ? AND c.superseded_at IS NULL", []any{b.Key}, func(scan func(...any) error) error {
			c, err := scanClaimIn(scan)
			b.Claims = append(b.Claims, c)
			return err
		})
		if err != nil {
			return nil, s.wrap("read", err)
		}
	}
	return blocks, nil
}

var selectClaims = "SELECT " + prefixed("c", claimColumns) +
	", a.wire, a.published, a.precision, a.source FROM claims c JOIN articles a ON a.id = c.article"

func scanClaimIn(scan func(...any) error) (graph.ClaimIn, error) {
	var in graph.ClaimIn
	row, err := scanClaim(scan, &in.Wire, &in.Published.Value, &in.Published.Precision, &in.Source)
	in.Row = row
	return in, err
}

// ReplaceEvents writes the events of blocks that are still as they were read.
func (s *Store) ReplaceEvents(ctx context.Context, blocks []graph.BlockEvents) error {
	return s.write(ctx, "write events to", func(tx *sql.Tx) error {
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		for _, b := range blocks {
			fresh, err := p.clean(ctx, "DELETE FROM dirty_blocks WHERE block = ? AND mark = ? RETURNING mark", b.Block, b.Mark)
			if err == nil && fresh {
				err = p.replaceEvents(ctx, &b)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// clean takes back a mark, and reports whether it was still there.
func (p *put) clean(ctx context.Context, query, key, mark string) (bool, error) {
	n, err := strconv.ParseInt(mark, 10, 64)
	if err != nil {
		return false, err
	}
	err = p.row(ctx, query, []any{key, n}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

var (
	putEvent = insert("events", eventColumns+", digest, recorded_at", replace("id", eventColumns+", digest"))
	putTie   = insert("ties", tieColumns, "")
	putEdge  = insert("edges", edgeColumns, replace("dyad", edgeColumns))
)

func (p *put) replaceEvents(ctx context.Context, b *graph.BlockEvents) error {
	old := map[string]string{} // ID → digest
	rows, err := p.tx.QueryContext(ctx, "SELECT id, digest FROM events WHERE block = ?", b.Block)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id, digest string
		if err := rows.Scan(&id, &digest); err != nil {
			return errors.Join(err, rows.Close())
		}
		old[id] = digest
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for i := range b.Events {
		e := &b.Events[i]
		digest := e.Digest()
		was, known := old[e.ID]
		delete(old, e.ID)
		if known && was == digest {
			continue
		}
		if known {
			if err := p.untie(ctx, e.ID); err != nil {
				return err
			}
		}
		if err := p.event(ctx, e, digest); err != nil {
			return err
		}
	}
	for id := range old {
		if err := p.untie(ctx, id); err != nil {
			return err
		}
		if err := p.exec(ctx, "DELETE FROM events WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// untie removes an event's ties and parties; the dyads become dirty.
func (p *put) untie(ctx context.Context, event string) error {
	const touch = "INSERT INTO dirty_dyads SELECT dyad, ? FROM ties WHERE event = ? ON CONFLICT (dyad) DO UPDATE SET mark = excluded.mark"
	return errors.Join(
		p.exec(ctx, touch, p.mark, event),
		p.exec(ctx, "DELETE FROM ties WHERE event = ?", event),
		p.exec(ctx, "DELETE FROM parties WHERE event = ?", event),
	)
}

func (p *put) event(ctx context.Context, e *graph.Event, digest string) error {
	if err := p.exec(ctx, putEvent, append(eventValues(e), digest, p.now)...); err != nil {
		return err
	}
	for _, id := range e.Parties() {
		if err := p.exec(ctx, "INSERT INTO parties VALUES (?, ?)", id, e.ID); err != nil {
			return err
		}
	}
	for i := range e.Ties {
		t := &e.Ties[i]
		if err := p.exec(ctx, putTie, tieValues(e.ID, t)...); err != nil {
			return err
		}
		const touch = "INSERT INTO dirty_dyads VALUES (?, ?) ON CONFLICT (dyad) DO UPDATE SET mark = excluded.mark"
		if err := p.exec(ctx, touch, t.Key(), p.mark); err != nil {
			return err
		}
	}
	return nil
}

// DirtyDyads returns dyads to be summed up.
func (s *Store) DirtyDyads(ctx context.Context, limit int) ([]graph.Dyad, error) {
	var dyads []graph.Dyad
	err := s.each(ctx, "SELECT dyad, mark FROM dirty_dyads ORDER BY dyad LIMIT ?", []any{limit}, func(scan func(...any) error) error {
		var d graph.Dyad
		err := scan(&d.Key, &d.Mark)
		dyads = append(dyads, d)
		return err
	})
	if err != nil {
		return nil, s.wrap("read", err)
	}
	for i := range dyads {
		if err := s.ties(ctx, &dyads[i]); err != nil {
			return nil, s.wrap("read", err)
		}
	}
	return dyads, nil
}

func (s *Store) ties(ctx context.Context, d *graph.Dyad) error {
	const query = `SELECT t.event, t.source, t.relation, t.target, t.via, t.symmetric, t.reports, t.independent, t.denied,
		e.date, e.precision, e.published, e.published_precision, e.goldstein, e.confidence, e.status
		FROM ties t JOIN events e ON e.id = t.event WHERE t.dyad = ?`
	return s.each(ctx, query, []any{d.Key}, func(scan func(...any) error) error {
		var t graph.TieIn
		var status graph.Status
		err := scan(&t.Event, &t.From, &t.Relation, &t.To, &t.Via, &t.Symmetric, &t.Reports, &t.Independent, &t.Denied,
			&t.Date.Value, &t.Date.Precision, &t.Published.Value, &t.Published.Precision, &t.Goldstein, &t.Confidence, &status)
		t.Contested = status == graph.Contested
		d.From, d.Relation, d.To, d.Symmetric = t.From, t.Relation, t.To, t.Symmetric
		d.Ties = append(d.Ties, t)
		return err
	})
}

// ReplaceEdges writes the edges of dyads that are still as they were read.
func (s *Store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	return s.write(ctx, "write edges to", func(tx *sql.Tx) error {
		p := &put{tx: tx, stmt: map[string]*sql.Stmt{}}
		for _, e := range edges {
			fresh, err := p.clean(ctx, "DELETE FROM dirty_dyads WHERE dyad = ? AND mark = ? RETURNING mark", e.Key, e.Mark)
			if err != nil {
				return err
			}
			switch {
			case !fresh:
				continue
			case e.Edge == nil:
				err = p.exec(ctx, "DELETE FROM edges WHERE dyad = ?", e.Key)
			default:
				err = p.exec(ctx, putEdge, edgeValues(e.Edge)...)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
