package relation

import (
	"slices"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// mediation is the relation of a third party to the two that it brings
// together.
const mediation = "MEDIATES_BETWEEN"

// byMediator is the factor of confidence for a mediation that a claim of what
// came of it tells by naming its mediator.
const byMediator = 0.9

// addMediations adds a claim of mediation for each claim of two parties that
// names a mediator, "signed a truce under the auspices of the African Union",
// where the sentence makes none of the same two otherwise.
func (x *Matcher) addMediations(d *analysis.Doc) {
	r := x.relations[mediation]
	if r == nil {
		return
	}
	for i, n := 0, len(d.Claims); i < n; i++ {
		c := d.Claims[i]
		if c.Relation == mediation || len(c.Mediator) == 0 || c.Polarity != schema.Affirmed || x.mediated(d, &c) != nil {
			continue
		}
		c.Relation, c.Theme = mediation, []string{}
		c.Evidence.Marks = slices.DeleteFunc(slices.Clone(c.Evidence.Marks), func(m schema.Mark) bool { return m.Role == schema.RoleTheme })
		c.Evidence.Confidence = round(c.Evidence.Confidence * byMediator)
		c.ID = schema.ClaimID(&c)
		d.Claims = append(d.Claims, c)
	}
}

// mediated is the claim of mediation between the parties of another claim in
// the same sentence, or nil.
func (x *Matcher) mediated(d *analysis.Doc, c *schema.Claim) *schema.Claim {
	for i := range d.Claims {
		o := &d.Claims[i]
		if o.Relation == mediation && o.Evidence.Sentence.Span == c.Evidence.Sentence.Span && slices.Equal(o.Actor, c.Actor) {
			return o
		}
	}
	return nil
}

// lendMediators names the mediator in what two parties agree or bargain over
// where the same sentence tells that he mediates between them.
func (x *Matcher) lendMediators(d *analysis.Doc) {
	for i := range d.Claims {
		c := &d.Claims[i]
		if !lent[c.Relation] || len(c.Mediator) > 0 {
			continue
		}
		o := x.mediated(d, c)
		if o == nil {
			continue
		}
		c.Mediator = slices.Clone(o.Mediator)
		for _, m := range o.Evidence.Marks {
			if m.Role == schema.RoleMediator {
				c.Evidence.Marks = append(slices.Clone(c.Evidence.Marks), m)
			}
		}
		c.ID = schema.ClaimID(c)
	}
}

// lent are the relations whose mediator may be told apart from them. An
// agreement may be another than the one that is mediated.
var lent = map[string]bool{"CEASEFIRE_WITH": true, "NEGOTIATES_WITH": true}
