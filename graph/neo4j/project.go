package neo4j

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
)

// DirtyBlocks returns blocks to be resolved, with their current claims, by key.
func (s *Store) DirtyBlocks(ctx context.Context, after string, limit int) ([]graph.Block, error) {
	// The mark is read before the claims: if another importer adds one in
	// between, the mark no longer fits and the events are not taken.
	rows, err := s.read(ctx, "dirty_blocks", property.Map{"after": after, "limit": limit})
	if err != nil {
		return nil, err
	}
	var blocks []graph.Block
	var keys []string
	for _, m := range rows {
		b := graph.Block{Key: m.text("key"), Mark: m.text("mark")}
		blocks, keys = append(blocks, b), append(keys, b.Key)
		keys = append(keys, graph.Neighbours(b.Key)...)
	}
	if len(blocks) == 0 {
		return nil, nil
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	claims := make(map[string][]graph.ClaimIn, len(keys))
	if rows, err = s.read(ctx, "block_claims", property.Map{"keys": keys}); err != nil {
		return nil, err
	}
	for _, m := range rows {
		c, err := claimInOf(m)
		if err != nil {
			return nil, s.wrap("read", err)
		}
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

// ReplaceEvents writes the events of blocks that are still as they were read.
func (s *Store) ReplaceEvents(ctx context.Context, blocks []graph.BlockEvents) (stale []string, err error) {
	err = s.write(ctx, "write events to", func(t *tx) error {
		var marks []property.Map
		byKey := map[string]*graph.BlockEvents{}
		for i := range blocks {
			marks = append(marks, property.Map{"key": blocks[i].Block, "mark": blocks[i].Mark, "anyway": blocks[i].Anyway})
			byKey[blocks[i].Block] = &blocks[i]
		}
		taken, err := each(ctx, t, "take_blocks", "rows", marks)
		if err != nil {
			return err
		}
		var keys, clean []string
		var events []*graph.Event
		for _, m := range taken {
			key := m.text("key")
			keys = append(keys, key)
			if m.flag("fresh") {
				clean = append(clean, key)
			}
			for i := range byKey[key].Events {
				events = append(events, &byKey[key].Events[i])
			}
		}
		stale = left(blocks, keys)
		if err := t.replaceEvents(ctx, keys, events); err != nil {
			return err
		}
		_, err = each(ctx, t, "clean_blocks", "keys", clean)
		return err
	})
	return stale, err
}

// left are the blocks that are not among those that were taken.
func left(blocks []graph.BlockEvents, taken []string) (stale []string) {
	for i := range blocks {
		if !slices.Contains(taken, blocks[i].Block) {
			stale = append(stale, blocks[i].Block)
		}
	}
	return stale
}

func (t *tx) replaceEvents(ctx context.Context, blocks []string, events []*graph.Event) error {
	rows, err := each(ctx, t, "block_events", "keys", blocks)
	if err != nil {
		return err
	}
	type version struct{ digest, recorded string }
	old := map[string]version{}
	for _, m := range rows {
		old[m.text("id")] = version{m.text("digest"), m.text("recorded")}
	}
	var write []*graph.Event
	var gone []string
	again := map[string]bool{}      // those that are written in their own place
	recorded := map[string]string{} // of those among them that may be wrong
	for _, e := range events {
		was, known := old[e.ID]
		switch {
		case known && was.digest == e.Digest():
			delete(old, e.ID)
			continue
		case known && was.digest == distrusted:
			recorded[e.ID] = was.recorded
		}
		again[e.ID] = known
		write = append(write, e)
	}
	// What was known on a former day stays; what came and went within a day is
	// seen by no view.
	var before, after leaving
	for id, v := range old {
		gone = append(gone, id)
		where := &after // see projection.cypher
		if again[id] {
			where = &before
		}
		if graph.SameDay(v.recorded, t.now) || v.digest == distrusted && again[id] {
			where.drop = append(where.drop, id)
		} else {
			where.supersede = append(where.supersede, id)
		}
	}
	if _, err := each(ctx, t, "mark_months", "ids", gone); err != nil {
		return err
	}
	if err := t.leave(ctx, before); err != nil {
		return err
	}
	if err := t.putEvents(ctx, write, recorded); err != nil {
		return err
	}
	return t.leave(ctx, after)
}

// leaving are IDs of events that are no longer current.
type leaving struct{ supersede, drop []string }

func (t *tx) leave(ctx context.Context, l leaving) error {
	if _, err := each(ctx, t, "supersede_events", "ids", l.supersede); err != nil {
		return err
	}
	_, err := each(ctx, t, "drop_events", "ids", l.drop)
	return err
}

// distrusted is the digest of an event that may be wrong.
const distrusted = ""

func (t *tx) putEvents(ctx context.Context, events []*graph.Event, recorded map[string]string) error {
	var rows, links, evidence, ties, maybe []property.Map
	for _, e := range events {
		row := property.Map{"id": e.ID, "props": property.Event(e)}
		if then, known := recorded[e.ID]; known {
			row["recorded"] = then
		}
		rows = append(rows, row)
		links = append(links, property.EventLinks(e)...)
		evidence = append(evidence, property.EvidenceLinks(e)...)
		for i := range e.Ties {
			ties = append(ties, property.Tie(e, &e.Ties[i]))
		}
		maybe = append(maybe, property.MaybeSame(e)...)
	}
	for _, step := range []struct {
		name string
		rows []property.Map
	}{{"put_events", rows}, {"link_events", links}, {"put_evidence", evidence}, {"put_ties", ties}, {"put_maybe_same", maybe}} {
		if _, err := each(ctx, t, step.name, "rows", step.rows); err != nil {
			return err
		}
	}
	return nil
}

// DirtyDyads returns dyads to be summed up, by key.
func (s *Store) DirtyDyads(ctx context.Context, after string, limit int) ([]graph.Dyad, error) {
	rows, err := s.read(ctx, "dirty_dyads", property.Map{"after": after, "limit": limit})
	if err != nil {
		return nil, err
	}
	var dyads []graph.Dyad
	var keys, months []string
	at := map[string]int{}
	for _, m := range rows {
		d := graph.Dyad{
			Key: m.text("key"), Mark: strings.Join(set(m.list("marks")), " "), Months: m.list("months"),
			From: m.text("from"), Relation: m.text("relation"), To: m.text("to"), SourceKind: graph.KindOf(m.text("key")), Symmetric: m.flag("symmetric"),
		}
		slices.Sort(d.Months)
		for _, month := range d.Months {
			months = append(months, property.MonthKey(d.Key, month))
		}
		at[d.Key] = len(dyads)
		dyads, keys = append(dyads, d), append(keys, d.Key)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	if rows, err = s.read(ctx, "month_ties", property.Map{"keys": months}); err != nil {
		return nil, err
	}
	for _, m := range rows {
		d := &dyads[at[m.text("key")]]
		t, err := tieIn(m)
		if err != nil {
			return nil, err
		}
		t.From, t.Relation, t.To, t.Symmetric, t.SourceKind = d.From, d.Relation, d.To, d.Symmetric, d.SourceKind
		d.Ties = append(d.Ties, t)
	}
	if rows, err = s.read(ctx, "dyad_months", property.Map{"keys": keys}); err != nil {
		return nil, err
	}
	for _, m := range rows {
		d := &dyads[at[m.text("key")]]
		if p := partOf(m.props("p")); !slices.Contains(d.Months, p.Month) {
			d.Parts = append(d.Parts, p)
		}
	}
	return dyads, nil
}

func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// ReplaceEdges writes the edges of dyads that are still as they were read. The
// relationship type is part of the statement: it is taken from the schema's own
// types, never from data.
func (s *Store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	return s.write(ctx, "write edges to", func(t *tx) error {
		var marks []property.Map
		byKey := map[string]*graph.DyadEdge{}
		for i := range edges {
			e := &edges[i]
			// Every mark is of one transaction: a touch after the read has another.
			marks = append(marks, property.Map{"key": e.Key, "months": len(e.Months), "marks": strings.Fields(e.Mark)})
			byKey[e.Key] = e
		}
		taken, err := each(ctx, t, "take_dyads", "rows", marks)
		if err != nil {
			return err
		}
		var fresh []*graph.DyadEdge
		var keys []string
		for _, m := range taken {
			fresh, keys = append(fresh, byKey[m.text("key")]), append(keys, m.text("key"))
		}
		for _, step := range []func(context.Context, []*graph.DyadEdge) error{t.putParts, t.putEdges, t.putEnds, t.dropMonths} {
			if err := step(ctx, fresh); err != nil {
				return err
			}
		}
		if _, err := each(ctx, t, "clean_dyads", "keys", keys); err != nil {
			return err
		}
		return t.dropDyads(ctx, fresh)
	})
}

func (t *tx) putParts(ctx context.Context, edges []*graph.DyadEdge) error {
	var put []property.Map
	for _, e := range edges {
		for i := range e.Parts {
			put = append(put, property.Part(e.Key, &e.Parts[i]))
		}
	}
	_, err := each(ctx, t, "put_months", "rows", put)
	return err
}

// dropMonths takes away the months that have no part any more.
func (t *tx) dropMonths(ctx context.Context, edges []*graph.DyadEdge) error {
	var drop []string
	for _, e := range edges {
		for _, m := range e.Months {
			if !slices.ContainsFunc(e.Parts, func(p graph.Part) bool { return p.Month == m }) {
				drop = append(drop, property.MonthKey(e.Key, m))
			}
		}
	}
	_, err := each(ctx, t, "drop_months", "keys", drop)
	return err
}

func (t *tx) putEdges(ctx context.Context, edges []*graph.DyadEdge) error {
	put, drop := map[string][]property.Map{}, map[string][]property.Map{}
	for _, d := range edges {
		if e := d.Edge; e != nil {
			put[e.Relation] = append(put[e.Relation], property.Map{"key": d.Key, "from": e.From, "to": e.To, "props": property.Edge(e)})
		} else if was := (graph.Dyad{Key: d.Key}); was.ParseKey() == nil {
			drop[was.Relation] = append(drop[was.Relation], property.Map{"key": d.Key, "from": was.From, "to": was.To})
		}
	}
	for _, edgeType := range t.store.types {
		for name, rows := range map[string][]property.Map{"put_edges": put[edgeType], "drop_edges": drop[edgeType]} {
			text := strings.ReplaceAll(t.store.statements[name], "EDGE_TYPE", edgeType)
			if _, err := eachText(ctx, t, name, text, "rows", rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropDyads takes away what no event is behind any more.
func (t *tx) dropDyads(ctx context.Context, edges []*graph.DyadEdge) error {
	var gone []string
	for _, d := range edges {
		if d.Edge == nil {
			gone = append(gone, d.Key)
		}
	}
	_, err := each(ctx, t, "drop_dyads", "keys", gone)
	return err
}

func (t *tx) putEnds(ctx context.Context, edges []*graph.DyadEdge) error {
	var keys []string
	var rows []property.Map
	for _, d := range edges {
		if len(d.Ends) == 0 {
			continue // what is gone took its relationships with it
		}
		keys = append(keys, d.Key)
		for _, e := range d.Ends {
			if e.Of != "" {
				rows = append(rows, property.Map{"dyad": d.Key, "by": e.By, "of": e.Of, "date": e.Date})
			}
		}
	}
	if _, err := each(ctx, t, "drop_ends", "keys", keys); err != nil {
		return err
	}
	_, err := each(ctx, t, "put_ends", "rows", rows)
	return err
}

func kindsOf(rows []row) (map[schema.Kind]int, int) {
	kinds, all := map[schema.Kind]int{}, 0
	for _, m := range rows {
		kinds[schema.Kind(m.text("kind"))] = m.number("n")
		all += m.number("n")
	}
	return kinds, all
}
