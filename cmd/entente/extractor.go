package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/coder"
	"github.com/entente-kg/entente/nlp/endpoint"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// extractorFlags choose who reads the articles.
func extractorFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "extractor", Value: "rules", Usage: "who makes the claims: rules (built in, no network), or endpoint (a language model behind an OpenAI-compatible URL; articles are sent there)"},
		&cli.StringFlag{Name: "endpoint", Usage: "with --extractor endpoint: its URL, as http://localhost:11434/v1, else OPENAI_BASE_URL; the key is taken from OPENAI_API_KEY"},
		&cli.StringFlag{Name: "model", Usage: "with --extractor endpoint: the model's name there"},
		&cli.IntFlag{Name: "budget", Usage: "with --extractor endpoint: stop asking after so many tokens; 0 for no bound"},
		&cli.StringFlag{Name: "cache", Usage: "with --extractor endpoint: a folder that keeps the answers, so that an interrupted run asks nothing twice", TakesFile: true},
	}
}

// claimExtractor turns documents into extractions.
type claimExtractor struct {
	extract func(context.Context, read.Document) (schema.Extraction, error)
	version func() (string, error) // of all that extractions depend on
	report  func(io.Writer)        // what is to be said at the end of a run
}

// newExtractor is the one that the flags choose.
func newExtractor(c *cli.Context, p *nlp.Pipeline) (claimExtractor, error) {
	switch c.String("extractor") {
	case "rules", "":
		for _, f := range []string{"endpoint", "model", "budget", "cache"} {
			if c.IsSet(f) {
				return claimExtractor{}, usage("--extractor endpoint --"+f+" "+c.String(f), "--%s is for --extractor endpoint", f)
			}
		}
		return withCoder(p, claimExtractor{extractor(p), p.Version, func(io.Writer) {}})
	case "endpoint":
		x, err := newEndpoint(c, p)
		if err != nil {
			return x, err
		}
		return withCoder(p, x)
	}
	return claimExtractor{}, usage("--extractor rules", "--extractor %q: want rules or endpoint", c.String("extractor"))
}

// withCoder makes an extractor one that takes coders' rows as well.
func withCoder(p *nlp.Pipeline, x claimExtractor) (claimExtractor, error) {
	crosswalks, err := schema.LoadCrosswalks(schema.CrosswalkFiles(), p.Relations)
	if err != nil {
		return x, err
	}
	rows, err := coder.New(p.Actors, p.Relations, crosswalks)
	if err != nil {
		return x, err
	}
	x.extract = withRows(rows, x.extract)
	return x, nil
}

func newEndpoint(c *cli.Context, p *nlp.Pipeline) (claimExtractor, error) {
	url := cmp.Or(c.String("endpoint"), os.Getenv("OPENAI_BASE_URL"))
	if url == "" || c.String("model") == "" {
		return claimExtractor{}, usage("--extractor endpoint --endpoint http://localhost:11434/v1 --model NAME", "an endpoint needs its URL and the name of a model")
	}
	if c.Int("budget") < 0 {
		return claimExtractor{}, usage("--budget 1000000", "--budget %d: want 0 (no bound) or more", c.Int("budget"))
	}
	x, err := endpoint.New(p, endpoint.Options{
		BaseURL: url, Key: os.Getenv("OPENAI_API_KEY"), Model: c.String("model"),
		Budget: c.Int("budget"), Cache: c.String("cache"),
	})
	if err != nil {
		return claimExtractor{}, err
	}
	return claimExtractor{
		extract: func(ctx context.Context, d read.Document) (schema.Extraction, error) {
			return x.Extract(ctx, d.Article)
		},
		version: x.Version,
		report:  func(w io.Writer) { printEndpoint(w, x.Report()) },
	}, nil
}

// printEndpoint says what an endpoint was asked, and why claims of it were
// dropped, the most frequent reason first.
func printEndpoint(w io.Writer, r endpoint.Report) {
	dropped := 0
	for _, n := range r.Dropped {
		dropped += n
	}
	fmt.Fprintf(w, "endpoint: %s, %d from the cache, %d tokens; %s kept, %d dropped\n", count(r.Asked, "request"), r.Cached, r.Tokens, count(r.Claims, "claim"), dropped)
	for _, reason := range slices.SortedFunc(maps.Keys(r.Dropped), func(a, b string) int {
		return cmp.Or(r.Dropped[b]-r.Dropped[a], cmp.Compare(a, b))
	}) {
		fmt.Fprintf(w, "  %d: %s\n", r.Dropped[reason], reason)
	}
}
