package graph

import (
	"strconv"
	"strings"
)

// A block's key is what its claims have in common (relation family, parties),
// an at sign, and its period: a number, the count of periods since 1970, where
// claims of neighbouring periods may tell of one event, or a name that has no
// neighbours.

// BlockKey joins the two parts of a block's key.
func BlockKey(base, period string) string { return base + "@" + period }

// PeriodOf is the period in a block's key.
func PeriodOf(block string) string { return block[strings.LastIndexByte(block, '@')+1:] }

// Neighbours are the blocks of the periods before and after, whose claims are
// read with a block's own; there are none for a block that stands alone.
func Neighbours(block string) []string {
	at := strings.LastIndexByte(block, '@')
	n, err := strconv.Atoi(block[at+1:])
	if at < 0 || err != nil {
		return nil
	}
	return []string{block[:at+1] + strconv.Itoa(n-1), block[:at+1] + strconv.Itoa(n+1)}
}

// Reach is the greatest distance in days between two claims of which one has a
// say in what the other is part of. Where a block's claims are further from its
// neighbour's, a change in the one leaves the other's events as they are.
const Reach = 7

// Days is a range of days, both included.
type Days struct{ First, Last int }

// Touched are the blocks that a change concerns, with the days of the claims
// that came or went.
type Touched map[string]Days

// Add notes a claim that came or went.
func (t Touched) Add(block string, day int) {
	if block == "" {
		return
	}
	d, known := t[block]
	if !known {
		d = Days{day, day}
	}
	t[block] = Days{min(d.First, day), max(d.Last, day)}
}

// Near reports whether a change within some days may concern the neighbour
// whose claims are of others.
func (d Days) Near(o Days) bool { return o.First-d.Last <= Reach && d.First-o.Last <= Reach }

// Hull is the range that covers two.
func (d Days) Hull(o Days) Days { return Days{min(d.First, o.First), max(d.Last, o.Last)} }
