package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
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
	}, slices.Concat(fetchFlags(), watchFlags(), journalFlags(), inputFlags(), schemaFlags(), claimFlags(), extractorFlags(), telemetryFlags())...)
	return &cli.Command{
		Name:      "import",
		Usage:     "read articles and put what they say into the graph",
		ArgsUsage: "INPUT…",
		Description: "INPUT is a file, a folder, a glob or - for standard input: text, Markdown, HTML, PDF, Word, mail, WARC, JSONL, CSV, TSV, Parquet, RSS, Atom, packed or not;\n" +
			"and tables of events of GDELT 2.0, ICEWS, POLECAT and ACLED, whose rows become events of their own source kind.\n" +
			"The same import twice writes nothing new and reads only what is new or changed; after any stop, the same command goes on. Documents that fail are named and left out; the exit code is then 2.",
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
	repeats   repeats
	report    importReport

	inputs      []string // as named
	own         []string // files that the run itself writes
	journalPath string   // "" for none
	journalErr  error    // why there is none
	journal     *runJournal
	watching    *watch    // nil where the inputs are read once
	fetching    *fetching // nil where nothing is fetched
	links       unfetchedLinks
}

func (im *importRun) run() (err error) {
	chosen, docs, err := im.choose() // what is wrong with the command is said before anything is loaded
	if err != nil {
		return err
	}
	if im.shown, err = newTelemetry(im.c, im.err, nil); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, im.shown.Close()) }()
	if err := im.load(); err != nil {
		return err
	}
	if im.c.Bool("dry-run") {
		return im.dry(docs, chosen)
	}
	err = withStore(im.c, im.pipeline.Relations, false, func(store graph.Store) error { return im.keep(store, docs, chosen) })
	if err != nil && im.c.Err() != nil { // wherever it was
		r := &im.report
		return interrupted{r.New + r.Changed + r.Unchanged + r.Older, im.c.String("store"), im.command}
	}
	return err
}

// choose takes from the flags what is to be read, and how.
func (im *importRun) choose() (chosen *selection, docs iter.Seq[input], err error) {
	if n := im.c.Int("batch"); n < 1 || n > 10_000 {
		return nil, nil, usage("--batch 500", "--batch %d: want 1 to 10000", n)
	}
	if chosen, err = newSelection(im.c); err != nil {
		return nil, nil, err
	}
	if im.watching, err = newWatch(im.c); err != nil {
		return nil, nil, err
	}
	if im.fetching, err = newFetching(im.c, im.streams); err != nil {
		return nil, nil, err
	}
	im.journal, im.journalPath = &runJournal{}, im.pathOfJournal()
	if docs, err = im.documents(chosen); err != nil {
		return nil, nil, err
	}
	im.own = ownFiles(im.c.String("store"), im.c.String("failed"), im.journalPath)
	return chosen, without(docs, im.own), nil
}

// keep imports documents into a store, once or for as long as they are watched.
func (im *importRun) keep(store graph.Store, docs iter.Seq[input], chosen *selection) error {
	if err := store.Migrate(im.c.Context); err != nil {
		return err
	}
	store = im.shown.Store(store)
	if err := im.openJournal(im.c.Context, store); err != nil {
		return err
	}
	if im.fetching != nil {
		defer im.fetching.web.Close()
	}
	if im.watching != nil {
		im.watching.own = im.own
		return errors.Join(im.watch(store, docs, chosen), im.journal.close())
	}
	return errors.Join(im.once(store, docs, chosen), im.journal.close())
}

// load makes ready all that an import needs but the store.
func (im *importRun) load() (err error) {
	list := im.c.String("failed")
	if im.c.Bool("dry-run") {
		list = ""
	}
	if im.failed, err = newFailures(list, im.err); err != nil {
		return err
	}
	if im.pipeline, err = newWatchedPipeline(im.c, im.shown); err != nil {
		return err
	}
	boundMemory(im.c.Int("workers"))
	if im.extractor, err = newExtractor(im.c, im.pipeline); err != nil {
		return err
	}
	im.extractor.extract = watched(im.shown, im.extractor.extract)
	im.resolver, err = newResolver(im.pipeline, im.extractor.version)
	return err
}

// once imports documents and closes the list of those that failed.
func (im *importRun) once(store graph.Store, docs iter.Seq[input], chosen *selection) error {
	im.best = newBestEdges(im.pipeline.Relations, 8)
	im.journal.before, im.journal.listed = im.failed.sync, im.failed.lists
	err := im.into(im.c.Context, store, docs, chosen)
	bad := im.failed.close(err == nil && !chosen.narrows()) // what was not chosen may fail as before
	if err := cmp.Or(err, im.c.Err()); err != nil {
		return err
	}
	if bad != nil && !errors.Is(bad, errSomeBad) {
		return bad
	}
	im.report.Failed = im.failed.count + im.journal.passed.failed
	return nil
}

// documents are those of the arguments, or of the list of --retry.
func (im *importRun) documents(chosen *selection) (iter.Seq[input], error) {
	o, err := readOptions(im.c, im.streams)
	if err != nil {
		return nil, err
	}
	if im.keepsJournal() {
		o.Resume = func(f read.File) (read.Place, bool) {
			from, ok := im.journal.resume(im.c.Context, f)
			if !ok {
				im.watching.pass(f.Path)
			}
			return from, ok
		}
	}
	inputs, list := im.c.Args().Slice(), im.c.String("retry")
	switch {
	case list == "" && len(inputs) == 0:
		return nil, noInput(im.c)
	case list != "" && len(inputs) > 0:
		return nil, usage("entente import --retry "+list, "--retry %s names the inputs; give no others", list)
	case list != "":
		var only map[string]map[string]bool
		if inputs, only, err = failedInputs(list); err != nil {
			return nil, err
		}
		if im.fetching != nil {
			im.fetching.only = only
		}
	}
	im.inputs = inputs
	if im.watching != nil {
		o.Take = im.watching.take
	}
	return documentsOf(im.c, o, inputs, chosen)
}

// into is the import itself. Its time is that of reading, analysing and
// writing, without the start of the program.
func (im *importRun) into(ctx context.Context, store graph.Store, docs iter.Seq[input], chosen *selection) error {
	im.report.LeftOut = leftOut{}
	before, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	im.bar = newProgress(ctx, im.streams, im.c, im.inputs)
	im.failed.err = im.bar.above(im.err)
	if im.fetching != nil {
		im.fetching.store, im.fetching.journal = store, im.journal
		docs = chosen.of(im.fetching.of(ctx, docs))
	}
	results := analyse(im.c, withKnown(ctx, store, im.resolver.Edition, docs), im.extractor.extract)
	done, err := im.put(ctx, store, results)
	im.journal.write(ctx)
	im.bar.close()
	im.extractor.report(im.bar.above(im.err))
	im.sumUp(done)
	im.report.NotChosen = int(chosen.refused.Load())
	im.report.Seconds = time.Since(start).Seconds()
	if err != nil {
		return err
	}
	after, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	im.report.Events, im.report.Edges = after.Events-before.Events, after.Edges-before.Edges
	im.report.Strongest, err = edgeLines(ctx, store, im.best.list())
	return err
}

// put writes what was found. An interruption ends the reading first: what was
// analysed is still put.
func (im *importRun) put(ctx context.Context, store graph.Store, results iter.Seq[analysed[schema.Extraction]]) (graph.ImportReport, error) {
	writing, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := func() { context.AfterFunc(ctx, stop) }
	var unlisted error // the first failure that could not be written down
	done, err := graph.Import(writing, store, &noting{im.resolver, im.repeats.add}, im.extractions(ctx, results, ended), graph.ImportOptions{
		Articles: im.c.Int("batch"),
		Edges:    im.best.add,
		Failed: func(a schema.Article, err error) {
			im.report.Read--
			im.journal.refused()
			im.watching.refused()
			unlisted = cmp.Or(unlisted, im.failed.add(read.Document{Article: a}, err))
		},
		Progress: func(rep graph.ImportReport) {
			im.journal.committed(ctx)
			im.bar.resolving(rep.Blocks, rep.Dyads)
		},
	})
	return done, errors.Join(err, unlisted)
}

// sumUp adds to the report what the graph has taken and what the journal passed
// over.
func (im *importRun) sumUp(done graph.ImportReport) {
	r := &im.report
	r.New, r.Changed, r.Claims = done.New, done.Changed, done.Claims
	r.Older += done.Older
	r.Passed, r.PassedInputs = im.journal.passed.articles, im.journal.passed.inputs
	r.Unchanged += done.Unchanged + r.Passed
	r.Repeats = im.repeats.n
}

// interrupted is the end of an import that was told to stop.
type interrupted struct {
	kept           int
	store, command string
}

func (e interrupted) Error() string {
	return fmt.Sprintf("interrupted; %s kept in %s; the same command again goes on from there: %s", are(e.kept, "article"), e.store, e.command)
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
			if im.report.LeftOut.takes(r.err) {
				r.left, r.err = true, nil
				im.watching.leftOut(&r.input)
			}
			good, err := im.sort(ctx, &r.input)
			if err != nil {
				yield(schema.Extraction{}, err)
				return
			}
			if good && !yield(r.found, nil) {
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

// sort counts what came of a document, and reports whether it is to be put. Of
// one that failed it notes the failure; an error is that it could not.
func (im *importRun) sort(ctx context.Context, in *input) (put bool, err error) {
	im.bar.step(in)
	im.journal.idle(ctx) // what is listed as failed before the next document is seen
	im.journal.saw(in, im.again(in))
	if im.leave(in) {
		return false, nil
	}
	im.failed.saw(in.doc, in.err, im.journal.readsOn(in.doc.Reached.File))
	im.report.count(in)
	im.watching.count(in)
	if in.err != nil {
		im.shown.Count(`entente_articles_total{outcome="failed"}`, 1)
		return false, im.failed.add(in.doc, in.err)
	}
	im.report.Read++
	switch {
	case in.known:
		im.shown.Count(`entente_articles_total{outcome="unchanged"}`, 1)
		im.report.Unchanged++
		return false, nil
	case in.older:
		im.shown.Count(`entente_articles_total{outcome="older"}`, 1)
		im.report.Older++
		return false, nil
	}
	for _, w := range in.doc.Warnings {
		im.bar.warn(in.doc, w)
	}
	im.journal.given()
	return true, nil
}

// leave counts what is no document: what was left out, and links that are not
// fetched.
func (im *importRun) leave(in *input) bool {
	switch l := in.link(); {
	case in.had:
		im.report.Known++
	case l != nil:
		im.links.add(l)
		im.report.Links = im.links.n
	case in.fetched:
		im.report.Fetched++
	}
	return in.left || in.link() != nil
}

// again reports whether a document that failed may do better next time, with
// the same bytes and the same program: a language model was asked.
func (im *importRun) again(in *input) bool {
	switch {
	case in.list: // it may have more by then
		return true
	case in.link() != nil:
		return im.fetching == nil
	}
	var bad *read.Error
	err := in.err
	return err != nil && im.c.String("extractor") == "endpoint" && !errors.As(err, &bad) && !errors.Is(err, nlp.ErrLanguage)
}
