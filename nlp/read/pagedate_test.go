package read

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func TestPageDate(t *testing.T) {
	for _, c := range []struct{ give, want string }{
		{`<meta name="DC.date.issued" content="2025-03-12">`, "2025-03-12"},
		{`<meta property="article:modified_time" content="2025-03-14"><meta itemprop="datePublished" content="2025-03-12T01:00:00Z">`, "2025-03-12"},
		{`<meta property="article:modified_time" content="2025-03-14">`, "2025-03-14"},
		{`<meta name="date" content="tomorrow"><meta name="pubdate" content="20250312">`, "2025-03-12"},
		{`<script type="application/ld+json">{"@graph":[{"@type":"Person"},{"datePublished":"2025-03-12T09:00:00+01:00"}]}</script>`, "2025-03-12"},
		{`<script>var x = {"datePublished":"2025-03-12"}</script>`, ""},
		{`<aside><time datetime="2025-01-01">x</time></aside><article><time datetime="2025-03-12">x</time>`, "2025-03-12"},
		{`<p><time pubdate>12 March 2025</time>`, "2025-03-12"},
		{`<div class="entry-meta">Posted by Jo on <b>March 12, 2025</b></div>`, "2025-03-12"},
		{`<div class="updated-at">March 12, 2025</div>`, "2025-03-12"},
		{`<span class="datum">Mittwoch, 12. März 2025</span>`, "2025-03-12"},
		{`<p>Aktualisiert: 2025年3月12日</p>`, "2025-03-12"},
		{`<p>KYIV, 12 March 2025 (Wire)</p>`, "2025-03-12"},
		{`<p>The summit of 12 May 2025 will be the first.</p>`, ""}, // lies ahead
		{`<p>` + strings.Repeat("Long prose. ", 20) + `It began on 12 March 2024.</p>`, ""},
		{`<footer>12 March 2025</footer><ul><li><b class=date>12 March 2025</b></ul>`, ""},
		{`<meta name="date" content="2031-03-12">`, "2031-03-12"}, // a warning follows
	} {
		doc, err := html.Parse(strings.NewReader(c.give))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := pageDate(doc, "", now); got != c.want {
			t.Errorf("given %s\ngot  %q\nwant %q", c.give, got, c.want)
		}
	}
	doc, _ := html.Parse(strings.NewReader(`<p class=date>1 March 2025`))
	if got, _ := pageDate(doc, "https://a.example/2025/03/12/x", now); got != "2025-03-12" {
		t.Errorf("given a date in the address\ngot  %q\nwant 2025-03-12", got)
	}
}

func TestPageChange(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{`<meta property="article:published_time" content="2025-03-12T10:00:00Z">`, "2025-03-12T10:00:00Z"},
		{`<meta property="article:published_time" content="2025-03-12T10:00:00Z"><meta property="article:modified_time" content="2025-03-12T18:00:00Z">`, "2025-03-12T18:00:00Z"},
		{`<script type="application/ld+json">{"datePublished":"2025-03-12T10:00:00Z","dateModified":"2025-03-13T08:00:00Z"}</script>`, "2025-03-13T08:00:00Z"},
		{`<meta property="article:modified_time" content="soon">`, ""},
		{`<p>12 March 2025</p>`, ""},
	} {
		doc, err := html.Parse(strings.NewReader(c.page))
		if err != nil {
			t.Fatal(err)
		}
		if _, got := pageDate(doc, "", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); got != c.want {
			t.Errorf("given %s\ngot  %q\nwant %q", c.page, got, c.want)
		}
	}
}
