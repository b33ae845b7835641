package main

import (
	"context"
	"io"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// entitiesJSON is a line of the verb's output.
type entitiesJSON struct {
	Key      string        `json:"key"`
	Entities []nameJSON    `json:"entities"`
	Mentions []mentionJSON `json:"mentions"`
}

// nameJSON is a name with offsets in code points, as scorers of names want it.
type nameJSON struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// mentionJSON is what a name, noun or pronoun was linked to, with offsets in
// code points.
type mentionJSON struct {
	Start int                `json:"start"`
	End   int                `json:"end"`
	Text  string             `json:"text"`
	Type  schema.MentionType `json:"type"`
	IDs   []string           `json:"ids"`
	schema.LinkJSON
}

// entitiesVerb writes the names and dates in articles.
func entitiesVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "entities",
		Usage:     "write the names and dates in articles, and whom each mention means, as JSONL, one line a document, in input order",
		ArgsUsage: "INPUT…",
		Flags: append(append(inputFlags(), schemaFlags()...), wholeFlag(),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "jsonl"}),
		Action: func(c *cli.Context) error {
			if c.String("format") != "jsonl" {
				return usage("entente entities --format jsonl", "--format %q: entities writes jsonl", c.String("format"))
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			link := func(ctx context.Context, d read.Document) (*analysis.Doc, error) { return p.Link(ctx, d.Article) }
			return writeEach(c, s, link, func(w io.Writer, r analysed[*analysis.Doc]) error {
				return schema.WriteLine(w, entitiesJSON{r.doc.Key, namesOf(r.found), mentionsOf(r.found)})
			})
		},
	}
}

// namesOf merges a document's names and dates in text order.
func namesOf(d *analysis.Doc) []nameJSON {
	out := []nameJSON{}
	at, runes := 0, 0
	add := func(start, end int, label string) {
		runes += utf8.RuneCountInString(d.Article.Text[at:start])
		at = start
		text := d.Article.Text[start:end]
		out = append(out, nameJSON{runes, runes + utf8.RuneCountInString(text), label, text})
	}
	dates := d.Dates
	for _, n := range d.Names {
		for len(dates) > 0 && dates[0].Start < n.Start {
			add(dates[0].Start, dates[0].End, "DATE")
			dates = dates[1:]
		}
		add(n.Start, n.End, string(n.Label))
	}
	for _, w := range dates {
		add(w.Start, w.End, "DATE")
	}
	return out
}

// mentionsOf gives a document's mentions, in text order.
func mentionsOf(d *analysis.Doc) []mentionJSON {
	out := []mentionJSON{}
	at, runes := 0, 0
	for i := range d.Mentions {
		m := &d.Mentions[i]
		runes += utf8.RuneCountInString(d.Article.Text[at:m.Start])
		at = m.Start
		text := d.Text(m.Span)
		out = append(out, mentionJSON{runes, runes + utf8.RuneCountInString(text), text, m.Type, m.Entities, schema.EncodeLink(m.Link)})
	}
	return out
}
