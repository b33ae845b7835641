// Package examples_test reads everything in this folder as a user would, so
// that what README.md says of it stays so.
package examples_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
)

// articles is how many there are; README.md says it too.
const articles = 75

func TestArticlesAreReadWhole(t *testing.T) {
	formats := map[string]int{}
	ids := map[string]string{}
	n := 0
	for doc, err := range read.Inputs(context.Background(), read.Options{}, "articles") {
		if err != nil {
			t.Errorf("given examples/articles\n got %v\nwant every article to be read", err)
			continue
		}
		n++
		where := doc.Origin.Path + " " + doc.Origin.Member + " " + doc.Key
		formats[path.Ext(doc.Origin.Path)]++
		if other := ids[doc.ID]; other != "" {
			t.Errorf("given %s\n got the id of %s\nwant one of its own", where, other)
		}
		ids[doc.ID] = where
		if doc.Title == "" || doc.Published.IsZero() || doc.Source == "" || !strings.Contains(doc.URL, ".example/") {
			t.Errorf("given %s\n got title %q, published %v, source %q, url %q\nwant all four, and a url under .example",
				where, doc.Title, doc.Published, doc.Source, doc.URL)
		}
		if words := len(strings.Fields(doc.Text)); words < 150 || words > 400 {
			t.Errorf("given %s\n got %d words\nwant 150 to 400", where, words)
		}
		if strings.Contains(doc.Text, "cookies") || strings.Contains(doc.Text, "---") {
			t.Errorf("given %s\n got %q\nwant the article without the clutter around it", where, doc.Text)
		}
		if len(doc.Warnings) > 0 {
			t.Errorf("given %s\n got warnings %q\nwant none", where, doc.Warnings)
		}
	}
	if n != articles {
		t.Errorf("given examples/articles\n got %d articles\nwant %d", n, articles)
	}
	for _, ext := range []string{".txt", ".md", ".jsonl", ".html", ".xml", ".csv", ".gz", ".zip"} {
		if formats[ext] == 0 {
			t.Errorf("given examples/articles\n got formats %v\nwant one of %s too", formats, ext)
		}
	}
}

var namedFile = regexp.MustCompile("`([a-z-]+/[a-z0-9-]+\\.[a-z.]+)`")

func TestReadmeNamesFilesThatExist(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := namedFile.FindAllSubmatch(text, -1)
	if len(named) < 40 {
		t.Fatalf("given README.md\n got %d files named in it\nwant 40 or more", len(named))
	}
	for _, m := range named {
		if _, err := os.Stat(path.Join("articles", string(m[1]))); err != nil {
			t.Errorf("given README.md, which names %s\n got %v\nwant it to exist", m[1], err)
		}
	}
}

func TestUserActorsLayerOverTheBuiltIn(t *testing.T) {
	kb, err := schema.LoadActors(schema.ActorFiles(), os.DirFS("actors"))
	if err != nil {
		t.Fatalf("given examples/actors\n got %v\nwant it to load", err)
	}
	for id, name := range map[string]string{"org:suspilne": "Suspilne", "state:UKR": "Ukraine"} {
		if a := kb.ByID[id]; a == nil || a.Name != name {
			t.Errorf("given %s\n got %v\nwant %s", id, a, name)
		}
	}
}

func TestUserRelationGivesTheClaimsOfItsExamples(t *testing.T) {
	p, err := nlp.New(nlp.Options{Relations: []fs.FS{os.DirFS("relations")}})
	if err != nil {
		t.Fatalf("given examples/relations\n got %v\nwant it to load", err)
	}
	r := p.Relations["LAUNCHES_SATELLITE_FOR"]
	if r == nil || p.Relations["MEETS_WITH"] == nil {
		t.Fatalf("given examples/relations over the built-in\n got %d relations, the user's: %v\nwant both", len(p.Relations), r)
	}
	for _, e := range r.Examples {
		x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: e.Text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range x.Claims {
			if c.Relation == r.Name {
				got = append(got, notation(x, c))
			}
		}
		if !slices.Equal(got, e.Claims) {
			t.Errorf("given %s:%d: %s\n got %q\nwant %q", r.File, e.Line, e.Text, got, e.Claims)
		}
	}
}

// notation writes a claim as the examples of a relation do.
func notation(x schema.Extraction, c schema.Claim) string {
	name := func(id string) string {
		for _, e := range x.Entities {
			if e.ID == id {
				return e.Name
			}
		}
		return id
	}
	names := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, name(id))
		}
		return strings.Join(out, ", ")
	}
	s := names(c.Actor) + " > " + names(c.Recipient)
	if c.Polarity == schema.Denied {
		s += " ; neg"
	}
	if c.Modality != schema.Asserted {
		s += " ; " + string(c.Modality)
	}
	if c.Speaker != "" {
		s += " ; speaker=" + name(c.Speaker)
	}
	return s
}
