package nlp

import "github.com/entente-kg/entente/nlp/analysis"

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

// subjectAfterConjunction is the noun between a conjunction that may also be a
// preposition and the finite verb v, which has no subject: the parser took
// "after a bomber killed" for "after a bomber"; or -1.
func subjectAfterConjunction(toks []analysis.Token, v int) int {
	if x := toks[v].XPOS; toks[v].UPOS != "VERB" || x != "VBD" && x != "VBZ" && x != "VBP" {
		return -1
	}
	noun := -1
	for i := range toks {
		if toks[i].Head != v {
			continue
		}
		switch d := toks[i].Deprel; {
		case d == "nsubj", d == "nsubj:pass", d == "csubj", d == "aux:pass", d == "expl":
			return -1
		case d == "obl" && i < v:
			noun = i
		case i > noun && i < v && toks[i].UPOS == "PUNCT":
			noun = -1
		}
	}
	if noun < 0 {
		return -1
	}
	for i := range noun {
		if toks[i].Head != noun || toks[i].Deprel != "case" {
			continue
		}
		switch toks[i].Lemma {
		case "after", "before", "since", "until":
			toks[i].Head, toks[i].Deprel = v, "mark"
			return noun
		}
	}
	return -1
}
