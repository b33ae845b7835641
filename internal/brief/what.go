package brief

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// What says who does what to whom, as the relation's phrase has it or, where
// there is none, by its name; name gives the names of entities. Words of a
// text stand in quotation marks. Those of first come first among their equals:
// in the view of each of three that met, it met the other two.
func What(e *graph.Event, relation *schema.Relation, name func(id string) (string, error), first ...string) (string, error) {
	ids := map[schema.Role][]string{schema.RoleActor: fronted(e.Actor, first), schema.RoleRecipient: fronted(e.Recipient, first), schema.RoleTheme: e.Theme, schema.RoleMediator: e.Mediator}
	var phrase schema.Phrase
	if relation != nil {
		phrase = relation.Says
	}
	if phrase.IsZero() {
		phrase = plainPhrase(e.Relation, ids)
	}
	names, many := map[schema.Role]string{}, false
	for role, list := range ids {
		var all []string
		for _, id := range list {
			called, err := name(id)
			if err != nil {
				return "", err
			}
			if !graph.IsEntity(id) {
				called = "“" + strings.Trim(called, `"`) + "”"
			}
			all = append(all, called)
		}
		if role == schema.RoleTheme {
			all = tellingThemes(all, list, e)
		}
		names[role] = enumerated(all)
		if role == phrase.Subject() {
			many = len(list) > 1 || len(list) == 1 && severalIn(list[0], names[role])
		}
	}
	if len(e.Actor) > 1 && slices.Equal(e.Actor, e.Recipient) {
		names[schema.RoleRecipient] = "each other"
	}
	what := phrase.Say(many, names)
	rest := func(role schema.Role) string {
		if slices.Contains(phrase.Roles(), role) {
			return ""
		}
		return names[role]
	}
	if theme := rest(schema.RoleTheme); theme != "" && !strings.HasSuffix(what, strings.Trim(theme, "“”")) {
		what += " (" + theme + ")"
	}
	if mediator := rest(schema.RoleMediator); mediator != "" {
		what += ", through " + mediator
	}
	if e.Place != "" && (e.Location == "" || !slices.Contains(e.Parties(), e.Location)) {
		what += ", " + preposition(e.Place) + " " + e.Place
	}
	return capitalised(what), nil
}

// fronted moves those of first to the front of a list.
func fronted(list, first []string) []string {
	place := func(id string) int {
		if i := slices.Index(first, id); i >= 0 {
			return i
		}
		return len(first)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b string) int { return place(a) - place(b) })
	return list
}

// preposition is "at" for buildings and such, else "in".
func preposition(place string) string {
	words := strings.Fields(strings.ToLower(place))
	if len(words) > 1 && slices.Contains([]string{"house", "palace", "base", "airport", "airbase", "embassy", "summit", "headquarters", "hotel", "square", "crossing", "border"}, words[len(words)-1]) {
		return "at"
	}
	return "in"
}

func capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// plainPhrase is a phrase for a relation whose file says none: its name
// between the actor and the recipient, or between the first actor and the
// others.
func plainPhrase(relation string, ids map[schema.Role][]string) schema.Phrase {
	if actors := ids[schema.RoleActor]; len(ids[schema.RoleRecipient]) == 0 && len(actors) > 1 {
		ids[schema.RoleActor], ids[schema.RoleRecipient] = actors[:1], actors[1:]
	}
	verb := InWords(relation)
	first, more, _ := strings.Cut(verb, " ")
	many := strings.TrimSpace(strings.TrimSuffix(first, "s") + " " + more)
	p, err := schema.ParsePhrase("{actor} [" + verb + "|" + many + "] {recipient}")
	if err != nil { // a name without a letter
		return schema.Phrase{}
	}
	return p
}

// tellingThemes leaves out themes that are parties, and those whose words
// another theme has too.
func tellingThemes(names, ids []string, e *graph.Event) []string {
	var out []string
	for i, n := range names {
		if graph.IsEntity(ids[i]) && slices.Contains(slices.Concat(e.Actor, e.Recipient), ids[i]) {
			continue
		}
		words := strings.Trim(n, "“”")
		if !slices.ContainsFunc(names, func(other string) bool { return other != n && strings.Contains(other, words) }) {
			out = append(out, n)
		}
	}
	return out
}

// severalIn reports whether one party is several by itself, and takes a verb
// for several: "Afghans", "Chinese coast guards", "people".
func severalIn(id, name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if first, _ := utf8.DecodeRuneInString(last); !unicode.IsLower(first) && !strings.Contains(id, "population:") {
		return false
	}
	for _, end := range []string{"men", "people", "police", "children"} {
		if strings.HasSuffix(last, end) {
			return true
		}
	}
	return strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss")
}

// enumerated joins names as one writes them: "A, B and C".
func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// held is Held, with who coded the event where no text told of it.
func held(e *graph.Event) string {
	if !e.SourceKind.Coded() {
		return Held(e)
	}
	return strings.TrimSuffix("coded by "+string(e.SourceKind)+", "+Held(e), ", ")
}

// Held says how an event is held to be true, or nothing for a plain fact.
func Held(e *graph.Event) string {
	var notes []string
	switch e.Modality {
	case schema.Future:
		notes = append(notes, "planned")
	case schema.Asserted, "":
	default:
		notes = append(notes, string(e.Modality))
	}
	if e.Denied > 0 {
		notes = append(notes, fmt.Sprintf("denied by %d", e.Denied))
	}
	if e.Status == graph.Confirmed {
		notes = append(notes, "confirmed by hand")
	}
	return strings.Join(notes, ", ")
}
