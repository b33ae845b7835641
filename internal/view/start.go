package view

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Start is what the page asks first.
type Start struct {
	Articles int      `json:"articles"`
	Entities int      `json:"entities"`
	Events   int      `json:"events"`
	Edges    int      `json:"edges"`
	First    string   `json:"first"` // days of the first and the last event
	Last     string   `json:"last"`
	Families []Family `json:"families"`
	Sources  []Source `json:"sources"`  // those with most articles first
	Papers   int      `json:"papers"`   // sources, those that are not listed included
	Coders   []string `json:"coders"`   // whose events the graph has, Entente (text) included
	AsOf     string   `json:"asof"`     // the day that the graph is seen as of, "" for now
	Decides  bool     `json:"decides"`  // decisions can be made
	By       string   `json:"by"`       // in whose name
	Chart    Chart    `json:"chart"`    // of all events
	Measured int      `json:"measured"` // edges that are looked at to measure actors
}

// Family is relationship types of one sort that events of the graph can give.
type Family struct {
	Name  string   `json:"name"`
	Types []string `json:"types"` // sorted
}

// Source is where articles were published.
type Source struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
}

// maxSources bounds the sources that the page offers.
const maxSources = 500

// families are the sorts of relations, in the order shown: PLOVER's quad
// classes, and the ties that hold for long.
var families = []string{"words of cooperation", "deeds of cooperation", "words of conflict", "deeds of conflict", "standing ties"}

func (s *Server) start(r *http.Request) (any, error) {
	g, _, err := s.asked(r.URL.Query())
	if err != nil {
		return nil, err
	}
	c, err := g.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	out := Start{
		Articles: c.Articles, Entities: c.Entities, Events: c.Events, Edges: c.Edges, First: c.First, Last: c.Last, Papers: c.Sources,
		Families: s.familiesOf(c.EventsByRelation), Sources: []Source{}, Coders: coders(&c), AsOf: s.asOf, Decides: s.decider != nil && s.asOf == "", By: s.by, Chart: wholeChart(&c), Measured: measuredEdges,
	}
	for name, n := range c.ArticlesBySource {
		out.Sources = append(out.Sources, Source{name, n})
	}
	slices.SortFunc(out.Sources, func(a, b Source) int { return cmp.Or(b.Articles-a.Articles, strings.Compare(a.Name, b.Name)) })
	out.Sources = out.Sources[:min(maxSources, len(out.Sources))]
	return out, nil
}

// coders are the source kinds of the graph's events.
func coders(c *graph.Counts) []string {
	list := []string{}
	for _, k := range schema.SourceKinds {
		if c.EventsByKind[k] > 0 {
			list = append(list, k.String())
		}
	}
	return list
}

// familiesOf sorts the types of edges that these relations give. A type that
// several relations give belongs to the first by name.
func (s *Server) familiesOf(relations map[string]int) []Family {
	names := make([]string, 0, len(relations))
	for name := range relations {
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]Family, len(families))
	seen := map[string]bool{}
	for _, name := range names {
		rel := s.relations[name]
		if rel == nil {
			continue
		}
		of := rel.Quad - 1
		if rel.Standing {
			of = len(families) - 1
		}
		for _, e := range rel.Edges {
			if !seen[e.Type] && of >= 0 && of < len(out) {
				seen[e.Type] = true
				out[of].Types = append(out[of].Types, e.Type)
			}
		}
	}
	for i := range out {
		out[i].Name = families[i]
		slices.Sort(out[i].Types)
	}
	return slices.DeleteFunc(out, func(f Family) bool { return len(f.Types) == 0 })
}
