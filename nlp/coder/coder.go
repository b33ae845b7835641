// Package coder turns the rows of coders' tables of events (GDELT, ICEWS,
// POLECAT, ACLED) into extractions, as if they were articles that say one thing
// each. The row is the evidence: nothing of it pretends to be a sentence.
//
// A code becomes a relation by a crosswalk (schema/crosswalk), a party an actor
// of the knowledge base where its name, group or country leads to one. What
// can't be told is an Unsaid, which counts by its reason.
package coder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// Unsaid is a row of which no claim can be made, for a reason that many rows
// may share.
type Unsaid struct{ Reason string }

// Error says why.
func (u *Unsaid) Error() string { return u.Reason }

func unsaid(format string, args ...any) error {
	return &Unsaid{fmt.Sprintf(format, args...)}
}

// Coder knows the crosswalks, the relations and the actors. It is not changed
// by use and serves any number of goroutines.
type Coder struct {
	relations  map[string]*schema.Relation
	actors     *schema.Actors
	crosswalks *schema.Crosswalks
	names      *gazetteer.Gazetteer
	states     map[string]string // names and ISO codes in normal form → ID
}

// New checks that the crosswalks fit the relations and the actors.
func New(actors *schema.Actors, relations map[string]*schema.Relation, crosswalks *schema.Crosswalks) (*Coder, error) {
	c := &Coder{relations: relations, actors: actors, crosswalks: crosswalks, names: gazetteer.New(actors), states: map[string]string{}}
	for what, ids := range map[string]map[string]string{"groups": crosswalks.Groups, "countries": crosswalks.Countries} {
		for code, id := range ids {
			if actors.ByID[id] == nil {
				return nil, fmt.Errorf("crosswalk/%s.csv: %s: %q is not a known actor", what, code, id)
			}
		}
	}
	for _, id := range actors.IDs { // in order: of two with one name the first counts
		a := actors.ByID[id]
		if a.Kind != schema.State {
			continue
		}
		keys := []string{a.Codes["iso3"], a.Codes["iso2"]}
		for _, n := range a.Names {
			if n.Form == schema.FormName {
				keys = append(keys, n.Text)
			}
		}
		for _, k := range keys {
			if k = gazetteer.Fold(schema.Normal(k)); k != "" && (c.states[k] == "" || a.Status == "un") {
				c.states[k] = id
			}
		}
	}
	return c, nil
}

// Extract makes the extraction of a row, with its one claim. The error is an
// *Unsaid.
func (c *Coder) Extract(a schema.Article, row *schema.Coding) (schema.Extraction, error) {
	x := schema.Extraction{Article: a}
	rule, err := c.rule(row)
	if err != nil {
		return x, err
	}
	rel := c.relations[rule.Relation]
	s := &sides{coder: c, x: &x, row: row, rule: &rule, rel: rel}
	claim, err := s.claim()
	if err != nil {
		return x, err
	}
	claim.Article, claim.SourceKind = a.ID, row.Kind
	claim.Relation, claim.Polarity, claim.Modality = rel.Name, schema.Affirmed, schema.Asserted
	claim.Date, claim.Place, claim.Point = row.Date, c.place(&x, row), row.Point
	whole := schema.Span{End: len(a.Text)}
	claim.Evidence = schema.Evidence{
		Sentence: schema.Quote{Span: whole, Text: a.Text}, Quote: schema.Quote{Span: row.At, Text: row.At.Of(a.Text)}, Trigger: row.At,
		Marks: s.marks, Rule: rule.Rule, Confidence: rule.Fit,
	}
	claim.ID = schema.ClaimID(&claim)
	x.Claims = []schema.Claim{claim}
	slices.SortFunc(x.Entities, func(a, b schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	x.Entities = slices.CompactFunc(x.Entities, func(a, b schema.Entity) bool { return a.ID == b.ID })
	return x, nil
}

// rule is the crosswalk's for the code of a row: that of PLOVER's type where its
// mode is not listed.
func (c *Coder) rule(row *schema.Coding) (schema.CodeRule, error) {
	codes := c.crosswalks.Schemes[row.Scheme]
	rule, known := codes[row.Code]
	if kind, _, moded := strings.Cut(row.Code, "/"); !known && moded && row.Scheme == "plover" {
		rule, known = codes[kind]
	}
	switch {
	case !known:
		return rule, unsaid("the code %.60q is not known", row.Code)
	case rule.Relation == "":
		return rule, unsaid("no relation says the code %s (%s)", row.Code, rule.Name)
	case c.relations[rule.Relation] == nil:
		return rule, unsaid("there is no relation %s for the code %s", rule.Relation, row.Code)
	}
	return rule, nil
}

// sides puts a row's parties into the roles of its relation.
type sides struct {
	coder *Coder
	x     *schema.Extraction
	row   *schema.Coding
	rule  *schema.CodeRule
	rel   *schema.Relation
	marks []schema.Mark
}

func (s *sides) claim() (schema.Claim, error) {
	var c schema.Claim
	first, second := s.row.Actor, s.row.Recipient
	if s.rule.Form == schema.Swapped {
		first, second = second, first
	}
	var err error
	switch {
	case s.rule.Form == schema.Mediator:
		if c.Mediator, err = s.fill(schema.RoleMediator, first); err == nil {
			c.Actor, err = s.fill(schema.RoleActor, second)
		}
	case s.rel.Symmetric:
		if c.Actor, err = s.fill(schema.RoleActor, first); err == nil {
			var others []string
			others, err = s.fill(schema.RoleActor, second)
			c.Actor = append(c.Actor, others...)
		}
	default:
		if c.Actor, err = s.fill(schema.RoleActor, first); err == nil {
			c.Recipient, err = s.fill(schema.RoleRecipient, second)
		}
	}
	if err != nil {
		return c, err
	}
	for _, list := range []*[]string{&c.Actor, &c.Recipient, &c.Mediator} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	all := slices.Concat(c.Actor, c.Recipient, c.Mediator)
	slices.Sort(all)
	switch {
	case len(c.Actor) == 0:
		return c, unsaid("no actor is named")
	case len(slices.Compact(all)) < 2 && !s.alone():
		return c, unsaid("no second party is named, or both are the same")
	}
	return c, nil
}

// alone reports whether an event of one party is kept: a protest against
// nobody named, a withdrawal. It is an event with a place and a day, without an
// edge.
func (s *sides) alone() bool {
	return s.row.Kind == schema.ACLED && len(s.row.Recipient) == 0 && !s.rel.Symmetric ||
		slices.Contains(s.rel.Optional, schema.RoleRecipient)
}

// fill gives the entities that a coder's parties are in a role.
func (s *sides) fill(role schema.Role, parties []schema.CodedParty) ([]string, error) {
	var ids []string
	for i := range parties {
		e, link, ok := s.coder.party(&parties[i])
		if !ok {
			continue
		}
		if e, ok = s.fits(role, e); !ok {
			return nil, unsaid("%s takes no %s as %s: code %s", s.rel.Name, e.Kind, role, s.row.Code)
		}
		if p := parties[i].Span; p.Len() > 0 {
			s.x.Mentions = append(s.x.Mentions, schema.Mention{Span: p, Entity: e.ID, Type: schema.Name, Link: link})
			s.marks = append(s.marks, schema.Mark{Role: role, Span: p})
		}
		s.x.Entities = append(s.x.Entities, e)
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// fits gives the entity that may fill a role: where a state can't protest or be
// released, its people are meant.
func (s *sides) fits(role schema.Role, e schema.Entity) (schema.Entity, bool) {
	kinds := s.rel.Arguments[role]
	if slices.Contains(kinds, e.Kind) {
		return e, true
	}
	if e.Kind == schema.State && slices.Contains(kinds, schema.Population) {
		return s.coder.people(e), true
	}
	return e, false
}

// place adds the place of a row to the extraction's entities and gives its
// name.
func (c *Coder) place(x *schema.Extraction, row *schema.Coding) string {
	name, _, _ := strings.Cut(row.Place, ",")
	if name = strings.TrimSpace(name); name == "" {
		return ""
	}
	country := c.state(row.Country)
	if country == "" {
		last := row.Place[strings.LastIndexByte(row.Place, ',')+1:]
		country = c.state(last)
	}
	for _, e := range c.names.Whole(name) {
		a := c.actors.ByID[e.ID]
		if a.Kind == schema.Place && (country == "" || a.Country == "" || a.Country == country) || a.Kind == schema.State && e.Form == schema.FormName && (country == "" || a.ID == country) {
			x.Entities = append(x.Entities, a.Entity)
			return name
		}
	}
	e := schema.Entity{Kind: schema.Place, Name: name, Country: country}
	e.ID = nilID(schema.Place, name, strings.ToLower(strings.TrimPrefix(country, "state:")))
	if row.Point != nil {
		e.Codes = map[string]string{"lat": degrees(row.Point.Lat), "lon": degrees(row.Point.Lon)}
	}
	if e.ID != "" {
		x.Entities = append(x.Entities, e)
	}
	return name
}

// nilID is the ID of somebody whom the knowledge base lacks.
func nilID(kind schema.Kind, parts ...string) string {
	name := schema.Normal(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " "))
	if name == "" {
		return ""
	}
	return "nil:" + strings.ToLower(string(kind)) + ":" + cmp.Or(short(name), name)
}

// maxName bounds a name in an ID, in bytes; a longer one ends in its hash.
const maxName = 120

func short(name string) string {
	if len(name) <= maxName {
		return ""
	}
	return strings.ToValidUTF8(name[:maxName], "") + "-" + schema.Hash(name)[:8]
}
