package queue

import (
	"testing"

	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// FuzzDecode reads what anybody may have put on a queue: it is an article that
// comes out the same once more, or an error.
func FuzzDecode(f *testing.F) {
	a := schema.Article{URL: "https://wire.example/1", Title: "Truce", Text: "Iran attacked Israel.", Published: schema.Date{Value: "2025-03-01", Precision: schema.Day}}
	a.ID = schema.ArticleID(a.URL, a.Text)
	good, err := encode(Item{Article: a, From: "news.jsonl: line 1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format":"entente/article/1","article":{"Text":"` + "\xff" + `"}}`))
	row := schema.Article{SourceKind: schema.ICEWS, Text: "Event Text: Make statement", Title: "Make statement"}
	row.ID = schema.RowID(row.SourceKind, "17")
	coded, err := encode(Item{Article: row, Coding: &schema.Coding{Kind: row.SourceKind, ID: "17", Code: "010"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(coded)
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		it, err := decode(data)
		if err != nil {
			return
		}
		once, err := encode(it)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decode(once)
		if err != nil || cmp.Diff(it, again) != "" {
			t.Errorf("%q: %v; -first +again\n%s", data, err, cmp.Diff(it, again))
		}
	})
}
