package read

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// links are the addresses that errors stand for, and the other errors.
func links(errs []*Error) string {
	var out []string
	for _, e := range errs {
		if e.Link == nil {
			out = append(out, e.Error())
			continue
		}
		s := fmt.Sprintf("%d %s", e.Line, strings.Join(strings.Fields(e.Link.URL+" "+e.Link.Title+" "+e.Link.Date), " "))
		if e.Link.Sitemap {
			s += " …"
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func TestLinks(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	site := head + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://w.example/a?x=1&amp;y=2</loc><lastmod>2025-03-12</lastmod></url>
<url>
 <loc> https://w.example/b </loc>
 <news:news><news:publication_date>2025-03-11</news:publication_date><news:title>Border &amp; talks</news:title></news:news>
</url>
<url><loc>javascript:alert(1)</loc></url>
<url><loc>https://w.example/c</loc></url
</urlset>
`
	index := head + `<sitemapindex><sitemap><loc>https://w.example/s1.xml.gz</loc></sitemap></sitemapindex>`
	for _, c := range []struct{ name, give, keys, want string }{
		{name: "a.urls", give: "\xef\xbb\xbf# mine\nhttps://w.example/a\r\n\n  HTTP://w.example/b  \nnot one\nhttps://\n", want: "2 https://w.example/a\n4 HTTP://w.example/b\n" +
			"a.urls: line 5: it is no web address: \"not one\"; write one address a line (https://…)\na.urls: line 6: it is no web address: \"https://\"; write one address a line (https://…)"},
		{name: "a.txt", give: "https://w.example/a\nhttps://w.example/b", want: "1 https://w.example/a\n2 https://w.example/b"},
		{name: "bare", give: "https://w.example/a\n", want: "1 https://w.example/a"},
		{name: "b.txt", give: "https://w.example/a\nFiji left.\n", keys: "b"},
		{name: "none.urls", give: "# none\n", want: "none.urls: it has no addresses; leave it out"},
		{name: "site.xml", give: site, want: "3 https://w.example/a?x=1&y=2 2025-03-12\n4 https://w.example/b Border & talks 2025-03-11\n" +
			"site.xml: line 8: it has no web address: \"javascript:alert(1)\"; mend the entry or drop it\n" +
			"site.xml: line 11: the feed is cut short: </urlset> is missing; fetch it again; the items before the break were read"},
		{name: "site.xml.gz", give: packed(t, index), want: "2 https://w.example/s1.xml.gz …"},
		{name: "cut.xml", give: site[:strings.Index(site, "<news:news>")], want: "3 https://w.example/a?x=1&y=2 2025-03-12\ncut.xml: line 6: the feed is cut short: </urlset> is missing; fetch it again; the items before the break were read"},
		{
			name: "a.rss", give: feedOf(`<item><title>T &amp; U</title><link>https://w.example/a</link><pubDate>Wed, 12 Mar 2025 09:30:00 GMT</pubDate></item>`, `<item><guid>2</guid><description>Fiji left.</description></item>`),
			keys: "2", want: "1 https://w.example/a T & U Wed, 12 Mar 2025 09:30:00 GMT",
		},
		{name: "a.atom", give: `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id><title>T</title><link href="https://w.example/a"/><updated>2025-03-12T00:00:00Z</updated></entry></feed>`, want: "1 https://w.example/a T 2025-03-12T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
			if got := strings.ReplaceAll(links(errs), "read "+dir+"/", ""); got != c.want || keys(docs) != c.keys {
				t.Errorf("given %s\ngot  %s; %s\nwant %s; %s", c.name, keys(docs), got, c.keys, c.want)
			}
		})
	}
}

func TestFetched(t *testing.T) {
	page := func(head string) string {
		return "<html><head><title>Talks</title>" + head + "</head><body><article><p>" + talks + "</p></article></body></html>"
	}
	from := Origin{Path: "a.urls", Line: 3}
	at := time.Date(2025, 3, 15, 1, 0, 0, 0, time.UTC)
	link := Link{URL: "https://w.example/a", Title: "Linked", Date: "2025-03-11"}
	for _, c := range []struct {
		name, url, media, body string
		link                   Link
		want, errs             string
	}{
		{name: "page", media: "text/html; charset=utf-8", body: page(`<meta property="article:published_time" content="2025-03-12">`), link: link, want: "https://w.example/b Talks 2025-03-12"},
		{name: "day of the list", media: "text/html", body: page(""), link: link, want: "https://w.example/b Talks 2025-03-11"},
		{name: "no day", media: "text/html", body: page(""), want: "https://w.example/b Talks 2025-03-15"},
		{name: "its own other address", media: "text/html", body: page(`<link rel=canonical href="https://www.w.example/story">`), link: link, want: "https://www.w.example/story Talks 2025-03-11"},
		{name: "the address of another", media: "text/html", body: page(`<link rel=canonical href="https://times.example/story">`), link: link, want: "https://w.example/b Talks 2025-03-11"},
		{name: "text", media: "text/plain; charset=iso-8859-1", body: "In Bo\xeb, too, Fiji left.", link: link, want: "https://w.example/b Linked 2025-03-11"},
		{name: "PDF", media: "application/pdf", body: printed("/Title (Border talks)", []string{"Togo left."}), want: "https://w.example/b Border talks 2025-03-15"},
		{name: "picture", media: "image/png", body: "\x89PNG", link: link, errs: `read a.urls: line 3: its kind is "image/png"; fetch it yourself and convert it`},
		{name: "menu", media: "text/html", body: "<p>Menu", link: link, errs: "read a.urls: line 3: the page holds no article; leave the page out, or save its article as text"},
	} {
		d, err := Fetched(t.Context(), Options{Now: now}, from, c.link, Page{URL: "https://w.example/b", Media: c.media, Body: []byte(c.body), Fetched: at})
		got, said := "", ""
		if err != nil {
			said = err.Error()
		} else {
			got = d.URL + " " + d.Title + " " + d.Published.Value
		}
		if got != c.want || said != c.errs || d.Origin != from || err == nil && d.Key != "https://w.example/b" {
			t.Errorf("given %s\ngot  %s; %s; %+v\nwant %s; %s", c.name, got, said, d.Origin, c.want, c.errs)
		}
	}
}

func TestListed(t *testing.T) {
	site := `<urlset><url><loc>https://w.example/a</loc></url><url><loc>https://w.example/b</loc></url></urlset>`
	for name, body := range map[string]string{"plain": site, "gz": packed(t, site)} {
		var got []string
		for d, err := range Listed(t.Context(), Options{Now: now, Format: "urls"}, Origin{Path: "a.urls", Line: 3}, Page{URL: "https://w.example/s.xml", Body: []byte(body)}) {
			e := broken(err)
			if e.Link == nil || d.Origin.Path != "a.urls" || d.Origin.Member != "https://w.example/s.xml" {
				t.Fatalf("given %s\ngot %+v, %v", name, d, err)
			}
			got = append(got, e.Link.URL)
		}
		if strings.Join(got, " ") != "https://w.example/a https://w.example/b" {
			t.Errorf("given %s\ngot %q", name, got)
		}
	}
	for _, err := range Listed(t.Context(), Options{Now: now}, Origin{Path: "a.urls"}, Page{URL: "https://w.example/s.gz", Body: []byte(packed(t, "<urlset>"+strings.Repeat(" ", 50<<20)))}) {
		if err == nil || !strings.Contains(err.Error(), "bomb") && !strings.Contains(err.Error(), "cut short") {
			t.Errorf("given a bomb\ngot %v", err)
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><urlset><url><loc>https://w.example/a</loc></url></urlset>`))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, Sitemap.Name, b) })
}

func FuzzAddresses(f *testing.F) {
	f.Add([]byte("# mine\nhttps://w.example/a\n"))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, Addresses.Name, b) })
}

func FuzzFetched(f *testing.F) {
	f.Add("text/html", []byte("<p>"+talks))
	f.Fuzz(func(t *testing.T, media string, b []byte) {
		d, err := Fetched(t.Context(), Options{Now: now, MaxBytes: 1 << 16}, Origin{Path: "a"}, Link{URL: "https://w.example/a"}, Page{URL: "https://w.example/a", Media: media, Body: b})
		if err == nil && (d.Text == "" || !sameHost(d.URL, "https://w.example/a")) {
			t.Errorf("given %q\ngot %+v", b, d)
		}
	})
}
