package when

// directionLed reads "last Friday", "this week", "next summer", "the past two
// years", "the same day", "the following month", "last night".
func (p phrase) directionLed(i, dir int) (expr, int) {
	j := i + 1
	if p.is(i, "this", "that") && p.is(j, "coming", "past", "same") {
		dir, j = p.word(j).value, j+1
	}
	leaning := p.is(j-1, "following", "previous", "preceding", "same", "that") || p.is(i-1, "the") && dir == next && p.is(j-1, "next")
	if dir == next {
		if e, k := p.comingLed(j - 1); k >= j {
			return e, k
		}
	}
	w := p.word(j)
	switch w.class {
	case weekday:
		return p.directedDay(i, j, dir, w.value)
	case month:
		if !p.capital(j) || dir == same {
			return expr{}, i
		}
		e := expr{month: w.value, dir: dir}
		if dir == past {
			e.dir = last
		}
		if d := p.dayOfMonth(j + 1); d > 0 {
			e.day, j = d, j+1
		} else if y := p.year(j + 1); y > 0 {
			return expr{month: w.value, year: y}, j + 2
		}
		return e, j + 1
	case season:
		return expr{form: inSeason, n: w.value, dir: dir}, j + 1
	case unit:
		return p.directedUnit(i, j, dir, measure(w.value), leaning)
	case number:
		if u := p.word(j + 1); u.class == unit && (dir == last || dir == past) && w.value < 1000 {
			return expr{form: lately, n: w.value, unit: measure(u.value)}, j + 2
		}
	}
	if p.is(j, "few", "several", "couple") && (dir == last || dir == past) {
		j++
		if p.is(j, "of") {
			j++
		}
		if u := p.word(j); u.class == unit {
			return expr{form: lately, n: 3, unit: measure(u.value)}, j + 1
		}
	}
	if ok, k := p.daytime(j); ok {
		switch {
		case dir == last:
			return expr{form: offset, n: -1}, k
		case p.is(i, "this"):
			return expr{form: offset}, k
		case leaning && dir == next:
			return expr{form: anchored, n: 1}, k
		case p.is(i, "that", "same"):
			return expr{form: anchored}, k
		}
	}
	return expr{}, i
}

func (p phrase) directedDay(i, j, dir, d int) (expr, int) {
	if !p.capital(j) || p.titleDay(j) {
		return expr{}, i
	}
	_, k := p.daytime(j + 1)
	switch dir {
	case this:
		return expr{form: weekdayFar, weekday: d}, k
	case past:
		dir = last
	case same:
		dir = none
	}
	return expr{form: onWeekday, weekday: d, dir: dir}, k
}

func (p phrase) directedUnit(i, j, dir int, u measure, leaning bool) (expr, int) {
	k := j + 1
	switch {
	case u == hour || p.plural(j) && dir != last && dir != past:
		return expr{}, i
	case p.plural(j): // "in the past weeks"
		return expr{form: lately, n: 3, unit: u}, k
	case leaning && (dir == same || u == day || p.is(i-1, "the")):
		n := map[int]int{last: -1, next: 1}[dir]
		return expr{form: anchored, n: n, unit: u}, k
	case dir == same:
		return expr{}, i
	case u == weekend:
		return expr{form: theWeekend, dir: dir}, k
	case dir == past, dir == last && p.is(i-1, "the") && u != century:
		return expr{form: lately, n: 1, unit: u}, k
	case u == day:
		return expr{}, i
	}
	return expr{form: inUnit, unit: u, dir: dir}, k
}

// countLed reads "two days ago", "a month earlier", "three weeks later", "two
// days after March 5", "10 days before the vote".
func (p phrase) countLed(i int) (expr, int) {
	n, j := p.count(i)
	if j == i {
		return expr{}, i
	}
	if e, k := p.withHalf(i, n, j); k > i {
		return e, k
	}
	u := p.word(j)
	if u.class != unit {
		return expr{}, i
	}
	m := measure(u.value)
	k := j + 1
	switch p.low(k) {
	case "ago":
		if p.is(k+1, "today") && (m == week || m == monthLong || m == yearLong) {
			return expr{form: anniversary, n: n, unit: m}, k + 2
		}
		return expr{form: offset, n: -n, unit: m}, k + 1
	case "hence":
		return expr{form: offset, n: n, unit: m}, k + 1
	case "from":
		if p.is(k+1, "now", "today") {
			return expr{form: offset, n: n, unit: m}, k + 2
		}
		if p.is(k+1, "tomorrow") {
			return expr{form: offset, n: n + 1, unit: m}, k + 2
		}
	case "earlier", "previously", "beforehand":
		return expr{form: anchored, n: -n, unit: m}, k + 1
	case "later", "afterwards", "afterward", "on":
		if !p.is(k, "on") {
			return expr{form: anchored, n: n, unit: m}, k + 1
		}
	case "before", "after":
		return p.countFrom(i, k, n, m)
	}
	return expr{}, i
}

// countFrom reads what follows "two days before" or "two days after".
func (p phrase) countFrom(i, k, n int, m measure) (expr, int) {
	sign := 1
	if p.is(k, "before") {
		sign = -1
	}
	start := k + 1
	if base, end := p.single(start); end > start && base.form != anchored {
		return expr{form: shifted, n: sign * n, unit: m, base: &base}, end
	}
	if p.is(start, ".", ",", ";") || start >= p.len() {
		return expr{form: anchored, n: sign * n, unit: m}, k + 1
	}
	// "on Friday, two days after Kyiv had struck": the strike is two days
	// before the date that was just said
	if m == day || m == week || m == monthLong || m == yearLong {
		return expr{form: clause, n: -sign * n, unit: m}, k + 1
	}
	return expr{}, i
}

// count reads "two", "10", "a", "a couple of", "half a" at i.
func (p phrase) count(i int) (int, int) {
	if p.is(i, "a", "an") {
		if p.is(i+1, "couple") {
			if p.is(i+2, "of") {
				return 2, i + 3
			}
			return 2, i + 2
		}
		if p.is(i+1, "full") {
			return 1, i + 2
		}
		return 1, i + 1
	}
	w := p.word(i)
	if w.class != number || w.value > 2000 {
		return 0, i
	}
	n, j := w.value, i+1
	if p.raw(j) == "-" && n >= 20 && n < 100 { // "twenty-five"
		if x := p.word(j + 1); x.class == number && x.value < 10 {
			n, j = n+x.value, j+2
		}
	}
	return n, j
}

// seasonLed reads "spring of 2022", "summer 2023", "spring", "summer last year".
func (p phrase) seasonLed(i, s int) (expr, int) {
	e := expr{form: inSeason, n: s}
	if y, k := p.yearAfter(i + 1); y > 0 {
		e.year = y
		if p.is(k, "-", "–", "/") && p.glued(k) && p.glued(k+1) && p.secondYear(expr{year: y}, k+1) == y+1 { // winter of 2022-23
			k += 2
		}
		return e, k
	}
	if dir, k := p.unitAfter(i+1, yearLong); dir != none {
		e.dir = dir
		e.unit = yearLong
		return e, k
	}
	return expr{}, i
}

// partLed reads "early on Wednesday", "late in 2023", "mid-March", "earlier
// this month", "late last year".
func (p phrase) partLed(i int) (expr, int) {
	j := i + 1
	if p.raw(j) == "-" || p.raw(j) == "–" {
		j++
	}
	if p.is(j, "on", "in") {
		j++
	}
	if p.is(j, "the") {
		j++
	}
	if e, k := p.single(j); k > j {
		switch e.form {
		case anchored, offset:
			if e.unit != day {
				return expr{}, i
			}
		case shifted, lately:
			return expr{}, i
		}
		return e, k
	}
	if y := p.year(j); y > 0 {
		return expr{year: y}, j + 1
	}
	return expr{}, i
}
