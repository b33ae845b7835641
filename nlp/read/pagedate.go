package read

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metaDates are the names under which pages state the day of publication in
// <meta>, lower case, as content systems and the metadata schemes of Dublin
// Core, Open Graph, schema.org, Parse.ly and Sailthru write them; and then
// those of the last change, which are better than nothing.
var metaDates = [2]map[string]bool{
	setOf("article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
		"date", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.issued", "dcterms.created",
		"dc:date", "dc:created", "dcterms:issued", "dcterms:created", "pubdate", "publishdate", "publish_date", "publish-date",
		"published", "published-date", "publication_date", "publication-date", "publicationdate", "originalpublicationdate",
		"sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date",
		"article.published", "article_date_original", "article.created", "date.created", "created", "release_date", "bt:pubdate",
		"rnews:datepublished", "displaydate", "ptime", "article:post_date", "datecreated"),
	setOf("article:modified_time", "og:updated_time", "article:updated", "datemodified", "lastmod", "last-modified", "modified",
		"dc.date.modified", "dcterms.modified", "date.updated", "updated"),
}

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n] = true
	}
	return set
}

// pageDates are the days that a page names, by how far each kind of place is
// to be trusted; the first one of each kind counts.
type pageDates struct {
	meta, linked, marked, timed, classed, prose, modified string
	published, changed                                    string    // as the head has them, with the time of day
	latest                                                time.Time // prose after it is about the future
}

// pageDate looks for the day of publication: in the page's head, then in
// elements marked as such, in <time>, in elements that are called a date, in
// its address, in the short lines of prose above the article, and last in what
// the head says of changes. It gives the last change too, "" for none.
func pageDate(doc *html.Node, address string, now time.Time) (date, changed string) {
	d := pageDates{latest: now.AddDate(0, 0, 2)}
	lines := 0
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent != nil && tag(n.Parent) == atom.Script:
			d.inScript(n)
		case n.Type == html.TextNode && lines < 60:
			lines += d.inProse(n)
		case n.Type == html.ElementNode:
			d.inElement(n)
		}
	}
	return first(d.meta, d.linked, d.marked, d.timed, inAddress(address).Value, d.classed, d.prose, d.modified), first(d.changed, d.published)
}

func (d *pageDates) inElement(n *html.Node) {
	is := tag(n)
	stated := first(attr(n, "content"), attr(n, "datetime"))
	switch prop := strings.ToLower(attr(n, "itemprop")); {
	case is == atom.Meta:
		name := strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv")))
		for i, to := range []*string{&d.meta, &d.modified} {
			if *to == "" && metaDates[i][name] {
				if *to = isoDay(stated); *to != "" {
					*[]*string{&d.published, &d.changed}[i] = stated
				}
			}
		}
		return
	case d.marked == "" && (prop == "datepublished" || prop == "datecreated" || hasAttr(n, "pubdate")):
		d.marked = first(isoDay(stated), d.dayIn(shortText(n)))
	case d.timed == "" && is == atom.Time && !aside(n):
		d.timed = first(isoDay(stated), d.dayIn(shortText(n)))
	}
	if d.classed == "" && is != atom.Body && dateName.MatchString(attr(n, "class")+" "+attr(n, "id")) && !aside(n) {
		d.classed = first(isoDay(attr(n, "title")), d.dayIn(shortText(n)))
	}
}

var dateName = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:date|pub-?date|published|publish|posted|dateline|timestamp|byline|post-?meta|entry-?meta|article-?meta|entry-?date|time|fecha|datum)(?:$|[\s_-])`)

var linkedChange = regexp.MustCompile(`"dateModified"\s*:\s*"([^"]{8,40})"`)

var linkedDate = regexp.MustCompile(`"date(?:Published|Created)"\s*:\s*"([^"]{8,40})"`)

// inScript looks into linked data (JSON-LD), whatever object of it holds the
// day.
func (d *pageDates) inScript(n *html.Node) {
	if !strings.EqualFold(attr(n.Parent, "type"), "application/ld+json") {
		return
	}
	if m := linkedChange.FindStringSubmatch(n.Data); m != nil && d.changed == "" && isoDay(m[1]) != "" {
		d.changed = m[1]
	}
	if d.linked != "" {
		return
	}
	if m := linkedDate.FindStringSubmatch(n.Data); m != nil {
		d.linked = isoDay(m[1])
		d.published = first(d.published, m[1])
	}
}

// inProse looks at one text node and returns 1 if it holds words.
func (d *pageDates) inProse(n *html.Node) int {
	s := strings.TrimSpace(n.Data)
	if s == "" || n.Parent != nil && mute[tag(n.Parent)] {
		return 0
	}
	if d.prose == "" && len(s) <= 150 && !aside(n) {
		d.prose = d.dayIn(s)
	}
	return 1
}

var dayInWords = regexp.MustCompile(`(?i)` + datelineDate.String() + `|\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:19|20)\d\d年\d{1,2}月\d{1,2}日|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b`)

// dayIn is the first day in some words that does not lie ahead.
func (d *pageDates) dayIn(words string) string {
	for _, s := range dayInWords.FindAllString(words, 5) {
		if day, err := ParseDate(s); err == nil && !day.First().After(d.latest) {
			return day.Value
		}
	}
	return ""
}

// isoDay is the day of an attribute's value, "" for none.
func isoDay(s string) string {
	day, err := ParseDate(s)
	if err != nil {
		return ""
	}
	return day.Value
}

// shortText is the text of an element that holds few nodes, "" of others.
func shortText(n *html.Node) string {
	var b strings.Builder
	nodes := 0
	for t := range n.Descendants() {
		if nodes++; nodes > 30 || b.Len() > 300 {
			return ""
		}
		if t.Type == html.TextNode {
			b.WriteString(t.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// aside reports whether a node stands in a part of the page that is about
// other articles.
func aside(n *html.Node) bool {
	for up := range n.Ancestors() {
		switch tag(up) {
		case atom.Aside, atom.Nav, atom.Footer, atom.Li:
			return true
		}
	}
	return false
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
