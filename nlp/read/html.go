package read

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// HTML is a web page with one article. Navigation, advertisements and
// captions are left out.
var HTML = Format{
	Name:       "html",
	Extensions: []string{".html", ".htm", ".xhtml"},
	Sniff: func(head []byte) bool {
		return beginsWith(head, "<!doctype html", "<html", "<head", "<body", "<article", "<main") ||
			beginsWith(head, "<?xml", "<!--") && strings.Contains(strings.ToLower(string(head)), "<html")
	},
	Read: single(readHTML),
}

const (
	minArticle = 60      // characters; less is no article
	maxTags    = 200_000 // a tree of more takes more memory than an article is worth
	maxWeight  = 200e6   // bytes of prose times their depth, which the search for the article walks
)

func readHTML(_ context.Context, in Input) (e Entry, err error) {
	b, err := in.whole()
	if err != nil {
		return Entry{}, err
	}
	text, warnings, err := in.decode(b, declaredCharset(b))
	if errors.Is(err, errCharset) && mostlyUTF8(b) { // bad bytes often stand beside the article
		text, err = strings.ToValidUTF8(string(b), "\uFFFD"), nil
	}
	if err != nil {
		return Entry{}, err
	}
	if strings.Count(text, "<") > maxTags {
		return Entry{}, skip(TooLarge, "save its article as text", "the page has more than %d tags", maxTags)
	}
	defer func() { // pages are hostile, and two libraries walk it
		if p := recover(); p != nil {
			e, err = Entry{}, problem("save it as text", "the page cannot be analysed: %v", p)
		}
	}()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Entry{}, problem("save it as text", "the page cannot be parsed: %w", err)
	}
	if weight(doc) > maxWeight {
		return Entry{}, skip(TooLarge, "save its article as text", "the page is nested too deeply for its size")
	}
	e = pageMeta(doc)
	e.Warnings = warnings
	e.Date, e.Updated = pageDate(doc, e.URL, in.Options.Now)
	if e.Date == "" {
		e.Date = inName(in.Name)
	}
	return article(doc, e)
}

// weight is what it costs to walk a page's prose once from each element above
// it.
func weight(doc *html.Node) int {
	sum := 0
	for n := range doc.Descendants() {
		depth := 0
		for range n.Ancestors() {
			depth++
		}
		sum += depth * (10 + len(n.Data))
	}
	return sum
}

// declaredCharset is what a page's head says, nil for nothing.
func declaredCharset(b []byte) encoding.Encoding {
	head := b[:min(len(b), 1024)]
	if !strings.Contains(strings.ToLower(string(head)), "charset") && !strings.Contains(string(head), "encoding=") {
		return nil
	}
	enc, name, _ := charset.DetermineEncoding(head, "")
	if name == "utf-8" {
		return nil
	}
	return enc
}

// article fills in the prose of the page, and its title. It changes doc.
func article(doc *html.Node, e Entry) (Entry, error) {
	page, _ := url.Parse(e.URL)
	if e.URL == "" {
		page = nil
	}
	all := len(plain(doc))
	parser := readability.NewParser()
	found, err := parser.ParseAndMutate(doc, page)
	if err != nil || found.Node == nil {
		return Entry{}, noArticle()
	}
	e.Text = plain(found.Node)
	if len([]rune(e.Text)) < minArticle || inLinks(found.Node) > len(e.Text)*6/10 {
		return Entry{}, noArticle()
	}
	e.Removed = all - len(e.Text)
	if title := found.Title(); title != "" {
		e.Title = title
	}
	if e.Source == "" {
		e.Source = found.SiteName()
	}
	if e.Lang == "" {
		e.Lang = found.Language()
	}
	if t, err := found.PublishedTime(); err == nil && t.Year() > 1800 {
		e.Date = t.Format(time.DateOnly)
	}
	return e, nil
}

func noArticle() *Error {
	return skip(NoArticle, "leave the page out, or save its article as text", "the page holds no article")
}

// inLinks counts the bytes of prose that lie within links.
func inLinks(n *html.Node) int {
	sum := 0
	for d := range n.Descendants() {
		if tag(d) == atom.A {
			sum += len(plain(d))
		}
	}
	return sum
}

// pageMeta takes from the head of a page what it says of itself.
func pageMeta(doc *html.Node) Entry {
	var e Entry
	var canonical, ogURL, base string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			e.Lang = first(attr(n, "lang"), attr(n, "xml:lang"))
		case atom.Base:
			base = first(base, attr(n, "href"))
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				canonical = first(canonical, attr(n, "href"))
			}
		case atom.Meta:
			content := strings.TrimSpace(attr(n, "content"))
			switch strings.ToLower(first(attr(n, "property"), attr(n, "name"))) {
			case "og:url":
				ogURL = first(ogURL, content)
			case "og:site_name":
				e.Source = first(e.Source, content)
			case "og:locale":
				e.Lang = first(e.Lang, content)
			}
		}
	}
	e.URL = resolve(canonical, ogURL, base)
	return e
}

// resolve is the page's address: canonical, made absolute by the other two,
// else ogURL.
func resolve(canonical, ogURL, base string) string {
	u, err := url.Parse(strings.TrimSpace(canonical))
	if err != nil || canonical == "" {
		return ogURL
	}
	for _, b := range []string{ogURL, base} {
		if at, err := url.Parse(b); err == nil && b != "" && !u.IsAbs() {
			u = at.ResolveReference(u)
		}
	}
	if u.IsAbs() {
		return u.String()
	}
	return ogURL
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key || a.Namespace != "" && a.Namespace+":"+a.Key == key {
			return a.Val
		}
	}
	return ""
}

func first(of ...string) string {
	for _, s := range of {
		if s != "" {
			return s
		}
	}
	return ""
}
