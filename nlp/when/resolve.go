package when

import (
	"time"

	"github.com/entente-kg/entente/schema"
)

// clock is what expressions are resolved against.
type clock struct {
	pub    time.Time   // midnight UTC; zero when unknown
	anchor schema.Date // the date before in the text
	day    schema.Date // the day before in the text
	here   schema.Date // the date before in the sentence
	ahead  bool        // the next weekday or month instead of the last
}

// soon is how far ahead of publication, in days, a day without its year may
// lie, when else it would be most of a year back.
const soon = 65

// resolve turns an expression into one date or the two ends of a range; ok is
// false when what it leans on is unknown or it names no day of the years 1 to
// 9999, which are all that a Date can hold.
func (c clock) resolve(v interval) (from, to schema.Date, ok bool) {
	from, to, ok = c.ends(v)
	if !ok || from.First().IsZero() || !to.IsZero() && to.First().IsZero() {
		return schema.Date{}, schema.Date{}, false
	}
	return from, to, true
}

func (c clock) ends(v interval) (from, to schema.Date, ok bool) {
	from, to, ok = c.one(v.a)
	if !ok || !v.ranged {
		return from, to, ok
	}
	_, end, ok := c.one(v.b)
	if end.IsZero() {
		end, _, ok = c.one(v.b)
	}
	if ok && v.a.form == onWeekday && v.b.form == onWeekday && end.First().Before(from.First()) {
		if c.ahead {
			end = schema.DayOf(end.First().AddDate(0, 0, 7))
		} else {
			from = schema.DayOf(from.First().AddDate(0, 0, -7))
		}
	}
	if ok && v.a.form == calendar && v.a.year == 0 && v.b.year == 0 && v.a.dir == none && end.First().Before(from.First()) {
		from, _, ok = c.one(expr{year: from.First().Year() - 1, month: v.a.month, day: v.a.day})
	}
	if !ok || end.Last().Before(from.First()) {
		return schema.Date{}, schema.Date{}, false
	}
	return from, end, true
}

// one resolves a single expression; to is set for those that are ranges by
// their meaning (a decade, a weekend, a season).
func (c clock) one(e expr) (from, to schema.Date, ok bool) {
	switch e.form {
	case calendar:
		d, ok := c.calendar(e)
		return d, schema.Date{}, ok
	case tenYears:
		return yearDate(e.year), yearDate(e.year + 9), true
	case hundred:
		return yearDate(e.year - 99), yearDate(e.year), true
	case inQuarter, inHalf, inSeason:
		return c.partOfYear(e)
	case anchored:
		base := c.anchor
		if short(e.unit) && !c.day.IsZero() {
			base = c.day
		}
		if base.IsZero() && e.n < 0 && !c.pub.IsZero() {
			base = schema.DayOf(c.pub)
		}
		d, ok := move(base, e.n, e.unit)
		return d, schema.Date{}, ok
	case clause:
		base := c.here
		if base.IsZero() && e.n < 0 && !c.pub.IsZero() {
			base = schema.DayOf(c.pub)
		}
		d, ok := move(base, e.n, e.unit)
		return d, schema.Date{}, ok && base.Precision == schema.Day
	case portion, halfMonth:
		return c.portionOf(e)
	case shifted:
		base, _, ok := c.one(*e.base)
		if !ok {
			return from, to, false
		}
		d, ok := move(base, e.n, e.unit)
		return d, schema.Date{}, ok
	}
	if c.pub.IsZero() {
		return from, to, false
	}
	return c.relative(e)
}

// relative resolves what needs the day of publication.
func (c clock) relative(e expr) (from, to schema.Date, ok bool) {
	switch e.form {
	case onWeekday:
		return schema.DayOf(c.weekday(e)), to, true
	case weekdayFar:
		return schema.DayOf(monday(c.pub).AddDate(0, 0, 7*e.n+(e.weekday+6)%7)), to, true
	case offset:
		from, ok = move(schema.DayOf(c.pub), e.n, e.unit)
		return from, to, ok
	case inUnit:
		return c.unit(e)
	case theWeekend:
		return c.weekend(e)
	case coming:
		to, ok = move(schema.DayOf(c.pub), e.n, e.unit)
		return schema.DayOf(c.pub), to, ok
	case anniversary:
		n := map[measure][3]int{week: {0, 0, 7}, monthLong: {0, 1, 0}, yearLong: {1, 0, 0}}[e.unit]
		return schema.DayOf(c.pub.AddDate(-n[0]*e.n, -n[1]*e.n, -n[2]*e.n)), to, true
	case lately:
		from, ok = move(schema.DayOf(c.pub), -e.n, e.unit)
		return from, schema.DayOf(c.pub), ok
	}
	return from, to, false
}

// calendar resolves a day, month or year of which the year may be unsaid.
func (c clock) calendar(e expr) (schema.Date, bool) {
	if e.year == 0 && c.pub.IsZero() {
		return schema.Date{}, false
	}
	switch {
	case e.year != 0 && e.month == 0:
		return yearDate(e.year), true
	case e.year != 0 && e.day == 0:
		return monthDate(e.year, e.month), true
	case e.year != 0:
		return dayDate(e.year, e.month, e.day)
	case e.month == 0: // "on the 12th"
		t := time.Date(c.pub.Year(), c.pub.Month(), e.day, 0, 0, 0, 0, time.UTC)
		if t.After(c.pub) && !c.ahead {
			t = time.Date(c.pub.Year(), c.pub.Month()-1, e.day, 0, 0, 0, 0, time.UTC)
		}
		return schema.DayOf(t), t.Day() == e.day
	}
	y := c.year(e)
	if e.day == 0 {
		return monthDate(y, e.month), true
	}
	if e.month == 2 && e.day == 29 {
		for y%4 != 0 {
			y--
		}
	}
	return dayDate(y, e.month, e.day)
}

// year chooses the year of a month or day that comes without one.
func (c clock) year(e expr) int {
	y, m := c.pub.Year(), int(c.pub.Month())
	if e.unit == yearLong { // "March last year"
		return y + e.dir - this
	}
	if e.day == 0 {
		switch {
		case e.dir == last && e.month >= m, e.dir == none && e.month > m && !c.ahead:
			return y - 1
		case e.dir == next && e.month <= m, e.dir == none && e.month < m && c.ahead:
			return y + 1
		}
		return y
	}
	t := time.Date(y, time.Month(e.month), e.day, 0, 0, 0, 0, time.UTC)
	days := int(t.Sub(c.pub).Hours() / 24)
	switch {
	case e.dir == this:
		return y
	case e.dir == last:
		if days >= 0 {
			return y - 1
		}
	case e.dir == next, c.ahead:
		if days < 0 {
			return y + 1
		}
	case days > soon:
		return y - 1
	case days < soon-365:
		return y + 1
	}
	return y
}

// weekday is the last such day on or before publication (for a plan the first
// one on or after it), the last one before it ("last Friday"), or the next one
// after it ("next Friday").
func (c clock) weekday(e expr) time.Time {
	back := (int(c.pub.Weekday()) - e.weekday + 7) % 7
	switch {
	case e.dir == next, e.dir == none && c.ahead && back > 0:
		return c.pub.AddDate(0, 0, 7-back)
	case e.dir == last && back == 0:
		return c.pub.AddDate(0, 0, -7)
	}
	return c.pub.AddDate(0, 0, -back)
}

// unit resolves "last week", "this month", "next year".
func (c clock) unit(e expr) (from, to schema.Date, ok bool) {
	n := e.dir - this
	switch e.unit {
	case week, fortnight:
		return weekDate(c.pub.AddDate(0, 0, 7*n)), to, true
	case monthLong:
		first := c.pub.AddDate(0, 0, 1-c.pub.Day()).AddDate(0, n, 0)
		if e.day > 0 {
			d, ok := dayDate(first.Year(), int(first.Month()), e.day)
			return d, to, ok
		}
		return monthDate(first.Year(), int(first.Month())), to, true
	case quarterLong:
		q := (int(c.pub.Month())-1)/3 + n
		return quarterDate(c.pub.Year(), q), to, true
	case yearLong:
		return yearDate(c.pub.Year() + n), to, true
	case decade:
		y := (c.pub.Year()/10 + n) * 10
		return yearDate(y), yearDate(y + 9), true
	case century:
		y := (c.pub.Year()-1)/100*100 + 1 + 100*n
		return yearDate(y), yearDate(y + 99), true
	}
	return from, to, false
}

// weekend is the last Saturday and Sunday that had begun at publication, or
// the next one.
func (c clock) weekend(e expr) (from, to schema.Date, ok bool) {
	sat := c.pub.AddDate(0, 0, -(int(c.pub.Weekday())+1)%7)
	running := c.pub.Weekday() == time.Saturday || c.pub.Weekday() == time.Sunday
	switch {
	case e.dir == last && c.ahead && !running, e.dir == next, e.dir == this && !running:
		sat = sat.AddDate(0, 0, 7)
	}
	return schema.DayOf(sat), schema.DayOf(sat.AddDate(0, 0, 1)), true
}

// partOfYear resolves quarters, halves and seasons.
func (c clock) partOfYear(e expr) (from, to schema.Date, ok bool) {
	if e.year == 0 && c.pub.IsZero() {
		return from, to, false
	}
	start, length := (e.n-1)*3, 3 // months from January
	switch e.form {
	case inHalf:
		start, length = (e.n-1)*6, 6
	case inSeason:
		start = seasonMonths[e.n] - 1
	}
	y := e.year
	if y == 0 {
		y = c.yearOfPart(e, start)
	}
	if e.form == inQuarter {
		return quarterDate(y, e.n-1), to, true
	}
	a := time.Date(y, time.Month(start+1), 1, 0, 0, 0, 0, time.UTC)
	b := a.AddDate(0, length-1, 0)
	return monthDate(a.Year(), int(a.Month())), monthDate(b.Year(), int(b.Month())), true
}

// yearOfPart chooses the year of a quarter, half or season that begins start
// months into it.
func (c clock) yearOfPart(e expr, start int) int {
	y, m := c.pub.Year(), int(c.pub.Month())-1
	switch {
	case e.form != inSeason, e.unit == yearLong: // "this year", "last year"
		if e.dir == last || e.dir == this || e.dir == next {
			return y + e.dir - this
		}
		if m < start {
			return y - 1
		}
		return y
	case e.dir == next:
		if m >= start {
			return y + 1
		}
	case e.dir == this:
		if start == 11 && m < 3 {
			return y - 1
		}
	case m < start+3: // the last one is over
		return y - 1
	}
	return y
}

// move shifts a date by n units; the result is as sharp as the unit, or as
// the date where that is known less well.
func move(d schema.Date, n int, u measure) (schema.Date, bool) {
	t := d.First()
	if d.IsZero() || t.IsZero() {
		return schema.Date{}, false
	}
	switch d.Precision {
	case schema.Month:
		if short(u) {
			return schema.Date{}, false
		}
	case schema.Quarter, schema.Year:
		if short(u) || u < yearLong {
			return schema.Date{}, false
		}
	}
	if n == 0 && u != day {
		return round(t, u), true
	}
	switch u {
	case hour:
		return schema.DayOf(t.AddDate(0, 0, n/24)), true
	case day:
		return schema.DayOf(t.AddDate(0, 0, n)), true
	case week:
		return weekDate(t.AddDate(0, 0, 7*n)), true
	case fortnight:
		return weekDate(t.AddDate(0, 0, 14*n)), true
	case weekend:
		return schema.Date{}, false
	case monthLong:
		t = t.AddDate(0, 0, 1-t.Day()).AddDate(0, n, 0)
		return monthDate(t.Year(), int(t.Month())), true
	case quarterLong:
		t = t.AddDate(0, 0, 1-t.Day()).AddDate(0, 3*n, 0)
		return quarterDate(t.Year(), (int(t.Month())-1)/3), true
	case decade:
		n *= 10
	case century:
		n *= 100
	}
	y := t.Year() + n
	return yearDate(y), y > 0
}

// short reports whether the unit counts from a day.
func short(u measure) bool { return u < monthLong || u == hour }

// round is the week, month or year that t lies in.
func round(t time.Time, u measure) schema.Date {
	switch u {
	case week, fortnight:
		return weekDate(t)
	case monthLong:
		return monthDate(t.Year(), int(t.Month()))
	case quarterLong:
		return quarterDate(t.Year(), (int(t.Month())-1)/3)
	case yearLong:
		return yearDate(t.Year())
	}
	return schema.DayOf(t)
}
