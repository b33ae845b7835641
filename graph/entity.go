package graph

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Join merges what two articles say of one entity. It is commutative,
// associative and idempotent, so that the order of articles does not matter:
// the knowledge base wins over texts; among equals the longer name wins and
// the other becomes an alias, sets are united, and of two differing values the
// smaller stays.
func Join(a, b schema.Entity) schema.Entity {
	if a.Curated != b.Curated {
		if a.Curated {
			return a
		}
		return b
	}
	out := schema.Entity{ID: a.ID, Curated: a.Curated}
	out.Name = longer(a.Name, b.Name)
	out.Kind = schema.Kind(smaller(string(a.Kind), string(b.Kind)))
	out.Country = smaller(a.Country, b.Country)
	out.Sector = smaller(a.Sector, b.Sector)
	names := append(slices.Clone(a.Aliases), b.Aliases...)
	names = append(names, a.Name, b.Name)
	out.Aliases = clean(names, out.Name)
	if len(a.Codes)+len(b.Codes) > 0 {
		out.Codes = maps.Clone(a.Codes)
		if out.Codes == nil {
			out.Codes = map[string]string{}
		}
		for k, v := range b.Codes {
			out.Codes[k] = smaller(out.Codes[k], v)
		}
	}
	return out
}

// clean sorts names and drops repetitions, empty ones and the main name.
func clean(names []string, main string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.DeleteFunc(names, func(s string) bool { return s == main || s == "" })
}

func longer(a, b string) string {
	if len(a) != len(b) {
		if len(a) > len(b) {
			return a
		}
		return b
	}
	return min(a, b)
}

// smaller is the smaller of two strings, where "" means unknown.
func smaller(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return min(a, b)
}

// SameEntity reports whether two entities are equal in all that is kept.
func SameEntity(a, b schema.Entity) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Name == b.Name && a.Country == b.Country &&
		a.Sector == b.Sector && a.Curated == b.Curated && slices.Equal(a.Aliases, b.Aliases) && maps.Equal(a.Codes, b.Codes)
}

// ManyArticles is as many articles as Rank tells from more: counting all of a
// hub takes longer than somebody who types a name waits.
const ManyArticles = 200

// Found is an entity that an engine proposes for a name, with the number of
// articles that mention it, ManyArticles for more.
type Found struct {
	schema.Entity
	Articles int
}

// Rank sorts what an engine found for a name, best first, drops what does not
// match, and cuts to limit, so that every engine answers alike: ID and code
// before name before alias, whole before beginning before word, then what
// more articles mention.
func Rank(name string, found []Found, limit int) []schema.Entity {
	type ranked struct {
		Found
		grade int
	}
	want := schema.Normal(name)
	var list []ranked
	for _, f := range found {
		if g := grade(name, want, &f.Entity); g > 0 {
			list = append(list, ranked{f, g})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		if a.grade != b.grade {
			return b.grade - a.grade
		}
		if a.Curated != b.Curated && a.grade >= gradeAlias {
			if a.Curated {
				return -1
			}
			return 1
		}
		return cmp.Or(min(b.Articles, ManyArticles)-min(a.Articles, ManyArticles), strings.Compare(a.ID, b.ID))
	})
	var out []schema.Entity
	for _, r := range list {
		if limit > 0 && len(out) == limit {
			break
		}
		if len(out) == 0 || out[len(out)-1].ID != r.ID {
			out = append(out, r.Entity)
		}
	}
	return out
}

const (
	gradeWord = iota + 1
	gradeStart
	gradeAlias
	gradeName
	gradeCode
	gradeID
)

func grade(name, want string, e *schema.Entity) int {
	if e.ID == name {
		return gradeID
	}
	if want == "" {
		return 0
	}
	for _, c := range e.Codes {
		if strings.EqualFold(c, name) {
			return gradeCode
		}
	}
	best := 0
	for i, n := range append([]string{e.Name}, e.Aliases...) {
		n = schema.Normal(n)
		g := 0
		switch {
		case n == want && i == 0:
			g = gradeName
		case n == want:
			g = gradeAlias
		case strings.HasPrefix(n, want):
			g = gradeStart
		case strings.Contains("-"+n, "-"+want):
			g = gradeWord
		}
		best = max(best, g)
	}
	return best
}

// Decided applies decisions to an entity: the others that it stands for give
// it their names, and a new name makes the former one an alias. The entity's
// own description stays; one that no article has mentioned takes the others'.
func Decided(e schema.Entity, others []schema.Entity, name string) schema.Entity {
	if len(others) == 0 && name == "" {
		return e
	}
	names := slices.Clone(e.Aliases)
	for _, o := range others {
		if e.Name == "" && e.Kind == "" {
			id, curated := e.ID, e.Curated
			e = o
			e.ID, e.Curated = id, curated
		}
		names = append(append(names, o.Name), o.Aliases...)
	}
	if name != "" && name != e.Name {
		names = append(names, e.Name)
		e.Name = name
	}
	e.Aliases = clean(names, e.Name)
	return e
}
