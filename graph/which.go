package graph

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// Stance says whether anybody denies what an edge or event tells.
type Stance string

// The stances that may be asked for; "" is any.
const (
	Denying   Stance = "contested"   // somebody denies it
	Undenying Stance = "uncontested" // nobody does
)

// Which says which edges are wanted: those to which all of it applies. The zero
// value wants every edge.
type Which struct {
	Relations   []string // relationship types
	From, To    string   // ISO days, both inclusive: the stretch from the first event to the last meets them
	Independent int      // independent reports, at least
	Confidence  float64  // at least
	Stance      Stance
	// Source is where an article was published that tells of one of the
	// edge's events; only an engine can say.
	Source string
}

// Wants reports whether an edge is wanted as far as the edge itself tells, which
// is all but the source.
func (w *Which) Wants(e *Edge) bool {
	return (len(w.Relations) == 0 || slices.Contains(w.Relations, e.Relation)) &&
		(w.From == "" || e.Last != "" && LastDay(e.Last) >= w.From) && (w.To == "" || e.First != "" && e.First <= w.To) &&
		e.Independent >= w.Independent && e.Confidence >= w.Confidence && w.Stance.Holds(e.Contested || e.Denied > 0)
}

// Holds reports whether what is denied or not is wanted.
func (s Stance) Holds(denied bool) bool { return s == "" || denied == (s == Denying) }

// LastDay is the last day that an ISO date may mean.
func LastDay(date string) string {
	d, err := schema.ParseDate(date)
	if err != nil {
		return date
	}
	return d.Last().Format(time.DateOnly)
}

// Nearest keeps the edges of an entity to up to so many neighbours, those to
// whom it has the best attested edges, and counts the others: what Near does,
// for views whose edges nobody keeps. Edges to itself are left out.
func Nearest(id string, edges []Edge, neighbours int) (near []Edge, others int) {
	best := map[string]*Edge{}
	for i := range edges {
		e := &edges[i]
		if other := e.Other(id); other != id && (best[other] == nil || stronger(e, best[other]) < 0) {
			best[other] = e
		}
	}
	ids := make([]string, 0, len(best))
	for other := range best {
		ids = append(ids, other)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(stronger(best[a], best[b]), strings.Compare(a, b)) })
	kept := map[string]bool{}
	for _, other := range ids[:min(neighbours, len(ids))] {
		kept[other] = true
	}
	for i := range edges {
		if kept[edges[i].Other(id)] {
			near = append(near, edges[i])
		}
	}
	return near, len(ids) - len(kept)
}

// stronger orders edges by their reports.
func stronger(a, b *Edge) int { return cmp.Or(b.Independent-a.Independent, b.Reports-a.Reports) }

// Other is the other end of an edge.
func (e *Edge) Other(id string) string {
	if e.From == id {
		return e.To
	}
	return e.From
}
