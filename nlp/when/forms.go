package when

// daytime skips "morning", "night" and the like at i.
func (p phrase) daytime(i int) (bool, int) {
	if s := p.low(i); s != "" && daytimes[s] {
		return true, i + 1
	}
	return false, i
}

// monthLed reads "March 12, 2025", "March 2025", "March last year", "March".
func (p phrase) monthLed(i, m int) (expr, int) {
	e := expr{month: m}
	j := i + 1
	if p.raw(j) == "." { // "Jan" and its stop cut apart
		if p.dayOfMonth(j+1) > 0 || p.year(j+1) > 0 {
			j++
		}
	}
	if d := p.dayOfMonth(j); d > 0 && !p.is(j+1, "percent", "%") {
		e.day = d
		j++
		if y, k := p.yearAfter(j); y > 0 {
			e.year = y
			return e, k
		}
		if dir, k := p.unitAfter(j, yearLong); dir != none {
			e.dir, e.unit = dir, yearLong
			return e, k
		}
		_, j = p.daytime(j)
		return e, j
	}
	if y, k := p.yearAfter(j); y > 0 {
		e.year = y
		return e, k
	}
	if dir, k := p.unitAfter(j, yearLong); dir != none {
		e.dir, e.unit = dir, yearLong
		return e, k
	}
	if !p.bareMonth(i, m) {
		return expr{}, i
	}
	if other := p.word(j + 1); p.is(j, "and", "or") && other.class == month { // "in March and April 2024"
		if y, _ := p.yearAfter(j + 2); y > 0 {
			e.year = y
			if m > other.value {
				e.year--
			}
		}
	}
	return e, j
}

// bareMonth tells the month from the verb "march", the auxiliary "may", and
// people called April, May, June or August.
func (p phrase) bareMonth(i, m int) bool {
	if !p.capital(i) || len(p.raw(i)) == 3 && m != 5 {
		return false
	}
	if before := p.low(i - 1); before != "" && monthPrepositions[before] {
		return m != 5 && m != 3 || !p.capital(i+1)
	}
	if p.word(i-1).class == direction || p.word(i-1).class == part {
		return true
	}
	if m == 5 || m == 3 {
		return p.is(i-1, "-", "the", "a") && p.raw(i) != "MAY" && i > 1
	}
	if m == 4 || m == 6 || m == 8 {
		return i > 0 && !p.capital(i+1) && !p.capital(i-1)
	}
	return true
}

// unitAfter reads "last year", "of this year", "next week" at i.
func (p phrase) unitAfter(i int, u measure) (int, int) {
	if p.is(i, "of") {
		i++
	}
	w, v := p.word(i), p.word(i+1)
	if w.class == direction && v.class == unit && measure(v.value) == u && w.value <= next && !p.plural(i+1) {
		return w.value, i + 2
	}
	return none, i
}

// weekdayLed reads "Friday", "Monday, March 12", "Tuesday last week".
func (p phrase) weekdayLed(i, d int) (expr, int) {
	if !p.capital(i) || p.titleDay(i) {
		return expr{}, i
	}
	if len(p.raw(i)) < 6 && p.raw(i+1) == "." && p.glued(i+1) && p.word(i+2).class == month {
		i++
	}
	j := i + 1
	if p.raw(j) == "," || p.raw(j) == "(" {
		j++
	}
	if w := p.word(j); w.class == month && p.dayOfMonth(j+1) > 0 {
		if e, k := p.monthLed(j, w.value); k > j {
			return e, k
		}
	}
	if e, k := p.dayLed(j); k > j {
		return e, k
	}
	k := i + 1
	if p.is(k, "the") {
		k++
	}
	if d := p.dayOfMonth(k); d > 0 && p.word(k).class == ordinal && digits(p.raw(k)[:1]) { // "Tuesday the 11th"
		return expr{day: d}, k + 1
	}
	_, j = p.daytime(i + 1)
	if dir, k := p.unitAfter(j, week); dir != none {
		return expr{form: weekdayFar, weekday: d, n: dir - this}, k
	}
	return expr{form: onWeekday, weekday: d}, j
}

// titleDay knows days that are names: Bloody Sunday, the Sunday Times.
func (p phrase) titleDay(i int) bool {
	return p.capital(i-1) && p.is(i-1, "bloody", "black", "good", "ash", "palm", "easter", "holy", "cyber") ||
		p.is(i+1, "times", "telegraph", "mail", "express", "herald", "mirror", "school") && p.capital(i+1)
}

// dayLed reads "12 March 2025", "12th of March", "the 12th of this month".
func (p phrase) dayLed(i int) (expr, int) {
	d := p.dayOfMonth(i)
	if d == 0 {
		return expr{}, i
	}
	j := i + 1
	if p.is(j, "of") {
		j++
	}
	m := p.word(j)
	if m.class == month && p.capital(j) {
		e := expr{month: m.value, day: d}
		if p.dayOfMonth(j+1) > 0 && p.word(i).class != ordinal {
			return expr{}, i // "killed 12 March 5"
		}
		y, k := p.yearAfter(j + 1)
		e.year = y
		if y == 0 {
			if dir, l := p.unitAfter(k, yearLong); dir != none {
				e.dir, e.unit = dir, yearLong
				return e, l
			}
		}
		return e, k
	}
	if dir, k := p.unitAfter(i+1, monthLong); dir != none && p.word(i).class == ordinal && p.is(i+1, "of") {
		return expr{form: inUnit, unit: monthLong, dir: dir, day: d}, k
	}
	return expr{}, i
}

// quarterLed reads "first quarter of 2023", "second half of last year".
func (p phrase) quarterLed(i int) (expr, int) {
	w := p.word(i)
	if w.class != ordinal {
		return expr{}, i
	}
	f := inQuarter
	switch {
	case p.is(i+1, "quarter") && w.value <= 4:
	case p.is(i+1, "half") && w.value <= 2:
		f = inHalf
	default:
		return expr{}, i
	}
	e := expr{form: f, n: w.value}
	j := i + 2
	if y, k := p.yearAfter(j); y > 0 {
		e.year = y
		return e, k
	}
	if p.is(j, "of") && p.is(j+1, "the") && p.is(j+2, "year") {
		e.dir = this
		return e, j + 3
	}
	if dir, k := p.unitAfter(j, yearLong); dir != none {
		e.dir = dir
		return e, k
	}
	if f == inHalf { // "the first half" is mostly football
		return expr{}, i
	}
	return e, j
}

// centuryLed reads "19th century".
func (p phrase) centuryLed(i int) (expr, int) {
	w := p.word(i)
	j := i + 1
	if p.raw(j) == "-" {
		j++
	}
	if w.class == ordinal && w.value >= 10 && w.value <= 21 && p.is(j, "century") {
		return expr{form: hundred, year: w.value * 100}, j + 1
	}
	return expr{}, i
}

// yearLed reads a bare year where its surroundings make it one.
func (p phrase) yearLed(i int) (expr, int) {
	y := p.year(i)
	if y == 0 || p.is(i+1, "%", "percent", "hours", "troops", "people", "soldiers", "dollars", "euros") {
		return expr{}, i
	}
	e := expr{year: y}
	prep := p.low(i - 1)
	switch {
	case prep != "" && yearPrepositions[prep]:
		if y%100 == 0 && prep != "in" && prep != "since" && p.nounAfter(i+1) {
			return expr{}, i // "of 2000 troops"
		}
		return e, i + 1
	case p.is(i-1, "as") && p.is(i-2, "late", "early", "recently"), p.word(i-1).class == part, p.raw(i-1) == "-" && p.word(i-2).class == part:
		return e, i + 1
	case i == 0 && p.is(1, ":", "-", "–", "—"): // "1962 - Kennedy orders a blockade"
		return e, i + 1
	case y < 1900:
		return expr{}, i
	case p.raw(i-1) == "(" && p.raw(i+1) == ")":
		return e, i + 1
	case p.is(i-1, "the", "a", "its", "their", "his", "her", "'s", "’s", "and", "or", ",") && i > 0:
		if p.is(i-1, "and", "or", ",") && p.year(i-2) == 0 {
			return expr{}, i
		}
		return e, i + 1
	case p.raw(i+1) == "-" || p.raw(i+1) == "–":
		if p.glued(i+1) && p.secondYear(e, i+2) > 0 {
			return e, i + 1
		}
	}
	return expr{}, i
}

// decadeLed reads "1990s", "'90s", "nineties".
func (p phrase) decadeLed(i int) (expr, int) {
	s := p.low(i)
	j := i + 1
	if (s == "'" || s == "’") && p.glued(j) {
		s, j = p.low(j), j+1
	} else if len(s) > 1 && s[0] == '\'' {
		s = s[1:]
	}
	switch {
	case len(s) == 5 && s[4] == 's' && digits(s[:4]) && s[3] == '0':
		if y := numeral(s[:4]).value; y >= 1500 && y < 2100 {
			return expr{form: tenYears, year: y}, j
		}
	case len(s) == 3 && s[2] == 's' && digits(s[:2]) && s[1] == '0' && s[0] >= '2' && (j > i+1 || p.is(i-1, "the", "early", "late", "mid", "-")):
		return expr{form: tenYears, year: 1900 + numeral(s[:2]).value}, j
	}
	if p.is(i-1, "the", "early", "late", "mid") {
		for k, w := range [...]string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"} {
			if s == w {
				return expr{form: tenYears, year: 1920 + 10*k}, j
			}
		}
	}
	return expr{}, i
}

// plural reports whether the unit word at i is plural.
func (p phrase) plural(i int) bool {
	s := p.low(i)
	return s != "" && s[len(s)-1] == 's'
}

// feast reads "New Year's Day" and the like at i.
func (p phrase) feast(i int) (expr, int) {
	j := i + 1
	christmas := p.is(i, "christmas")
	if !christmas {
		if !p.is(i, "new") || !p.is(j, "year") || !p.is(j+1, "'s", "’s") {
			return expr{}, i
		}
		j += 2
	}
	eve := p.is(j, "eve")
	if !p.capital(i) || !eve && !p.is(j, "day") {
		return expr{}, i
	}
	switch {
	case christmas && eve:
		return expr{month: 12, day: 24}, j + 1
	case christmas:
		return expr{month: 12, day: 25}, j + 1
	case eve:
		return expr{month: 12, day: 31}, j + 1
	}
	return expr{month: 1, day: 1}, j + 1
}
