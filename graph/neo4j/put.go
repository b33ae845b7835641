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
	for _, r := range recs {
		if r.Decided != p.decided {
			return graph.ErrDecided
		}
	}
	latest := graph.Latest(recs, report)
	ids := make([]string, len(latest))
	for i := range latest {
		ids[i] = latest[i].Article.ID
	}
	known, err := each(ctx, p.tx, "kept_editions", "ids", ids)
	if err != nil {
		return err
	}
	kept := map[string]graph.Edition{}
	retracted := map[string]bool{}
	for _, m := range known {
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
	for _, r := range slices.Concat(fresh, changed) {
		report.Claims += len(r.Claims)
		for i := range r.Claims {
			p.touched.Add(r.Claims[i].Block, r.Claims[i].Day)
		}
	}
	rows := make(chan newArticles, 1) // made while the server works
	go func() { rows <- p.newArticles(fresh) }()
	// Blocks come before the claims that touch them, whose days are known anyway:
	// a look into an index is dearer once the transaction has changed it.
	err = errors.Join(p.markBlocks(ctx), p.entities(ctx, fresh), p.entities(ctx, changed))
	made := <-rows // also after an error: the records are the caller's again
	if err := errors.Join(err, made.err); err != nil {
		return err
	}
	return errors.Join(p.create(ctx, made.rows), p.articles(ctx, changed), p.claims(ctx, changed))
}

// markBlocks marks the blocks that were touched dirty, and their neighbours
// where claims are near enough to have a say in each other's events. Claims that
// no longer count may make more blocks dirty than need be: the index has their
// days too, and what is not in it takes long to read.
func (p *put) markBlocks(ctx context.Context) error {
	ask := map[string]bool{}
	for block := range p.touched {
		for _, n := range graph.Neighbours(block) {
			if _, done := p.touched[n]; !done {
				ask[n] = true
			}
		}
	}
	theirs, err := p.blockDays(ctx, ask)
	if err != nil {
		return err
	}
	marks, more := map[string]bool{}, map[string]bool{}
	near := func(block string, days graph.Days) {
		for _, n := range graph.Neighbours(block) {
			if d, some := theirs[n]; some && days.Near(d) {
				marks[n] = true
			} else if some {
				more[block] = true // what the block had may be nearer
			}
		}
	}
	for block, days := range p.touched {
		marks[block] = true
		near(block, days)
	}
	own, err := p.blockDays(ctx, more)
	if err != nil {
		return err
	}
	for block, days := range own {
		near(block, days.Hull(p.touched[block]))
	}
	_, err = each(ctx, p.tx, "mark_blocks", "keys", slices.Sorted(maps.Keys(marks)))
	return err
}

// blockDays gives the days of the claims of blocks that have some.
func (p *put) blockDays(ctx context.Context, blocks map[string]bool) (map[string]graph.Days, error) {
	rows, err := each(ctx, p.tx, "block_days", "keys", slices.Sorted(maps.Keys(blocks)))
	days := make(map[string]graph.Days, len(rows))
	for _, m := range rows {
		days[m.text("key")] = graph.Days{First: m.number("first"), Last: m.number("last")}
	}
	return days, err
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

// articles writes articles that the graph has in another version.
func (p *put) articles(ctx context.Context, recs []graph.Record) error {
	var rows []property.Map
	bySource := map[string][]string{}
	for i := range recs {
		r := &recs[i]
		row, err := property.ArticleRow(r)
		if err != nil {
			return err
		}
		rows = append(rows, row)
		if r.Article.Source != "" {
			bySource[r.Article.Source] = append(bySource[r.Article.Source], r.Article.ID)
		}
	}
	if _, err := each(ctx, p.tx, "put_articles", "rows", rows); err != nil {
		return err
	}
	var sources []property.Map
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		sources = append(sources, property.Map{"source": source, "articles": bySource[source]})
	}
	_, err := each(ctx, p.tx, "put_sources", "rows", sources)
	return err
}

func (p *put) entities(ctx context.Context, recs []graph.Record) error {
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

// claims writes the claims of articles that the graph has in another version.
func (p *put) claims(ctx context.Context, recs []graph.Record) error {
	var rows []property.Map
	for i := range recs {
		rows = append(rows, property.ClaimRow(&recs[i], p.store.config.Relations))
	}
	_, err := each(ctx, p.tx, "put_claims", "rows", rows)
	return err
}
