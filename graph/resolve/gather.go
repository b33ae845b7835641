package resolve

import (
	"cmp"
	"math"
	"slices"
)

// An event is a core atom and those that are joined to it. Whether an atom is a
// core depends on the atoms around it within the spread; what it joins on the
// cores around it; so nothing depends on the order of atoms, and nothing on
// what is further away than a few spreads:
//
//	core       no atom within 3 days that it is joined to leads it            3
//	member     joins the core that is most like it                            6
//	left over  joined to members only: is a core of its own, if no other
//	           that is left over leads it, or joins such a one               12
//	denial     joins the core up to 7 days before it that is most like it    10
//	           else, of what nobody affirms, is a core or joins one, as
//	           above but of the days before and after alone                  12
//	maybe      a core within 3 days, whether left over or not                12
//
// which is periodDays.

// cluster is the atoms of one event.
type cluster struct {
	core  *atom
	atoms []*atom
	like  []likeness
}

// likeness is how like another cluster one is.
type likeness struct {
	other *cluster
	score float64
}

// gather makes clusters of the atoms of one block and class.
func (r *Resolver) gather(all []*atom) []*cluster {
	byDay := slices.Clone(all)
	slices.SortStableFunc(byDay, func(a, b *atom) int { return a.day - b.day })
	var affirming, denying []*atom
	for _, a := range byDay {
		if a.denial {
			denying = append(denying, a)
		} else {
			affirming = append(affirming, a)
		}
	}
	cores, rest := r.cores(affirming, spread)
	var left []*atom
	for _, a := range rest {
		if c, sure := r.best(a, cores, spread); c != nil && sure {
			c.atoms = append(c.atoms, a)
		} else {
			left = append(left, a)
		}
	}
	second, rest := r.cores(left, spread)
	var more []*cluster
	for _, a := range rest {
		if c, sure := r.best(a, second, spread); c != nil && sure {
			c.atoms = append(c.atoms, a)
		} else {
			more = append(more, &cluster{core: a, atoms: []*atom{a}})
		}
	}
	var alone []*atom
	for _, d := range denying {
		if c := r.denied(d, cores); c != nil {
			c.atoms = append(c.atoms, d)
		} else {
			alone = append(alone, d)
		}
	}
	denials, rest := r.cores(alone, denialSpread)
	for _, d := range rest {
		if c, sure := r.best(d, denials, denialSpread); c != nil && sure {
			c.atoms = append(c.atoms, d)
		} else {
			more = append(more, &cluster{core: d, atoms: []*atom{d}})
		}
	}
	clusters := apart(slices.Concat(cores, second, denials, more))
	r.compare(clusters)
	return clusters
}

// cores parts atoms into those that none which they are joined to leads, and
// the rest, within some days. They come in the order of days.
func (r *Resolver) cores(byDay []*atom, within int) (cores []*cluster, rest []*atom) {
	led := make([]bool, len(byDay))
	for i, a := range byDay {
		for j := i + 1; j < len(byDay) && byDay[j].day-a.day <= within; j++ {
			if led[i] && led[j] || r.like(a, byDay[j]) < joined {
				continue
			}
			if a.leads(byDay[j]) {
				led[j] = true
			} else {
				led[i] = true
			}
		}
	}
	for i, a := range byDay {
		if led[i] {
			rest = append(rest, a)
		} else {
			cores = append(cores, &cluster{core: a, atoms: []*atom{a}})
		}
	}
	return cores, rest
}

// margin is how much more like one core than another an atom must be: below
// it, an atom is of neither.
const margin = 0.2

// best is the core that an atom is most like, nil for none, and whether it is
// clearly so.
func (r *Resolver) best(a *atom, byDay []*cluster, within int) (best *cluster, sure bool) {
	first, second := never, never
	from, _ := slices.BinarySearchFunc(byDay, a.day-within, func(c *cluster, day int) int { return cmp.Compare(c.core.day, day) })
	for _, c := range byDay[from:] {
		if c.core.day > a.day+within {
			break
		}
		s := r.like(a, c.core)
		if s < joined {
			continue
		}
		if s > first || (s == first && c.core.leads(best.core)) {
			first, second, best = s, first, c
		} else {
			second = max(second, s)
		}
	}
	return best, best != nil && (second < joined || first-second >= margin)
}

// denied is the cluster that a denial denies: the one before it, or of its day
// where it gives one, that it is most like.
func (r *Resolver) denied(d *atom, byDay []*cluster) *cluster {
	var best *cluster
	top := never
	for _, c := range byDay {
		lag := d.day - c.core.day
		far := 0.1 * float64(abs(lag))
		if d.when == exact && c.core.when == exact && lag != 0 && r.recurs(d.claims[0].Relation) {
			if lag < 0 {
				continue
			}
			far = 0.6 * float64(lag) // the day may be that on which it was denied
		}
		if lag > denialReach || lag < -1 || (d.when == exact && abs(lag) > 2) || kept(d.tags, c.core.tags) {
			continue
		}
		s := likeFacets(d, c.core) - far
		if d.when == exact && c.core.when == exact && lag == 0 {
			s++
		}
		if s > -1.5 && (s > top || (s == top && c.core.leads(best.core))) {
			best, top = c, s
		}
	}
	return best
}

// apart takes out of clusters what decisions keep from each other though it
// was joined by way of the core.
func apart(clusters []*cluster) []*cluster {
	var out []*cluster
	for _, c := range clusters {
		slices.SortFunc(c.atoms, byKey)
		keep, away := []*atom{c.core}, []*atom{}
		for _, a := range c.atoms {
			if a == c.core {
				continue
			}
			if slices.ContainsFunc(keep, func(b *atom) bool { return kept(a.tags, b.tags) }) {
				away = append(away, a)
			} else {
				keep = append(keep, a)
			}
		}
		c.atoms = keep
		out = append(out, c)
		if len(away) > 0 {
			out = append(out, apart([]*cluster{{core: away[0], atoms: away}})...)
		}
	}
	return out
}

// compare finds the clusters that may be one though they were not joined.
func (r *Resolver) compare(clusters []*cluster) {
	slices.SortStableFunc(clusters, func(a, b *cluster) int { return cmp.Or(a.core.day-b.core.day, byKey(a.core, b.core)) })
	for i, a := range clusters {
		for _, b := range clusters[i+1:] {
			if b.core.day-a.core.day > spread {
				break
			}
			if a.core.denial || b.core.denial {
				continue
			}
			if s := r.like(a.core, b.core); s >= uncertain {
				// a logistic curve: joined is 0.8
				score := math.Round(100/(1+math.Exp(-2*(s-0.3)))) / 100
				a.like = append(a.like, likeness{b, score})
				b.like = append(b.like, likeness{a, score})
			}
		}
	}
}

// home is the block that the cluster's event belongs to.
func (c *cluster) home() string { return c.core.block }
