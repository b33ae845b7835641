package resolve

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Events gives the events of a block, sorted by ID. What happened (asserted or
// alleged, and denials of it) and what is only planned, demanded or possible
// are events apart: a plan is no report that it came to pass.
func (r *Resolver) Events(b graph.Block) []graph.Event {
	claims := make([]*graph.ClaimIn, len(b.Claims))
	for i := range b.Claims {
		claims[i] = &b.Claims[i]
	}
	slices.SortFunc(claims, func(a, b *graph.ClaimIn) int { return strings.Compare(a.ID, b.ID) })
	claims = slices.CompactFunc(claims, func(a, b *graph.ClaimIn) bool { return a.ID == b.ID })
	var told, open []*graph.ClaimIn
	for _, c := range claims {
		if c.Modality == schema.Asserted || c.Modality == schema.Alleged {
			told = append(told, c)
		} else {
			open = append(open, c)
		}
	}
	events := append(r.classEvents(b.Key, "told", told), r.classEvents(b.Key, "open", open)...)
	slices.SortFunc(events, func(a, b graph.Event) int { return strings.Compare(a.ID, b.ID) })
	return events
}

func (r *Resolver) classEvents(block, class string, claims []*graph.ClaimIn) []graph.Event {
	if len(claims) == 0 {
		return nil
	}
	if r.standing(claims[0]) {
		return []graph.Event{r.event("event:"+schema.Hash(block, class, "standing"), block, class, claims)}
	}
	var events []graph.Event
	for _, o := range r.occasions(claims) {
		for _, theme := range split(o.claims, themeEntities) {
			for _, place := range split(theme.claims, placeOf) {
				id := "event:" + schema.Hash(block, class, o.name, theme.name, place.name)
				events = append(events, r.event(id, block, class, place.claims))
			}
		}
	}
	return events
}

// event sums up claims that tell of one thing.
func (r *Resolver) event(id, block, class string, claims []*graph.ClaimIn) graph.Event {
	slices.SortFunc(claims, func(a, b *graph.ClaimIn) int { return strings.Compare(a.ID, b.ID) })
	e := graph.Event{ID: id, Block: block, Relation: claims[0].Relation, Status: graph.Auto}
	if rel := r.Relations[e.Relation]; rel != nil {
		e.Plover, e.Mode, e.Cameo, e.Quad, e.Goldstein = rel.Plover, rel.Mode, rel.Cameo, rel.Quad, rel.Goldstein
	}
	var affirming, denying []*graph.ClaimIn
	signatures := map[string]string{}
	for _, c := range claims {
		e.Claims = append(e.Claims, c.ID)
		signatures[c.Article] = c.Wire
		if c.Polarity == schema.Denied {
			e.Denying = append(e.Denying, c.ID)
			denying = append(denying, c)
		} else {
			affirming = append(affirming, c)
		}
		if !c.Published.IsZero() && (e.Published.IsZero() || compareDates(c.Published, e.Published) < 0) {
			e.Published = c.Published
		}
		e.Factual = e.Factual || (c.Polarity == schema.Affirmed && c.Modality == schema.Asserted)
	}
	for a := range signatures {
		e.Articles = append(e.Articles, a)
	}
	slices.Sort(e.Articles)
	if contested(affirming, denying) {
		e.Status = graph.Contested
	}
	groups := WireGroups(signatures)
	e.Reports, e.Independent = count(affirming, groups)
	e.Denied, _ = count(denying, groups)
	best := affirming
	if len(best) == 0 {
		best = denying
	}
	describe(&e, best)
	if e.Date.IsZero() && class == "told" && !e.Published.IsZero() {
		e.Date, e.Inferred = e.Published, true
	}
	if e.Factual {
		e.Ties = r.ties(&e, affirming, groups)
	}
	return e
}

// describe takes parties, date, place and the like from the claims that speak
// for an event.
func describe(e *graph.Event, claims []*graph.ClaimIn) {
	var themes, words, places, locations []string
	dates := map[schema.Date]int{}
	strongest := len(modalities)
	for _, c := range claims {
		e.Actor = append(e.Actor, c.Actor...)
		e.Recipient = append(e.Recipient, c.Recipient...)
		e.Mediator = append(e.Mediator, c.Mediator...)
		for _, t := range c.Theme {
			if graph.IsEntity(t) {
				themes = append(themes, t)
			} else {
				words = append(words, t)
			}
		}
		if c.Place != "" {
			places = append(places, c.Place)
		}
		if c.Location != "" {
			locations = append(locations, c.Location)
		}
		if !c.Date.IsZero() {
			dates[c.Date]++
		}
		strongest = min(strongest, slices.Index(modalities, c.Modality))
		e.Confidence = max(e.Confidence, c.Evidence.Confidence)
	}
	e.Modality = modalities[max(strongest, 0)]
	e.Actor, e.Recipient, e.Mediator = set(e.Actor), set(e.Recipient), set(e.Mediator)
	e.Theme = set(append(themes, frequent(words, maxThemeWords)...))
	if p := frequent(places, 1); len(p) > 0 {
		e.Place = p[0]
	}
	if l := frequent(locations, 1); len(l) > 0 {
		e.Location = l[0]
	}
	e.Date = sharpest(dates)
}

// maxThemeWords bounds how many wordings of its theme an event keeps.
const maxThemeWords = 3

var precisions = []schema.Precision{schema.Day, schema.Week, schema.Month, schema.Quarter, schema.Year}

// sharpest picks the most precise date, then the one given most often, then
// the earliest.
func sharpest(dates map[schema.Date]int) schema.Date {
	var best schema.Date
	for d, n := range dates {
		p, q := slices.Index(precisions, d.Precision), slices.Index(precisions, best.Precision)
		better := best.IsZero() || p < q
		if p == q && !best.IsZero() {
			better = n > dates[best] || (n == dates[best] && compareDates(d, best) < 0)
		}
		if better {
			best = d
		}
	}
	return best
}

// frequent returns the n most frequent of list, the smaller first among equals.
func frequent(list []string, n int) []string {
	times := map[string]int{}
	for _, s := range list {
		times[s]++
	}
	list = set(list)
	slices.SortStableFunc(list, func(a, b string) int { return times[b] - times[a] })
	return list[:min(n, len(list))]
}

func set(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// count gives the articles of claims and the stories among them.
func count(claims []*graph.ClaimIn, groups map[string]string) (articles, stories int) {
	seen, story := map[string]bool{}, map[string]bool{}
	for _, c := range claims {
		seen[c.Article] = true
		story[groups[c.Article]] = true
	}
	return len(seen), len(story)
}

// contested reports whether one voice affirms what another denies: another
// article, or another speaker in the same one.
func contested(affirming, denying []*graph.ClaimIn) bool {
	for _, d := range denying {
		for _, a := range affirming {
			if a.Article != d.Article || a.Speaker != d.Speaker {
				return true
			}
		}
	}
	return false
}
