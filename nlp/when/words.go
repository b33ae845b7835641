package when

import "time"

// class is what part a word can play in an expression of time.
type class uint8

const (
	other class = iota
	month
	weekday
	unit
	number    // "two", "12"
	ordinal   // "second", "12th"
	direction // "last", "this", "next"
	season
	part // "early", "late", "mid"
	deictic
)

// span of time that a unit word names.
type measure uint8

const (
	day measure = iota
	week
	fortnight
	weekend
	monthLong
	quarterLong
	yearLong
	decade
	century
	hour
)

// The directions of "last", "this" and "next". Same is "that day".
const (
	none = iota
	last
	this
	next
	past // "the past week": up to now
	same
)

// word is a class and what the word means in it.
type word struct {
	class class
	value int
}

// lexicon holds the words of time, in lower case and without a final stop.
var lexicon = build()

func build() map[string]word {
	m := map[string]word{}
	add := func(c class, from int, words ...string) {
		for i, w := range words {
			m[w] = word{c, from + i}
		}
	}
	all := func(c class, v int, words ...string) {
		for _, w := range words {
			m[w] = word{c, v}
		}
	}
	add(month, 1, "january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december")
	for w, v := range map[string]int{
		"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
		"oct": 10, "nov": 11, "dec": 12,
	} {
		all(month, v, w)
	}
	add(weekday, 0, "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
	for w, v := range map[string]time.Weekday{
		"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
	} {
		all(weekday, int(v), w)
	}
	for v, w := range [][]string{
		day: {"day", "days"}, week: {"week", "weeks"}, fortnight: {"fortnight", "fortnights"},
		weekend: {"weekend", "weekends"}, monthLong: {"month", "months"}, quarterLong: {"quarter", "quarters"},
		yearLong: {"year", "years"}, decade: {"decade", "decades"}, century: {"century", "centuries"},
		hour: {"hour", "hours"},
	} {
		all(unit, v, w...)
	}
	add(number, 1, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		all(number, 20+10*i, w)
	}
	add(ordinal, 1, "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
		"tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
		"eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
		"twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",
		"thirtieth", "thirty-first")
	all(direction, last, "last", "previous", "preceding")
	all(direction, this, "this", "current")
	all(direction, next, "next", "coming", "following", "upcoming")
	all(direction, past, "past")
	all(direction, same, "same", "that")
	add(season, 0, "winter", "spring", "summer", "autumn")
	all(season, 3, "fall")
	all(part, 0, "early", "late", "mid", "earlier", "later", "midway")
	all(deictic, -1, "yesterday")
	all(deictic, 0, "today", "tonight")
	all(deictic, 1, "tomorrow")
	return m
}

// daytimes follow a day and name a part of it.
var daytimes = map[string]bool{
	"morning": true, "afternoon": true, "evening": true, "night": true, "noon": true, "midday": true,
	"midnight": true, "dawn": true, "lunchtime": true,
}

// yearPrepositions make a bare number a year.
var yearPrepositions = map[string]bool{
	"in": true, "since": true, "until": true, "till": true, "by": true, "from": true, "to": true, "of": true,
	"during": true, "through": true, "throughout": true, "before": true, "after": true, "between": true,
	"around": true, "circa": true, "for": true, "into": true,
}

// monthPrepositions make "may" and "march" months where no number stands by.
var monthPrepositions = map[string]bool{
	"in": true, "since": true, "until": true, "till": true, "by": true, "from": true, "through": true,
	"of": true, "before": true, "after": true, "between": true, "during": true, "for": true,
}

// seasonMonths is the first month of a northern winter, spring, summer and
// autumn; a winter ends in the year after the one that it begins in.
var seasonMonths = [4]int{12, 3, 6, 9}
