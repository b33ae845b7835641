package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

const (
	weekday   = `(?:\pL{2,12}(?:-feira)?\.?,?\s+)?` // in any language
	timeAhead = `(?:\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s+[a-z]{2,5})?,?\s+)?(?:on\s+)?`
)

// The notations, each with the groups that hold year, month and day.
var notations = []struct {
	re               *regexp.Regexp
	year, month, day int
}{
	// 2025-03-12, 2025/3/12, 2025-03-12T10:00:00Z
	{regexp.MustCompile(`(?i)^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s,Z].*)?$`), 1, 2, 3},
	// 2025年3月12日
	{regexp.MustCompile(`^(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})日`), 1, 2, 3},
	// 20250312, 20250312103000, 20250312T103000Z
	{regexp.MustCompile(`(?i)^((?:1[89]|2[01])\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6}|T.*|\s.*)?$`), 1, 2, 3},
	// 12 March 2025; Wed, 12 Mar 2025 10:00:00 GMT; 12-Mar-2025; the 12th of March, 2025
	{regexp.MustCompile(`(?i)^` + timeAhead + weekday + timeAhead + `(?:(?:the|le|den|el)\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?[\s-]+` + monthName + `\.?,?[\s-]+(?:del?\s+)?(\d{4}|\d{2})(?:[^\d:]|$)`), 3, 2, 1},
	// March 12, 2025; Wednesday, Sept. 3rd 2025
	{regexp.MustCompile(`(?i)^` + timeAhead + weekday + timeAhead + monthName + `\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`), 3, 1, 2},
	// Wed Mar 12 10:00:00 UTC 2025
	{regexp.MustCompile(`(?i)^` + weekday + monthName + `\s+(\d{1,2})\s+\d{1,2}:\d\d(?::\d\d)?\s+(?:[a-z]{1,5}\s+|[+-]\d{4}\s+)?(\d{4})\b`), 3, 1, 2},
	// 12.03.2025: with dots the day is first everywhere
	{regexp.MustCompile(`(?i)^` + weekday + `(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b`), 3, 2, 1},
}

var (
	slashes = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
	epoch   = regexp.MustCompile(`^\d{10}(?:\d{3})?(?:\.\d+)?$`)
)

// ParseDate reads a day in one of the notations of news and the web: ISO 8601
// and RFC 3339, RFC 1123 and its kin, "12 March 2025", "Mar. 12, 2025",
// "12.03.2025", seconds or milliseconds since 1970. The day is the one that
// the text names, in its own time zone. "" is the zero Date. "03/04/2025",
// which is one day in Europe and another in America, is an error.
func ParseDate(s string) (schema.Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return schema.Date{}, nil
	}
	short := strings.Join(strings.Fields(s[:min(len(s), 100)]), " ")
	if d := inNotation(short); !d.IsZero() {
		return d, nil
	}
	if m := slashes.FindStringSubmatch(short); m != nil {
		american, european := calendar(m[3], m[1], m[2]), calendar(m[3], m[2], m[1])
		switch {
		case american.IsZero() || american == european:
			if !european.IsZero() {
				return european, nil
			}
		case european.IsZero():
			return american, nil
		default:
			return schema.Date{}, fmt.Errorf("the date %s may be %s or %s; write it as YYYY-MM-DD", clip(s), american.Value, european.Value)
		}
	}
	return schema.Date{}, fmt.Errorf("the date %s is not understood; write it as YYYY-MM-DD", clip(s))
}

func inNotation(s string) schema.Date {
	if epoch.MatchString(s) {
		whole, _, _ := strings.Cut(s, ".")
		n, _ := strconv.ParseInt(whole, 10, 64)
		if len(whole) == 13 {
			n /= 1000
		}
		return schema.DayOf(time.Unix(n, 0).UTC())
	}
	for _, f := range notations {
		if m := f.re.FindStringSubmatch(s); m != nil {
			return calendar(m[f.year], m[f.month], m[f.day])
		}
	}
	return schema.Date{}
}

// calendar is the day of a year of four or two digits, a month's number or
// English name, and a day; zero when there is no such day.
func calendar(year, month, day string) schema.Date {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 { // RFC 822, as RFC 2822 reads it
		if y += 1900; y < 1950 {
			y += 100
		}
	}
	m, err := strconv.Atoi(month)
	if err != nil {
		m = months[strings.ToLower(month)]
	}
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1000 || y > 9999 || t.Year() != y || t.Month() != time.Month(m) || t.Day() != d {
		return schema.Date{}
	}
	return schema.DayOf(t)
}
