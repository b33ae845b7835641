package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/doctor"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// exportFormat is a way to write a whole graph.
type exportFormat struct {
	name, about string
	write       func(context.Context, io.Writer, graph.Reader, map[string]*schema.Relation) error
}

// exportFormats are all there are.
var exportFormats = []exportFormat{
	{"jsonl", "one record a line, the interchange format", export.JSONL},
	{"cypher", "a script for cypher-shell or Neo4j Browser", export.Cypher},
	{"graphml", "actors and direct edges, for Gephi, yEd, Cytoscape or NetworkX", actorsAlone(export.GraphML)},
	{"gexf", "the same with the time of each edge, for Gephi's timeline", actorsAlone(export.GEXF)},
	{"dot", "the same for Graphviz", actorsAlone(export.DOT)},
	{"plover", "events as tab-separated PLOVER records, with POLECAT's columns", export.PLOVER},
	{"ftm", "actors and edges as FollowTheMoney entities, for Aleph and OpenSanctions' tools", actorsAlone(export.FollowTheMoney)},
	{"stix", "actors and edges as a STIX 2.1 bundle, for OpenCTI and others", actorsAlone(export.STIX)},
	{"turtle", "actors, events and edges as RDF", actorsAlone(export.Turtle)},
}

// actorsAlone is a way to write that needs to know nothing of relations.
func actorsAlone(write func(context.Context, io.Writer, graph.Reader) error) func(context.Context, io.Writer, graph.Reader, map[string]*schema.Relation) error {
	return func(ctx context.Context, w io.Writer, g graph.Reader, _ map[string]*schema.Relation) error {
		return write(ctx, w, g)
	}
}

// bulkFormat is a folder of files, not one.
const bulkFormat = "neo4j-import"

// exportVerb writes the whole graph.
func exportVerb(s streams) *cli.Command {
	var names, about []string
	for _, f := range exportFormats {
		names = append(names, f.name)
		about = append(about, f.name+": "+f.about)
	}
	names = append(names, bulkFormat)
	about = append(about, bulkFormat+": a folder of CSV files for `neo4j-admin database import full`, the fastest way into an empty Neo4j; needs --output FOLDER")
	return &cli.Command{
		Name:        "export",
		Usage:       "write the whole graph as " + strings.Join(names, ", "),
		Description: strings.Join(about, "\n"),
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), sourceKindFlag(),
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Value: "jsonl", Usage: strings.Join(names, ", ")},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "-", Usage: "the file to write, - for standard output", TakesFile: true},
			&cli.BoolFlag{Name: "with-run", Usage: "with --format jsonl: also when each event was recorded; two graphs of the same articles then differ"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if c.Bool("with-run") && c.String("format") != "jsonl" {
				return usage("--format jsonl --with-run", "--with-run goes with --format jsonl")
			}
			if c.String("format") == bulkFormat {
				return exportBulk(c, s)
			}
			i := slices.IndexFunc(exportFormats, func(f exportFormat) bool { return f.name == c.String("format") })
			if i < 0 {
				return usage("entente export --format "+names[0], "--format %q: want %s", c.String("format"), strings.Join(names, ", "))
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			if isStore(c.String("store"), c.String("output")) {
				return usage("--output graph.jsonl", "--output %s: that is the graph itself", c.String("output"))
			}
			write := exportFormats[i].write
			if c.Bool("with-run") {
				write = export.JSONLWithRun
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				return writeTo(c.String("output"), s.out, func(w io.Writer) error {
					return write(c.Context, w, store, relations)
				})
			})
		},
	}
}

// exportBulk writes a folder for neo4j-admin, and says how to load it.
func exportBulk(c *cli.Context, s streams) error {
	folder := c.String("output")
	if folder == "-" || c.IsSet("as-of") {
		return usage("entente export --format "+bulkFormat+" --output FOLDER", "%s writes the graph of now into a folder: want --output FOLDER, and no --as-of", bulkFormat)
	}
	relations, err := loadRelations(c)
	if err != nil {
		return err
	}
	return withStore(c, relations, true, func(store graph.Store) error {
		left, err := doctor.Left(c.Context, store)
		if err != nil {
			return err
		}
		if left {
			return errors.New("an import was cut short: do it again, or: entente doctor --repair")
		}
		rules, err := store.Rules(c.Context)
		if err != nil {
			return err
		}
		command, err := export.Bulk(c.Context, folder, store, relations, rules, now())
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "with the database stopped and empty, in %s:\n  %s\n", plain(folder), command)
		fmt.Fprintf(s.out, "or anywhere: sh %s; then start Neo4j and make the constraints with: entente doctor --repair --store neo4j\n", quoted(filepath.Join(folder, "import.sh")))
		return nil
	})
}

// writeTo writes a file as a whole or not at all, or to standard output.
func writeTo(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "-" {
		out := bufio.NewWriter(forTerminal(stdout))
		return errors.Join(write(out), out.Flush())
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the file is replaced, not the link to it
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeInto(path, info, write)
	}
	f, err := os.OpenFile(path+"."+rand.Text()[:8]+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // the umask says who may read it
	if err != nil {
		return fmt.Errorf("write %s: %w; choose a folder that you may write to", path, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // of no effect once renamed
	out := bufio.NewWriter(f)
	if err := errors.Join(write(out), out.Flush(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeInto writes into what is there and can't be replaced by a file: a
// device, a pipe.
func writeInto(path string, info os.FileInfo, write func(io.Writer) error) error {
	if info.IsDir() {
		return usage("--output "+filepath.Join(path, "graph.jsonl"), "--output %s: it is a folder", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	out := bufio.NewWriter(f)
	return errors.Join(write(out), out.Flush(), f.Close())
}

// isStore reports whether a path is the very file that a store names.
func isStore(store, path string) bool {
	file, ok := strings.CutPrefix(store, "sqlite:")
	if !ok {
		return false
	}
	a, errA := os.Stat(strings.TrimPrefix(file, "//"))
	b, errB := os.Stat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}
