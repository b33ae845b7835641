package when

import (
	"time"

	"github.com/entente-kg/entente/schema"
)

func yearDate(y int) schema.Date {
	return schema.Date{Value: date(y, 1, 1).Format("2006"), Precision: schema.Year}
}

func monthDate(y, m int) schema.Date {
	return schema.Date{Value: date(y, m, 1).Format("2006-01"), Precision: schema.Month}
}

// quarterDate takes quarters from 0; those out of range move the year.
func quarterDate(y, q int) schema.Date {
	return schema.Date{Value: date(y, 1+3*q, 1).Format("2006-01"), Precision: schema.Quarter}
}

func weekDate(t time.Time) schema.Date {
	return schema.Date{Value: monday(t).Format(time.DateOnly), Precision: schema.Week}
}

// dayDate is false for days that the calendar lacks.
func dayDate(y, m, d int) (schema.Date, bool) {
	t := date(y, m, d)
	return schema.DayOf(t), t.Day() == d && int(t.Month()) == m
}

func date(y, m, d int) time.Time {
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
}

// monday is the first day of t's week, as ISO 8601 counts weeks.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}
