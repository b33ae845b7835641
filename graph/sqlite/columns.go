package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Each table's columns stand in one list, beside the function that gives its
// values and the one that reads them, in the same order.

const entityColumns = "id, kind, name, country, sector, curated, aliases, codes"

func entityValues(e *schema.Entity) []any {
	return []any{e.ID, string(e.Kind), e.Name, e.Country, e.Sector, e.Curated, toJSON(e.Aliases), mapJSON(e.Codes)}
}

func scanEntity(scan func(...any) error, more ...any) (schema.Entity, error) {
	var e schema.Entity
	err := scan(append([]any{&e.ID, &e.Kind, &e.Name, &e.Country, &e.Sector, &e.Curated, list{&e.Aliases}, codes{&e.Codes}}, more...)...)
	return e, err
}

const articleColumns = "id, key, url, title, lang, source, published, precision, source_kind"

func articleValues(a *schema.Article) []any {
	return []any{a.ID, a.Key, a.URL, a.Title, a.Lang, a.Source, a.Published.Value, string(a.Published.Precision), a.SourceKind.String()}
}

func scanArticle(scan func(...any) error, more ...any) (schema.Article, error) {
	var a schema.Article
	err := scan(append([]any{&a.ID, &a.Key, &a.URL, &a.Title, &a.Lang, &a.Source, &a.Published.Value, &a.Published.Precision, kind{&a.SourceKind}}, more...)...)
	return a, err
}

const claimColumns = "id, block, day, relation, actor, recipient, theme, mediator, offices, within, polarity, modality, speaker, " +
	"date, precision, place, location, source_kind, lat, lon, sentence, sentence_start, sentence_end, quote, quote_start, quote_end, trigger_start, trigger_end, " +
	"marks, rule, confidence"

func claimValues(c *graph.Row) []any {
	ev := &c.Evidence
	return []any{
		c.ID, c.Block, c.Day, c.Relation, toJSON(c.Actor), toJSON(c.Recipient), toJSON(c.Theme), toJSON(c.Mediator), mapJSON(c.Offices), mapJSON(c.Within),
		string(c.Polarity), string(c.Modality), c.Speaker, c.Date.Value, string(c.Date.Precision), c.Place, c.Location, c.SourceKind.String(), lat(c.Point), lon(c.Point),
		ev.Sentence.Text, ev.Sentence.Start, ev.Sentence.End, ev.Quote.Text, ev.Quote.Start, ev.Quote.End, ev.Trigger.Start, ev.Trigger.End,
		marksJSON(ev), ev.Rule, ev.Confidence,
	}
}

// scanClaim reads a claim, with the ID of its article first.
func scanClaim(scan func(...any) error, more ...any) (graph.Row, error) {
	var c graph.Row
	ev := &c.Evidence
	var at coordinates
	err := scan(append([]any{
		&c.Article, &c.ID, &c.Block, &c.Day, &c.Relation,
		list{&c.Actor},
		list{&c.Recipient},
		list{&c.Theme},
		list{&c.Mediator},
		codes{&c.Offices},
		codes{&c.Within},
		&c.Polarity, &c.Modality, &c.Speaker, &c.Date.Value, &c.Date.Precision, &c.Place, &c.Location,
		kind{&c.SourceKind},
		&at.lat, &at.lon,
		&ev.Sentence.Text, &ev.Sentence.Start, &ev.Sentence.End, &ev.Quote.Text, &ev.Quote.Start, &ev.Quote.End, &ev.Trigger.Start, &ev.Trigger.End,
		marks{ev},
		&ev.Rule, &ev.Confidence,
	}, more...)...)
	c.Point = at.point()
	return c, err
}

const eventColumns = "id, block, relation, plover, mode, cameo, quad, goldstein, actor, recipient, theme, mediator, date, precision, inferred, " +
	"published, published_precision, place, location, source_kind, lat, lon, claims, denying, articles, reports, independent, denied, factual, modality, confidence, status, " +
	"maybe_same, likeness, recorded_at"

func eventValues(e *graph.Event, now string) []any {
	return []any{
		e.ID, e.Block, e.Relation, e.Plover, e.Mode, e.Cameo, e.Quad, e.Goldstein,
		toJSON(e.Actor), toJSON(e.Recipient), toJSON(e.Theme), toJSON(e.Mediator), e.Date.Value, string(e.Date.Precision), e.Inferred,
		e.Published.Value, string(e.Published.Precision), e.Place, e.Location, e.SourceKind.String(), lat(e.Point), lon(e.Point), toJSON(e.Claims), toJSON(e.Denying), toJSON(e.Articles),
		e.Reports, e.Independent, e.Denied, e.Factual, string(e.Modality), e.Confidence, string(e.Status),
		toJSON(e.MaybeSame), anyJSON(e.Likeness), now,
	}
}

// scanEvent reads an event and its version.
func scanEvent(scan func(...any) error) (versioned, error) {
	var v versioned
	e := &v.Event
	var superseded sql.NullString
	var at coordinates
	err := scan(
		&e.ID, &e.Block, &e.Relation, &e.Plover, &e.Mode, &e.Cameo, &e.Quad, &e.Goldstein,
		list{&e.Actor}, list{&e.Recipient}, list{&e.Theme}, list{&e.Mediator}, &e.Date.Value, &e.Date.Precision, &e.Inferred,
		&e.Published.Value, &e.Published.Precision, &e.Place, &e.Location, kind{&e.SourceKind}, &at.lat, &at.lon, list{&e.Claims}, list{&e.Denying}, list{&e.Articles},
		&e.Reports, &e.Independent, &e.Denied, &e.Factual, &e.Modality, &e.Confidence, &e.Status,
		list{&e.MaybeSame}, numbers{&e.Likeness}, &e.RecordedAt, &superseded, &v.version,
	)
	e.SupersededAt, e.Point = superseded.String, at.point()
	return v, err
}

// versioned is an event with the key of its row.
type versioned struct {
	graph.Event
	version int64
}

const tieColumns = "version, dyad, month, via, reports, independent, denied, ends"

func tieValues(version, dyad int64, month string, t *graph.Tie) []any {
	return []any{version, dyad, month, string(t.Via), t.Reports, t.Independent, t.Denied, t.Ends}
}

const partColumns = "dyad, month, via, first, last, events, reports, independent, denied, contested, score, confidence, event_ids, ends"

func partValues(dyad int64, p *graph.Part) []any {
	return []any{
		dyad, p.Month, string(p.Via), p.First, p.Last, p.Events, p.Reports, p.Independent, p.Denied, p.Contested, p.Score, p.Confidence,
		toJSON(p.EventIDs), anyJSON(p.Ends),
	}
}

func scanPart(scan func(...any) error) (dyad int64, p graph.Part, err error) {
	err = scan(&dyad, &p.Month, &p.Via, &p.First, &p.Last, &p.Events, &p.Reports, &p.Independent, &p.Denied, &p.Contested, &p.Score, &p.Confidence,
		list{&p.EventIDs}, ends{&p.Ends})
	return dyad, p, err
}

// edgeColumns are those of an edge's sums, without what its dyad has for good.
const edgeColumns = "via, first, last, ended, events, reports, independent, denied, contested, score, confidence, event_ids"

func edgeValues(e *graph.Edge) []any {
	return []any{
		string(e.Via), e.First, e.Last, e.Ended,
		e.Events, e.Reports, e.Independent, e.Denied, e.Contested, e.Score, e.Confidence, toJSON(e.EventIDs),
	}
}

// selectEdges selects the edges of dyads that have one.
func (s *Store) selectEdges() string {
	return "SELECT y.dyad, y.symmetric, " + edgeColumns + " FROM dyads y WHERE y.events > 0 AND " + s.ofKind("y")
}

func scanEdge(scan func(...any) error) (graph.Edge, error) {
	var e graph.Edge
	err := scan(
		&e.Key, &e.Symmetric, &e.Via, &e.First, &e.Last, &e.Ended,
		&e.Events, &e.Reports, &e.Independent, &e.Denied, &e.Contested, &e.Score, &e.Confidence, list{&e.EventIDs},
	)
	if err != nil {
		return e, err
	}
	d := graph.Dyad{Key: e.Key}
	err = d.ParseKey()
	e.From, e.Relation, e.To, e.SourceKind = d.From, d.Relation, d.To, d.SourceKind
	return e, err
}

// insert writes "INSERT INTO table (columns) VALUES (?, …)", replacing a row
// of the same key when told so.
func insert(table, columns, onConflict string) string {
	n := strings.Count(columns, ",") + 1
	return "INSERT INTO " + table + " (" + columns + ") VALUES (" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ") " + onConflict
}

// replace is the ON CONFLICT clause that overwrites all columns but the key.
func replace(key, columns string) string {
	var sets []string
	for c := range strings.SplitSeq(columns, ", ") {
		if !slices.Contains(strings.Split(key, ", "), c) {
			sets = append(sets, c+" = excluded."+c)
		}
	}
	return "ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

// update writes "UPDATE table SET column = ?, … WHERE n = ?".
func update(table, columns string) string {
	return "UPDATE " + table + " SET " + strings.ReplaceAll(columns, ", ", " = ?, ") + " = ? WHERE n = ?"
}

func toJSON(v []string) string {
	if len(v) == 0 {
		return "[]"
	}
	return mustJSON(v)
}

func mapJSON(v map[string]string) string {
	if len(v) == 0 {
		return "{}"
	}
	return mustJSON(v)
}

func anyJSON[T any](v []T) string {
	if len(v) == 0 {
		return "[]"
	}
	return mustJSON(v)
}

// mustJSON encodes values that are made of strings and finite numbers only,
// which can't fail.
func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// These scan JSON columns; an empty value stays nil.
type (
	list  struct{ to *[]string }
	codes struct{ to *map[string]string }
	marks struct{ of *schema.Evidence }

	numbers struct{ to *[]float64 }
	kind    struct{ to *schema.SourceKind }
	ends    struct{ to *[]graph.Ending }
)

func (l list) Scan(v any) error  { return scanJSON(v, "[]", l.to) }
func (c codes) Scan(v any) error { return scanJSON(v, "{}", c.to) }

// pageMark is the role of the mark that holds the page of the evidence.
const pageMark = "page"

func marksJSON(ev *schema.Evidence) string {
	if ev.Page == 0 {
		return anyJSON(ev.Marks)
	}
	return anyJSON(append(slices.Clone(ev.Marks), schema.Mark{Role: pageMark, Span: schema.Span{Start: ev.Page, End: ev.Page}}))
}

func (m marks) Scan(v any) error {
	if err := scanJSON(v, "[]", &m.of.Marks); err != nil {
		return err
	}
	if n := len(m.of.Marks) - 1; n >= 0 && m.of.Marks[n].Role == pageMark {
		m.of.Page = m.of.Marks[n].Start
		if m.of.Marks = m.of.Marks[:n]; n == 0 {
			m.of.Marks = nil
		}
	}
	return nil
}

func (n numbers) Scan(v any) error { return scanJSON(v, "[]", n.to) }
func (e ends) Scan(v any) error    { return scanJSON(v, "[]", e.to) }

func scanJSON(v any, empty string, to any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("%T is no JSON text", v)
	}
	if s == empty {
		return nil
	}
	return json.Unmarshal([]byte(s), to)
}

// Scan reads a source kind.
func (k kind) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("%T is no source kind", v)
	}
	var err error
	*k.to, err = schema.ParseSourceKind(s)
	return err
}

// coordinates are the two columns of a point; both are NULL for none.
type coordinates struct{ lat, lon sql.NullFloat64 }

func (c coordinates) point() *schema.Point {
	if !c.lat.Valid || !c.lon.Valid {
		return nil
	}
	return &schema.Point{Lat: c.lat.Float64, Lon: c.lon.Float64}
}

func lat(p *schema.Point) any {
	if p == nil {
		return nil
	}
	return p.Lat
}

func lon(p *schema.Point) any {
	if p == nil {
		return nil
	}
	return p.Lon
}
