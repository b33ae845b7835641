package relation

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// pending is a match whose actor its sentence does not name, and whose
// relation lets another claim of the article supply it: who arrested a man is
// who extradites him.
type pending struct {
	*matcher
	rule    *rule
	parties map[schema.Role][]filler
	trigger schema.Span
	token   int
}

// inferred is the factor of confidence for a party from another sentence.
const inferred = 0.7

// infer completes the match from the article's claims, if one of them is about
// the same person.
func (p pending) infer() {
	theme := p.parties[schema.RoleTheme]
	if len(theme) == 0 {
		return
	}
	for i := range p.doc.Claims {
		c := &p.doc.Claims[i]
		if c.Relation != p.rule.relation.Infer[schema.RoleActor] || c.Polarity != schema.Affirmed || !slices.Contains(c.Recipient, theme[0].id) {
			continue
		}
		var actors []filler
		for _, id := range c.Actor {
			e := p.doc.Entity(id)
			if e != nil && slices.Contains(p.rule.relation.Arguments[schema.RoleActor], e.Kind) {
				actors = append(actors, filler{id: id, span: theme[0].span, token: theme[0].token, sure: inferred})
			}
		}
		p.parties[schema.RoleActor] = actors
		if len(actors) == 0 || !p.legal(p.rule.relation, p.parties) {
			continue
		}
		p.claim(p.rule, p.contextOf(p.token, actors), p.parties, p.trigger, p.rule.confidence*inferred, p.token)
		return
	}
}
