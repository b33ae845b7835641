// Command dates measures how many of the annotated dates of claims the stage
// nlp/when finds in the sentence of their evidence.
//
//	go run ./internal/corpus/dates -dir corpus [-missed]
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/nlp/when"
	"github.com/entente-kg/entente/schema"
)

func main() {
	dir := flag.String("dir", "internal/corpus/texts", "folder of annotated texts")
	missed := flag.Bool("missed", false, "print the claims whose date is not found")
	flag.Parse()
	if err := run(*dir, *missed); err != nil {
		fmt.Fprintln(os.Stderr, "dates:", err)
		os.Exit(1)
	}
}

// tally counts claims with a date, by where the date was found.
type tally struct{ all, sentence, text, nearest int }

func run(dir string, missed bool) error {
	texts, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil {
		return err
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		return err
	}
	var n tally
	for i := range texts {
		t := &texts[i]
		d := &analysis.Doc{Article: &schema.Article{Text: t.Text, Published: t.Published}}
		if err := analysis.Run(context.Background(), []analysis.Stage{tok.Stage(), when.Stage()}, d); err != nil {
			return err
		}
		for _, c := range t.Claims {
			if c.Date.IsZero() {
				continue
			}
			at := strings.Index(t.Text, c.Evidence)
			found := n.count(d, c, schema.Span{Start: at, End: at + len(c.Evidence)})
			if !found && missed {
				fmt.Printf("%s:%d published %s want %s: %s\n", t.File, c.Line, t.Published.Value, c.Date.Value, show(d, at))
			}
		}
	}
	fmt.Printf("%d claims with a date: %.1f %% found in their sentence, %.1f %% in their text; the nearest one is right for %.1f %%\n",
		n.all, 100*float64(n.sentence)/float64(n.all), 100*float64(n.text)/float64(n.all), 100*float64(n.nearest)/float64(n.all))
	return nil
}

// count notes whether the claim's date was found, as the last or, for plans,
// the next day or month of its name.
func (n *tally) count(d *analysis.Doc, c corpus.Claim, evidence schema.Span) bool {
	n.all++
	inText, inSentence := false, false
	var near []analysis.When
	for _, w := range d.Dates {
		if c.Modality != schema.Asserted && c.Modality != schema.Alleged {
			w = when.Ahead(d, w)
		}
		same := overlaps(w, c.Date)
		s := d.Sentences[w.Sentence]
		inText = inText || same
		if s.Overlaps(evidence) {
			inSentence = inSentence || same
			if !when.Dateline(d, w) {
				near = append(near, w)
			}
		}
	}
	if inSentence {
		n.sentence++
	}
	if inText {
		n.text++
	}
	if len(near) > 0 && overlaps(slices.MinFunc(near, func(a, b analysis.When) int {
		return cmp.Compare(distance(a.Span, evidence), distance(b.Span, evidence))
	}), c.Date) {
		n.nearest++
	}
	return inSentence
}

func distance(a, b schema.Span) int {
	return max(0, a.Start-b.End, b.Start-a.End)
}

// overlaps reports whether the expression and the annotated date share a day,
// and the one that is less sharp does not span more than a year.
func overlaps(w analysis.When, d schema.Date) bool {
	last := w.From.Last()
	if !w.To.IsZero() {
		last = w.To.Last()
	}
	return !w.From.First().After(d.Last()) && !d.First().After(last) && last.Sub(w.From.First()).Hours() < 24*367
}

func show(d *analysis.Doc, at int) string {
	for si, s := range d.Sentences {
		if s.Start <= at && at < s.End {
			var out []string
			for _, w := range d.Dates {
				if w.Sentence == si {
					out = append(out, fmt.Sprintf("[%s %s %s]", d.Text(w.Span), w.From.Value, w.To.Value))
				}
			}
			return s.Of(d.Article.Text) + " " + strings.Join(out, "")
		}
	}
	return ""
}
