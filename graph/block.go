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
