package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/entente-kg/entente/graph"
)

// Retract takes an article back.
func (s *Store) Retract(ctx context.Context, r graph.Retraction) (bool, error) {
	return s.turn(ctx, r.Article, func(p *put, n int64, stamp string) (bool, error) {
		if stamp != "" {
			return false, nil
		}
		const article = "UPDATE articles SET retracted_at = ?, retracted_reason = ?, retracted_stamp = ? WHERE n = ?"
		const claims = "UPDATE claims SET superseded_at = ?, retracted = 1 WHERE article = ? AND superseded_at IS NULL"
		return true, errors.Join(
			p.touchClaims(ctx, "SELECT block, day FROM claims WHERE article = ? AND superseded_at IS NULL", n),
			p.exec(ctx, article, r.At, r.Reason, p.now, n),
			p.exec(ctx, claims, p.now, n),
		)
	})
}

// Restore lets a retracted article count again.
func (s *Store) Restore(ctx context.Context, article string) (bool, error) {
	return s.turn(ctx, article, func(p *put, n int64, stamp string) (bool, error) {
		if stamp == "" {
			return false, nil
		}
		const claims = "UPDATE claims SET superseded_at = NULL, retracted = 0 WHERE article = ? AND retracted"
		return true, errors.Join(
			p.exec(ctx, "UPDATE articles SET retracted_at = '', retracted_reason = '', retracted_stamp = '' WHERE n = ?", n),
			p.exec(ctx, claims, n),
			p.touchClaims(ctx, "SELECT block, day FROM claims WHERE article = ? AND superseded_at IS NULL", n),
		)
	})
}

// turn changes whether an article counts, and describes anew the entities that
// it mentions.
func (s *Store) turn(ctx context.Context, article string, change func(p *put, n int64, stamp string) (bool, error)) (changed bool, err error) {
	err = s.write(ctx, "retract an article in", func(tx *sql.Tx) error {
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		var n int64
		var stamp string
		err = p.row(ctx, "SELECT n, retracted_stamp FROM articles WHERE id = ?", []any{article}, &n, &stamp)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("article %s is %w", article, graph.ErrNotFound)
		}
		if err != nil {
			return err
		}
		if changed, err = change(p, n, stamp); err != nil || !changed {
			return err
		}
		described, err := p.describedBy(ctx, n)
		return errors.Join(err, p.describe(ctx, described), p.touchBlocks(ctx))
	})
	return changed, err
}

func (p *put) touchClaims(ctx context.Context, query string, args ...any) error {
	_, err := collectTx(ctx, p.tx, query, args, func(scan func(...any) error) (block string, err error) {
		var day int
		if err = scan(&block, &day); err == nil {
			p.touched.Add(block, day)
		}
		return block, err
	})
	return err
}
