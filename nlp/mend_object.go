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

// isCondition reports whether v was taken for what somebody says, although the
// order of its words makes it a condition: "threatened a response should London
// impose sanctions".
func isCondition(toks []analysis.Token, v int) bool {
	h := toks[v].Head
	if toks[v].XPOS != "VB" || toks[v].Deprel != "ccomp" || h < 0 || h > v || toks[h].UPOS != "VERB" {
		return false
	}
	should, object := false, false
	for i := h + 1; i < v; i++ {
		switch {
		case toks[i].Head == h && toks[i].Deprel == "obj":
			object = true
		case toks[i].Head != v:
		case toks[i].Deprel == "mark":
			return false
		case toks[i].Lemma == "should" && toks[i].Deprel == "aux":
			should = true
		case toks[i].Deprel == "nsubj" && should:
			return object
		case toks[i].Deprel == "nsubj":
			object = true
		}
	}
	return false
}

// setCondition makes v the condition of its verb, and what stands before
// "should" the object of that verb.
func setCondition(toks []analysis.Token, v int) {
	h := toks[v].Head
	for i := h + 1; i < v && toks[i].Lemma != "should"; i++ {
		if toks[i].Head == v && toks[i].Deprel == "nsubj" {
			toks[i].Head, toks[i].Deprel = h, "obj"
		}
	}
	toks[v].Deprel = "advcl"
}

// joinedVerb is the verb right before an object's phrase at i, joined to the
// verb that the parser gave the object although it had one already: "demanded
// the body and accused Malaysia"; or -1.
func joinedVerb(toks []analysis.Token, i int) int {
	h := toks[i].Head
	if toks[i].Deprel != "obj" || h < 0 || h > i {
		return -1
	}
	begin := i
	for begin > 0 && isBelow(toks, begin-1, i) {
		begin--
	}
	v := begin - 1
	if v <= h || toks[v].UPOS != "VERB" || toks[v].Head != h || toks[v].Deprel != "conj" {
		return -1
	}
	first := false
	for k := range toks {
		switch {
		case toks[k].Head == v && toks[k].Deprel == "obj":
			return -1
		case toks[k].Head == h && toks[k].Deprel == "obj" && k < v:
			first = true
		}
	}
	if !first {
		return -1
	}
	return v
}

// beforeAside is the verb that v, without a subject, goes on from, where the
// parser joined it to a word of saying set between commas: "shot two men, its
// agency reported, and threatened to sink tankers"; or -1.
func beforeAside(toks []analysis.Token, v int) int {
	r := toks[v].Head
	if toks[v].Deprel != "conj" || r < 1 || r > v || toks[r].Deprel != "parataxis" || toks[r+1].Lemma != "," || hasSubject(toks, v) || conjunctionOf(toks, v) < 0 {
		return -1
	}
	main := toks[r].Head
	if main < 0 || main > r || toks[main].UPOS != "VERB" || !hasSubject(toks, r) || isFinite(toks, v) != isFinite(toks, main) {
		return -1
	}
	for i := r - 1; i > main; i-- {
		if toks[i].Lemma == "," {
			return main
		}
		if !isBelow(toks, i, r) {
			return -1
		}
	}
	return -1
}

// subjectBehindAnd is the noun between the conjunction of the finite verb v and
// v, where the parser made that noun one more of the things before it:
// "complained that nobody had consulted it and the leader threatened"; or -1.
func subjectBehindAnd(toks []analysis.Token, v int) int {
	c := conjunctionOf(toks, v)
	if c < 0 || !isFinite(toks, v) || hasSubject(toks, v) {
		return -1
	}
	n := phraseFrom(toks, c+1, v)
	if n < 0 || toks[n].Head < 0 || toks[n].Head > c || toks[n].Deprel != "conj" && toks[n].Deprel != "appos" && toks[n].Deprel != "obj" || toks[c].Head != v {
		return -1
	}
	return n
}

// askingWith is the verb of asking whose participle v is, where the parser hung
// that behind a comma on what is asked: "urged Seoul to relent, hinting at
// tariffs"; or -1.
func askingWith(toks []analysis.Token, v int) int {
	h := toks[v].Head
	if toks[v].XPOS != "VBG" || toks[v].Deprel != "advcl" || h < 0 || h > v || v == 0 || toks[v-1].Lemma != "," || toks[h].XPOS != "VB" || !hasMark(toks, h) {
		return -1
	}
	if a := toks[h].Head; a >= 0 && a < h && isAsking[toks[a].Lemma] {
		return a
	}
	return -1
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
		if begin > 0 && toks[begin-1].Lemma == "," && !isBelow(toks, v, n) {
			return n
		}
		return -1
	}
	return -1
}
