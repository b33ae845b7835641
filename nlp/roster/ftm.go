package roster

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// ftmEntity is an entity of FollowTheMoney, as OpenSanctions publishes them:
// one JSON object a line, every property a list. In nested files a value may be
// an entity itself.
type ftmEntity struct {
	ID         string                `json:"id"`
	Schema     string                `json:"schema"`
	Caption    string                `json:"caption"`
	Properties map[string][]ftmValue `json:"properties"`
}

// ftmValue is a text or an entity.
type ftmValue struct {
	text   string
	entity *ftmEntity
}

// UnmarshalJSON reads either.
func (v *ftmValue) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		v.entity = &ftmEntity{}
		return json.Unmarshal(data, v.entity)
	}
	return json.Unmarshal(data, &v.text)
}

func isFTM(head string) bool {
	return head[0] == '{' && strings.Contains(head, `"schema"`) && strings.Contains(head, `"properties"`)
}

// ftmOffices are offices, their holders and the posts, which may stand in any
// order.
type ftmOffices struct {
	*table
	posts map[string]ftmPost // Position.id →
	held  []ftmHeld
}

type ftmPost struct{ name, country string }

type ftmHeld struct {
	line         int
	holder, post string
	from, to     string
}

func readFTM(t *table, in io.Reader) error {
	o := ftmOffices{table: t, posts: map[string]ftmPost{}}
	err := t.eachLine(in, func(n int, text []byte) {
		var e ftmEntity
		if err := json.Unmarshal(text, &e); err != nil {
			t.problem(n, "not an entity of FollowTheMoney: %v; mend the line or drop it", err)
			return
		}
		if e.ID == "" || e.Schema == "" {
			t.problem(n, `no "id" or no "schema"; mend the line or drop it`)
			return
		}
		o.take(n, &e)
	})
	if err != nil {
		return err
	}
	for _, h := range o.held {
		if p := o.posts[h.post]; p.country != "" {
			t.posts = append(t.posts, post{h.line, h.holder, officeTitle(p.name), p.country, h.from, h.to})
		}
	}
	return nil
}

// take takes an entity on by its schema, and those within it.
func (o *ftmOffices) take(line int, e *ftmEntity) {
	switch kind := o.kindOf(e); {
	case kind != "":
		o.add(entity{
			line: line, source: e.ID, kind: kind, name: firstOf(e.Caption, e.first("name")),
			aliases: slices.Concat(e.texts("name"), e.texts("alias"), e.texts("previousName"), e.texts("abbreviation")),
			country: o.country(e), sector: ftmSector(e, kind),
			from: date(e.first("incorporationDate")), to: date(e.first("dissolutionDate")),
		})
	case e.Schema == "Position":
		o.posts[e.ID] = ftmPost{firstOf(e.first("name"), e.Caption), o.country(e)}
	case e.Schema == "Occupancy":
		o.held = append(o.held, ftmHeld{line, e.id("holder"), e.id("post"), date(e.first("startDate")), date(e.first("endDate"))})
	}
	for _, property := range slices.Sorted(maps.Keys(e.Properties)) { // the same list gives the same rows
		for _, v := range e.Properties[property] {
			if inner := v.entity; inner != nil {
				if inner.Schema == "Occupancy" && inner.id("holder") == "" {
					if inner.Properties == nil {
						inner.Properties = map[string][]ftmValue{}
					}
					inner.Properties["holder"] = []ftmValue{{text: e.ID}}
				}
				o.take(line, inner)
			}
		}
	}
}

// kindOf is what an entity is to us, or "" for addresses, ships, intervals and
// whatever else is no actor.
func (o *ftmOffices) kindOf(e *ftmEntity) schema.Kind {
	topics := e.texts("topics")
	switch e.Schema {
	case "Person":
		return schema.Person
	case "Organization", "LegalEntity", "Company", "PublicBody":
		switch {
		case slices.Contains(topics, "crime.terror") && e.Schema != "Company":
			return schema.MilitantGroup
		case slices.Contains(topics, "gov.igo"):
			return schema.IGO
		}
		return schema.Organization
	}
	return ""
}

// ftmSector is the PLOVER sector that schema and topics tell.
func ftmSector(e *ftmEntity, kind schema.Kind) string {
	topics := e.texts("topics")
	has := func(t string) bool {
		return slices.ContainsFunc(topics, func(x string) bool { return x == t || strings.HasPrefix(x, t+".") })
	}
	switch {
	case kind == schema.IGO:
		return "IGO"
	case kind == schema.MilitantGroup, has("crime.terror"):
		return "REB"
	case has("pol.party"):
		return "PTY"
	case has("mil"):
		return "MIL"
	case has("gov.security"):
		return "SPY"
	case has("gov"), has("role.pep"), e.Schema == "PublicBody":
		return "GOV"
	case has("crime"):
		return "CRM"
	case has("role.journo"), has("media"):
		return "MED"
	case e.Schema == "Company", has("corp"):
		return "BUS"
	}
	return ""
}

// country is the first state that a property names by its code.
func (o *ftmOffices) country(e *ftmEntity) string {
	for _, p := range []string{"nationality", "citizenship", "country", "jurisdiction", "mainCountry"} {
		for _, code := range e.texts(p) {
			if id := o.iso2[strings.ToUpper(code)]; id != "" {
				return id
			}
		}
	}
	return ""
}

func (e *ftmEntity) texts(property string) []string {
	var out []string
	for _, v := range e.Properties[property] {
		if v.text != "" {
			out = append(out, v.text)
		}
	}
	return out
}

func (e *ftmEntity) first(property string) string { return firstOf(e.texts(property)...) }

// id is the ID that a property refers to, by its text or as an entity.
func (e *ftmEntity) id(property string) string {
	values := e.Properties[property]
	if len(values) == 0 {
		return ""
	}
	if values[0].entity != nil {
		return values[0].entity.ID
	}
	return values[0].text
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// officeTitle is a post's title without the state whose it is: "President of
// Ruritania" is a President.
func officeTitle(name string) string {
	title, of, ok := strings.Cut(name, " of ")
	if ok && of != "" && !strings.HasPrefix(strings.ToLower(title), "minister") && !strings.HasPrefix(strings.ToLower(title), "secretary") {
		name = title
	}
	name = strings.TrimSpace(name)
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
