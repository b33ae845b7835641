package schema

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// actorRows reads one file of the built-in actors, by column name.
func actorRows(t *testing.T, name string) []row {
	t.Helper()
	f, err := os.DirFS("actors").Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := csv.NewReader(f)
	c.Comment = '#'
	header, err := c.Read()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows []row
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		line, _ := c.FieldPos(0)
		rows = append(rows, row{place{0, name, line}, header, fields})
	}
}

func groupsAndOrganizations(t *testing.T) []row {
	t.Helper()
	return slices.Concat(actorRows(t, "groups.csv"), actorRows(t, "organizations.csv"))
}

func (r row) names() []string {
	return append([]string{r.get("name")}, r.list("aliases")...)
}

// sameName evens out what no reader of a text relies on: case, diacritics,
// hyphens and apostrophes, and a leading article.
func sameName(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsMark(r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.TrimPrefix(strings.Join(strings.Fields(b.String()), " "), "the ")
}

func TestGroupsAndOrganizationsAreWellFormed(t *testing.T) {
	id := regexp.MustCompile(`^(group|igo|org):[a-z0-9]+(-[a-z0-9]+)*$`)
	sectors := strings.Fields("BUS COP CRM CVL EDU GOV HLH IGO JUD LAB LEG MED MIL NGO OPP PTY REB SPY UAF")
	sources := strings.Fields("factbook phoenix public")
	for _, r := range groupsAndOrganizations(t) {
		kinds := kindOfID[strings.Split(r.get("id"), ":")[0]]
		switch {
		case !id.MatchString(r.get("id")):
			t.Error(r.errorf("id %q: want group:, igo: or org: and lower-case words joined by hyphens", r.get("id")))
		case !slices.Contains(kinds, Kind(r.get("kind"))):
			t.Error(r.errorf("%s has kind %q, want one of %v", r.get("id"), r.get("kind"), kinds))
		case r.get("name") == "":
			t.Error(r.errorf("%s has no name", r.get("id")))
		case !slices.Contains(sectors, r.get("sector")):
			t.Error(r.errorf("%s has sector %q, want one of %v", r.get("id"), r.get("sector"), sectors))
		case r.get("source") == "":
			t.Error(r.errorf("%s has no source", r.get("id")))
		}
		for _, s := range r.list("source") {
			if !slices.Contains(sources, s) {
				t.Error(r.errorf("%s has source %q, want one of %v", r.get("id"), s, sources))
			}
		}
		for _, n := range r.names() {
			if len(sameName(n)) < 2 {
				t.Error(r.errorf("%s is called %q, too short to be told from a letter", r.get("id"), n))
			}
		}
		for i, f := range r.fields {
			if f != strings.Join(strings.Fields(f), " ") || strings.Contains(f, ";;") || strings.HasSuffix(f, ";") {
				t.Error(r.errorf("column %s is untidy: %q", r.header[i], f))
			}
		}
		if err := checkYears(r); err != nil {
			t.Error(err)
		}
	}
}

func checkYears(r row) error {
	from, err := r.date("from")
	if err != nil {
		return err
	}
	to, err := r.date("to")
	if err != nil {
		return err
	}
	if !from.IsZero() && !to.IsZero() && to.Last().Before(from.First()) {
		return r.errorf("%s ends in %s, before it begins in %s", r.get("id"), to.Value, from.Value)
	}
	return nil
}

func TestGroupsAndOrganizationsAreSorted(t *testing.T) {
	for _, name := range []string{"groups.csv", "organizations.csv"} {
		last := ""
		for _, r := range actorRows(t, name) {
			if id := r.get("id"); id <= last {
				t.Error(r.errorf("%s does not sort after %s", id, last))
			}
			last = r.get("id")
		}
	}
}

func TestGroupsAndOrganizationsReferToWhatExists(t *testing.T) {
	known := map[string]bool{}
	for _, r := range slices.Concat(actorRows(t, "states.csv"), groupsAndOrganizations(t)) {
		known[r.get("id")] = true
	}
	parents := map[string]string{}
	for _, r := range groupsAndOrganizations(t) {
		refs := append(r.list("members"), r.get("country"), r.get("parent"))
		for _, ref := range refs {
			if ref != "" && !known[ref] {
				t.Error(r.errorf("%s refers to %q, which is in no file", r.get("id"), ref))
			}
		}
		if members := r.list("members"); !slices.IsSorted(members) || len(slices.Compact(slices.Clone(members))) != len(members) {
			t.Error(r.errorf("%s: members are not sorted, or one is there twice: %v", r.get("id"), members))
		}
		parents[r.get("id")] = r.get("parent")
	}
	for id := range parents {
		for p, steps := parents[id], 0; p != ""; p, steps = parents[p], steps+1 {
			if p == id || steps > len(parents) {
				t.Errorf("%s is its own ancestor", id)
				break
			}
		}
	}
}

// An alias may be shared only across countries, which a text tells apart: AFP
// in Paris is a news agency, AFP in Manila is an army.
func TestGroupsAndOrganizationsDoNotShareNames(t *testing.T) {
	type owner struct{ id, country, at string }
	owners := map[string][]owner{}
	for _, r := range actorRows(t, "states.csv") {
		for _, column := range []string{"name", "long", "aliases", "former", "demonyms", "capital", "metonyms"} {
			for _, n := range r.list(column) {
				owners[sameName(n)] = []owner{{r.get("id"), "", ""}}
			}
		}
	}
	for _, r := range groupsAndOrganizations(t) {
		mine := map[string]string{}
		for _, n := range r.names() {
			key := sameName(n)
			if mine[key] == n {
				t.Error(r.errorf("%s lists %q twice", r.get("id"), n))
			}
			if _, again := mine[key]; again {
				continue
			}
			mine[key] = n
			for _, o := range owners[key] {
				if o.country == "" || r.get("country") == "" || o.country == r.get("country") {
					t.Error(r.errorf("%s is called %q, as is %s %s", r.get("id"), n, o.id, o.at))
				}
			}
			owners[key] = append(owners[key], owner{r.get("id"), r.get("country"), fmt.Sprintf("(%s:%d)", r.file, r.line)})
		}
	}
}

// Words that stand for an organ of whichever state the text is about must not
// be tied to one state.
func TestCommonNounsNameNoOrganization(t *testing.T) {
	common := map[string]bool{}
	for s := range strings.SplitSeq("foreign ministry;ministry of foreign affairs;defence ministry;defense ministry;interior ministry;"+
		"ministry of defence;ministry of defense;parliament;supreme court;constitutional court;national assembly;coast guard;"+
		"central bank;national guard;army;navy;air force;police;armed forces;joint chiefs of staff;national security council;"+
		"republican guard;state media;state television;opposition;government;foreign office;electoral commission;"+
		"democratic party;republican party;labour party;liberal party;socialist party;communist party;national liberation army", ";") {
		common[s] = true
	}
	for _, r := range groupsAndOrganizations(t) {
		for _, n := range r.names() {
			if common[sameName(n)] {
				t.Error(r.errorf("%s is called %q, which could be anyone's", r.get("id"), n))
			}
		}
	}
}

func TestGroupsAndOrganizationsAreMany(t *testing.T) {
	got := map[string]int{}
	for _, r := range groupsAndOrganizations(t) {
		got[r.get("kind")]++
	}
	for kind, want := range map[string]int{"MilitantGroup": 700, "IGO": 350, "Organization": 1200} {
		if got[kind] < want {
			t.Errorf("%s: got %d, want at least %d", kind, got[kind], want)
		}
	}
}

func TestNamesInTheNewsAreKnown(t *testing.T) {
	owners := map[string][]string{}
	for _, r := range groupsAndOrganizations(t) {
		for _, n := range r.names() {
			owners[sameName(n)] = append(owners[sameName(n)], r.get("id"))
		}
	}
	for given, want := range map[string]string{
		"ISIS": "group:islamic-state", "Daesh": "group:islamic-state", "ISKP": "group:isis-k", "Islamic State Khorasan": "group:isis-k",
		"al Qaeda": "group:al-qaeda", "Al-Qaida": "group:al-qaeda", "Al Shabaab": "group:al-shabaab", "al-Shabab": "group:al-shabaab",
		"Hizbullah": "group:hezbollah", "Ansar Allah": "group:houthis", "Tehreek-e-Taliban Pakistan": "group:ttp", "BLA": "group:bla",
		"JNIM": "group:jnim", "Polisario": "group:polisario", "Kataib Hezbollah": "group:kataib-hezbollah", "Tamil Tigers": "group:ltte",
		"M23": "group:m23", "Shining Path": "group:shining-path", "Gulf Clan": "group:clan-del-golfo", "Janjaweed": "group:janjaweed",
		"IMF": "igo:imf", "U.N.": "igo:un", "World Court": "igo:icj", "ECOWAS": "igo:ecowas", "UN nuclear watchdog": "igo:iaea",
		"IRGC": "org:irgc", "Revolutionary Guards": "org:irgc", "State Department": "org:us-state-department", "Pentagon": "org:pentagon",
		"Médecins Sans Frontières": "org:msf", "Red Cross": "org:icrc", "China's foreign ministry": "org:mfa-china", "Duma": "org:state-duma",
		"Xinhua": "org:xinhua", "Inter-Services Intelligence": "org:isi", "Likud": "org:likud", "Aramco": "org:aramco",
	} {
		if got := owners[sameName(given)]; !slices.Contains(got, want) {
			t.Errorf("%q: got %v, want %s", given, got, want)
		}
	}
}
