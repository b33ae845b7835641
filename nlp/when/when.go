// Package when finds expressions of time in tokenised English and resolves
// them against the day on which the article was published, never against
// today.
//
// It reads absolute dates in the forms of the news ("March 12", "12 March
// 2025", "2025-03-12", "the 1990s"), relative ones ("on Friday", "last
// month", "two weeks ago"), those that lean on the date before them ("two days
// later", "the next day"), and ranges of all of these. Without a publication
// date only expressions that name their year give a date.
package when

import (
	"context"
	"strings"
	"time"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Stage finds the dates of a document: it needs its sentences and sets
// Doc.Dates.
func Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "when",
		Doc:   "finds dates and resolves them against the day of publication",
		Needs: []analysis.Layer{analysis.Sentences},
		Gives: []analysis.Layer{analysis.Dates},
		Run: func(_ context.Context, d *analysis.Doc) error {
			d.Dates = Find(d)
			return nil
		},
	}
}

// Find returns the dates of the document in text order, not overlapping.
// A weekday or month without more is the last one on or before publication;
// Ahead gives the next one.
func Find(d *analysis.Doc) []analysis.When {
	var out []analysis.When
	now := clock{pub: publication(d)}
	for si := range d.Sentences {
		p := newPhrase(d, si)
		now.here = schema.Date{}
		for i := 0; i < p.len(); {
			sp, next := p.match(i)
			if next <= i {
				i++
				continue
			}
			w := analysis.When{
				Span:     schema.Span{Start: p.toks[i].Start, End: p.toks[next-1].End},
				Sentence: si, First: i, Last: next,
			}
			if sp.a.form == clause && now.here.IsZero() {
				now.here = now.nextDay(p, next)
			}
			from, to, ok := now.resolve(sp)
			i = next
			if !ok {
				continue
			}
			w.From, w.To = from, to
			out = append(out, w)
			if !Dateline(d, w) {
				if sp.a.form != clause {
					now.anchor = from
				}
				if from.Precision == schema.Day && to.IsZero() {
					now.day = from
				}
				now.here = now.anchor
			}
		}
	}
	return out
}

// reach is how many tokens on a day may stand that "a day after" counts from.
const reach = 40

// nextDay is the first day named after token i: "A day after Kyiv struck,
// Moscow said on Friday".
func (c clock) nextDay(p phrase, i int) schema.Date {
	for end := min(i+reach, p.len()); i < end; {
		v, next := p.match(i)
		if next <= i {
			i++
			continue
		}
		if from, _, ok := c.resolve(v); ok && v.a.form != clause && from.Precision == schema.Day {
			return from
		}
		i = next
	}
	return schema.Date{}
}

// Ahead reads w once more as a plan would mean it: "on Friday", "in March",
// "on May 5" become the next one, on or after publication. What is the same either
// way is returned as it is.
func Ahead(d *analysis.Doc, w analysis.When) analysis.When {
	if w.Sentence < 0 || w.Sentence >= len(d.Sentences) {
		return w
	}
	p := newPhrase(d, w.Sentence)
	if w.First < 0 || w.First >= p.len() {
		return w
	}
	sp, next := p.match(w.First)
	if next != w.Last || sp.leans() {
		return w
	}
	c := clock{pub: publication(d), ahead: true}
	if from, to, ok := c.resolve(sp); ok {
		w.From, w.To = from, to
	}
	return w
}

// Dateline reports whether w is the date of a dateline ("WASHINGTON, March 5
// (Agency) -"), which says when the report was written, not when something
// happened.
func Dateline(d *analysis.Doc, w analysis.When) bool {
	toks := d.Sentences[w.Sentence].Tokens
	if w.Last >= len(toks) || w.First < 2 || w.First > 12 {
		return false
	}
	if d.Text(toks[w.First-1].Span) != "," {
		return false
	}
	switch d.Text(toks[w.Last].Span) {
	case "-", "–", "—", "--", "(":
	default:
		return false
	}
	city := d.Text(toks[0].Span)
	return city == strings.ToUpper(city) && strings.ToLower(city) != city
}

// publication is the day of publication at midnight UTC, zero when unknown.
func publication(d *analysis.Doc) time.Time {
	if d.Article == nil || d.Article.Published.Precision != schema.Day {
		return time.Time{}
	}
	return d.Article.Published.First()
}
