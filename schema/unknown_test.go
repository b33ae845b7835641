package schema

import "testing"

func TestKnown(t *testing.T) {
	kb, err := LoadActors(folder(
		"states.csv", "id,name\nstate:SWE,Sweden\nstate:KEN,Kenya\n",
		"people.csv", "id,name,aliases,country\nperson:bo-lindqvist,Bo Lindqvist,,state:SWE\nperson:a,Ana Diaz,,state:SWE\nperson:b,Ana Diaz,,state:KEN\n",
	))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ given, want string }{
		{"person:bo-lindqvist", "person:bo-lindqvist"},
		{UnknownID(Person, "Bo Lindqvist", ""), "person:bo-lindqvist"},
		{UnknownID(Person, "Bo Lindqvist", "state:SWE"), "person:bo-lindqvist"},
		{UnknownID(Person, "Bo Lindqvist", "state:KEN"), ""},
		{UnknownID(Organization, "Bo Lindqvist", ""), ""},
		{UnknownID(Person, "Ana Diaz", ""), ""},
		{UnknownID(Person, "Ana Diaz", "state:KEN"), "person:b"},
		{"nil:", ""},
		{"nil:person", ""},
		{"", ""},
	} {
		got := ""
		if a := kb.Known(c.given); a != nil {
			got = a.ID
		}
		if got != c.want {
			t.Errorf("Known(%q): got %q, want %q", c.given, got, c.want)
		}
	}
}
