package coref

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// many is the count of an anaphor that means two or more.
const many = -1

// numbers are how many a phrase says it means.
var numbers = map[string]int{"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}

// party kinds are those of whoever may be a side in something.
var anyone = append([]schema.Kind{schema.Person}, bodies...)

// groupNouns mean as many as they say.
var groupNouns = map[string]int{"pair": 2, "duo": 2, "trio": 3, "quartet": 4}

// group is a set of actors that a sentence puts side by side.
type group struct {
	ids   []string
	head  int // token of the first
	score int
}

// plural returns the actors that a phrase such as "the two countries", "both
// sides", "the ministers" or "they" means, sorted: those that the text last
// put side by side.
func plural(d *analysis.Doc, s, tok int, a anaphor) []string {
	kinds := [][]schema.Kind{a.kinds}
	if !slices.Contains(a.kinds, schema.Person) { // "Trump and Xi agreed. The two countries …"
		kinds = append(kinds, nil, anyone)
	} else if !slices.Contains(a.kinds, schema.State) { // "the Iranian and Iraqi ministers … the two men"
		kinds = append(kinds, bodies)
	}
	for _, k := range kinds {
		var ids []string
		if a.count == 2 {
			ids = lastTwo(d, s, tok, k)
		} else if g, ok := bestGroup(d, s, tok, k, a.count); ok {
			ids = g.ids
		}
		if len(ids) > 1 {
			return ids
		}
	}
	return nil
}

// bestGroup is the nearest group of count members before a token.
func bestGroup(d *analysis.Doc, s, tok int, kinds []schema.Kind, count int) (group, bool) {
	best, found := group{}, false
	own := ownSubject(d.Sentences[s].Tokens, tok)
	for back := 0; back < reach && s-back >= 0; back++ {
		limit := -1
		if back == 0 {
			limit = tok
		}
		for _, g := range groupsIn(d, s-back, limit, kinds) {
			if count == many && len(g.ids) < 2 || count != many && len(g.ids) != count || back == 0 && g.head == own && d.Sentences[s].Tokens[tok].UPOS != "PRON" {
				continue
			}
			g.score -= 30 * back
			if back == 0 {
				g.score += 5
			}
			if !found || g.score >= best.score {
				best, found = g, true
			}
		}
	}
	return best, found
}

// side is one member of a group: the word that joins it, and who it is.
type side struct {
	branch int
	ids    []string
	weight int
}

// groupsIn finds the groups of two or more among the mentions of a sentence
// that stand before token limit (-1 for all). Without kinds, persons stand for
// their states.
func groupsIn(d *analysis.Doc, s, limit int, kinds []schema.Kind) []group {
	toks := d.Sentences[s].Tokens
	sides := map[int][]side{}
	var roots []int
	ranks := map[int]int{}
	here := mentionsIn(d, s, s)
	for i := range here {
		m := &here[i]
		if m.Head < 0 || limit >= 0 && m.Head >= limit || m.Type == schema.Pronoun {
			continue
		}
		ids := fitting(d, m.Entities, kinds)
		if len(ids) == 0 {
			continue
		}
		root, branch := coordination(toks, m.Head)
		if sides[root] == nil {
			roots = append(roots, root)
		}
		ranks[root] = max(ranks[root], rank(toks, root))
		sides[root] = addSide(sides[root], side{branch, ids, weight(d, m)})
	}
	var out []group
	for _, root := range roots {
		g := group{head: root, score: 100 + 20*ranks[root]}
		for _, x := range sides[root] {
			for _, id := range x.ids {
				if !slices.Contains(g.ids, id) {
					g.ids = append(g.ids, id)
				}
			}
		}
		if len(g.ids) > 1 {
			slices.Sort(g.ids)
			out = append(out, g)
		}
	}
	return out
}

// addSide keeps the most specific mention of each branch: "its envoy, Omar".
func addSide(sides []side, x side) []side {
	for i := range sides {
		if sides[i].branch == x.branch {
			if x.weight > sides[i].weight {
				sides[i] = x
			}
			return sides
		}
	}
	return append(sides, x)
}

// weight says how specific a mention is.
func weight(d *analysis.Doc, m *analysis.Mention) int {
	switch e := d.Entity(m.Entities[0]); {
	case m.Type == schema.Name && e != nil && e.Kind == schema.Person:
		return 3
	case m.Type == schema.Nominal:
		return 2
	}
	return 1
}

// fitting are the entities of the kinds; without kinds, their states.
func fitting(d *analysis.Doc, ids []string, kinds []schema.Kind) []string {
	var out []string
	for _, id := range ids {
		e := d.Entity(id)
		switch {
		case e == nil:
		case len(kinds) == 0 && e.Kind == schema.State, slices.Contains(kinds, e.Kind):
			out = append(out, id)
		case len(kinds) == 0 && e.Kind == schema.Person && e.Country != "" && d.Entity(e.Country) != nil:
			out = append(out, e.Country)
		}
	}
	return out
}

// coordination climbs from the head of a mention to the first word of the
// enumeration that it stands in, and returns that and the word by which the
// mention's own branch is joined to it.
func coordination(toks []analysis.Token, i int) (root, branch int) {
	branch = -1
	for range 10 {
		h := toks[i].Head
		if h < 0 {
			break
		}
		switch toks[i].Deprel {
		case "conj":
			if toks[h].UPOS == "VERB" {
				return i, max(branch, i)
			}
			if branch < 0 {
				branch = i
			}
		case "appos", "flat", "nmod:desc":
		default:
			if branch < 0 {
				branch = i
			}
			return i, branch
		}
		i = h
	}
	if branch < 0 {
		branch = i
	}
	return i, branch
}

// rank is that of subjectRank, for a token.
func rank(toks []analysis.Token, i int) int {
	if !strings.HasPrefix(toks[i].Deprel, "nsubj") {
		return 0
	}
	if h := toks[i].Head; h >= 0 && toks[h].Head == -1 {
		return 2
	}
	return 1
}

// lastTwo returns the two entities of the kinds that the text last put side by
// side, in ID order: joined by "and", or the only two of a sentence; else the
// two latest. Without kinds, persons stand for their states.
func lastTwo(d *analysis.Doc, s, tok int, kinds []schema.Kind) []string {
	var latest []string
	own := ownSubject(d.Sentences[s].Tokens, tok)
	third := thirdParties(d, s, tok)
	for back := 0; back < 2*reach && s-back >= 0; back++ {
		limit := -1
		if back == 0 {
			limit = tok
		}
		groups := groupsIn(d, s-back, limit, kinds)
		for _, g := range slices.Backward(groups) {
			if len(g.ids) == 2 && (back > 0 || g.head != own) && !overlaps(g.ids, third) {
				return g.ids
			}
		}
		var ids []string
		here := mentionsIn(d, s-back, s-back)
		for i := len(here) - 1; i >= 0; i-- {
			m := &here[i]
			if m.Head < 0 || back == 0 && (m.Head >= tok || m.Head == own) {
				continue
			}
			for _, id := range fitting(d, m.Entities, kinds) {
				if slices.Contains(third, id) {
					continue
				}
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
				if !slices.Contains(latest, id) && len(latest) < 2 {
					latest = withoutOrgans(d, append(latest, id))
				}
			}
		}
		if ids = withoutOrgans(d, ids); len(ids) == 2 {
			slices.Sort(ids)
			return ids
		}
	}
	slices.Sort(latest)
	return latest
}

// thirdParties are, where a phrase is the object or oblique of a verb, those in
// the verb's subject ("the EU's envoy"), and the states of the persons and
// bodies among them: who deals with the two sides is neither.
func thirdParties(d *analysis.Doc, s, tok int) []string {
	toks := d.Sentences[s].Tokens
	switch toks[tok].Deprel {
	case "obj", "iobj", "obl":
	default:
		return nil
	}
	subject := borrowedSubject(toks, tok)
	if subject < 0 {
		return nil
	}
	root, _ := coordination(toks, subject)
	var out []string
	here := mentionsIn(d, s, s)
	for i := range here {
		m := &here[i]
		if m.Head < 0 {
			continue
		}
		if r, _ := coordination(toks, m.Head); r != root && !isUnder(toks, m.Head, root) {
			continue
		}
		for _, id := range m.Entities {
			out = append(out, id)
			if e := d.Entity(id); e != nil && e.Country != "" && e.Kind != schema.State {
				out = append(out, e.Country)
			}
		}
	}
	return out
}

// withoutOrgans leaves out the organizations of the states that are among the
// entities: Iran and its state radio are not the two sides.
func withoutOrgans(d *analysis.Doc, ids []string) []string {
	all := slices.Clone(ids)
	return slices.DeleteFunc(ids, func(id string) bool {
		e := d.Entity(id)
		return e.Kind == schema.Organization && e.Country != id && slices.Contains(all, e.Country)
	})
}
