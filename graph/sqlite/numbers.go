package sqlite

import (
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// hashOf is the number by which an index finds an ID or key: of an ID that ends
// in a hash of 16 hexadecimal digits, as those of claims and events do, its upper
// 31 bits, so that numbers and IDs have one order. Two IDs may have one number.
func hashOf(id string) int64 {
	if digits := id[strings.LastIndexByte(id, ':')+1:]; len(digits) == 16 {
		if n, err := strconv.ParseUint(digits, 16, 64); err == nil {
			return int64(n >> 33)
		}
	}
	return sum(id)
}

// hashes are those of IDs, as a JSON list.
func hashes(ids []string) string {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = hashOf(id)
	}
	return anyJSON(list)
}

// slotOf is the number by which an index finds a block: its period, of which
// 16 bits are kept, then a hash of the whole, so that blocks of one time stand
// together. Two blocks may have one number.
func slotOf(block string) int64 {
	var period int64
	name := graph.PeriodOf(block)
	if n, err := strconv.Atoi(name); err == nil {
		period = int64(n) & 0x7fff
	} else {
		period = 0x8000 | sum(name)&0x7fff
	}
	return period<<31 | sum(block)
}

// sum is a hash of 31 bits: an index has four bytes for it.
func sum(text string) int64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return int64(h.Sum64() >> 33)
}
