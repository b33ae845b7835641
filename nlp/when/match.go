package when

// match reads an expression of time at token i. It returns the index after
// it, or i when there is none.
func (p phrase) match(i int) (interval, int) {
	if v, j := p.glue(i); j > i {
		return v, j
	}
	if v, j := p.dayRange(i); j > i {
		return v, j
	}
	a, j := p.single(i)
	if j <= i {
		return interval{}, i
	}
	if !p.joins(i, j) {
		return interval{a: a}, j
	}
	b, k := p.single(j + 1)
	if k <= j+1 {
		// "from 2014 to 2018", "2014-2018", "2014-18": the second number is a
		// year because the first one is.
		if y := p.secondYear(a, j+1); y > 0 {
			return interval{a: a, b: expr{year: y}, ranged: true}, j + 2
		}
		return interval{a: a}, j
	}
	if a.form == calendar && b.form == calendar && a.year == 0 && b.year != 0 && a.month != 0 && b.month != 0 {
		a.year = b.year
		if a.month > b.month {
			a.year--
		}
	}
	return interval{a: a, b: b, ranged: true}, k
}

// joins reports whether the token at j makes a range of what began at i.
func (p phrase) joins(i, j int) bool {
	switch p.low(j) {
	case "through":
		return true
	case "to", "until", "till":
		return p.is(i-1, "from") || p.is(i-2, "from")
	case "and":
		return p.is(i-1, "between")
	case "-", "–", "—", "/":
		return p.glued(j) && p.glued(j+1)
	}
	return false
}

func (p phrase) secondYear(a expr, i int) int {
	if a.form != calendar || a.year == 0 || a.month != 0 {
		return 0
	}
	if y := p.year(i); y > a.year {
		return y
	}
	if s := p.raw(i); len(s) == 2 && digits(s) {
		if y := a.year/100*100 + p.word(i).value; y > a.year {
			return y
		}
	}
	return 0
}

// dayRange reads ranges in which the days share their month: "May 3-5",
// "May 3 to 5", "3-5 May", "from 3 to 5 May", "May 3 and 4".
func (p phrase) dayRange(i int) (interval, int) {
	dash := func(j int) bool { return p.is(j, "-", "–", "—", "to", "and", "until", "through") }
	if d := p.dayOfMonth(i); d > 0 && dash(i+1) {
		e := p.dayOfMonth(i + 2)
		if m := p.word(i + 3); e > d && m.class == month {
			y, k := p.yearAfter(i + 4)
			return between(expr{year: y, month: m.value, day: d}, e), k
		}
		return interval{}, i
	}
	m := p.word(i)
	if m.class != month {
		return interval{}, i
	}
	d := p.dayOfMonth(i + 1)
	if d == 0 || !dash(i+2) {
		return interval{}, i
	}
	e := p.dayOfMonth(i + 3)
	if e <= d || p.word(i+4).class == month || p.word(i+4).class == unit {
		return interval{}, i
	}
	if p.is(i+2, "and", "to") && len(p.raw(i+3)) < 3 && p.nounAfter(i+4) {
		return interval{}, i // "on May 3 and 4 soldiers"
	}
	y, k := p.yearAfter(i + 4)
	return between(expr{year: y, month: m.value, day: d}, e), k
}

// nounAfter reports whether a plain word follows, which a number would count.
func (p phrase) nounAfter(i int) bool {
	s := p.raw(i)
	return s != "" && s[0] >= 'a' && s[0] <= 'z' && !p.is(i, "in", "at", "to", "for", "with", "on", "and", "as", "by", "that", "will")
}

func between(a expr, day int) interval {
	b := a
	b.day = day
	return interval{a: a, b: b, ranged: true}
}

// yearAfter reads ", 2025", "2025" or "of 2025" at i; the year is 0 and the
// index i when there is none.
func (p phrase) yearAfter(i int) (int, int) {
	j := i
	if p.raw(j) == "," || p.is(j, "of") {
		j++
	}
	if y := p.year(j); y > 0 {
		return y, j + 1
	}
	return 0, i
}

// single reads one expression that is no range.
func (p phrase) single(i int) (expr, int) {
	if p.depth++; p.depth > maxDepth {
		return expr{}, i
	}
	w := p.word(i)
	switch w.class {
	case month:
		return p.monthLed(i, w.value)
	case weekday:
		return p.weekdayLed(i, w.value)
	case number, ordinal:
		if e, j := p.dayLed(i); j > i {
			return e, j
		}
		if e, j := p.quarterLed(i); j > i {
			return e, j
		}
		if e, j := p.portionLed(i); j > i {
			return e, j
		}
		if e, j := p.countLed(i); j > i {
			return e, j
		}
		if e, j := p.centuryLed(i); j > i {
			return e, j
		}
		return p.yearLed(i)
	case direction:
		if e, j := p.portionLed(i); j > i {
			return e, j
		}
		return p.directionLed(i, w.value)
	case season:
		return p.seasonLed(i, w.value)
	case part:
		return p.partLed(i)
	case deictic:
		_, j := p.daytime(i + 1)
		return expr{form: offset, n: w.value}, j
	}
	return p.otherLed(i)
}

// otherLed reads expressions that begin with a word of no class of its own.
func (p phrase) otherLed(i int) (expr, int) {
	switch p.low(i) {
	case "the":
		return p.theLed(i)
	case "a", "an":
		if e, j := p.fewLed(i + 1); j > i+1 {
			return e, j
		}
		return p.countLed(i)
	case "half":
		return p.halfLed(i)
	case "within":
		return p.withinLed(i)
	case "final", "closing", "opening", "latter":
		return p.portionLed(i)
	case "overnight":
		if !p.is(i+1, "on") && p.word(i+1).class == other {
			return expr{form: offset}, i + 1
		}
	case "several", "some", "recent":
		if e, j := p.fewLed(i); j > i {
			return e, j
		}
		if p.is(i, "recent") && p.word(i+1).class == unit {
			return expr{form: lately, n: 3, unit: measure(p.word(i + 1).value)}, i + 2
		}
	case "beginning", "end", "middle", "start":
		if p.is(i+1, "of") && p.is(i-1, "the", "by", "at") {
			j := i + 2
			if p.is(j, "the") && p.is(j+1, "year", "month", "week") {
				return expr{form: inUnit, dir: this, unit: measure(p.word(j + 1).value)}, j + 2
			}
			if e, k := p.single(j); k > j && e.form != onWeekday {
				return e, k
			}
		}
	}
	if e, j := p.decadeLed(i); j > i {
		return e, j
	}
	if e, j := p.feast(i); j > i {
		return e, j
	}
	if s := p.low(i); len(s) == 2 && s[0] == 'q' && s[1] >= '1' && s[1] <= '4' {
		e := expr{form: inQuarter, n: int(s[1] - '0')}
		y, j := p.yearAfter(i + 1)
		if y > 0 {
			e.year = y
			return e, j
		}
	}
	return expr{}, i
}

// theLed reads "the day before yesterday", "the next day", "the weekend",
// "the 1990s", "the 12th", "the first quarter", "the summer of 2022".
func (p phrase) theLed(i int) (expr, int) {
	j := i + 1
	switch w := p.word(j); w.class {
	case unit:
		switch {
		case measure(w.value) == weekend && p.is(i-1, "over", "at", "during", "on"):
			return expr{form: theWeekend, dir: last}, j + 1
		case measure(w.value) <= yearLong && !p.plural(j) && p.is(j+1, "before", "after"):
			n := 1
			if p.is(j+1, "before") {
				n = -1
			}
			if d := p.word(j + 2); d.class == deictic && measure(w.value) == day {
				return expr{form: offset, n: d.value + n}, j + 3
			}
			if p.is(j+2, ".", ",", "") {
				return expr{form: anchored, n: n, unit: measure(w.value)}, j + 2
			}
		}
	case direction:
		if e, k := p.portionLed(j); k > j {
			return e, k
		}
		return p.directionLed(j, w.value)
	case season:
		return p.seasonLed(j, w.value)
	case part:
		return p.partLed(j)
	case ordinal:
		if e, k := p.portionLed(j); k > j {
			return e, k
		}
		if e, k := p.dayLed(j); k > j {
			return e, k
		}
		if e, k := p.quarterLed(j); k > j {
			return e, k
		}
		if e, k := p.centuryLed(j); k > j {
			return e, k
		}
		daytime, _ := p.daytime(i - 2)
		if (p.is(i-1, "on") || p.is(i-1, "of") && daytime) && len(p.raw(j)) > 2 && digits(p.raw(j)[:1]) {
			return expr{day: w.value}, j + 1
		}
	}
	if p.is(j, "final", "closing", "opening", "latter") {
		return p.portionLed(j)
	}
	return p.decadeLed(j)
}
