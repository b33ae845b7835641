package view

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

// deciding is a server of a graph in which something can be decided.
func deciding(t testing.TB, xs ...schema.Extraction) (*Server, graph.Store) {
	t.Helper()
	g := graphtest.Memory(t)
	graphtest.Import(t, g, xs)
	return New(g, graphtest.Relations(), testHost, Options{Decide: decider(g), By: "tester"}), g
}

// decider keeps decisions in a graph.
func decider(g graph.Store) Decider {
	return func(ctx context.Context, d graph.Decision) ([]graph.Decision, string, error) {
		d.At = time.Now().UTC().Format("2006-01-02T15:04:05.000000000Z07:00")
		before, err := g.Decisions(ctx)
		if err != nil {
			return nil, "", err
		}
		if _, err := graph.Decide(ctx, g, graphtest.Resolver(), []graph.Decision{d}, graph.ImportOptions{}); err != nil {
			return nil, "", err
		}
		after, err := g.Decisions(ctx)
		return graph.NewIn(before, after), "something changed", err
	}
}

// posted is a decision as the page sends it.
func (s *Server) posted(t testing.TB, body string) *http.Request {
	r := s.request(t, "POST", decidePath)
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "http://"+testHost)
	return r
}

func (s *Server) decided(t *testing.T, body string) Decided {
	t.Helper()
	w := answer(s, s.posted(t, body))
	var out Decided
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 || out.ID == "" {
		t.Fatalf("%s: got %d %s", body, w.Code, w.Body)
	}
	return out
}

func TestDecide(t *testing.T) {
	s, _ := deciding(t, world()...)
	const attack = "state:IND|ATTACKS|state:PAK"
	event := told[Evidence](t, s, "/api/edge?key="+url.QueryEscape(attack)).Events[0].ID
	d := s.decided(t, `{"kind":"reject","about":["`+event+`"],"reason":"hearsay"}`)
	if w := answer(s, s.request(t, "GET", "/api/edge?key="+url.QueryEscape(attack))); w.Code != 404 {
		t.Errorf("after the event was rejected: got %d %s, want no edge", w.Code, w.Body)
	}
	list := told[[]Decision](t, s, "/api/decisions")
	if len(list) != 1 || list[0].By != "tester" || list[0].Reason != "hearsay" || list[0].Undone {
		t.Errorf("got %+v, want one decision that holds", list)
	}
	s.decided(t, `{"kind":"undo","about":["`+d.ID+`"]}`)
	if e := told[Evidence](t, s, "/api/edge?key="+url.QueryEscape(attack)); len(e.Events) != 1 {
		t.Errorf("after the undo: got %+v", e)
	}
	if list := told[[]Decision](t, s, "/api/decisions"); len(list) != 1 || !list[0].Undone || list[0].About[0].Name != "2025-03-04: India attacks Pakistan" {
		t.Errorf("got %+v, want one that is undone", list)
	}
	s.decided(t, `{"kind":"rename","about":["state:PAK"],"name":"<b>Land</b>"}`)
	if n := told[Network](t, s, "/api/network?actor=state:PAK"); n.Actors[0].Name != "<b>Land</b>" {
		t.Errorf("renamed: got %+v", n.Actors[0])
	}
	s.decided(t, `{"kind":"same","about":["state:PAK","state:IND"]}`)
	if got := told[[]Decision](t, s, "/api/decisions"); got[0].Kind != graph.Same || len(got[0].About) != 2 {
		t.Errorf("got %+v, want the latest decision first", got)
	}
}

func TestDecideRefuses(t *testing.T) {
	s, g := deciding(t, world()...)
	const good = `{"kind":"rename","about":["state:PAK"],"name":"Land"}`
	for _, c := range []struct {
		name, body string
		change     func(*http.Request)
		want       int
	}{
		{"another origin", good, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		{"no origin", good, func(r *http.Request) { r.Header.Del("Origin") }, 403},
		{"the origin of a file", good, func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		{"another port of this machine", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"another host", good, func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"no token", good, func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"a wrong token", good, func(r *http.Request) { r.Header.Set("Cookie", s.cookie()+"=guess") }, 401},
		{"a form", good, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
		{"no length", good, func(r *http.Request) { r.ContentLength = -1 }, 413},
		{"a large body", strings.Repeat(" ", maxBody+1), nil, 413},
		{"by address", good, func(r *http.Request) { r.Method = "GET"; r.ContentLength = 0 }, 405},
		{"put", good, func(r *http.Request) { r.Method = "PUT" }, 405},
		{"no JSON", "kind=rename", nil, 400},
		{"no kind", `{"kind":"love","about":["state:PAK"]}`, nil, 400},
		{"nothing", `{"kind":"accept","about":[]}`, nil, 400},
		{"a name for another kind", `{"kind":"accept","about":["event:1"],"name":"x"}`, nil, 400},
		{"in another's name", `{"kind":"accept","about":["event:1"],"by":"boss"}`, nil, 400},
		{"a hostile ID", `{"kind":"same","about":["a\"|'; DROP TABLE entities; --","state:PAK"]}`, nil, 400},
		{"an event that is not there", `{"kind":"accept","about":["event:none"]}`, nil, 404},
	} {
		r := s.posted(t, c.body)
		if c.change != nil {
			c.change(r)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: got %d %s, want %d", c.name, w.Code, w.Body, c.want)
		}
	}
	if all, err := g.Decisions(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("got %+v, %v, want nothing decided", all, err)
	}
	then := New(g, graphtest.Relations(), testHost, Options{Decide: decider(g), AsOf: "2025-03-12"})
	if w := answer(then, then.posted(t, good)); w.Code != 400 {
		t.Errorf("as of a day: got %d %s, want it refused", w.Code, w.Body)
	}
	if w := answer(served(t), served(t).posted(t, good)); w.Code != 401 { // a cookie of another server
		t.Errorf("got %d %s, want 401", w.Code, w.Body)
	}
}
