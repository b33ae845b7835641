package schema_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

func TestWriteExtraction(t *testing.T) {
	text := "Pakistan <arrested> \"him\"."
	x := schema.Extraction{
		Article:  schema.Article{ID: "article:1", Key: "k", Title: "T & t", Text: text},
		Entities: []schema.Entity{{ID: "state:PAK", Kind: schema.State, Name: "Pakistan", Curated: true, Codes: map[string]string{"iso3": "PAK"}}, {ID: "state:USA", Kind: schema.State, Name: "United States"}},
		Mentions: []schema.Mention{{Span: schema.Span{Start: 0, End: 8}, Entity: "state:PAK", Type: schema.Name, Link: schema.Link{Score: 0.976, Reason: schema.ByAlias}}},
		Claims: []schema.Claim{{
			ID: "claim:1", Relation: "ARRESTS", Actor: []string{"state:PAK"}, Theme: []string{`"him"`}, Polarity: schema.Affirmed, Modality: schema.Asserted,
			Date:     schema.Date{Value: "2025-03", Precision: schema.Month},
			Evidence: schema.Evidence{Sentence: schema.Quote{Span: schema.Span{Start: 0, End: 26}, Text: text}, Quote: schema.Quote{Span: schema.Span{Start: 9, End: 19}, Text: "<arrested>"}, Confidence: 0.5},
		}},
	}
	relations := map[string]*schema.Relation{"ARRESTS": {Plover: "COERCE", Cameo: "173"}}
	var b strings.Builder
	if err := schema.WriteExtraction(&b, x, relations); err != nil {
		t.Fatal(err)
	}
	want := `{"format":"entente/1","article":{"id":"article:1","key":"k","title":"T & t","url":"","published":null,"lang":""},` +
		`"entities":[{"id":"state:PAK","kind":"State","name":"Pakistan","curated":true,"codes":{"iso3":"PAK"},"mentions":[{"start":0,"end":8,"text":"Pakistan","type":"name","score":0.98,"reason":"exact alias"}]},` +
		`{"id":"state:USA","kind":"State","name":"United States","curated":false,"mentions":[]}],` +
		`"claims":[{"id":"claim:1","relation":"ARRESTS","plover":"COERCE","cameo":"173","actor":["state:PAK"],"recipient":[],"theme":["\"him\""],"mediator":[],` +
		`"polarity":"affirmed","modality":"asserted","speaker":null,"date":"2025-03","date_precision":"month","place":null,"source_kind":"text","confidence":0.5,"rule":"",` +
		`"sentence":{"start":0,"end":26,"text":"Pakistan <arrested> \"him\"."},"evidence":{"start":9,"end":19,"text":"<arrested>"}}]}` + "\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if !json.Valid([]byte(b.String())) {
		t.Error("not JSON")
	}
	if err := schema.WriteExtraction(full{}, x, relations); !errors.Is(err, errFull) {
		t.Errorf("a writer that fails: got %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
