// Package resolve turns claims into events and events into direct edges, by
// pure functions: the same set of claims gives the same events, whatever the
// order and the batches in which they came.
//
//	Record   one article's extraction, checked, with blocks and offices
//	Events   a block of claims → the things that happened, were planned, were denied
//	Edge     a dyad with the ties of all its events → the edge that sums them up
//
// A block holds the claims of one family of relations between the same parties,
// where an office holder or organ of state counts as its state, of twelve days.
// Within a block and its neighbours claims are told apart by what they tell of
// (what happened or what is planned), and gathered around cores by date, place,
// theme, figures and the words of their articles.
package resolve

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Resolver holds what resolving depends on besides the claims. It is not
// changed by use and serves any number of goroutines.
type Resolver struct {
	// Relations by name; a claim of another relation is refused by Record.
	Relations map[string]*schema.Relation
	// Lookup finds an entity of the knowledge base, for the states of office
	// holders that an article does not name. It may be nil.
	Lookup func(id string) (schema.Entity, bool)
	// Version is mixed into Record.ContentHash: name here what made the extractions
	// (rules, models), and an article is read anew when it changes.
	Version string
}

var _ graph.Resolver = (*Resolver)(nil)

// rules is changed with whatever makes other blocks, events or edges of the
// same claims: graphs are then rebuilt by the next import.
const rules = "2026-11-6"

// Rules names the rules of Block, Events and Edge; the relations' own are part
// of them.
func (r *Resolver) Rules() string {
	parts := []string{rules}
	for _, name := range slices.Sorted(maps.Keys(r.Relations)) {
		rel := r.Relations[name]
		parts = append(parts, name, rel.Family, rel.Plover, rel.Mode, rel.Cameo, fmt.Sprint(rel.Quad, rel.Goldstein, rel.Standing, rel.SpeechAct, rel.Edges, rel.Ends))
	}
	return rules + " " + schema.Hash(parts...)
}

// Record checks an extraction and makes an article's record of it: entities
// and claims sorted and without repetition, text that is not UTF-8 mended, the
// states of office holders added. Blocks are left to Block. An error says which claim is wrong; nothing
// of the article can then be kept.
func (r *Resolver) Record(x schema.Extraction) (graph.Record, error) {
	if err := checkID(x.Article.ID); err != nil {
		return graph.Record{}, fmt.Errorf("article %.100q: %w", x.Article.Key, err)
	}
	edition := r.Edition(&x.Article)
	rec := graph.Record{
		Article: mendArticle(x.Article), ContentHash: edition.ContentHash, Order: edition.Order,
	}
	if !x.Article.SourceKind.Coded() { // rows are like each other by their form, and compared with nothing
		rec.Wire, rec.Gist = Wire(x.Article.Text), Gist(&x)
	}
	rec.Article.Text = ""
	known := map[string]schema.Entity{}
	for _, e := range x.Entities {
		if err := checkID(e.ID); err != nil {
			return graph.Record{}, fmt.Errorf("article %s: entity %.100q: %w", x.Article.ID, e.Name, err)
		}
		if !slices.Contains(schema.Kinds, e.Kind) {
			return graph.Record{}, fmt.Errorf("article %s: entity %s: %q is no kind", x.Article.ID, e.ID, e.Kind)
		}
		e = mendEntity(e)
		if old, twice := known[e.ID]; twice {
			e = graph.Join(old, e)
		}
		known[e.ID] = e
	}
	seen := map[string]bool{}
	named := maps.Clone(known) // without the states that offices add
	about := statesOf(&x)
	for i := range x.Claims {
		row, err := r.row(&x.Claims[i], &x.Article, named, known, about)
		if err != nil {
			return graph.Record{}, fmt.Errorf("article %s: claim %d: %w", x.Article.ID, i+1, err)
		}
		row.Evidence.Page = schema.PageAt(x.Article.Text, row.Evidence.Quote.Start)
		if !seen[row.ID] {
			seen[row.ID] = true
			rec.Claims = append(rec.Claims, row)
		}
	}
	slices.SortFunc(rec.Claims, func(a, b graph.Row) int { return strings.Compare(a.ID, b.ID) })
	rec.Mentions, rec.Entities = mentions(x, known)
	return rec, nil
}

// Edition is the version that Record makes of an article: where a store has it
// or a later one, the article need be neither analysed nor put.
func (r *Resolver) Edition(a *schema.Article) graph.Edition {
	hash := schema.ContentHash(a)
	if r.Version != "" {
		hash = schema.Hash(hash, r.Version)
	}
	return graph.Edition{ContentHash: hash, Order: schema.Edition(a)}
}

// row checks a claim and adds its offices and location; the states of offices
// join known.
func (r *Resolver) row(c *schema.Claim, article *schema.Article, named, known map[string]schema.Entity, about []string) (graph.Row, error) {
	claim := mendClaim(*c)
	claim.Article, claim.SourceKind = article.ID, article.SourceKind
	if c.ID == "" || c.ID != schema.ClaimID(c) { // it is a key: never one that another article may have
		claim.ID = schema.ClaimID(&claim)
	}
	rel := r.Relations[claim.Relation]
	switch {
	case rel == nil:
		return graph.Row{}, fmt.Errorf("relation %q is not in the schema", claim.Relation)
	case len(claim.Actor) == 0:
		return graph.Row{}, errors.New("no actor")
	case claim.Evidence.Sentence.Text == "":
		return graph.Row{}, errors.New("no evidence")
	case claim.Polarity != schema.Affirmed && claim.Polarity != schema.Denied:
		return graph.Row{}, fmt.Errorf("polarity %q", claim.Polarity)
	case !slices.Contains(modalities, claim.Modality):
		return graph.Row{}, fmt.Errorf("modality %q", claim.Modality)
	}
	if _, err := schema.ParseDate(claim.Date.Value); err != nil {
		return graph.Row{}, err
	}
	parties := slices.Concat(claim.Actor, claim.Recipient, claim.Theme, claim.Mediator)
	if claim.Speaker != "" {
		parties = append(parties, claim.Speaker)
	}
	for _, id := range parties {
		if _, ok := named[id]; !ok && graph.IsEntity(id) {
			return graph.Row{}, fmt.Errorf("party %q is not among the article's entities", id)
		}
	}
	offices := r.offices(&claim, named)
	row := graph.Row{
		Claim: claim, Offices: offices, Within: r.within(&claim, named, offices, about), Location: location(claim.Place, named),
	}
	for _, state := range row.Offices {
		if _, ok := known[state]; !ok {
			known[state] = r.state(state)
		}
	}
	return row, nil
}

// statesOf are the states that an article speaks of, with their places and
// people, those that it speaks of most first.
func statesOf(x *schema.Extraction) []string {
	of := map[string]string{}
	for i := range x.Entities {
		switch e := &x.Entities[i]; {
		case e.Kind == schema.State:
			of[e.ID] = e.ID
		case checkID(e.Country) == nil:
			of[e.ID] = e.Country
		}
	}
	times := map[string]int{}
	for _, m := range x.Mentions {
		if state := of[m.Entity]; state != "" {
			times[state]++
		}
	}
	list := slices.Sorted(maps.Keys(times))
	slices.SortStableFunc(list, func(a, b string) int { return times[b] - times[a] })
	return list
}

// location is the entity of an article that a place names: a place rather than
// a state.
func location(place string, known map[string]schema.Entity) string {
	want := strings.TrimPrefix(schema.Normal(place), "the-")
	if want == "" {
		return ""
	}
	best := ""
	for id, e := range known {
		if e.Kind != schema.Place && e.Kind != schema.State {
			continue
		}
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if schema.Normal(name) != want {
				continue
			}
			if b, ok := known[best]; !ok || (e.Kind == schema.Place && b.Kind != schema.Place) || (e.Kind == b.Kind && id < best) {
				best = id
			}
		}
	}
	return best
}

// state is the entity of a state that no article has named so far.
func (r *Resolver) state(id string) schema.Entity {
	if r.Lookup != nil {
		if e, ok := r.Lookup(id); ok {
			return mendEntity(e)
		}
	}
	_, name, _ := strings.Cut(id, ":")
	return schema.Entity{ID: id, Kind: schema.State, Name: name}
}

func mentions(x schema.Extraction, known map[string]schema.Entity) ([]graph.Mentions, []schema.Entity) {
	sums := map[string]*graph.Mentions{}
	total := 0
	for _, m := range x.Mentions {
		if _, ok := known[m.Entity]; !ok {
			continue
		}
		if sums[m.Entity] == nil {
			sums[m.Entity] = &graph.Mentions{}
		}
		s := sums[m.Entity]
		s.Count++
		total++
		if m.Type != schema.Pronoun && 0 <= m.Start && m.Start <= m.End && m.End <= len(x.Article.Text) {
			s.Surfaces = append(s.Surfaces, mend(m.Of(x.Article.Text)))
		}
	}
	var ents []schema.Entity
	for _, e := range known {
		ents = append(ents, e)
	}
	slices.SortFunc(ents, func(a, b schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	list := make([]graph.Mentions, 0, len(ents))
	for _, e := range ents {
		m := graph.Mentions{Entity: e.ID}
		if s := sums[e.ID]; s != nil {
			slices.Sort(s.Surfaces)
			m.Count, m.Surfaces = s.Count, slices.Compact(s.Surfaces)
			m.Salience = float64(s.Count) / float64(total)
		}
		list = append(list, m)
	}
	return list, ents
}

// checkID keeps out what cannot be a key: IDs are parts of edge keys and stand
// in indexes, whose entries are bounded.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("no id")
	case len(id) > 1000:
		return fmt.Errorf("id of %d bytes; 1000 are allowed", len(id))
	case !utf8.ValidString(id):
		return fmt.Errorf("id %q is not UTF-8", id)
	case strings.ContainsAny(id, "|\"\x00"):
		return fmt.Errorf("id %q holds a bar, a double quote or a zero byte", id)
	}
	return nil
}
