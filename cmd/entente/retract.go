package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// retractVerb takes articles back.
func retractVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "retract",
		Usage:     "take an article back: what only it says disappears, the record keeps that it was there",
		ArgsUsage: "URL|ID…",
		Description: "An article that was retracted stays so when it is imported again; --undo lets it count once more.\n" +
			"`why --json` and `export` name the articles' URLs and IDs.",
		Flags: append([]cli.Flag{
			storeFlag(),
			&cli.StringFlag{Name: "reason", Usage: "why, for those who come after"},
			&cli.BoolFlag{Name: "undo", Usage: "let the articles count again"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			switch {
			case !c.Args().Present():
				return usage("entente retract https://example.org/story --reason 'the paper withdrew it'", "which article? name its URL or ID")
			case strings.TrimSpace(c.String("reason")) == "" && !c.Bool("undo"):
				return usage("--reason 'the paper withdrew it'", "retract needs a --reason")
			}
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				for _, name := range c.Args().Slice() {
					if err := retractOne(c, s, store, r, name); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func retractOne(c *cli.Context, s streams, store graph.Store, r *resolve.Resolver, name string) error {
	ctx := c.Context
	id := name
	if !strings.HasPrefix(id, "article:") {
		id = schema.ArticleID(name, "")
	}
	article, err := store.Article(ctx, id)
	if errors.Is(err, graph.ErrNotFound) {
		return fmt.Errorf("%w: no article %q; `entente export` lists the articles with their URLs and IDs", graph.ErrNotFound, name)
	}
	if err != nil {
		return err
	}
	before, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	var changed bool
	verb, already := "retracted", "retracted already"
	if c.Bool("undo") {
		verb, already = "counts again", "not retracted"
		changed, err = graph.Restore(ctx, store, r, id, graph.ImportOptions{})
	} else {
		changed, err = graph.Retract(ctx, store, r, graph.Retraction{Article: id, At: now(), Reason: c.String("reason")}, graph.ImportOptions{})
	}
	if err != nil {
		return err
	}
	title := article.Title
	for _, other := range []string{article.URL, article.Key} {
		if title == "" {
			title = other
		}
	}
	if !changed {
		fmt.Fprintf(s.out, "%s: %s (%s)\n", already, plain(title), plain(id))
		return nil
	}
	after, err := store.Counts(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: %s (%s): %s\n", verb, plain(title), plain(id), grew(before, after))
	if verb == "retracted" {
		fmt.Fprintf(s.out, "undo with: entente retract --undo %s\n", quoted(id))
	}
	return nil
}
