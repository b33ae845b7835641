package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// read1 is one document as read, or why it could not be.
type read1 struct {
	doc read.Document
	err error
}

// analysed is one document with what was found in it.
type analysed[T any] struct {
	read1
	found T
}

// analyse reads inputs and runs f on each document on all cores, in input
// order. f is not called for a document that could not be read.
func analyse[T any](ctx context.Context, c *cli.Context, s streams, f func(context.Context, read.Document) (T, error)) (iter.Seq[analysed[T]], error) {
	if !c.Args().Present() {
		return nil, usage("entente "+c.Command.Name+" examples/articles", "no input: name files, folders or globs, or - for standard input")
	}
	o, err := readOptions(c, s)
	if err != nil {
		return nil, err
	}
	if c.Int("workers") < 0 {
		return nil, usage("--workers 2", "--workers %d: want 0 (all cores) or more", c.Int("workers"))
	}
	docs := func(yield func(read1) bool) {
		for doc, err := range read.Inputs(ctx, o, c.Args().Slice()...) {
			if !yield(read1{doc, err}) {
				return
			}
		}
	}
	return ordered.Map(ctx, c.Int("workers"), docs, func(ctx context.Context, r read1) analysed[T] {
		a := analysed[T]{read1: r}
		if a.err == nil {
			a.found, a.err = f(ctx, r.doc)
		}
		return a
	}), nil
}

// extractor is analyse's function for whole extractions.
func extractor(p *nlp.Pipeline) func(context.Context, read.Document) (schema.Extraction, error) {
	return func(ctx context.Context, d read.Document) (schema.Extraction, error) {
		return p.Extract(ctx, d.Article)
	}
}

// failures counts documents that could not be used, names each on stderr, and
// writes them to a file for a later try.
type failures struct {
	path  string
	err   io.Writer
	file  *os.File
	count int
}

// shownFailures is how many are named on stderr; the file has them all.
const shownFailures = 20

// failure is a line of failed.jsonl.
type failure struct {
	Input  string `json:"input"`
	Member string `json:"member,omitempty"`
	Line   int    `json:"line,omitempty"`
	Key    string `json:"key,omitempty"`
	Kind   string `json:"kind,omitempty"`
	Reason string `json:"reason"`
}

func (f *failures) add(d read.Document, err error) error {
	f.count++
	if f.count <= shownFailures {
		fmt.Fprintln(f.err, plain(err.Error()))
	} else if f.count == shownFailures+1 {
		fmt.Fprintln(f.err, "more documents failed; "+f.where())
	}
	if f.path == "" {
		return nil
	}
	if f.file == nil {
		file, err := os.Create(f.path)
		if err != nil {
			return fmt.Errorf("failed documents: %w; name another file with --failed", err)
		}
		f.file = file
	}
	line := failure{Input: d.Origin.Path, Member: d.Origin.Member, Line: d.Origin.Line, Key: d.Key, Reason: err.Error()}
	var r *read.Error
	if errors.As(err, &r) {
		line.Input, line.Member, line.Line, line.Kind = r.Path, r.Member, r.Line, string(r.Skip)
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	_, err = f.file.Write(append(data, '\n'))
	return err
}

func (f *failures) where() string {
	if f.path == "" {
		return "they are left out"
	}
	return "all of them are in " + f.path
}

// close ends the file, and gives errSomeBad when there were any failures.
func (f *failures) close() error {
	if f.file != nil {
		if err := f.file.Close(); err != nil {
			return err
		}
	}
	if f.count > 0 {
		return errSomeBad
	}
	return nil
}
