package neo4j

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
)

// Put writes records in one transaction.
func (s *Store) Put(ctx context.Context, recs []graph.Record) (graph.PutReport, error) {
	var report graph.PutReport
	if len(recs) == 0 {
		return report, nil
	}
	err := s.write(ctx, "write articles to", func(t *tx) error {
		report = graph.PutReport{} // the function may be run again
		p := put{tx: t, touched: graph.Touched{}}
		return p.records(ctx, recs, &report)
	})
	if err != nil {
		return graph.PutReport{}, err
	}
	return report, nil
}

// put is one transaction of record writing.
type put struct {
	*tx
	touched graph.Touched
}

func (p *put) records(ctx context.Context, recs []graph.Record, report *graph.PutReport) error {
	notes, err := p.rows(ctx, "notes", nil)
	if err != nil {
		return err
	}
	for _, r := range recs {
		if len(notes) > 0 && notes[0].text("decided") != r.Decided {
			return graph.ErrDecided
		}
	}
	latest := graph.Latest(recs, report)
	ids := make([]string, len(latest))
	for i := range latest {
		ids[i] = latest[i].Article.ID
	}
	rows, err := each(ctx, p.tx, "kept_editions", "ids", ids)
	if err != nil {
		return err
	}
	kept := map[string]graph.Edition{}
	retracted := map[string]bool{}
	for _, m := range rows {
		kept[m.text("id")] = editionOf(m)
		retracted[m.text("id")] = m.flag("retracted")
	}
	var fresh, changed []graph.Record
	var restated []property.Map
	for _, r := range latest {
		e, known := kept[r.Article.ID]
		standing := r.Edition().Beside(e)
		switch {
		case !known:
			fresh = append(fresh, r)
		case standing == graph.Kept, retracted[r.Article.ID]:
			report.Unchanged++
		case standing == graph.Older:
			report.Older++
		case standing == graph.Restated:
			report.Unchanged++
			restated = append(restated, property.Article(&r))
		default:
			changed = append(changed, r)
		}
	}
	if _, err := each(ctx, p.tx, "restate_articles", "rows", restated); err != nil {
		return err
	}
	report.New, report.Changed = len(fresh), len(changed)
	if len(changed) > 0 {
		kept, superseded, err := p.supersede(ctx, changed)
		if err != nil {
			return err
		}
		report.Superseded = superseded
		report.Claims -= kept
	}
	for _, step := range []func(ctx context.Context, recs []graph.Record, fresh bool) error{p.entities, p.articles, p.claims} {
		if err := errors.Join(step(ctx, fresh, true), step(ctx, changed, false)); err != nil {
			return err
		}
	}
	for _, r := range slices.Concat(fresh, changed) {
		report.Claims += len(r.Claims)
	}
	return p.markBlocks(ctx)
}

// markBlocks marks the blocks that were touched dirty, and their neighbours
// where claims are near enough to have a say in each other's events.
func (p *put) markBlocks(ctx context.Context) error {
	if _, err := each(ctx, p.tx, "mark_blocks", "keys", slices.Sorted(maps.Keys(p.touched))); err != nil {
		return err
	}
	ask := map[string]bool{}
	for block := range p.touched {
		for _, n := range graph.Neighbours(block) {
			ask[block], ask[n] = true, true
		}
	}
	rows, err := each(ctx, p.tx, "block_days", "keys", slices.Sorted(maps.Keys(ask)))
	if err != nil {
		return err
	}
	current := map[string]graph.Days{}
	for _, m := range rows {
		current[m.text("key")] = graph.Days{First: m.number("first"), Last: m.number("last")}
	}
	near := map[string]bool{}
	for block, days := range p.touched {
		if own, some := current[block]; some {
			days = days.Hull(own)
		}
		for _, n := range graph.Neighbours(block) {
			_, done := p.touched[n]
			if theirs, some := current[n]; some && !done && days.Near(theirs) {
				near[n] = true
			}
		}
	}
	_, err = each(ctx, p.tx, "mark_blocks", "keys", slices.Sorted(maps.Keys(near)))
	return err
}

// supersede takes back what former versions of articles said and the new ones
// do not, and what they mention. It returns how many claims stay and go.
func (p *put) supersede(ctx context.Context, recs []graph.Record) (kept, superseded int, err error) {
	var articles, claims []string
	var keep []property.Map
	for _, r := range recs {
		ids := make([]string, len(r.Claims))
		for i, c := range r.Claims {
			ids[i] = c.ID
		}
		articles, claims = append(articles, r.Article.ID), append(claims, ids...)
		keep = append(keep, property.Map{"article": r.Article.ID, "keep": ids})
	}
	rows, err := each(ctx, p.tx, "supersede", "rows", keep)
	if err != nil {
		return 0, 0, err
	}
	for _, m := range rows {
		p.touched.Add(m.text("block"), m.number("day"))
		if m.flag("keep") {
			kept++
		} else {
			superseded++
		}
	}
	if _, err = each(ctx, p.tx, "unlink_claims", "ids", claims); err != nil {
		return 0, 0, err
	}
	rows, err = each(ctx, p.tx, "forget", "ids", articles)
	if err != nil {
		return 0, 0, err
	}
	var entities []string
	for _, m := range rows {
		if m.flag("described") {
			entities = append(entities, m.text("id"))
		}
	}
	return kept, superseded, p.describe(ctx, entities)
}

// describe joins what the remaining articles say of entities that only texts
// describe.
func (p *put) describe(ctx context.Context, ids []string) error {
	rows, err := each(ctx, p.tx, "described", "ids", ids)
	if err != nil {
		return err
	}
	joined := map[string]schema.Entity{}
	for _, m := range rows {
		id, text := m.text("id"), m.text("described")
		if text == "" { // an article knows it as curated, which wins
			joined[id] = schema.Entity{ID: id, Curated: true}
			continue
		}
		var e schema.Entity
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			return err
		}
		if old, ok := joined[id]; ok {
			e = graph.Join(old, e)
		}
		joined[id] = e
	}
	maps.DeleteFunc(joined, func(_ string, e schema.Entity) bool { return e.Curated })
	return p.putEntities(ctx, joined)
}

// recorded adds the time of recording to what is new.
func (p *put) recorded(m property.Map, fresh bool) {
	if fresh {
		m["recorded_at"] = p.now
	}
}

func either(fresh bool, create, merge string) string {
	if fresh {
		return create
	}
	return merge
}

func (p *put) articles(ctx context.Context, recs []graph.Record, fresh bool) error {
	var rows []property.Map
	bySource := map[string][]string{}
	for i := range recs {
		r := &recs[i]
		row, err := property.ArticleRow(r)
		if err != nil {
			return err
		}
		p.recorded(row["props"].(property.Map), fresh)
		rows = append(rows, row)
		if r.Article.Source != "" {
			bySource[r.Article.Source] = append(bySource[r.Article.Source], r.Article.ID)
		}
	}
	if _, err := each(ctx, p.tx, either(fresh, "new_articles", "put_articles"), "rows", rows); err != nil {
		return err
	}
	var sources []property.Map
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		sources = append(sources, property.Map{"source": source, "articles": bySource[source]})
	}
	_, err := each(ctx, p.tx, "put_sources", "rows", sources)
	return err
}

func (p *put) entities(ctx context.Context, recs []graph.Record, _ bool) error {
	joined := map[string]schema.Entity{}
	for _, r := range recs {
		for _, e := range r.Entities {
			if old, ok := joined[e.ID]; ok {
				e = graph.Join(old, e)
			}
			joined[e.ID] = e
		}
	}
	rows, err := each(ctx, p.tx, "entities", "ids", slices.Sorted(maps.Keys(joined)))
	if err != nil {
		return err
	}
	for _, m := range rows {
		old := entityOf(m.props("e"))
		e := graph.Join(old, joined[old.ID])
		joined[old.ID] = e
		if graph.SameEntity(e, old) {
			delete(joined, old.ID)
		}
	}
	return p.putEntities(ctx, joined)
}

func (p *put) putEntities(ctx context.Context, entities map[string]schema.Entity) error {
	var rows []property.Map
	for _, id := range slices.Sorted(maps.Keys(entities)) {
		e := entities[id]
		if !slices.Contains(schema.Kinds, e.Kind) { // it becomes a label
			continue
		}
		rows = append(rows, property.Map{"id": id, "kind": string(e.Kind), "props": property.Entity(&e)})
	}
	_, err := each(ctx, p.tx, "put_entities", "rows", rows)
	return err
}

func (p *put) claims(ctx context.Context, recs []graph.Record, fresh bool) error {
	var rows []property.Map
	for i := range recs {
		row := property.ClaimRow(&recs[i], p.store.config.Relations)
		for j, claim := range row["claims"].([]property.Map) {
			p.recorded(claim["props"].(property.Map), fresh)
			p.touched.Add(recs[i].Claims[j].Block, recs[i].Claims[j].Day)
		}
		rows = append(rows, row)
	}
	_, err := each(ctx, p.tx, either(fresh, "new_claims", "put_claims"), "rows", rows)
	return err
}
