package when

import (
	"time"

	"github.com/entente-kg/entente/schema"
)

// portionLed reads a part of a month or year: "first week of March", "last
// three months of 2024", "second half of February", "last days of 2021", "last
// quarter of 2022". i is at "first" or "last".
func (p phrase) portionLed(i int) (expr, int) {
	e := expr{form: portion}
	switch w := p.word(i); {
	case w.class == ordinal && w.value <= 5:
		e.n = w.value
	case p.is(i, "last", "final", "closing"):
		e.n = -1
	case p.is(i, "opening"):
		e.n = 1
	case p.is(i, "latter"):
		e.n = 2
	default:
		return expr{}, i
	}
	j := i + 1
	count := 1
	if w := p.word(j); w.class == number && w.value < 12 {
		count, j = w.value, j+1
	}
	u := p.word(j)
	half := p.is(j, "half")
	if !half && u.class != unit || !p.is(j+1, "of") {
		return expr{}, i
	}
	base, k := p.portionOf(j + 2)
	if k == i {
		return expr{}, i
	}
	inMonth := base.month != 0 && base.day == 0 || base.form == inUnit && base.unit == monthLong
	inYear := base.form == calendar && base.month == 0 && base.year != 0 || base.form == inUnit && base.unit == yearLong
	e.base, e.unit = &base, measure(u.value)
	switch {
	case half && inMonth && (e.n == 1 || e.n == 2):
		e.form = halfMonth
	case half && inYear && (e.n == 1 || e.n == 2):
		return expr{form: inHalf, n: e.n, year: base.year, dir: base.dir}, k
	case half:
		return expr{}, i
	case e.unit == week && inMonth && count == 1:
	case e.unit == monthLong && inYear && e.n == 1:
		e.n = count
	case e.unit == monthLong && inYear && e.n == -1:
		e.n = -count
	case e.unit == quarterLong && inYear && e.n == -1 && count == 1:
		return expr{form: inQuarter, n: 4, year: base.year, dir: base.dir}, k
	case (e.unit == day || e.unit == week) && (inMonth || inYear) && (e.n == 1 || e.n == -1):
		return base, k // "the first days of March" say no more than the month
	default:
		return expr{}, i
	}
	return e, k
}

// portionOf reads the month or year that a portion is of; the index is that of
// the start when there is none.
func (p phrase) portionOf(i int) (expr, int) {
	if p.is(i, "the") && p.is(i+1, "year", "month") {
		return expr{form: inUnit, dir: this, unit: measure(p.word(i + 1).value)}, i + 2
	}
	if e, k := p.single(i); k > i && (e.form == calendar || e.form == inUnit) {
		return e, k
	}
	return expr{}, i
}

// portionOf resolves a portion to its first and last day or month.
func (c clock) portionOf(e expr) (from, to schema.Date, ok bool) {
	base, _, ok := c.one(*e.base)
	if !ok {
		return from, to, false
	}
	start, end := base.First(), base.Last()
	if start.IsZero() {
		return from, to, false
	}
	switch {
	case e.form == halfMonth:
		if e.n == 1 {
			end = start.AddDate(0, 0, 14)
		} else {
			start = start.AddDate(0, 0, 15)
		}
	case e.unit == monthLong:
		first, last := 1, e.n
		if e.n < 0 {
			first, last = 13+e.n, 12
		}
		return monthDate(start.Year(), first), monthDate(start.Year(), last), true
	case e.n < 0:
		start = end.AddDate(0, 0, -6)
	default:
		start = start.AddDate(0, 0, 7*(e.n-1))
		end = earlier(start.AddDate(0, 0, 6), end)
	}
	return schema.DayOf(start), schema.DayOf(end), !end.Before(start)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// halfLed reads "half a year ago", "half a century ago".
func (p phrase) halfLed(i int) (expr, int) {
	if !p.is(i, "half") || !p.is(i+1, "a", "an") || !p.is(i+3, "ago") {
		return expr{}, i
	}
	u := p.word(i + 2)
	if u.class != unit {
		return expr{}, i
	}
	switch measure(u.value) {
	case yearLong:
		return expr{form: offset, n: -6, unit: monthLong}, i + 4
	case decade:
		return expr{form: offset, n: -5, unit: yearLong}, i + 4
	case century:
		return expr{form: offset, n: -50, unit: yearLong}, i + 4
	}
	return expr{}, i
}

// withHalf reads "two and a half years ago" and "a year and a half ago", of
// which the number ends at j.
func (p phrase) withHalf(i, n, j int) (expr, int) {
	half := func(k int) bool { return p.is(k, "and") && p.is(k+1, "a") && p.is(k+2, "half") }
	isYear := func(k int) bool { return p.word(k).class == unit && measure(p.word(k).value) == yearLong }
	if half(j) && isYear(j+3) && p.is(j+4, "ago") {
		return expr{form: offset, n: -12*n - 6, unit: monthLong}, j + 5
	}
	if isYear(j) && half(j+1) && p.is(j+4, "ago") {
		return expr{form: offset, n: -12*n - 6, unit: monthLong}, j + 5
	}
	return expr{}, i
}

// fewLed reads "few days ago" and "several weeks ago", which may be three.
func (p phrase) fewLed(i int) (expr, int) {
	if u := p.word(i + 1); p.is(i, "few", "several") && u.class == unit && p.plural(i+1) && p.is(i+2, "ago") {
		return expr{form: lately, n: 3, unit: measure(u.value)}, i + 3
	}
	return expr{}, i
}

// comingLed reads "next three months", "coming days", of which the first word
// is at i.
func (p phrase) comingLed(i int) (expr, int) {
	if u := p.word(i + 2); p.word(i+1).class == number && p.word(i+1).value < 1000 && u.class == unit {
		return expr{form: coming, n: p.word(i + 1).value, unit: measure(u.value)}, i + 3
	}
	if u := p.word(i + 1); p.is(i, "coming") && u.class == unit && p.plural(i+1) {
		return expr{form: coming, n: 3, unit: measure(u.value)}, i + 2
	}
	return expr{}, i
}

// withinLed reads "within 48 hours" and "within the next three days"; "within
// two days of the attack" counts from something else.
func (p phrase) withinLed(i int) (expr, int) {
	j := i + 1
	if !p.is(i, "within") {
		return expr{}, i
	}
	if n, k := p.count(j); k > j && n < 1000 {
		if u := p.word(k); u.class == unit && !p.is(k+1, "of", "after", "before") {
			return expr{form: coming, n: n, unit: measure(u.value)}, k + 1
		}
	}
	return expr{}, i
}
