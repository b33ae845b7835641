package schema

import (
	"fmt"
	"time"
)

// Precision says how much of a Date is known.
type Precision string

// The precisions, from the sharpest.
const (
	Day     Precision = "day"
	Week    Precision = "week" // Value is the Monday
	Month   Precision = "month"
	Quarter Precision = "quarter" // Value is its first month
	Year    Precision = "year"
)

// Date is a calendar date of limited precision, without a time zone. Value is
// ISO 8601 cut to the precision: "2025-03-11", "2025-03", "2025". The zero
// Date is unknown.
type Date struct {
	Value     string
	Precision Precision
}

// ParseDate reads an ISO date of day, month or year precision; "" is the zero
// Date.
func ParseDate(s string) (Date, error) {
	var layout string
	var p Precision
	switch len(s) {
	case 0:
		return Date{}, nil
	case len("2006"):
		layout, p = "2006", Year
	case len("2006-01"):
		layout, p = "2006-01", Month
	default:
		layout, p = time.DateOnly, Day
	}
	if _, err := time.Parse(layout, s); err != nil {
		return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD, YYYY-MM or YYYY", s)
	}
	return Date{s, p}, nil
}

// DayOf is the Date of t's calendar day, as t's own zone has it.
func DayOf(t time.Time) Date { return Date{t.Format(time.DateOnly), Day} }

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Value == "" }

// First is the first day that the date may mean, at midnight UTC.
func (d Date) First() time.Time {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, d.Value); err == nil {
			return t
		}
	}
	return time.Time{}
}

// Last is the last day that the date may mean, at midnight UTC.
func (d Date) Last() time.Time {
	t := d.First()
	switch {
	case t.IsZero(), d.Precision == Day:
		return t
	case d.Precision == Week:
		return t.AddDate(0, 0, 6)
	case d.Precision == Month:
		return t.AddDate(0, 1, -1)
	case d.Precision == Quarter:
		return t.AddDate(0, 3, -1)
	default:
		return t.AddDate(1, 0, -1)
	}
}
