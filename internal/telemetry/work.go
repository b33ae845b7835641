package telemetry

import (
	"context"
	"fmt"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/analysis"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Article begins the trace of one article. The function that it returns ends
// it with the article's error, if any.
func (t *Telemetry) Article(ctx context.Context, key string) (context.Context, func(error)) {
	if t == nil {
		return ctx, func(error) {}
	}
	begin := time.Now()
	ctx, span := t.tracer.Start(ctx, "article", trace.WithNewRoot(), trace.WithAttributes(attribute.String("entente.article", key)))
	return ctx, func(err error) {
		t.observe("entente_article_seconds", "", time.Since(begin))
		end(span, err)
	}
}

// Stage wraps a stage of the analysis so that its time is counted, and is a
// span of its article's trace.
func (t *Telemetry) Stage(s analysis.Stage) analysis.Stage {
	if t == nil {
		return s
	}
	run, label := s.Run, fmt.Sprintf("stage=%q", s.Name)
	s.Run = func(ctx context.Context, d *analysis.Doc) error {
		begin := time.Now()
		ctx, span := t.tracer.Start(ctx, s.Name)
		err := run(ctx, d)
		t.observe("entente_stage_seconds", label, time.Since(begin))
		end(span, err)
		return err
	}
	return s
}

// Store wraps a store so that what an import asks of it is timed and traced.
func (t *Telemetry) Store(s graph.Store) graph.Store {
	if t == nil {
		return s
	}
	return &store{s, t}
}

// store is a store that is watched. What is not overridden here goes straight
// to the engine.
type store struct {
	graph.Store
	t *Telemetry
}

// timed runs one call to the engine.
func (s *store) timed(ctx context.Context, call string, size int, f func(context.Context) error) error {
	begin := time.Now()
	ctx, span := s.t.tracer.Start(ctx, "store."+call, trace.WithAttributes(attribute.Int("entente.rows", size)))
	err := f(ctx)
	s.t.observe("entente_store_seconds", fmt.Sprintf("call=%q", call), time.Since(begin))
	if err != nil {
		s.t.Count(fmt.Sprintf("entente_store_errors_total{call=%q}", call), 1)
	}
	end(span, err)
	return err
}

func (s *store) Put(ctx context.Context, recs []graph.Record) (rep graph.PutReport, err error) {
	rows := 0
	for i := range recs {
		rows += 1 + len(recs[i].Entities) + len(recs[i].Claims)
	}
	err = s.timed(ctx, "put", rows, func(ctx context.Context) (err error) {
		rep, err = s.Store.Put(ctx, recs)
		return err
	})
	if err == nil {
		s.t.Count("entente_rows_total", rows)
		s.t.Count("entente_claims_total", rep.Claims)
		s.t.Count(`entente_articles_total{outcome="new"}`, rep.New)
		s.t.Count(`entente_articles_total{outcome="changed"}`, rep.Changed)
		s.t.Count(`entente_articles_total{outcome="unchanged"}`, rep.Unchanged)
		s.t.Count(`entente_articles_total{outcome="older"}`, rep.Older)
	}
	return rep, err
}

func (s *store) DirtyBlocks(ctx context.Context, after string, limit int) (blocks []graph.Block, err error) {
	err = s.timed(ctx, "blocks", limit, func(ctx context.Context) (err error) {
		blocks, err = s.Store.DirtyBlocks(ctx, after, limit)
		return err
	})
	return blocks, err
}

func (s *store) ReplaceEvents(ctx context.Context, blocks []graph.BlockEvents) (stale []string, err error) {
	err = s.timed(ctx, "events", len(blocks), func(ctx context.Context) (err error) {
		stale, err = s.Store.ReplaceEvents(ctx, blocks)
		return err
	})
	if err == nil {
		s.t.Count("entente_blocks_total", len(blocks)-len(stale))
	}
	return stale, err
}

func (s *store) DirtyDyads(ctx context.Context, after string, limit int) (dyads []graph.Dyad, err error) {
	err = s.timed(ctx, "dyads", limit, func(ctx context.Context) (err error) {
		dyads, err = s.Store.DirtyDyads(ctx, after, limit)
		return err
	})
	return dyads, err
}

func (s *store) ReplaceEdges(ctx context.Context, edges []graph.DyadEdge) error {
	err := s.timed(ctx, "edges", len(edges), func(ctx context.Context) error { return s.Store.ReplaceEdges(ctx, edges) })
	if err == nil {
		s.t.Count("entente_edges_total", len(edges))
	}
	return err
}

// end ends a span, with the error that it ended in.
func end(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	span.End()
}
