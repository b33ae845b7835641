package schema

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
)

// Format names the version of the machine-readable output.
const Format = "entente/1"

// ClaimJSON is a claim as other programs read it. Lists are never null; what
// is unknown is.
type ClaimJSON struct {
	Type          string   `json:"type,omitempty"` // "claim" in an export
	ID            string   `json:"id"`
	Article       string   `json:"article,omitempty"` // in an export
	Relation      string   `json:"relation"`
	Plover        string   `json:"plover"`
	Cameo         string   `json:"cameo"`
	Actor         []string `json:"actor"`
	Recipient     []string `json:"recipient"`
	Theme         []string `json:"theme"`
	Mediator      []string `json:"mediator"`
	Polarity      Polarity `json:"polarity"`
	Modality      Modality `json:"modality"`
	Speaker       *string  `json:"speaker"`
	Date          *string  `json:"date"`
	DatePrecision *string  `json:"date_precision"`
	Place         *string  `json:"place"`
	Point         *Point   `json:"point,omitempty"`
	SourceKind    string   `json:"source_kind"`
	Confidence    float64  `json:"confidence"`
	Rule          string   `json:"rule"`
	Sentence      Quote    `json:"sentence"`
	Evidence      Quote    `json:"evidence"`
	Page          int      `json:"page,omitempty"` // on which the evidence begins, from 1, in a text that has pages
}

type mentionJSON struct {
	Quote
	Type MentionType `json:"type"`
	LinkJSON
}

// LinkJSON is a link as other programs read it.
type LinkJSON struct {
	Score  float64 `json:"score"`
	Reason Reason  `json:"reason"`
	Sector string  `json:"sector,omitempty"`
	Holder string  `json:"holder,omitempty"`
}

// EncodeLink gives a link its interchange form.
func EncodeLink(l Link) LinkJSON { return LinkJSON{Hundredths(l.Score), l.Reason, l.Sector, l.Holder} }

// Hundredths rounds a score for output.
func Hundredths(score float64) float64 { return math.Round(score*100) / 100 }

type extractionJSON struct {
	Format  string `json:"format"`
	Article struct {
		ID        string  `json:"id"`
		Key       string  `json:"key"`
		Title     string  `json:"title"`
		URL       string  `json:"url"`
		Published *string `json:"published"`
		Lang      string  `json:"lang"`
	} `json:"article"`
	Entities []mentionedJSON `json:"entities"`
	Claims   []ClaimJSON     `json:"claims"`
}

type mentionedJSON struct {
	ID       string            `json:"id"`
	Kind     Kind              `json:"kind"`
	Name     string            `json:"name"`
	Curated  bool              `json:"curated"`
	Codes    map[string]string `json:"codes,omitempty"`
	Mentions []mentionJSON     `json:"mentions"`
}

// WriteExtraction writes an extraction as one line of JSON. Relations give the
// codes of the claims.
func WriteExtraction(w io.Writer, x Extraction, relations map[string]*Relation) error {
	line := extractionJSON{Format: Format, Entities: []mentionedJSON{}, Claims: []ClaimJSON{}}
	a := &line.Article
	a.ID, a.Key, a.Title, a.URL, a.Lang = x.Article.ID, x.Article.Key, x.Article.Title, x.Article.URL, x.Article.Lang
	a.Published = OrNull(x.Article.Published.Value)
	at := map[string][]mentionJSON{}
	for _, m := range x.Mentions {
		at[m.Entity] = append(at[m.Entity], mentionJSON{Quote{m.Span, m.Of(x.Article.Text)}, m.Type, EncodeLink(m.Link)})
	}
	for i := range x.Entities {
		e := &x.Entities[i]
		mentions := at[e.ID]
		if mentions == nil {
			mentions = []mentionJSON{}
		}
		line.Entities = append(line.Entities, mentionedJSON{e.ID, e.Kind, e.Name, e.Curated, e.Codes, mentions})
	}
	for i := range x.Claims {
		c := EncodeClaim(&x.Claims[i], relations)
		c.Page = PageAt(x.Article.Text, c.Evidence.Start)
		line.Claims = append(line.Claims, c)
	}
	return WriteLine(w, line)
}

// EncodeClaim gives a claim its interchange form; Type and Article are left to
// the caller.
func EncodeClaim(c *Claim, relations map[string]*Relation) ClaimJSON {
	out := ClaimJSON{
		ID: c.ID, Relation: c.Relation,
		Actor: List(c.Actor), Recipient: List(c.Recipient), Theme: List(c.Theme), Mediator: List(c.Mediator),
		Polarity: c.Polarity, Modality: c.Modality, Speaker: OrNull(c.Speaker),
		Date: OrNull(c.Date.Value), DatePrecision: OrNull(string(c.Date.Precision)), Place: OrNull(c.Place),
		Point: c.Point, SourceKind: c.SourceKind.String(),
		Confidence: c.Evidence.Confidence, Rule: c.Evidence.Rule,
		Sentence: c.Evidence.Sentence, Evidence: c.Evidence.Quote, Page: c.Evidence.Page,
	}
	if r := relations[c.Relation]; r != nil {
		out.Plover, out.Cameo = r.Category(c), c.Cameo(r)
	}
	return out
}

// OrNull is nil, JSON's null, for an empty string.
func OrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// List is the list itself, but never JSON's null.
func List(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// WriteLine writes v as one line of JSON, with <, > and & as they are.
func WriteLine(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
