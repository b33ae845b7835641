package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/entente-kg/entente/graph"
)

// DirtyBlocks returns blocks to be resolved, with their current claims and
// those of their neighbours, by slot.
func (s *Store) DirtyBlocks(ctx context.Context, after string, limit int) ([]graph.Block, error) {
	slot := int64(-1)
	if after != "" {
		slot = slotOf(after)
	}
	var blocks []graph.Block
	// The mark is read before the claims: if another process adds one in
	// between, the mark no longer fits and the events are not taken.
	err := s.each(ctx, "SELECT block, mark FROM dirty_blocks WHERE (slot, block) > (?, ?) ORDER BY slot, block LIMIT ?", []any{slot, after, limit}, func(scan func(...any) error) error {
		var b graph.Block
		err := scan(&b.Key, &b.Mark)
		blocks = append(blocks, b)
		return err
	})
	if err != nil {
		return nil, s.wrap("read", err)
	}
	var slots []int64
	for _, b := range blocks {
		slots = append(slots, slotOf(b.Key))
		for _, n := range graph.Neighbours(b.Key) {
			slots = append(slots, slotOf(n))
		}
	}
	slices.Sort(slots)
	claims := make(map[string][]graph.ClaimIn, len(slots))
	query := selectClaims + " JOIN json_each(?) k ON c.slot = k.value WHERE c.superseded_at IS NULL"
	rows, err := collect(ctx, s, query, []any{anyJSON(slices.Compact(slots))}, scanClaimIn)
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

// Claims with what resolving needs to know of their articles.
var (
	claimInColumns = "a.id, " + prefixed("c", claimColumns) + ", a.wire, a.gist, a.published, a.precision, a.source"
	selectClaims   = "SELECT " + claimInColumns + fromClaims
)

const fromClaims = " FROM claims c JOIN articles a ON a.n = c.article"

func scanClaimIn(scan func(...any) error) (graph.ClaimIn, error) {
	var in graph.ClaimIn
	row, err := scanClaim(scan, &in.Wire, &in.Gist, &in.Published.Value, &in.Published.Precision, &in.Source)
	in.Row = row
	return in, err
}

// ReplaceEvents writes the events of blocks that are still as they were read.
func (s *Store) ReplaceEvents(ctx context.Context, blocks []graph.BlockEvents) (stale []string, err error) {
	err = s.write(ctx, "write events to", func(tx *sql.Tx) error {
		stale = nil // of a try before
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		for _, b := range blocks {
			mark, err := strconv.ParseInt(b.Mark, 10, 64)
			if err != nil {
				return err
			}
			take, err := p.any(ctx, "DELETE FROM dirty_blocks WHERE slot = ? AND block = ? AND mark = ? RETURNING true", slotOf(b.Block), b.Block, mark)
			if err == nil && !take && b.Anyway { // not a clean one: its events are later ones
				take, err = p.any(ctx, "SELECT true FROM dirty_blocks WHERE slot = ? AND block = ?", slotOf(b.Block), b.Block)
			}
			switch {
			case err != nil:
			case take:
				err = p.replaceEvents(ctx, &b)
			default:
				stale = append(stale, b.Block)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return stale, err
}

// any reports whether a statement returns a row.
func (p *put) any(ctx context.Context, query string, args ...any) (bool, error) {
	var some bool
	err := p.row(ctx, query, args, &some)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

var (
	putEvent = insert("events", eventColumns+", hash, slot, likest, digest", "RETURNING version")
	putTie   = insert("ties", tieColumns, "")
	putPart  = insert("parts", partColumns, replace("dyad, month", partColumns))
	putEdge  = update("dyads", edgeColumns+", ends")
)

// distrusted is the digest of an event that may be wrong.
const distrusted = ""

// version is what is kept of an event that is there.
type version struct {
	row              int64
	digest, recorded string
}

func (p *put) replaceEvents(ctx context.Context, b *graph.BlockEvents) error {
	old := map[string]version{}
	st, err := p.prepared(ctx, "SELECT id, version, digest, recorded_at FROM events WHERE slot = ? AND block = ? AND superseded_at IS NULL")
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, slotOf(b.Block), b.Block)
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
		switch {
		case known && was.digest == e.Digest():
			delete(old, e.ID)
			continue
		case known && was.digest == distrusted: // written in its place, as of when it was recorded
			delete(old, e.ID)
			if err := p.exec(ctx, "DELETE FROM events WHERE version = ?", was.row); err != nil {
				return err
			}
			if err := p.event(ctx, e, was.recorded); err != nil {
				return err
			}
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
		if err := p.event(ctx, e, p.now); err != nil {
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
	const uncount = "UPDATE counted SET events = events - 1 WHERE (relation, date) = (SELECT relation, date FROM events WHERE version = ?)"
	if v.digest != distrusted { // those are counted when they are written
		if err := p.exec(ctx, uncount, v.row); err != nil {
			return err
		}
	}
	if graph.SameDay(v.recorded, p.now) {
		return p.exec(ctx, "DELETE FROM events WHERE version = ?", v.row)
	}
	return p.exec(ctx, "UPDATE events SET superseded_at = ? WHERE version = ?", p.now, v.row)
}

func (p *put) event(ctx context.Context, e *graph.Event, recorded string) error {
	likest := 0.0
	for _, score := range e.Likeness {
		likest = max(likest, score)
	}
	var row int64
	if err := p.row(ctx, putEvent, append(eventValues(e, recorded), hashOf(e.ID), slotOf(e.Block), likest, e.Digest()), &row); err != nil {
		return err
	}
	const count = "INSERT INTO counted VALUES (?, ?, 1) ON CONFLICT (relation, date) DO UPDATE SET events = events + 1"
	if err := p.exec(ctx, count, e.Relation, e.Date.Value); err != nil {
		return err
	}
	for _, id := range e.Parties() {
		n, err := p.number(ctx, id)
		if err == nil {
			err = p.exec(ctx, "INSERT INTO parties VALUES (?, ?)", n, row)
		}
		if err != nil {
			return err
		}
	}
	month := e.Month()
	for i := range e.Ties {
		if err := p.tie(ctx, &e.Ties[i], row, month); err != nil {
			return err
		}
	}
	return nil
}

// tie writes a tie of an event and makes its dyad's month dirty.
func (p *put) tie(ctx context.Context, t *graph.Tie, event int64, month string) error {
	dyad, err := p.dyad(ctx, t)
	if err != nil {
		return err
	}
	return errors.Join(
		p.exec(ctx, putTie, tieValues(event, dyad, month, t)...),
		p.exec(ctx, "INSERT INTO dirty_dyads VALUES (?, ?, ?) ON CONFLICT (dyad, month) DO UPDATE SET mark = excluded.mark", dyad, month, p.mark),
	)
}

// dyad is the number of a tie's dyad, which is added where there is none.
func (p *put) dyad(ctx context.Context, t *graph.Tie) (int64, error) {
	var n int64
	err := p.row(ctx, "SELECT n FROM dyads WHERE hash = ? AND dyad = ?", []any{hashOf(t.Key()), t.Key()}, &n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	source, err := p.number(ctx, t.From)
	if err != nil {
		return 0, err
	}
	target, err := p.number(ctx, t.To)
	if err != nil {
		return 0, err
	}
	const add = "INSERT INTO dyads (dyad, hash, source, target, relation, symmetric, source_kind) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING n"
	err = p.row(ctx, add, []any{t.Key(), hashOf(t.Key()), source, target, t.Relation, t.Symmetric, t.SourceKind.String()}, &n)
	return n, err
}

// DirtyDyads returns dyads to be summed up, by number. A dyad's mark is its
// number and the largest of the marks of its months. After one that is gone come
// the first ones.
func (s *Store) DirtyDyads(ctx context.Context, after string, limit int) ([]graph.Dyad, error) {
	const query = `SELECT d.dyad, y.dyad, y.symmetric, max(d.mark), json_group_array(d.month)
		FROM dirty_dyads d JOIN dyads y ON y.n = d.dyad
		WHERE d.dyad > coalesce((SELECT n FROM dyads WHERE dyad = ?), -1) GROUP BY d.dyad ORDER BY d.dyad LIMIT ?`
	var numbers []int64
	dyads, err := collect(ctx, s, query, []any{after, limit}, func(scan func(...any) error) (graph.Dyad, error) {
		var d graph.Dyad
		var n, mark int64
		err := scan(&n, &d.Key, &d.Symmetric, &mark, list{&d.Months})
		numbers = append(numbers, n)
		d.Mark = fmt.Sprint(n, " ", mark)
		slices.Sort(d.Months)
		return d, errors.Join(err, d.ParseKey())
	})
	if err != nil || len(dyads) == 0 {
		return nil, err
	}
	byKey, byNumber := map[string]*graph.Dyad{}, map[int64]*graph.Dyad{}
	for i := range dyads {
		byKey[dyads[i].Key], byNumber[numbers[i]] = &dyads[i], &dyads[i]
	}
	dirty := " JOIN dirty_dyads d ON d.dyad = t.dyad AND d.month = t.month JOIN json_each(?) k ON k.value = d.dyad"
	ties, err := collect(ctx, s, selectTies+dirty+" WHERE e.superseded_at IS NULL", []any{anyJSON(numbers)}, scanTie)
	if err != nil {
		return nil, err
	}
	for _, t := range ties {
		// A month that became dirty after the read is not among Months: another
		// mark goes with it, and the edge is not taken.
		if d := byKey[t.Key()]; slices.Contains(d.Months, t.Month()) {
			d.Ties = append(d.Ties, t)
		}
	}
	parts := "SELECT " + partColumns + " FROM parts JOIN json_each(?) k ON k.value = dyad"
	return dyads, s.wrap("read", s.each(ctx, parts, []any{anyJSON(numbers)}, func(scan func(...any) error) error {
		n, p, err := scanPart(scan)
		if d := byNumber[n]; err == nil && !slices.Contains(d.Months, p.Month) {
			d.Parts = append(d.Parts, p)
		}
		return err
	}))
}

const selectTies = `SELECT y.dyad, t.via, y.symmetric, t.reports, t.independent, t.denied, t.ends,
	e.id, e.date, e.precision, e.published, e.published_precision, e.goldstein, e.confidence, e.status
	FROM ties t JOIN dyads y ON y.n = t.dyad JOIN events e ON e.version = t.version`

func scanTie(scan func(...any) error) (graph.TieIn, error) {
	var t graph.TieIn
	var d graph.Dyad
	var status graph.Status
	err := scan(&d.Key, &t.Via, &t.Symmetric, &t.Reports, &t.Independent, &t.Denied, &t.Ends,
		&t.Event, &t.Date.Value, &t.Date.Precision, &t.Published.Value, &t.Published.Precision, &t.Goldstein, &t.Confidence, &status)
	if err == nil {
		err = d.ParseKey()
	}
	t.From, t.Relation, t.To, t.SourceKind = d.From, d.Relation, d.To, d.SourceKind
	t.Contested = status == graph.Contested
	return t, err
}

// ReplaceEdges writes the edges of dyads that are still as they were read.
func (s *Store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	return s.write(ctx, "write edges to", func(tx *sql.Tx) error {
		p := &put{tx: tx, stmt: map[string]*sql.Stmt{}}
		for i := range edges {
			var n, mark int64
			if _, err := fmt.Sscan(edges[i].Mark, &n, &mark); err != nil {
				return err
			}
			// Marks only grow: where the largest is that of the read, nothing came in.
			fresh, err := p.any(ctx, "SELECT true FROM dirty_dyads WHERE dyad = ?1 GROUP BY dyad HAVING max(mark) = ?2", n, mark)
			if err == nil && fresh {
				err = p.edge(ctx, n, &edges[i])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *put) edge(ctx context.Context, n int64, e *graph.DyadEdge) error {
	err := p.exec(ctx, "DELETE FROM dirty_dyads WHERE dyad = ?", n)
	gone := slices.Clone(e.Months)
	for i := range e.Parts {
		part := &e.Parts[i]
		gone = slices.DeleteFunc(gone, func(month string) bool { return month == part.Month })
		err = errors.Join(err, p.exec(ctx, putPart, partValues(n, part)...))
	}
	for _, month := range gone {
		err = errors.Join(err, p.exec(ctx, "DELETE FROM parts WHERE dyad = ? AND month = ?", n, month))
	}
	edge, ends := e.Edge, e.Ends
	if edge == nil {
		edge, ends = &graph.Edge{}, nil
	}
	return errors.Join(err, p.exec(ctx, putEdge, append(edgeValues(edge), anyJSON(ends), n)...))
}
