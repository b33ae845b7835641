package relation

import (
	"maps"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// eachWay splits a match that tells of several claims: what two or more
// parties do to each other ("India and Pakistan share intelligence"), one set
// of parties a direction; and a symmetric act of parties on two sides
// ("Yeltsin telephoned Clinton and Blair"), one set a pair, for nothing is said
// of those on one side.
func eachWay(r *schema.Relation, parties map[schema.Role][]filler) []map[schema.Role][]filler {
	actors, recipients := parties[schema.RoleActor], parties[schema.RoleRecipient]
	if r.Symmetric {
		return pairs(parties)
	}
	// The same words must name both: in "they regretted their decision" nobody
	// regrets what the others did.
	same := len(actors) > 1 && slices.EqualFunc(actors, recipients, func(a, b filler) bool { return a.id == b.id && a.token == b.token })
	if !same {
		return []map[schema.Role][]filler{parties}
	}
	var out []map[schema.Role][]filler
	for i := range actors {
		p := maps.Clone(parties)
		p[schema.RoleActor] = actors[i : i+1]
		p[schema.RoleRecipient] = slices.Delete(slices.Clone(actors), i, i+1)
		out = append(out, p)
	}
	return out
}

// pairs makes one set of parties for each pair across the parts of "subj &
// with".
func pairs(parties map[schema.Role][]filler) []map[schema.Role][]filler {
	var left, right []filler
	for _, f := range parties[schema.RoleActor] {
		if f.part == 0 {
			left = append(left, f)
		} else {
			right = append(right, f)
		}
	}
	if len(left) == 0 || len(right) == 0 {
		return []map[schema.Role][]filler{parties}
	}
	var out []map[schema.Role][]filler
	for _, a := range left {
		for _, b := range right {
			p := maps.Clone(parties)
			p[schema.RoleActor] = unique([]filler{a, b})
			out = append(out, p)
		}
	}
	return out
}
