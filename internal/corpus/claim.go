package corpus

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/schema"
)

var claimRE = regexp.MustCompile(`^([A-Z_]+) (.*?) ::\s?(.*)$`)

// claim reads "RELATION actors > recipients ; options :: evidence".
func (p *parser) claim(t *Text, line int, l string) {
	m := claimRE.FindStringSubmatch(l)
	if m == nil {
		p.fail(line, "%q is neither an entity nor RELATION actors > recipients ; options :: evidence", l)
		return
	}
	parts := strings.Split(m[2], " ; ")
	actors, recipients, _ := strings.Cut(parts[0], ">")
	c := Claim{
		Relation: m[1], Actor: keys(actors), Recipient: keys(recipients), Evidence: m[3], Line: line,
		Polarity: schema.Affirmed, Modality: schema.Asserted,
	}
	for _, o := range parts[1:] {
		p.option(t, &c, strings.TrimSpace(o))
	}
	t.Claims = append(t.Claims, c)
}

func (p *parser) option(t *Text, c *Claim, o string) {
	name, value, _ := strings.Cut(o, "=")
	switch name {
	case "neg":
		c.Polarity = schema.Denied
	case "asserted", "future", "conditional", "demanded", "alleged":
		c.Modality = schema.Modality(name)
	case "spk":
		c.Speaker = value
	case "d":
		d, ok := day(value, t.Published)
		if !ok {
			p.fail(c.Line, "date %q: want YYYY, YYYY-MM, YYYY-MM-DD, -2, Mon or +Tue", value)
		}
		c.Date = d
	case "p":
		c.Place = value
	case "t":
		for th := range strings.SplitSeq(value, " & ") {
			c.Theme = append(c.Theme, strings.TrimSpace(th))
		}
	case "m":
		c.Mediator = keys(value)
	default:
		p.fail(c.Line, "option %q: want neg, a modality, spk=, d=, p=, t= or m=", o)
	}
}

var weekdays = []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// day reads a claim's date: ISO, days before publication, or a weekday.
func day(s string, published schema.Date) (schema.Date, bool) {
	pub := published.First()
	if back, ok := strings.CutPrefix(s, "-"); ok {
		n, err := strconv.Atoi(back)
		return schema.DayOf(pub.AddDate(0, 0, -n)), err == nil && n >= 0 && n < 10_000
	}
	for i, w := range weekdays {
		back := (int(pub.Weekday()) - i + 7) % 7
		switch s {
		case w:
			return schema.DayOf(pub.AddDate(0, 0, -back)), true
		case "+" + w:
			return schema.DayOf(pub.AddDate(0, 0, 7-back)), true
		}
	}
	d, err := schema.ParseDate(s)
	return d, err == nil && s != ""
}

func keys(s string) []string {
	var out []string
	for k := range strings.SplitSeq(s, ",") {
		if k = strings.TrimSpace(k); k != "" {
			out = append(out, k)
		}
	}
	return out
}
