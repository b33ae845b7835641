package entity

import (
	"strings"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// senses are words that tell which meaning a shared name has in a text: name →
// entity ID, or "" for no actor at all → words.
type senses map[string]map[string][]string

// newSenses reads the sets "sense.NAME = ID", such as "sense.georgia =
// place:georgia-us".
func newSenses(w schema.Words) senses {
	s := senses{}
	for set, words := range w {
		rest, ok := strings.CutPrefix(set, "sense.")
		if !ok {
			continue
		}
		name, id, _ := strings.Cut(rest, " = ")
		if s[name] == nil {
			s[name] = map[string][]string{}
		}
		if id == "none" {
			id = ""
		}
		s[name][id] = words
	}
	return s
}

// count is how many of the words for a meaning of the name the text has.
func (s senses) count(at setting, id string) int {
	n := 0
	for _, w := range s[gazetteer.Fold(at.name)][id] {
		if at.words[w] {
			n++
		}
	}
	return n
}

// isNone reports whether the words around a name say that it is no actor:
// "turkey and stuffing".
func (s senses) isNone(at setting) bool {
	meanings := s[gazetteer.Fold(at.name)]
	if meanings == nil {
		return false
	}
	none := s.count(at, "")
	for id := range meanings {
		if id != "" && s.count(at, id) >= none {
			return false
		}
	}
	return none > 0
}
