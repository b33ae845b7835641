package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Put writes records in one transaction.
func (s *Store) Put(ctx context.Context, recs []graph.Record) (graph.PutReport, error) {
	var report graph.PutReport
	err := s.write(ctx, "write articles to", func(tx *sql.Tx) error {
		report = graph.PutReport{}
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		latest := graph.Latest(recs, &report)
		if err := p.sameDecisions(ctx, latest); err != nil {
			return err
		}
		for i := range latest {
			if err := p.record(ctx, &latest[i], &report); err != nil {
				return fmt.Errorf("article %s: %w", latest[i].Article.ID, err)
			}
		}
		return p.touchBlocks(ctx)
	})
	if err != nil {
		return graph.PutReport{}, err
	}
	return report, nil
}

// put is one transaction of record writing.
type put struct {
	tx      *sql.Tx
	now     string
	mark    int64
	stmt    map[string]*sql.Stmt // by their text; closed with the transaction
	touched graph.Touched
	cached  map[string]schema.Entity // as they are kept
}

func newPut(ctx context.Context, tx *sql.Tx, now string) (*put, error) {
	mark, err := nextMark(ctx, tx)
	return &put{tx: tx, now: now, mark: mark, stmt: map[string]*sql.Stmt{}, touched: graph.Touched{}, cached: map[string]schema.Entity{}}, err
}

func nextMark(ctx context.Context, tx *sql.Tx) (int64, error) {
	var mark int64
	err := tx.QueryRowContext(ctx, "UPDATE marks SET last = last + 1 RETURNING last").Scan(&mark)
	return mark, err
}

func (p *put) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	st := p.stmt[query]
	if st == nil {
		var err error
		if st, err = p.tx.PrepareContext(ctx, query); err != nil {
			return nil, err
		}
		p.stmt[query] = st
	}
	return st, nil
}

func (p *put) exec(ctx context.Context, query string, args ...any) error {
	st, err := p.prepared(ctx, query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, args...)
	return err
}

func (p *put) row(ctx context.Context, query string, args []any, to ...any) error {
	st, err := p.prepared(ctx, query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(ctx, args...).Scan(to...)
}

// sameDecisions refuses records whose blocks were computed under other
// decisions than those that are there.
func (p *put) sameDecisions(ctx context.Context, recs []graph.Record) error {
	key, err := p.note(ctx, noteDecided)
	for i := range recs {
		if err == nil && recs[i].Decided != key {
			return graph.ErrDecided
		}
	}
	return err
}

// touchBlocks marks the blocks that were touched dirty, and their neighbours
// where claims are near enough to have a say in each other's events.
func (p *put) touchBlocks(ctx context.Context) error {
	for block, days := range p.touched {
		if err := p.exec(ctx, putDirty, block, p.mark); err != nil {
			return err
		}
		if err := p.touchNeighbours(ctx, block, days); err != nil {
			return err
		}
	}
	return nil
}

func (p *put) touchNeighbours(ctx context.Context, block string, days graph.Days) error {
	near := graph.Neighbours(block)
	if len(near) == 0 {
		return nil
	}
	current := map[string]graph.Days{}
	read := func(query string, args ...any) error {
		st, err := p.prepared(ctx, query)
		if err != nil {
			return err
		}
		rows, err := st.QueryContext(ctx, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key string
			var d graph.Days
			if err := rows.Scan(&key, &d.First, &d.Last); err != nil {
				return err
			}
			current[key] = d
		}
		return rows.Err()
	}
	const theirs = "SELECT block, min(day), max(day) FROM claims WHERE block IN (?, ?) AND superseded_at IS NULL GROUP BY block"
	if err := read(theirs, near[0], near[1]); err != nil || len(current) == 0 {
		return err
	}
	if err := read("SELECT block, min(day), max(day) FROM claims WHERE block = ? AND superseded_at IS NULL GROUP BY block", block); err != nil {
		return err
	}
	if own, some := current[block]; some {
		days = days.Hull(own)
	}
	for _, n := range near {
		_, done := p.touched[n]
		if d, some := current[n]; some && !done && days.Near(d) {
			if err := p.exec(ctx, putDirty, n, p.mark); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *put) record(ctx context.Context, r *graph.Record, report *graph.PutReport) error {
	var kept graph.Edition
	var retracted string
	fresh := false
	err := p.row(ctx, "SELECT content_hash, edition, retracted_stamp FROM articles WHERE id = ?", []any{r.Article.ID}, &kept.ContentHash, &kept.Order, &retracted)
	standing := r.Edition().Beside(kept)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		fresh = true
		report.New++
	case err != nil:
		return err
	case standing == graph.Kept, retracted != "":
		report.Unchanged++
		return nil
	case standing == graph.Older:
		report.Older++
		return nil
	case standing == graph.Restated:
		report.Unchanged++
		return p.article(ctx, r)
	default:
		report.Changed++
		n, err := p.supersede(ctx, r)
		if err != nil {
			return err
		}
		report.Superseded += n
	}
	if err := p.article(ctx, r); err != nil {
		return err
	}
	if err := p.entities(ctx, r); err != nil {
		return err
	}
	n, err := p.claims(ctx, r.Claims, fresh)
	report.Claims += n
	return err
}

var (
	putArticle = insert("articles", articleColumns+", content_hash, edition, wire, gist, recorded_at, retracted_at, retracted_reason, retracted_stamp",
		replace("id", articleColumns+", content_hash, edition, wire, gist"))
	putEntity  = insert("entities", entityColumns, replace("id", entityColumns))
	putMention = insert("mentions", "article, entity, count, surfaces, salience, described", "")
	putClaim   = insert("claims", claimColumns+", recorded_at", replace("id", claimColumns)+", superseded_at = NULL")
	putDirty   = "INSERT INTO dirty_blocks VALUES (?, ?) ON CONFLICT (block) DO UPDATE SET mark = excluded.mark"
)

func (p *put) article(ctx context.Context, r *graph.Record) error {
	return p.exec(ctx, putArticle, append(articleValues(&r.Article), r.ContentHash, r.Order, r.Wire, r.Gist, p.now, "", "", "")...)
}

// supersede takes back what a former version of an article said and the new
// one does not, and returns the number of claims.
func (p *put) supersede(ctx context.Context, r *graph.Record) (int, error) {
	keep := map[string]bool{}
	for _, c := range r.Claims {
		keep[c.ID] = true
	}
	rows, err := p.tx.QueryContext(ctx, "SELECT id, block, day FROM claims WHERE article = ? AND superseded_at IS NULL", r.Article.ID)
	if err != nil {
		return 0, err
	}
	type old struct {
		id, block string
		day       int
	}
	var all []old
	for rows.Next() {
		var o old
		if err := rows.Scan(&o.id, &o.block, &o.day); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		all = append(all, o)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	n := 0
	for _, o := range all {
		// blocks of kept claims are touched too: publication and wire may differ
		p.touched.Add(o.block, o.day)
		if keep[o.id] {
			continue
		}
		n++
		if err := p.exec(ctx, "UPDATE claims SET superseded_at = ? WHERE id = ?", p.now, o.id); err != nil {
			return 0, err
		}
	}
	return n, p.forget(ctx, r.Article.ID)
}

// forget removes an article's mentions and describes anew the entities that
// only texts describe.
func (p *put) forget(ctx context.Context, article string) error {
	rows, err := p.tx.QueryContext(ctx, "DELETE FROM mentions WHERE article = ? RETURNING entity, described <> ''", article)
	if err != nil {
		return err
	}
	var ids []string
	for rows.Next() {
		var id string
		var described bool
		if err := rows.Scan(&id, &described); err != nil {
			return errors.Join(err, rows.Close())
		}
		if described {
			ids = append(ids, id)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, id := range ids {
		if err := p.describe(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// describe joins what the remaining articles that count say of an entity; where
// none does, it stays as it was.
func (p *put) describe(ctx context.Context, id string) error {
	rows, err := p.tx.QueryContext(ctx, "SELECT m.described FROM mentions m JOIN articles a ON a.id = m.article WHERE m.entity = ? AND a.retracted_stamp = ''", id)
	if err != nil {
		return err
	}
	defer rows.Close()
	var e schema.Entity
	for rows.Next() {
		var one schema.Entity
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if text == "" { // an article knows it as curated, which wins
			return nil
		}
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			return err
		}
		if e.ID == "" {
			e = one
		}
		e = graph.Join(e, one)
	}
	if err := rows.Err(); err != nil || e.ID == "" {
		return err
	}
	return p.entity(ctx, &e)
}

func (p *put) entities(ctx context.Context, r *graph.Record) error {
	for i := range r.Entities {
		e := r.Entities[i]
		described := ""
		if !e.Curated {
			described = mustJSON(e)
		}
		old, known, err := p.known(ctx, e.ID)
		switch {
		case err != nil:
		case !known:
			err = p.entity(ctx, &e)
		default:
			if joined := graph.Join(old, e); !graph.SameEntity(joined, old) {
				err = p.entity(ctx, &joined)
			}
		}
		if err != nil {
			return err
		}
		m := &r.Mentions[i]
		if err := p.exec(ctx, putMention, r.Article.ID, e.ID, m.Count, toJSON(m.Surfaces), m.Salience, described); err != nil {
			return err
		}
	}
	return nil
}

// known is an entity as it is kept. A batch asks for its entities once: they
// come in most of its articles.
func (p *put) known(ctx context.Context, id string) (schema.Entity, bool, error) {
	if e, ok := p.cached[id]; ok {
		return e, true, nil
	}
	st, err := p.prepared(ctx, "SELECT "+entityColumns+" FROM entities WHERE id = ?")
	if err != nil {
		return schema.Entity{}, false, err
	}
	e, err := scanEntity(st.QueryRowContext(ctx, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, nil
	}
	if err == nil {
		p.cached[id] = e
	}
	return e, true, err
}

// entity writes an entity and the names by which it is found.
func (p *put) entity(ctx context.Context, e *schema.Entity) error {
	p.cached[e.ID] = *e
	if err := p.exec(ctx, putEntity, entityValues(e)...); err != nil {
		return err
	}
	if err := p.exec(ctx, "DELETE FROM names WHERE entity = ?", e.ID); err != nil {
		return err
	}
	names := append([]string{e.Name}, e.Aliases...)
	for _, c := range e.Codes {
		names = append(names, c)
	}
	for _, n := range names {
		if n = schema.Normal(n); n == "" {
			continue
		}
		if err := p.exec(ctx, "INSERT INTO names VALUES (?, ?) ON CONFLICT DO NOTHING", n, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// claims writes an article's claims and returns how many of them were not there
// or superseded; those of a fresh article are all new.
func (p *put) claims(ctx context.Context, rows []graph.Row, fresh bool) (int, error) {
	n := 0
	for i := range rows {
		current := false
		if !fresh {
			err := p.row(ctx, "SELECT superseded_at IS NULL FROM claims WHERE id = ?", []any{rows[i].ID}, &current)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return n, err
			}
		}
		if !current {
			n++
		}
		if err := p.exec(ctx, putClaim, append(claimValues(&rows[i]), p.now)...); err != nil {
			return n, err
		}
		p.touched.Add(rows[i].Block, rows[i].Day)
	}
	return n, nil
}
