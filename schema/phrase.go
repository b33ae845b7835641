package schema

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Phrase says in a few words what an event of a relation is, in the notation
// of the key "says":
//
//	{actor} [extradites|extradite] {theme} to {recipient}
//
// Roles stand in braces, the verb for one and for several in brackets. Words
// before a role go with it: where nobody fills the role, they are left out.
type Phrase struct {
	subject   Role
	one, many string // the verb for one subject and for several
	rest      []phrasePart
	end       string // words after the last role
}

// phrasePart is words with the role that follows them.
type phrasePart struct {
	words string
	role  Role
}

var phraseText = regexp.MustCompile(`^\{([a-z]+)\} \[([^][{}|]+)\|([^][{}|]+)\]((?:[^][{}|]*\{[a-z]+\})*)([^][{}|]*)$`)

var phraseRole = regexp.MustCompile(`([^{}]*)\{([a-z]+)\}`)

// ParsePhrase reads the notation.
func ParsePhrase(text string) (Phrase, error) {
	m := phraseText.FindStringSubmatch(text)
	if m == nil {
		return Phrase{}, fmt.Errorf("%q: want it like '{actor} [extradites|extradite] {theme} to {recipient}'", text)
	}
	p := Phrase{subject: Role(m[1]), one: m[2], many: m[3], end: m[5]}
	for _, part := range phraseRole.FindAllStringSubmatch(m[4], -1) {
		p.rest = append(p.rest, phrasePart{part[1], Role(part[2])})
	}
	for _, r := range p.Roles() {
		if !slices.Contains(argumentRoles, r) {
			return Phrase{}, fmt.Errorf("%q: unknown role %q; the roles are %s", text, r, joined(argumentRoles))
		}
	}
	return p, nil
}

// IsZero reports whether there is no phrase.
func (p Phrase) IsZero() bool { return p.one == "" }

// Subject is the role that the phrase begins with.
func (p Phrase) Subject() Role { return p.subject }

// Roles are those that the phrase has a place for.
func (p Phrase) Roles() []Role {
	roles := []Role{p.subject}
	for _, part := range p.rest {
		roles = append(roles, part.role)
	}
	return roles
}

// Say fills the places with what names gives for a role; many says that the
// subject is more than one. Roles that nobody fills are left out.
func (p Phrase) Say(many bool, names map[Role]string) string {
	verb := p.one
	if many {
		verb = p.many
	}
	var said strings.Builder
	said.WriteString(strings.TrimSpace(names[p.subject] + " " + verb))
	for _, part := range p.rest {
		if name := names[part.role]; name != "" {
			said.WriteString(part.words + name)
		}
	}
	return said.String() + p.end
}
