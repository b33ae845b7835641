package nlp

import "github.com/entente-kg/entente/nlp/analysis"

// isBoth reports whether i is a "both" that stands for two parties, and was
// taken for the first half of "both … and": what follows it is no noun.
func isBoth(toks []analysis.Token, i int) bool {
	if toks[i].Lemma != "both" || i == 0 {
		return false
	}
	switch toks[i].Deprel {
	case "cc:preconj", "advmod", "mark", "det", "cc", "case":
	default:
		return false
	}
	if i+1 == len(toks) {
		return true
	}
	switch next := &toks[i+1]; next.UPOS {
	case "ADP", "SCONJ", "PUNCT", "PART", "NUM":
		return true
	case "VERB", "AUX":
		return isFinite(toks, i+1) || next.XPOS == "MD"
	}
	return false
}

// standAlone makes a "both" the object of the verb right before it ("charged
// both with fraud"), or the subject of the one behind ("and both agreed").
func standAlone(toks []analysis.Token, i int) {
	switch {
	case toks[i-1].UPOS == "VERB":
		toks[i].UPOS, toks[i].Head, toks[i].Deprel = "PRON", i-1, "obj"
	case i+1 < len(toks) && toks[i+1].UPOS == "VERB" && !hasSubject(toks, i+1):
		toks[i].UPOS, toks[i].Head, toks[i].Deprel = "PRON", i+1, "nsubj"
	}
}

// isBothPhrase reports whether i is a plural with "both" that was taken for a
// part of the noun behind it: "offered both governments tents".
func isBothPhrase(toks []analysis.Token, i int) bool {
	t := &toks[i]
	return i > 1 && t.Deprel == "compound" && t.XPOS == "NNS" && toks[i-1].Lemma == "both" && t.Head > i &&
		toks[t.Head].Deprel == "obj" && toks[t.Head].Head >= 0 && toks[t.Head].Head < i-1
}

// giveBoth makes it the one to whom the verb gives something.
func giveBoth(toks []analysis.Token, i int) {
	toks[i-1].Head, toks[i-1].Deprel = i, "det"
	toks[i].Head, toks[i].Deprel = toks[toks[i].Head].Head, "iobj"
}
