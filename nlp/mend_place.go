package nlp

import (
	"slices"

	"github.com/entente-kg/entente/nlp/analysis"
)

// phraseOf is the noun whose preposition v is, where the parser hung it on a
// noun or number inside the phrase: "on a Guyanese survey ship"; or -1.
func phraseOf(toks []analysis.Token, v int) int {
	n := toks[v].Head
	if toks[v].Deprel != "case" || toks[v].XPOS == "POS" || n <= v {
		return -1
	}
	inside := false
	for range toks {
		switch toks[n].Deprel {
		case "compound", "nummod", "nmod:desc":
			if h := toks[n].Head; h > n {
				n, inside = h, true
				continue
			}
		}
		break
	}
	if !inside {
		return -1
	}
	return n
}

// phraseBeforeInfinitive is the noun that "for" at token i stands before, where
// the parser made it the mark of the infinitive behind that noun, although the
// noun hangs on the verb above: "asked Moscow for troops to end the riots"; or
// -1.
func phraseBeforeInfinitive(toks []analysis.Token, i int) int {
	v := toks[i].Head
	if toks[i].Lemma != "for" || toks[i].Deprel != "mark" || v <= i || toks[v].XPOS != "VB" {
		return -1
	}
	for n := i + 1; n < v; n++ {
		if toks[n].Head == toks[v].Head && toks[n].Deprel == "obl" && isNominal(toks[n].UPOS) {
			return n
		}
	}
	return -1
}

// worthSomething is the noun right before "worth" at v, where the parser made
// both parts of the sum behind it: "a deal with Uganda worth 3 million dollars";
// or -1.
func worthSomething(toks []analysis.Token, v int) int {
	sum := toks[v].Head
	if toks[v].Lemma != "worth" || v == 0 || sum <= v || toks[v-1].Head != sum || !isNominal(toks[v-1].UPOS) || !isNominal(toks[sum].UPOS) && toks[sum].UPOS != "SYM" {
		return -1
	}
	return v - 1
}

// putPriceBehind gives a noun the place of the sum that it is worth, and hangs
// that behind it.
func putPriceBehind(toks []analysis.Token, v, noun int) {
	sum := toks[v].Head
	toks[noun].Head, toks[noun].Deprel = toks[sum].Head, toks[sum].Deprel
	for i := range noun {
		if toks[i].Head == sum {
			toks[i].Head = noun
		}
	}
	toks[v].Head, toks[v].Deprel = noun, "amod"
	toks[sum].Head, toks[sum].Deprel = v, "obl:unmarked"
}

// nearerAntecedent is the noun right before the relative clause of v, where the
// parser hung the clause on the noun before "of" and a gerund, whose object the
// nearer one is: "accused Turkey of arming a militia, whose fighters"; or -1. So
// with an infinitive: "asked the men to curb a militia, whose fighters".
func nearerAntecedent(toks []analysis.Token, v int) int {
	far := toks[v].Head
	if toks[v].Deprel != "acl:relcl" || far < 0 {
		return -1
	}
	begins := -1
	for i := far + 1; i < v && begins < 0; i++ {
		switch toks[i].XPOS {
		case "WP", "WP$", "WDT":
			begins = i
		}
	}
	noun := begins - 1
	if noun > far && toks[noun].Lemma == "," {
		noun--
	}
	if noun <= far || !isNominal(toks[noun].UPOS) {
		return -1
	}
	for h := toks[noun].Head; h > far && isNominal(toks[h].UPOS); h = toks[noun].Head {
		noun = h // the whole phrase, not the last word of it
	}
	gerund := toks[noun].Head
	if gerund <= far || toks[noun].Deprel != "obj" || toks[gerund].XPOS != "VBG" && toks[gerund].XPOS != "VB" || toks[gerund].Head != far ||
		!hasMark(toks, gerund) {
		return -1
	}
	return noun
}

// hasMark reports whether a preposition or conjunction begins the clause of v.
func hasMark(toks []analysis.Token, v int) bool {
	return slices.ContainsFunc(toks[:v], func(t analysis.Token) bool { return t.Head == v && t.Deprel == "mark" })
}

// objectOfParticiple is the noun behind a verb without an object that was taken
// for the subject of the bare participle v behind it: in "deported 87 Ethiopians
// caught without papers" nobody says that they caught anything; or -1.
func objectOfParticiple(toks []analysis.Token, v int) int {
	h := toks[v].Head
	if toks[v].XPOS != "VBN" && toks[v].XPOS != "VBD" || h < 0 || h >= v || toks[h].UPOS != "VERB" || takesClause[toks[h].Lemma] {
		return -1
	}
	switch toks[v].Deprel {
	case "ccomp", "xcomp", "advcl":
	default:
		return -1
	}
	past := toks[v].XPOS == "VBD"
	noun := -1
	for i := range toks {
		switch d := toks[i].Deprel; {
		case past && toks[i].Head == v && (d == "obj" || d == "ccomp" || d == "xcomp"):
			return -1
		case toks[i].Head == h && (d == "obj" || d == "aux:pass" || d == "nsubj:pass"):
			return -1
		case toks[i].Head != v || i > v:
		case d == "nsubj", d == "nsubj:pass":
			noun = i
		case d == "advmod", d == "obl", d == "obl:unmarked", d == "punct":
		default: // an auxiliary, a conjunction: a clause indeed
			return -1
		}
	}
	if noun < h {
		return -1
	}
	for i := h + 1; i < noun; i++ {
		if toks[i].Head != noun && toks[i].UPOS == "PUNCT" {
			return -1
		}
	}
	return noun
}

// takesClause are verbs with a clause of their own, in which a past tense may
// have been tagged as a participle: "said Sudan armed rebels".
var takesClause = map[string]bool{
	"say": true, "tell": true, "claim": true, "report": true, "believe": true, "think": true, "know": true, "add": true, "insist": true, "announce": true,
	"deny": true, "declare": true, "allege": true, "state": true, "note": true, "warn": true, "argue": true, "fear": true, "hope": true, "suggest": true,
	"mean": true, "show": true, "confirm": true, "acknowledge": true, "admit": true, "ensure": true, "demand": true, "complain": true, "maintain": true,
	"write": true, "agree": true, "understand": true, "learn": true, "protest": true, "concede": true, "reveal": true, "disclose": true, "be": true,
	"hint": true, "feel": true, "boast": true, "predict": true, "recall": true, "imply": true, "remember": true, "joke": true, "swear": true, "vow": true,
	"promise": true, "decide": true, "discover": true, "realise": true, "realize": true, "regret": true, "recognise": true, "recognize": true, "see": true,
	"hear": true, "find": true, "assume": true, "expect": true, "doubt": true, "assert": true, "contend": true, "reply": true, "respond": true, "stress": true,
	"repeat": true, "estimate": true, "indicate": true, "propose": true, "guess": true, "wish": true, "prove": true, "conclude": true, "judge": true,
}

// giveObject makes a noun the object of its verb, and the participle v what
// narrows it down.
func giveObject(toks []analysis.Token, v, noun int) {
	toks[noun].Head, toks[noun].Deprel = toks[v].Head, "obj"
	toks[v].Head, toks[v].Deprel = noun, "acl"
}
