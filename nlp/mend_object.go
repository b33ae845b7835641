package nlp

import "github.com/entente-kg/entente/nlp/analysis"

// nameAfterNoun is the first object of the verb of i, where i was taken for a
// second one although a comma parts the two: "killed Reyes, number two of the
// band"; or -1.
func nameAfterNoun(toks []analysis.Token, i int) int {
	h := toks[i].Head
	if toks[i].Deprel != "obj" || h < 0 || h > i || !isNominal(toks[i].UPOS) || conjunctionOf(toks, i) >= 0 {
		return -1
	}
	first := -1
	for k := h + 1; k < i && first < 0; k++ {
		if toks[k].Head == h && toks[k].Deprel == "obj" {
			first = k
		}
	}
	if first < 0 {
		return -1
	}
	for k := first + 1; k < i; k++ { // nothing but the comma and its own words between
		switch {
		case toks[k].UPOS == "PUNCT" && toks[k].Lemma == ",":
			for j := k + 1; j < i; j++ {
				if !isBelow(toks, j, i) {
					return -1
				}
			}
			return first
		case !isBelow(toks, k, first):
			return -1
		}
	}
	return -1
}

// objectOfAdjective is the object that hangs on the adjective i right behind its
// verb, which acts on it: "shot dead the guard"; or -1.
func objectOfAdjective(toks []analysis.Token, i int) int {
	if h := toks[i].Head; toks[i].UPOS != "ADJ" || toks[i].Deprel != "xcomp" || h != i-1 {
		return -1
	}
	for k := i + 1; k < len(toks); k++ {
		if toks[k].Head == i && (toks[k].Deprel == "obj" || toks[k].Deprel == "nsubj") {
			return k
		}
	}
	return -1
}

// askedBefore is the verb of asking whose infinitive v is, where the parser hung
// it inside the relative clause on whoever is asked ("asks Chad, which sheltered
// him, to give him up") or on the means ("begged him by telephone to come"); or
// -1.
func askedBefore(toks []analysis.Token, v int) int {
	if toks[v].XPOS != "VB" || toks[v].Head < 0 || toks[v].Head >= v {
		return -1
	}
	to := -1
	for i := range v {
		if toks[i].Head == v && toks[i].Deprel == "mark" && toks[i].Lemma == "to" {
			to = i
		}
	}
	if to < 1 {
		return -1
	}
	switch toks[v].Deprel {
	case "acl":
		if n := toks[v].Head; toks[n].Deprel == "obl" && isMeans[toks[n].Lemma] && toks[n].Head >= 0 && isAsking[toks[toks[n].Head].Lemma] {
			return toks[n].Head
		}
	case "advcl", "xcomp":
		if toks[to-1].Lemma != "," {
			return -1
		}
		for r := toks[v].Head; r >= 0 && r < v; r = toks[r].Head {
			if toks[r].Deprel != "acl:relcl" || toks[r].Head < 0 {
				continue
			}
			asked := toks[r].Head
			if a := toks[asked].Head; a >= 0 && a < asked && isAsking[toks[a].Lemma] && !hasInfinitive(toks, a) {
				return a
			}
		}
	}
	return -1
}

// isMeans are nouns for how something is asked.
var isMeans = map[string]bool{"telephone": true, "phone": true, "letter": true, "video": true, "cable": true, "telegram": true, "radio": true, "message": true, "email": true}

// isAsking are verbs with whom is asked, and what to do.
var isAsking = map[string]bool{
	"ask": true, "urge": true, "tell": true, "order": true, "beg": true, "implore": true, "press": true, "beseech": true, "instruct": true, "request": true,
	"persuade": true, "invite": true, "advise": true, "forbid": true, "compel": true, "warn": true, "call": true, "appeal": true, "plead": true, "exhort": true,
	"entreat": true, "encourage": true, "command": true, "push": true, "challenge": true,
}

// hasInfinitive reports whether a verb has one of its own: "asked him to go".
func hasInfinitive(toks []analysis.Token, v int) bool {
	for i := v + 1; i < len(toks); i++ {
		if toks[i].Head == v && toks[i].XPOS == "VB" && (toks[i].Deprel == "xcomp" || toks[i].Deprel == "advcl") && hasMark(toks, i) {
			return true
		}
	}
	return false
}

// takenByCondition is the object of the verb above v, where the parser took it
// for a subject of the clause of a condition behind it that has one of its own:
// "threatened a response should London impose sanctions"; or -1.
func takenByCondition(toks []analysis.Token, v int) int {
	h := toks[v].Head
	if toks[v].XPOS != "VB" || toks[v].Deprel != "ccomp" || h < 0 || h > v || toks[h].UPOS != "VERB" {
		return -1
	}
	noun, should, own := -1, false, false
	for i := h + 1; i < v; i++ {
		switch {
		case toks[i].Head == h && toks[i].Deprel == "obj", toks[i].Head == v && toks[i].Deprel == "mark":
			return -1
		case toks[i].Head != v:
		case toks[i].Lemma == "should" && toks[i].Deprel == "aux":
			should = true
		case toks[i].Deprel == "nsubj" && should:
			own = true
		case toks[i].Deprel == "nsubj":
			noun = i
		}
	}
	if !own {
		return -1
	}
	return noun
}
