package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/internal/fetch"
	"github.com/entente-kg/entente/nlp/read"
)

// TestFetch imports lists of addresses, sitemaps and feeds, with a server of
// this machine in the place of the web.
func TestFetch(t *testing.T) {
	t.Chdir(t.TempDir())
	page := func(text string) string {
		return "<html><head><title>News</title><meta property='article:published_time' content='2025-03-12'></head><body><article><p>" + text + " " + strings.Repeat("The ministry said so in a statement. ", 4) + "</p></article></body></html>"
	}
	var mu sync.Mutex
	asked, busy, more := map[string]int{}, true, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		at := r.Host + r.URL.Path
		asked[at]++
		body, media := "", "text/html"
		switch at {
		case "news.example/a":
			body = page("Iran attacked Israel on Tuesday.")
		case "news.example/b":
			body = page("Kenya condemned Uganda on Tuesday.")
		case "news.example/c":
			body = page("Egypt condemned Sudan on Tuesday.")
		case "news.example/busy":
			if body = page("Turkey arrested a Greek diplomat on Thursday."); busy {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		case "news.example/e":
			body = page("Chad expelled the ambassador of Niger on Friday.")
		case "news.example/moved":
			w.Header().Set("Location", "/new")
			w.WriteHeader(http.StatusMovedPermanently)
		case "news.example/new":
			body = page("Peru recalled its ambassador to Chile on Friday.")
		case "news.example/copy":
			body = strings.Replace(page("Cuba condemned Spain on Friday."), "<title>", "<link rel='canonical' href='http://news.example/first'><title>", 1)
		case "news.example/private/x":
			body = page("Japan condemned China on Tuesday.")
		case "news.example/robots.txt":
			body, media = "User-agent: *\nDisallow: /private/", "text/plain"
		case "news.example/s1.xml":
			body, media = "<urlset><url><loc>http://news.example/b</loc></url><url><loc>http://news.example/busy</loc></url><url><loc>http://other.example/x</loc></url></urlset>", "application/xml"
		case "news.example/feed.xml":
			body, media = "<rss version='2.0'><channel><title>T</title><item><title>C</title><link>http://news.example/c</link></item><item><guid>d</guid><description>Mali closed its embassy in Oran on Monday.</description></item>"+more+"</channel></rss>", "application/rss+xml"
		default:
			if strings.HasPrefix(at, "news.example/round") {
				body, media = "<sitemapindex><sitemap><loc>http://"+at+"</loc></sitemap><sitemap><loc>http://news.example/round"+strings.Repeat("1", len(asked))+".xml</loc></sitemap></sitemapindex>", "application/xml"
				break
			}
			w.WriteHeader(http.StatusNotFound)
		}
		w.Header().Set("Content-Type", media)
		fmt.Fprint(w, body)
	}))
	defer server.Close()
	put(t, "list.urls", "# mine\nhttp://news.example/a\nhttp://news.example/gone\nhttp://news.example/private/x\nhttp://169.254.169.254/latest\nhttp://news.example/feed.xml\n")
	put(t, "index.xml", "<?xml version='1.0'?>\n<sitemapindex><sitemap><loc>http://news.example/s1.xml</loc></sitemap></sitemapindex>")
	web := fetch.Options{
		Guard: func(netip.AddrPort) error { return nil },
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		},
		Wait: func(context.Context, time.Duration) error { return nil },
	}
	entente := func(args ...string) (importReport, string) {
		t.Helper()
		var out, errOut bytes.Buffer
		args = append([]string{"entente", "import"}, args...)
		app := newApp(streams{in: strings.NewReader(""), out: &out, err: &errOut, command: commandLine(args), web: web})
		if err := app.RunContext(t.Context(), flagsFirst(app, args)); err != nil && !errors.Is(err, errSomeBad) {
			t.Fatalf("%v: %v; %s", args, err, &errOut)
		}
		var r importReport
		_ = json.Unmarshal(out.Bytes(), &r)
		return r, out.String() + errOut.String()
	}

	// without --fetch nothing is asked, and it says how
	_, said := entente("list.urls", "index.xml")
	want := "links     6 addresses without a text, not fetched; to read what is there: entente import list.urls index.xml --fetch --allow news.example --allow 169.254.169.254"
	if len(asked) > 0 || !strings.Contains(said, want) || strings.Contains(said, "failed.jsonl") {
		t.Errorf("without --fetch: asked %v, said %s\nwant %s", asked, said, want)
	}
	if r, _ := entente("--json", "list.urls"); r.Links != 5 || r.Failed != 0 || r.Passed != 0 {
		t.Errorf("without --fetch, again: got %+v", r)
	}

	flags := []string{"--json", "--fetch", "--allow", "news.example", "--contact", "me@news.example"}
	r, said := entente(append(flags, "list.urls", "index.xml")...)
	// a, c and b are there; gone, private/x and busy fail; the other hosts stay links; the feed has a text itself
	if r.New != 4 || r.Failed != 3 || r.Links != 2 || r.Fetched != 3 {
		t.Errorf("got %+v; %s", r, said)
	}
	list, err := os.ReadFile("failed.jsonl")
	for _, want := range []string{`"line":3,"kind":"not fetched","url":"http://news.example/gone"`, `"url":"http://news.example/private/x"`, `"member":"http://news.example/s1.xml"`, "robots.txt forbids it; leave it out", "the server answers 503; try it again later"} {
		if err != nil || !strings.Contains(string(list), want) {
			t.Errorf("failed.jsonl: got %s, %v; want %s", list, err, want)
		}
	}
	before := asked["news.example/a"]
	busy = false
	if r, said = entente(append(flags, "--retry", "failed.jsonl")...); r.New != 1 || r.Failed != 2 || asked["news.example/a"] != before {
		t.Errorf("--retry: got %+v, asked %v; %s", r, asked, said)
	}
	// what may have changed is asked for again, what is in the graph is not; a file
	// with the texts themselves is passed over
	put(t, "own.jsonl", `{"text": "Fiji left the forum on Monday.", "date": "2025-03-12"}`+"\n")
	inputs := append(flags, "list.urls", "index.xml", "own.jsonl")
	entente(inputs...)
	lists, pages := asked["news.example/feed.xml"]+asked["news.example/s1.xml"], asked["news.example/c"]+asked["news.example/b"]+asked["news.example/busy"]
	if r, _ = entente(inputs...); r.Known != 4 || r.Fetched != 0 || r.New != 0 || r.PassedInputs != 1 || r.Failed != 2 {
		t.Errorf("again: got %+v, asked %v", r, asked)
	}
	more = "<item><title>E</title><link>http://news.example/e</link></item>"
	if r, _ = entente(inputs...); r.Known != 4 || r.Fetched != 1 || r.New != 1 || r.PassedInputs != 1 {
		t.Errorf("a feed with an item more: got %+v, asked %v", r, asked)
	}
	if asked["news.example/feed.xml"]+asked["news.example/s1.xml"] != lists+4 || asked["news.example/c"]+asked["news.example/b"]+asked["news.example/busy"] != pages || asked["news.example/a"] != before {
		t.Errorf("again: asked %v", asked)
	}

	// a sitemap that leads to itself, or to ever new ones, comes to an end
	put(t, "round.urls", "http://news.example/round.xml\n")
	rounds := 0
	entente(append(flags, "round.urls")...)
	for at, n := range asked {
		if strings.HasPrefix(at, "news.example/round") {
			rounds += n
		}
	}
	if rounds != 3 { // to the depth of three
		t.Errorf("a sitemap without an end: asked %v", asked)
	}

	// a page that leads to another, and one that says that it is another, are known by both
	put(t, "moved.urls", "http://news.example/moved\nhttp://news.example/copy\n")
	for i, want := range []importReport{{Fetched: 2, New: 2}, {Known: 2}, {Known: 2}} {
		r, _ = entente(append(flags, "moved.urls")...)
		if r.Fetched != want.Fetched || r.New != want.New || r.Known != want.Known || r.Failed > 0 || asked["news.example/moved"] != 1 || asked["news.example/copy"] != 1 {
			t.Errorf("pages of two addresses, run %d: got %+v, asked %v", i+1, r, asked)
		}
	}
	put(t, "list.urls", "http://news.example/a\nhttp://news.example/b\n")
	if r, _ = entente(append(flags, "list.urls")...); r.Known != 2 || r.Fetched != 0 || asked["news.example/a"] != before {
		t.Errorf("another list of the same pages: got %+v, asked %v", r, asked)
	}
	if r, _ = entente(append(flags, "--fresh", "list.urls")...); r.Fetched != 2 || r.Unchanged != 2 || asked["news.example/a"] != before+1 {
		t.Errorf("--fresh: got %+v, asked %v", r, asked)
	}
	if asked["other.example/x"]+asked["169.254.169.254/latest"]+asked["news.example/private/x"] > 0 {
		t.Errorf("asked %v, also what is not allowed", asked)
	}
}

// The flags that are proposed go behind the command as it was given, which may
// have --fetch already.
func TestProposedFlags(t *testing.T) {
	var u unfetchedLinks
	u.add(&read.Link{URL: "https://news.example/1"})
	for given, want := range map[bool]string{false: "--fetch --allow news.example", true: "--allow news.example"} {
		if got := u.flags(given); got != want {
			t.Errorf("--fetch given %t: got %q, want %q", given, got, want)
		}
	}
}
