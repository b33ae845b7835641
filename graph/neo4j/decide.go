package neo4j

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
)

// format is the version of the graph's model: 1 had no versions of events and
// summed edges up whole.
const format = property.Format

// upgrade drops the projection of a former format, in bounded transactions; the
// record stays. Nothing is done to a graph of this format or an empty one.
func (s *Store) upgrade(ctx context.Context) error {
	rows, err := s.read(ctx, "format", nil)
	if err != nil || len(rows) == 0 {
		return err
	}
	switch n := rows[0].number("format"); {
	case n == format || (n == 0 && !rows[0].flag("events")):
		return nil
	case n > format:
		return fmt.Errorf("this graph in %s was made by a later entente (format %d, this one knows %d); update entente", s.host, n, format)
	}
	if rows[0].number("format") < 2 {
		if err := errors.Join(s.bounded(ctx, "drop_former_edges"), s.bounded(ctx, "drop_former_format")); err != nil {
			return err
		}
	}
	if err := errors.Join(s.bounded(ctx, "date_editions"), s.bounded(ctx, "day_claims"), s.bounded(ctx, "date_events"), s.bounded(ctx, "kinds_of_nodes"), s.bounded(ctx, "kinds_of_edges")); err != nil {
		return err
	}
	return s.write(ctx, "bring up to date", func(t *tx) error {
		return t.do(ctx, "note_format", map[string]any{"format": format})
	})
}

// bounded runs a statement that changes a bounded number of things until there
// are none left.
func (s *Store) bounded(ctx context.Context, name string) error {
	for {
		var left []row
		err := s.write(ctx, "bring up to date", func(t *tx) (err error) {
			left, err = t.rows(ctx, name, map[string]any{"limit": unwindRows})
			return err
		})
		if err != nil || len(left) == 0 || left[0].number("n") == 0 {
			return err
		}
	}
}

// Rules names the rules by which the projection was made.
func (s *Store) Rules(ctx context.Context) (string, error) {
	rows, err := s.read(ctx, "notes", nil)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].text("rules"), nil
}

// Rebuild computes all blocks anew and marks them dirty.
func (s *Store) Rebuild(ctx context.Context, rules string, block graph.Blocker) error {
	all, err := s.Decisions(ctx)
	if err != nil {
		return err
	}
	ds := graph.NewDecisions(all)
	after := ""
	for {
		claims, err := collect(ctx, s, "claims_after", map[string]any{"after": after, "limit": unwindRows}, claimInOf)
		if err != nil {
			return err
		}
		if len(claims) == 0 {
			break
		}
		err = s.write(ctx, "rebuild", func(t *tx) error {
			p := put{tx: t, touched: graph.Touched{}}
			return errors.Join(p.reblock(ctx, claims, ds, block), p.markBlocks(ctx))
		})
		if err != nil {
			return err
		}
		after = claims[len(claims)-1].ID
	}
	return s.write(ctx, "rebuild", func(t *tx) error {
		p := put{tx: t, touched: graph.Touched{}}
		blocks, err := t.rows(ctx, "event_blocks", nil) // some may have no claims any more
		for _, m := range blocks {
			p.touched.Add(m.text("block"), m.number("day"))
		}
		return errors.Join(err, p.markBlocks(ctx), p.note(ctx, "note_decided", ds.Key()), p.note(ctx, "note_rules", rules))
	})
}

// Distrust takes back all sums and marks all events as wrong, in bounded
// transactions. Their blocks are marked first, so that what an interruption
// leaves is computed anew.
func (s *Store) Distrust(ctx context.Context) error {
	err := s.write(ctx, "mend", func(t *tx) error {
		p := put{tx: t, touched: graph.Touched{}}
		blocks, err := t.rows(ctx, "event_blocks", nil)
		for _, m := range blocks {
			p.touched.Add(m.text("block"), m.number("day"))
		}
		return errors.Join(err, p.markBlocks(ctx))
	})
	for _, name := range []string{"distrust_events", "distrust_months", "drop_former_edges"} {
		if err == nil {
			err = s.bounded(ctx, name)
		}
	}
	return err
}

func (p *put) note(ctx context.Context, name, value string) error {
	return p.do(ctx, name, map[string]any{"value": value, "format": format})
}

// reblock puts claims into the blocks that they belong to; their blocks are
// touched.
func (p *put) reblock(ctx context.Context, claims []graph.ClaimIn, ds *graph.Decisions, block graph.Blocker) error {
	var moved []property.Map
	for i := range claims {
		c := &claims[i]
		now, day := block(c, ds)
		p.touched.Add(c.Block, c.Day)
		p.touched.Add(now, day)
		if now != c.Block || day != c.Day {
			moved = append(moved, property.Map{"id": c.ID, "block": now, "day": day})
		}
	}
	_, err := each(ctx, p.tx, "move_claims", "rows", moved)
	return err
}

// Decisions returns all decisions by ID.
func (s *Store) Decisions(ctx context.Context) ([]graph.Decision, error) {
	return collect(ctx, s, "decisions", nil, decisionOf)
}

func decisionOf(m row) (graph.Decision, error) {
	var d graph.Decision
	err := json.Unmarshal([]byte(m.text("body")), &d)
	return d, err
}

// Decide adds decisions.
func (s *Store) Decide(ctx context.Context, ds []graph.Decision, block graph.Blocker) (int, error) {
	if len(ds) == 0 {
		return 0, nil
	}
	n := 0
	err := s.write(ctx, "write decisions to", func(t *tx) (err error) {
		p := put{tx: t, touched: graph.Touched{}}
		n, err = p.decide(ctx, ds, block)
		return err
	})
	return n, err
}

func (p *put) decide(ctx context.Context, ds []graph.Decision, block graph.Blocker) (int, error) {
	rows, err := p.rows(ctx, "decisions", nil)
	if err != nil {
		return 0, err
	}
	var before []graph.Decision
	for _, m := range rows {
		d, err := decisionOf(m)
		if err != nil {
			return 0, err
		}
		before = append(before, d)
	}
	fresh := graph.NewIn(before, ds)
	if len(fresh) == 0 {
		return 0, nil
	}
	all := slices.Concat(before, fresh)
	now := graph.NewDecisions(all)
	if err := errors.Join(p.putDecisions(ctx, fresh), p.entityDecisions(ctx, now)); err != nil {
		return 0, err
	}
	entities, claims := graph.Concerned(all, fresh)
	if rows, err = p.rows(ctx, "concerned", map[string]any{"entities": entities, "claims": claims}); err != nil {
		return 0, err
	}
	var concerned []graph.ClaimIn
	for _, m := range rows {
		c, err := claimInOf(m)
		if err != nil {
			return 0, err
		}
		concerned = append(concerned, c)
	}
	return len(fresh), errors.Join(p.reblock(ctx, concerned, now, block), p.markBlocks(ctx), p.note(ctx, "note_decided", now.Key()))
}

func (p *put) putDecisions(ctx context.Context, ds []graph.Decision) error {
	var rows []property.Map
	for i := range ds {
		props, err := property.Decision(&ds[i])
		if err != nil {
			return err
		}
		rows = append(rows, property.Map{"id": ds[i].ID, "about": ds[i].About, "props": props})
	}
	_, err := each(ctx, p.tx, "put_decisions", "rows", rows)
	return err
}

// entityDecisions keeps with entities which other stands for them and how they
// are called.
func (p *put) entityDecisions(ctx context.Context, ds *graph.Decisions) error {
	var same, names []property.Map
	for id, to := range ds.Merged() {
		same = append(same, property.Map{"id": id, "to": to})
	}
	for id, name := range ds.Names() {
		names = append(names, property.Map{"id": id, "name": name})
	}
	if err := p.do(ctx, "clear_decided", nil); err != nil {
		return err
	}
	if _, err := each(ctx, p.tx, "put_same", "rows", same); err != nil {
		return err
	}
	_, err := each(ctx, p.tx, "put_renamed", "rows", names)
	return err
}

// Retract takes an article back.
func (s *Store) Retract(ctx context.Context, r graph.Retraction) (bool, error) {
	return s.turn(ctx, r.Article, "retract", false, map[string]any{"id": r.Article, "at": r.At, "reason": r.Reason})
}

// Restore lets a retracted article count again.
func (s *Store) Restore(ctx context.Context, article string) (bool, error) {
	return s.turn(ctx, article, "restore", true, map[string]any{"id": article})
}

// turn changes whether an article counts, and describes anew the entities that
// it mentions.
func (s *Store) turn(ctx context.Context, article, name string, from bool, params map[string]any) (changed bool, err error) {
	err = s.write(ctx, "retract an article in", func(t *tx) error {
		changed = false
		rows, err := t.rows(ctx, "retraction", map[string]any{"id": article})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("article %s is %w", article, graph.ErrNotFound)
		}
		if retracted := rows[0].text("stamp") != ""; retracted != from {
			return nil
		}
		changed = true
		params["now"] = t.now
		blocks, err := t.rows(ctx, name, params)
		if err != nil {
			return err
		}
		p := put{tx: t, touched: graph.Touched{}}
		for _, m := range blocks {
			p.touched.Add(m.text("block"), m.number("day"))
		}
		described, err := t.rows(ctx, "described_by", map[string]any{"id": article})
		if err != nil {
			return err
		}
		var ids []string
		for _, m := range described {
			ids = append(ids, m.text("id"))
		}
		return errors.Join(p.describe(ctx, ids), p.markBlocks(ctx))
	})
	return changed, err
}
