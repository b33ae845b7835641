package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// atom is a set of claims that are certainly of one event: those of one
// article, or, where many articles tell of the day, of all of them, that agree
// in day, place, theme and figures. Events are gathered from atoms.
type atom struct {
	key      string // what its claims agree in, without the article
	least    string // the smallest claim ID: the last word among equals
	claims   []*graph.ClaimIn
	articles []string // sorted
	wires    []string // bands of the articles' signatures, sorted
	gists    []gist   // of a few of its articles
	block    string

	day     int // by which it is compared
	when    timing
	first   int // the days that its date may mean
	last    int
	denial  bool
	crowded bool   // one of many
	group   string // of claims that a decision puts together
	tags    []graph.Tag

	actors  []string // who acted, in a block that leaves it open, sorted; empty where no name is given
	places  []string // normal names and entity IDs, sorted; empty where no claim gives one
	themes  []string // entities, sorted
	words   []string // of themes that are no entities, sorted
	persons map[string][]string
	figures []figure
}

// timing says how an atom's day is known.
type timing int

const (
	exact     timing = iota // the text gives the day
	roughly                 // the text gives the week or month
	published               // the text gives none: the article's day
)

// crowd is how many articles may tell of one day of a block before they are no
// longer compared one by one.
const crowd = 12

// maxGists bounds the articles by which an atom is compared.
const maxGists = 4

// atoms groups claims of one block and class. Whether the articles of a day
// stay apart depends on that day alone.
func atoms(claims []*graph.ClaimIn, ds *graph.Decisions) []*atom {
	parsed := map[string]gist{}
	perDay := map[string]map[string]bool{}
	drafts := make([]*atom, len(claims))
	for i, c := range claims {
		g, known := parsed[c.Gist]
		if !known {
			g = parseGist(c.Gist)
			parsed[c.Gist] = g
		}
		drafts[i] = draft(c, g, ds)
		day := drafts[i].block + " " + strconv.Itoa(drafts[i].day)
		if perDay[day] == nil {
			perDay[day] = map[string]bool{}
		}
		perDay[day][c.Article] = true
	}
	sharpen(drafts)
	all := map[string]*atom{}
	for i, c := range claims {
		a := drafts[i]
		if len(perDay[a.block+" "+strconv.Itoa(a.day)]) > crowd {
			a.join()
		} else if !a.denial && a.group == "" {
			a.key += " " + c.Article
		}
		key := a.key
		if old := all[key]; old != nil {
			old.merge(a)
		} else {
			all[key] = a
		}
	}
	list := slices.Collect(maps.Values(all))
	for _, a := range list {
		a.finish()
	}
	slices.SortFunc(list, byKey)
	return list
}

// sharpen gives claims that name no place, or just a state, the place of the
// others of their sentence, where there is one: "Russia fired missiles at
// Ukraine and hit the dam of Zaporizhzhia" tells of one event.
func sharpen(drafts []*atom) {
	at := func(a *atom) string {
		c := a.claims[0]
		return strings.Join([]string{c.Article, c.Block, strconv.Itoa(c.Evidence.Sentence.Start), strconv.Itoa(a.first), strconv.Itoa(a.last)}, " ")
	}
	vague := func(a *atom) bool { return len(a.places) == 0 || slices.ContainsFunc(a.places, isState) }
	known := map[string][]string{}
	several := map[string]bool{}
	for _, a := range drafts {
		if vague(a) {
			continue
		}
		if places, some := known[at(a)]; some && !slices.Equal(places, a.places) {
			several[at(a)] = true
		}
		known[at(a)] = a.places
	}
	for _, a := range drafts {
		if places := known[at(a)]; len(places) > 0 && !several[at(a)] && vague(a) {
			a.places = slices.Clone(places)
			a.key = a.signature()
		}
	}
}

// join lets an atom of a day that many articles tell of agree with more of
// them: of figures only the dead still tell it apart, and it is compared by one
// article. Comparing all with all would take the square of their number.
func (a *atom) join() {
	a.crowded = true
	a.figures = slices.DeleteFunc(a.figures, func(f figure) bool { return f.of != "killed" })
	a.key = a.signature()
}

// byKey is an order that depends on nothing but the atoms themselves.
func byKey(a, b *atom) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.least, b.least))
}

// draft is the atom of a single claim.
func draft(c *graph.ClaimIn, g gist, ds *graph.Decisions) *atom {
	a := &atom{
		claims: []*graph.ClaimIn{c}, articles: []string{c.Article}, block: c.Block, least: c.ID,
		denial: c.Polarity == schema.Denied, group: ds.Group(c.ID), tags: ds.Apart(c.ID), persons: map[string][]string{},
	}
	if c.Wire != "" {
		a.wires = strings.Fields(c.Wire)
		for i := range a.wires {
			a.wires[i] = strconv.Itoa(i) + a.wires[i]
		}
	}
	a.gists = []gist{g}
	a.time(c)
	if strings.Contains(c.Block, "|"+unnamed+"|") {
		a.actors = sides(c, ds, c.Actor)
	}
	for _, p := range []string{schema.Normal(strings.TrimPrefix(strings.ToLower(c.Place), "the ")), c.Location} {
		if p != "" {
			a.places = append(a.places, p)
		}
	}
	for _, id := range slices.Concat(c.Actor, c.Recipient) {
		if isPlace(id) {
			a.places = append(a.places, ds.Canonical(id))
		}
	}
	for _, t := range c.Theme {
		if named(t) {
			a.themes = append(a.themes, ds.Canonical(t))
			continue
		}
		for w := range strings.SplitSeq(schema.Normal(t), "-") {
			if w = stem(w); len(w) > 2 {
				a.words = append(a.words, w)
			}
		}
	}
	for id, state := range c.Offices {
		if strings.HasPrefix(id, "person:") || strings.HasPrefix(id, "nil:person:") {
			a.persons[state] = append(a.persons[state], ds.Canonical(id))
		}
	}
	a.figures = figures(c.Evidence.Sentence.Text)
	a.places, a.themes, a.words = set(a.places), set(a.themes), set(a.words)
	a.key = a.signature()
	return a
}

// named reports whether a theme is somebody or something with a name, not words
// and not a part of a population: whom one extradited tells events apart, "a
// trafficker" does not.
func named(theme string) bool {
	return graph.IsEntity(theme) && !strings.HasPrefix(theme, "nil:population:")
}

// time places the atom in time.
func (a *atom) time(c *graph.ClaimIn) {
	a.day = dayIn(c, c.Block)
	a.when = published
	a.first, a.last = a.day, a.day
	if c.Date.IsZero() {
		return
	}
	a.when = roughly
	a.first, a.last = dayNumber(c.Date.First()), dayNumber(c.Date.Last())
	if c.Date.Precision == schema.Day {
		a.when = exact
	}
}

// signature is what the claims of an atom agree in.
func (a *atom) signature() string {
	if a.group != "" {
		return "decided " + a.group
	}
	var tags, people []string
	for _, t := range a.tags {
		tags = append(tags, t.Decision+" "+strconv.Itoa(t.Side))
	}
	for _, state := range slices.Sorted(maps.Keys(a.persons)) {
		people = append(people, set(a.persons[state])...) // they come from a map
	}
	var counts []string
	for _, f := range a.figures {
		counts = append(counts, f.of+" "+strconv.FormatFloat(f.n, 'f', -1, 64))
	}
	slices.Sort(counts)
	days := strconv.Itoa(a.first) + "-" + strconv.Itoa(a.last)
	if a.when == published {
		days = "published " + days
	}
	return schema.Hash(strconv.FormatBool(a.denial), strconv.Itoa(a.day), days, strings.Join(a.places, "+"), strings.Join(a.themes, "+"),
		strings.Join(people, "+"), strings.Join(counts, "+"), strings.Join(tags, "+"), strings.Join(a.actors, "+"))
}

func (a *atom) merge(b *atom) {
	a.claims = append(a.claims, b.claims...)
	a.articles = append(a.articles, b.articles...)
	a.wires = append(a.wires, b.wires...)
	a.words = append(a.words, b.words...)
	a.gists = append(a.gists, b.gists...)
	if b.least < a.least {
		a.least = b.least
	}
	if a.group == "" {
		return
	}
	// What a decision put together agrees in nothing else by itself. It is of
	// the earliest day, and of the sharpest timing.
	if b.when < a.when || (b.when == a.when && b.day < a.day) {
		a.day, a.when, a.first, a.last = b.day, b.when, b.first, b.last
	}
	a.places, a.themes, a.actors = append(a.places, b.places...), append(a.themes, b.themes...), append(a.actors, b.actors...)
	a.tags = append(a.tags, b.tags...)
	a.denial = a.denial && b.denial
	for state, people := range b.persons {
		a.persons[state] = append(a.persons[state], people...)
	}
	for _, f := range b.figures {
		if !slices.ContainsFunc(a.figures, func(g figure) bool { return g.of == f.of && g.n <= f.n }) {
			a.figures = append(slices.DeleteFunc(a.figures, func(g figure) bool { return g.of == f.of }), f)
		}
	}
}

// finish puts what was gathered in order: claims by ID, and the gists of the
// first articles.
func (a *atom) finish() {
	slices.SortFunc(a.claims, func(x, y *graph.ClaimIn) int { return strings.Compare(x.ID, y.ID) })
	a.articles, a.wires, a.words, a.places, a.themes = set(a.articles), set(a.wires), set(a.words), set(a.places), set(a.themes)
	a.actors = set(a.actors)
	a.gists = a.gists[:0:0]
	n := min(len(a.articles), maxGists)
	if a.crowded {
		n = 1
	}
	for _, article := range a.articles[:n] {
		i := slices.IndexFunc(a.claims, func(c *graph.ClaimIn) bool { return c.Article == article })
		a.gists = append(a.gists, parseGist(a.claims[i].Gist))
	}
}

// specificity is how much an atom tells of its event.
func (a *atom) specificity() int {
	n := 0
	if a.group != "" {
		n += 16
	}
	if a.when == exact {
		n += 8
	}
	if len(a.places) > 0 {
		n += 4
	}
	if len(a.themes) > 0 {
		n += 2
	}
	if len(a.figures)+len(a.actors) > 0 {
		n++
	}
	return n
}

// leads reports whether a comes before b as the core of an event: what tells
// more, what more articles tell, what is earlier.
func (a *atom) leads(b *atom) bool {
	return cmp.Or(
		b.specificity()-a.specificity(), len(b.articles)-len(a.articles), a.day-b.day, byKey(a, b),
	) < 0
}
