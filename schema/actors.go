package schema

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Form says what sort of name an alias is, which decides how it is read.
type Form uint8

// The forms of names.
const (
	FormName     Form = iota // a proper name, long, short or former
	FormDemonym              // "Pakistani": the state as an adjective, or its people
	FormCapital              // "Islamabad": a city, or the government that sits in it
	FormMetonym              // "the Kremlin"
	FormInferred             // a surname or acronym that the text itself tied to a name
)

// Alias is one way in which an entity is named.
type Alias struct {
	Text string
	Form Form
}

// Actor is an entity of the knowledge base with all that is known of it.
type Actor struct {
	Entity
	Names   []Alias // Name included
	Region  string
	Status  string // of states: un, observer, partial, none, historic
	From    Date
	To      Date
	Parent  string // of groups: what it is a branch or successor of
	Members []string
	// Former holds names that an official name has replaced. Succeeds holds the
	// IDs of the states whose place a state took by dissolution or union.
	Former   []Former
	Succeeds []string

	at      place // the line that spoke of it last
	Offices []Office
}

// Former is a name that a state had once; no dates mean that they are unknown.
type Former struct {
	Text     string
	From, To Date
}

// Office is a post that a person holds or held.
type Office struct {
	Person string
	Title  string
	Of     string // entity ID
	From   Date
	To     Date
}

// HeldOn reports whether the office was held on the day; an unknown day asks
// whether it is held today, that is, without an end.
func (o Office) HeldOn(day Date) bool {
	if day.IsZero() {
		return o.To.IsZero()
	}
	t := day.Last()
	return (o.From.IsZero() || !o.From.First().After(t)) && (o.To.IsZero() || !o.To.Last().Before(day.First()))
}

// Actors is the knowledge base, keyed by entity ID.
type Actors struct {
	ByID map[string]*Actor
	IDs  []string // sorted
	// Ambiguous holds the aliases that mean several things, with what they mean.
	Ambiguous map[string][]string
	// Organs are the bodies that every state has, in the order of their IDs.
	Organs []Organ

	organs map[organOf]string // → ID of an organization
}

// actorFiles are the files of a folder of actors, in the order in which they
// refer to each other. All are optional in a user's own folder.
var actorFiles = []struct {
	name    string
	columns string
	add     func(*Actors, row) error
}{
	{"states.csv", "id,kind,name,long,aliases,former,demonyms,capital,metonyms,iso2,iso3,cow,wikidata,region,status,from,to,succeeds,source", (*Actors).addState},
	{"organs.csv", "id,names,sector,source", (*Actors).addOrgan},
	{"groups.csv", "id,kind,name,aliases,country,sector,from,to,parent,wikidata,source", (*Actors).addActor},
	{"organizations.csv", "id,kind,name,aliases,country,sector,hq,from,to,members,organ,wikidata,source", (*Actors).addOrganization},
	{"places.csv", "id,kind,name,aliases,country,status,wikidata,source", (*Actors).addActor},
	{"people.csv", "id,name,aliases,country,sector,born,wikidata,source", (*Actors).addActor},
	{"offices.csv", "person,title,of,from,to,source", (*Actors).addOffice},
	{"ambiguous.csv", "alias,ids,note", (*Actors).addAmbiguous},
}

// LoadActors reads folders of actor files, later ones over earlier ones: a row
// with an ID that is already known adds its aliases and replaces what it
// states. A mistake names file and line.
func LoadActors(folders ...fs.FS) (*Actors, error) {
	kb := &Actors{
		ByID: make(map[string]*Actor, 16384), Ambiguous: map[string][]string{},
		organs: map[organOf]string{},
	}
	found := make([]bool, len(folders))
	for _, f := range actorFiles {
		for i, folder := range folders {
			file, err := folder.Open(f.name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("actors: %w", err)
			}
			found[i] = true
			err = kb.read(file, place{folder: i, file: f.name}, f.columns, f.add)
			file.Close()
			if err != nil {
				return nil, err
			}
		}
		if f.name == "organizations.csv" {
			if err := kb.makeOrgans(); err != nil {
				return nil, err
			}
		}
	}
	if slices.Contains(found, false) {
		return nil, errors.New("actors: no states.csv, people.csv, groups.csv, organizations.csv or places.csv in the folder")
	}
	kb.IDs = slices.Sorted(maps.Keys(kb.ByID))
	if err := kb.check(); err != nil {
		return nil, err
	}
	for _, a := range kb.ByID {
		a.finish()
	}
	return kb, nil
}

// place is a line of a file of one of the folders.
type place struct {
	folder int
	file   string
	line   int
}

func (p place) String() string { return fmt.Sprintf("actors/%s:%d", p.file, p.line) }

func (p place) errorf(format string, args ...any) error {
	return fmt.Errorf("%v: "+format, append([]any{p}, args...)...)
}

// row is one line of a file, by column name.
type row struct {
	place
	header []string
	fields []string
}

func (r row) get(column string) string {
	if i := slices.Index(r.header, column); i >= 0 {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

func (r row) list(column string) []string {
	all := r.get(column)
	if all == "" {
		return nil
	}
	out := make([]string, 0, 1+strings.Count(all, ";"))
	for s := range strings.SplitSeq(all, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r row) date(column string) (Date, error) {
	d, err := ParseDate(r.get(column))
	if err != nil {
		return Date{}, r.errorf("column %s: %w", column, err)
	}
	return d, nil
}

// read passes each line of a file on, by column name. at says which file it is.
func (kb *Actors) read(in io.Reader, at place, columns string, add func(*Actors, row) error) error {
	name := at.file
	b := bufio.NewReader(in)
	if mark, _ := b.Peek(3); string(mark) == "\uFEFF" { // spreadsheets write one
		_, _ = b.Discard(3)
	}
	c := csv.NewReader(b)
	c.Comment = '#'
	c.ReuseRecord = true
	header, err := c.Read()
	if err != nil {
		return fmt.Errorf("actors/%s: header: %w", name, err)
	}
	header = slices.Clone(header)
	known := strings.Split(columns, ",")
	for _, h := range header {
		if !slices.Contains(known, h) {
			return fmt.Errorf("actors/%s: unknown column %q; the columns are %s", name, h, columns)
		}
	}
	if !slices.Contains(header, known[0]) {
		return fmt.Errorf("actors/%s: no column %q; the columns are %s", name, known[0], columns)
	}
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("actors/%s: %w", name, err)
		}
		at.line, _ = c.FieldPos(0)
		if err := add(kb, row{at, header, fields}); err != nil {
			return err
		}
	}
}

// kindOfID gives the kinds that an ID's prefix allows.
var kindOfID = map[string][]Kind{
	"state": {State}, "person": {Person}, "group": {MilitantGroup}, "igo": {IGO},
	"org": {Organization}, "place": {Place}, "population": {Population},
}

// actor returns the actor that the row is about, making it if it is new.
func (kb *Actors) actor(r row) (*Actor, error) {
	id := r.get("id")
	prefix, rest, ok := strings.Cut(id, ":")
	kinds := kindOfID[prefix]
	if !ok || rest == "" || kinds == nil {
		return nil, r.errorf("id %q: want one like state:PAK, person:some-name, group:…, igo:…, org:… or place:…", id)
	}
	kind := Kind(r.get("kind"))
	if kind == "" {
		kind = kinds[0]
	}
	if !slices.Contains(kinds, kind) {
		return nil, r.errorf("id %q cannot be of kind %q", id, kind)
	}
	a := kb.ByID[id]
	if a == nil {
		if r.get("name") == "" {
			return nil, r.errorf("%s has no name", id)
		}
		a = &Actor{Entity: Entity{ID: id, Kind: kind, Curated: true}}
		kb.ByID[id] = a
	}
	a.at = r.place
	set := func(field *string, column string) {
		if v := r.get(column); v != "" {
			*field = v
		}
	}
	set(&a.Name, "name")
	set(&a.Country, "country")
	set(&a.Sector, "sector")
	set(&a.Region, "region")
	set(&a.Status, "status")
	set(&a.Parent, "parent")
	for _, c := range []string{"iso2", "iso3", "cow", "wikidata"} {
		if v := r.get(c); v != "" {
			if a.Codes == nil {
				a.Codes = map[string]string{}
			}
			a.Codes[c] = v
		}
	}
	a.Members = append(a.Members, r.list("members")...)
	a.name(FormName, r.get("name"))
	a.name(FormName, r.list("aliases")...)
	for _, d := range []struct {
		column string
		date   *Date
	}{{"from", &a.From}, {"to", &a.To}} {
		v, err := r.date(d.column)
		if err != nil {
			return nil, err
		}
		if !v.IsZero() {
			*d.date = v
		}
	}
	return a, nil
}

func (a *Actor) name(form Form, names ...string) {
	for _, n := range names {
		if n != "" && !slices.ContainsFunc(a.Names, func(x Alias) bool { return x.Text == n }) {
			a.Names = append(a.Names, Alias{n, form})
		}
	}
}

func (kb *Actors) addActor(r row) error {
	_, err := kb.actor(r)
	return err
}

func (kb *Actors) addState(r row) error {
	a, err := kb.actor(r)
	if err != nil {
		return err
	}
	if a.Sector == "" && a.Kind == State {
		a.Sector = "GOV"
	}
	a.name(FormName, r.list("long")...)
	for _, text := range r.list("former") {
		f, err := r.former(text)
		if err != nil {
			return err
		}
		a.Former = append(a.Former, f)
		a.name(FormName, f.Text)
	}
	a.Succeeds = append(a.Succeeds, r.list("succeeds")...)
	a.name(FormDemonym, r.list("demonyms")...)
	a.name(FormCapital, r.list("capital")...)
	a.name(FormMetonym, r.list("metonyms")...)
	return nil
}

// former reads a name with the dates in which it was official, "Zaire
// (1971/1997)"; either date may be missing, and both with the brackets.
func (r row) former(text string) (Former, error) {
	name, dates, dated := strings.Cut(text, " (")
	f := Former{Text: name}
	if !dated {
		return f, nil
	}
	from, to, both := strings.Cut(strings.TrimSuffix(dates, ")"), "/")
	if !both || !strings.HasSuffix(dates, ")") {
		return Former{}, r.errorf("column former: %q: want a name, or a name with its dates as in Zaire (1971/1997)", text)
	}
	var err error
	if f.From, err = ParseDate(from); err != nil {
		return Former{}, r.errorf("column former: %q: %w", text, err)
	}
	if f.To, err = ParseDate(to); err != nil {
		return Former{}, r.errorf("column former: %q: %w", text, err)
	}
	return f, nil
}

func (kb *Actors) addOffice(r row) error {
	p := kb.ByID[r.get("person")]
	if p == nil {
		return r.errorf("person %q is not in people.csv", r.get("person"))
	}
	if kb.ByID[r.get("of")] == nil {
		return r.errorf("of %q is not a known actor", r.get("of"))
	}
	from, err := r.date("from")
	if err != nil {
		return err
	}
	to, err := r.date("to")
	if err != nil {
		return err
	}
	p.Offices = append(p.Offices, Office{p.ID, r.get("title"), r.get("of"), from, to})
	return nil
}

func (kb *Actors) addAmbiguous(r row) error {
	ids := r.list("ids")
	for _, id := range ids {
		if kb.ByID[id] == nil {
			return r.errorf("%q is not a known actor", id)
		}
	}
	kb.Ambiguous[r.get("alias")] = ids
	return nil
}

// check finds references to actors that do not exist.
func (kb *Actors) check() error {
	known := func(a *Actor, ref string) error {
		if ref != "" && kb.ByID[ref] == nil {
			return a.at.errorf("%s refers to %q, which is not a known actor", a.ID, ref)
		}
		return nil
	}
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		if err := errors.Join(known(a, a.Country), known(a, a.Parent)); err != nil {
			return err
		}
		for _, ref := range slices.Concat(a.Members, a.Succeeds) {
			if err := known(a, ref); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish derives the entity's sorted aliases from its names.
func (a *Actor) finish() {
	a.Names = slices.Clip(append(make([]Alias, 0, len(a.Names)), a.Names...)) // lists are many: none keeps room to grow
	isAlias := func(n Alias) bool { return n.Form == FormName && n.Text != a.Name }
	count := 0
	for _, n := range a.Names {
		if isAlias(n) {
			count++
		}
	}
	a.Aliases = nil
	if count > 0 {
		a.Aliases = make([]string, 0, count)
	}
	for _, n := range a.Names {
		if isAlias(n) {
			a.Aliases = append(a.Aliases, n.Text)
		}
	}
	slices.Sort(a.Aliases)
	slices.SortFunc(a.Offices, func(x, y Office) int {
		return cmp.Or(strings.Compare(x.From.Value, y.From.Value), strings.Compare(x.Title, y.Title), strings.Compare(x.Of, y.Of))
	})
}
