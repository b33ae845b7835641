package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// part is a set of claims that agree in a facet, by the name of its smallest
// value.
type part struct {
	name   string
	claims []*graph.ClaimIn
}

// split parts claims by a facet: claims that share a value, through others too,
// stay together. A claim without a value joins the only part there is, or the
// only one in which its own article already is; what is uncertain beyond that
// is a part of its own, never a merge.
func split(claims []*graph.ClaimIn, facet func(*graph.ClaimIn) []string) []part {
	sets := newSets()
	for _, c := range claims {
		values := facet(c)
		for _, v := range values {
			sets.join(values[0], v)
		}
	}
	parts := map[string]*part{}
	byArticle := map[string]map[string]bool{}
	var blank []*graph.ClaimIn
	for _, c := range claims {
		values := facet(c)
		if len(values) == 0 {
			blank = append(blank, c)
			continue
		}
		root := sets.find(values[0])
		if parts[root] == nil {
			parts[root] = &part{name: root}
		}
		parts[root].claims = append(parts[root].claims, c)
		if byArticle[c.Article] == nil {
			byArticle[c.Article] = map[string]bool{}
		}
		byArticle[c.Article][root] = true
	}
	only := func(roots []string) string {
		if len(roots) == 1 {
			return roots[0]
		}
		return ""
	}
	valued := slices.Collect(maps.Keys(parts))
	for _, c := range blank {
		name := only(valued)
		if name == "" {
			name = only(slices.Collect(maps.Keys(byArticle[c.Article])))
		}
		if parts[name] == nil {
			parts[name] = &part{}
		}
		parts[name].claims = append(parts[name].claims, c)
	}
	list := make([]part, 0, len(parts))
	for _, p := range parts {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return list
}

// themeEntities are the entities that a claim is about: whom one extradited is
// another event than whom another.
func themeEntities(c *graph.ClaimIn) []string {
	var ids []string
	for _, id := range c.Theme {
		if graph.IsEntity(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func placeOf(c *graph.ClaimIn) []string {
	p := strings.TrimPrefix(schema.Normal(c.Place), "the-")
	if p == "" {
		return nil
	}
	return []string{p}
}
