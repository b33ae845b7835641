package brief

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// notesPerEvent bounds the sentences that one event cites.
const notesPerEvent = 3

// tell fills in the events and their notes: the key ones, then those that are
// contested.
func (m *maker) tell(b *Briefing, events []graph.Event) error {
	key := m.key(events)
	told := map[string]bool{}
	for _, e := range key {
		told[e.ID] = true
		x, err := m.event(b, e)
		if err != nil {
			return err
		}
		b.Events = append(b.Events, x)
	}
	for i := range events {
		e := &events[i]
		if e.Denied == 0 || e.Reports == 0 { // denied and never affirmed is no contest
			continue
		}
		var x Event
		if at := slices.IndexFunc(b.Events, func(t Event) bool { return t.id == e.ID }); at >= 0 {
			x = b.Events[at]
		} else {
			var err error
			if x, err = m.event(b, e); err != nil {
				return err
			}
		}
		b.Contested = append(b.Contested, x)
	}
	for i := range events {
		if !told[events[i].ID] && m.happens(&events[i]) {
			b.Left++
		}
	}
	return nil
}

// happens tells occurrences from standing ties, which the picture shows.
func (m *maker) happens(e *graph.Event) bool { return !m.relations[e.Relation].Standing }

// key are the events that matter most: by how many independent sources tell
// of them and how far from indifferent they are. They come by date, the latest
// first.
func (m *maker) key(events []graph.Event) []*graph.Event {
	var list []*graph.Event
	for i := range events {
		if e := &events[i]; m.happens(e) && e.Reports > 0 {
			list = append(list, e)
		}
	}
	weight := func(e *graph.Event) float64 {
		w := 4*float64(min(e.Independent, 5)) + math.Abs(e.Goldstein) + 2*e.Confidence
		if !e.Factual {
			w /= 2
		}
		if e.Inferred {
			w--
		}
		return w
	}
	slices.SortStableFunc(list, func(a, b *graph.Event) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), strings.Compare(b.Date.Value, a.Date.Value), strings.Compare(a.ID, b.ID))
	})
	list = list[:min(len(list), m.request.Events)]
	slices.SortFunc(list, func(a, b *graph.Event) int {
		return cmp.Or(strings.Compare(b.Date.Value, a.Date.Value), strings.Compare(a.ID, b.ID))
	})
	return list
}

// event puts an event into words, and its sentences among the notes.
func (m *maker) event(b *Briefing, e *graph.Event) (Event, error) {
	out := Event{Date: e.Date.Value, Sources: e.Independent, Score: e.Goldstein, Held: held(e), id: e.ID}
	if e.Inferred && out.Date != "" {
		out.Date = "~" + out.Date
	}
	var err error
	if out.What, err = What(e, m.relations[e.Relation], m.name, m.subjects()...); err != nil {
		return out, err
	}
	claims, err := m.g.Claims(m.ctx, e.Claims)
	if err != nil {
		return out, err
	}
	slices.SortStableFunc(claims, func(x, y graph.ClaimIn) int { // the surest of each side first, one an article
		return cmp.Or(cmp.Compare(y.Evidence.Confidence, x.Evidence.Confidence), strings.Compare(x.ID, y.ID))
	})
	if out.Held, err = m.heldBy(out.Held, e, claims); err != nil {
		return out, err
	}
	var deniers []string
	cited := map[string]bool{}
	for _, stance := range []bool{false, true} {
		n := 0
		for i := range claims {
			c := &claims[i]
			denies := slices.Contains(e.Denying, c.ID)
			if denies && !stance {
				deniers, err = m.denier(deniers, c)
				if err != nil {
					return out, err
				}
			}
			if denies != stance || n == notesPerEvent || cited[c.Article] && !denies {
				continue
			}
			n++
			cited[c.Article] = true
			number, err := m.note(b, c, denies)
			if err != nil {
				return out, err
			}
			out.Notes = append(out.Notes, number)
		}
	}
	slices.Sort(deniers)
	out.Deniers = strings.Join(slices.Compact(deniers), ", ")
	return out, nil
}

// heldBy adds who alleges what is only alleged.
func (m *maker) heldBy(held string, e *graph.Event, claims []graph.ClaimIn) (string, error) {
	if e.Modality != schema.Alleged {
		return held, nil
	}
	var speakers []string
	for i := range claims {
		if c := &claims[i]; c.Speaker != "" && !slices.Contains(e.Denying, c.ID) {
			name, err := m.name(c.Speaker)
			if err != nil {
				return "", err
			}
			speakers = append(speakers, name)
		}
	}
	slices.Sort(speakers)
	speakers = slices.Compact(speakers)
	if len(speakers) == 0 || len(speakers) > 3 {
		return held, nil
	}
	return strings.Replace(held, string(schema.Alleged), "alleged by "+enumerated(speakers), 1), nil
}

// subjects are the actors that the request is about.
func (m *maker) subjects() []string {
	var ids []string
	for _, a := range m.request.Actors {
		ids = append(ids, a.ID)
	}
	return ids
}

// denier is who denies: the speaker, or else whoever published it.
func (m *maker) denier(list []string, c *graph.ClaimIn) ([]string, error) {
	if c.Speaker == "" {
		return append(list, cmp.Or(c.Source, "an article")), nil
	}
	name, err := m.name(c.Speaker)
	return append(list, name), err
}

// note adds a claim's sentence to the notes, once, and returns its number.
func (m *maker) note(b *Briefing, c *graph.ClaimIn, denies bool) (int, error) {
	a, ok := m.articles[c.Article]
	if !ok {
		var err error
		if a, err = m.g.Article(m.ctx, c.Article); err != nil {
			return 0, err
		}
		m.articles[c.Article] = a
	}
	n := Note{Number: len(b.Notes) + 1, Parts: Marked(&c.Claim), Source: a.Source, Date: a.Published.Value, Title: a.Title, URL: WebAddress(a.URL), Denies: denies, article: c.Article}
	if c.Speaker != "" {
		var err error
		if n.Speaker, err = m.name(c.Speaker); err != nil {
			return 0, err
		}
	}
	for _, old := range b.Notes { // a sentence that tells of two events is one note
		if old.URL == n.URL && old.Title == n.Title && old.Date == n.Date && old.Denies == n.Denies && textOf(old.Parts) == textOf(n.Parts) {
			return old.Number, nil
		}
	}
	b.Notes = append(b.Notes, n)
	return n.Number, nil
}

func textOf(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Marked cuts a claim's sentence where its words are marked.
func Marked(c *schema.Claim) []Part {
	s := c.Evidence.Sentence
	marks := append([]schema.Mark{{Role: "trigger", Span: c.Evidence.Trigger}}, c.Evidence.Marks...)
	slices.SortStableFunc(marks, func(a, b schema.Mark) int { return a.Start - b.Start })
	var parts []Part
	at := s.Start
	cut := func(to int, role schema.Role) {
		if to > at {
			parts = append(parts, Part{s.Text[at-s.Start : to-s.Start], role})
			at = to
		}
	}
	for _, k := range marks {
		if k.Start >= at && s.Contains(k.Span) && k.Len() > 0 {
			cut(k.Start, "")
			cut(k.End, k.Role)
		}
	}
	cut(s.End, "")
	return parts
}

// WebAddress lets only addresses of the web become links.
func WebAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
