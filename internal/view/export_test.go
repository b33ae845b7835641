package view

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
)

func TestExport(t *testing.T) {
	s := served(t, world()...)
	w := answer(s, s.request(t, "GET", "/api/export?as=csv&actor=state:PAK"))
	if got := w.Header().Get("Content-Disposition"); w.Code != 200 || got != `attachment; filename="entente.csv"` {
		t.Fatalf("got %d %s, %q", w.Code, w.Body, got)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 4 { // an attack that two articles tell of, and a visit
		t.Fatalf("got %q, %v, want a head and three rows", rows, err)
	}
	if got := strings.Join(rows[1], "|"); !strings.HasPrefix(got, "United Nations|igo:un|VISITS|Pakistan|state:PAK|2025-01-10|2025-01-10||1|1|0|1.9|") || !strings.Contains(got, "dawn.example|2025-03-05|") {
		t.Errorf("got %q", got)
	}
	w = answer(s, s.request(t, "GET", "/api/export?as=json"))
	var edges []Exported
	if err := json.Unmarshal(w.Body.Bytes(), &edges); err != nil || len(edges) != 3 || len(edges[0].Told) != 2 || edges[0].FromName != "United States" {
		t.Errorf("got %s, %v, want three edges, the best attested first", w.Body, err)
	}
	if got := answer(s, s.request(t, "GET", "/api/export?as=exe")).Code; got != 400 {
		t.Errorf("as a program: got %d, want 400", got)
	}
	for _, query := range []string{"", "&actor=state:PAK&actor=igo:un&paths=1"} {
		w = answer(s, s.request(t, "GET", "/api/export?as=png"+query))
		if img, err := png.Decode(w.Body); err != nil || img.Bounds().Dx() < drawnWidth*pngScale {
			t.Errorf("%s: a picture: %v", query, err)
		}
	}
	empty := served(t)
	for _, as := range []string{"csv", "json", "svg", "png"} {
		if w := answer(empty, empty.request(t, "GET", "/api/export?as="+as)); w.Code != 200 {
			t.Errorf("an empty graph as %s: got %d %s", as, w.Code, w.Body)
		}
	}
}

// TestExportHostile makes sure that no text becomes a formula or an element.
func TestExportHostile(t *testing.T) {
	xs, nasty := graphtest.Hostile()
	x := graphtest.Article("f", "2025-03-05", "dawn.example", "one", graphtest.Said{Relation: "ATTACKS", Actor: "nil:person:f", Recipient: "state:PAK"})
	x.Article.Title, x.Article.Source = `=HYPERLINK("https://evil.example","x")`, "-2+3"
	for i := range x.Entities {
		if !x.Entities[i].Curated {
			x.Entities[i].Name = `@SUM(1)<script>alert(1)</script>`
		}
	}
	s := served(t, append(xs, x)...)
	rows, err := csv.NewReader(answer(s, s.request(t, "GET", "/api/export?as=csv&around=500")).Body).ReadAll()
	if err != nil || len(rows) < len(nasty) {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for i, cell := range row {
			if i != 11 && harmless(cell) != cell { // 11 is a score
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	d := xml.NewDecoder(bytes.NewReader(answer(s, s.request(t, "GET", "/api/export?as=svg&around=500")).Body.Bytes()))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && !strings.Contains(" svg title defs marker path rect g text line circle ", " "+e.Name.Local+" ") {
			t.Errorf("a text became <%s>", e.Name.Local)
		}
	}
}
