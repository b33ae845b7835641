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
	told := mediationsOf(d)
	for i, n := 0, len(d.Claims); i < n; i++ {
		c := d.Claims[i]
		if c.Relation == mediation || len(c.Mediator) == 0 || c.Polarity != schema.Affirmed || told.of(d, &c) != nil {
			continue
		}
		c.Relation, c.Theme = mediation, []string{}
		c.Evidence.Marks = slices.DeleteFunc(slices.Clone(c.Evidence.Marks), func(m schema.Mark) bool { return m.Role == schema.RoleTheme })
		c.Evidence.Confidence = round(c.Evidence.Confidence * byMediator)
		c.ID = schema.ClaimID(&c)
		told.add(len(d.Claims), &c)
		d.Claims = append(d.Claims, c)
	}
}

// mediations are the numbers of the claims of mediation, by sentence.
type mediations map[schema.Span][]int

func mediationsOf(d *analysis.Doc) mediations {
	all := mediations{}
	for i := range d.Claims {
		if c := &d.Claims[i]; c.Relation == mediation {
			all.add(i, c)
		}
	}
	return all
}

func (all mediations) add(i int, c *schema.Claim) {
	s := c.Evidence.Sentence.Span
	all[s] = append(all[s], i)
}

// of is the claim of mediation between the parties of another claim in the same
// sentence, or nil.
func (all mediations) of(d *analysis.Doc, c *schema.Claim) *schema.Claim {
	for _, i := range all[c.Evidence.Sentence.Span] {
		if o := &d.Claims[i]; slices.Equal(o.Actor, c.Actor) {
			return o
		}
	}
	return nil
}

// lendMediators names the mediator in what two parties agree or bargain over
// where the same sentence tells that he mediates between them.
func lendMediators(d *analysis.Doc) {
	told := mediationsOf(d)
	for i := range d.Claims {
		c := &d.Claims[i]
		if !lent[c.Relation] || len(c.Mediator) > 0 {
			continue
		}
		o := told.of(d, c)
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
