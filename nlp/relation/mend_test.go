package relation

import (
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
)

// word makes a token of a test tree.
func word(upos, xpos, deprel string, head int) analysis.Token {
	return analysis.Token{UPOS: upos, XPOS: xpos, Deprel: deprel, Head: head}
}

func TestMended(t *testing.T) {
	type arc struct {
		head   int
		deprel string
	}
	for _, c := range []struct {
		name  string
		lower []string
		toks  []analysis.Token
		want  map[int]arc
	}{
		{
			"a participle that says by whom modifies",
			[]string{"finns", "freed", "by", "rebels", "flew"},
			[]analysis.Token{word("PROPN", "NNPS", "nsubj", 4), word("VERB", "VBN", "conj", 0), word("ADP", "IN", "case", 3), word("NOUN", "NNS", "obl", 1), word("VERB", "VBD", "root", -1)},
			map[int]arc{1: {0, "acl"}, 0: {4, "nsubj"}},
		},
		{
			"one that does not stays",
			[]string{"finns", "freed", "yesterday", "home", "flew"},
			[]analysis.Token{word("PROPN", "NNPS", "nsubj", 4), word("VERB", "VBN", "conj", 0), word("NOUN", "NN", "obl", 1), word("ADV", "RB", "advmod", 4), word("VERB", "VBD", "root", -1)},
			map[int]arc{1: {0, "conj"}},
		},
		{
			"a noun set off by a participle is the subject behind it",
			[]string{"police", ",", "tipped", "off", ",", "seized", "spies"},
			[]analysis.Token{word("NOUN", "NN", "root", -1), word("PUNCT", ",", "punct", 2), word("VERB", "VBN", "acl", 0), word("ADP", "RP", "compound:prt", 2), word("PUNCT", ",", "punct", 5), word("VERB", "VBN", "advcl", 2), word("NOUN", "NNS", "obj", 5)},
			map[int]arc{0: {5, "nsubj"}, 5: {-1, "root"}, 2: {0, "acl"}},
		},
	} {
		before := append([]analysis.Token(nil), c.toks...)
		got := mended(c.toks, c.lower)
		for i, want := range c.want {
			if got[i].Head != want.head || got[i].Deprel != want.deprel {
				t.Errorf("%s: token %d: got %d %s, want %d %s", c.name, i, got[i].Head, got[i].Deprel, want.head, want.deprel)
			}
		}
		for i := range before {
			if c.toks[i].Head != before[i].Head || c.toks[i].Deprel != before[i].Deprel {
				t.Errorf("%s: token %d of the document changed", c.name, i)
			}
		}
	}
}
