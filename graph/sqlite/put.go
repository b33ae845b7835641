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
	numbers map[string]int64         // of entities
}

func newPut(ctx context.Context, tx *sql.Tx, now string) (*put, error) {
	mark, err := nextMark(ctx, tx)
	return &put{tx: tx, now: now, mark: mark, stmt: map[string]*sql.Stmt{}, touched: graph.Touched{}, cached: map[string]schema.Entity{}, numbers: map[string]int64{}}, err
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
		if err := p.dirty(ctx, block); err != nil {
			return err
		}
		if err := p.touchNeighbours(ctx, block, days); err != nil {
			return err
		}
	}
	return nil
}

func (p *put) dirty(ctx context.Context, block string) error {
	return p.exec(ctx, putDirty, slotOf(block), block, p.mark)
}

func (p *put) touchNeighbours(ctx context.Context, block string, days graph.Days) error {
	near := graph.Neighbours(block)
	if len(near) == 0 {
		return nil
	}
	// Two blocks of one slot are rare, and only make more dirty than need be: so
	// the index is enough.
	theirs, err := p.daysIn(ctx, slotOf(near[0]), slotOf(near[1]))
	if err != nil || len(theirs) == 0 {
		return err
	}
	own, err := p.daysIn(ctx, slotOf(block), slotOf(block))
	if err != nil {
		return err
	}
	if d, some := own[slotOf(block)]; some {
		days = days.Hull(d)
	}
	for _, n := range near {
		_, done := p.touched[n]
		if d, some := theirs[slotOf(n)]; some && !done && days.Near(d) {
			if err := p.dirty(ctx, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// daysIn gives the days of the current claims of two slots.
func (p *put) daysIn(ctx context.Context, a, b int64) (map[int64]graph.Days, error) {
	st, err := p.prepared(ctx, "SELECT slot, min(day), max(day) FROM claims WHERE slot IN (?, ?) AND superseded_at IS NULL GROUP BY slot")
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(ctx, a, b)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	days := map[int64]graph.Days{}
	for rows.Next() {
		var slot int64
		var d graph.Days
		if err := rows.Scan(&slot, &d.First, &d.Last); err != nil {
			return nil, err
		}
		days[slot] = d
	}
	return days, rows.Err()
}

func (p *put) record(ctx context.Context, r *graph.Record, report *graph.PutReport) error {
	var n int64 // the article's number
	var kept graph.Edition
	var retracted string
	fresh := false
	err := p.row(ctx, "SELECT n, content_hash, edition, retracted_stamp FROM articles WHERE id = ?", []any{r.Article.ID}, &n, &kept.ContentHash, &kept.Order, &retracted)
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
		_, err := p.article(ctx, r)
		return err
	default:
		report.Changed++
		superseded, err := p.supersede(ctx, n, r)
		if err != nil {
			return err
		}
		report.Superseded += superseded
	}
	if n, err = p.article(ctx, r); err != nil {
		return err
	}
	if err := p.entities(ctx, n, r); err != nil {
		return err
	}
	written, err := p.claims(ctx, n, r.Claims, fresh)
	report.Claims += written
	return err
}

var (
	putArticle = insert("articles", articleColumns+", content_hash, edition, wire, gist, recorded_at, retracted_at, retracted_reason, retracted_stamp",
		replace("id", articleColumns+", content_hash, edition, wire, gist")+" RETURNING n")
	putEntity   = insert("entities", entityColumns, replace("id", entityColumns)+" RETURNING n")
	putMention  = insert("mentions", "article, entity, count, surfaces, salience, described", "")
	putClaim    = insert("claims", claimColumns+", hash, slot, article, recorded_at", "")
	updateClaim = update("claims", claimColumns+", slot, superseded_at")
	putDirty    = "INSERT INTO dirty_blocks VALUES (?, ?, ?) ON CONFLICT (slot, block) DO UPDATE SET mark = excluded.mark"
)

// article writes an article and gives its number.
func (p *put) article(ctx context.Context, r *graph.Record) (n int64, err error) {
	err = p.row(ctx, putArticle, append(articleValues(&r.Article), r.ContentHash, r.Order, r.Wire, r.Gist, p.now, "", "", ""), &n)
	return n, err
}

// supersede takes back what a former version of an article said and the new
// one does not, and returns the number of claims.
func (p *put) supersede(ctx context.Context, article int64, r *graph.Record) (int, error) {
	keep := map[string]bool{}
	for _, c := range r.Claims {
		keep[c.ID] = true
	}
	rows, err := p.tx.QueryContext(ctx, "SELECT n, id, block, day FROM claims WHERE article = ? AND superseded_at IS NULL", article)
	if err != nil {
		return 0, err
	}
	type old struct {
		n         int64
		id, block string
		day       int
	}
	var all []old
	for rows.Next() {
		var o old
		if err := rows.Scan(&o.n, &o.id, &o.block, &o.day); err != nil {
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
		if err := p.exec(ctx, "UPDATE claims SET superseded_at = ? WHERE n = ?", p.now, o.n); err != nil {
			return 0, err
		}
	}
	return n, p.forget(ctx, article)
}

// forget removes an article's mentions and describes anew the entities that
// only texts describe.
func (p *put) forget(ctx context.Context, article int64) error {
	described, err := p.describedBy(ctx, article)
	if err != nil {
		return err
	}
	if err := p.exec(ctx, "DELETE FROM mentions WHERE article = ?", article); err != nil {
		return err
	}
	return p.describe(ctx, described)
}

// describedBy gives the numbers of the entities that an article describes.
func (p *put) describedBy(ctx context.Context, article int64) ([]int64, error) {
	return collectTx(ctx, p.tx, "SELECT entity FROM mentions WHERE article = ? AND described <> ''", []any{article}, func(scan func(...any) error) (n int64, err error) {
		err = scan(&n)
		return n, err
	})
}

// describe joins what the remaining articles that count say of entities; one of
// which none says anything stays as it was.
func (p *put) describe(ctx context.Context, entities []int64) error {
	for _, n := range entities {
		if err := p.describeOne(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (p *put) describeOne(ctx context.Context, n int64) error {
	rows, err := p.tx.QueryContext(ctx, "SELECT m.described FROM mentions m JOIN articles a ON a.n = m.article WHERE m.entity = ? AND a.retracted_stamp = ''", n)
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

// entities writes what an article says of entities, and that it mentions them.
func (p *put) entities(ctx context.Context, article int64, r *graph.Record) error {
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
		n, err := p.number(ctx, e.ID)
		if err != nil {
			return err
		}
		m := &r.Mentions[i]
		if err := p.exec(ctx, putMention, article, n, m.Count, toJSON(m.Surfaces), m.Salience, described); err != nil {
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

// number is the number of an entity's row.
func (p *put) number(ctx context.Context, id string) (int64, error) {
	n, ok := p.numbers[id]
	if ok {
		return n, nil
	}
	err := p.row(ctx, "SELECT n FROM entities WHERE id = ?", []any{id}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("%s is %w", id, graph.ErrNotFound)
	}
	if err == nil {
		p.numbers[id] = n
	}
	return n, err
}

// entity writes an entity and the names by which it is found.
func (p *put) entity(ctx context.Context, e *schema.Entity) error {
	p.cached[e.ID] = *e
	var n int64
	if err := p.row(ctx, putEntity, entityValues(e), &n); err != nil {
		return err
	}
	p.numbers[e.ID] = n
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
func (p *put) claims(ctx context.Context, article int64, rows []graph.Row, fresh bool) (int, error) {
	written := 0
	for i := range rows {
		c := &rows[i]
		var n int64 // its number where it is there
		current := false
		if !fresh {
			err := p.row(ctx, "SELECT n, superseded_at IS NULL FROM claims WHERE hash = ? AND id = ?", []any{hashOf(c.ID), c.ID}, &n, &current)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return written, err
			}
		}
		if !current {
			written++
		}
		var err error
		if n == 0 {
			err = p.exec(ctx, putClaim, append(claimValues(c), hashOf(c.ID), slotOf(c.Block), article, p.now)...)
		} else {
			err = p.exec(ctx, updateClaim, append(claimValues(c), slotOf(c.Block), nil, n)...)
		}
		if err != nil {
			return written, err
		}
		p.touched.Add(c.Block, c.Day)
	}
	return written, nil
}
