package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/internal/telemetry"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// importVerb reads articles into a graph.
func importVerb(s streams) *cli.Command {
	flags := append([]cli.Flag{
		storeFlag(),
		&cli.StringFlag{Name: "failed", Value: "failed.jsonl", Usage: "where to list the documents that could not be used; made only when there are any", TakesFile: true},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress, no closing table"},
		&cli.StringFlag{Name: "retry", Usage: "read once more the inputs that this list of failed documents names, instead of INPUT", TakesFile: true},
		&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "only read, and say how many articles are new or changed; write nothing"},
		&cli.IntFlag{Name: "batch", Value: 500, Usage: "how many articles go into one transaction: what an interruption can cost"},
		jsonFlag(),
	}, slices.Concat(inputFlags(), schemaFlags(), claimFlags(), extractorFlags(), telemetryFlags())...)
	return &cli.Command{
		Name:      "import",
		Usage:     "read articles and put what they say into the graph",
		ArgsUsage: "INPUT…",
		Description: "INPUT is a file, a folder, a glob or - for standard input: text, Markdown, HTML, PDF, Word, mail, WARC, JSONL, CSV, TSV, RSS, Atom, packed or not.\n" +
			"The same import twice writes nothing new. Documents that fail are named and left out; the exit code is then 2.",
		Flags: flags,
		Action: func(c *cli.Context) error {
			im := &importRun{c: c, streams: s}
			if err := im.run(); err != nil {
				return err
			}
			return im.print()
		},
	}
}

// importReport is what the closing table and --json show.
type importReport struct {
	Read      int        `json:"read"`
	New       int        `json:"new"`
	Changed   int        `json:"changed"`
	Unchanged int        `json:"unchanged"`
	Older     int        `json:"older"` // versions of articles of which the graph has a later one
	Failed    int        `json:"failed"`
	Claims    int        `json:"claims"`
	Events    int        `json:"events"`
	Edges     int        `json:"edges"`
	Seconds   float64    `json:"seconds"`
	Strongest []edgeLine `json:"strongest"`
}

// importRun is one run of the verb.
type importRun struct {
	c *cli.Context
	streams
	pipeline  *nlp.Pipeline
	extractor claimExtractor
	resolver  *resolve.Resolver
	failed    *failures
	bar       *progress
	shown     *telemetry.Telemetry
	best      *bestEdges
	report    importReport
}

func (im *importRun) run() (err error) {
	if n := im.c.Int("batch"); n < 1 || n > 10_000 {
		return usage("--batch 500", "--batch %d: want 1 to 10000", n)
	}
	chosen, err := newSelection(im.c) // what is wrong with the command is said before anything is loaded
	if err != nil {
		return err
	}
	docs, err := im.documents(chosen)
	if err != nil {
		return err
	}
	list := im.c.String("failed")
	docs = without(docs, ownFiles(im.c.String("store"), list))
	if im.c.Bool("dry-run") {
		list = ""
	}
	if im.failed, err = newFailures(list, im.err); err != nil {
		return err
	}
	if im.shown, err = newTelemetry(im.c, im.err, nil); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, im.shown.Close()) }()
	if im.pipeline, err = newWatchedPipeline(im.c, im.shown); err != nil {
		return err
	}
	if im.extractor, err = newExtractor(im.c, im.pipeline); err != nil {
		return err
	}
	im.extractor.extract = watched(im.shown, im.extractor.extract)
	if im.resolver, err = newResolver(im.pipeline, im.extractor.version); err != nil {
		return err
	}
	if im.c.Bool("dry-run") {
		return im.dry(docs)
	}
	im.best = newBestEdges(im.pipeline.Relations, 8)
	err = withStore(im.c, im.pipeline.Relations, false, func(store graph.Store) error {
		if err := store.Migrate(im.c.Context); err != nil {
			return err
		}
		return im.into(im.c.Context, im.shown.Store(store), docs)
	})
	bad := im.failed.close(err == nil && !chosen.narrows()) // what was not chosen may fail as before
	if im.c.Err() != nil {
		r := &im.report
		return interrupted{r.New + r.Changed + r.Unchanged + r.Older, im.c.String("store")}
	}
	if err != nil {
		return err
	}
	if bad != nil && !errors.Is(bad, errSomeBad) {
		return bad
	}
	im.report.Failed = im.failed.count
	return nil
}

// documents are those of the arguments, or of the list of --retry.
func (im *importRun) documents(chosen *selection) (iter.Seq[input], error) {
	list := im.c.String("retry")
	if list == "" {
		return documents(im.c, im.streams)
	}
	if im.c.Args().Present() {
		return nil, usage("entente import --retry "+list, "--retry %s names the inputs; give no others", list)
	}
	inputs, err := failedInputs(list)
	if err != nil {
		return nil, err
	}
	return documentsOf(im.c, im.streams, inputs, chosen)
}

// into is the import itself. Its time is that of reading, analysing and
// writing, without the start of the program.
func (im *importRun) into(ctx context.Context, store graph.Store, docs iter.Seq[input]) error {
	r := &im.report
	before, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	im.bar = newProgress(ctx, im.streams, im.c)
	im.failed.err = im.bar.above(im.err)
	results := analyse(im.c, withKnown(ctx, store, im.resolver.Edition, docs), im.extractor.extract)

	// An interruption ends the reading first: what was analysed is still put.
	writing, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := func() { context.AfterFunc(ctx, stop) }
	var unlisted error // the first failure that could not be written down
	done, err := graph.Import(writing, store, im.resolver, im.extractions(ctx, results, ended), graph.ImportOptions{
		Articles: im.c.Int("batch"),
		Edges:    im.best.add,
		Failed: func(a schema.Article, err error) {
			r.Read--
			unlisted = cmp.Or(unlisted, im.failed.add(read.Document{Article: a}, err))
		},
		Progress: func(rep graph.ImportReport) { im.bar.resolving(rep.Blocks, rep.Dyads) },
	})
	im.bar.close()
	im.extractor.report(im.err)
	r.New, r.Changed, r.Unchanged, r.Claims = done.New, done.Changed, r.Unchanged+done.Unchanged, done.Claims
	r.Older += done.Older
	r.Seconds = time.Since(start).Seconds()
	if err := errors.Join(err, unlisted); err != nil {
		return err
	}
	after, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	r.Events, r.Edges = after.Events-before.Events, after.Edges-before.Edges
	r.Strongest, err = edgeLines(ctx, store, im.best.list())
	return err
}

// interrupted is the end of an import that was told to stop.
type interrupted struct {
	kept  int
	store string
}

func (e interrupted) Error() string {
	return fmt.Sprintf("interrupted; %s kept in %s; the same command again goes on from there", are(e.kept, "article"), e.store)
}

// extractions hands the good results to the graph and the bad ones to the
// failures, and tells when there are no more.
func (im *importRun) extractions(ctx context.Context, results iter.Seq[analysed[schema.Extraction]], ended func()) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for r := range results {
			if ctx.Err() != nil {
				break
			}
			if r.fatal {
				yield(schema.Extraction{}, r.err)
				return
			}
			im.bar.step()
			im.failed.saw(r.doc, r.err)
			if r.err != nil {
				im.shown.Count(`entente_articles_total{outcome="failed"}`, 1)
				if err := im.failed.add(r.doc, r.err); err != nil {
					yield(schema.Extraction{}, err)
					return
				}
				continue
			}
			im.report.Read++
			if r.known {
				im.shown.Count(`entente_articles_total{outcome="unchanged"}`, 1)
				im.report.Unchanged++
				continue
			}
			if r.older {
				im.shown.Count(`entente_articles_total{outcome="older"}`, 1)
				im.report.Older++
				continue
			}
			for _, w := range r.doc.Warnings {
				im.bar.warn(r.doc, w)
			}
			if !yield(r.found, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(schema.Extraction{}, err)
			return
		}
		ended()
	}
}

// print writes the closing table, or JSON, and gives the exit of the run.
func (im *importRun) print() error {
	r := &im.report
	var end error
	if r.Failed > 0 {
		end = errSomeBad
	}
	if im.c.Bool("json") {
		return errors.Join(json.NewEncoder(im.out).Encode(r), end)
	}
	if im.c.Bool("dry-run") {
		im.printDry()
		return end
	}
	if im.c.Bool("quiet") {
		return end
	}
	st := styleFor(im.out)
	rate := float64(r.Read) / max(r.Seconds, 0.001)
	fmt.Fprintf(im.out, "%s read in %s s, %.0f a second\n", st.bold(count(r.Read, "article")), strconv.FormatFloat(r.Seconds, 'g', 2, 64), rate)
	older := ""
	if r.Older > 0 {
		older = fmt.Sprintf("%d older than what is there   ", r.Older)
	}
	fmt.Fprintf(im.out, "  articles  %s new   %d changed   %d unchanged   %s%s\n", st.bold(fmt.Sprint(r.New)), r.Changed, r.Unchanged, older, st.alarm(r.Failed > 0, fmt.Sprintf("%d failed", r.Failed)))
	fmt.Fprintf(im.out, "  graph     %+d claims   %+d events   %+d edges   in %s\n", r.Claims, r.Events, r.Edges, plain(im.c.String("store")))
	if r.Failed > 0 {
		fmt.Fprintf(im.out, "  failed    %s\n", plain(im.failed.where()))
	}
	if len(r.Strongest) > 0 {
		fmt.Fprintf(im.out, "\n%s\n", st.bold("strongest edges of this import"))
		printEdges(im.out, r.Strongest)
		e := r.Strongest[0]
		fmt.Fprintf(im.out, "\nnext: entente why %s %s %s%s\n", quoted(e.FromName), e.Relation, quoted(e.ToName), im.sameFlags())
	}
	return end
}

// sameFlags are the flags that another verb needs to see the same graph.
func (im *importRun) sameFlags() string {
	var flags strings.Builder
	if im.c.IsSet("store") {
		flags.WriteString(" --store " + quoted(im.c.String("store")))
	}
	for _, dir := range im.c.StringSlice("relations") {
		flags.WriteString(" --relations " + quoted(dir))
	}
	return flags.String()
}
