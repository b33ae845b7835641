package graph

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// monthLength is that of "2025-03".
const monthLength = len("2025-03")

// AddEvents counts n events of a relation whose dates begin with a month, from
// the first to the last of them; "" where no date is known.
func (c *Counts) AddEvents(relation, month string, n int, first, last string) {
	c.EventsByRelation[relation] += n
	c.Events += n
	if len(month) == monthLength {
		c.EventsByMonth[month] += n
	}
	if first != "" && (c.First == "" || first < c.First) {
		c.First = first
	}
	c.Last = max(c.Last, last)
}

// SomeKinds are the names of source kinds that a view of some, given by name,
// leaves of others; none stands for all. Where nothing is left, it gives a
// name that nothing has.
func SomeKinds(among []string, kinds []schema.SourceKind) []string {
	var out []string
	for _, k := range kinds {
		if len(among) == 0 || slices.Contains(among, k.String()) {
			out = append(out, k.String())
		}
	}
	if len(out) == 0 {
		return []string{"none"}
	}
	return out
}
