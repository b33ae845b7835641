package coref

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// fighters are plural nouns that mean the group of which the text last spoke.
var fighters = map[string]bool{
	"militants": true, "fighters": true, "rebels": true, "insurgents": true, "jihadists": true, "extremists": true, "separatists": true, "guerrillas": true,
	"islamists": true, "gunmen": true, "terrorists": true, "mercenaries": true, "attackers": true, "assailants": true, "kidnappers": true, "captors": true,
	"hijackers": true, "raiders": true, "infiltrators": true, "bombers": true, "paramilitaries": true, "militiamen": true, "mutineers": true, "bandits": true,
	"killers": true, "abductors": true, "hostage-takers": true, "intruders": true, "secessionists": true, "putschists": true, "besiegers": true, "invaders": true,
}

// rulers are nouns that, with nothing but an article, mean the state that the
// text is about.
var rulers = map[string]bool{"government": true, "regime": true, "junta": true}

// landNouns mean a state, with or without an adjective of its region.
var landNouns = map[string]bool{"country": true, "nation": true, "state": true, "republic": true, "kingdom": true, "neighbour": true, "neighbor": true, "power": true}

// nounAt reads the nouns that knowledge of actors decides: "the militants",
// "the bank", "the West African country", "the secretary of state".
func (t *text) nounAt(s, i int) (anaphor, int, bool) {
	toks := t.Sentences[s].Tokens
	if toks[i].UPOS != "NOUN" && toks[i].UPOS != "PROPN" {
		return anaphor{}, 0, false
	}
	first, between, ok := t.definite(toks, i)
	if !ok {
		return anaphor{}, 0, false
	}
	lower, lemma := strings.ToLower(t.Text(toks[i].Span)), strings.ToLower(toks[i].Lemma)
	complement := t.hasComplement(toks, i)
	switch {
	case landNouns[lemma] && lower == lemma && !complement && between != "":
		if between == "island" {
			return anaphor{kinds: states, count: 1, island: true}, first, true
		}
		if r := regionsOf[between]; r != nil {
			return anaphor{kinds: states, count: 1, regions: r}, first, true
		}
	case lemma == "secretary" && t.ofState(toks, i):
		return anaphor{kinds: people, count: 1, title: "secretary of state"}, first, true
	case complement:
	case between == "prime" && lemma == "minister", between == "foreign" && lemma == "minister", between == "secretary" && lemma == "general",
		(between == "defence" || between == "defense") && lemma == "minister", between == "secretary -" && lemma == "general":
		return anaphor{kinds: people, count: 1, title: strings.TrimSuffix(between, " -") + " " + lemma}, first, true
	case between != "":
	case fighters[lower]:
		return anaphor{kinds: []schema.Kind{schema.MilitantGroup}, count: 1}, first, true
	case lower != lemma:
	case rulers[lemma]:
		if i+2 < len(toks) && toks[i+2].UPOS == "PROPN" && strings.EqualFold(t.Text(toks[i+1].Span), "in") { // "the junta in Bamako"
			return anaphor{}, 0, false
		}
		return one(schema.State), first, true
	case lemma == "island" || lemma == "archipelago" || isRealm[lemma]:
		return one(schema.State), first, true
	case headNouns[lemma], lemma == "body":
		return anaphor{kinds: append(igos, groups...), count: 1}, first, true
	case businesses[lemma]:
		return anaphor{kinds: groups, count: 1}, first, true
	}
	return anaphor{}, 0, false
}

// maxBetween is how many words may stand between "the" and its noun.
const maxBetween = 5

// definite finds the article before a noun and the words between them, in
// lower case.
func (t *text) definite(toks []analysis.Token, noun int) (first int, between string, ok bool) {
	var words []string
	for i := noun - 1; i >= 0 && i >= noun-maxBetween-1; i-- {
		switch w := strings.ToLower(t.Text(toks[i].Span)); {
		case w == "the" || w == "this" || w == "that":
			return i, strings.Join(words, " "), true
		case toks[i].UPOS == "PUNCT" && w != "-" || toks[i].UPOS == "VERB" || toks[i].UPOS == "PRON" || w == "and":
			return 0, "", false
		default:
			words = append([]string{w}, words...)
		}
	}
	return 0, "", false
}

// hasComplement reports whether something behind a noun says which one it is.
func (t *text) hasComplement(toks []analysis.Token, noun int) bool {
	for j := noun + 1; j < len(toks); j++ {
		if toks[j].Head == noun {
			switch toks[j].Deprel {
			case "acl", "acl:relcl":
				if !addsOnly(t.Doc, toks, noun, j) {
					return true
				}
			case "nmod", "appos", "flat", "conj":
				return true
			}
		}
	}
	return false
}

// ofState reports whether "of state" stands behind a noun, and nothing more.
func (t *text) ofState(toks []analysis.Token, noun int) bool {
	if noun+2 >= len(toks) {
		return false
	}
	return strings.EqualFold(t.Text(toks[noun+1].Span), "of") && strings.EqualFold(t.Text(toks[noun+2].Span), "state")
}

// regionsOf are the regions of the knowledge base that an adjective of a part
// of the world means.
var regionsOf = func() map[string][]string {
	africa := []string{"West Africa", "East Africa", "Central Africa", "Southern Africa", "North Africa"}
	europe := []string{"Southern Europe", "Eastern Europe", "Western Europe", "Northern Europe"}
	asia := []string{"South Asia", "Southeast Asia", "East Asia", "Central Asia", "Middle East"}
	latin := []string{"South America", "Central America", "Caribbean", "North America"}
	return map[string][]string{
		"african": africa, "west african": {"West Africa"}, "east african": {"East Africa"}, "central african": {"Central Africa"}, "southern african": {"Southern Africa"},
		"north african": {"North Africa"}, "horn of africa": {"East Africa"}, "sahel": {"West Africa", "Central Africa"}, "sahelian": {"West Africa", "Central Africa"},
		"european": europe, "eastern european": {"Eastern Europe"}, "central european": {"Eastern Europe", "Western Europe"}, "northern european": {"Northern Europe"},
		"southern european": {"Southern Europe"}, "nordic": {"Northern Europe"}, "scandinavian": {"Northern Europe"}, "baltic": {"Northern Europe", "Eastern Europe"}, "balkan": {"Southern Europe", "Eastern Europe"},
		"asian": asia, "south asian": {"South Asia"}, "southeast asian": {"Southeast Asia"}, "south - east asian": {"Southeast Asia"}, "east asian": {"East Asia"}, "central asian": {"Central Asia"},
		"himalayan": {"South Asia"}, "middle eastern": {"Middle East"}, "gulf": {"Middle East"}, "arab": {"Middle East", "North Africa"}, "caucasus": {"Caucasus"}, "caucasian": {"Caucasus"},
		"south american": {"South America"}, "central american": {"Central America"}, "latin american": latin, "caribbean": {"Caribbean"}, "andean": {"South America"},
		"pacific": {"Oceania"}, "pacific island": {"Oceania"}, "caribbean island": {"Caribbean"}, "maghreb": {"North Africa"},
	}
}()
