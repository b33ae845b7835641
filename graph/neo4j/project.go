package neo4j

import (
	"context"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
)

// DirtyBlocks returns blocks to be resolved, with their current claims.
func (s *Store) DirtyBlocks(ctx context.Context, limit int) ([]graph.Block, error) {
	// The mark is read before the claims: if another importer adds one in
	// between, the mark no longer fits and the events are not taken.
	rows, err := s.read(ctx, "dirty_blocks", property.Map{"limit": limit})
	if err != nil {
		return nil, err
	}
	var blocks []graph.Block
	var keys []string
	at := map[string]int{}
	for _, m := range rows {
		b := graph.Block{Key: m.text("key"), Mark: m.text("mark")}
		at[b.Key] = len(blocks)
		blocks, keys = append(blocks, b), append(keys, b.Key)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	if rows, err = s.read(ctx, "block_claims", property.Map{"keys": keys}); err != nil {
		return nil, err
	}
	for _, m := range rows {
		c, err := claimInOf(m)
		if err != nil {
			return nil, s.wrap("read", err)
		}
		b := &blocks[at[m.text("key")]]
		b.Claims = append(b.Claims, c)
	}
	return blocks, nil
}

// ReplaceEvents writes the events of blocks that are still as they were read.
func (s *Store) ReplaceEvents(ctx context.Context, blocks []graph.BlockEvents) error {
	return s.write(ctx, "write events to", func(t *tx) error {
		var marks []property.Map
		byKey := map[string]*graph.BlockEvents{}
		for i := range blocks {
			marks = append(marks, property.Map{"key": blocks[i].Block, "mark": blocks[i].Mark})
			byKey[blocks[i].Block] = &blocks[i]
		}
		taken, err := each(ctx, t, "take_blocks", "rows", marks)
		if err != nil {
			return err
		}
		var keys []string
		var events []*graph.Event
		for _, m := range taken {
			key := m.text("key")
			keys = append(keys, key)
			for i := range byKey[key].Events {
				events = append(events, &byKey[key].Events[i])
			}
		}
		return t.replaceEvents(ctx, keys, events)
	})
}

func (t *tx) replaceEvents(ctx context.Context, blocks []string, events []*graph.Event) error {
	rows, err := each(ctx, t, "block_events", "keys", blocks)
	if err != nil {
		return err
	}
	old := map[string]string{} // ID → digest
	for _, m := range rows {
		old[m.text("id")] = m.text("digest")
	}
	var write []*graph.Event
	var relink, drop []string
	for _, e := range events {
		digest, known := old[e.ID]
		delete(old, e.ID)
		if known && digest == e.Digest() {
			continue
		}
		if known {
			relink = append(relink, e.ID)
		}
		write = append(write, e)
	}
	for id := range old {
		drop = append(drop, id)
	}
	if _, err := each(ctx, t, "mark_dyads", "ids", append(drop, relink...)); err != nil {
		return err
	}
	if _, err := each(ctx, t, "drop_events", "ids", drop); err != nil {
		return err
	}
	if _, err := each(ctx, t, "unlink_events", "ids", relink); err != nil {
		return err
	}
	return t.putEvents(ctx, write)
}

func (t *tx) putEvents(ctx context.Context, events []*graph.Event) error {
	var rows, links, evidence, ties []property.Map
	for _, e := range events {
		rows = append(rows, property.Map{"id": e.ID, "props": property.Event(e)})
		links = append(links, property.EventLinks(e)...)
		evidence = append(evidence, property.EvidenceLinks(e)...)
		for i := range e.Ties {
			ties = append(ties, property.Tie(e.ID, &e.Ties[i]))
		}
	}
	for _, step := range []struct {
		name string
		rows []property.Map
	}{{"put_events", rows}, {"link_events", links}, {"put_evidence", evidence}, {"put_ties", ties}} {
		if _, err := each(ctx, t, step.name, "rows", step.rows); err != nil {
			return err
		}
	}
	return nil
}

// DirtyDyads returns dyads to be summed up.
func (s *Store) DirtyDyads(ctx context.Context, limit int) ([]graph.Dyad, error) {
	rows, err := s.read(ctx, "dirty_dyads", property.Map{"limit": limit})
	if err != nil {
		return nil, err
	}
	var dyads []graph.Dyad
	var keys []string
	at := map[string]int{}
	for _, m := range rows {
		d := graph.Dyad{
			Key: m.text("key"), Mark: m.text("mark"),
			From: m.text("from"), Relation: m.text("relation"), To: m.text("to"), Symmetric: m.flag("symmetric"),
		}
		at[d.Key] = len(dyads)
		dyads, keys = append(dyads, d), append(keys, d.Key)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	if rows, err = s.read(ctx, "dyad_ties", property.Map{"keys": keys}); err != nil {
		return nil, err
	}
	for _, m := range rows {
		d := &dyads[at[m.text("key")]]
		b := m.props("b")
		d.Ties = append(d.Ties, graph.TieIn{
			Tie: graph.Tie{
				From: d.From, Relation: d.Relation, To: d.To, Symmetric: d.Symmetric,
				Via: graph.Via(b.text("via")), Reports: b.number("reports"), Independent: b.number("independent"), Denied: b.number("denied"),
			},
			Event: m.text("event"), Date: m.date("date", "precision"), Published: m.date("published", "published_precision"),
			Goldstein: m.float("goldstein"), Confidence: m.float("confidence"), Contested: graph.Status(m.text("status")) == graph.Contested,
		})
	}
	return dyads, nil
}

// ReplaceEdges writes the edges of dyads that are still as they were read. The
// relationship type is part of the statement: it is taken from the schema's own
// types, never from data.
func (s *Store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	return s.write(ctx, "write edges to", func(t *tx) error {
		var marks []property.Map
		byKey := map[string]*graph.Edge{}
		for _, e := range edges {
			marks = append(marks, property.Map{"key": e.Key, "mark": e.Mark})
			byKey[e.Key] = e.Edge
		}
		taken, err := each(ctx, t, "take_dyads", "rows", marks)
		if err != nil {
			return err
		}
		put, drop := map[string][]property.Map{}, map[string][]property.Map{}
		var gone []string
		for _, m := range taken {
			key := m.text("key")
			if e := byKey[key]; e != nil {
				put[e.Relation] = append(put[e.Relation], property.Map{"key": key, "from": e.From, "to": e.To, "props": property.Edge(e)})
				continue
			}
			gone = append(gone, key)
			if parts := strings.Split(key, "|"); len(parts) == 3 {
				drop[parts[1]] = append(drop[parts[1]], property.Map{"key": key, "from": parts[0], "to": parts[2]})
			}
		}
		for _, edgeType := range s.types {
			for name, rows := range map[string][]property.Map{"put_edges": put[edgeType], "drop_edges": drop[edgeType]} {
				text := strings.ReplaceAll(s.statements[name], "EDGE_TYPE", edgeType)
				if _, err := eachText(ctx, t, name, text, "rows", rows); err != nil {
					return err
				}
			}
		}
		_, err = each(ctx, t, "drop_dyads", "keys", gone)
		return err
	})
}

func kindsOf(rows []row) (map[schema.Kind]int, int) {
	kinds, all := map[schema.Kind]int{}, 0
	for _, m := range rows {
		kinds[schema.Kind(m.text("kind"))] = m.number("n")
		all += m.number("n")
	}
	return kinds, all
}
