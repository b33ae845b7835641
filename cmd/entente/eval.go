package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/claimscore"
	"github.com/urfave/cli/v2"
)

// evalVerb scores what is extracted against a user's own annotated texts.
func evalVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "score extracted claims against annotated texts (JSONL; see docs/eval.md)",
		ArgsUsage: "GOLD.jsonl…",
		Flags: append(append(schemaFlags(), claimFlags()...), jsonFlag(),
			&cli.BoolFlag{Name: "by-relation", Usage: "add a line for each relation"},
			&cli.BoolFlag{Name: "confusion", Usage: "add, for each relation, what was claimed instead of its missed claims"},
			&cli.IntFlag{Name: "errors", Usage: "print up to `N` missed and N false claims"},
			&cli.StringFlag{Name: "relation", Usage: "with --errors: of this relation only; ENTITY for errors of actors"},
			&cli.BoolFlag{Name: "full", Usage: "with --errors: print whole texts"},
			&cli.IntFlag{Name: "workers", Aliases: []string{"j"}, Usage: "how many texts to analyse at a time; 0 for all cores"}),
		Action: func(c *cli.Context) error {
			if !c.Args().Present() {
				return usage("entente eval gold.jsonl", "eval takes files of annotated texts")
			}
			if c.Int("workers") < 0 || c.Int("errors") < 0 {
				return usage("entente eval --errors 20 gold.jsonl", "--workers and --errors want 0 or more")
			}
			texts, err := readGold(c.Args().Slice())
			if err != nil {
				return err
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			score, err := claimscore.Run(c.Context, p, texts, c.Int("workers"))
			if err != nil {
				return err
			}
			return printScore(c, s.out, score)
		},
	}
}

func readGold(paths []string) ([]claimscore.Text, error) {
	var all []claimscore.Text
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read gold: %w", err)
		}
		texts, err := claimscore.Read(f, path)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, texts...)
	}
	return all, nil
}

func printScore(c *cli.Context, w io.Writer, score *claimscore.Score) error {
	figures := score.Figures()
	if c.Bool("json") {
		return json.NewEncoder(w).Encode(figures)
	}
	var out strings.Builder
	if c.Bool("by-relation") {
		figures.PrintByRelation(&out)
	}
	if c.Bool("confusion") {
		figures.PrintConfusion(&out)
	}
	score.PrintErrors(&out, c.Int("errors"), c.String("relation"), c.Bool("full"))
	figures.Print(&out)
	for line := range strings.Lines(out.String()) {
		if _, err := fmt.Fprintln(w, plain(strings.TrimSuffix(line, "\n"))); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}
