package coder

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// party is the entity that a coder's party is: a known group, else whom the
// name means in the knowledge base, else what country and sector tell.
func (c *Coder) party(p *schema.CodedParty) (schema.Entity, schema.Link, bool) {
	if a := c.actors.ByID[c.crosswalks.Groups[p.Group]]; a != nil {
		return a.Entity, schema.Link{Score: 1, Reason: schema.ByCode}, true
	}
	country := c.state(p.Country)
	name, of := bare(p.Name)
	if of != "" {
		if state := c.state(of); state != "" {
			country = state
		}
	}
	if a := c.named(name, country); a != nil {
		return a.Entity, schema.Link{Score: 0.9, Reason: schema.ByAlias}, true
	}
	sector, some := c.sector(p, name)
	return c.unnamed(name, country, sector, some)
}

// state is the state of a name or code, "" for none.
func (c *Coder) state(text string) string {
	text = strings.TrimSpace(text)
	if id := c.crosswalks.Countries[strings.ToUpper(text)]; id != "" {
		return id
	}
	return c.states[gazetteer.Fold(schema.Normal(text))]
}

// Coders write "Civilians (Mali)", "Government of Mali (2020-)", "Military
// Forces of Mali (2020-)", "JNIM: Group for Support of Islam and Muslims".
var (
	bracketed = regexp.MustCompile(`\s*\(([^()]*)\)`)
	years     = regexp.MustCompile(`^\d{4}\s*-\s*(\d{4})?$`)
	forcesOf  = regexp.MustCompile(`^(Government|Military Forces|Police Forces|Military|Police) of (.+?)(?: \S.*)?$`)
)

// bare takes brackets off a name and gives the country in them.
func bare(name string) (text, of string) {
	for _, m := range bracketed.FindAllStringSubmatch(name, 4) {
		if !years.MatchString(strings.TrimSpace(m[1])) {
			of = strings.TrimSpace(m[1])
		}
	}
	text = strings.TrimSpace(bracketed.ReplaceAllString(name, ""))
	if m := forcesOf.FindStringSubmatch(text); m != nil {
		of = strings.TrimSpace(strings.TrimPrefix(text, m[1]+" of "))
		text = m[1]
	}
	return text, of
}

// named is whom a name means: somebody of the country where the row gives one.
// States and capitals are left to the country.
func (c *Coder) named(name, country string) *schema.Actor {
	tries := []string{name}
	if short, long, both := strings.Cut(name, ": "); both {
		tries = append(tries, long, short)
	}
	for _, try := range tries {
		if len(try) < 3 || len(try) > 200 {
			continue
		}
		var found *schema.Actor
		for _, e := range c.names.Whole(try) {
			a := c.actors.ByID[e.ID]
			if a == nil || a.Kind == schema.Place || a.Kind == schema.State || e.Form != schema.FormName {
				continue
			}
			if country != "" && a.Country != "" && a.Country != country {
				continue
			}
			if found != nil { // it means two
				found = nil
				break
			}
			found = a
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// sector is what a party's name says that it is, as in "Civilians (Mali)", else
// the first of its sectors that the crosswalk knows.
func (c *Coder) sector(p *schema.CodedParty, name string) (schema.SectorRule, bool) {
	switch name {
	case "Military Forces":
		name = "military"
	case "Police Forces":
		name = "police"
	}
	if r, ok := c.crosswalks.Sectors[strings.ToLower(name)]; ok {
		return r, true
	}
	for _, term := range p.Sectors {
		if r, ok := c.crosswalks.Sectors[strings.ToLower(strings.TrimSpace(term))]; ok {
			return r, true
		}
	}
	return schema.SectorRule{}, false
}

// unnamed is somebody whom the knowledge base lacks: an organ of a state is the
// state, as in texts; a militant group or organization has its own name; others
// are the people of their country and sector.
func (c *Coder) unnamed(name, country string, sector schema.SectorRule, some bool) (schema.Entity, schema.Link, bool) {
	link := schema.Link{Score: 0.7, Reason: schema.ByCode, Sector: sector.Sector}
	state := c.actors.ByID[country]
	own := c.ownName(name, sector)
	switch {
	case !some && state != nil && (own == "" || c.state(name) == country):
		link.Sector = ""
		return state.Entity, link, true
	case !some && state != nil:
		// a person or body whose sector nobody tells: the state is what is sure
		return state.Entity, link, true
	case some && sector.Kind == schema.State && state != nil:
		return state.Entity, link, true
	case !some || sector.Kind == schema.State:
		return schema.Entity{}, link, false
	case own != "" && (sector.Kind == schema.MilitantGroup || sector.Kind == schema.Organization || sector.Kind == schema.IGO):
		return schema.Entity{ID: nilID(sector.Kind, own), Kind: sector.Kind, Name: own, Country: country, Sector: sector.Sector}, link, true
	case state != nil:
		return c.of(state, sector), link, true
	}
	return schema.Entity{}, link, false
}

// ownName is a name that is more than a sector, a state or an adjective of one:
// "" for "Civilians" and "UKRAINIAN".
func (c *Coder) ownName(name string, sector schema.SectorRule) string {
	lower := strings.ToLower(name)
	if _, generic := c.crosswalks.Sectors[lower]; generic || schema.Normal(name) == "" || len(c.names.Whole(name)) > 0 || strings.HasPrefix(lower, "unidentified") {
		return ""
	}
	if strings.ToUpper(name) == name { // GDELT's names in capitals are classes as often as names: REBEL, INSURGENT
		return ""
	}
	return name
}

// of are the people of a country and sector.
func (c *Coder) of(state *schema.Actor, sector schema.SectorRule) schema.Entity {
	name := sector.Name + " of " + state.Name
	return schema.Entity{ID: nilID(sector.Kind, name), Kind: sector.Kind, Name: name, Country: state.ID, Sector: sector.Sector}
}

// people are those of a state.
func (c *Coder) people(state schema.Entity) schema.Entity {
	return c.of(&schema.Actor{Entity: state}, schema.SectorRule{Sector: "CVL", Kind: schema.Population, Name: "civilians"})
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
