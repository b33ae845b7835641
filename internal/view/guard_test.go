package view

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

const testHost = "127.0.0.1:8765"

// served is a server of a graph with these articles.
func served(t testing.TB, xs ...schema.Extraction) *Server {
	t.Helper()
	g := graphtest.Memory(t)
	graphtest.Import(t, g, xs)
	return New(g, graphtest.Relations(), testHost, Options{})
}

// request is one that the page itself would make.
func (s *Server) request(t testing.TB, method, target string) *http.Request {
	r := httptest.NewRequestWithContext(t.Context(), method, "http://"+testHost+target, nil)
	r.AddCookie(&http.Cookie{Name: s.cookie(), Value: s.token})
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func answer(s *Server, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestGuard(t *testing.T) {
	s := served(t)
	for _, c := range []struct {
		name   string
		method string
		target string
		change func(*http.Request)
		want   int
	}{
		{"the page", "GET", "/", nil, 200},
		{"a file", "GET", "/app.js", nil, 200},
		{"a packed file", "GET", "/vendor/sigma.min.js", nil, 200},
		{"the API", "GET", "/api/start", nil, 200},
		{"as localhost", "GET", "/", func(r *http.Request) { r.Host = "localhost:8765" }, 200},
		{"its own origin", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Origin", "http://"+testHost) }, 200},
		{"another name for this machine", "GET", "/", func(r *http.Request) { r.Host = "evil.example:8765" }, 421},
		{"another port", "GET", "/", func(r *http.Request) { r.Host = "127.0.0.1:80" }, 421},
		{"no host", "GET", "/", func(r *http.Request) { r.Host = "" }, 421},
		{"another origin", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		{"the origin of a file", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		{"its own origin by TLS", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Origin", "https://"+testHost) }, 403},
		{"a script of another site", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"another port of this machine", "GET", "/api/start", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"no cookie", "GET", "/api/start", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"no cookie for a file", "GET", "/app.js", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"a wrong cookie", "GET", "/", func(r *http.Request) { r.Header.Set("Cookie", s.cookie()+"=guess") }, 401},
		{"an empty cookie", "GET", "/", func(r *http.Request) { r.Header.Set("Cookie", s.cookie()+"=") }, 401},
		{"a wrong token", "GET", "/?token=guess", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"an empty token", "GET", "/?token=", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"writing", "POST", "/api/start", nil, 405},
		{"deleting", "DELETE", "/", nil, 405},
		{"a way out", "GET", "/../view.go", nil, 404},
		{"a way out, escaped", "GET", "/%2e%2e/%2e%2e/etc/passwd.txt", nil, 404},
		{"a way out, backwards", "GET", `/..%5c..%5cview.js`, nil, 404},
		{"a way out of a folder", "GET", "/vendor/../../view.js", nil, 404},
		{"a folder", "GET", "/vendor/", nil, 404},
		{"a kind that is not served", "GET", "/vendor/README.md", nil, 404},
		{"no such file", "GET", "/nothing.js", nil, 404},
		{"a long address", "GET", "/api/find?q=" + strings.Repeat("a", maxQuery), nil, 413},
		{"a body", "GET", "/api/start", func(r *http.Request) { r.ContentLength = 1 }, 413},
	} {
		r := s.request(t, c.method, c.target)
		if c.change != nil {
			c.change(r)
		}
		w := answer(s, r)
		got := w.Code
		if c.want == 404 && (got == http.StatusTemporaryRedirect || got == http.StatusMovedPermanently) {
			got = 404 // to the address without the dots, which is none of ours
		}
		if got != c.want {
			t.Errorf("%s: %s %s: got %d %s, want %d", c.name, c.method, c.target, got, w.Body, c.want)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s: policy: got %q", c.name, got)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers: got %v", c.name, w.Header())
		}
	}
}

func TestTokenBecomesCookie(t *testing.T) {
	s := served(t)
	w := answer(s, httptest.NewRequestWithContext(t.Context(), "GET", s.URL(), nil))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("got %d to %q, want 303 to /", w.Code, w.Header().Get("Location"))
	}
	got := w.Header().Get("Set-Cookie")
	for _, want := range []string{"entente-view-8765=" + s.token, "Path=/", "HttpOnly", "SameSite=Strict"} {
		if !strings.Contains(got, want) {
			t.Errorf("cookie: got %q, want %s in it", got, want)
		}
	}
	if other := New(nil, nil, testHost, Options{}); other.token == s.token || len(s.token) < 26 {
		t.Errorf("tokens: got %q and %q, want new ones of 128 bits or more", s.token, other.token)
	}
}

func TestListensOnLoopbackAlone(t *testing.T) {
	l, err := Listen(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := l.Addr().String(); !strings.HasPrefix(got, "127.0.0.1:") {
		t.Errorf("got %s, want 127.0.0.1", got)
	}
}

func TestPackedFilesUnpack(t *testing.T) {
	s := served(t)
	for _, packed := range []bool{true, false} {
		r := s.request(t, "GET", "/vendor/graphology.umd.min.js")
		if packed {
			r.Header.Set("Accept-Encoding", "gzip")
		}
		w := answer(s, r)
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != packed {
			t.Errorf("packed: got %v, want %v", got, packed)
		}
		if got := strings.HasPrefix(w.Body.String(), "!function"); got == packed {
			t.Errorf("packed %v: got %.20q", packed, w.Body)
		}
	}
}
