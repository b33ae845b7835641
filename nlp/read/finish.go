package read

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

const maxTitle = 1000 // bytes; a longer one is no headline

// finish makes a document of what a format found. number counts the entries
// of the file from 1, bad ones too.
func (r *reader) finish(e *Entry, s *source, number int) (Document, error) {
	if strings.TrimSpace(e.Text) == "" {
		return Document{}, skip(Empty, "nothing to do, or mend the text", "it has no text").at(e.Line)
	}
	name := s.name
	if e.Coding != nil {
		return r.finishRow(e, s)
	}
	d := Document{Origin: s.origin, Warnings: e.Warnings, Removed: max(0, e.Removed)}
	d.Filed, d.Origin.Line = s.filed, e.Line
	d.Text = e.Text
	d.Title = r.title(e.Title, &d)
	d.URL = address(e.URL, &d)
	d.Source = oneLine(e.Source)
	if u, err := url.Parse(d.URL); d.Source == "" && err == nil {
		d.Source = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	d.Published = r.published(e, &d)
	d.Updated = updated(e)
	if d.Updated.After(r.opts.Now.AddDate(0, 0, 2)) {
		d.warn("the date of its last change, %s, lies in the future", d.Updated.Format(time.DateOnly))
	}
	if d.Key = e.ID; d.Key == "" {
		d.Key = stem(name)
		if e.Line > 0 {
			d.Key += "#" + strconv.Itoa(number)
		}
	}
	if d.Lang = language(e.Lang); d.Lang == "" {
		d.Lang = detect(d.Text)
	}
	if n := strings.Count(d.Text, string(utf8.RuneError)); n > 0 {
		d.warn("the text holds %d characters that were lost before (U+FFFD)", n)
	}
	d.ID = schema.ArticleID(d.URL, d.Text)
	return d, nil
}

func (d *Document) warn(format string, args ...any) {
	d.Warnings = append(d.Warnings, plainWords(fmt.Sprintf(format, args...)))
}

func (r *reader) title(s string, d *Document) string {
	s = oneLine(s)
	if len(s) <= maxTitle {
		return s
	}
	d.warn("the title has %d bytes; it was cut", len(s))
	return strings.ToValidUTF8(s[:maxTitle], "")
}

// oneLine makes one line without control characters of a name or headline.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// address keeps addresses of the web only: another one ("javascript:…") has
// no page to go to, and a graph's readers click on what they see.
func address(raw string, d *Document) string {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return ""
	}
	if u, err := url.Parse(raw); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return raw
	}
	d.warn("%s is no web address (https://…); it was left out", clip(raw))
	return ""
}

var (
	dateInName    = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])([-_.]?)(0[1-9]|[12]\d|3[01])(?:\D|$)`)
	dateInAddress = regexp.MustCompile(`/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/_-]|$)`)
)

// published is the day of publication: what the entry says, else the date in
// the file name or in the address. What is missing or odd is a warning.
func (r *reader) published(e *Entry, d *Document) schema.Date {
	date, err := ParseDate(e.Date)
	if err != nil {
		d.warn("%v", err)
	}
	if date.IsZero() {
		if date = inAddress(d.URL); !date.IsZero() {
			d.warn("no date given; %s is taken from the address", date.Value)
		}
	}
	if date.IsZero() {
		if err == nil {
			d.warn("no date found")
		}
		return date
	}
	if date.First().After(r.opts.Now.AddDate(0, 0, 2)) {
		d.warn("the date %s lies in the future", date.Value)
	}
	return date
}

func inAddress(address string) schema.Date {
	if m := dateInAddress.FindStringSubmatch(address); m != nil {
		return calendar(m[1], m[2], m[3])
	}
	return schema.Date{}
}

// inName is the date in a file name: "2025-03-12-pakistan.txt",
// "afp_20250312.md".
func inName(name string) string {
	if m := dateInName.FindStringSubmatch(stem(name)); m != nil && m[2] == m[4] {
		return calendar(m[1], m[3], m[5]).Value
	}
	return ""
}

// stem is a file name without folders and extension.
func stem(name string) string {
	name = path.Base(name)
	if s := strings.TrimSuffix(name, path.Ext(name)); s != "" {
		return s
	}
	return name
}

// clip is a stretch of input, short and quoted, for a message.
func clip(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strconv.Quote(s)
}

// size writes a number of bytes for people.
func size(n int64) string {
	for _, u := range []struct {
		name string
		n    int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= u.n {
			return strconv.FormatFloat(float64(n)/float64(u.n), 'g', 4, 64) + " " + u.name
		}
	}
	return strconv.FormatInt(n, 10) + " bytes"
}
