package read

import (
	"fmt"
	"strings"
	"testing"
)

// crawled is one record of a web archive.
func crawled(kind, id, url, block string) string {
	media := "application/http; msgtype=response"
	if kind == "warcinfo" {
		media = "application/warc-fields"
	}
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-03-13T00:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, id, url, media, len(block), block)
}

func answered(status, headers, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body
}

func TestWARC(t *testing.T) {
	page := "<html><head><title>Talks</title><meta property=\"article:published_time\" content=\"2025-03-12\"></head><body><article><p>" + talks + "</p></article></body></html>"
	htmlHead := "Content-Type: text/html\r\n"
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(page), page)
	all := crawled("warcinfo", "0", "", "software: x\r\n") +
		crawled("request", "1", "https://w.example/a", "GET /a HTTP/1.1\r\n\r\n") +
		crawled("response", "2", "https://w.example/a", answered("200 OK", htmlHead, page)) +
		crawled("revisit", "3", "https://w.example/a", "HTTP/1.1 200 OK\r\n"+htmlHead+"\r\n") +
		crawled("response", "4", "https://w.example/gone", answered("404 Not Found", htmlHead, page)) +
		crawled("response", "5", "https://w.example/b", answered("200 OK", htmlHead+"Content-Encoding: gzip\r\n", packed(t, page))) +
		crawled("response", "6", "https://w.example/c", answered("200 OK", htmlHead+"Transfer-Encoding: chunked\r\n", chunked)) +
		crawled("response", "7", "https://w.example/p.png", answered("200 OK", "Content-Type: image/png\r\n", "\x89PNG")) +
		crawled("response", "8", "https://w.example/d.txt", answered("200 OK", "Content-Type: text/plain\r\n", talks))
	nav := crawled("response", "9", "https://w.example/nav", answered("200 OK", htmlHead, "<html><body><a href=/>x</a></body></html>"))
	const good = "urn:uuid:2 urn:uuid:5 urn:uuid:6 urn:uuid:8"
	for _, c := range []struct{ name, give, keys, errs string }{
		{name: "a.warc", give: all, keys: good},
		{name: "a.warc.gz", give: packed(t, all[:500]) + packed(t, all[500:]), keys: good}, // a member a record, as crawlers write it
		{name: "a.wacz", give: zipped(t, "archive/data.warc.gz", packed(t, all), "pages/pages.jsonl", "{}", "datapackage.json", "{}"), keys: good},
		{name: "bare", give: all, keys: good},
		{name: "nav.warc", give: nav + all, keys: good, errs: `nav.warc: record 1 ("https://w.example/nav"): the page holds no article; leave the page out, or save its article as text`},
		{
			name: "half.warc", give: all[:strings.Index(all, "urn:uuid:8")+200], keys: "urn:uuid:2 urn:uuid:5 urn:uuid:6",
			errs: "half.warc: record 9: unexpected EOF; fetch it again; the pages before the break were read",
		},
		{
			name: "length.warc", give: strings.Replace(all, "Content-Length: 13", "Content-Length: x", 1),
			errs: `length.warc: record 1: its length is "x"; leave it out; what comes after it was read`, keys: good,
		},
		{
			name: "brotli.warc", give: crawled("response", "1", "https://w.example/a", answered("200 OK", htmlHead+"Content-Encoding: br\r\n", "x")),
			errs: `brotli.warc: record 1 ("https://w.example/a"): its answer is packed by "br"; crawl it again without that encoding`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
			if got := keys(docs); got != c.keys {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.keys)
			}
			if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); got != c.errs {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
			if c.name == "a.warc" {
				if d := docs[0]; d.URL != "https://w.example/a" || d.Published.Value != "2025-03-12" || d.Title != "Talks" {
					t.Errorf("given %s\ngot %+v", c.name, d)
				}
				if d := docs[3]; d.Published.Value != "2025-03-13" || len(d.Warnings) == 0 || d.Text != talks {
					t.Errorf("given a page without a date\ngot %+v", d)
				}
			}
		})
	}
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(crawled("response", "1", "https://w.example/a", answered("200 OK", "Content-Type: text/html\r\n", "<p>"+talks))))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, WARC.Name, b) })
}

func TestWARCGoesOnAfterALie(t *testing.T) {
	page := func(n int, length string) string {
		body := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nTogo and Benin signed an agreement, page %d.", n)
		if length == "" {
			length = fmt.Sprint(len(body))
		}
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nContent-Type: application/http\r\nContent-Length: %s\r\n\r\n%s\r\n\r\n", n, length, body)
	}
	for name, bad := range map[string]string{
		"too short": page(2, "20"), "negative": page(2, "-5"), "no number": page(2, "many"),
		"a line without end": "WARC/1.0\r\n" + strings.Repeat("A", 3<<20) + "\r\n\r\n",
		"a long answer":      strings.Replace(page(2, fmt.Sprint(4<<20)), "HTTP/1.1", strings.Repeat("A", 4<<20), 1),
		"no colon":           "WARC/1.0\r\nnothing\r\n\r\n",
	} {
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.warc", page(1, "")+bad+page(3, "")))
		if len(docs) != 2 || !strings.Contains(docs[len(docs)-1].Text, "page 3") || len(errs) == 0 || len(texts(errs)) > 2000 {
			t.Errorf("given a record that is wrong: %s\ngot  %d documents, %.500s\nwant pages 1 and 3, and an error", name, len(docs), texts(errs))
		}
	}
}

// Records that only repeat an earlier visit hold no page; an archive of nothing
// else says so.
func TestWARCOfRevisits(t *testing.T) {
	html := "Content-Type: text/html\r\n"
	again := crawled("warcinfo", "0", "", "software: x\r\n") + crawled("revisit", "1", "https://w.example/a", "HTTP/1.1 200 OK\r\n"+html+"\r\n") + crawled("revisit", "2", "https://w.example/b", "")
	page := crawled("response", "3", "https://w.example/c.txt", answered("200 OK", "Content-Type: text/plain\r\n", talks))
	picture := crawled("response", "4", "https://w.example/p.png", answered("200 OK", "Content-Type: image/png\r\n", "\x89PNG"))
	for _, c := range []struct{ name, give, keys, errs string }{
		{"again.warc", again, "", "again.warc: the archive holds no page of its own; 2 of its records say that a page was as at an earlier visit; read the archives of the crawls before it"},
		{"again.warc.gz", packed(t, again), "", "again.warc.gz: the archive holds no page of its own; 2 of its records say that a page was as at an earlier visit; read the archives of the crawls before it"},
		{"mixed.warc", again + page, "urn:uuid:3", ""},
		{"pictures.warc", picture, "", ""},
	} {
		dir := t.TempDir()
		docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
		if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); got != c.errs || keys(docs) != c.keys {
			t.Errorf("given %s\ngot  %s; %s\nwant %s; %s", c.name, keys(docs), got, c.keys, c.errs)
		}
	}
}
