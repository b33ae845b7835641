package neo4j

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/property"
)

func TestChunks(t *testing.T) {
	long := strings.Repeat("x", 1000)
	nested := func(n int) property.Map {
		rows := make([]property.Map, n)
		for i := range rows {
			rows[i] = property.Map{"id": "x"}
		}
		return property.Map{"rows": rows}
	}
	tests := []struct {
		name  string
		items []any
		want  []int // lengths of the chunks
	}{
		{"nothing", nil, nil},
		{"few", []any{"a", "b"}, []int{2}},
		{"by rows", []any{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}, []int{10, 1}},
		{"by bytes", []any{long, long, long, "a"}, []int{1, 1, 2}},
		{"by nested rows", []any{nested(4), nested(4), nested(9), nested(1)}, []int{2, 1, 1}},
		{"one that is too large stands alone", []any{"a", nested(50), "b"}, []int{1, 1, 1}},
		{"values are counted by their bytes", []any{[]any{long, nil, 1}, []any{long}, "a"}, []int{1, 2}},
		{"lists are counted by their bytes", []any{[]string{long, long}, "a"}, []int{1, 1}},
	}
	for _, tt := range tests {
		var got []int
		var all []any
		for c := range chunks(tt.items, 10, 1500) {
			got = append(got, len(c))
			all = append(all, c...)
		}
		if !slices.Equal(got, tt.want) || len(all) != len(tt.items) {
			t.Errorf("%s: got chunks of %v and %d items, want %v and %d", tt.name, got, len(all), tt.want, len(tt.items))
		}
	}
}
