package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/urfave/cli/v2"
)

// gapsVerb tells where patterns are missing.
func gapsVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "gaps",
		Usage:     "list the most frequent constructions between known actors that no pattern covers, ready to paste as patterns",
		ArgsUsage: "INPUT…",
		Flags: append(append(inputFlags(), schemaFlags()...), jsonFlag(),
			&cli.IntFlag{Name: "most", Aliases: []string{"n"}, Value: 20, Usage: "how many constructions to list"},
			&cli.IntFlag{Name: "examples", Value: 3, Usage: "how many sentences to show of each"}),
		Action: func(c *cli.Context) error {
			if c.Int("most") < 1 || c.Int("examples") < 0 {
				return usage("--most 20 --examples 3", "--most wants 1 or more, --examples 0 or more")
			}
			found, err := findGaps(c, s)
			if err != nil && !errors.Is(err, errSomeBad) { // what the other documents gave is shown
				return err
			}
			list := found.most(c.Int("most"))
			if c.Bool("json") {
				return errors.Join(json.NewEncoder(s.out).Encode(list), err)
			}
			if err != nil && len(list) == 0 {
				return err // nothing can be said of what was not read
			}
			return errors.Join(printGaps(s.out, list), err)
		},
	}
}

// gapCount is a construction with how often it was seen.
type gapCount struct {
	relation.Construction
	Known     bool     `json:"known"`
	Sentences int      `json:"sentences"`
	Examples  []string `json:"examples"`
}

// gapCounts counts constructions over articles.
type gapCounts struct {
	examples int
	by       map[relation.Construction]*gapCount
}

// quotedGap is a gap with its sentence.
type quotedGap struct {
	relation.Gap
	sentence string
}

func findGaps(c *cli.Context, s streams) (*gapCounts, error) {
	docs, err := documents(c, s)
	if err != nil {
		return nil, err
	}
	p, err := newPipeline(c)
	if err != nil {
		return nil, err
	}
	counts := &gapCounts{c.Int("examples"), map[relation.Construction]*gapCount{}}
	failed := &failures{err: s.err}
	for r := range analyse(c, docs, func(ctx context.Context, d read.Document) ([]quotedGap, error) {
		gaps, err := p.Gaps(ctx, d.Article)
		quoted := make([]quotedGap, len(gaps))
		for i, g := range gaps {
			quoted[i] = quotedGap{g, d.Text[g.Sentence.Start:g.Sentence.End]}
		}
		return quoted, err
	}) {
		switch {
		case r.fatal || c.Err() != nil:
			return nil, cmp.Or(r.err, c.Err())
		case r.err != nil:
			if err := failed.add(r.doc, r.err); err != nil {
				return nil, err
			}
		}
		for _, g := range r.found {
			counts.add(g)
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return counts, failed.close(true)
}

func (k *gapCounts) add(g quotedGap) {
	x := k.by[g.Construction]
	if x == nil {
		x = &gapCount{Construction: g.Construction, Known: g.Known, Examples: []string{}}
		k.by[g.Construction] = x
	}
	x.Sentences++
	if len(x.Examples) < k.examples && !slices.Contains(x.Examples, g.sentence) {
		x.Examples = append(x.Examples, g.sentence)
	}
}

// most returns the most frequent constructions, those without any pattern
// first among equals.
func (k *gapCounts) most(limit int) []gapCount {
	all := []gapCount{}
	for _, x := range slices.SortedFunc(maps.Values(k.by), func(a, b *gapCount) int {
		return cmp.Or(b.Sentences-a.Sentences, compareBool(a.Known, b.Known),
			strings.Compare(a.Lemma, b.Lemma), strings.Compare(a.Class, b.Class), strings.Compare(a.Actor, b.Actor), strings.Compare(a.Recipient, b.Recipient))
	}) {
		all = append(all, *x)
	}
	return all[:min(limit, len(all))]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func printGaps(w io.Writer, list []gapCount) error {
	var out strings.Builder
	for _, g := range list {
		times := "in 1 sentence"
		if g.Sentences > 1 {
			times = fmt.Sprintf("in %d sentences", g.Sentences)
		}
		note := ""
		if g.Known {
			note = "; there are patterns of this word, but not for this use"
		}
		fmt.Fprintf(&out, "# %s %s%s\n", plain(g.Lemma), times, note)
		for _, e := range g.Examples { // comment lines: the whole can be pasted
			fmt.Fprintf(&out, "#   %s\n", strings.ReplaceAll(wrapped(plain(e), 90, 4), "\n", "\n#"))
		}
		fmt.Fprintf(&out, "- %s: %s\n  actor: %s\n  recipient: %s\n\n", g.Class, plain(g.Lemma), g.Actor, g.Recipient)
	}
	if len(list) == 0 {
		out.WriteString("no gaps: every word that stands between two known actors has made a claim\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}
