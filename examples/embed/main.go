// Command embed prints who did what to whom in news articles. It shows how to
// use Entente as a library:
//
//	go run ./examples/embed examples/articles/africa/doha-m23.txt
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
)

func main() {
	if err := claims(context.Background(), os.Stdout, os.Args[1:]...); err != nil {
		fmt.Fprintln(os.Stderr, "embed:", err)
		os.Exit(1)
	}
}

// claims writes one line for each claim of the files and folders.
func claims(ctx context.Context, out io.Writer, inputs ...string) error {
	pipeline, err := nlp.New(nlp.Options{})
	if err != nil {
		return err
	}
	for doc, err := range read.Inputs(ctx, read.Options{}, inputs...) {
		if err != nil {
			return err
		}
		found, err := pipeline.Extract(ctx, doc.Article)
		if err != nil {
			return err
		}
		for _, c := range found.Claims { // %q: an article's words may hold control characters
			fmt.Fprintf(out, "%s %s %s (%s, %s): %q\n", strings.Join(c.Actor, ", "), c.Relation,
				strings.Join(c.Recipient, ", "), c.Polarity, c.Modality, c.Evidence.Quote.Text)
		}
	}
	return nil
}
