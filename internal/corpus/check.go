package corpus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// relations are the legal ones; true for those in which all parties are
// actors.
var relations = map[string]bool{
	"MEETS_WITH": true, "VISITS": false, "CALLS": true, "NEGOTIATES_WITH": true, "MEDIATES_BETWEEN": true,
	"SUPPORTS": false, "RECOGNIZES": false, "SIGNS_AGREEMENT_WITH": true, "PLEDGES": false,
	"RESTORES_TIES_WITH": true, "CONCEDES_TO": false, "COOPERATES_WITH": true, "EXERCISES_WITH": true,
	"EXTRADITES": false, "SHARES_INTELLIGENCE_WITH": false, "AIDS": false, "ARMS": false,
	"GRANTS_ASYLUM_TO": false, "RELEASES": false, "CEASEFIRE_WITH": true, "WITHDRAWS_FROM": false,
	"LIFTS_SANCTIONS_ON": false, "DEMANDS_FROM": false, "ACCUSES": false, "CONDEMNS": false, "REJECTS": false,
	"THREATENS": false, "SANCTIONS": false, "REDUCES_TIES_WITH": false, "ATTACKS": false, "ABDUCTS": false,
	"MOBILIZES_AGAINST": false, "OCCUPIES": false, "ARRESTS": false, "DEPORTS": false, "HACKS": false,
	"PROTESTS_AGAINST": false, "INVESTIGATES": false, "HOLDS_OFFICE_IN": false, "MEMBER_OF": false,
	"ALLIED_WITH": true, "BASED_IN": false,
}

// speechActs have their speaker as actor.
var speechActs = []string{"THREATENS", "ACCUSES", "CONDEMNS", "DEMANDS_FROM", "PLEDGES", "REJECTS", "SUPPORTS"}

// check reports what the notation allows and the guidelines do not.
func (p *parser) check(t *Text) {
	for _, e := range t.Entities {
		if e.Kind != schema.State && !slices.ContainsFunc(e.Names, func(f Form) bool { return strings.Contains(t.Text, f.Text) }) {
			p.fail(e.Line, "%s %s is not named in the text", e.Key, e.Names[0].Text)
		}
	}
	seen := map[string]int{}
	for i := range t.Claims {
		c := &t.Claims[i]
		p.checkWords(t, c)
		p.checkParties(t, c)
		k := fmt.Sprint(c.Relation, c.Actor, c.Recipient, c.Theme, c.Polarity, c.Modality, c.Speaker, c.Date)
		if first, ok := seen[k]; ok {
			p.fail(c.Line, "the same claim is already at line %d", first)
		}
		seen[k] = c.Line
	}
}

func (p *parser) checkWords(t *Text, c *Claim) {
	if c.Evidence == "" || !strings.Contains(t.Text, c.Evidence) {
		p.fail(c.Line, "evidence %q is not in the text word for word", c.Evidence)
	}
	for _, th := range c.Theme {
		words, quoted := strings.CutPrefix(th, `"`)
		if quoted && !strings.Contains(t.Text, strings.Trim(words, `"`)) {
			p.fail(c.Line, "theme %s is not in the text word for word", th)
		}
		if !quoted {
			p.known(t, c, "theme", th)
		}
	}
}

func (p *parser) known(t *Text, c *Claim, role, key string) {
	if _, ok := t.Entity(key); !ok {
		p.fail(c.Line, "%s %q is no entity of this text", role, key)
	}
}

func (p *parser) checkParties(t *Text, c *Claim) {
	symmetric, ok := relations[c.Relation]
	if !ok {
		p.fail(c.Line, "relation %q is not known", c.Relation)
	}
	for role, list := range map[string][]string{"actor": c.Actor, "recipient": c.Recipient, "mediator": c.Mediator} {
		for _, k := range list {
			p.known(t, c, role, k)
		}
	}
	if c.Speaker != "" {
		p.known(t, c, "speaker", c.Speaker)
	}
	switch {
	case len(c.Actor) == 0:
		p.fail(c.Line, "%s has no actor", c.Relation)
	case symmetric && len(c.Recipient) > 0:
		p.fail(c.Line, "%s has actors only: put all parties before the options, without >", c.Relation)
	case symmetric && len(c.Actor) < 2:
		p.fail(c.Line, "%s needs two actors", c.Relation)
	case slices.ContainsFunc(c.Actor, func(k string) bool { return slices.Contains(c.Recipient, k) }):
		p.fail(c.Line, "%s relates a party to itself", c.Relation)
	case slices.Contains(speechActs, c.Relation) && c.Speaker == c.Actor[0]:
		p.fail(c.Line, "%s is a speech act: its actor needs no spk=", c.Relation)
	case c.Relation == "MEDIATES_BETWEEN" && len(c.Mediator) == 0:
		p.fail(c.Line, "MEDIATES_BETWEEN needs m=")
	case (c.Relation == "EXTRADITES" || c.Relation == "HOLDS_OFFICE_IN") && len(c.Theme) == 0:
		p.fail(c.Line, "%s needs t=", c.Relation)
	}
}
