package schema

import (
	"strings"
	"testing"
)

const (
	organsCSV = "id,names,sector\nforeign-ministry,foreign ministry; ministry of foreign affairs,GOV\nnavy,Navy,MIL\n"
	statesCSV = "id,name,demonyms\nstate:KEN,Kenya,Kenyan\nstate:COD,Congo,Congolese\nstate:COG,Congo-Brazzaville,Congolese\n"
)

func TestOrgansOfEveryState(t *testing.T) {
	kb, err := LoadActors(folder("organs.csv", organsCSV, "states.csv", statesCSV,
		"organizations.csv", "id,name,aliases,country,organ\norg:kenya-navy,Kenya Navy,,state:KEN,navy\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ state, noun, id, name string }{
		{"state:KEN", "foreign ministry", "org:ken-foreign-ministry", "Kenyan foreign ministry"},
		{"state:KEN", "Ministry of Foreign Affairs", "org:ken-foreign-ministry", "Kenyan foreign ministry"},
		{"state:COD", "foreign ministry", "org:cod-foreign-ministry", "Congo foreign ministry"}, // two are Congolese
		{"state:KEN", "navy", "org:kenya-navy", "Kenya Navy"},
		{"state:COD", "navy", "org:cod-navy", "Congo Navy"},
		{"state:KEN", "zoo", "", ""},
		{"state:XYZ", "navy", "", ""},
	} {
		got := kb.OrganNamed(c.state, c.noun)
		if got != c.id || got != "" && (kb.ByID[got].Name != c.name || kb.ByID[got].Country != c.state) {
			t.Errorf("%s of %s: got %q %+v, want %q %q", c.noun, c.state, got, kb.ByID[got], c.id, c.name)
		}
	}
	if kb.ByID["org:ken-navy"] != nil {
		t.Error("org:ken-navy is there beside the organization that is Kenya's navy")
	}
}

func TestUsersOrganReplacesOurs(t *testing.T) {
	kb, err := LoadActors(
		folder("organs.csv", organsCSV, "states.csv", statesCSV, "organizations.csv", "id,name,country,organ\norg:a,A,state:KEN,navy\n"),
		folder("organizations.csv", "id,name,country,organ\norg:b,B,state:KEN,navy\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := kb.OrganOf("state:KEN", "navy"); got != "org:b" {
		t.Errorf("got %s, want org:b", got)
	}
}

func TestOrgansNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ name, organs, organizations, want string }{
		{"id with capitals", "id,names\nNavy,Navy\n", "", `actors/organs.csv:2: id "Navy"`},
		{"no names", "id,names\nnavy,\n", "", "actors/organs.csv:2: navy has no names"},
		{"unknown organ", organsCSV, "id,name,country,organ\norg:a,A,state:KEN,zoo\n", `actors/organizations.csv:2: organ "zoo" is not in organs.csv`},
		{"no state", organsCSV, "id,name,organ\norg:a,A,navy\n", `actors/organizations.csv:2: org:a is an organ, but its country ""`},
		{
			"two navies", organsCSV, "id,name,country,organ\norg:a,A,state:KEN,navy\norg:b,B,state:KEN,navy\n",
			"actors/organizations.csv:3: org:b is the navy of state:KEN, as is org:a (actors/organizations.csv:2)",
		},
		{"ID of an organ", organsCSV, "id,name,country\norg:ken-navy,A,state:KEN\n", "actors/organizations.csv:2: org:ken-navy has the ID of an organ by rule"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := []string{"organs.csv", c.organs, "states.csv", statesCSV}
			if c.organizations != "" {
				in = append(in, "organizations.csv", c.organizations)
			}
			_, err := LoadActors(folder(in...))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestStatesWithHistory asks for the names and heirs of states that are gone.
func TestStatesWithHistory(t *testing.T) {
	kb := builtIn(t)
	for _, c := range []struct{ state, former, from, to string }{
		{"state:COD", "Zaire", "1971", "1997"},
		{"state:SWZ", "Swaziland", "", "2018-04-19"},
		{"state:MKD", "Macedonia", "1991", "2019"},
		{"state:BFA", "Upper Volta", "1958", "1984"},
	} {
		found := false
		for _, f := range kb.ByID[c.state].Former {
			found = found || f.Text == c.former && f.From.Value == c.from && f.To.Value == c.to
		}
		if !found {
			t.Errorf("%s: got %+v, want %s from %q to %q", c.state, kb.ByID[c.state].Former, c.former, c.from, c.to)
		}
	}
	heirs := map[string][]string{}
	for _, id := range kb.IDs {
		for _, s := range kb.ByID[id].Succeeds {
			heirs[s] = append(heirs[s], strings.TrimPrefix(id, "state:"))
		}
	}
	for gone, want := range map[string]string{
		"state:SUN": "ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB", "state:YUG": "BIH HRV MKD SCG SVN",
		"state:SCG": "MNE SRB", "state:CSK": "CZE SVK", "state:DDR": "DEU", "state:YMD": "YEM", "state:RVN": "VNM",
	} {
		if got := strings.Join(heirs[gone], " "); got != want {
			t.Errorf("heirs of %s: got %s, want %s", gone, got, want)
		}
	}
	for _, id := range kb.IDs { // a state that is gone has heirs
		if a := kb.ByID[id]; a.Kind == State && a.Status == "historic" && heirs[id] == nil {
			t.Errorf("%s has no heir", id)
		}
	}
}
