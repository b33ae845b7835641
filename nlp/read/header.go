package read

import (
	"regexp"
	"strings"
	"unicode"
)

// headerKeys are the keys of front matter and of header lines, lower case,
// and the field of Entry that each gives. Other keys are passed over.
var headerKeys = map[string]func(*Entry) *string{
	"id":               func(e *Entry) *string { return &e.ID },
	"key":              func(e *Entry) *string { return &e.ID },
	"title":            func(e *Entry) *string { return &e.Title },
	"headline":         func(e *Entry) *string { return &e.Title },
	"date":             func(e *Entry) *string { return &e.Date },
	"published":        func(e *Entry) *string { return &e.Date },
	"published on":     func(e *Entry) *string { return &e.Date },
	"publication date": func(e *Entry) *string { return &e.Date },
	"pubdate":          func(e *Entry) *string { return &e.Date },
	"posted":           func(e *Entry) *string { return &e.Date },
	"posted on":        func(e *Entry) *string { return &e.Date },
	"updated":          func(e *Entry) *string { return &e.Updated },
	"modified":         func(e *Entry) *string { return &e.Updated },
	"last modified":    func(e *Entry) *string { return &e.Updated },
	"last updated":     func(e *Entry) *string { return &e.Updated },
	"url":              func(e *Entry) *string { return &e.URL },
	"link":             func(e *Entry) *string { return &e.URL },
	"canonical_url":    func(e *Entry) *string { return &e.URL },
	"source":           func(e *Entry) *string { return &e.Source },
	"publisher":        func(e *Entry) *string { return &e.Source },
	"lang":             func(e *Entry) *string { return &e.Lang },
	"language":         func(e *Entry) *string { return &e.Lang },
}

const (
	maxFrontMatter = 200 // lines; more is no front matter
	maxHeaderLine  = 500 // bytes
)

// frontMatter takes a block between two lines of --- (or +++) off the top of
// text. It reads "key: value" line by line, not YAML: headlines with a colon
// in them are no valid YAML and stand in files all the same.
func frontMatter(text string, e *Entry) (rest string) {
	fence, after := cutLine(strings.TrimLeft(text, "\n"))
	fence = strings.TrimRight(fence, " \t")
	if fence != "---" && fence != "+++" {
		return text
	}
	var found Entry
	var field *string
	for range maxFrontMatter {
		var line string
		if after == "" {
			return text
		}
		line, after = cutLine(after)
		if end := strings.TrimRight(line, " \t"); end == fence || end == "..." {
			merge(e, &found)
			return after
		}
		if field != nil && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			*field = strings.TrimSpace(*field + " " + strings.TrimSpace(line))
			continue
		}
		field = keyValue(line, fence == "+++", &found)
	}
	return text
}

// keyValue reads one line of front matter and returns the field it filled, to
// which indented lines below belong.
func keyValue(line string, toml bool, e *Entry) *string {
	sep := ":"
	if toml {
		sep = "="
	}
	key, value, ok := strings.Cut(line, sep)
	if !ok {
		return nil
	}
	of := headerKeys[strings.ToLower(strings.TrimSpace(key))]
	if of == nil {
		return nil
	}
	field := of(e)
	value = strings.TrimSpace(value)
	switch value {
	case ">", "|", ">-", "|-", "null", "~", "[]": // a block follows, or nothing
		value = ""
	}
	*field = unquote(value)
	return field
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != s[len(s)-1] {
		return s
	}
	switch s[0] {
	case '"':
		return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s[1 : len(s)-1])
	case '\'':
		return strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}

// merge fills the empty fields of e from more.
func merge(e, more *Entry) {
	for _, of := range headerKeys {
		if to := of(e); *to == "" {
			*to = *of(more)
		}
	}
}

// headerLine reads "Published: 12 March 2025" and the like at the top of a
// text, and a line that is a date and nothing else.
func headerLine(line string, e *Entry) bool {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > maxHeaderLine {
		return false
	}
	if bareDate(line) {
		if e.Date == "" {
			e.Date = line
		}
		return true
	}
	key, value, ok := strings.Cut(line, ":")
	of := headerKeys[strings.ToLower(strings.TrimSpace(key))]
	if value = strings.TrimSpace(value); !ok || of == nil || value == "" {
		return false
	}
	if field := of(e); *field == "" {
		*field = value
	}
	return true
}

var afterDate = regexp.MustCompile(`(?i)^[\d\s:.,/+\-tz()]*(?:[ap]\.?m\.?)?[\s,]*(?:[a-z]{2,5})?[\s\d:+\-]*$`)

// bareDate reports whether a line holds a date, perhaps with a time of day,
// and no other words.
func bareDate(line string) bool {
	if len(line) > 60 {
		return false
	}
	if d, err := ParseDate(line); err != nil || d.IsZero() || epoch.MatchString(line) {
		return false
	}
	year := yearIn.FindAllStringIndex(line, -1)
	if year == nil {
		return afterDate.MatchString(line)
	}
	return afterDate.MatchString(line[year[len(year)-1][1]:])
}

var yearIn = regexp.MustCompile(`\d{4}`)

// head takes what stands above the body of a text off its top: header lines,
// a headline, a byline, a line with the date. It returns the body, beginning
// at its first word.
func head(text string, e *Entry) (body string) {
	body = headerLines(text, e)
	if e.Title == "" {
		if line, after := cutLine(body); isHeadline(line, after) {
			e.Title = strings.TrimSpace(line)
			body = after
		}
	}
	body = headerLines(body, e)
	dateline(body, e)
	return body
}

const maxHeaderLines = 12

func headerLines(text string, e *Entry) (rest string) {
	rest = skipBlank(text)
	for range maxHeaderLines {
		line, after := cutLine(rest)
		if after == "" || !headerLine(line, e) && (!isByline(line) || !bylined(after)) {
			break
		}
		rest = skipBlank(after)
	}
	return rest
}

// isByline reports whether a line names an author: "By Jane Doe in Islamabad".
func isByline(line string) bool {
	line = strings.TrimSpace(line)
	name, ok := strings.CutPrefix(line, "By ")
	return ok && len(line) <= 80 && name != "" && unicode.IsUpper(rune(name[0])) && !strings.ContainsAny(line[len(line)-1:], ".,;:?!")
}

// bylined reports whether what follows a byline is set apart from it.
func bylined(after string) bool {
	next, _ := cutLine(after)
	return strings.TrimSpace(next) == "" || headerLine(next, new(Entry))
}

// isHeadline reports whether a first line is a headline: short, without a
// full stop, of some words, set apart from sentences that follow.
func isHeadline(line, after string) bool {
	line = strings.TrimSpace(line)
	if len(line) < 8 || len(line) > 250 || strings.ContainsAny(line[len(line)-1:], ".,;:") || strings.HasSuffix(line, "。") {
		return false
	}
	if spaces := strings.Count(line, " "); spaces == 0 && line[0] < 0x80 {
		return false
	}
	next, _ := cutLine(after)
	if next = strings.TrimSpace(next); next != "" && !headerLine(next, new(Entry)) && !isByline(next) && !hasDateline(next) {
		return false
	}
	return !hasDateline(line) && strings.ContainsAny(after, ".!?。؟।")
}

var (
	datelineEnd  = regexp.MustCompile(`^.{3,120}?(?:\s--\s|\s?[—–]\s?|\s-\s|\)\s*[-:]\s)`)
	datelineCity = regexp.MustCompile(`^\p{Lu}[\p{Lu}\p{M}.'’-]+`)
	datelineDate = regexp.MustCompile(`(?i)\b(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?[\s-]+` + monthName + `\.?,?[\s-]+(?:del?\s+)?\d{4}|` + monthName + `\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\b`)
	agency       = regexp.MustCompile(`\(([\p{L}][\p{L}\p{N}.&/' -]{1,30})\)`)
)

// datelineOf is the "KYIV, March 20, 2014 (Reuters) -" before a text, "" for
// none.
func datelineOf(text string) string {
	line, _ := cutLine(text)
	if len(line) > 400 {
		line = strings.ToValidUTF8(line[:400], "")
	}
	s := datelineEnd.FindString(line)
	if s == "" || !datelineCity.MatchString(s) || strings.ContainsAny(s, "?!\"“") {
		return ""
	}
	return s
}

func hasDateline(line string) bool {
	s := datelineOf(line)
	return s != "" && (strings.ContainsAny(s, ",(") || strings.ToUpper(s) == s)
}

// dateline takes the date and the agency from the dateline of a body, which
// stays where it is: it tells the place of what follows.
func dateline(body string, e *Entry) {
	s := datelineOf(body)
	if e.Date == "" {
		e.Date = datelineDate.FindString(s)
	}
	if m := agency.FindStringSubmatch(s); m != nil && e.Source == "" && e.URL == "" {
		e.Source = m[1]
	}
}

func cutLine(s string) (line, rest string) {
	line, rest, _ = strings.Cut(s, "\n")
	return line, rest
}

// skipBlank drops blank lines from the top.
func skipBlank(s string) string {
	for {
		line, rest, more := strings.Cut(s, "\n")
		if strings.TrimSpace(line) != "" || !more {
			return s
		}
		s = rest
	}
}
