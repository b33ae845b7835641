package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/doctor"
	"github.com/entente-kg/entente/graph/neo4j"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/internal/telemetry"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/nlp/roster"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// storeFlag names the graph; every verb that opens one has it.
func storeFlag() cli.Flag {
	return &cli.StringFlag{
		Name: "store", Aliases: []string{"s"}, EnvVars: []string{"ENTENTE_STORE"}, Value: "sqlite:" + sqlite.DefaultPath,
		Usage: "the graph: sqlite:FILE, neo4j://HOST or bolt://HOST, or neo4j for NEO4J_URI; NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE are taken from the environment",
	}
}

// asOfFlag is for the verbs that read: the graph as it was known then.
func asOfFlag() cli.Flag {
	return &cli.StringFlag{Name: "as-of", Usage: "the graph as it was known at the end of a `DAY` (UTC), such as 2025-03-12: by when articles were imported, not by when things happened"}
}

// sourceKindFlag is for the verbs that read: the part of the graph that some coders
// have made.
func sourceKindFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "source-kind", Usage: "only what is coded by these: text (Entente itself, from articles), gdelt, icews, polecat, acled; may be repeated (default: all, side by side)"}
}

// sourceKinds are those of the flag.
func sourceKinds(c *cli.Context) ([]schema.SourceKind, error) {
	var kinds []schema.SourceKind
	for _, name := range c.StringSlice("source-kind") {
		k, err := schema.ParseSourceKind(name)
		if err != nil || name == "" {
			return nil, usage("--source-kind text", "--%v", fmt.Errorf("source-kind %q: want text, gdelt, icews, polecat or acled", name))
		}
		kinds = append(kinds, k)
	}
	return kinds, nil
}

func jsonFlag() cli.Flag {
	return &cli.BoolFlag{Name: "json", Usage: "write JSON for programs"}
}

// schemaFlags layer a user's own folders over the built-in schema.
func schemaFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "actors", Usage: "actors to lay over the built-in ones: a folder, a CSV file, entities of FollowTheMoney (OpenSanctions) or items of Wikidata as JSON; may be repeated", TakesFile: true},
		&cli.StringSliceFlag{Name: "relations", Usage: "a folder of relations (YAML) to lay over the built-in ones; may be repeated", TakesFile: true},
	}
}

// claimFlags say which claims are made.
func claimFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "rules-only", Usage: "claim what the relations' patterns find, and let no trained model judge it"},
		&cli.BoolFlag{Name: "propose", Value: true, Usage: "add claims that the trained model finds and no pattern does; --propose=false has it judge only"},
		&cli.Float64Flag{Name: "min-confidence", Usage: "leave out claims that are less sure, from 0 to 1 (default: those that are more likely wrong than they are worth)"},
	}
}

// inputFlags say how articles are read.
func inputFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "input-format", Usage: "read every input as this format instead of looking: " + strings.Join(formatNames(), ", ")},
		&cli.StringSliceFlag{Name: "field", Usage: "the input's own name of a field of JSONL, CSV or TSV, as in text=body; may be repeated"},
		&cli.StringFlag{Name: "charset", Usage: "the inputs' encoding, such as windows-1251, where they do not say"},
		&cli.StringFlag{Name: "max-document", Usage: "how large one document may be, such as 64MiB; memory grows with it (default: 16MiB)"},
		&cli.BoolFlag{Name: "any-language", Usage: "analyse texts that seem to be in another language than English as well"},
		&cli.IntFlag{Name: "workers", Aliases: []string{"j"}, Usage: "how many articles to analyse at a time; 0 for all cores"},
	}, selectionFlags()...)
}

// wholeFlag is for the verbs that analyse language: they leave nothing out.
func wholeFlag() cli.Flag {
	return &cli.BoolFlag{Name: "whole", Value: true, Usage: "take a text file whole, headline and front matter included; --whole=false leaves them out"}
}

func formatNames() []string {
	var names []string
	for _, f := range read.Formats {
		names = append(names, f.Name)
	}
	return names
}

// schemaOptions are the folders that the schema flags name.
func schemaOptions(c *cli.Context) (nlp.Options, error) {
	o := nlp.Options{AnyLanguage: c.Bool("any-language"), RulesOnly: c.Bool("rules-only"), NoProposals: !c.Bool("propose"), MinConfidence: c.Float64("min-confidence")}
	if o.RulesOnly && c.IsSet("propose") && c.Bool("propose") {
		return o, usage("entente "+c.Command.Name+" --propose", "--rules-only and --propose exclude each other")
	}
	if o.MinConfidence < 0 || o.MinConfidence > 1 || math.IsNaN(o.MinConfidence) {
		return o, usage("entente "+c.Command.Name+" --min-confidence 0.5", "--min-confidence %g: want a number from 0 to 1", o.MinConfidence)
	}
	for _, dir := range c.StringSlice("relations") {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return o, usage("entente "+c.Command.Name+" --relations FOLDER", "--relations %s: not a folder", dir)
		}
		o.Relations = append(o.Relations, os.DirFS(dir))
	}
	var err error
	o.Actors, err = rosters(c)
	return o, err
}

// rosters opens the folders and files of the flag for actors. What could not
// be read of a file is said, and costs nothing else.
func rosters(c *cli.Context) ([]fs.FS, error) {
	var out []fs.FS
	var base *schema.Actors
	for _, path := range c.StringSlice("actors") {
		info, err := os.Stat(path)
		if err != nil {
			return nil, usage("entente "+c.Command.Name+" --actors FOLDER", "--actors %s: neither a folder nor a file", path)
		}
		if base == nil && !info.IsDir() {
			if base, err = schema.LoadActors(schema.ActorFiles()); err != nil {
				return nil, err
			}
		}
		r, err := roster.Open(path, base)
		if err != nil {
			return nil, err
		}
		for i, p := range r.Problems {
			if i == shownProblems {
				fmt.Fprintf(c.App.ErrWriter, "… and %d more; entente check %s shows all\n", len(r.Problems)-i, plain(path))
				break
			}
			fmt.Fprintln(c.App.ErrWriter, plain(p.String()))
		}
		out = append(out, r)
	}
	return out, nil
}

// shownProblems is how many lines of a list that could not be read are shown.
const shownProblems = 10

// newPipeline builds the analysis with the folders of the flags.
func newPipeline(c *cli.Context) (*nlp.Pipeline, error) { return newWatchedPipeline(c, nil) }

// newWatchedPipeline is newPipeline with each stage shown by t.
func newWatchedPipeline(c *cli.Context, t *telemetry.Telemetry) (*nlp.Pipeline, error) {
	o, err := schemaOptions(c)
	if err != nil {
		return nil, err
	}
	if t != nil {
		o.Around = t.Stage
	}
	return nlp.New(o)
}

// loadRelations loads the relations alone, for verbs that analyse nothing.
func loadRelations(c *cli.Context) (map[string]*schema.Relation, error) {
	o, err := schemaOptions(c)
	if err != nil {
		return nil, err
	}
	return nlp.LoadRelations(o)
}

// mostDocument is the most that --max-document takes: a document is kept in
// memory as a whole.
const mostDocument = 1 << 30

// readOptions turns the input flags into options.
func readOptions(c *cli.Context, s streams) (read.Options, error) {
	o := read.Options{Whole: c.Bool("whole"), Format: c.String("input-format"), Charset: c.String("charset"), Stdin: stoppable{c.Context, s.in}}
	for _, f := range c.StringSlice("field") {
		ours, theirs, ok := strings.Cut(f, "=")
		if !ok {
			return o, usage("--field text=body", "--field %q: want OURS=THEIRS", f)
		}
		if o.Fields == nil {
			o.Fields = map[string]string{}
		}
		o.Fields[ours] = theirs
	}
	var err error
	if o.MaxBytes, err = byteSize(c, "max-document", "64MiB"); err != nil {
		return o, err
	}
	if o.MaxBytes > mostDocument {
		return o, usage("--max-document 64MiB", "--max-document %s: want at most 1GiB; split what is larger", c.String("max-document"))
	}
	if err := o.Check(); err != nil {
		return o, usage("entente "+c.Command.Name+" --help", "%s", strings.TrimPrefix(err.Error(), "read: "))
	}
	return o, nil
}

// stoppable is standard input that ends with the context, also while it waits
// for somebody to type.
type stoppable struct {
	ctx context.Context //nolint:containedctx // a Reader has no other place for it
	r   io.Reader
}

func (s stoppable) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	buf := make([]byte, len(b)) // not b: the read may end after the reader has gone
	go func() {
		n, err := s.r.Read(buf)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(b, buf[:r.n]), r.err
	case <-s.ctx.Done():
		return 0, s.ctx.Err()
	}
}

// serverSchemes are the kinds of address that Neo4j's driver knows.
var serverSchemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// openStore opens the graph that a flag names.
func openStore(ctx context.Context, target string, relations map[string]*schema.Relation, readOnly bool) (graph.Store, error) {
	if target == "neo4j" {
		if target = os.Getenv("NEO4J_URI"); target == "" {
			return nil, usage("--store neo4j://localhost:7687", "--store neo4j: NEO4J_URI is not set")
		}
	}
	scheme, rest, ok := strings.Cut(target, ":")
	switch {
	case ok && scheme == "sqlite" && strings.HasPrefix(strings.TrimPrefix(rest, "//"), ":"): // ":memory:" would be lost at the end
		return nil, usage("--store sqlite:entente.db", "--store %q: want a file's name after sqlite:", target)
	case ok && scheme == "sqlite" && strings.TrimPrefix(rest, "//") != "":
		return sqlite.Open(ctx, strings.TrimPrefix(rest, "//"), sqlite.Options{ReadOnly: readOnly})
	case ok && slices.Contains(serverSchemes, scheme):
		return neo4j.Open(ctx, neo4j.Config{
			URI: target, Username: username(), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
			Relations: relations,
		})
	case !ok && target != "":
		return nil, usage("--store sqlite:"+target, "--store %q: want sqlite:FILE, neo4j://HOST or bolt://HOST", target)
	}
	return nil, usage("--store sqlite:entente.db or --store neo4j://localhost:7687", "--store %q: want sqlite:FILE, neo4j://HOST or bolt://HOST", target)
}

// username is the environment's; a password alone is that of Neo4j's first
// user.
func username() string {
	if name, ok := os.LookupEnv("NEO4J_USERNAME"); ok || os.Getenv("NEO4J_PASSWORD") == "" {
		return name
	}
	return "neo4j"
}

// withStore opens the flag's graph for a verb and closes it afterwards, also
// when the run was interrupted.
func withStore(c *cli.Context, relations map[string]*schema.Relation, readOnly bool, f func(graph.Store) error) error {
	store, err := openStore(c.Context, c.String("store"), relations, readOnly)
	if err != nil {
		return err
	}
	err = f(store)
	if closing := store.Close(context.WithoutCancel(c.Context)); err == nil {
		err = closing
	}
	return err
}

// withReader opens the flag's graph for a verb that reads, as of the flag's day.
// It says when an import was cut short, for then events and edges are lacking.
func withReader(c *cli.Context, s streams, relations map[string]*schema.Relation, f func(graph.Reader) error) error {
	day := c.String("as-of")
	if err := checkDay(c, "as-of"); err != nil {
		return err
	}
	kinds, err := sourceKinds(c)
	if err != nil {
		return err
	}
	return withStore(c, relations, true, func(store graph.Store) error {
		view := graph.Reader(store)
		if len(kinds) > 0 {
			view = store.OfKinds(kinds...)
		}
		if day != "" {
			err := f(view.AsOf(day))
			if errors.Is(err, graph.ErrNotFound) {
				return fmt.Errorf("%w; the days of --as-of are those of import: what was imported after %s is left out", err, day)
			}
			return err
		}
		left, err := doctor.Left(c.Context, store)
		if err != nil {
			return err
		}
		if left {
			fmt.Fprintln(s.err, "an import was cut short or is at work: some claims are not summed up into events and edges; do the same import again, or: entente doctor --repair")
		}
		err = f(view)
		if len(kinds) > 0 && errors.Is(err, graph.ErrNotFound) {
			return fmt.Errorf("%w; only what is coded by %s was looked at (--source-kind)", err, strings.Join(c.StringSlice("source-kind"), " or "))
		}
		return err
	})
}

// checkDay refuses a flag that is set and holds no day.
func checkDay(c *cli.Context, flag string) error {
	day := c.String(flag)
	if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
		return usage("--"+flag+" 2025-03-12", "--%s %q: want a day as YYYY-MM-DD", flag, day)
	}
	return nil
}

// newResolver is the resolver for a pipeline's schema.
func newResolver(p *nlp.Pipeline, version func() (string, error)) (*resolve.Resolver, error) {
	rules, err := version()
	if err != nil {
		return nil, err
	}
	return &resolve.Resolver{
		Relations: p.Relations,
		Lookup: func(id string) (schema.Entity, bool) {
			a := p.Actors.ByID[id]
			if a == nil {
				return schema.Entity{}, false
			}
			return a.Entity, true
		},
		Version: rules,
	}, nil
}
