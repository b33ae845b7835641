package schema

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folder makes a folder of actor files from name and text pairs.
func folder(namesAndTexts ...string) fstest.MapFS {
	f := fstest.MapFS{}
	for i := 0; i < len(namesAndTexts); i += 2 {
		f[namesAndTexts[i]] = &fstest.MapFile{Data: []byte(namesAndTexts[i+1])}
	}
	return f
}

func TestLoadActorsNamesFileAndLine(t *testing.T) {
	const pak = "id,kind,name,source\nstate:PAK,State,Pakistan,public\n"
	for _, c := range []struct {
		name string
		in   fs.FS
		want string // in the error
	}{
		{"empty folder", folder("notes.txt", "x"), "no states.csv, people.csv"},
		{"empty file", folder("states.csv", ""), "actors/states.csv: header"},
		{"comment only", folder("states.csv", "# nothing\n"), "actors/states.csv: header"},
		{"unknown column", folder("states.csv", "id,kind,name,nmae\n"), `actors/states.csv: unknown column "nmae"`},
		{"no id column", folder("people.csv", "name,aliases\nX,Y\n"), `actors/people.csv: no column "id"`},
		{"bad id", folder("states.csv", "id,kind,name\n\nPAK,State,Pakistan\n"), `actors/states.csv:3: id "PAK"`},
		{"bad prefix", folder("states.csv", "id,kind,name\ncountry:PAK,State,Pakistan\n"), `actors/states.csv:2: id "country:PAK"`},
		{"empty rest", folder("states.csv", "id,kind,name\nstate:,State,Pakistan\n"), `actors/states.csv:2: id "state:"`},
		{"wrong kind", folder("states.csv", "id,kind,name\nstate:PAK,Person,Pakistan\n"), `actors/states.csv:2: id "state:PAK" cannot be of kind "Person"`},
		{"no name", folder("states.csv", "id,kind,name\nstate:PAK,State,\n"), "actors/states.csv:2: state:PAK has no name"},
		{"bad date", folder("states.csv", "id,kind,name,from\nstate:PAK,State,Pakistan,14 August 1947\n"), "actors/states.csv:2: column from: date"},
		{"impossible date", folder("states.csv", "id,kind,name,from\nstate:PAK,State,Pakistan,1947-13\n"), "actors/states.csv:2: column from: date"},
		{"former name without dates", folder("states.csv", "id,name,former\nstate:COD,Congo,Zaire (1971)\n"), `actors/states.csv:2: column former: "Zaire (1971)"`},
		{"former name until never", folder("states.csv", "id,name,former\nstate:COD,Congo,Zaire (1971/never)\n"), `actors/states.csv:2: column former: "Zaire (1971/never)"`},
		{"unknown heir", folder("states.csv", "id,name,succeeds\nstate:COD,Congo,state:ZAR\n"), `actors/states.csv:2: state:COD refers to "state:ZAR"`},
		{"ragged row", folder("states.csv", pak+"state:IND,State\n"), "record on line 3"},
		{"quote", folder("states.csv", pak+"state:IND,State,\"India,public\n"), "actors/states.csv: parse error on line 3"},
		{"unknown country", folder("states.csv", pak, "people.csv", "id,name,country\nperson:a,A,state:XYZ\n"), `actors/people.csv:2: person:a refers to "state:XYZ"`},
		{"unknown person", folder("states.csv", pak, "offices.csv", "# head\nperson,title,of\nperson:nobody,President,state:PAK\n"), `actors/offices.csv:3: person "person:nobody" is not in people.csv`},
		{"unknown of", folder("people.csv", "id,name\nperson:a,A\n", "offices.csv", "person,title,of\nperson:a,President,state:PAK\n"), `actors/offices.csv:2: of "state:PAK"`},
		{"unknown candidate", folder("states.csv", pak, "ambiguous.csv", "alias,ids\nP,state:PAK; state:XYZ\n"), `actors/ambiguous.csv:2: "state:XYZ" is not a known actor`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := LoadActors(c.in)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("LoadActors of %v: got error %v, want one with %q", c.in, err, c.want)
			}
		})
	}
}

func TestLoadActorsFromSpreadsheet(t *testing.T) {
	kb, err := LoadActors(folder("states.csv", "\uFEFFid,kind,name\r\nstate:PAK,State,Pakistan\r\n"))
	if err != nil || kb.ByID["state:PAK"] == nil || kb.ByID["state:PAK"].Name != "Pakistan" {
		t.Errorf("given a byte order mark and line ends of Windows\ngot  %+v, %v\nwant Pakistan", kb, err)
	}
}

func TestLoadActorsReadsEachColumn(t *testing.T) {
	kb, err := LoadActors(folder(
		"states.csv", "# head, with \"quotes\"\n"+
			"id,kind,name,long,aliases,former,demonyms,capital,metonyms,iso2,iso3,cow,region,status,from,to,source\n"+
			"state:MMR,State,Myanmar,\"Union, the\",MM,Burma,Burmese,Naypyidaw; Nay Pyi Taw,the Junta House,MM,MMR,775,Asia,un,1948-01-04,,public\n",
		"people.csv", "id,name,aliases,country,sector\nperson:a,A B,Bee; Aye,state:MMR,MIL\n",
		"offices.csv", "person,title,of,from,to\nperson:a,President,state:MMR,2026-04,\nperson:a,Commander-in-Chief,state:MMR,2011,2026-03-30\n",
		"ambiguous.csv", "alias,ids,note\nBurma,state:MMR,also a road\n",
	))
	if err != nil {
		t.Fatal(err)
	}
	mmr := kb.ByID["state:MMR"]
	forms := map[string]Form{
		"Myanmar": FormName, "Union, the": FormName, "MM": FormName, "Burma": FormName, "Burmese": FormDemonym,
		"Naypyidaw": FormCapital, "Nay Pyi Taw": FormCapital, "the Junta House": FormMetonym,
	}
	if len(mmr.Names) != len(forms) {
		t.Errorf("names: got %v, want %v", mmr.Names, forms)
	}
	for _, n := range mmr.Names {
		if got, ok := forms[n.Text]; !ok || got != n.Form {
			t.Errorf("form of %q: got %d, want %d", n.Text, n.Form, got)
		}
	}
	if got, want := strings.Join(mmr.Aliases, "|"), "Burma|MM|Union, the"; got != want {
		t.Errorf("aliases: got %s, want %s", got, want)
	}
	if mmr.Sector != "GOV" || mmr.Codes["cow"] != "775" || mmr.From.Value != "1948-01-04" || !mmr.Curated || mmr.Status != "un" {
		t.Errorf("state: got %+v", mmr)
	}
	a := kb.ByID["person:a"]
	if len(a.Offices) != 2 || a.Offices[0].Title != "Commander-in-Chief" {
		t.Errorf("offices: got %v, want the one of 2011 first", a.Offices)
	}
	if got := kb.Ambiguous["Burma"]; !slices.Equal(got, []string{"state:MMR"}) {
		t.Errorf("ambiguous: got %v", got)
	}
	if !slices.Equal(kb.IDs, []string{"person:a", "state:MMR"}) {
		t.Errorf("ids: got %v", kb.IDs)
	}
}

func TestLoadActorsLayers(t *testing.T) {
	first := folder("states.csv", "id,kind,name,aliases,capital,cow\nstate:KAZ,State,Kazakhstan,Kazakstan,Astana,705\n",
		"people.csv", "id,name,country\nperson:a,A,state:KAZ\n")
	second := folder("states.csv", "id,aliases,region\nstate:KAZ,Qazaqstan,Central Asia\n",
		"groups.csv", "id,name,country\ngroup:own,Our Group,state:KAZ\n",
		"offices.csv", "person,title,of\nperson:a,President,state:KAZ\n")
	kb, err := LoadActors(first, second)
	if err != nil {
		t.Fatal(err)
	}
	kaz := kb.ByID["state:KAZ"]
	if got, want := strings.Join(kaz.Aliases, "|"), "Kazakstan|Qazaqstan"; got != want {
		t.Errorf("aliases: got %s, want %s", got, want)
	}
	if kaz.Name != "Kazakhstan" || kaz.Codes["cow"] != "705" || kaz.Region != "Central Asia" {
		t.Errorf("layered state: got %+v", kaz)
	}
	if kb.ByID["group:own"] == nil || len(kb.ByID["person:a"].Offices) != 1 {
		t.Error("the second folder's group or office is missing")
	}
	if _, err := LoadActors(second, first); err == nil || !strings.Contains(err.Error(), "actors/states.csv:2: state:KAZ has no name") {
		t.Errorf("the other order: got %v, want that state:KAZ has no name", err)
	}
}

func TestOfficeHeldOn(t *testing.T) {
	date := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from, to, day string
		want          bool
	}{
		{"2017-01-20", "2021-01-20", "2019", true},
		{"2017-01-20", "2021-01-20", "2021-01-20", true},
		{"2017-01-20", "2021-01-20", "2021-01-21", false},
		{"2017-01-20", "2021-01-20", "2017", true},
		{"2017-01-20", "2021-01-20", "", false},
		{"2025-01-20", "", "", true},
		{"2025-01-20", "", "2024-12", false},
		{"2025", "", "2025-03-11", true},
		{"", "1990", "1985", true},
		{"", "1990", "1990-11", true},
		{"", "1990", "1991", false},
	} {
		o := Office{From: date(c.from), To: date(c.to)}
		if got := o.HeldOn(date(c.day)); got != c.want {
			t.Errorf("office from %q to %q held on %q: got %t, want %t", c.from, c.to, c.day, got, c.want)
		}
	}
}

// builtIn loads the actors as they stand in this folder.
func builtIn(t testing.TB) *Actors {
	kb, err := LoadActors(os.DirFS("actors"))
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

func TestBuiltInBreadth(t *testing.T) {
	kb := builtIn(t)
	count := map[Kind]int{}
	status := map[string]int{}
	offices := 0
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		count[a.Kind]++
		offices += len(a.Offices)
		if a.Kind == State {
			status[a.Status]++
		}
	}
	if status["un"] != 193 {
		t.Errorf("members of the United Nations: got %d, want 193", status["un"])
	}
	if status["observer"] != 2 {
		t.Errorf("observers: got %d, want 2", status["observer"])
	}
	for kind, least := range map[Kind]int{Person: 6500, Place: 1080, MilitantGroup: 820, IGO: 420, Organization: 5000} {
		if count[kind] < least {
			t.Errorf("%s: got %d, want at least %d", kind, count[kind], least)
		}
	}
	for _, id := range []string{
		"state:TWN", "state:XKX", "state:PSE", "state:VAT", "state:ESH", "state:NCY", "state:ABK", "state:OST",
		"place:transnistria", "place:somaliland", "state:SUN", "state:YUG", "state:SCG", "state:CSK", "state:DDR",
		"place:gaza", "place:crimea", "place:taiwan-strait", "place:strait-of-hormuz",
	} {
		if kb.ByID[id] == nil {
			t.Errorf("%s is missing", id)
		}
	}
	if offices < 7900 {
		t.Errorf("offices: got %d, want at least 7900", offices)
	}
	t.Logf("%d actors %v, %d offices, %d ambiguous names", len(kb.IDs), count, offices, len(kb.Ambiguous))
}

func TestBuiltInStates(t *testing.T) {
	seen := map[string]string{} // code to state
	for _, a := range builtIn(t).ByID {
		if a.Kind != State {
			continue
		}
		if !slices.Contains([]string{"un", "observer", "partial", "none", "historic"}, a.Status) {
			t.Errorf("%s: status %q", a.ID, a.Status)
		}
		if (a.Status == "historic") == a.To.IsZero() {
			t.Errorf("%s: status %q does not go with the end %q", a.ID, a.Status, a.To.Value)
		}
		for _, c := range []string{"iso2", "iso3"} {
			code := a.Codes[c]
			if code == "" {
				if a.Status == "un" {
					t.Errorf("%s has no %s", a.ID, c)
				}
				continue
			}
			if other := seen[code]; other != "" {
				t.Errorf("%s %s is of %s and of %s", c, code, other, a.ID)
			}
			seen[code] = a.ID
		}
		if a.Codes["iso3"] != "" && a.ID != "state:"+a.Codes["iso3"] {
			t.Errorf("%s has the ISO code %s", a.ID, a.Codes["iso3"])
		}
		if cow := a.Codes["cow"]; cow != "" && a.Status == "un" {
			if other := seen["cow"+cow]; other != "" {
				t.Errorf("Correlates of War number %s is of %s and of %s", cow, other, a.ID)
			}
			seen["cow"+cow] = a.ID
		}
		demonym := slices.ContainsFunc(a.Names, func(n Alias) bool { return n.Form == FormDemonym })
		if !demonym && a.ID != "state:VAT" && a.ID != "state:DMA" {
			t.Errorf("%s has no demonym", a.ID)
		}
	}
}

func TestBuiltInNames(t *testing.T) {
	kb := builtIn(t)
	for _, c := range []struct {
		name string
		form Form
		id   string
	}{
		{"U.S.", FormName, "state:USA"},
		{"US", FormName, "state:USA"},
		{"the White House", FormMetonym, "state:USA"},
		{"Washington", FormCapital, "state:USA"},
		{"England", FormName, "state:GBR"},
		{"Scots", FormDemonym, "state:GBR"},
		{"Downing Street", FormMetonym, "state:GBR"},
		{"Kremlin", FormMetonym, "state:RUS"},
		{"Kiev", FormCapital, "state:UKR"},
		{"Burma", FormName, "state:MMR"},
		{"Zaire", FormName, "state:COD"},
		{"Swaziland", FormName, "state:SWZ"},
		{"Türkiye", FormName, "state:TUR"},
		{"Emirates", FormName, "state:ARE"},
		{"DPRK", FormName, "state:PRK"},
		{"Pakistanis", FormDemonym, "state:PAK"},
		{"Poles", FormDemonym, "state:POL"},
		{"Danes", FormDemonym, "state:DNK"},
		{"Nigerien", FormDemonym, "state:NER"},
		{"Nigerian", FormDemonym, "state:NGA"},
		{"Anura Kumara Dissanayake", FormName, "person:anura-kumara-dissanayake"},
		{"Zelensky", FormName, "person:volodymyr-zelenskyy"},
		{"J.D. Vance", FormName, "person:jd-vance"},
		{"Abu Mohammed al-Jolani", FormName, "person:ahmed-al-sharaa"},
	} {
		a := kb.ByID[c.id]
		if a == nil || !slices.Contains(a.Names, Alias{c.name, c.form}) {
			t.Errorf("%s does not have the name %q of form %d", c.id, c.name, c.form)
		}
	}
	if slices.ContainsFunc(kb.ByID["state:PRK"].Names, func(n Alias) bool { return n.Text == "the North" || n.Text == "North" }) {
		t.Error("state:PRK must not have the alias \"North\": in most texts it is something else")
	}
}

// TestBuiltInOffices asks who held an office on a day, and who holds it today.
func TestBuiltInOffices(t *testing.T) {
	kb := builtIn(t)
	for _, c := range []struct {
		title, of, day string
		want           string
	}{
		{"President", "state:USA", "2025-03-11", "person:donald-trump"},
		{"President", "state:USA", "2023-06", "person:joe-biden"},
		{"Prime Minister", "state:ISR", "2022-08-01", "person:yair-lapid"},
		{"Prime Minister", "state:ISR", "1995-01-01", "person:yitzhak-rabin"},
		{"President", "state:UZB", "2005-05-14", "person:islam-karimov"},
		{"Foreign Minister", "state:RUS", "2014-03-01", "person:sergei-lavrov"},
		{"Chancellor", "state:DEU", "2015", "person:angela-merkel"},
		{"President", "state:SYR", "2013-08-21", "person:bashar-al-assad"},
		{"President", "state:SYR", "1991-01-17", "person:hafez-al-assad"},
		{"Managing Director", "igo:imf", "2025-03-12", "person:kristalina-georgieva"},
		{"Secretary-General", "igo:un", "2003-03-20", "person:kofi-annan"},
		{"Secretary General", "igo:nato", "1999-03-24", "person:javier-solana"},
		{"leader", "group:taliban", "2001-09-11", "person:mullah-omar"},
		{"President", "state:LKA", "2025-03-12", "person:anura-kumara-dissanayake"},
		{"President", "state:KEN", "", "person:william-ruto"},
	} {
		day, err := ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, id := range kb.IDs {
			for _, o := range kb.ByID[id].Offices {
				if o.Title == c.title && o.Of == c.of && o.HeldOn(day) {
					got = append(got, id)
				}
			}
		}
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s of %s on %q: got %v, want %s", c.title, c.of, c.day, got, c.want)
		}
	}
}

// TestOfficesSince1990 counts for how many of the quarters from 1990 to 2025
// the members of the United Nations have a known head, foreign minister and
// defence minister. A state counts from its beginning.
func TestOfficesSince1990(t *testing.T) {
	kb := builtIn(t)
	for _, c := range []struct {
		what   string
		titles []string
		least  float64
	}{
		{"head of state or government", []string{
			"President", "Prime Minister", "Premier", "Chancellor", "Taoiseach", "King", "Queen", "Emir", "Sultan", "Supreme Leader", "Pope",
			"General Secretary of the Communist Party", "military ruler", "Interim President", "Acting President", "leader", "head of state",
			"Grand Duke", "Prince", "member of the Presidency", "Chairman of the Sovereignty Council", "Chief Adviser",
		}, 0.95},
		{"foreign minister", []string{"Foreign Minister", "Foreign Secretary", "Secretary of State", "Acting Foreign Minister", "Foreign Adviser"}, 0.75},
		{"defence minister", []string{"Defense Minister", "Defence Secretary", "Secretary of Defense"}, 0.48},
	} {
		held := map[string][]Office{}
		for _, id := range kb.IDs {
			for _, o := range kb.ByID[id].Offices {
				if slices.Contains(c.titles, o.Title) {
					held[o.Of] = append(held[o.Of], o)
				}
			}
		}
		known, all := 0, 0
		for _, id := range kb.IDs {
			a := kb.ByID[id]
			if a.Status != "un" {
				continue
			}
			for day := time.Date(1990, 2, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 3, 0) {
				on := DayOf(day)
				if !a.From.IsZero() && on.Value < a.From.Value {
					continue
				}
				all++
				if slices.ContainsFunc(held[id], func(o Office) bool { return o.HeldOn(on) }) {
					known++
				}
			}
		}
		share := float64(known) / float64(all)
		t.Logf("%s: known in %d of %d quarters (%.1f %%)", c.what, known, all, 100*share)
		if share < c.least {
			t.Errorf("%s: got %.3f, want at least %.3f", c.what, share, c.least)
		}
	}
}

// TestOneHolderOfAnOffice finds terms of single-seat offices that overlap by
// more than the slack that imprecise dates need.
func TestOneHolderOfAnOffice(t *testing.T) {
	kb := builtIn(t)
	single := []string{"President", "Prime Minister", "King", "Chancellor", "Premier", "Foreign Minister", "Defense Minister", "Taoiseach", "Emir", "Supreme Leader"}
	// Two men claimed the Ivorian presidency after the election of 2010.
	disputed := "person:laurent-gbagbo"
	terms := map[string][]Office{}
	for _, id := range kb.IDs {
		for _, o := range kb.ByID[id].Offices {
			if slices.Contains(single, o.Title) && !o.From.IsZero() {
				terms[o.Title+" of "+o.Of] = append(terms[o.Title+" of "+o.Of], o)
			}
		}
	}
	end := func(o Office) time.Time {
		if o.To.IsZero() {
			return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return o.To.First()
	}
	for seat, list := range terms {
		slices.SortFunc(list, func(a, b Office) int { return strings.Compare(a.From.Value, b.From.Value) })
		for i := 1; i < len(list); i++ {
			if over := end(list[i-1]).Sub(list[i].From.Last()); over > 45*24*time.Hour && list[i-1].Person != disputed {
				t.Errorf("%s: %s (to %q) and %s (from %s) overlap by %d days", seat, list[i-1].Person, list[i-1].To.Value,
					list[i].Person, list[i].From.Value, int(over.Hours()/24))
			}
		}
	}
}

// foldName makes spellings equal that the matcher takes as equal: without
// diacritics, with straight apostrophes and with hyphens as spaces.
func foldName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == '’':
			return '\''
		case r == '-' || r == '–':
			return ' '
		}
		return r
	}, norm.NFD.String(s))
	return s
}

// TestNoNameOfTwo checks that a name which two actors share is declared
// ambiguous. A capital may also be a place; a demonym never shares.
func TestNoNameOfTwo(t *testing.T) {
	kb := builtIn(t)
	declared := map[string]bool{}
	for alias := range kb.Ambiguous {
		declared[foldName(alias)] = true
	}
	type owner struct {
		id   string
		form Form
	}
	owners := map[string][]owner{}
	for _, id := range kb.IDs {
		for _, n := range kb.ByID[id].Names {
			key := foldName(n.Text)
			if !slices.Contains(owners[key], owner{id, n.Form}) {
				owners[key] = append(owners[key], owner{id, n.Form})
			}
		}
	}
	for name, list := range owners {
		for i, a := range list {
			for _, b := range list[:i] {
				if a.id != b.id && a.form == b.form && !declared[name] {
					t.Errorf("%q is a name of %s and of %s and not in ambiguous.csv", name, b.id, a.id)
				}
			}
		}
	}
}

// sectors are PLOVER's codes of what part of a society an actor is.
var sectors = regexp.MustCompile(`^(GOV|MIL|SPY|LEG|JUD|COP|PTY|OPP|REB|PRM|UAF|CRM|IGO|NGO|BUS|MED|REL|EDU|CVL|LAB|ELI|MNC|HLH|SET|REF|IMG|INT|NGM|UIS|TOP)?$`)

func TestBuiltInSectors(t *testing.T) {
	kb := builtIn(t)
	for _, id := range kb.IDs {
		if a := kb.ByID[id]; !sectors.MatchString(a.Sector) {
			t.Errorf("%s has the sector %q", id, a.Sector)
		}
	}
}

func TestAmbiguousNamesHaveCandidates(t *testing.T) {
	kb := builtIn(t)
	for alias, ids := range kb.Ambiguous {
		if len(ids) == 0 {
			t.Errorf("%q has no candidate", alias)
		}
		for i, id := range ids {
			if slices.Contains(ids[:i], id) {
				t.Errorf("%q lists %s twice", alias, id)
			}
		}
	}
}

var (
	goodID = regexp.MustCompile(`^(state:[A-Z]{3}|(person|group|igo|org|place):[a-z0-9]+(-[a-z0-9]+)*)$`)
	// Files with the columns by which they are sorted.
	sortedBy = map[string][]string{
		"states.csv": {"id"}, "people.csv": {"id"}, "places.csv": {"id"}, "groups.csv": {"id"}, "organizations.csv": {"id"},
		"organs.csv": {"id"}, "offices.csv": {"of", "title", "from"}, "ambiguous.csv": {"alias"}, "never-merge.csv": {"a", "b"},
	}
)

// TestBuiltInFiles checks what the loader does not see: head comments, order,
// form of IDs, sources, reversed dates, stray spaces and control characters.
func TestBuiltInFiles(t *testing.T) {
	for name, order := range sortedBy {
		raw, err := os.ReadFile("actors/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(raw), "# ") {
			t.Errorf("%s does not begin with a comment", name)
		}
		if strings.Contains(string(raw), "\r") || !strings.HasSuffix(string(raw), "\n") {
			t.Errorf("%s: lines must end in \\n", name)
		}
		c := csv.NewReader(strings.NewReader(string(raw)))
		c.Comment = '#'
		header, err := c.Read()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		column := func(row []string, name string) string {
			if i := slices.Index(header, name); i >= 0 {
				return row[i]
			}
			return ""
		}
		last := ""
		for {
			row, err := c.Read()
			if err != nil {
				break // the loader's tests show that it reads to the end
			}
			line, _ := c.FieldPos(0)
			key := ""
			for _, col := range order {
				key += column(row, col) + "\x00"
			}
			if key < last || (key == last && order[0] != "of") {
				t.Errorf("%s:%d: %q is out of order or there twice", name, line, row[0])
			}
			last = key
			if slices.Contains(header, "source") && column(row, "source") == "" {
				t.Errorf("%s:%d: no source", name, line)
			}
			if id := column(row, "id"); id != "" && name != "organs.csv" && !goodID.MatchString(id) {
				t.Errorf("%s:%d: id %q", name, line, id)
			}
			if from, to := column(row, "from"), column(row, "to"); from != "" && to != "" && to < from[:min(len(from), len(to))] {
				t.Errorf("%s:%d: from %s to %s", name, line, from, to)
			}
			for i, v := range row {
				if v != strings.TrimSpace(v) || strings.Contains(v, "  ") || strings.Contains(v, ";;") || strings.HasSuffix(v, ";") || strings.ContainsFunc(v, unicode.IsControl) {
					t.Errorf("%s:%d: column %s: %q", name, line, header[i], v)
				}
			}
		}
	}
}

func TestNeverMergePairsAreKnown(t *testing.T) {
	kb := builtIn(t)
	f, err := os.Open("actors/never-merge.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := csv.NewReader(f)
	c.Comment = '#'
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(rows[0], ","), "a,b,note"; got != want {
		t.Fatalf("header: got %s, want %s", got, want)
	}
	for _, r := range rows[1:] {
		if kb.ByID[r[0]] == nil || kb.ByID[r[1]] == nil || r[0] >= r[1] {
			t.Errorf("pair %s, %s: both must be known actors, the smaller ID first", r[0], r[1])
		}
	}
	if len(rows) < 60 {
		t.Errorf("got %d pairs, want at least 60", len(rows)-1)
	}
}

// TestLoadIsFast finds a loader that has become slow by an order of magnitude.
// Loading takes some 20 ms of one core (BenchmarkLoadActors); the bound leaves
// room for the race detector and for a busy machine.
func TestLoadIsFast(t *testing.T) {
	builtIn(t)
	best := time.Hour
	for range 5 {
		start := time.Now()
		builtIn(t)
		best = min(best, time.Since(start))
	}
	t.Logf("loaded in %v", best)
	if best > time.Second {
		t.Errorf("loading takes %v, want some 20 ms on an idle machine", best)
	}
}

func BenchmarkLoadActors(b *testing.B) {
	for b.Loop() {
		builtIn(b)
	}
}

// FuzzLoadActors shows that no content of a file makes the loader panic, and
// that what it accepts is consistent.
func FuzzLoadActors(f *testing.F) {
	f.Add("id,kind,name,aliases,from\nstate:PAK,State,Pakistan,PK; Pak,1947-08-14\n", "id,name,country\nperson:a,A,state:PAK\n")
	f.Add("id,name\n\"state:X", "id\n")
	f.Add("# only\n", "")
	f.Fuzz(func(t *testing.T, states, people string) {
		kb, err := LoadActors(folder("states.csv", states, "people.csv", people))
		if err != nil {
			return
		}
		for id, a := range kb.ByID {
			if a.ID != id || a.Name == "" {
				t.Errorf("states %q people %q: got actor %+v under %q", states, people, a, id)
			}
			if a.Country != "" && kb.ByID[a.Country] == nil {
				t.Errorf("states %q people %q: %s is of unknown %s", states, people, id, a.Country)
			}
		}
	})
}
