package name

import "github.com/entente-kg/entente/nlp/analysis"

// titles are words of office and rank that are no given names: where a person's
// name begins with one, it is not part of the name.
var titles = stringSet("President", "Minister", "Secretary", "Advisor", "Adviser", "Ambassador", "Envoy", "Chancellor", "Spokesman",
	"Spokeswoman", "Spokesperson", "Chairman", "Chairwoman", "Commissioner", "Senator", "Governor", "Commander", "Deputy", "General", "Colonel",
	"Admiral", "Captain", "Lieutenant", "Sergeant", "Brigadier", "Commodore", "Gen.", "Col.", "Maj.", "Capt.", "Lt.", "Sgt.", "Adm.", "Brig.",
	"Spc.", "Sen.", "Rep.", "Gov.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof.", "Professor", "Sir")

// noActors are words that a recogniser takes for people, and that act in no
// news of ours.
var noActors = stringSet("God", "Lord", "Allah")

func stringSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// trim takes titles off the front of a person's name; it is false where nothing
// is left that is one.
func trim(text string, toks []analysis.Token, u *run) bool {
	if Labels[u.label] != analysis.PER {
		return true
	}
	for u.last-u.first > 1 && titles[toks[u.first].Of(text)] {
		u.first++
	}
	return u.last-u.first > 1 || !noActors[toks[u.first].Of(text)]
}
