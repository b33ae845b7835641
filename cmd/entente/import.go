package main

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// importVerb reads articles into a graph.
func importVerb(s streams) *cli.Command {
	flags := append([]cli.Flag{
		storeFlag(),
		&cli.StringFlag{Name: "failed", Value: "failed.jsonl", Usage: "where to name the documents that could not be used; made only when there are any", TakesFile: true},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress, no closing table"},
		jsonFlag(),
	}, append(inputFlags(), schemaFlags()...)...)
	return &cli.Command{
		Name:      "import",
		Usage:     "read articles and put what they say into the graph",
		ArgsUsage: "INPUT…",
		Description: "INPUT is a file, a folder, a glob or - for standard input: text, Markdown, HTML, JSONL, CSV, TSV, RSS, Atom, and gz or zip of them.\n" +
			"The same import twice writes nothing new. Documents that fail are named and left out; the exit code is then 2.",
		Flags:  flags,
		Action: func(c *cli.Context) error { return runImport(c, s) },
	}
}

// importReport is what the closing table and --json show.
type importReport struct {
	Read      int        `json:"read"`
	New       int        `json:"new"`
	Changed   int        `json:"changed"`
	Unchanged int        `json:"unchanged"`
	Failed    int        `json:"failed"`
	Claims    int        `json:"claims"`
	Events    int        `json:"events"`
	Edges     int        `json:"edges"`
	Seconds   float64    `json:"seconds"`
	Strongest []edgeLine `json:"strongest,omitempty"`
}

func runImport(c *cli.Context, s streams) error {
	p, err := newPipeline(c)
	if err != nil {
		return err
	}
	resolver, err := newResolver(p)
	if err != nil {
		return err
	}
	start := time.Now()
	failed := &failures{path: c.String("failed"), err: s.err}
	var rep importReport
	err = withStore(c, p.Relations, false, func(store graph.Store) error {
		if err := store.Migrate(c.Context); err != nil {
			return err
		}
		before, err := store.Counts(c.Context)
		if err != nil {
			return err
		}
		results, err := analyse(c.Context, c, s, extractor(p))
		if err != nil {
			return err
		}
		bar := newProgress(c.Context, s, c)
		failed.err = bar.above(s.err)
		done, err := graph.Import(c.Context, store, resolver, extractions(c.Context, results, failed, &rep, bar), graph.ImportOptions{
			Failed: func(a schema.Article, err error) {
				rep.Read--
				_ = failed.add(read.Document{Article: a}, err)
			},
		})
		bar.close()
		if err != nil {
			return err
		}
		rep.New, rep.Changed, rep.Unchanged, rep.Claims = done.New, done.Changed, done.Unchanged, done.Claims
		return rep.count(c.Context, store, before, p.Relations)
	})
	bad := failed.close()
	if err != nil {
		return err
	}
	rep.Failed, rep.Seconds = failed.count, time.Since(start).Seconds()
	if err := rep.print(c, s, failed); err != nil {
		return err
	}
	return bad
}

// extractions hands the good results to the graph and the bad ones to the
// failures. An interruption ends it as an error, so that the graph says what
// is kept.
func extractions(ctx context.Context, results iter.Seq[analysed[schema.Extraction]], failed *failures, rep *importReport, bar *progress) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for r := range results {
			if ctx.Err() != nil {
				break
			}
			bar.step(r.doc.Origin)
			if r.err != nil {
				if err := failed.add(r.doc, r.err); err != nil {
					yield(schema.Extraction{}, err)
					return
				}
				continue
			}
			for _, w := range r.doc.Warnings {
				bar.warn(r.doc, w)
			}
			rep.Read++
			if !yield(r.found, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(schema.Extraction{}, err)
		}
	}
}

// count fills in the sizes after the import.
func (rep *importReport) count(ctx context.Context, store graph.Store, before graph.Counts, relations map[string]*schema.Relation) error {
	after, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	rep.Events, rep.Edges = after.Events-before.Events, after.Edges-before.Edges
	strongest, err := store.Strongest(ctx, 40)
	if err != nil {
		return err
	}
	rep.Strongest, err = edgeLines(ctx, store, worthShowing(strongest, relations, 8))
	return err
}

// worthShowing drops standing ties such as offices, which are many and say
// little of what happened.
func worthShowing(edges []graph.Edge, relations map[string]*schema.Relation, limit int) []graph.Edge {
	standing := map[string]bool{}
	for _, r := range relations {
		for _, e := range r.Edges {
			standing[e.Type] = r.Standing
		}
	}
	var out []graph.Edge
	for _, e := range edges {
		if !standing[e.Relation] && e.Via == graph.Direct && len(out) < limit {
			out = append(out, e)
		}
	}
	return out
}

// print writes the closing table, or JSON.
func (rep *importReport) print(c *cli.Context, s streams, failed *failures) error {
	if c.Bool("json") {
		return json.NewEncoder(s.out).Encode(rep)
	}
	if c.Bool("quiet") {
		return nil
	}
	rate := float64(rep.Read) / max(rep.Seconds, 0.001)
	fmt.Fprintf(s.out, "read %d   new %d   changed %d   unchanged %d   failed %d   in %.1f s (%.0f articles/s)\n", rep.Read, rep.New, rep.Changed, rep.Unchanged, rep.Failed, rep.Seconds, rate)
	fmt.Fprintf(s.out, "claims %d   events %+d   edges %+d   in %s\n", rep.Claims, rep.Events, rep.Edges, plain(c.String("store")))
	if failed.count > 0 {
		fmt.Fprintf(s.out, "%d documents failed; %s\n", failed.count, failed.where())
	}
	if len(rep.Strongest) > 0 && rep.New+rep.Changed > 0 {
		fmt.Fprintln(s.out, "\nstrongest edges:")
		printEdges(s.out, rep.Strongest)
		e := rep.Strongest[0]
		fmt.Fprintf(s.out, "\nnext: entente why %q %s %q\n", plain(e.FromName), e.Relation, plain(e.ToName))
	}
	return nil
}
