package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/entente-kg/entente/graph"
)

// What notes hold.
const (
	noteRules   = "rules"   // by which the projection was made
	noteDecided = "decided" // graph.Decisions.Key of the decisions that are there
)

func (p *put) note(ctx context.Context, name string) (string, error) {
	var value string
	err := p.row(ctx, "SELECT value FROM notes WHERE name = ?", []any{name}, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func (p *put) putNote(ctx context.Context, name, value string) error {
	return p.exec(ctx, "INSERT INTO notes VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
}

// Rules names the rules by which the projection was made.
func (s *Store) Rules(ctx context.Context) (string, error) {
	var value string
	err := s.db.QueryRowContext(ctx, "SELECT value FROM notes WHERE name = ?", noteRules).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, s.wrap("read", err)
}

// Rebuild computes all blocks anew and marks them dirty.
func (s *Store) Rebuild(ctx context.Context, rules string, block graph.Blocker) error {
	all, err := s.Decisions(ctx)
	if err != nil {
		return err
	}
	ds := graph.NewDecisions(all)
	last := int64(0)
	for {
		query := "SELECT " + claimInColumns + ", c.n" + fromClaims + " WHERE c.n > ? AND (c.superseded_at IS NULL OR c.retracted) ORDER BY c.n LIMIT ?"
		page, err := collect(ctx, s, query, []any{last, pageSize}, func(scan func(...any) error) (graph.ClaimIn, error) {
			return scanClaimIn(func(to ...any) error { return scan(append(to, &last)...) })
		})
		if err != nil {
			return err
		}
		err = s.write(ctx, "rebuild", func(tx *sql.Tx) error {
			p, err := newPut(ctx, tx, s.stamp())
			if err != nil {
				return err
			}
			if len(page) == 0 {
				return p.rebuilt(ctx, rules, ds.Key())
			}
			return p.reblock(ctx, page, ds, block)
		})
		if err != nil || len(page) == 0 {
			return err
		}
	}
}

// rebuilt marks what has events but no claims any more, and notes the rules.
func (p *put) rebuilt(ctx context.Context, rules, decided string) error {
	return errors.Join(
		p.markAll(ctx),
		p.putNote(ctx, noteRules, rules),
		p.putNote(ctx, noteDecided, decided),
	)
}

// markAll marks the blocks of all events dirty.
func (p *put) markAll(ctx context.Context) error {
	return p.exec(ctx, "INSERT INTO dirty_blocks SELECT DISTINCT slot, block, ? FROM events WHERE superseded_at IS NULL ON CONFLICT (slot, block) DO UPDATE SET mark = excluded.mark", p.mark)
}

// reblock puts claims into the blocks that they belong to. The blocks that
// they were in and are in become dirty.
func (p *put) reblock(ctx context.Context, claims []graph.ClaimIn, ds *graph.Decisions, block graph.Blocker) error {
	for i := range claims {
		c := &claims[i]
		now, day := block(c, ds)
		p.touched.Add(c.Block, c.Day)
		p.touched.Add(now, day)
		if now == c.Block && day == c.Day {
			continue
		}
		if err := p.exec(ctx, "UPDATE claims SET block = ?, slot = ?, day = ? WHERE hash = ? AND id = ?", now, slotOf(now), day, hashOf(c.ID), c.ID); err != nil {
			return err
		}
	}
	return p.touchBlocks(ctx)
}

// Decisions returns all decisions by ID.
func (s *Store) Decisions(ctx context.Context) ([]graph.Decision, error) {
	return collect(ctx, s, "SELECT body FROM decisions ORDER BY id", nil, scanDecision)
}

func scanDecision(scan func(...any) error) (graph.Decision, error) {
	var d graph.Decision
	var body string
	err := scan(&body)
	if err == nil {
		err = json.Unmarshal([]byte(body), &d)
	}
	return d, err
}

// Decide adds decisions.
func (s *Store) Decide(ctx context.Context, ds []graph.Decision, block graph.Blocker) (int, error) {
	n := 0
	err := s.write(ctx, "write decisions to", func(tx *sql.Tx) error {
		p, err := newPut(ctx, tx, s.stamp())
		if err != nil {
			return err
		}
		n, err = p.decide(ctx, ds, block)
		return err
	})
	return n, err
}

func (p *put) decide(ctx context.Context, ds []graph.Decision, block graph.Blocker) (int, error) {
	before, err := collectTx(ctx, p.tx, "SELECT body FROM decisions", nil, scanDecision)
	if err != nil {
		return 0, err
	}
	fresh := graph.NewIn(before, ds)
	if len(fresh) == 0 {
		return 0, nil
	}
	for i := range fresh {
		if err := p.exec(ctx, "INSERT INTO decisions VALUES (?, ?, ?)", fresh[i].ID, mustJSON(fresh[i]), p.now); err != nil {
			return 0, err
		}
	}
	all := slices.Concat(before, fresh)
	now := graph.NewDecisions(all)
	if err := p.entityDecisions(ctx, now); err != nil {
		return 0, err
	}
	entities, claims := graph.Concerned(all, fresh)
	const concerned = ` WHERE c.hash IN (SELECT value FROM json_each(?1))
		OR c.article IN (SELECT article FROM mentions WHERE entity IN (SELECT n FROM entities WHERE id IN (SELECT value FROM json_each(?2))))`
	rows, err := collectTx(ctx, p.tx, selectClaims+concerned, []any{hashes(claims), toJSON(entities)}, scanClaimIn)
	if err != nil {
		return 0, err
	}
	if err := p.reblock(ctx, rows, now, block); err != nil {
		return 0, err
	}
	return len(fresh), p.putNote(ctx, noteDecided, now.Key())
}

// entityDecisions keeps with entities which other stands for them and how they
// are called. One that no article has mentioned yet gets an empty row, to which
// whatever an article says of it will be joined.
func (p *put) entityDecisions(ctx context.Context, ds *graph.Decisions) error {
	if err := p.exec(ctx, "UPDATE entities SET same_as = '', renamed = '' WHERE same_as <> '' OR renamed <> ''"); err != nil {
		return err
	}
	const blank = "INSERT INTO entities (id, kind, name, country, sector, curated, aliases, codes) VALUES (?, '', '', '', '', 0, '[]', '{}') ON CONFLICT DO NOTHING"
	for id, to := range ds.Merged() {
		err := errors.Join(
			p.exec(ctx, blank, id), p.exec(ctx, blank, to),
			p.exec(ctx, "UPDATE entities SET same_as = ? WHERE id = ?", to, id),
		)
		if err != nil {
			return err
		}
	}
	for id, name := range ds.Names() {
		if err := errors.Join(p.exec(ctx, blank, id), p.exec(ctx, "UPDATE entities SET renamed = ? WHERE id = ?", name, id)); err != nil {
			return err
		}
	}
	return nil
}
