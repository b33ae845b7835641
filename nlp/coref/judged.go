package coref

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// judges are verbs whose object is held to account, for good or ill: in
// "condemned Israel for its attack" the attack is Israel's.
var judges = set(`admonish applaud arraign assail berate blast castigate censure chastise chide commend compliment condemn congratulate
	criticise criticize decry denounce deride excoriate fault fine hail honour honor lambast lambaste laud mock penalise penalize praise prosecute
	punish rebuke reprimand reproach reprove reward salute sanction scold slam sue thank upbraid`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// judged is the head of the one who is judged, where tok is the owner of what he
// is judged for ("for its attack", "over their strikes"), or -1.
func (t *text) judged(s, tok int) int {
	d, toks := t.Doc, t.Sentences[s].Tokens
	if toks[tok].Deprel != "nmod:poss" {
		return -1
	}
	deed := toks[tok].Head
	if deed < 0 || !slices.ContainsFunc(toks, func(c analysis.Token) bool {
		word := strings.ToLower(d.Text(c.Span))
		return c.Head == deed && c.Deprel == "case" && (word == "for" || word == "over")
	}) {
		return -1
	}
	for j := range toks {
		switch v := toks[j].Head; {
		case j > tok || toks[j].Deprel != "obj" || v < 0 || !judges[strings.ToLower(toks[v].Lemma)]:
		case toks[deed].Head == v || toks[deed].Head == j:
			return j
		}
	}
	return -1
}
