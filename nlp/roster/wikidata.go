package roster

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// wikidataItem is an item of Wikidata's JSON: a line of a dump, or a value of
// "entities" of an answer of its interface.
type wikidataItem struct {
	ID      string                    `json:"id"`
	Type    string                    `json:"type"`
	Labels  map[string]wikidataText   `json:"labels"`
	Aliases map[string][]wikidataText `json:"aliases"`
	Claims  map[string][]wikidataSaid `json:"claims"`
}

type wikidataText struct {
	Value string `json:"value"`
}

// wikidataSaid is a statement with its qualifiers.
type wikidataSaid struct {
	Mainsnak   wikidataSnak              `json:"mainsnak"`
	Rank       string                    `json:"rank"`
	Qualifiers map[string][]wikidataSnak `json:"qualifiers"`
}

type wikidataSnak struct {
	Datavalue struct {
		Value json.RawMessage `json:"value"`
	} `json:"datavalue"`
}

// The properties of Wikidata that are read.
const (
	instanceOf  = "P31"
	country     = "P17"
	citizenship = "P27"
	position    = "P39"
	applies     = "P1001" // jurisdiction of a position
	iso2Code    = "P297"
	start       = "P580"
	end         = "P582"
	inception   = "P571"
	dissolved   = "P576"
)

// classes are the classes of Wikidata that are actors, with their kind and
// sector.
var classes = map[string]struct {
	kind   schema.Kind
	sector string
}{
	"Q5":        {schema.Person, ""},
	"Q17149090": {schema.MilitantGroup, "REB"}, // armed organization
	"Q17127659": {schema.MilitantGroup, "REB"}, // terrorist organization
	"Q484652":   {schema.IGO, "IGO"},           // international organization
	"Q245065":   {schema.IGO, "IGO"},           // intergovernmental organization
	"Q7278":     {schema.Organization, "PTY"},  // political party
	"Q192350":   {schema.Organization, "GOV"},  // ministry
	"Q327333":   {schema.Organization, "GOV"},  // government agency
	"Q47913":    {schema.Organization, "SPY"},  // intelligence agency
	"Q37726":    {schema.Organization, "MIL"},  // army
	"Q772547":   {schema.Organization, "MIL"},  // armed forces
	"Q163740":   {schema.Organization, "NGO"},  // nonprofit organization
	"Q79913":    {schema.Organization, "NGO"},  // non-governmental organization
	"Q4830453":  {schema.Organization, "BUS"},  // business
	"Q783794":   {schema.Organization, "BUS"},  // company
	"Q6881511":  {schema.Organization, "BUS"},  // enterprise
	"Q11032":    {schema.Organization, "MED"},  // newspaper
	"Q192283":   {schema.Organization, "MED"},  // news agency
	"Q43229":    {schema.Organization, ""},     // organization
	"Q515":      {schema.Place, ""},            // city
	"Q1549591":  {schema.Place, ""},            // big city
	"Q486972":   {schema.Place, ""},            // human settlement
	"Q3957":     {schema.Place, ""},            // town
}

// states are items of states, by ISO 3166 code: those that a person's
// citizenship may name though the file does not hold them.
var states = map[string]string{
	"Q16": "CA", "Q17": "JP", "Q20": "NO", "Q27": "IE", "Q28": "HU", "Q29": "ES", "Q30": "US", "Q31": "BE", "Q33": "FI", "Q34": "SE", "Q35": "DK",
	"Q36": "PL", "Q37": "LT", "Q38": "IT", "Q39": "CH", "Q40": "AT", "Q41": "GR", "Q43": "TR", "Q45": "PT", "Q55": "NL", "Q79": "EG", "Q96": "MX",
	"Q114": "KE", "Q115": "ET", "Q142": "FR", "Q145": "GB", "Q148": "CN", "Q155": "BR", "Q159": "RU", "Q183": "DE", "Q184": "BY", "Q189": "IS",
	"Q191": "EE", "Q211": "LV", "Q212": "UA", "Q213": "CZ", "Q214": "SK", "Q215": "SI", "Q218": "RO", "Q219": "BG", "Q224": "HR", "Q230": "GE",
	"Q232": "KZ", "Q241": "CU", "Q252": "ID", "Q258": "ZA", "Q262": "DZ", "Q265": "UZ", "Q298": "CL", "Q334": "SG", "Q399": "AM", "Q408": "AU",
	"Q414": "AR", "Q419": "PE", "Q423": "KP", "Q424": "KH", "Q664": "NZ", "Q668": "IN", "Q717": "VE", "Q736": "EC", "Q739": "CO", "Q786": "DO",
	"Q790": "HT", "Q794": "IR", "Q796": "IQ", "Q801": "IL", "Q805": "YE", "Q810": "JO", "Q813": "KG", "Q822": "LB", "Q833": "MY", "Q836": "MM",
	"Q843": "PK", "Q851": "SA", "Q858": "SY", "Q863": "TJ", "Q865": "TW", "Q869": "TH", "Q874": "TM", "Q878": "AE", "Q881": "VN", "Q884": "KR",
	"Q889": "AF", "Q902": "BD", "Q912": "ML", "Q928": "PH", "Q929": "CF", "Q948": "TN", "Q953": "ZM", "Q954": "ZW", "Q958": "SS", "Q965": "BF",
	"Q974": "CD", "Q1006": "GN", "Q1016": "LY", "Q1028": "MA", "Q1032": "NE", "Q1033": "NG", "Q1036": "UG", "Q1037": "RW", "Q1041": "SN",
	"Q1045": "SO", "Q1049": "SD",
}

func isWikidata(head string) bool {
	return strings.Contains(head, `"labels"`) || strings.Contains(head, `"claims"`) || strings.Contains(head, `"entities"`)
}

// wikidataReader collects what refers to other items until all are known.
type wikidataReader struct {
	*table
	states map[string]string // item → ID
	titles map[string]string // item → label
	of     map[string]string // position → state
	people []wikidataHeld
	homes  []string // of t.entities, the item of the country
}

type wikidataHeld struct {
	line           int
	person, office string
	from, to       string
	state          string
}

func readWikidata(t *table, in io.Reader) error {
	r := wikidataReader{table: t, states: map[string]string{}, titles: map[string]string{}, of: map[string]string{}}
	for item, code := range states {
		r.states[item] = t.iso2[code]
	}
	err := t.eachLine(in, func(n int, text []byte) {
		text = bytes.TrimSuffix(bytes.TrimSpace(text), []byte(","))
		if s := string(text); s == "" || s == "[" || s == "]" {
			return
		}
		if err := r.line(n, text); err != nil {
			t.problem(n, "not an item of Wikidata: %v; mend the line or drop it", err)
		}
	})
	if err != nil {
		return err
	}
	for i := range t.entities {
		t.entities[i].country = r.states[r.homes[i]]
	}
	for _, h := range r.people {
		of := r.states[firstOf(h.state, r.of[h.office])]
		t.posts = append(t.posts, post{h.line, h.person, officeTitle(r.titles[h.office]), of, h.from, h.to})
	}
	return nil
}

// line reads an item, a list of items or an answer with several.
func (r *wikidataReader) line(n int, text []byte) error {
	if text[0] == '[' {
		var items []wikidataItem
		if err := json.Unmarshal(text, &items); err != nil {
			return err
		}
		for i := range items {
			r.item(n, &items[i])
		}
		return nil
	}
	var answer struct {
		Entities map[string]wikidataItem `json:"entities"`
		wikidataItem
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(answer.Entities)) {
		item := answer.Entities[id]
		r.item(n, &item)
	}
	if answer.ID == "" && answer.Entities == nil {
		return errors.New(`no "id" and no "entities"`)
	}
	if answer.ID != "" {
		r.item(n, &answer.wikidataItem)
	}
	return nil
}

func (r *wikidataReader) item(n int, x *wikidataItem) {
	label := firstOf(x.Labels["en"].Value, x.Labels["mul"].Value, x.Labels["en-gb"].Value)
	if code := x.text(iso2Code); code != "" && r.iso2[code] != "" {
		r.states[x.ID] = r.iso2[code]
	}
	r.titles[x.ID], r.of[x.ID] = label, firstOf(x.item(applies), x.item(country))
	if label == "" {
		return
	}
	for _, class := range x.items(instanceOf) {
		c, ok := classes[class]
		if !ok {
			continue
		}
		e := entity{line: n, source: x.ID, kind: c.kind, name: label, sector: c.sector, from: x.date(inception), to: x.date(dissolved)}
		for _, lang := range []string{"en", "mul"} {
			for _, a := range x.Aliases[lang] {
				e.aliases = append(e.aliases, a.Value)
			}
		}
		before := len(r.entities)
		if r.add(e); len(r.entities) > before {
			r.homes = append(r.homes, firstOf(x.item(citizenship), x.item(country)))
		}
		if c.kind == schema.Person {
			r.offices(n, x)
		}
		return
	}
}

// offices takes on the positions that a person held.
func (r *wikidataReader) offices(n int, x *wikidataItem) {
	for _, s := range x.Claims[position] {
		if office := s.Mainsnak.item(); office != "" && s.Rank != "deprecated" {
			h := wikidataHeld{line: n, person: x.ID, office: office}
			for _, q := range []struct {
				property string
				to       *string
			}{{start, &h.from}, {end, &h.to}} {
				for _, snak := range s.Qualifiers[q.property] {
					*q.to = snak.date()
				}
			}
			r.people = append(r.people, h)
		}
	}
}

// items are the items that a property names, preferred ones first; deprecated
// statements are left out.
func (x *wikidataItem) items(property string) []string {
	var preferred, normal []string
	for _, s := range x.Claims[property] {
		switch id := s.Mainsnak.item(); {
		case id == "" || s.Rank == "deprecated":
		case s.Rank == "preferred":
			preferred = append(preferred, id)
		default:
			normal = append(normal, id)
		}
	}
	return append(preferred, normal...)
}

func (x *wikidataItem) item(property string) string { return firstOf(x.items(property)...) }

func (x *wikidataItem) text(property string) string {
	for _, s := range x.Claims[property] {
		var text string
		if json.Unmarshal(s.Mainsnak.Datavalue.Value, &text) == nil {
			return text
		}
	}
	return ""
}

func (x *wikidataItem) date(property string) string {
	for _, s := range x.Claims[property] {
		if d := s.Mainsnak.date(); d != "" && s.Rank != "deprecated" {
			return d
		}
	}
	return ""
}

func (s *wikidataSnak) item() string {
	var v struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(s.Datavalue.Value, &v) != nil {
		return ""
	}
	return v.ID
}

func (s *wikidataSnak) date() string {
	var v struct {
		Time      string `json:"time"`
		Precision int    `json:"precision"`
	}
	if json.Unmarshal(s.Datavalue.Value, &v) != nil || v.Precision < 9 { // 9 is a year
		return ""
	}
	return date(v.Time)
}
