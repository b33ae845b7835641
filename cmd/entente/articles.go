package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/coder"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// input is one document as read, or why it could not be.
type input struct {
	doc   read.Document
	err   error
	fatal bool // err ends the run
	known bool // the graph has the document as it is: there is nothing to analyse
	older bool // the graph has a later version of it: neither is there
	there bool // the graph has some version of it
	left  bool // it was not chosen, and is passed on only for where it stands

	fetched bool // its page was fetched
	online  bool // what stands there was fetched, or need not be again
	list    bool // it ends the articles of a list that was fetched
	wanted  bool // a page of a list that is to be tried again
	had     bool // left, because the graph has the article of its address
}

// analysed is one document with what was found in it.
type analysed[T any] struct {
	input
	found T
}

// documents reads what a verb's arguments name.
func documents(c *cli.Context, s streams) (iter.Seq[input], error) {
	if !c.Args().Present() {
		return nil, noInput(c)
	}
	chosen, err := newSelection(c)
	if err != nil {
		return nil, err
	}
	o, err := readOptions(c, s)
	if err != nil {
		return nil, err
	}
	return documentsOf(c, o, c.Args().Slice(), chosen)
}

func noInput(c *cli.Context) error {
	return usage("entente "+c.Command.Name+" examples/articles", "no input: name files, folders or globs, or - for standard input")
}

// documentsOf reads inputs and passes on the chosen documents.
func documentsOf(c *cli.Context, o read.Options, inputs []string, chosen *selection) (iter.Seq[input], error) {
	if c.Int("workers") < 0 {
		return nil, usage("--workers 2", "--workers %d: want 0 (all cores) or more", c.Int("workers"))
	}
	return chosen.of(func(yield func(input) bool) {
		for doc, err := range read.Inputs(c.Context, o, inputs...) {
			if doc.Coding != nil && !slices.Contains(readsRows, c.Command.Name) {
				err = &read.Error{Path: doc.Origin.Path, Member: doc.Origin.Member, Line: doc.Origin.Line, Skip: read.NoArticle, Err: errors.New("it is a coder's row, no text"), Do: "use import or extract"}
			}
			var bad *read.Error
			if !yield(input{doc: doc, err: err, fatal: err != nil && !errors.As(err, &bad)}) {
				return
			}
		}
	}), nil
}

// readsRows are the verbs that know what to do with coders' rows.
var readsRows = []string{"import", "extract", "submit"}

// analyse runs f on documents on all cores and gives the results in input
// order. Documents that could not be read and those that are known pass by f.
func analyse[T any](c *cli.Context, docs iter.Seq[input], f func(context.Context, read.Document) (T, error)) iter.Seq[analysed[T]] {
	return ordered.Map(c.Context, c.Int("workers"), docs, func(ctx context.Context, in input) (a analysed[T]) {
		a.input = in
		if a.err != nil || a.known || a.older || a.left {
			return a
		}
		defer func() { // one article must not end a run over many
			if p := recover(); p != nil {
				a.err = fmt.Errorf("analyse %s: %v; this is a mistake of the program: please report it, with the article", place(in.doc.Origin), p)
			}
		}()
		a.found, a.err = f(ctx, in.doc)
		return a
	})
}

// place names a document as errors of reading do.
func place(o read.Origin) string {
	name := o.Path
	if name == "-" {
		name = "standard input"
	}
	if o.Member != "" {
		name += ": " + o.Member
	}
	if o.Line > 0 {
		name += fmt.Sprintf(": line %d", o.Line)
	}
	return name
}

// placed is a document's error with the place of the document, which the errors of
// the readers have and those of the analysis, that begin with the key, do not.
func placed(d read.Document, err error) error {
	if _, has := errors.AsType[*read.Error](err); has || d.Origin.Path == "" {
		return err
	}
	said, at := strings.TrimPrefix(err.Error(), d.Key+": "), place(d.Origin)
	if strings.Contains(said, at) {
		return err
	}
	return fmt.Errorf("%s: %s", at, said)
}

// extractor is analyse's function for whole extractions.
func extractor(p *nlp.Pipeline) func(context.Context, read.Document) (schema.Extraction, error) {
	return func(ctx context.Context, d read.Document) (schema.Extraction, error) {
		return p.Extract(ctx, d.Article)
	}
}

// withRows makes extractions of coders' rows too, which no analysis of language
// is to see.
func withRows(rows *coder.Coder, f func(context.Context, read.Document) (schema.Extraction, error)) func(context.Context, read.Document) (schema.Extraction, error) {
	return func(ctx context.Context, d read.Document) (schema.Extraction, error) {
		if d.Coding != nil {
			return rows.Extract(d.Article, d.Coding)
		}
		return f(ctx, d)
	}
}

// writeEach is the whole of a verb that analyses documents and writes what was
// found, one by one, without a graph.
func writeEach[T any](c *cli.Context, s streams, f func(context.Context, read.Document) (T, error), write func(io.Writer, analysed[T]) error) error {
	docs, err := documents(c, s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(forTerminal(s.out))
	failed := &failures{err: s.err}
	rows := leftOut{}
	defer func() { rows.print(s.err) }()
	for r := range analyse(c, docs, f) {
		switch {
		case r.fatal || c.Err() != nil:
			return errors.Join(out.Flush(), context.Cause(c.Context), r.err)
		case rows.takes(r.err):
			continue
		case r.err != nil:
			if err := failed.add(r.doc, r.err); err != nil {
				return err
			}
			continue
		}
		if err := write(out, r); err != nil {
			return err
		}
		if err := out.Flush(); err != nil { // a reader of the pipe waits for this line
			return fmt.Errorf("write: %w", err)
		}
	}
	if err := c.Err(); err != nil { // also where documents failed before: the run did not go through
		return err
	}
	return failed.close(true)
}
