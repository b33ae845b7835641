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

	block, dyad string          // the last that was resolved or summed up, "" for none
	late        map[string]bool // blocks whose events were stale the last time
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

// place gives the claims of a record their blocks.
func (im *importer) place(rec *Record) {
	rec.Decided = im.decided.Key()
	for i := range rec.Claims {
		c := ClaimIn{Row: rec.Claims[i], Wire: rec.Wire, Gist: rec.Gist, Published: rec.Article.Published, Source: rec.Article.Source}
		rec.Claims[i].Block, rec.Claims[i].Day = im.resolver.Block(&c, im.decided)
	}
}

func (im *importer) add(ctx context.Context, rec Record) error {
	im.place(&rec)
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
			im.place(&im.batch[i])
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

// project goes through the dirty blocks and then through the dirty dyads, round
// and round until none is left or it is enough. It goes on where it stopped the
// last time, so that those at the end have their turn although those at the
// beginning become dirty again and again.
func (im *importer) project(ctx context.Context) error {
	for limit := projectBatch / 2; ; {
		n, claims, err := im.resolve(ctx, limit)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
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
		n, err := im.sum(ctx)
		if err != nil || n == 0 {
			return err
		}
		im.progress()
		if im.enough() {
			return nil
		}
	}
}

// resolve makes events of up to limit blocks, and returns how many blocks it had
// and how many claims were read for them.
func (im *importer) resolve(ctx context.Context, limit int) (n, claims int, err error) {
	blocks, err := im.store.DirtyBlocks(ctx, im.block, limit)
	if err == nil && len(blocks) == 0 && im.block != "" { // from the beginning
		blocks, err = im.store.DirtyBlocks(ctx, "", limit)
	}
	im.block = ""
	if err != nil {
		return 0, 0, err
	}
	if len(blocks) == 0 { // what was late, another importer has resolved
		clear(im.late)
		return 0, 0, nil
	}
	// Decisions are read after the blocks: one that comes in later marks the
	// blocks that it concerns anew, and these events are not taken.
	if err := im.decisions(ctx); err != nil {
		return 0, 0, err
	}
	events := make([]BlockEvents, len(blocks))
	for i, b := range blocks {
		claims += len(b.Claims)
		events[i] = BlockEvents{Block: b.Key, Mark: b.Mark, Anyway: im.late[b.Key], Events: im.resolver.Events(b, im.decided)}
	}
	stale, err := im.store.ReplaceEvents(ctx, events)
	if err != nil {
		return 0, 0, err
	}
	for i := range events {
		delete(im.late, events[i].Block)
	}
	// A block to which claims come faster than they are resolved would never have
	// events: after one time too late, they are taken as they are.
	for _, b := range stale {
		if im.late == nil {
			im.late = map[string]bool{}
		}
		im.late[b] = true
	}
	im.block = blocks[len(blocks)-1].Key
	im.report.Blocks += len(blocks) - len(stale)
	return len(blocks), claims, nil
}

// sum makes edges of dyads, and returns of how many.
func (im *importer) sum(ctx context.Context) (int, error) {
	dyads, err := im.store.DirtyDyads(ctx, im.dyad, projectBatch)
	if err == nil && len(dyads) == 0 && im.dyad != "" { // from the beginning
		dyads, err = im.store.DirtyDyads(ctx, "", projectBatch)
	}
	im.dyad = ""
	if err != nil || len(dyads) == 0 {
		return 0, err
	}
	edges := make([]DyadEdge, len(dyads))
	for i, d := range dyads {
		edges[i] = im.resolver.Edge(d)
	}
	if err := im.store.ReplaceEdges(ctx, edges); err != nil {
		return 0, err
	}
	if im.opt.Edges != nil {
		im.opt.Edges(edges)
	}
	im.dyad = dyads[len(dyads)-1].Key
	im.report.Dyads += len(dyads)
	return len(dyads), nil
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
