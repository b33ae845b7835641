package brief_test

import (
	"bytes"
	"errors"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

func graphOf(t *testing.T, hostile bool) graph.Store {
	t.Helper()
	s := graphtest.Memory(t)
	news := graphtest.News(3, 40)
	if hostile {
		nasty, _ := graphtest.Hostile()
		news = append(news, nasty...)
	}
	graphtest.Import(t, s, news)
	return s
}

func written(t *testing.T, s graph.Reader, r brief.Request) (html, md string) {
	t.Helper()
	b, err := brief.Make(t.Context(), s, graphtest.Relations(), r)
	if err != nil {
		t.Fatal(err)
	}
	var h, m bytes.Buffer
	if err := errors.Join(b.HTML(&h), b.Markdown(&m)); err != nil {
		t.Fatal(err)
	}
	return h.String(), m.String()
}

func TestEveryEventCitesItsSentence(t *testing.T) {
	s := graphOf(t, false)
	pak, err := s.Entity(t.Context(), "state:PAK")
	if err != nil {
		t.Fatal(err)
	}
	b, err := brief.Make(t.Context(), s, graphtest.Relations(), brief.Request{Actors: []schema.Entity{pak}})
	if err != nil {
		t.Fatal(err)
	}
	if b.Title != "Pakistan" || len(b.Events) == 0 || len(b.Notes) == 0 || b.Picture == nil {
		t.Fatalf("got %q, %d events, %d notes", b.Title, len(b.Events), len(b.Notes))
	}
	for _, e := range b.Events {
		if len(e.Notes) == 0 {
			t.Errorf("%s %s cites nothing", e.Date, e.What)
		}
		for _, n := range e.Notes {
			if n < 1 || n > len(b.Notes) || b.Notes[n-1].Number != n {
				t.Errorf("%s cites note %d of %d", e.What, n, len(b.Notes))
			}
		}
	}
	found := false
	for _, v := range b.Picture.Nodes {
		found = found || v.ID == "state:PAK"
	}
	if !found {
		t.Error("the actor is not in its own picture")
	}
}

func TestSameGraphSameBytes(t *testing.T) {
	h1, m1 := written(t, graphOf(t, true), brief.Request{})
	h2, m2 := written(t, graphOf(t, true), brief.Request{})
	if h1 != h2 || m1 != m2 {
		t.Error("two briefings of the same articles differ")
	}
}

// tags are all elements that a briefing may have.
var tags = regexp.MustCompile(`^</?(!DOCTYPE|html|head|meta|title|style|body|main|h1|h2|p|ul|ol|li|b|span|figure|figcaption|table|caption|thead|tbody|tr|th|td|sup|a|mark|svg|defs|marker|path|rect|line|circle|text|g)\b`)

// Names, titles, texts and addresses of hostile articles stay text.
func TestHostileTextStaysText(t *testing.T) {
	html, md := written(t, graphOf(t, true), brief.Request{Events: 1000})
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(html, -1) {
		if !tags.MatchString(tag) || strings.Contains(tag, "javascript:") || regexp.MustCompile(`\son\w+\s*=`).MatchString(tag) {
			t.Errorf("got the tag %.120q", tag)
		}
	}
	if regexp.MustCompile(`(^|[^\\])<script`).MatchString(md) {
		t.Error("Markdown with a script")
	}
	for format, text := range map[string]string{"HTML": html, "Markdown": md} {
		if i := strings.IndexAny(text, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b\x07"); i >= 0 {
			t.Errorf("%s turns the direction of writing or steers a terminal at %.40q", format, text[i:])
		}
	}
	if !strings.Contains(html, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Error("no policy that forbids scripts")
	}
}

func TestPeriodAndRelations(t *testing.T) {
	s := graphOf(t, false)
	b, err := brief.Make(t.Context(), s, graphtest.Relations(), brief.Request{From: "1950-01-01", To: "1950-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Events) != 0 || b.Picture != nil {
		t.Errorf("got %d events in a year of none", len(b.Events))
	}
	if err := b.SVG(&bytes.Buffer{}); !errors.Is(err, brief.ErrNothingToDraw) {
		t.Errorf("got %v, want nothing to draw", err)
	}
	all, err := brief.Make(t.Context(), s, graphtest.Relations(), brief.Request{})
	if err != nil {
		t.Fatal(err)
	}
	relation := ""
	for name := range graphtest.Relations() {
		one, err := brief.Make(t.Context(), s, graphtest.Relations(), brief.Request{Relations: []string{name}})
		if err != nil {
			t.Fatal(err)
		}
		if len(one.Events) > len(all.Events) {
			t.Errorf("%s alone has %d events, all have %d", name, len(one.Events), len(all.Events))
		}
		relation = name
	}
	if relation == "" {
		t.Fatal("no relations")
	}
}

func TestPNG(t *testing.T) {
	b, err := brief.Make(t.Context(), graphOf(t, true), graphtest.Relations(), brief.Request{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := b.PNG(&out); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&out)
	if err != nil || img.Bounds().Dx() < 1800 {
		t.Errorf("got %v, %v", img.Bounds(), err)
	}
}
