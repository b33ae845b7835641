package conllu

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// clitics are words that lean on the one before them, by their lower-case
// form: Universal Dependencies (English) writes the two as one multi-word
// token where no space parts them. What they may be is bound by their tags.
var clitics = map[string]bool{
	"'s": true, "'": true, "s": true, "'m": true, "m": true, "'re": true, "re": true, "r": true, "'ve": true, "ve": true,
	"'ll": true, "ll": true, "'d": true, "d": true, "n't": true, "nt": true, "not": true, "na": true, "ta": true, "t": true,
}

// cliticTags are the XPOS that a clitic may have: possessive, pronoun ("let's"),
// adverb, auxiliary, and "to" in gonna.
var cliticTags = map[string]bool{
	"POS": true, "PRP": true, "RB": true, "MD": true, "TO": true,
	"VB": true, "VBD": true, "VBN": true, "VBP": true, "VBZ": true,
}

var straightQuotes = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "´", "'")

// multiword lists the runs of a word and its clitics.
func multiword(text string, toks []analysis.Token) []Span {
	var out []Span
	for i := 0; i < len(toks); i++ {
		first := i
		for i+1 < len(toks) && leans(text, &toks[i], &toks[i+1]) {
			i++
		}
		if i > first {
			out = append(out, Span{First: first, Last: i + 1, Form: line(text[toks[first].Start:toks[i].End])})
		}
	}
	return out
}

// leans reports whether b is a clitic of a.
func leans(text string, a, b *analysis.Token) bool {
	if a.End != b.Start || !cliticTags[b.XPOS] {
		return false
	}
	switch a.UPOS {
	case "PUNCT", "SYM", "NUM":
		return false
	}
	form := strings.ToLower(b.Of(text))
	if !clitics[form] {
		form = straightQuotes.Replace(form)
	}
	return clitics[form]
}
