package relation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Outcome is how far a pattern came at a trigger word.
type Outcome int

// The outcomes, from the farthest to the nearest.
const (
	Fired          Outcome = iota // it made a claim
	PartiesUnfit                  // its parties may not do this to each other
	ActorUntold                   // it waited for an actor told elsewhere, in vain
	RoleEmpty                     // nobody stands where a party must
	ConditionUnmet                // a word of has is missing, or one of lacks is there
	NoParticle                    // the trigger lacks its particle
)

// String says the outcome as a person would.
func (o Outcome) String() string {
	return [...]string{"fired", "its parties may not do this to each other", "nobody is told who did it", "nobody stands where it needs a party", "a condition does not hold", "its particle is missing"}[o]
}

// Attempt is a pattern that was tried at a word.
type Attempt struct {
	Sentence int         // index in Doc.Sentences
	Trigger  schema.Span // the word
	Relation string
	Rule     string // file and line of the pattern
	Outcome  Outcome
	Detail   string // what was missing, in the notation of patterns
}

// note keeps an attempt when somebody asked for them.
func (m *matcher) note(r *rule, trig int, o Outcome, detail string) {
	if m.trace != nil {
		*m.trace = append(*m.trace, Attempt{m.tree.sentence, m.tree.toks[trig].Span, r.relation.Name, r.name, o, detail})
	}
}

// Explain makes the claims of an analysed document anew, and returns every
// pattern that was tried: in text order, and at each word those that came
// farthest first. A pattern that was tried in several ways at one word is
// there once, with the best outcome.
func (x *Matcher) Explain(d *analysis.Doc) []Attempt {
	again := *d
	again.Claims, again.Mentions = nil, slices.Clone(d.Mentions)
	var all []Attempt
	_ = x.run(&again, &all) // the model takes no part, and nothing else fails
	slices.SortStableFunc(all, func(a, b Attempt) int {
		if a.Trigger.Start != b.Trigger.Start {
			return a.Trigger.Start - b.Trigger.Start
		}
		if a.Outcome != b.Outcome {
			return int(a.Outcome - b.Outcome)
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a Attempt) bool {
		key := fmt.Sprint(a.Trigger.Start, a.Rule)
		was := seen[key]
		seen[key] = true
		return was
	})
}
