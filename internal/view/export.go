package view

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/brief"
)

// The bounds of what is exported.
const (
	eventsPerEdge = 20 // whose articles are named, the latest
	maxDrawn      = 200
	maxNote       = 500 // bytes of what is said below a picture
	pngScale      = 2
)

// file is an answer to be kept on disk.
type file struct {
	name, kind string
	body       []byte
}

func (f *file) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	_, _ = w.Write(f.body) // who asked has gone, nobody is left to tell
}

// Exported is an edge of the picture with the articles that tell of it.
type Exported struct {
	Edge
	FromName string   `json:"from_name"`
	ToName   string   `json:"to_name"`
	Told     []ToldBy `json:"told_by"`
}

// ToldBy is an article.
type ToldBy struct {
	Source    string `json:"source"`
	Published string `json:"published"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"` // of the web, or ""
}

// export answers with what is seen as a file: its edges with their sources as
// CSV or JSON, its picture as SVG or PNG.
func (s *Server) export(r *http.Request) (any, error) {
	q, ctx := r.URL.Query(), r.Context()
	as := q.Get("as")
	if !slices.Contains([]string{"csv", "json", "svg", "png"}, as) {
		return nil, bad("as %q: want csv, json, svg or png", as)
	}
	if len(q.Get("note")) > maxNote {
		return nil, bad("the note is longer than %d bytes", maxNote)
	}
	var p *picture
	var err error
	if q.Has("paths") {
		_, p, err = s.between(ctx, q)
	} else {
		p, err = s.seen(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	f := &file{name: "entente." + as}
	if as == "svg" || as == "png" {
		return f, p.draw(f, as, q.Get("note"))
	}
	edges, err := s.told(ctx, q, p)
	if err != nil {
		return nil, err
	}
	if as == "json" {
		f.kind = "application/json"
		f.body, err = json.MarshalIndent(edges, "", " ")
		return f, err
	}
	f.kind = "text/csv; charset=utf-8"
	f.body, err = table(edges)
	return f, err
}

// told gives the edges of a picture with the articles behind them.
func (s *Server) told(ctx context.Context, q url.Values, p *picture) ([]Exported, error) {
	g, f, err := s.asked(q)
	if err != nil {
		return nil, err
	}
	articles := map[string]ToldBy{}
	out := []Exported{}
	for _, l := range p.Lines {
		for _, e := range l.Edges {
			x := Exported{Edge: e, FromName: p.actor(e.From).Name, ToName: p.actor(e.To).Name, Told: []ToldBy{}}
			events, err := g.Events(ctx, e.Key)
			if err != nil {
				return nil, err
			}
			if events, err = f.events(ctx, g, events); err != nil {
				return nil, err
			}
			if x.Told, err = toldOf(ctx, g, events[:min(eventsPerEdge, len(events))], articles); err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Exported) int {
		return cmp.Or(b.Independent-a.Independent, strings.Compare(a.Key, b.Key))
	})
	return out, nil
}

// toldOf are the articles of events, each once, the latest first.
func toldOf(ctx context.Context, g graph.Reader, events []graph.Event, known map[string]ToldBy) ([]ToldBy, error) {
	out := []ToldBy{}
	seen := map[string]bool{}
	for i := range events {
		for _, id := range events[i].Articles {
			if seen[id] {
				continue
			}
			seen[id] = true
			t, ok := known[id]
			if !ok {
				a, err := g.Article(ctx, id)
				if err != nil {
					return nil, err
				}
				t = ToldBy{a.Source, a.Published.Value, a.Title, brief.WebAddress(a.URL)}
				known[id] = t
			}
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b ToldBy) int { return strings.Compare(b.Published, a.Published) })
	return out, nil
}

// table writes a row for each edge and article.
func table(edges []Exported) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	row := func(cells ...string) error {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		return w.Write(cells)
	}
	if err := row("from", "from_id", "relation", "to", "to_id", "first", "last", "ended", "events", "independent", "denied", "score", "confidence", "source", "published", "title", "url"); err != nil {
		return nil, err
	}
	for _, e := range edges {
		told := e.Told
		if len(told) == 0 {
			told = []ToldBy{{}}
		}
		for _, t := range told {
			err := row(e.FromName, e.From, e.Relation, e.ToName, e.To, e.First, e.Last, e.Ended, strconv.Itoa(e.Events), strconv.Itoa(e.Independent), strconv.Itoa(e.Denied),
				strconv.FormatFloat(e.Score, 'f', -1, 64), strconv.FormatFloat(e.Confidence, 'f', -1, 64), t.Source, t.Published, t.Title, t.URL)
			if err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking words of an article for a formula: an
// apostrophe before them says that they are text. Numbers stay numbers.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
