package graph

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
