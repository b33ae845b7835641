package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/entente-kg/entente/schema"
)

// ImportOptions are the choices of an import.
type ImportOptions struct {
	// Articles and Rows bound a batch, which is one transaction; 0 stands for
	// 500 articles and 5,000 rows (articles, entities, claims).
	Articles, Rows int
	// Failed is told of an article that can't be kept, which is then skipped;
	// without it such an article ends the import.
	Failed func(schema.Article, error)
	// Edges is told of the edges that the import makes, changes or removes, in
	// no order; an edge may come again with later values.
	Edges func([]DyadEdge)
	// Progress is told after each batch and each round of projection.
	Progress func(ImportReport)
	// Enough is asked after each round of projection, first for blocks, then for
	// dyads, of each of which one round is done in any case: when it says so, the
	// rest stays dirty. Nil is for all of it.
	Enough func() bool
}

// ImportReport says what an import has done so far.
type ImportReport struct {
	PutReport
	Failed int // articles
	Blocks int // resolved into events
	Dyads  int // summed up into edges
}

// Import puts extractions into a store and projects what they touch. It may be
// stopped at any moment, by its context, by an error or by a crash: whole
// batches are kept, and the same import again goes on from there. An error of
// xs ends it after the batch at hand was put.
func Import(ctx context.Context, s Store, r Resolver, xs iter.Seq2[schema.Extraction, error], opt ImportOptions) (ImportReport, error) {
	im := importer{store: s, resolver: r, opt: opt}
	if err := im.start(ctx); err != nil {
		return im.report, err
	}
	var failed error
	for x, err := range xs {
		if err != nil {
			failed = err
			break
		}
		rec, err := r.Record(x)
		if err != nil {
			im.report.Failed++
			if opt.Failed == nil {
				failed = err
				break
			}
			opt.Failed(x.Article, err)
			continue
		}
		if failed = im.add(ctx, rec); failed != nil {
			return im.report, im.kept(failed)
		}
	}
	if err := im.flush(ctx); err != nil {
		return im.report, im.kept(err)
	}
	if failed != nil {
		return im.report, im.kept(failed)
	}
	if err := im.project(ctx); err != nil {
		return im.report, im.kept(err)
	}
	return im.report, nil
}

// Project resolves all dirty blocks and sums up all dirty dyads: what an
// import that was cut short has left.
func Project(ctx context.Context, s Store, r Resolver, opt ImportOptions) (ImportReport, error) {
	im := importer{store: s, resolver: r, opt: opt}
	err := im.start(ctx)
	if err == nil {
		err = im.project(ctx)
	}
	return im.report, err
}

// Rebuild computes all events and edges anew from the record.
func Rebuild(ctx context.Context, s Store, r Resolver, opt ImportOptions) (ImportReport, error) {
	im := importer{store: s, resolver: r, opt: opt}
	err := s.Rebuild(ctx, r.Rules(), r.Block)
	if err == nil {
		err = im.project(ctx)
	}
	return im.report, err
}

// Remake is Rebuild for a projection that may be wrong: all of it is written
// anew, also what seems unchanged.
func Remake(ctx context.Context, s Store, r Resolver, opt ImportOptions) (ImportReport, error) {
	if err := s.Distrust(ctx); err != nil {
		return ImportReport{}, err
	}
	return Rebuild(ctx, s, r, opt)
}

type importer struct {
	store    Store
	resolver Resolver
	opt      ImportOptions
	report   ImportReport
	decided  *Decisions
	batch    []Record
	rows     int
}

// start sees to it that what is there was made by the resolver's rules.
func (im *importer) start(ctx context.Context) error {
	rules, err := im.store.Rules(ctx)
	if err == nil && rules != im.resolver.Rules() {
		err = im.store.Rebuild(ctx, im.resolver.Rules(), im.resolver.Block)
	}
	if err != nil {
		return err
	}
	return im.decisions(ctx)
}

func (im *importer) decisions(ctx context.Context) error {
	all, err := im.store.Decisions(ctx)
	im.decided = NewDecisions(all)
	return err
}

// block gives the claims of a record their blocks.
func (im *importer) block(rec *Record) {
	rec.Decided = im.decided.Key()
	for i := range rec.Claims {
		c := ClaimIn{Row: rec.Claims[i], Wire: rec.Wire, Gist: rec.Gist, Published: rec.Article.Published, Source: rec.Article.Source}
		rec.Claims[i].Block, rec.Claims[i].Day = im.resolver.Block(&c, im.decided)
	}
}

func (im *importer) add(ctx context.Context, rec Record) error {
	im.block(&rec)
	im.batch = append(im.batch, rec)
	im.rows += 1 + len(rec.Entities) + len(rec.Claims)
	if len(im.batch) < orDefault(im.opt.Articles, 500) && im.rows < orDefault(im.opt.Rows, 10000) {
		return nil
	}
	return im.flush(ctx)
}

func orDefault(n, d int) int {
	if n <= 0 {
		return d
	}
	return n
}

func (im *importer) flush(ctx context.Context) error {
	if len(im.batch) == 0 {
		return nil
	}
	put, err := im.store.Put(ctx, im.batch)
	for errors.Is(err, ErrDecided) && ctx.Err() == nil {
		if err := im.decisions(ctx); err != nil {
			return err
		}
		for i := range im.batch {
			im.block(&im.batch[i])
		}
		put, err = im.store.Put(ctx, im.batch)
	}
	if err != nil {
		return err
	}
	clear(im.batch) // for the collector
	im.batch, im.rows = im.batch[:0], 0
	im.report.New += put.New
	im.report.Changed += put.Changed
	im.report.Unchanged += put.Unchanged
	im.report.Older += put.Older
	im.report.Claims += put.Claims
	im.report.Superseded += put.Superseded
	im.progress()
	return nil
}

func (im *importer) progress() {
	if im.opt.Progress != nil {
		im.opt.Progress(im.report)
	}
}

// kept adds to an error what is safe already.
func (im *importer) kept(err error) error {
	n := im.report.New + im.report.Changed + im.report.Unchanged + im.report.Older
	return fmt.Errorf("import: %w; %d articles are kept, the same command again goes on from there", err, n)
}

// enough reports whether the rest of the projection is for another time.
func (im *importer) enough() bool { return im.opt.Enough != nil && im.opt.Enough() }

const (
	projectBatch  = 2000  // blocks or dyads a transaction
	projectClaims = 10000 // claims read for it, about: what memory it takes
)

func (im *importer) project(ctx context.Context) error {
	r := im.resolver
	for limit := projectBatch / 2; ; {
		blocks, err := im.store.DirtyBlocks(ctx, limit)
		if err != nil {
			return err
		}
		if len(blocks) == 0 {
			break
		}
		// Decisions are read after the blocks: one that comes in later marks the
		// blocks that it concerns anew, and these events are not taken.
		if err := im.decisions(ctx); err != nil {
			return err
		}
		events := make([]BlockEvents, len(blocks))
		claims := 0
		for i, b := range blocks {
			claims += len(b.Claims)
			events[i] = BlockEvents{Block: b.Key, Mark: b.Mark, Events: r.Events(b, im.decided)}
		}
		if err := im.store.ReplaceEvents(ctx, events); err != nil {
			return err
		}
		im.report.Blocks += len(blocks)
		im.progress()
		if im.enough() {
			break
		}
		if claims > projectClaims {
			limit = max(1, limit/2)
		} else if claims < projectClaims/3 {
			limit = min(projectBatch, 2*limit)
		}
	}
	for {
		dyads, err := im.store.DirtyDyads(ctx, projectBatch)
		if err != nil {
			return err
		}
		if len(dyads) == 0 {
			return nil
		}
		edges := make([]DyadEdge, len(dyads))
		for i, d := range dyads {
			edges[i] = r.Edge(d)
		}
		if err := im.store.ReplaceEdges(ctx, edges); err != nil {
			return err
		}
		if im.opt.Edges != nil {
			im.opt.Edges(edges)
		}
		im.report.Dyads += len(dyads)
		im.progress()
		if im.enough() {
			return nil
		}
	}
}

// Copy brings the record of one store, retractions and decisions with it, into
// another and projects it there: the result is the same graph. It may be
// repeated after a failure.
func Copy(ctx context.Context, from Reader, to Store, r Resolver, opt ImportOptions) (ImportReport, error) {
	im := importer{store: to, resolver: r, opt: opt}
	err := im.copy(ctx, from)
	if err != nil {
		err = fmt.Errorf("copy: %w", err)
	}
	return im.report, err
}

func (im *importer) copy(ctx context.Context, from Reader) error {
	all, err := from.Decisions(ctx)
	if err != nil {
		return err
	}
	if _, err := im.store.Decide(ctx, all, im.resolver.Block); err != nil {
		return err
	}
	if err := im.start(ctx); err != nil {
		return err
	}
	var retracted []Retraction
	for rec, err := range from.AllRecords(ctx) {
		if err == nil {
			err = im.add(ctx, rec)
		}
		if err != nil {
			return err
		}
		if rec.Retracted != nil {
			retracted = append(retracted, *rec.Retracted)
		}
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	for _, r := range retracted {
		if _, err := im.store.Retract(ctx, r); err != nil {
			return err
		}
	}
	return im.project(ctx)
}
