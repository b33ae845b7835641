package read

import (
	"encoding/xml"
	"strings"
)

// Sitemap is a list of the addresses of a site (sitemaps.org), or of such
// lists. Each is an Error with a Link; titles and days that
// it gives go with them.
var Sitemap = Format{
	Name:       "sitemap",
	Extensions: []string{".xml"},
	Sniff: func(head []byte) bool {
		s := strings.ToLower(string(head))
		return beginsWith(head, "<") && (strings.Contains(s, "<urlset") || strings.Contains(s, "<sitemapindex"))
	},
	Read: readFeed,
}

// siteLink is the link of one entry of a sitemap, or why it has none.
func siteLink(item []byte, root string) error {
	const mend = "mend the entry or drop it"
	text, _, err := utf8Text(item)
	if err != nil {
		return err
	}
	var x struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
		News    struct {
			Date  string `xml:"publication_date"`
			Title string `xml:"title"`
		} `xml:"news"`
	}
	d := xml.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&x); err != nil {
		return problem(mend, "not an entry of a sitemap: %w", err)
	}
	l := Link{URL: strings.TrimSpace(x.Loc), Title: oneLine(x.News.Title), Date: strings.TrimSpace(first(x.News.Date, x.Lastmod)), Sitemap: strings.HasSuffix(strings.ToLower(root), "sitemapindex")}
	if !isAddress(l.URL) {
		return problem(mend, "it has no web address: %s", clip(l.URL))
	}
	return linked(l)
}
