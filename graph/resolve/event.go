package resolve

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Events gives the events that are a block's own, sorted by ID; those that the
// neighbours' claims make are told by the neighbours. What happened (asserted
// or alleged, and denials of it) and what is only planned, demanded or possible
// are events apart: a plan is no report that it came to pass.
func (r *Resolver) Events(b graph.Block, ds *graph.Decisions) []graph.Event {
	claims := make([]*graph.ClaimIn, len(b.Claims))
	for i := range b.Claims {
		claims[i] = &b.Claims[i]
	}
	slices.SortFunc(claims, func(a, b *graph.ClaimIn) int { return strings.Compare(a.ID, b.ID) })
	claims = slices.CompactFunc(claims, func(a, b *graph.ClaimIn) bool { return a.ID == b.ID })
	if !slices.ContainsFunc(claims, func(c *graph.ClaimIn) bool { return c.Block == b.Key }) {
		return nil
	}
	var told, open []*graph.ClaimIn
	for _, c := range claims {
		if c.Modality == schema.Asserted || c.Modality == schema.Alleged {
			told = append(told, c)
		} else {
			open = append(open, c)
		}
	}
	events := append(r.classEvents(b.Key, "told", told, ds), r.classEvents(b.Key, "open", open, ds)...)
	slices.SortFunc(events, func(a, b graph.Event) int { return strings.Compare(a.ID, b.ID) })
	return events
}

func (r *Resolver) classEvents(block, class string, claims []*graph.ClaimIn, ds *graph.Decisions) []graph.Event {
	if len(claims) == 0 {
		return nil
	}
	if rel := r.Relations[claims[0].Relation]; rel != nil && rel.Standing {
		id := "event:" + schema.Hash(block, class, "standing")
		return []graph.Event{r.event(id, block, class, claims, ds)}
	}
	clusters := r.gather(atoms(claims, ds))
	ids := clusterIDs(block, class, clusters)
	var events []graph.Event
	for _, c := range clusters {
		if c.home() != block {
			continue
		}
		var own []*graph.ClaimIn
		for _, a := range c.atoms {
			own = append(own, a.claims...)
		}
		e := r.event(ids[c], block, class, own, ds)
		slices.SortFunc(c.like, func(a, b likeness) int { return strings.Compare(ids[a.other], ids[b.other]) })
		for _, l := range c.like {
			e.MaybeSame, e.Likeness = append(e.MaybeSame, ids[l.other]), append(e.Likeness, l.score)
		}
		events = append(events, e)
	}
	return events
}

// clusterIDs names events by what their core's claims agree in, so that an ID
// stays when more articles tell of it. Where cores of one day agree in all,
// the smallest claim tells all but the first of them apart.
func clusterIDs(block, class string, clusters []*cluster) map[*cluster]string {
	base := block[:strings.LastIndexByte(block, '@')]
	byKey := map[string][]*cluster{}
	for _, c := range clusters {
		key := c.core.signature()
		byKey[key] = append(byKey[key], c)
	}
	ids := map[*cluster]string{}
	for key, same := range byKey {
		slices.SortFunc(same, func(a, b *cluster) int { return strings.Compare(a.core.least, b.core.least) })
		for i, c := range same {
			parts := []string{base, class, key}
			if i > 0 {
				parts = append(parts, c.core.least)
			}
			ids[c] = "event:" + schema.Hash(parts...)
		}
	}
	return ids
}

// event sums up claims that tell of one thing. Claims that a decision rejects
// stay with it but count for nothing.
func (r *Resolver) event(id, block, class string, claims []*graph.ClaimIn, ds *graph.Decisions) graph.Event {
	slices.SortFunc(claims, func(a, b *graph.ClaimIn) int { return strings.Compare(a.ID, b.ID) })
	e := graph.Event{ID: id, Block: block, Relation: mainRelation(claims), Status: graph.Auto}
	if rel := r.Relations[e.Relation]; rel != nil {
		e.Plover, e.Mode, e.Cameo, e.Quad, e.Goldstein = rel.Plover, rel.Mode, claims[0].Cameo(rel), rel.Quad, rel.Goldstein
	}
	e.SourceKind, e.Point = claims[0].SourceKind, claims[0].Point
	var affirming, denying, rejected []*graph.ClaimIn
	accepted := false
	signatures := map[string]string{}
	for _, c := range claims {
		e.Claims = append(e.Claims, c.ID)
		signatures[c.Article] = c.Wire
		verdict := ds.Verdict(c.ID)
		accepted = accepted || verdict == graph.Accept
		if c.Polarity == schema.Denied {
			e.Denying = append(e.Denying, c.ID)
		}
		switch {
		case verdict == graph.Reject:
			rejected = append(rejected, c)
			continue
		case c.Polarity == schema.Denied:
			denying = append(denying, c)
		default:
			affirming = append(affirming, c)
		}
		e.Factual = e.Factual || (c.Polarity == schema.Affirmed && c.Modality == schema.Asserted)
	}
	e.Published = earliest(claims)
	for a := range signatures {
		e.Articles = append(e.Articles, a)
	}
	slices.Sort(e.Articles)
	switch {
	case len(rejected) == len(claims):
		e.Status = graph.Rejected
	case accepted:
		e.Status = graph.Confirmed
	case contested(affirming, denying):
		e.Status = graph.Contested
	}
	groups := WireGroups(signatures)
	e.Reports, e.Independent = count(affirming, groups)
	e.Denied, _ = count(denying, groups)
	best := affirming
	for _, next := range [][]*graph.ClaimIn{denying, rejected} {
		if len(best) == 0 {
			best = next
		}
	}
	describe(&e, best, ds)
	if e.Date.IsZero() && class == "told" && !e.Published.IsZero() {
		e.Date, e.Inferred = e.Published, true
	}
	if e.Factual {
		e.Ties = r.ties(&e, affirming, groups, ds)
	}
	return e
}

// mainRelation is the relation that most claims give, the smaller name among
// equals: a family's relations tell of one event in several words.
func mainRelation(claims []*graph.ClaimIn) string {
	var names []string
	for _, c := range claims {
		names = append(names, c.Relation)
	}
	return frequent(names, 1)[0]
}

// describe takes parties, date, place and the like from the claims that speak
// for an event.
func describe(e *graph.Event, claims []*graph.ClaimIn, ds *graph.Decisions) {
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
	for _, ids := range [][]string{e.Actor, e.Recipient, e.Mediator, themes, locations} {
		for i := range ids {
			ids[i] = ds.Canonical(ids[i])
		}
	}
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
			better = n > dates[best] || (n == dates[best] && graph.CompareDates(d, best) < 0)
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

// earliest is the earliest publication of claims.
func earliest(claims []*graph.ClaimIn) schema.Date {
	var first schema.Date
	for _, c := range claims {
		if !c.Published.IsZero() && (first.IsZero() || graph.CompareDates(c.Published, first) < 0) {
			first = c.Published
		}
	}
	return first
}
