package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// maxName bounds a name, in bytes: IDs are made of names and are keys. What is
// longer is no name but a list, or rubbish.
const maxName = 300

// unknown adds an actor that the knowledge base lacks.
func (d *document) unknown(c *candidate, name string) string {
	kind := kindOf(c.label, name)
	if kind == "" || utf8.RuneCountInString(name) < 2 || len(name) > maxName {
		return ""
	}
	e := schema.Entity{Kind: kind, Name: name}
	if kind == schema.Person {
		e.Country = d.homes[gazetteer.Fold(name)]
	}
	for _, h := range c.inside {
		if id := d.first(h.Entries, schema.State); id != "" && kind != schema.Person {
			e.Country = d.know(id)
			break
		}
	}
	e.ID = schema.UnknownID(kind, name, e.Country)
	if kind == schema.Person && !strings.Contains(gazetteer.Fold(name), " ") {
		e.ID += "-" + schema.Hash(d.Article.ID) // a bare surname is no ground to take two people for one
	}
	c.Score, c.Reason = 0.5, schema.ByNone
	return d.AddEntity(e).ID
}

// isVessel reports whether a name is that of the ship named right before it,
// "the Ukrainian tug Yany Kapu", which is no actor.
func (d *document) isVessel(c *candidate) bool {
	if c.First == 0 {
		return false
	}
	before := &d.Sentences[c.Sentence].Tokens[c.First-1]
	return before.UPOS == "NOUN" && d.words.vessel[singular(strings.ToLower(before.Lemma))]
}

// kindOf guesses an unknown name's kind from its label and its words.
func kindOf(label analysis.Label, name string) schema.Kind {
	switch label {
	case analysis.PER:
		return schema.Person
	case analysis.LOC:
		return schema.Place
	case analysis.NORP:
		return schema.Population
	case analysis.ORG:
		for w := range strings.FieldsSeq(strings.ToLower(name)) {
			if militant[w] {
				return schema.MilitantGroup
			}
		}
		return schema.Organization
	}
	return ""
}

// militant are words of which the names of armed groups are made.
var militant = map[string]bool{
	"front": true, "liberation": true, "brigade": true, "brigades": true, "militia": true, "mujahideen": true,
	"jihad": true, "jihadi": true, "resistance": true, "rebels": true, "guerrillas": true, "guerrilla": true,
	"insurgents": true, "battalion": true, "battalions": true, "jaish": true, "lashkar": true, "ansar": true, "cartel": true,
}
