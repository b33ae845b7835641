package relation

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// mended returns a sentence's tokens with two slips of parsers put right, which
// news makes common; the tokens given stay as they are.
//
//   - A participle that says by whom is no second subject: in "two Finns and a
//     Dane freed by rebels flew home" it modifies the people.
//   - A noun that a participle sets off is the subject of the verb behind it and
//     not a sentence of its own: "police, tipped off by Interpol, seized the ship".
func mended(toks []analysis.Token, lower []string) []analysis.Token {
	out := toks
	change := func(i, head int, deprel string) {
		if len(out) > 0 && &out[0] == &toks[0] {
			out = slices.Clone(toks)
		}
		out[i].Head, out[i].Deprel = head, deprel
	}
	for i := range toks {
		h := toks[i].Head
		switch {
		case toks[i].UPOS != "VERB" || h < 0:
		case toks[i].XPOS == "VBN" && toks[i].Deprel == "conj" && h < i && isNoun(&toks[h]) && saysByWhom(toks, lower, i):
			change(i, h, "acl")
		case (finite(toks[i].XPOS) || toks[i].XPOS == "VBN" && hasChild(toks, i, "obj")) && (toks[i].Deprel == "advcl" || toks[i].Deprel == "conj" || toks[i].Deprel == "acl") && i > 0 && lower[i-1] == ",":
			if r := setOffSubject(toks, h); r >= 0 && r < h && !hasChild(toks, i, "nsubj", "nsubj:pass", "mark", "aux", "cop") {
				change(i, -1, "root")
				change(r, i, "nsubj")
			}
		}
	}
	return out
}

func isNoun(t *analysis.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

func finite(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// setOffSubject is the noun at the root of a tree that the participle v
// modifies, or -1.
func setOffSubject(toks []analysis.Token, v int) int {
	r := toks[v].Head
	if toks[v].UPOS != "VERB" || toks[v].Deprel != "acl" || r < 0 || toks[r].Head >= 0 || !isNoun(&toks[r]) || hasChild(toks, r, "cop", "nsubj") {
		return -1
	}
	return r
}

func hasChild(toks []analysis.Token, of int, deprels ...string) bool {
	for i := range toks {
		if toks[i].Head == of && slices.Contains(deprels, toks[i].Deprel) {
			return true
		}
	}
	return false
}

// saysByWhom reports whether a participle without an auxiliary has its agent.
func saysByWhom(toks []analysis.Token, lower []string, v int) bool {
	by := false
	for i := range toks {
		if toks[i].Head == v && strings.HasPrefix(toks[i].Deprel, "aux") {
			return false
		}
		if lower[i] == "by" && toks[i].Deprel == "case" && toks[i].Head > v && toks[toks[i].Head].Head == v {
			by = true
		}
	}
	return by
}
