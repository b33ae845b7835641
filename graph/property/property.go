// Package property says how records, events and edges become the nodes,
// relationships and properties of a property graph: docs/graph.md in code. The
// Neo4j engine and the Cypher script both write these.
package property

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Format numbers the form in which a graph is kept in Neo4j: the engine brings
// graphs of former forms up to date.
const Format = 4

// Map holds properties by name, or a row of them for a statement.
type Map = map[string]any

// props are the properties of a node or relationship; what is empty is left
// out, so that it is null in Cypher.
func props(pairs ...any) Map { return Fields(pairs).Map() }

// Article gives the properties of an :Article.
func Article(r *graph.Record) Map { return ArticleFields(r).Map() }

// ArticleFields gives the same in order.
func ArticleFields(r *graph.Record) Fields {
	a := &r.Article
	return Fields{
		"id", a.ID, "key", a.Key, "url", a.URL, "title", a.Title, "lang", a.Lang, "source", a.Source,
		"published", a.Published.Value, "published_precision", string(a.Published.Precision),
		"source_kind", a.SourceKind.String(), "content_hash", r.ContentHash, "edition", r.Order, "wire", strings.Fields(r.Wire), "gist", r.Gist,
	}
}

// Entity gives the properties of an :Entity. It keeps codes as two lists, for their names come from users' files;
// those that analysts ask for are properties too.
func Entity(e *schema.Entity) Map {
	names := []string{schema.Normal(e.Name)}
	for _, a := range e.Aliases {
		names = append(names, schema.Normal(a))
	}
	var keys, values []string
	for _, k := range slices.Sorted(maps.Keys(e.Codes)) {
		keys, values = append(keys, k), append(values, e.Codes[k])
		names = append(names, schema.Normal(e.Codes[k]))
	}
	slices.Sort(names)
	return props(
		"id", e.ID, "kind", string(e.Kind), "name", e.Name, "aliases", e.Aliases, "country", e.Country, "sector", e.Sector,
		"curated", e.Curated, "code_names", keys, "code_values", values, "names", slices.Compact(names),
		"iso2", e.Codes["iso2"], "iso3", e.Codes["iso3"], "cow", e.Codes["cow"], "wikidata", e.Codes["wikidata"],
	)
}

// Mention gives the properties of :MENTIONS; what this article alone says of an
// entity that is not curated stays with it, as JSON.
func Mention(m *graph.Mentions, e *schema.Entity) (Map, error) {
	f, err := MentionFields(m, e)
	return f.Map(), err
}

// MentionFields gives the same in order.
func MentionFields(m *graph.Mentions, e *schema.Entity) (Fields, error) {
	described := ""
	if !e.Curated {
		b, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		described = string(b)
	}
	return Fields{"count", m.Count, "surfaces", m.Surfaces, "salience", m.Salience, "described", described}, nil
}

// Claim gives the properties of a :Claim; relations give its codes.
func Claim(c *graph.Row, relations map[string]*schema.Relation) Map {
	return ClaimFields(c, relations).Map()
}

// ClaimFields gives the same in order.
func ClaimFields(c *graph.Row, relations map[string]*schema.Relation) Fields {
	ev := &c.Evidence
	var holders, states, places, around, marks []string
	for _, k := range slices.Sorted(maps.Keys(c.Within)) {
		places, around = append(places, k), append(around, c.Within[k])
	}
	for _, k := range slices.Sorted(maps.Keys(c.Offices)) {
		holders, states = append(holders, k), append(states, c.Offices[k])
	}
	span := func(name schema.Role, s schema.Span) {
		marks = append(marks, fmt.Sprintf("%s %d-%d", name, s.Start, s.End))
	}
	span("quote", ev.Quote.Span)
	span("trigger", ev.Trigger)
	for _, m := range ev.Marks {
		span(m.Role, m.Span)
	}
	if ev.Page > 0 {
		span("page", schema.Span{Start: ev.Page, End: ev.Page})
	}
	trigger := ""
	if from, to := ev.Trigger.Start-ev.Sentence.Start, ev.Trigger.End-ev.Sentence.Start; 0 <= from && from <= to && to <= len(ev.Sentence.Text) {
		trigger = strings.ToValidUTF8(ev.Sentence.Text[from:to], "")
	}
	plover, cameo := "", ""
	if r := relations[c.Relation]; r != nil {
		plover, cameo = r.Category(&c.Claim), c.Cameo(r)
	}
	var lat, lon any
	if c.Point != nil {
		lat, lon = c.Point.Lat, c.Point.Lon
	}
	return Fields{
		"id", c.ID, "block", c.Block, "day", c.Day, "relation", c.Relation,
		"actor", c.Actor, "recipient", c.Recipient, "theme", c.Theme, "mediator", c.Mediator,
		"office_holders", holders, "office_states", states, "within", places, "within_states", around, "polarity", string(c.Polarity), "modality", string(c.Modality), "speaker", c.Speaker,
		"date", c.Date.Value, "date_precision", string(c.Date.Precision), "place", c.Place, "location", c.Location, "source_kind", c.SourceKind.String(),
		"sentence", ev.Sentence.Text, "start", ev.Sentence.Start, "end", ev.Sentence.End,
		"quote", ev.Quote.Text,
		"trigger", trigger,
		"marks", strings.Join(marks, "; "), "rule", ev.Rule, "confidence", ev.Confidence,
		"plover", plover, "cameo", cameo, "lat", lat, "lon", lon,
	}
}

// at adds where a coder says that something was.
func at(p Map, where *schema.Point) {
	if where != nil {
		p["lat"], p["lon"] = where.Lat, where.Lon
	}
}

// ArticleRow gives an article's row for the statements that write articles:
// id, props and mentions, each an entity with its props.
func ArticleRow(r *graph.Record) (Map, error) {
	mentions := make([]Map, len(r.Mentions))
	for i := range r.Mentions {
		m, err := Mention(&r.Mentions[i], &r.Entities[i])
		if err != nil {
			return nil, err
		}
		mentions[i] = Map{"entity": r.Entities[i].ID, "props": m}
	}
	return Map{"id": r.Article.ID, "props": Article(r), "mentions": mentions}, nil
}

// ClaimRow gives the row of an article's claims for the statements that write
// claims: article and claims, each with its props and its links to entities.
func ClaimRow(r *graph.Record, relations map[string]*schema.Relation) Map {
	claims := make([]Map, len(r.Claims))
	for i := range r.Claims {
		c := &r.Claims[i]
		claims[i] = Map{"props": Claim(c, relations), "links": ClaimLinks(c)}
	}
	return Map{"article": r.Article.ID, "claims": claims}
}

// Event gives the properties of an :Event.
func Event(e *graph.Event) Map {
	p := props(
		"id", e.ID, "block", e.Block, "digest", e.Digest(), "relation", e.Relation, "plover", e.Plover, "mode", e.Mode, "cameo", e.Cameo,
		"quad", e.Quad, "goldstein", e.Goldstein, "actor", e.Actor, "recipient", e.Recipient, "theme", e.Theme, "mediator", e.Mediator,
		"date", e.Date.Value, "date_precision", string(e.Date.Precision), "date_inferred", e.Inferred,
		"published", e.Published.Value, "published_precision", string(e.Published.Precision), "place", e.Place, "location", e.Location, "source_kind", e.SourceKind.String(),
		"claims", e.Claims, "denying", e.Denying, "articles", e.Articles, "reports", e.Reports, "independent", e.Independent, "denied", e.Denied,
		"factual", e.Factual, "modality", string(e.Modality), "confidence", e.Confidence, "status", string(e.Status),
		"maybe_same", e.MaybeSame, "likeness", e.Likeness,
	)
	at(p, e.Point)
	if len(e.Likeness) > 0 {
		p["likest"] = slices.Max(e.Likeness)
	}
	if at := cmp.Or(e.Date.Value, e.Published.Value); at != "" {
		p["at"] = at // by which events are sorted
	}
	if !e.Date.IsZero() {
		p["date_from"], p["date_to"] = schema.DayOf(e.Date.First()).Value, schema.DayOf(e.Date.Last()).Value
	}
	return p
}

// Edge gives the properties of a direct edge.
func Edge(e *graph.Edge) Map {
	return props(
		"key", e.Key, "source_kind", e.SourceKind.String(), "via", string(e.Via), "symmetric", e.Symmetric, "first", e.First, "last", e.Last, "ended", e.Ended,
		"events", e.Events, "reports", e.Reports, "independent", e.Independent, "denied", e.Denied, "contested", e.Contested,
		"score", e.Score, "confidence", e.Confidence, "event_ids", e.EventIDs, "from", e.From, "relation", e.Relation, "to", e.To,
	)
}

// Tie gives the row that links an event to a dyad: by BEHIND, or by CLOSES
// where the event ends the edge.
func Tie(e *graph.Event, t *graph.Tie) Map {
	kind := "BEHIND"
	if t.Ends {
		kind = "CLOSES"
	}
	month := e.Month()
	return Map{
		"id": e.ID, "type": kind, "key": t.Key(), "from": t.From, "relation": t.Relation, "to": t.To, "symmetric": t.Symmetric,
		"props": Map{
			"key": MonthKey(t.Key(), month), "month": month, "via": string(t.Via),
			"reports": t.Reports, "independent": t.Independent, "denied": t.Denied,
		},
	}
}

// MonthKey identifies a dyad's month.
func MonthKey(dyad, month string) string { return dyad + "@" + month }

// Part gives the properties of a :DyadMonth.
func Part(dyad string, p *graph.Part) Map {
	m := Edge(&p.Edge)
	maps.DeleteFunc(m, func(k string, _ any) bool { return k == "symmetric" || k == "source_kind" })
	m["key"], m["dyad"], m["month"] = MonthKey(dyad, p.Month), dyad, p.Month
	var by, of, at []string
	for _, e := range p.Ends {
		by, of, at = append(by, e.By), append(of, e.Of), append(at, e.Date)
	}
	if len(by) > 0 {
		m["ends_by"], m["ends_of"], m["ends_at"] = by, of, at
	}
	return m
}

// ClaimLinks gives a row for each relationship of a claim to an entity: role
// (the relationship's type) and entity.
func ClaimLinks(c *graph.Row) []Map {
	var l links
	l.add("ACTOR", c.Actor...)
	l.add("RECIPIENT", c.Recipient...)
	l.add("THEME", c.Theme...)
	l.add("MEDIATOR", c.Mediator...)
	l.add("STATED_BY", c.Speaker)
	l.add("AT", c.Location)
	return l.rows
}

// EventLinks gives the same of an event, with its id.
func EventLinks(e *graph.Event) []Map {
	l := links{id: e.ID}
	l.add("ACTOR", e.Actor...)
	l.add("RECIPIENT", e.Recipient...)
	l.add("THEME", e.Theme...)
	l.add("MEDIATOR", e.Mediator...)
	l.add("AT", e.Location)
	return l.rows
}

type links struct {
	id   string
	rows []Map
}

func (l *links) add(role string, entities ...string) {
	for _, e := range entities {
		if !graph.IsEntity(e) {
			continue
		}
		row := Map{"role": role, "entity": e}
		if l.id != "" {
			row["id"] = l.id
		}
		l.rows = append(l.rows, row)
	}
}

// EvidenceLinks gives a row for each claim of an event: id, claim and stance.
func EvidenceLinks(e *graph.Event) []Map {
	denies := map[string]bool{}
	for _, id := range e.Denying {
		denies[id] = true
	}
	rows := make([]Map, len(e.Claims))
	for i, id := range e.Claims {
		stance := "supports"
		if denies[id] {
			stance = "denies"
		}
		rows[i] = Map{"id": e.ID, "claim": id, "stance": stance}
	}
	return rows
}

// MaybeSame gives a row for each event that one may be the same as.
func MaybeSame(e *graph.Event) []Map {
	var rows []Map
	for i, other := range e.MaybeSame {
		rows = append(rows, Map{"id": e.ID, "other": other, "score": e.Likeness[i]})
	}
	return rows
}

// Decision gives the properties of a :Decision; body is the whole of it, as
// JSON.
func Decision(d *graph.Decision) (Map, error) {
	body, err := json.Marshal(d)
	return props(
		"id", d.ID, "kind", string(d.Kind), "about", d.About, "name", d.Name, "by", d.By, "at", d.At, "reason", d.Reason, "body", string(body),
	), err
}
