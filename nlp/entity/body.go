package entity

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Bodies are common nouns of organs that news speaks of as somebody beside their
// state.

// rulingBodies are bodies that are their state's government or chamber unless the
// state's name owns them: "Niger's junta" is spoken of as somebody, "the junta
// in Niamey" is Niger.
var rulingBodies = map[string]bool{"junta": true}

// specialBodies are organs that are bodies of their own where a word says which:
// "Bolivia's electoral court", "Brazil's health regulator".
var specialBodies = map[string]bool{
	"court": true, "tribunal": true, "regulator": true, "watchdog": true, "guard": true, "institute": true, "inspectorate": true,
}

// isBody reports whether an organ of a state is somebody of its own.
func (d *document) isBody(toks []analysis.Token, covered []string, noun int) bool {
	lemma := strings.ToLower(toks[noun].Lemma)
	if toks[noun].XPOS != "NN" {
		return false
	}
	switch {
	case rulingBodies[lemma]:
		return d.ownedByName(toks, covered, noun)
	case lemma == "intelligence":
		h := toks[noun].Deprel
		return h != "compound" && h != "amod" && h != "flat"
	case specialBodies[lemma]:
		j := noun - 1
		return j >= 0 && toks[j].Head == noun && (toks[j].Deprel == "compound" && toks[j].UPOS == "NOUN" || toks[j].Deprel == "amod" && toks[j].UPOS == "ADJ") && covered[j] == "" && !d.words.organ[d.modified(toks, noun)]
	}
	return false
}

// ownedByName reports whether the possessor of a noun is somebody's name.
func (d *document) ownedByName(toks []analysis.Token, covered []string, noun int) bool {
	for j := range noun {
		if toks[j].Head == noun && toks[j].Deprel == "nmod:poss" && d.ownerAt(covered[j]) != "" {
			return true
		}
	}
	return false
}

// bodyAgain ties "the junta" to the body that the text has called somebody's
// junta before.
func (d *document) bodyAgain(s, noun int) {
	toks := d.Sentences[s].Tokens
	lemma := strings.ToLower(toks[noun].Lemma)
	if !rulingBodies[lemma] || noun == 0 || d.lower(toks, noun-1) != "the" {
		return
	}
	for i := len(d.Mentions) - 1; i >= 0; i-- {
		m := &d.Mentions[i]
		if m.Reason != schema.ByOwnOrgan || m.Head < 0 || strings.ToLower(d.Sentences[m.Sentence].Tokens[m.Head].Lemma) != lemma {
			continue
		}
		d.addNominal(s, noun-1, noun, schema.Link{Score: 0.7, Reason: schema.ByNounPhrase}, m.Entities[0])
		return
	}
}

// groupFirst are the owners of a noun for those who belong to a group: the
// group's name behind it rather than a state's before it, "Nigerian militants of
// Boko Haram".
func (d *document) groupFirst(toks []analysis.Token, covered []string, noun int, owners []string, first int) ([]string, int) {
	if len(owners) == 0 || d.Entity(owners[0]).Kind != schema.State {
		return owners, first
	}
	for j := noun + 1; j < len(toks); j++ {
		if toks[j].Head != noun || toks[j].Deprel != "nmod" || d.caseOf(toks, j) != "of" {
			continue
		}
		if e := d.Entity(d.ownerAt(covered[j])); e != nil && e.Kind != schema.State {
			return []string{e.ID}, noun
		}
	}
	return owners, first
}
