// Package brief makes briefings of a graph: what an actor, two actors, or all
// of them did in a period, with a picture, the events that matter, what is
// contested, and the sentences behind all of it. A briefing depends on the
// graph alone, never on the clock: the same graph gives the same bytes.
package brief

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/measure"
	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/internal/drawing"
	"github.com/entente-kg/entente/schema"
)

// Request says what a briefing is about. The zero value is about everything.
type Request struct {
	Actors    []schema.Entity // none, one or two
	Relations []string        // only events of these relations; none for all
	From, To  string          // ISO days, both inclusive; "" for no bound
	Since     string          // ISO day of the briefing before, "" for none
	Nodes     int             // most actors in the picture, 30 when 0
	Events    int             // most events in the table, 25 when 0
}

// MaxNodes is how many actors a picture can hold and still be read.
const MaxNodes = 200

// Briefing is all that a briefing says, ready to be written down.
type Briefing struct {
	Title   string
	Period  string // "2025-01-03 to 2025-11-20"
	Stand   string // day of the latest publication: what the graph knows goes up to here
	Figures []Figure
	Picture *drawing.Drawing // nil when there is nothing to draw
	Cut     string           // what the picture leaves out, and why; "" for nothing
	// Unlabelled are how many lines of the picture have no room for a label.
	Unlabelled int
	Places     Places // what network analysis says
	Chart      timeline.Timeline
	Events     []Event // key events, the latest first
	Left       int     // events that are not among them
	// Contested are the events that somebody denies, the latest first.
	Contested []Event
	Changes   []Change // since the last briefing
	// MoreChanges are how many are not listed.
	MoreChanges int
	Since       string
	Notes       []Note // numbered from 1 as the events cite them
}

// About says what period the briefing covers, and what it knows it from.
func (b *Briefing) About() string {
	about := "No dated events."
	if b.Period != "" {
		about = "Events of " + b.Period + "."
	}
	if b.Stand != "" {
		about += " From articles published up to " + b.Stand + "."
	}
	return about
}

// Publishers are the sources of the notes, with how many articles each.
func (b *Briefing) Publishers() string {
	articles := map[string]map[string]bool{}
	for _, n := range b.Notes {
		source := cmp.Or(n.Source, "a source without a name")
		if articles[source] == nil {
			articles[source] = map[string]bool{}
		}
		articles[source][n.article] = true
	}
	var list []string
	for _, source := range slices.Sorted(maps.Keys(articles)) {
		list = append(list, fmt.Sprintf("%s (%d)", source, len(articles[source])))
	}
	return strings.Join(list, ", ")
}

// Figure is one of the headline figures.
type Figure struct{ Value, Label string }

// Event is an event in words.
type Event struct {
	Date    string // ISO, with a tilde where no text gives one
	What    string
	Held    string // how it is held to be true: "planned", "denied by 2", ""
	Sources int    // independent ones
	Score   float64
	Notes   []int // numbers of its notes
	Deniers string
	id      string
}

// Note is a sentence behind an event.
type Note struct {
	Number  int
	Parts   []Part // the sentence, cut where it is marked
	Source  string
	Date    string
	Title   string
	URL     string // http or https, else ""
	Denies  bool
	Speaker string
	article string // ID
}

// Part is a stretch of a sentence; Role is "" where nothing is marked.
type Part struct {
	Text string      `json:"text"`
	Role schema.Role `json:"role,omitempty"`
}

// Make makes a briefing.
func Make(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation, r Request) (*Briefing, error) {
	r.Nodes = min(cmp.Or(r.Nodes, 30), MaxNodes)
	r.Events = cmp.Or(r.Events, 25)
	m := &maker{ctx: ctx, g: g, relations: relations, request: r, names: map[string]schema.Entity{}, articles: map[string]schema.Article{}, scores: map[string]float64{}, many: map[string]bool{}, inverse: measure.Inverses(relations)}
	for _, r := range relations {
		for _, e := range r.Edges {
			m.scores[e.Type] = r.Goldstein
			m.many[e.Type] = slices.ContainsFunc(r.Edges, func(e schema.EdgeRule) bool {
				return e.From == schema.RoleTheme || e.To == schema.RoleTheme
			})
		}
	}
	events, err := m.events()
	if err != nil {
		return nil, err
	}
	b := &Briefing{Title: m.title(), Since: r.Since}
	if b.Chart, err = timeline.Sum(events, By(events), timeline.Span{First: r.From, Last: r.To}); err != nil {
		return nil, err
	}
	b.Period, b.Stand = period(events, timeline.Span{First: r.From, Last: r.To})
	if err := m.tell(b, events); err != nil {
		return nil, err
	}
	if err := m.draw(b, events); err != nil {
		return nil, err
	}
	if err := m.places(b, events); err != nil {
		return nil, err
	}
	if r.Since != "" {
		if err := m.changes(b); err != nil {
			return nil, err
		}
	}
	b.Figures = m.figures(events, b)
	return b, nil
}

// maker is the work on one briefing.
type maker struct {
	ctx       context.Context
	g         graph.Reader
	relations map[string]*schema.Relation
	scores    map[string]float64 // Goldstein, by type of edge
	inverse   map[string]bool    // types of edges that only turn others round
	many      map[string]bool    // types of edges of relations between more than two roles
	request   Request
	names     map[string]schema.Entity
	articles  map[string]schema.Article
}

// events are those that the request is about, the latest first.
func (m *maker) events() ([]graph.Event, error) {
	var all []graph.Event
	var err error
	switch a := m.request.Actors; len(a) {
	case 0:
		for e, failed := range m.g.AllEvents(m.ctx) {
			if failed != nil {
				return nil, failed
			}
			all = append(all, e)
		}
	case 1:
		all, err = graph.EventsWith(m.ctx, m.g, a[0].ID)
	default:
		all, err = graph.EventsWith(m.ctx, m.g, a[0].ID, a[1].ID)
	}
	if err != nil {
		return nil, err
	}
	span := timeline.Span{First: m.request.From, Last: m.request.To}
	all = slices.DeleteFunc(all, func(e graph.Event) bool {
		r := m.relations[e.Relation]
		return e.Status == graph.Rejected || !span.Has(e.Date) || len(m.request.Relations) > 0 && !slices.Contains(m.request.Relations, e.Relation) || r == nil
	})
	slices.SortFunc(all, func(a, b graph.Event) int {
		return cmp.Or(strings.Compare(b.Date.Value, a.Date.Value), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

func (m *maker) title() string {
	var who []string
	for _, a := range m.request.Actors {
		who = append(who, a.Name)
	}
	title := strings.Join(who, " and ")
	if title == "" {
		title = "International relations"
	}
	if len(m.request.Relations) > 0 {
		var words []string
		for _, r := range m.request.Relations {
			words = append(words, InWords(r))
		}
		title += ": " + strings.Join(words, ", ")
	}
	return title
}

// InWords is a relation as a verb of plain English: "signs agreement with".
func InWords(relation string) string { return strings.ToLower(strings.ReplaceAll(relation, "_", " ")) }

// period is the first and last day of the events within the days asked for, and
// the day of the latest publication. It holds what is told as having happened,
// the alleged and what has no day but that of publication too; what is only
// planned or demanded does not stretch it.
func period(events []graph.Event, within timeline.Span) (span, stand string) {
	first, last := "", ""
	for i := range events {
		e := &events[i]
		if !e.Date.IsZero() && (e.Factual || e.Modality == schema.Asserted || e.Modality == schema.Alleged) {
			day := e.Date.First().Format(time.DateOnly)
			if first == "" || day < first {
				first = day
			}
			last = max(last, e.Date.Last().Format(time.DateOnly))
		}
		if !e.Published.IsZero() {
			stand = max(stand, e.Published.Last().Format(time.DateOnly))
		}
	}
	if first != "" { // a date such as 2025 may reach beyond
		first = max(first, within.First)
		if within.Last != "" {
			last = min(last, within.Last)
		}
	}
	switch first {
	case "", last:
		return first, stand
	}
	return first + " to " + last, stand
}

// By is how long the periods of the chart are: weeks for half a year, months
// for some years, else years.
func By(events []graph.Event) schema.Precision {
	var first, last time.Time
	for i := range events {
		if d := events[i].Date; !d.IsZero() && events[i].Factual {
			if t := d.First(); first.IsZero() || t.Before(first) {
				first = t
			}
			if t := d.Last(); t.After(last) {
				last = t
			}
		}
	}
	switch days := last.Sub(first).Hours() / 24; {
	case days <= 200:
		return schema.Week
	case days <= 365*5:
		return schema.Month
	}
	return schema.Year
}

// figures are what stands at the head of the page.
func (m *maker) figures(events []graph.Event, b *Briefing) []Figure {
	articles, happened, cooperation, conflict := map[string]bool{}, 0, 0, 0
	for i := range events {
		e := &events[i]
		for _, a := range e.Articles {
			articles[a] = true
		}
		if !e.Factual || m.relations[e.Relation].Standing {
			continue
		}
		happened++
		switch {
		case e.Goldstein > 0:
			cooperation++
		case e.Goldstein < 0:
			conflict++
		}
	}
	return []Figure{
		{fmt.Sprint(happened), plural(happened, "event")},
		{fmt.Sprint(cooperation), "of cooperation"},
		{fmt.Sprint(conflict), "of conflict"},
		{fmt.Sprint(len(b.Contested)), "contested"},
		{fmt.Sprint(len(articles)), plural(len(articles), "article")},
	}
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// entity is an entity of the graph, kept once read.
func (m *maker) entity(id string) (schema.Entity, error) {
	if e, ok := m.names[id]; ok {
		return e, nil
	}
	e, err := m.g.Entity(m.ctx, id)
	if err != nil {
		return e, err
	}
	m.names[id] = e
	return e, nil
}

// name is an entity's, or words of a text as they stand.
func (m *maker) name(id string) (string, error) {
	if !graph.IsEntity(id) {
		return strings.Trim(id, `"`), nil
	}
	e, err := m.entity(id)
	return e.Name, err
}
