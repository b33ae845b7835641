// Package export writes a whole graph to a file: JSON lines for programs, a
// Cypher script for another Neo4j, GraphML for other graph tools. The same
// record gives the same bytes, whichever engine keeps it.
package export

import (
	"context"
	"io"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
)

type articleJSON struct {
	Type        string  `json:"type"`
	ID          string  `json:"id"`
	Key         string  `json:"key"`
	URL         string  `json:"url"`
	Title       string  `json:"title"`
	Source      string  `json:"source"`
	Published   *string `json:"published"`
	SourceKind  string  `json:"source_kind"`  // text, or the coder whose row it is
	WireGroup   string  `json:"wire_group"`   // the smallest ID among its reprints
	RetractedAt *string `json:"retracted_at"` // as whoever retracted it says
	Reason      *string `json:"retracted_reason,omitempty"`
}

type decisionJSON struct {
	Type string `json:"type"`
	graph.Decision
}

type entityJSON struct {
	Type    string            `json:"type"`
	ID      string            `json:"id"`
	Kind    schema.Kind       `json:"kind"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases"`
	Codes   map[string]string `json:"codes"`
	Country *string           `json:"country"`
	Sector  *string           `json:"sector"`
	Curated bool              `json:"curated"`
}

type eventJSON struct {
	Type          string          `json:"type"`
	ID            string          `json:"id"`
	Relation      string          `json:"relation"`
	Plover        string          `json:"plover"`
	Cameo         string          `json:"cameo"`
	Actor         []string        `json:"actor"`
	Recipient     []string        `json:"recipient"`
	Theme         []string        `json:"theme"`
	Mediator      []string        `json:"mediator"`
	Date          *string         `json:"date"`
	DatePrecision *string         `json:"date_precision"`
	DateFrom      *string         `json:"date_from"` // "text", or "publication" when no text gives a date
	Place         *string         `json:"place"`
	Point         *schema.Point   `json:"point,omitempty"`
	SourceKind    string          `json:"source_kind"`
	Modality      schema.Modality `json:"modality"`
	Factual       bool            `json:"factual"`
	Claims        []string        `json:"claims"`
	Articles      []string        `json:"articles"`
	Reports       int             `json:"reports"`
	Independent   int             `json:"independent"`
	Denied        int             `json:"denied"`
	Status        graph.Status    `json:"status"`
	Goldstein     float64         `json:"goldstein"`
	Confidence    float64         `json:"confidence"`
	MaybeSame     []string        `json:"maybe_same"` // events that may be the same
	RecordedAt    string          `json:"recorded_at,omitempty"`
}

type edgeJSON struct {
	Type        string    `json:"type"`
	From        string    `json:"from"`
	Relation    string    `json:"relation"`
	To          string    `json:"to"`
	Via         graph.Via `json:"via"`
	SourceKind  string    `json:"source_kind"`
	First       *string   `json:"first"`
	Last        *string   `json:"last"`
	Ended       *string   `json:"ended"`
	Events      int       `json:"events"`
	Reports     int       `json:"reports"`
	Independent int       `json:"independent"`
	Denied      int       `json:"denied"`
	Contested   bool      `json:"contested"`
	Score       float64   `json:"score"`
	Confidence  float64   `json:"confidence"`
	EventIDs    []string  `json:"event_ids"`
}

// JSONL writes the graph as one record a line, sorted by type (article, claim,
// decision, edge, entity, event) and ID. Relations give the codes of the claims.
func JSONL(ctx context.Context, w io.Writer, g graph.Reader, relations map[string]*schema.Relation) error {
	return jsonl(ctx, w, g, relations, encodeEvent)
}

// JSONLWithRun is JSONL with the time at which each event was recorded, which
// is the run's and not the record's: two graphs of the same articles differ.
func JSONLWithRun(ctx context.Context, w io.Writer, g graph.Reader, relations map[string]*schema.Relation) error {
	return jsonl(ctx, w, g, relations, func(e *graph.Event) eventJSON {
		line := encodeEvent(e)
		line.RecordedAt = e.RecordedAt
		return line
	})
}

func jsonl(ctx context.Context, w io.Writer, g graph.Reader, relations map[string]*schema.Relation, event func(*graph.Event) eventJSON) error {
	steps := []func() error{
		func() error { return jsonlArticles(ctx, w, g) },
		func() error {
			return each(g.AllClaims(ctx), func(c *graph.Row) error {
				line := schema.EncodeClaim(&c.Claim, relations)
				line.Type, line.Article = "claim", c.Article
				return schema.WriteLine(w, line)
			})
		},
		func() error {
			all, err := g.Decisions(ctx)
			for i := range all {
				if err == nil {
					err = schema.WriteLine(w, decisionJSON{"decision", all[i]})
				}
			}
			return err
		},
		func() error {
			return each(g.AllEdges(ctx), func(e *graph.Edge) error { return schema.WriteLine(w, encodeEdge(e)) })
		},
		func() error {
			return each(g.AllEntities(ctx), func(e *schema.Entity) error { return schema.WriteLine(w, encodeEntity(e)) })
		},
		func() error {
			return each(g.AllEvents(ctx), func(e *graph.Event) error { return schema.WriteLine(w, event(e)) })
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// jsonlArticles walks the articles twice: a reprint's group is known when all
// signatures are, and these are small.
func jsonlArticles(ctx context.Context, w io.Writer, g graph.Reader) error {
	groups, err := wireGroups(ctx, g)
	if err != nil {
		return err
	}
	return each(g.AllArticles(ctx), func(r *graph.Record) error {
		a := &r.Article
		line := articleJSON{
			Type: "article", ID: a.ID, Key: a.Key, URL: a.URL, Title: a.Title, Source: a.Source,
			Published: schema.OrNull(a.Published.Value), SourceKind: a.SourceKind.String(), WireGroup: groups[a.ID],
		}
		if r.Retracted != nil {
			line.RetractedAt, line.Reason = schema.OrNull(r.Retracted.At), schema.OrNull(r.Retracted.Reason)
		}
		return schema.WriteLine(w, line)
	})
}

func wireGroups(ctx context.Context, g graph.Reader) (map[string]string, error) {
	signatures := map[string]string{}
	err := each(g.AllArticles(ctx), func(r *graph.Record) error {
		signatures[r.Article.ID] = r.Wire // retracted ones too: a reprint stays one
		return nil
	})
	return resolve.WireGroups(signatures), err
}

func encodeEntity(e *schema.Entity) entityJSON {
	codes := e.Codes
	if codes == nil {
		codes = map[string]string{}
	}
	return entityJSON{
		Type: "entity", ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: schema.List(e.Aliases), Codes: codes,
		Country: schema.OrNull(e.Country), Sector: schema.OrNull(e.Sector), Curated: e.Curated,
	}
}

func encodeEvent(e *graph.Event) eventJSON {
	from := "text"
	switch {
	case e.Date.IsZero():
		from = ""
	case e.Inferred:
		from = "publication"
	}
	return eventJSON{
		Type: "event", ID: e.ID, Relation: e.Relation, Plover: e.Plover, Cameo: e.Cameo,
		Actor: schema.List(e.Actor), Recipient: schema.List(e.Recipient), Theme: schema.List(e.Theme), Mediator: schema.List(e.Mediator),
		Date: schema.OrNull(e.Date.Value), DatePrecision: schema.OrNull(string(e.Date.Precision)), DateFrom: schema.OrNull(from),
		Place: schema.OrNull(e.Place), Point: e.Point, SourceKind: e.SourceKind.String(), Modality: e.Modality, Factual: e.Factual,
		Claims: schema.List(e.Claims), Articles: schema.List(e.Articles),
		Reports: e.Reports, Independent: e.Independent, Denied: e.Denied,
		Status: e.Status, Goldstein: e.Goldstein, Confidence: e.Confidence, MaybeSame: schema.List(e.MaybeSame),
	}
}

func encodeEdge(e *graph.Edge) edgeJSON {
	return edgeJSON{
		Type: "edge", From: e.From, Relation: e.Relation, To: e.To, Via: e.Via, SourceKind: e.SourceKind.String(),
		First: schema.OrNull(e.First), Last: schema.OrNull(e.Last), Ended: schema.OrNull(e.Ended), Events: e.Events, Reports: e.Reports,
		Independent: e.Independent, Denied: e.Denied, Contested: e.Contested, Score: e.Score, Confidence: e.Confidence,
		EventIDs: schema.List(e.EventIDs),
	}
}
