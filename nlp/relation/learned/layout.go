package learned

// Parties is how many parties take part: the first ones of Sentence.Parties.
func (in *Input) Parties() int { return len(in.heads) }

// Count is the number of candidates.
func (in *Input) Count() int { return len(in.pairs) }

// Pair gives the parties of candidate i: does a act on b?
func (in *Input) Pair(i int) (a, b int) { return in.pairs[i].a, in.pairs[i].b }

// TriggerRoles tells what holds in the tree between trigger i of Triggers and
// each party: RoleFeatures rows of a table of RoleRows for each party.
func (in *Input) TriggerRoles(i int) []int32 {
	n := len(in.heads) * roleFeatures
	return in.roles[i*n:][:n]
}

// EachCue visits what the patterns list: index in Triggers, label, and whether
// the conditions of a pattern hold.
func (in *Input) EachCue(visit func(trigger, label int, holds bool)) {
	for _, c := range in.cues {
		visit(c.trigger, c.label, c.kind == cueHolds)
	}
}
