package coref

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// bound is how much more likely a pronoun means the subject of the clause that
// it stands in or that the clause hangs on: more than the subject of the
// sentence has before others.
const bound = 45

// binder is the subject that a pronoun looks up to first: that of its clause,
// or, where the pronoun is that subject, stands in it or beside it, of the
// clause above. In "Chad left while Niger said that its army stayed" and "Chad
// left after Niger showed a film that it had made" that is Niger. It is -1
// where there is none.
func (t *text) binder(s, tok int) int {
	toks := t.Sentences[s].Tokens
	if toks[tok].UPOS != "PRON" {
		return -1
	}
	beside := toks[tok].Deprel == "obj" || toks[tok].Deprel == "iobj" || toks[tok].Deprel == "obl"
	for v, n := toks[tok].Head, 0; v >= 0 && n < maxAbove; v, n = toks[v].Head, n+1 {
		subject := doerOf(toks, v)
		switch {
		case subject < 0 || subject == tok || isUnder(toks, tok, subject):
		case beside:
			beside = false
		default:
			if w := strings.ToLower(t.Text(toks[subject].Span)); toks[v].Deprel == "acl:relcl" && (w == "who" || w == "which" || w == "that") {
				subject = toks[v].Head
			}
			if subject >= tok {
				return -1
			}
			return subject
		}
		if toks[v].Deprel == "parataxis" {
			return -1
		}
	}
	return -1
}

// maxAbove is how many words up the tree a pronoun looks.
const maxAbove = 20

// doerOf is the subject of a verb, or who is asked or let to do it: "Chad" of
// "urged Chad to withdraw"; or -1.
func doerOf(toks []analysis.Token, v int) int {
	s := subjectOf(toks, v)
	if h := toks[v].Head; s < 0 && h >= 0 && h < v && toks[v].Deprel == "xcomp" {
		for i := h + 1; i < v; i++ {
			if toks[i].Head == h && (toks[i].Deprel == "obj" || toks[i].Deprel == "iobj") {
				return i
			}
		}
	}
	return s
}

// subjectOf is the subject that hangs on a word, or -1.
func subjectOf(toks []analysis.Token, v int) int {
	for i := range toks {
		if toks[i].Head == v && strings.HasPrefix(toks[i].Deprel, "nsubj") {
			return i
		}
	}
	return -1
}

// isUnder reports whether a word stands below another in the tree, within
// maxAbove steps.
func isUnder(toks []analysis.Token, i, above int) bool {
	for n := 0; i >= 0 && n < maxAbove; i, n = toks[i].Head, n+1 {
		if i == above {
			return true
		}
	}
	return false
}
