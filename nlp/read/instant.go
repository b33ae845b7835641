package read

import (
	"strconv"
	"strings"
	"time"
)

// clocks are the notations that give a day and the time of it; a time without
// its zone is read as UTC.
var clocks = []string{
	time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02 15:04",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04 -0700",
	"2 Jan 2006 15:04:05 -0700", "2 January 2006 15:04", "2 Jan 2006 15:04",
}

// instant is the point in time that a notation names with its time of day, zero
// where it names none. It tells the versions of one day apart, and no more: a
// zone by its letters alone may be off by hours.
func instant(s string) time.Time {
	s = strings.Join(strings.Fields(s[:min(len(s), 100)]), " ")
	if epoch.MatchString(s) {
		whole, _, _ := strings.Cut(s, ".")
		n, _ := strconv.ParseInt(whole, 10, 64)
		if len(whole) == 13 {
			return time.UnixMilli(n).UTC()
		}
		return time.Unix(n, 0).UTC()
	}
	for _, layout := range clocks {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// updated is when an entry was published or last changed, as far as it says
// more than the day of publication.
func updated(e *Entry) time.Time {
	changed := instant(e.Updated)
	if changed.IsZero() {
		if day, err := ParseDate(e.Updated); err == nil && !day.IsZero() {
			changed = day.First()
		}
	}
	if at := instant(e.Date); at.After(changed) {
		return at
	}
	return changed
}
