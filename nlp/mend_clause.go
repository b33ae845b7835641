package nlp

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// lostSubject is the noun that a finite verb at v without a subject has for
// one, where the parser made it a part of what stands before, and the word
// that opens their clause: nobody sanctions the police in "sanctioned two firms,
// and Emirati police detained a broker". A clause begins behind a semicolon, an
// "and" that is not the verb's own, or a conjunction that may be a preposition
// ("after a bomber killed"). Both are -1 where none is found.
func lostSubject(toks []analysis.Token, v int) (noun, opening int) {
	switch toks[v].Deprel {
	case "amod", "cop", "aux", "aux:pass":
		return -1, -1
	}
	if !isFinite(toks, v) || hasSubject(toks, v) || conjunctionOf(toks, v) >= 0 {
		return -1, -1
	}
	noun, opening = -1, -1
	first := v
	for first > 0 && toks[first-1].Head == v && (strings.HasPrefix(toks[first-1].Deprel, "aux") || toks[first-1].Deprel == "advmod") {
		first--
	}
	for k := first - 2; k >= 0 && !isMainClause(toks, k, first); k-- {
		n := phraseFrom(toks, k+1, first)
		if n < 0 || !mayOpen(toks, k, n, v) || noun < 0 && !reaches(toks, n, first) || noun >= 0 && !isSeries(toks, noun, n) {
			continue
		}
		noun, opening = n, k
		if toks[k].Lemma == ";" {
			break
		}
	}
	return noun, opening
}

// isMainClause reports whether the word at k is a verb of a clause that is
// whole by itself, so that what stands before it is no part of the clause that
// goes on at end: one with a subject and without a relative pronoun.
func isMainClause(toks []analysis.Token, k, end int) bool {
	if !isFinite(toks, k) || !hasSubject(toks, k) {
		return false
	}
	for i := k - 1; i >= 0; i-- {
		switch toks[i].XPOS {
		case "WP", "WDT", "WP$", "WRB":
			return false
		}
		if toks[i].Lemma == ";" || toks[i].Deprel == "mark" && toks[i].Head == k && toks[i].Lemma != "that" || toks[i].Deprel == "cc" && toks[i].Head == k {
			return true
		}
	}
	return true
}

// isSeries reports whether a noun is one more of those that begin with first:
// "while Spain, Greece and Slovakia held out".
func isSeries(toks []analysis.Token, noun, first int) bool {
	for range toks {
		if noun == first {
			return true
		}
		if toks[noun].Deprel != "conj" || toks[noun].Head < 0 {
			return false
		}
		noun = toks[noun].Head
	}
	return false
}

// phraseFrom is the head of the noun phrase that begins at first, or -1.
func phraseFrom(toks []analysis.Token, first, end int) int {
	for i := first; i < end; i++ {
		switch toks[i].Deprel {
		case "det", "amod", "compound", "nummod", "nmod:desc", "nmod:poss":
			continue
		case "case", "punct": // of a possessor, within a name
			if i > first && toks[i].Head < i && toks[i].Lemma != "," {
				continue
			}
			return -1
		}
		if isNominal(toks[i].UPOS) && isPhrase(toks, first, i) {
			return i
		}
		return -1
	}
	return -1
}

// isPhrase reports whether the tokens from first on are all below the noun at
// last.
func isPhrase(toks []analysis.Token, first, last int) bool {
	for i := first; i < last; i++ {
		if !isBelow(toks, i, last) {
			return false
		}
	}
	return true
}

// isBelow reports whether token i hangs on top, perhaps through others.
func isBelow(toks []analysis.Token, i, top int) bool {
	for range toks {
		if i == top {
			return true
		}
		if i < 0 {
			break
		}
		i = toks[i].Head
	}
	return false
}

// mayOpen reports whether the word at k opens a clause of verb v with the noun
// behind k as its subject, and the noun was hung on something else.
func mayOpen(toks []analysis.Token, k, noun, v int) bool {
	h := toks[noun].Head
	switch toks[k].Lemma {
	case ";":
		return h >= 0 && h < k || h == v
	case "and", "but":
		return toks[k].Head == noun && toks[noun].Deprel == "conj" && h < k && isJoined(toks, k, noun, v)
	case "after", "before", "since", "until", "as", "while":
		return toks[k].Head == noun && toks[k].Deprel == "case" && strings.HasPrefix(toks[noun].Deprel, "obl") && h != noun &&
			(toks[k].Lemma != "as" || toks[v-1].Lemma != ",")
	}
	return false
}

// isJoined reports whether "and" at k joins the clause of v and not the noun:
// behind a comma, before an aside, or where v is itself joined to a verb before
// k and has an object or clause ("called it a lie and bombers struck Sanaa").
func isJoined(toks []analysis.Token, k, noun, v int) bool {
	if toks[v-1].Lemma == "," {
		return true
	}
	if toks[k-1].Lemma == "," {
		return toks[v].Deprel == "conj" || toks[v].Deprel == "parataxis"
	}
	h := toks[v].Head
	if toks[v].Deprel != "conj" || h < 0 || h >= k || toks[h].UPOS != "VERB" || isBelow(toks, h, toks[noun].Head) {
		return false
	}
	for i := v + 1; i < len(toks); i++ {
		if toks[i].Head == v {
			switch toks[i].Deprel {
			case "obj", "iobj", "xcomp", "ccomp":
				return true
			}
		}
	}
	return false
}

// reaches reports whether a noun's phrase goes on to the verb group at first,
// or to an aside between commas right before it: "Sweden, whose banks have lent
// most, offered".
func reaches(toks []analysis.Token, noun, first int) bool {
	if toks[first-1].Lemma != "," {
		return isBelow(toks, first-1, noun)
	}
	for i := noun + 1; i < first-1; i++ {
		if toks[i].Lemma == "," {
			return true
		}
	}
	return false
}

// giveClause makes a noun the subject of v, and v the verb of a clause that
// begins at opening.
func giveClause(toks []analysis.Token, v, noun, opening int) {
	before, deprel := toks[noun].Head, "conj"
	if toks[opening].Deprel == "case" {
		deprel = "advcl"
		toks[opening].Deprel = "mark"
	}
	if isBelow(toks, v, noun) || deprel == "advcl" && before != v && !isBelow(toks, before, v) {
		for before >= 0 && toks[before].UPOS != "VERB" && toks[before].Head >= 0 {
			before = toks[before].Head
		}
		toks[v].Head, toks[v].Deprel = before, deprel
	}
	toks[noun].Head, toks[noun].Deprel = v, "nsubj"
	if toks[opening].Head == noun {
		toks[opening].Head = v
	}
	for i := noun + 1; i < v; i++ { // an aside is the subject's
		if h := toks[i].Head; h >= 0 && h < opening && !isBelow(toks, v, i) {
			toks[i].Head = noun
			if isNominal(toks[i].UPOS) && toks[i].Deprel == "conj" {
				toks[i].Deprel = "appos"
			}
		}
	}
}

// isMainVerb reports whether a finite verb at v with an object or clause was
// taken for one that narrows its own subject down, although a relative clause
// does that before it: "Oslo, which chairs the talks, invited both".
func isMainVerb(toks []analysis.Token, v int) bool {
	h := toks[v].Head
	if x := toks[v].XPOS; toks[v].Deprel != "acl" || x != "VBD" && x != "VBZ" || h < 0 || h >= v || toks[v-1].Lemma != "," || hasSubject(toks, v) || toks[h].Deprel == "nsubj" {
		return false
	}
	aside, goesOn := false, false
	for i := h + 1; i < len(toks); i++ {
		switch d := toks[i].Deprel; {
		case i < v && toks[i].Head == h:
			aside = aside || d == "acl:relcl"
		case i > v && toks[i].Head == v:
			goesOn = goesOn || d == "obj" || d == "iobj" || d == "xcomp" || d == "ccomp"
		}
	}
	return aside && goesOn
}

// putVerbFirst gives v the place of its noun, which becomes its subject.
func putVerbFirst(toks []analysis.Token, v int) {
	h := toks[v].Head
	toks[v].Head, toks[v].Deprel = toks[h].Head, toks[h].Deprel
	toks[h].Head, toks[h].Deprel = v, "nsubj"
	for i := range toks {
		if toks[i].Head == h && (i > v || i < h && toks[i].Deprel == "punct") {
			toks[i].Head = v
		}
	}
}

// nearerClause is the verb that the finite verb v, without a subject, is joined
// to, where the parser joined it to one further back: in "Paris agreed, and Rome
// sent a note and asked for talks" it is Rome that asked; or -1.
func nearerClause(toks []analysis.Token, v int) int {
	if !isFinite(toks, v) || toks[v].Deprel != "conj" || hasSubject(toks, v) {
		return -1
	}
	for u := v - 1; u > toks[v].Head; u-- {
		if toks[u].Head == toks[v].Head && toks[u].Deprel == "conj" && isFinite(toks, u) && hasSubject(toks, u) {
			return u
		}
	}
	return -1
}

// isFinite reports whether v is a verb of a clause of its own: in the present or
// past, or with an auxiliary that is.
func isFinite(toks []analysis.Token, v int) bool {
	if toks[v].UPOS != "VERB" && toks[v].UPOS != "AUX" {
		return false
	}
	switch toks[v].XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	}
	for i := range v {
		if toks[i].Head != v || toks[i].UPOS != "AUX" {
			continue
		}
		switch toks[i].XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
	}
	return false
}

func hasSubject(toks []analysis.Token, v int) bool {
	for i := range toks {
		if toks[i].Head != v {
			continue
		}
		switch toks[i].Deprel {
		case "nsubj", "nsubj:pass", "csubj", "expl", "nsubj:outer":
			return true
		}
	}
	return false
}

// conjunctionOf is the "and" before a word, or -1.
func conjunctionOf(toks []analysis.Token, i int) int {
	for k := range i {
		if toks[k].Head == i && toks[k].Deprel == "cc" {
			return k
		}
	}
	return -1
}
