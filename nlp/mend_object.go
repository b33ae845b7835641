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

// isForeword reports whether i is a form of address that was taken for a party
// of its own beside the name right behind it: "begged Mr Bush".
func isForeword(toks []analysis.Token, i int) bool {
	if i+1 >= len(toks) || toks[i+1].UPOS != "PROPN" || toks[i].Head != toks[i+1].Head || toks[i].Deprel != toks[i+1].Deprel {
		return false
	}
	switch toks[i].Lemma {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Sir", "Lord", "Lady", "Prof", "Prof.", "Gen", "Gen.", "Col", "Col.", "Rev", "Rev.", "Sen", "Sen.":
		return true
	}
	return false
}

// secondHalf is the first half of a compound whose second half at i was taken
// for an apposition: "attorney-general"; or -1.
func secondHalf(toks []analysis.Token, i int) int {
	if i < 2 || toks[i].Deprel != "appos" || toks[i-1].Lemma != "-" || toks[i].Head != i-2 || !isNominal(toks[i].UPOS) && toks[i].UPOS != "ADJ" {
		return -1
	}
	return i - 2
}

// joinHalves hangs what stands with the second half of a compound on the first.
func joinHalves(toks []analysis.Token, i, first int) {
	toks[i].Deprel = "flat"
	for k := range toks {
		if toks[k].Head == i && k > i {
			toks[k].Head = first
			if toks[k].Deprel == "conj" && k > 0 && toks[k-1].Lemma == "," {
				toks[k].Deprel = "appos"
			}
		}
	}
}

// setOffSubject is the noun right before the finite verb v, which has no
// subject, where the parser made that noun an apposition of what stands before
// the comma: "met on Tuesday, Minister Park urged Hanoi"; or -1. A true
// apposition would be closed by a comma.
func setOffSubject(toks []analysis.Token, v int) int {
	if d := toks[v].Deprel; d != "parataxis" && d != "conj" && d != "ccomp" && d != "root" || !isFinite(toks, v) || hasSubject(toks, v) || conjunctionOf(toks, v) >= 0 {
		return -1
	}
	first := v
	for first > 0 && toks[first-1].Head == v && toks[first-1].UPOS != "PUNCT" {
		first--
	}
	for n := first - 1; n >= 0; n = toks[n].Head {
		if n >= v || toks[n].Lemma == "," || toks[n].Lemma == ";" {
			return -1
		}
		if toks[n].Deprel != "appos" || toks[n].Head > n || !isNominal(toks[n].UPOS) {
			continue
		}
		begin := n
		for begin > 0 && isBelow(toks, begin-1, n) && toks[begin-1].Lemma != "," {
			begin--
		}
		for i := n; i < first; i++ {
			if toks[i].Lemma == "," || toks[i].Deprel == "cc" {
				return -1
			}
		}
		if begin > 0 && toks[begin-1].Lemma == "," {
			return n
		}
		return -1
	}
	return -1
}
