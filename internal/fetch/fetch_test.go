package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// web is a server that stands for all hosts, and what it was asked.
type web struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	agent string
	waits []time.Duration
}

// newWeb serves pages by host and path: "news.example/a".
func newWeb(t *testing.T, pages map[string]http.HandlerFunc) *web {
	t.Helper()
	w := &web{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, r.Host+r.URL.RequestURI())
		w.agent = r.UserAgent()
		w.mu.Unlock()
		if h := pages[r.Host+r.URL.Path]; h != nil {
			h(out, r)
			return
		}
		http.NotFound(out, r)
	}))
	t.Cleanup(w.Close)
	return w
}

// fetcher asks the server for every name, and waits for nothing.
func (w *web) fetcher(t *testing.T, opt Options) *Fetcher {
	t.Helper()
	if opt.Guard == nil {
		opt.Guard = func(netip.AddrPort) error { return nil }
	}
	opt.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, w.Listener.Addr().String())
	}
	opt.Wait = func(_ context.Context, d time.Duration) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.waits = append(w.waits, d)
		return nil
	}
	f, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func said(media, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		fmt.Fprint(w, body)
	}
}

func leads(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func TestGet(t *testing.T) {
	html := said("text/html; charset=utf-8", "<p>Fiji left.")
	packed := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			said("text/html", s)(w, r)
		}
	}
	w := newWeb(t, map[string]http.HandlerFunc{
		"news.example/a": html, "www.news.example/a": html, "news.example:8080/a": html, "other.example/a": html, "news.example/picture": said("image/png", "\x89PNG"),
		"news.example/moved": leads("/a"), "news.example/away": leads("http://other.example/a"), "news.example/inside": leads("http://127.0.0.1/admin"), "127.0.0.1/admin": html,
		"news.example/file": leads("file:///etc/passwd"), "news.example/round": leads("/round2"), "news.example/round2": leads("/round"),
		"news.example/packed": packed(zipped("<p>Fiji left.")), "news.example/bomb": packed(zipped(strings.Repeat("a", 50<<20))), "news.example/broken": packed("this is no gzip at all"),
		"news.example/large": said("text/html", strings.Repeat("a", 5000)), "news.example/late": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"news.example/busy": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"news.example/half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "half")
		},
		"news.example/drip": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "a")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
	})
	f := w.fetcher(t, Options{Allow: []string{"News.example", "*.news.example", "news.example:8080"}, MaxBytes: 4000, Timeout: 300 * time.Millisecond})
	for _, c := range []struct{ give, url, body, errs, do string }{
		{give: "http://news.example/a", url: "http://news.example/a", body: "<p>Fiji left."},
		{give: "http://www.news.example:80/a", errs: "the server answers 404", do: "leave it out"},
		{give: "http://www.news.example/a", url: "http://www.news.example/a", body: "<p>Fiji left."},
		{give: "http://news.example:8080/a", url: "http://news.example:8080/a", body: "<p>Fiji left."},
		{give: "http://news.example/moved#top", url: "http://news.example/a", body: "<p>Fiji left."},
		{give: "http://news.example/packed", url: "http://news.example/packed", body: "<p>Fiji left."},
		{give: "http://other.example/a", errs: "the host other.example is not allowed", do: "if you want what is there: --allow other.example"},
		{give: "http://evilnews.example/a", errs: "the host evilnews.example is not allowed", do: "if you want what is there: --allow evilnews.example"},
		{give: "http://news.example:81/a", errs: "the host news.example:81 is not allowed", do: "if you want what is there: --allow news.example:81"},
		{give: "http://me:secret@news.example/a", errs: "the address holds a user's name", do: "leave it out, or mend it"},
		{give: "ftp://news.example/a", errs: "it is no address of http or https", do: "leave it out, or mend it"},
		{give: "http://[::1", errs: "it is no address", do: "leave it out, or mend it"},
		{give: "http:///a", errs: "the address names no host", do: "leave it out, or mend it"},
		{give: "http://news.example/" + strings.Repeat("a", 3000), errs: "the address has more than 2048 bytes", do: "leave it out, or mend it"},
		{give: "http://news.example/away", errs: "the host other.example is not allowed", do: "if you want what is there: --allow other.example"},
		{give: "http://news.example/inside", errs: "the host 127.0.0.1 is not allowed", do: "if you want what is there: --allow 127.0.0.1"},
		{give: "http://news.example/file", errs: "it is no address of http or https", do: "leave it out, or mend it"},
		{give: "http://news.example/round", errs: "it leads on and on", do: "leave it out"},
		{give: "http://news.example/picture", errs: `its kind, "image/png", is not taken`, do: "leave it out"},
		{give: "http://news.example/none", errs: "the server answers 404", do: "leave it out"},
		{give: "http://news.example/busy", errs: "the server answers 503", do: "try it again later, with --retry failed.jsonl and the same flags"},
		{give: "http://news.example/large", errs: "it has more than 4000 bytes", do: "fetch it yourself"},
		{give: "http://news.example/bomb", errs: "it has more than 4000 bytes", do: "fetch it yourself"},
		{give: "http://news.example/broken", errs: "it can't be unpacked: gzip: invalid header", do: "try it again later, with --retry failed.jsonl and the same flags"},
		{give: "http://news.example/half", errs: "it breaks off: unexpected EOF", do: "try it again later, with --retry failed.jsonl and the same flags"},
		{give: "http://news.example/late", errs: "the server does not answer in time", do: "try it again later, with --retry failed.jsonl and the same flags"},
		{give: "http://news.example/drip", errs: "the server does not answer in time", do: "try it again later, with --retry failed.jsonl and the same flags"},
	} {
		p, err := f.Get(t.Context(), c.give)
		said, do := "", ""
		if err != nil {
			said, do = err.Error(), Do(err)
		}
		if p.URL != c.url || string(p.Body) != c.body || said != c.errs || do != c.do {
			t.Errorf("given %.80s\ngot  %s %q, %s; %s\nwant %s %q, %s; %s", c.give, p.URL, p.Body, said, do, c.url, c.body, c.errs, c.do)
		}
	}
	for _, asked := range w.asked {
		if strings.HasPrefix(asked, "other.example") || strings.HasPrefix(asked, "127") {
			t.Errorf("asked %s, which is not allowed", asked)
		}
	}
}

// The address that is dialled is looked at, whatever the name is and however
// often it was looked up before.
func TestGuard(t *testing.T) {
	w := newWeb(t, map[string]http.HandlerFunc{"news.example/a": said("text/html", "secret")})
	port := w.Listener.Addr().(*net.TCPAddr).Port
	for _, opt := range []Options{
		{Allow: []string{"news.example"}, Guard: Public}, // a name that leads to this machine
		{Allow: []string{fmt.Sprint("localhost:", port)}},
		{Allow: []string{fmt.Sprint("127.0.0.1:", port)}},
	} {
		f := w.fetcher(t, opt)
		address := "http://news.example/a"
		if opt.Guard == nil {
			var err error
			if f, err = New(opt); err != nil { // with the dialler and guard of the program
				t.Fatal(err)
			}
			defer f.Close()
			address = "http://" + opt.Allow[0] + "/a"
		}
		p, err := f.Get(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), "which is no public address") || len(p.Body) > 0 {
			t.Errorf("given %s at this machine\ngot  %q, %v\nwant a refusal", address, p.Body, err)
		}
	}
	if len(w.asked) > 0 {
		t.Errorf("asked %q, want nothing", w.asked)
	}
	for _, c := range []struct {
		give string
		ok   bool
	}{
		{"8.8.8.8", true},
		{"2606:4700::1111", true},
		{"127.0.0.1", false},
		{"10.1.2.3", false},
		{"172.16.0.1", false},
		{"172.32.0.1", true},
		{"192.168.1.1", false},
		{"169.254.169.254", false},
		{"100.100.100.200", false},
		{"0.0.0.0", false},
		{"255.255.255.255", false},
		{"224.0.0.1", false},
		{"::1", false},
		{"::", false},
		{"::ffff:127.0.0.1", false},
		{"::ffff:8.8.8.8", true},
		{"fe80::1%eth0", false},
		{"fd00:ec2::254", false},
		{"64:ff9b::7f00:1", false},
		{"2002:7f00:1::", false},
		{"ff02::1", false},
	} {
		if err := Public(netip.AddrPortFrom(netip.MustParseAddr(c.give), 80)); (err == nil) != c.ok {
			t.Errorf("given %s\ngot  %v\nwant public %v", c.give, err, c.ok)
		}
	}
}

func TestRobots(t *testing.T) {
	page := said("text/html", "<p>Fiji left.")
	w := newWeb(t, map[string]http.HandlerFunc{
		"a.example/robots.txt": said("text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: Entente\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 7\n"),
		"a.example/page":       page, "a.example/private/x": page, "a.example/private/open": page, "a.example/y.pdf": page,
		"busy.example/robots.txt": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "busy.example/page": page,
		"none.example/page": page, "moved.example/robots.txt": leads("/r"), "moved.example/r": said("text/plain", "User-agent: *\nDisallow: /page"), "moved.example/page": page,
		"away.example/robots.txt": leads("http://evil.example/r"), "away.example/page": page,
	})
	f := w.fetcher(t, Options{Allow: []string{"a.example", "busy.example", "none.example", "moved.example", "away.example"}, Version: "1.2", Contact: "https://me.example/bot", Delay: 3 * time.Second})
	for give, want := range map[string]string{
		"http://a.example/page": "", "http://a.example/private/x": "the host's robots.txt forbids it", "http://a.example/private/open": "", "http://a.example/y.pdf": "the host's robots.txt forbids it",
		"http://busy.example/page": "the host's robots.txt can't be had: the server answers 500", "http://none.example/page": "", "http://moved.example/page": "the host's robots.txt forbids it",
		"http://away.example/page": "the host evil.example is not allowed",
	} {
		_, err := f.Get(t.Context(), give)
		if got := fmt.Sprint(err); got != want && (want != "" || err != nil) {
			t.Errorf("given %s\ngot  %v\nwant %s", give, err, want)
		}
	}
	if w.agent != "entente/1.2 (+https://me.example/bot)" {
		t.Errorf("got the name %q", w.agent)
	}
	if n := strings.Count(strings.Join(w.asked, " "), "a.example/robots.txt"); n != 1 {
		t.Errorf("asked %d times for one robots.txt", n)
	}
	long := time.Duration(0)
	for _, d := range w.waits {
		long = max(long, d)
	}
	if long < 6*time.Second || long > 7*time.Second {
		t.Errorf("waited at most %s; want what Crawl-delay says", long)
	}
}

// However a host is written, it is one: its robots.txt is asked for once, and
// requests to it wait for one another.
func TestOneHost(t *testing.T) {
	page := said("text/html", "<p>Fiji left.")
	pages := map[string]http.HandlerFunc{}
	spellings := []string{"news.example", "news.example:80", "NEWS.example", "news.example.", "News.Example.:80"}
	for _, h := range spellings {
		pages[h+"/a"] = page
	}
	w := newWeb(t, pages)
	f := w.fetcher(t, Options{Allow: []string{"News.example."}, Delay: 3 * time.Second})
	for _, h := range spellings {
		if p, err := f.Get(t.Context(), "http://"+h+"/a"); err != nil || len(p.Body) == 0 {
			t.Errorf("given %s\ngot  %q, %v\nwant the page", h, p.Body, err)
		}
	}
	if n := strings.Count(strings.Join(w.asked, " "), "/robots.txt"); n != 1 || len(f.hosts) != 1 {
		t.Errorf("given %q\ngot  %d hosts, asked %d times for robots.txt\nwant one", spellings, len(f.hosts), n)
	}
	for _, d := range w.waits[1:] {
		if d < 2*time.Second {
			t.Errorf("given %q\ngot  waits of %s\nwant 3s before each but the first", spellings, w.waits)
			break
		}
	}
}

// A host is allowed at the usual ports, or at the one that is named, be that the
// usual one or not, and be it written in the address or not.
func TestAllowedPorts(t *testing.T) {
	for _, c := range []struct {
		allow, give string
		want        bool
	}{
		{"news.example", "https://news.example/a", true},
		{"news.example", "https://news.example:443/a", true},
		{"news.example", "http://news.example:80/a", true},
		{"news.example", "https://news.example:80/a", false},
		{"news.example:443", "https://news.example/a", true},
		{"news.example:443", "https://news.example:443/a", true},
		{"news.example:443", "http://news.example/a", false},
		{"news.example.:8443", "https://NEWS.example:8443/a", true},
		{"news.example:8443", "https://news.example/a", false},
		{"*.news.example", "https://www.news.example.:443/a", true},
	} {
		f, err := New(Options{Allow: []string{c.allow}})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Allowed(c.give); (err == nil) != c.want {
			t.Errorf("given --allow %s, %s\ngot  %v\nwant allowed %t", c.allow, c.give, err, c.want)
		}
		f.Close()
	}
}

// A server that is away for a while is not shut out for good.
func TestRobotsAgain(t *testing.T) {
	away := true
	w := newWeb(t, map[string]http.HandlerFunc{
		"a.example/robots.txt": func(w http.ResponseWriter, r *http.Request) {
			if away {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			said("text/plain", "User-agent: *\nDisallow: /private")(w, r)
		},
		"a.example/page": said("text/html", "<p>Fiji left."),
	})
	f := w.fetcher(t, Options{Allow: []string{"a.example"}})
	if _, err := f.Get(t.Context(), "http://a.example/page"); err == nil {
		t.Error("given a robots.txt that can't be had: got a page")
	}
	away = false
	if _, err := f.Get(t.Context(), "http://a.example/page"); err == nil {
		t.Error("right after: robots.txt was asked for again")
	}
	h := f.hosts["http://a.example:80"]
	h.asked = h.asked.Add(-retryAfter - time.Second)
	if _, err := f.Get(t.Context(), "http://a.example/page"); err != nil {
		t.Errorf("later: got %v, want the page", err)
	}
	h.asked = h.asked.Add(-retryAfter - time.Second)
	n := len(w.asked)
	if _, err := f.Get(t.Context(), "http://a.example/page"); err != nil || len(w.asked) != n+1 {
		t.Errorf("a robots.txt that is known: got %v and %d requests, want 1", err, len(w.asked)-n)
	}
}

func TestParseRobots(t *testing.T) {
	for _, c := range []struct {
		give, path string
		want       bool
	}{
		{"", "/a", true},
		{"User-agent: *\nDisallow:", "/a", true},
		{"\xef\xbb\xbfUser-Agent: * # all\r\nDisallow: /a # this\r\n", "/abc", false},
		{"User-agent: *\nDisallow: /\nUser-agent: other\nAllow: /", "/a", false},
		{"User-agent: other\nUser-agent: entente/2.0\nDisallow: /a", "/a", false},
		{"User-agent: other\nDisallow: /a", "/a", true},
		{"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"User-agent: *\nDisallow: /a/*/c$", "/a/b/c", false},
		{"User-agent: *\nDisallow: /a/*/c$", "/a/b/cd", true},
		{"User-agent: *\nDisallow: /*?q=", "/x?q=1", false},
		{"User-agent: *\nDisallow: /$", "/", false},
		{"User-agent: *\nDisallow: /$", "/a", true},
		{"User-agent: *\nDisallow: /é", "/%C3%A9", false},
		{"Disallow: /", "/a", true},
		{"User-agent: *\nDisallow: /", "/robots.txt", true},
		{"User-agent: *\nCrawl-delay: 1\nUser-agent: x\nDisallow: /", "/a", true},
	} {
		r := parseRobots([]byte(c.give), "entente")
		if got := r.allow(c.path); got != c.want {
			t.Errorf("given %q for %s\ngot  %v\nwant %v", c.give, c.path, got, c.want)
		}
	}
	if r := parseRobots([]byte("User-agent: *\nCrawl-delay: 1e9\n"), "entente"); r.delay != maxCrawlDelay {
		t.Errorf("got a delay of %s", r.delay)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, h := range []string{"", "*", "*.", "http://news.example", "news.example/a", "news example", "news.example:x", "[::1]"} {
		if _, err := New(Options{Allow: []string{h}}); err == nil {
			t.Errorf("given %q\ngot no error", h)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\n"), "/ab")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		r := parseRobots(b, "entente")
		r.allow(path)
		if r.delay < 0 || r.delay > maxCrawlDelay {
			t.Errorf("given %q\ngot a delay of %s", b, r.delay)
		}
	})
}
