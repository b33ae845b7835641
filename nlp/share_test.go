package nlp

import (
	"os"
	"testing"
	"time"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// BenchmarkLinkShare reports what part of extraction is matching the names of
// the whole knowledge base, and what part is all of linking, in percent.
func BenchmarkLinkShare(b *testing.B) {
	p, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	names := gazetteer.New(p.Actors)
	if _, err := p.Analyse(b.Context(), schema.Article{Text: string(text)}); err != nil { // what is made once
		b.Fatal(err)
	}
	var all, linking, matching time.Duration
	for b.Loop() {
		d := &analysis.Doc{Article: &schema.Article{ID: "article:x", Text: string(text), Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}}}
		for _, s := range p.stages {
			start := time.Now()
			if err := s.Run(b.Context(), d); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			all += took
			if s.Name == "entity" || s.Name == "coref" {
				linking += took
			}
		}
		start := time.Now()
		for i := range d.Sentences {
			names.Find(d.Article.Text, d.Sentences[i].Span)
		}
		matching += time.Since(start)
	}
	b.ReportMetric(100*matching.Seconds()/all.Seconds(), "%matching")
	b.ReportMetric(100*linking.Seconds()/all.Seconds(), "%linking")
}
