package schema

import (
	"strings"
	"testing"
)

func TestPhrase(t *testing.T) {
	const a, r, th, m = RoleActor, RoleRecipient, RoleTheme, RoleMediator
	for _, test := range []struct {
		text  string
		many  bool
		names map[Role]string
		want  string
	}{
		{"{actor} [extradites|extradite] {theme} to {recipient}", false, map[Role]string{a: "A", r: "B", th: "C"}, "A extradites C to B"},
		{"{actor} [extradites|extradite] {theme} to {recipient}", true, map[Role]string{a: "A and D", r: "B"}, "A and D extradite to B"},
		{"{actor} [withdraws|withdraw] from {recipient}", false, map[Role]string{a: "A"}, "A withdraws"},
		{"{mediator} [mediates|mediate] between {actor}", false, map[Role]string{a: "A and B", m: "M"}, "M mediates between A and B"},
		{"{actor} [supplies|supply] {recipient} with arms", false, map[Role]string{a: "A", r: "B"}, "A supplies B with arms"},
		{"{actor} [meets|meet]", true, map[Role]string{a: "A and B"}, "A and B meet"},
	} {
		p, err := ParsePhrase(test.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Say(test.many, test.names); got != test.want {
			t.Errorf("%s with %v: got %q, want %q", test.text, test.names, got, test.want)
		}
	}
	for _, text := range []string{"", "{actor} meets", "[meets|meet] {actor}", "{actor} [meets]", "{actor} [meets|meet] {", "{actor} [meets|meet] {recipients}", "{actr} [meets|meet]"} {
		if p, err := ParsePhrase(text); err == nil {
			t.Errorf("%q: got %+v, want an error", text, p)
		}
	}
}

// Every built-in relation has a phrase with a place for whoever it cannot do
// without.
func TestBuiltInPhrases(t *testing.T) {
	_, relations := loadBuiltIn(t)
	for _, r := range relations {
		if r.Says.IsZero() {
			t.Errorf("%s: no says", r.File)
		}
		names := map[Role]string{}
		for role := range r.Arguments {
			names[role] = "(" + string(role) + ")"
		}
		said := r.Says.Say(false, names)
		for role := range r.Arguments {
			if role == RoleMediator && r.Says.Subject() != role {
				continue // told behind the phrase
			}
			if strings.Count(said, names[role]) != 1 {
				t.Errorf("%s: %q does not name the %s once", r.File, said, role)
			}
		}
	}
}

func FuzzParsePhrase(f *testing.F) {
	f.Add("{actor} [extradites|extradite] {theme} to {recipient}")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePhrase(text)
		if err != nil {
			return
		}
		if p.IsZero() || len(p.Roles()) == 0 || p.Say(true, nil) == "" {
			t.Errorf("%q: an empty phrase", text)
		}
	})
}
