package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/conllu"
	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/urfave/cli/v2"
)

// parseTreebanks analyses CoNLL-U files on their own words, document by
// document, in input order.
func parseTreebanks(c *cli.Context, s streams, l *nlp.Language, write func(io.Writer, *analysis.Doc) error) error {
	if !c.Args().Present() {
		return usage("entente parse --pretokenized treebank.conllu", "no input: name CoNLL-U files, or - for standard input")
	}
	out := bufio.NewWriter(forTerminal(s.out))
	for _, path := range c.Args().Slice() {
		docs, err := readTreebank(path, s.in)
		if err != nil {
			return err
		}
		type result struct {
			own *conllu.Document
			doc *analysis.Doc
			err error
		}
		each := func(yield func(*conllu.Document) bool) {
			for i := range docs {
				if !yield(&docs[i]) {
					return
				}
			}
		}
		for r := range ordered.Map(c.Context, c.Int("workers"), each, func(ctx context.Context, d *conllu.Document) result {
			doc := d.Analysis(documentKey(d))
			return result{d, doc, l.Complete(ctx, doc)}
		}) {
			err := r.err
			switch {
			case err != nil:
			case c.String("format") == "conllu":
				err = writeSentences(out, r.own.Keep(r.doc))
			default:
				err = write(out, r.doc)
			}
			if err != nil {
				return errors.Join(fmt.Errorf("parse %s: %w", path, err), out.Flush())
			}
		}
	}
	return errors.Join(c.Err(), out.Flush())
}

func readTreebank(path string, stdin io.Reader) ([]conllu.Document, error) {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read %w", err)
		}
		defer f.Close()
		in = f
	}
	sentences, err := conllu.Read(in, path)
	return conllu.Documents(sentences), err
}

// documentKey is the id that a treebank gives a document.
func documentKey(d *conllu.Document) string {
	for _, c := range d.Sentences[0].Comments {
		if id, ok := strings.CutPrefix(c, "# newdoc id = "); ok {
			return id
		}
	}
	return ""
}
