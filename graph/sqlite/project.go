package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"

	"github.com/entente-kg/entente/graph"
)

// DirtyBlocks returns blocks to be resolved, with their current claims and
// those of their neighbours.
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
	var keys []string
	for _, b := range blocks {
		keys = append(append(keys, b.Key), graph.Neighbours(b.Key)...)
	}
	slices.Sort(keys)
	claims := make(map[string][]graph.ClaimIn, len(keys))
	query := selectClaims + " JOIN json_each(?) k ON c.block = k.value WHERE c.superseded_at IS NULL"
	rows, err := collect(ctx, s, query, []any{toJSON(slices.Compact(keys))}, scanClaimIn)
	if err != nil {
		return nil, err
	}
	for _, c := range rows {
		claims[c.Block] = append(claims[c.Block], c)
	}
	for i := range blocks {
		b := &blocks[i]
		for _, key := range append([]string{b.Key}, graph.Neighbours(b.Key)...) {
			b.Claims = append(b.Claims, claims[key]...)
		}
	}
	return blocks, nil
}

var selectClaims = "SELECT " + prefixed("c", claimColumns) +
	", a.wire, a.gist, a.published, a.precision, a.source FROM claims c JOIN articles a ON a.id = c.article"

func scanClaimIn(scan func(...any) error) (graph.ClaimIn, error) {
	var in graph.ClaimIn
	row, err := scanClaim(scan, &in.Wire, &in.Gist, &in.Published.Value, &in.Published.Precision, &in.Source)
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
	putEvent = insert("events", eventColumns+", likest, digest", "RETURNING version")
	putTie   = insert("ties", tieColumns, "")
	putPart  = insert("parts", partColumns, replace("dyad, month", partColumns))
	putEdge  = insert("edges", edgeColumns+", ends", replace("dyad", edgeColumns+", ends"))
)

// version is what is kept of an event that is there.
type version struct {
	row              int64
	digest, recorded string
}

func (p *put) replaceEvents(ctx context.Context, b *graph.BlockEvents) error {
	old := map[string]version{}
	st, err := p.prepared(ctx, "SELECT id, version, digest, recorded_at FROM events WHERE block = ? AND superseded_at IS NULL")
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, b.Block)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id string
		var v version
		if err := rows.Scan(&id, &v.row, &v.digest, &v.recorded); err != nil {
			return errors.Join(err, rows.Close())
		}
		old[id] = v
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	var write []*graph.Event
	for i := range b.Events {
		e := &b.Events[i]
		was, known := old[e.ID]
		if known && was.digest == e.Digest() {
			delete(old, e.ID)
			continue
		}
		write = append(write, e)
	}
	for _, v := range old {
		if err := p.dropEvent(ctx, v); err != nil {
			return err
		}
	}
	for _, e := range write {
		if err := p.event(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

const touchDyads = "INSERT INTO dirty_dyads SELECT dyad, month, ? FROM ties WHERE version = ? ON CONFLICT (dyad, month) DO UPDATE SET mark = excluded.mark"

// dropEvent ends a version: it stays where it was known on a former day, for
// views as of that day; what came and went within a day is deleted.
func (p *put) dropEvent(ctx context.Context, v version) error {
	if err := p.exec(ctx, touchDyads, p.mark, v.row); err != nil {
		return err
	}
	if graph.SameDay(v.recorded, p.now) {
		return p.exec(ctx, "DELETE FROM events WHERE version = ?", v.row)
	}
	return p.exec(ctx, "UPDATE events SET superseded_at = ? WHERE version = ?", p.now, v.row)
}

func (p *put) event(ctx context.Context, e *graph.Event) error {
	likest := 0.0
	for _, score := range e.Likeness {
		likest = max(likest, score)
	}
	var row int64
	if err := p.row(ctx, putEvent, append(eventValues(e, p.now), likest, e.Digest()), &row); err != nil {
		return err
	}
	for _, id := range e.Parties() {
		if err := p.exec(ctx, "INSERT INTO parties VALUES (?, ?)", id, row); err != nil {
			return err
		}
	}
	if len(e.Ties) == 0 {
		return nil
	}
	month := e.Month()
	for i := range e.Ties {
		t := &e.Ties[i]
		err := errors.Join(
			p.exec(ctx, "INSERT INTO dyads VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", t.Key(), t.From, t.Relation, t.To, t.Symmetric),
			p.exec(ctx, putTie, tieValues(row, month, t)...),
		)
		if err != nil {
			return err
		}
	}
	return p.exec(ctx, touchDyads, p.mark, row)
}

// DirtyDyads returns dyads to be summed up.
func (s *Store) DirtyDyads(ctx context.Context, limit int) ([]graph.Dyad, error) {
	const query = `SELECT d.dyad, max(d.mark), json_group_array(d.month),
		coalesce((SELECT y.symmetric FROM dyads y WHERE y.dyad = d.dyad), 0)
		FROM dirty_dyads d GROUP BY d.dyad ORDER BY d.dyad LIMIT ?`
	dyads, err := collect(ctx, s, query, []any{limit}, func(scan func(...any) error) (graph.Dyad, error) {
		var d graph.Dyad
		err := scan(&d.Key, &d.Mark, list{&d.Months}, &d.Symmetric)
		slices.Sort(d.Months)
		return d, errors.Join(err, d.ParseKey())
	})
	if err != nil || len(dyads) == 0 {
		return nil, err
	}
	at := map[string]*graph.Dyad{}
	var keys []string
	for i := range dyads {
		at[dyads[i].Key] = &dyads[i]
		keys = append(keys, dyads[i].Key)
	}
	dirty := " JOIN dirty_dyads d ON d.dyad = t.dyad AND d.month = t.month JOIN json_each(?) k ON k.value = d.dyad"
	ties, err := collect(ctx, s, selectTies+dirty+" WHERE e.superseded_at IS NULL", []any{toJSON(keys)}, scanTie)
	if err != nil {
		return nil, err
	}
	for _, t := range ties {
		// A month that became dirty after the read is not among Months: another
		// mark goes with it, and the edge is not taken.
		if d := at[t.Key()]; slices.Contains(d.Months, t.Month()) {
			d.Ties = append(d.Ties, t)
		}
	}
	parts := "SELECT " + partColumns + " FROM parts JOIN json_each(?) k ON k.value = dyad"
	return dyads, s.wrap("read", s.each(ctx, parts, []any{toJSON(keys)}, func(scan func(...any) error) error {
		dyad, p, err := scanPart(scan)
		if err == nil && !slices.Contains(at[dyad].Months, p.Month) {
			at[dyad].Parts = append(at[dyad].Parts, p)
		}
		return err
	}))
}

const selectTies = `SELECT y.source, y.relation, y.target, t.via, y.symmetric, t.reports, t.independent, t.denied, t.ends,
	e.id, e.date, e.precision, e.published, e.published_precision, e.goldstein, e.confidence, e.status
	FROM ties t JOIN dyads y ON y.dyad = t.dyad JOIN events e ON e.version = t.version`

func scanTie(scan func(...any) error) (graph.TieIn, error) {
	var t graph.TieIn
	var status graph.Status
	err := scan(&t.From, &t.Relation, &t.To, &t.Via, &t.Symmetric, &t.Reports, &t.Independent, &t.Denied, &t.Ends,
		&t.Event, &t.Date.Value, &t.Date.Precision, &t.Published.Value, &t.Published.Precision, &t.Goldstein, &t.Confidence, &status)
	t.Contested = status == graph.Contested
	return t, err
}

// ReplaceEdges writes the edges of dyads that are still as they were read.
func (s *Store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	return s.write(ctx, "write edges to", func(tx *sql.Tx) error {
		p := &put{tx: tx, stmt: map[string]*sql.Stmt{}}
		for i := range edges {
			// Marks only grow: where the largest is that of the read, nothing came in.
			const largest = "SELECT max(mark) FROM dirty_dyads WHERE dyad = ?1 HAVING max(mark) = ?2"
			fresh, err := p.clean(ctx, largest, edges[i].Key, edges[i].Mark)
			if err == nil && fresh {
				err = p.edge(ctx, &edges[i])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *put) edge(ctx context.Context, e *graph.DyadEdge) error {
	err := errors.Join(
		p.exec(ctx, "DELETE FROM dirty_dyads WHERE dyad = ?", e.Key),
		p.exec(ctx, "DELETE FROM parts WHERE dyad = ? AND month IN (SELECT value FROM json_each(?))", e.Key, toJSON(e.Months)),
	)
	if err != nil {
		return err
	}
	for i := range e.Parts {
		if err := p.exec(ctx, putPart, partValues(e.Key, &e.Parts[i])...); err != nil {
			return err
		}
	}
	if e.Edge == nil {
		return p.exec(ctx, "DELETE FROM edges WHERE dyad = ?", e.Key)
	}
	return p.exec(ctx, putEdge, append(edgeValues(e.Edge), anyJSON(e.Ends))...)
}
