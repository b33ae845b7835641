package resolve

import (
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// occasion is a set of claims of a block that tell of the same time.
type occasion struct {
	name       string // precision and start, unique within a block and class
	start, end time.Time
	claims     []*graph.ClaimIn
}

// occasions parts claims by when they say that things happened. Each step looks
// only at what the steps before it made, and takes its claims in the order of
// their dates, so that the result depends on the set of claims alone:
//
//  1. days given by texts, swept with a window; two days that one article
//     tells apart are never one occasion
//  2. weeks, months, quarters, years: join the one occasion of days within
//     them; with none or several, they are an occasion of their own
//  3. no date: the latest occasion up to the window before publication, else
//     swept by publication
//  4. undated denials: the same with the longer window
//  5. neither date nor publication: the only occasion there is, or one of
//     their own
func (r *Resolver) occasions(claims []*graph.ClaimIn) []*occasion {
	var days, coarse, undated, denials, nowhen []*graph.ClaimIn
	for _, c := range claims {
		switch {
		case c.Date.Precision == schema.Day && !c.Date.IsZero():
			days = append(days, c)
		case !c.Date.IsZero():
			coarse = append(coarse, c)
		case c.Published.IsZero():
			nowhen = append(nowhen, c)
		case c.Polarity == schema.Denied:
			denials = append(denials, c)
		default:
			undated = append(undated, c)
		}
	}
	window := orDefault(r.Window, DefaultWindow)
	all := sweepDays(days, window)
	all = append(all, r.joinCoarse(all, coarse)...)
	all = append(all, joinUndated(all, undated, window, window)...)
	all = append(all, joinUndated(all, denials, orDefault(r.DenialWindow, DefaultDenialWindow), window)...)
	if len(nowhen) > 0 {
		if len(all) == 1 {
			all[0].claims = append(all[0].claims, nowhen...)
		} else {
			all = append(all, &occasion{name: "undated", claims: nowhen})
		}
	}
	return all
}

// byDay groups claims by a day and returns the days in order.
func byDay(claims []*graph.ClaimIn, day func(*graph.ClaimIn) schema.Date) (map[schema.Date][]*graph.ClaimIn, []schema.Date) {
	groups := map[schema.Date][]*graph.ClaimIn{}
	for _, c := range claims {
		d := day(c)
		groups[d] = append(groups[d], c)
	}
	var order []schema.Date
	for d := range groups {
		order = append(order, d)
	}
	slices.SortFunc(order, compareDates)
	return groups, order
}

func compareDates(a, b schema.Date) int {
	if c := a.First().Compare(b.First()); c != 0 {
		return c
	}
	if c := strings.Compare(a.Value, b.Value); c != 0 {
		return c
	}
	return strings.Compare(string(a.Precision), string(b.Precision))
}

func textDate(c *graph.ClaimIn) schema.Date  { return c.Date }
func published(c *graph.ClaimIn) schema.Date { return c.Published }

func sweepDays(claims []*graph.ClaimIn, window int) []*occasion {
	groups, order := byDay(claims, textDate)
	var all []*occasion
	var cur *occasion
	told := map[string]bool{} // articles with a day in cur
	for _, d := range order {
		day := d.First()
		apart := slices.ContainsFunc(groups[d], func(c *graph.ClaimIn) bool { return told[c.Article] })
		if cur == nil || apart || daysBetween(cur.start, day) > window {
			cur = &occasion{name: "day " + d.Value, start: day}
			all = append(all, cur)
			clear(told)
		}
		cur.end = day
		cur.claims = append(cur.claims, groups[d]...)
		for _, c := range groups[d] {
			told[c.Article] = true
		}
	}
	return all
}

// joinCoarse adds claims of weeks and longer to the occasions that they can
// only mean, and returns the occasions that they make themselves.
func (r *Resolver) joinCoarse(days []*occasion, claims []*graph.ClaimIn) []*occasion {
	groups, order := byDay(claims, textDate)
	var own []*occasion
	for _, d := range order {
		first, last := d.First(), d.Last()
		fit := within(days, first, last)
		if len(fit) == 0 && d.Precision == schema.Week {
			slack := orDefault(r.WeekWindow, DefaultWeekWindow)
			fit = within(days, first.AddDate(0, 0, -slack), first.AddDate(0, 0, slack))
		}
		if len(fit) == 1 {
			fit[0].claims = append(fit[0].claims, groups[d]...)
			continue
		}
		own = append(own, &occasion{name: string(d.Precision) + " " + d.Value, start: first, end: last, claims: groups[d]})
	}
	return own
}

func within(all []*occasion, first, last time.Time) []*occasion {
	var fit []*occasion
	for _, o := range all {
		if !o.end.Before(first) && !o.start.After(last) {
			fit = append(fit, o)
		}
	}
	return fit
}

// joinUndated adds claims without a date to the latest occasion that began, at
// most, a day after their publication (time zones) and ended up to reach days
// before it, and returns the occasions, swept with the window, that the rest
// makes.
func joinUndated(all []*occasion, claims []*graph.ClaimIn, reach, window int) []*occasion {
	groups, order := byDay(claims, published)
	var own []*occasion
	var cur *occasion
	for _, d := range order {
		day := d.First()
		if o := latest(all, day, reach); o != nil {
			o.claims = append(o.claims, groups[d]...)
			continue
		}
		if cur == nil || daysBetween(cur.start, day) > window {
			cur = &occasion{name: "published " + d.Value, start: day}
			own = append(own, cur)
		}
		cur.end = day
		cur.claims = append(cur.claims, groups[d]...)
	}
	return own
}

func latest(all []*occasion, day time.Time, reach int) *occasion {
	var best *occasion
	for _, o := range all {
		long := daysBetween(o.start, o.end) > 7 // a month or more: anything could fall into it
		if long || daysBetween(o.start, day) < -1 || daysBetween(o.end, day) > reach {
			continue
		}
		if best == nil || o.start.After(best.start) || (o.start.Equal(best.start) && o.name < best.name) {
			best = o
		}
	}
	return best
}

func daysBetween(a, b time.Time) int { return int(b.Sub(a).Hours() / 24) }
