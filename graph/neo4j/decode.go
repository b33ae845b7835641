package neo4j

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

func articleOf(m row) (r graph.Record) {
	r.Article = schema.Article{
		ID: m.text("id"), Key: m.text("key"), URL: m.text("url"), Title: m.text("title"), Lang: m.text("lang"), Source: m.text("source"),
		Published: m.date("published", "published_precision"), SourceKind: m.kind(),
	}
	r.ContentHash, r.Order, r.Wire, r.Gist = m.text("content_hash"), m.text("edition"), strings.Join(m.list("wire"), " "), m.text("gist")
	if m.text("retracted_stamp") != "" {
		r.Retracted = &graph.Retraction{Article: r.Article.ID, At: m.text("retracted_at"), Reason: m.text("retracted_reason")}
	}
	return r
}

func entityOf(m row) schema.Entity {
	e := schema.Entity{
		ID: m.text("id"), Kind: schema.Kind(m.text("kind")), Name: m.text("name"), Aliases: m.list("aliases"),
		Country: m.text("country"), Sector: m.text("sector"), Curated: m.flag("curated"),
	}
	e.Codes = pairs(m.list("code_names"), m.list("code_values"))
	return e
}

func pairs(keys, values []string) map[string]string {
	if len(keys) == 0 {
		return nil
	}
	out := map[string]string{}
	for i, k := range keys[:min(len(keys), len(values))] { // they differ only where somebody has edited the graph
		out[k] = values[i]
	}
	return out
}

func claimOf(m row, article string) (graph.Row, error) {
	c := graph.Row{Block: m.text("block"), Day: m.number("day"), Location: m.text("location"), Offices: pairs(m.list("office_holders"), m.list("office_states")), Within: pairs(m.list("within"), m.list("within_states"))}
	c.Claim = schema.Claim{
		ID: m.text("id"), Article: article, Relation: m.text("relation"),
		Actor: m.list("actor"), Recipient: m.list("recipient"), Theme: m.list("theme"), Mediator: m.list("mediator"),
		Polarity: schema.Polarity(m.text("polarity")), Modality: schema.Modality(m.text("modality")), Speaker: m.text("speaker"),
		Date: m.date("date", "date_precision"), Place: m.text("place"), Point: m.point(), SourceKind: m.kind(),
		Evidence: schema.Evidence{
			Sentence: schema.Quote{Span: schema.Span{Start: m.number("start"), End: m.number("end")}, Text: m.text("sentence")},
			Quote:    schema.Quote{Text: m.text("quote")},
			Rule:     m.text("rule"), Confidence: m.float("confidence"),
		},
	}
	for mark := range strings.SplitSeq(m.text("marks"), "; ") {
		if err := addMark(&c.Evidence, mark); err != nil {
			return c, fmt.Errorf("claim %s: mark %q: %w", c.ID, mark, err)
		}
	}
	return c, nil
}

func editionOf(m row) graph.Edition {
	return graph.Edition{ContentHash: m.text("hash"), Order: m.text("edition")}
}

// addMark reads "role start-end"; the quote, the trigger and the page are marks as
// well.
func addMark(ev *schema.Evidence, text string) error {
	at := strings.LastIndex(text, " ")
	if at < 0 {
		return errors.New("want role start-end")
	}
	mark := schema.Mark{Role: schema.Role(text[:at])}
	if _, err := fmt.Sscanf(text[at+1:], "%d-%d", &mark.Start, &mark.End); err != nil {
		return err
	}
	switch mark.Role {
	case "quote":
		ev.Quote.Span = mark.Span
	case "trigger":
		ev.Trigger = mark.Span
	case "page":
		ev.Page = mark.Start
	default:
		ev.Marks = append(ev.Marks, mark)
	}
	return nil
}

func claimInOf(m row) (graph.ClaimIn, error) {
	c, err := claimOf(m.props("c"), m.text("article"))
	return graph.ClaimIn{
		Row: c, Wire: strings.Join(m.list("wire"), " "), Gist: m.text("gist"), Published: m.date("published", "precision"), Source: m.text("source"),
	}, err
}

func eventOf(m row) graph.Event {
	e := graph.Event{
		ID: m.text("id"), Block: m.text("block"), Relation: m.text("relation"), Plover: m.text("plover"), Mode: m.text("mode"), Cameo: m.text("cameo"),
		Quad: m.number("quad"), Goldstein: m.float("goldstein"),
		Actor: m.list("actor"), Recipient: m.list("recipient"), Theme: m.list("theme"), Mediator: m.list("mediator"),
		Date: m.date("date", "date_precision"), Inferred: m.flag("date_inferred"), Published: m.date("published", "published_precision"),
		Place: m.text("place"), Location: m.text("location"), Point: m.point(), SourceKind: m.kind(), Claims: m.list("claims"), Denying: m.list("denying"), Articles: m.list("articles"),
		Reports: m.number("reports"), Independent: m.number("independent"), Denied: m.number("denied"), Factual: m.flag("factual"),
		Modality: schema.Modality(m.text("modality")), Confidence: m.float("confidence"), Status: graph.Status(m.text("status")),
		MaybeSame: m.list("maybe_same"), Likeness: m.floats("likeness"), RecordedAt: m.text("recorded_at"), SupersededAt: m.text("superseded_at"),
	}
	return e
}

// eventIn reads an event with its ties.
func eventIn(m row) graph.Event {
	e := eventOf(m.props("e"))
	ties, _ := m["ties"].([]any)
	for _, v := range ties {
		t, _ := v.(map[string]any)
		e.Ties = append(e.Ties, tieOf(row(t)))
	}
	return e
}

// tieOf reads a tie from its dyad (from, relation, to, symmetric) and its own
// properties.
func tieOf(m row) graph.Tie {
	b := m.props("tie")
	return graph.Tie{
		From: m.text("from"), Relation: m.text("relation"), To: m.text("to"), Symmetric: m.flag("symmetric"),
		Via: graph.Via(b.text("via")), Reports: b.number("reports"), Independent: b.number("independent"), Denied: b.number("denied"),
		Ends: m.flag("ends"), SourceKind: graph.KindOf(m.text("dyad")),
	}
}

// tieIn reads a tie with what its event says.
func tieIn(m row) (graph.TieIn, error) {
	t := m.props("b")
	return graph.TieIn{
		Tie: graph.Tie{
			From: m.text("from"), Relation: m.text("relation"), To: m.text("to"), Symmetric: m.flag("symmetric"), Ends: m.flag("ends"), SourceKind: graph.KindOf(m.text("dyad")),
			Via: graph.Via(t.text("via")), Reports: t.number("reports"), Independent: t.number("independent"), Denied: t.number("denied"),
		},
		Event: m.text("event"), Date: m.date("date", "precision"), Published: m.date("published", "published_precision"),
		Goldstein: m.float("goldstein"), Confidence: m.float("confidence"), Contested: graph.Status(m.text("status")) == graph.Contested,
	}, nil
}

func partOf(m row) graph.Part {
	p := graph.Part{Month: m.text("month"), Edge: edgeOf(m)}
	p.Key = ""
	of, at := m.list("ends_of"), m.list("ends_at")
	for i, by := range m.list("ends_by") {
		if i < len(of) && i < len(at) { // they differ only where somebody has edited the graph
			p.Ends = append(p.Ends, graph.Ending{By: by, Of: of[i], Date: at[i]})
		}
	}
	return p
}

func edgeOf(m row) graph.Edge {
	return graph.Edge{
		Key: m.text("key"), From: m.text("from"), Relation: m.text("relation"), To: m.text("to"), SourceKind: m.kind(),
		Via: graph.Via(m.text("via")), Symmetric: m.flag("symmetric"), First: m.text("first"), Last: m.text("last"), Ended: m.text("ended"),
		Events: m.number("events"), Reports: m.number("reports"), Independent: m.number("independent"), Denied: m.number("denied"),
		Contested: m.flag("contested"), Score: m.float("score"), Confidence: m.float("confidence"), EventIDs: m.list("event_ids"),
	}
}

// The readers of a row: a property that is not there is empty.

func (m row) text(name string) string { s, _ := m[name].(string); return s }
func (m row) flag(name string) bool   { b, _ := m[name].(bool); return b }
func (m row) number(name string) int  { n, _ := m[name].(int64); return int(n) }

func (m row) float(name string) float64 { f, _ := m[name].(float64); return f }

func (m row) floats(name string) []float64 {
	values, _ := m[name].([]any)
	var out []float64
	for _, v := range values {
		f, _ := v.(float64)
		out = append(out, f)
	}
	return out
}

func (m row) props(name string) row { p, _ := m[name].(map[string]any); return p }

func (m row) list(name string) []string {
	values, _ := m[name].([]any)
	if len(values) == 0 {
		return nil
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i], _ = v.(string)
	}
	return out
}

func (m row) date(value, precision string) schema.Date {
	return schema.Date{Value: m.text(value), Precision: schema.Precision(m.text(precision))}
}

// kind is the source kind of a node or edge; those of former formats, and what
// somebody has written into the graph, count as text.
func (m row) kind() schema.SourceKind {
	k, err := schema.ParseSourceKind(m.text("source_kind"))
	if err != nil {
		return schema.FromText
	}
	return k
}

func (m row) point() *schema.Point {
	lat, some := m["lat"].(float64)
	lon, both := m["lon"].(float64)
	if !some || !both {
		return nil
	}
	return &schema.Point{Lat: lat, Lon: lon}
}
