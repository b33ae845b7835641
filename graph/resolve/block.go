package resolve

import (
	"slices"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// modalities, from the strongest.
var modalities = []schema.Modality{schema.Asserted, schema.Alleged, schema.Future, schema.Demanded, schema.Conditional}

// organs are the PLOVER sectors whose members act for their state. Parliament
// and courts are left out: what a senator says is not what his state does.
var organs = []string{"GOV", "MIL", "COP", "SPY"}

// Block is the key of the block that a claim belongs to: its relation and its
// parties, where an office holder or organ of state counts as its state, so
// that "Rubio met Jaishankar" and "India and the US held talks" come together.
func (r *Resolver) Block(c *schema.Claim, entities map[string]schema.Entity) string {
	offices := r.offices(c, entities)
	up := func(ids []string) string {
		out := make([]string, 0, len(ids))
		for _, id := range ids {
			if state := offices[id]; state != "" {
				id = state
			}
			out = append(out, id)
		}
		slices.Sort(out)
		return strings.Join(slices.Compact(out), "+")
	}
	key := c.Relation + "|" + up(c.Actor) + "|" + up(c.Recipient)
	if len(key) > maxBlock { // it is a key in an index
		key = c.Relation + "|" + schema.Hash(key)
	}
	return key
}

// maxBlock bounds the key of a block, in bytes.
const maxBlock = 1000

// offices maps the actors, recipients and mediators that act for a state to
// it. A standing tie (an office, a membership) is personal and never the
// state's, and neither is what is done to a theme.
func (r *Resolver) offices(c *schema.Claim, entities map[string]schema.Entity) map[string]string {
	rel := r.Relations[c.Relation]
	if rel == nil || rel.Standing {
		return nil
	}
	var out map[string]string
	for _, ids := range [][]string{c.Actor, c.Recipient, c.Mediator} {
		for _, id := range ids {
			e, ok := entities[id]
			if !ok || !ActsForState(&e) || checkID(e.Country) != nil {
				continue
			}
			if out == nil {
				out = map[string]string{}
			}
			out[id] = e.Country
		}
	}
	return out
}

// ActsForState reports whether what an entity does counts for the state that
// it belongs to: a person or body of government, forces or services.
func ActsForState(e *schema.Entity) bool {
	if e.Country == "" || e.Country == e.ID || (e.Kind != schema.Person && e.Kind != schema.Organization) {
		return false
	}
	for _, s := range strings.FieldsFunc(e.Sector, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if slices.Contains(organs, s) {
			return true
		}
	}
	return false
}

// standing tells whether a block is of a standing relation.
func (r *Resolver) standing(c *graph.ClaimIn) bool {
	rel := r.Relations[c.Relation]
	return rel != nil && rel.Standing
}
