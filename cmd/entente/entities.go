package main

import (
	"io"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// entitiesJSON is a line of the verb's output.
type entitiesJSON struct {
	Key      string     `json:"key"`
	Entities []nameJSON `json:"entities"`
}

// nameJSON is a name with offsets in code points, as scorers of names want it.
type nameJSON struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// entitiesVerb writes the names and dates in articles.
func entitiesVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "entities",
		Usage:     "write the names and dates in articles as JSONL, one line a document, in input order",
		ArgsUsage: "INPUT…",
		Flags: append(inputFlags(), wholeFlag(),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "jsonl"}),
		Action: func(c *cli.Context) error {
			if c.String("format") != "jsonl" {
				return usage("entente entities --format jsonl", "--format %q: entities writes jsonl", c.String("format"))
			}
			l, err := nlp.LoadLanguage()
			if err != nil {
				return err
			}
			l.AnyLanguage = c.Bool("any-language")
			return writeEach(c, s, analyser(l), func(w io.Writer, r analysed[*analysis.Doc]) error {
				return schema.WriteLine(w, entitiesJSON{r.doc.Key, namesOf(r.found)})
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
