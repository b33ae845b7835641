package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Retraction says that an article no longer counts: what only it said
// disappears from the projection, and the record keeps that it was there.
type Retraction struct {
	Article string `json:"article"` // ID
	At      string `json:"at"`      // RFC 3339
	Reason  string `json:"reason"`
}

// MaybeSame is a pair of events that may be one, for a person to decide.
type MaybeSame struct {
	A, B  string  // event IDs, the smaller first
	Score float64 // 0 to 1: how close they came to being joined
}

// Ending is one event that ends another: lifting sanctions ends imposing them.
type Ending struct {
	By   string // event ID
	Of   string // event ID, "" where what it ends is not in the graph
	Date string // ISO date of By
}

// Pairs are the pairs that an event makes with those that may be the same.
func Pairs(event string, others []string, scores []float64) []MaybeSame {
	var pairs []MaybeSame
	for i, o := range others[:min(len(others), len(scores))] {
		pairs = append(pairs, MaybeSame{A: min(event, o), B: max(event, o), Score: scores[i]})
	}
	return pairs
}

// Likeliest sorts pairs, drops repetitions, and cuts to limit (0 for all).
func Likeliest(pairs []MaybeSame, limit int) []MaybeSame {
	slices.SortFunc(pairs, func(a, b MaybeSame) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	pairs = slices.Compact(pairs)
	if limit > 0 && len(pairs) > limit {
		pairs = pairs[:limit]
	}
	return pairs
}
