package when

// form is the kind of an expression.
type form uint8

const (
	calendar    form = iota // year, month, day; what is 0 is not said
	tenYears                // the decade that begins in year
	hundred                 // the century that ends in year
	onWeekday               // a day of the week
	inUnit                  // last week, this year
	inSeason                // last summer, spring of 2022
	offset                  // n units from publication
	anchored                // n units from the date before
	clause                  // n units from the date before in the sentence, or publication
	lately                  // the past n units
	inQuarter               // n-th quarter
	inHalf                  // n-th half
	shifted                 // n units from the date in base
	weekdayFar              // a weekday of the week n weeks from publication
	theWeekend              // Saturday and Sunday
	coming                  // the next n units, from publication
	portion                 // n-th week of the month, or first or last n months of the year, in base
	halfMonth               // n-th half of the month in base
	anniversary             // the day of publication, n units ago
)

// expr is one expression before it is resolved.
type expr struct {
	form    form
	year    int
	month   int
	day     int
	n       int
	unit    measure
	dir     int
	weekday int
	base    *expr
}

// interval is an expression or, when ranged, two of them.
type interval struct {
	a, b   expr
	ranged bool
}

// leans reports whether the meaning depends on a date before it.
func (v interval) leans() bool {
	return v.a.form == anchored || v.a.form == clause || v.ranged && v.b.form == anchored
}
